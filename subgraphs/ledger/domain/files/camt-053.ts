// A partner's statement in the form that its accounting reads from its banks: camt.053.001.08 (settlement.md 8.3).
//
// The account is the partner's settlement account with the operator, so a credit is in the partner's favour. Opening (OPBD) and
// closing (CLBD) are the statement's; an advice is not booked to the end, its closing is interim (ITBD). Every line is one entry, in
// the order of the statement: NtryRef is its number there, AcctSvcrRef the journal entry, AcctOwnrTxId the partner's own reference,
// BkTxCd the component. How the closing is paid is not part of it: that is on the statement of the partner's bank, under the
// EndToEndId of the payment. Where it is paid in another currency, the account stays in the statement's, and a sentence at the end (AddtlStmtInf) has
// amount and rate.
//
// The document comes in pieces, so that a statement of a million lines is never in memory as a whole. Names keep their script
// (camt is UTF-8 and carries no payment); references longer than ISO 20022's 35 characters are cut and digested in their field and
// stand in full beside it.
// Cost: about 80 us and 700 bytes a line.

import { assert } from '../../../shared/assert.ts';
import { formatAmount } from '../../../shared/money.ts';
import { rateText } from '../exchange-rates.ts';
import type { Sha256 } from '../merkle-tree.ts';
import { isFinal, type StatementHeader, type StatementLine, settlementOf } from '../statement.ts';
import { bankReference, foreignReference } from './bank-reference.ts';
import { statementIdParts } from './statement-id.ts';
import { type XmlTree, xmlDocument, xmlFragment, xmlText, xmlTextUpTo } from './xml-document.ts';

export const CAMT_053 = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

export interface Camt053Frame {
  readonly header: StatementHeader;
  /** The window's, the second exclusive. */
  readonly from: Date;
  readonly until: Date;
  /** First and last date of the window in the programme's time zone, YYYY-MM-DD. */
  readonly openDate: string;
  readonly closeDate: string;
  readonly createdAt: Date;
  readonly partnerName: string;
  readonly operatorName: string;
  /** Running number of the partner's statements, from 1; null where the caller keeps none. */
  readonly sequenceNumber: number | null;
  /** Date on which a line was booked, YYYY-MM-DD; default: the close date. */
  readonly bookingDate?: (line: StatementLine) => string;
}

/**
 * The document in pieces, UTF-8 once encoded. `lines` are all lines of the statement in order.
 * Throws at the end when they are not those of the header, by number or sums: a fault of the caller, who must not send the file.
 */
export function* camt053(sha256: Sha256, frame: Camt053Frame, lines: Iterable<StatementLine>): Generator<string> {
  const { header } = frame;
  const [before, after] = split(xmlDocument(documentWithoutEntries(sha256, frame)));
  yield before;
  let count = 0;
  let credits = 0n;
  let debits = 0n;
  for (const line of lines) {
    assert(
      line.seq === count && line.currency === header.currency,
      "lines come in order and in the statement's currency",
    );
    count += 1;
    if (line.amountMinor > 0) credits += BigInt(line.amountMinor);
    else debits -= BigInt(line.amountMinor);
    yield xmlFragment({ Ntry: entryOf(sha256, frame, line) });
  }
  assert(
    count === header.merkle.size && credits === BigInt(header.creditsMinor) && debits === BigInt(header.debitsMinor),
    'the lines are those of the header',
  );
  yield after;
}

/** A part of the document: its beginning with the first lines, its end with the last, and the entries between. The lines are the header's, in order. */
export function camt053Part(sha256: Sha256, frame: Camt053Frame, lines: readonly StatementLine[]): string {
  const { size } = frame.header.merkle;
  const [before, after] = split(xmlDocument(documentWithoutEntries(sha256, frame)));
  const isFirst = size === 0 || lines[0]?.seq === 0;
  const isLast = size === 0 || lines.at(-1)?.seq === size - 1;
  const entries = lines.map((line) => xmlFragment({ Ntry: entryOf(sha256, frame, line) }));
  return [isFirst ? before : '', ...entries, isLast ? after : ''].join('');
}

/** Entries are the last thing in a statement but for the sentence. The tags can not be elsewhere: in text and attributes `<` is escaped. */
function split(document: string): [string, string] {
  const end = document.search(/<AddtlStmtInf>|<\/Stmt>/);
  assert(end > 0, 'a statement is closed');
  return [document.slice(0, end), document.slice(end)];
}

