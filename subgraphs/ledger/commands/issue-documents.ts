/**
 * Invoices and credit notes of a final window, gross with VAT (settlement.md 8.5): up to four for each partner.
 *
 * lock the numbering -> the window's totals (the same that its nets come from), contracts in force at the close, names and tax numbers as
 * they are recorded now -> each partner's documents, all of them or none -> the next numbers -> kept as they are, for ever
 *
 * What is missing of one partner keeps nobody else's documents back: it is told, and the same command under another key issues the rest.
 * Self-billed documents are made where the contract agrees to them; elsewhere the partner writes its own.
 */
import { hash } from 'node:crypto';
import { isOperator, keySpaceOf, type ProgrammeCaller } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { proposerOf } from '../../shared/four-eyes.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { closeDateOf } from '../domain/business-days.ts';
import { invoiceParty } from '../domain/files/billing-parties.ts';
import { type SettlementDocument, settlementDocuments } from '../domain/files/invoices.ts';
import type { InvoiceParty } from '../domain/files/parties.ts';
import { statementId } from '../domain/files/statement-id.ts';
import { ublDocument } from '../domain/files/ubl-document.ts';
import type { StatementHeader } from '../domain/statement.ts';
import type { WindowState } from '../domain/window-states.ts';
import type { IssueDocumentsInput } from '../generated.ts';
import { readBilling, readVatTerms, type VatTermsRow } from '../store/documents/read-billing.ts';
import {
  insertDocument,
  lockNumbering,
  readDocuments,
  readLastSequence,
} from '../store/documents/settlement-documents.ts';
import { readStatements } from '../store/statements/statements.ts';
import { readWindowTotals } from '../store/windows/read-window-totals.ts';
import { readWindows } from '../store/windows/read-windows.ts';

/** Why a partner's documents could not be made. */
export interface DocumentProblem {
  readonly partnerId: string;
  readonly code: string;
  readonly sentence: string;
}

type Issued = { readonly windowId: string; readonly problems: readonly string[] };

/** States in which a window's amounts never change again. */
const FINAL: readonly WindowState[] = ['FINALISED', 'SETTLING', 'SETTLED'];