/** What the closing is paid in where that is another currency, at most 500 characters. */
function conversionText(header: StatementHeader): string | null {
  const settlement = settlementOf(header);
  if (settlement === null) return null;
  const { currency, netMinor, rate, source, quotedAt } = settlement;
  const amount = `${formatAmount(BigInt(netMinor), currency)} ${currency}`;
  const fixed = rateText({ base: header.currency, quote: currency, rate });
  return xmlTextUpTo(500, `Settled as ${amount}: ${fixed} (${source}, ${quotedAt})`);
}

function documentWithoutEntries(sha256: Sha256, frame: Camt053Frame): XmlTree {
  const { header, closeDate } = frame;
  const id = bankReference(sha256, statementIdParts(header));
  const createdAt = instant(frame.createdAt);
  return {
    Document: {
      '@xmlns': CAMT_053,
      BkToCstmrStmt: {
        GrpHdr: { MsgId: id, CreDtTm: createdAt },
        Stmt: {
          Id: id,
          ElctrncSeqNb: frame.sequenceNumber === null ? null : String(frame.sequenceNumber),
          CreDtTm: createdAt,
          FrToDt: { FrDtTm: instant(frame.from), ToDtTm: instant(frame.until) },
          Acct: {
            Id: { Othr: { Id: accountId(sha256, header) } },
            Ccy: header.currency,
            Ownr: { Nm: xmlTextUpTo(140, frame.partnerName) },
            Svcr: { FinInstnId: { Nm: xmlTextUpTo(140, frame.operatorName) } },
          },
          Bal: [
            balance('OPBD', header.openingMinor, header.currency, frame.openDate),
            balance(isFinal(header) ? 'CLBD' : 'ITBD', header.netMinor, header.currency, closeDate),
          ],
          TxsSummry: {
            TtlNtries: { NbOfNtries: String(header.merkle.size) },
            TtlCdtNtries: { Sum: formatAmount(BigInt(header.creditsMinor), header.currency) },
            TtlDbtNtries: { Sum: formatAmount(BigInt(header.debitsMinor), header.currency) },
          },
          AddtlStmtInf: conversionText(header),
        },
      },
    },
  };
}

function balance(code: 'OPBD' | 'CLBD' | 'ITBD', minor: number, currency: string, date: string): XmlTree {
  return { Tp: { CdOrPrtry: { Cd: code } }, ...amount(minor, currency), Dt: { Dt: date } };
}

function entryOf(sha256: Sha256, frame: Camt053Frame, line: StatementLine): XmlTree {
  const reference = line.partnerRef === null ? '' : xmlText(line.partnerRef);
  const inField = foreignReference(sha256, reference);
  return {
    NtryRef: String(line.seq + 1),
    ...amount(line.amountMinor, line.currency),
    Sts: { Cd: 'BOOK' },
    BookgDt: { Dt: frame.bookingDate?.(line) ?? frame.closeDate },
    ValDt: { Dt: frame.header.valueDate },
    AcctSvcrRef: foreignReference(sha256, line.entry),
    BkTxCd: { Prtry: { Cd: foreignReference(sha256, line.component), Issr: 'COALITION-LOYALTY' } },
    NtryDtls: {
      TxDtls: {
        Refs: { AcctOwnrTxId: inField, AcctSvcrTxId: foreignReference(sha256, line.tx) },
        RltdDts: { TxDtTm: line.businessAt },
        AddtlTxInf: inField === null || inField === reference ? null : xmlTextUpTo(500, reference),
      },
    },
  };
}

/** Amounts in ISO 20022 have no sign but a direction beside them; zero counts as a credit. */
function amount(minor: number, currency: string): XmlTree {
  const magnitude = BigInt(Math.abs(minor));
  return { Amt: { '@Ccy': currency, '#': formatAmount(magnitude, currency) }, CdtDbtInd: minor < 0 ? 'DBIT' : 'CRDT' };
}

/** The settlement account of a partner in a programme: at most 34 characters. */
function accountId(sha256: Sha256, { programme, partner }: StatementHeader): string {
  return bankReference(sha256, [programme, partner]);
}

function instant(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