/** Refusals in order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE (not final yet). */
export async function issueDocuments(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: IssueDocumentsInput,
): Promise<Outcome<{ readonly windowId: string; readonly problems: readonly DocumentProblem[] }>> {
  const { database, clock } = deps;
  const { programmeId } = caller;
  const check = createInputCheck();
  check.require(isOperator(caller), 'NOT_ALLOWED', 'Documents are issued by the operator.');
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const windowId = input.windowId.toLowerCase();
  const reference = await deps.reference(programmeId);
  if (reference === null) return refused(refuse('NOT_ALLOWED', 'There is no such programme.'));
  const { currency, timeZone } = reference.programme;

  const { outcome } = await rememberCommand<Issued>(
    database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey,
      command: 'issueDocuments',
      body: { windowId },
      at: clock(),
    },
    async ({ sql }) => {
      const [window] = isId(windowId) ? await readWindows(sql, programmeId, [windowId]) : [];
      if (window === undefined || window.closedAt === null)
        return window === undefined
          ? refused(refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']))
          : refused(notFinal());
      if (!FINAL.includes(window.state)) return refused(notFinal());
      await lockNumbering(sql, programmeId);
      const done = new Set(
        (await readDocuments(sql, { programmeId, windowId, partnerId: null })).map(({ partnerId }) => partnerId),
      );
      const billing = new Map((await readBilling(sql, programmeId)).map((row) => [row.partnerId, row]));
      const vat = new Map((await readVatTerms(sql, programmeId, window.closedAt)).map((row) => [row.partnerId, row]));
      const totals = await readWindowTotals(sql, [windowId]);
      const operator = billing.get(null);
      const today = businessDate(clock(), timeZone);
      const problems: DocumentProblem[] = [];
      let sequence = await readLastSequence(sql, programmeId);
      for (const partnerId of [...reference.partners.keys()].sort()) {
        if (done.has(partnerId) || !totals.some(({ account }) => account === `PARTNER:${partnerId}`)) continue;
        const terms = vat.get(partnerId);
        const made = documentsOf(partnerId, totals, terms);
        if (made === null) {
          problems.push(missing(partnerId, 'VAT_MISSING', 'The contract does not say how its supplies are taxed.'));
          continue;
        }
        if (made.length === 0) continue;
        const partner = billing.get(partnerId);
        if (operator === undefined || partner === undefined) {
          const whose = operator === undefined ? 'the operator' : 'the partner';
          problems.push(
            missing(partnerId, 'BILLING_MISSING', `Name, address and tax numbers of ${whose} are not recorded.`),
          );
          continue;
        }
        const [statement] = await readStatements(sql, programmeId, [windowId], partnerId);
        // Signed as soon as the window is final; who is faster than that asks again.
        if (statement?.kind !== 'FINAL') {
          problems.push(missing(partnerId, 'STATEMENT_MISSING', 'The final statement is not signed yet.'));
          continue;
        }
        const settledIn = statementId(JSON.parse(statement.header) as StatementHeader);
        const frame = (number: string) => ({
          number,
          issueDate: today,
          periodStart: businessDate(window.openedAt, timeZone),
          periodEnd: closeDateOf(window.closedAt ?? window.openedAt, timeZone),
          currency,
          operator: invoiceParty(operator) satisfies InvoiceParty,
          partner: invoiceParty(partner),
          buyerReference: settledIn,
          statementId: settledIn,
        });
        const written = made.map((document, at) => {
          const place = sequence + BigInt(at) + 1n;
          const number = `${today.slice(0, 4)}-${place.toString().padStart(6, '0')}`;
          return { document, place, number, ubl: ublDocument(document, frame(number)) };
        });
        const wrong = written.flatMap(({ ubl }) => (ubl.ok ? [] : ubl.problems));
        if (wrong.length > 0) {
          const told = new Map(wrong.map((problem) => [problem.sentence, problem]));
          problems.push(...[...told.values()].map(({ code, sentence }) => missing(partnerId, code, sentence)));
          continue;
        }
        for (const { document, place, number, ubl } of written) {
          if (!ubl.ok) continue;
          await insertDocument(sql, {
            programmeId,
            sequence: place,
            number,
            windowId,
            partnerId,
            kind: document.kind,
            currency,
            netMinor: document.netMinor,
            taxMinor: document.taxMinor,
            issuedOn: today,
            issuedBy: proposerOf(caller),
            sha256: hash('sha256', ubl.xml, 'buffer'),
            xml: ubl.xml,
          });
        }
        sequence += BigInt(written.length);
      }
      return accepted({ windowId, problems: problems.map((problem) => JSON.stringify(problem)) });
    },
  );
  if (!outcome.ok) return outcome;
  const problems = outcome.result.problems.map((text) => JSON.parse(text) as DocumentProblem);
  return accepted({ windowId, problems });
}

/** A partner's documents; null where its contract does not say how one of them is taxed. */
function documentsOf(
  partnerId: string,
  totals: Parameters<typeof settlementDocuments>[1],
  terms: VatTermsRow | undefined,
): readonly SettlementDocument[] | null {
  const isSelfBilled = (kind: string): boolean => kind.startsWith('SELF_BILLED');
  let unknown = false;
  const { documents } = settlementDocuments(partnerId, totals, (kind) => {
    const treatment = isSelfBilled(kind) ? terms?.partner : terms?.operator;
    if (treatment == null && (!isSelfBilled(kind) || terms?.selfBilling === true)) unknown = true;
    return treatment ?? { category: 'Z', rateBasisPoints: 0n };
  });
  if (unknown) return null;
  return documents.filter(({ kind }) => !isSelfBilled(kind) || terms?.selfBilling === true);
}

function missing(partnerId: string, code: string, sentence: string): DocumentProblem {
  return { partnerId, code, sentence };
}

function notFinal() {
  return refuse('WINDOW_STATE', 'Documents are issued once the window is final.', ['input', 'windowId']);
}
