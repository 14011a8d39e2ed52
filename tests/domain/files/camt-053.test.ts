import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAMT_053, type Camt053Frame, camt053 } from '../../../subgraphs/ledger/domain/files/camt-053.ts';
import {
  type LineSource,
  type StatementContext,
  StatementDraft,
  type StatementHeader,
  type StatementLine,
} from '../../../subgraphs/ledger/domain/statement.ts';
import { elementsAt, missingElements, parseXml, type Requirement, textsAt } from '../../support/required-elements.ts';
import { haveSettlementExample, settlementExample } from '../../support/settlement-example.ts';
import { sha256 } from '../../support/sha256.ts';
import { haveIsoSchemas, schemaErrors } from '../../support/xsd.ts';

const context: StatementContext = {
  programme: 'COAL1',
  model: 'OPERATOR_POOL',
  window: 'W1',
  partner: 'TRAVEL',
  currency: 'EUR',
};

function source(place: number, changes: Partial<LineSource> = {}): LineSource {
  return {
    entry: `J${place}`,
    leg: 0,
    tx: `T${place}`,
    entryType: 'EARN',
    component: 'ISSUANCE',
    partnerRef: `TR-${place}`,
    businessAt: new Date('2026-09-07T12:00:00Z'),
    amountMinor: -1505n,
    nonce: 'rG1Ma05WncIE7o5cm_2MjA',
    ...changes,
  };
}

function statementOf(
  sources: readonly LineSource[],
  { openingMinor = 0n, kind = 'FINAL' as 'FINAL' | 'ADVICE', of = context } = {},
): { header: StatementHeader; lines: StatementLine[] } {
  const draft = new StatementDraft(sha256, of);
  const lines = sources.map((line) => draft.append(line));
  return { header: draft.header({ kind, openingMinor, action: 'NONE', valueDate: '2026-10-12', prev: null }), lines };
}

function frameOf(header: StatementHeader, changes: Partial<Camt053Frame> = {}): Camt053Frame {
  return {
    header,
    from: new Date('2026-08-31T22:00:00Z'),
    until: new Date('2026-09-30T22:00:00Z'),
    openDate: '2026-09-01',
    closeDate: '2026-09-30',
    createdAt: new Date('2026-10-02T07:00:00Z'),
    partnerName: 'Voyageur SA',
    operatorName: 'Coalition Operator SE',
    sequenceNumber: 1,
    ...changes,
  };
}

const documentOf = (header: StatementHeader, lines: readonly StatementLine[], changes: Partial<Camt053Frame> = {}) =>
  [...camt053(sha256, frameOf(header, changes), lines)].join('');

const AMOUNT = /^\d{1,16}(\.\d{1,5})?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const MAX_35 = /^.{1,35}$/u;
const MANY = Number.POSITIVE_INFINITY;
const table: Requirement[] = [
  ['@xmlns', 1, 1, new RegExp(`^${CAMT_053}$`)],
  ['BkToCstmrStmt', 1, 1],
  ['BkToCstmrStmt/GrpHdr', 1, 1],
  ['BkToCstmrStmt/GrpHdr/MsgId', 1, 1, MAX_35],
  ['BkToCstmrStmt/GrpHdr/CreDtTm', 1, 1, INSTANT],
  ['BkToCstmrStmt/Stmt', 1, 1],
  ['BkToCstmrStmt/Stmt/Id', 1, 1, MAX_35],
  ['BkToCstmrStmt/Stmt/FrToDt/FrDtTm', 1, 1, INSTANT],
  ['BkToCstmrStmt/Stmt/FrToDt/ToDtTm', 1, 1, INSTANT],
  ['BkToCstmrStmt/Stmt/Acct/Id/Othr/Id', 1, 1, /^.{1,34}$/],
  ['BkToCstmrStmt/Stmt/Acct/Ccy', 0, 1, /^[A-Z]{3}$/],
  ['BkToCstmrStmt/Stmt/Acct/Ownr/Nm', 0, 1, /^.{1,140}$/u],
  ['BkToCstmrStmt/Stmt/Bal', 2, 2],
  ['BkToCstmrStmt/Stmt/Bal/Tp/CdOrPrtry/Cd', 1, 1, /^(OPBD|CLBD|ITBD)$/],
  ['BkToCstmrStmt/Stmt/Bal/Amt', 1, 1, AMOUNT],
  ['BkToCstmrStmt/Stmt/Bal/Amt/@Ccy', 1, 1, /^[A-Z]{3}$/],
  ['BkToCstmrStmt/Stmt/Bal/CdtDbtInd', 1, 1, /^(CRDT|DBIT)$/],
  ['BkToCstmrStmt/Stmt/Bal/Dt/Dt', 1, 1, /^\d{4}-\d\d-\d\d$/],
  ['BkToCstmrStmt/Stmt/Ntry', 0, MANY],
  ['BkToCstmrStmt/Stmt/Ntry/NtryRef', 1, 1, MAX_35],
  ['BkToCstmrStmt/Stmt/Ntry/Amt', 1, 1, AMOUNT],
  ['BkToCstmrStmt/Stmt/Ntry/Amt/@Ccy', 1, 1, /^[A-Z]{3}$/],
  ['BkToCstmrStmt/Stmt/Ntry/CdtDbtInd', 1, 1, /^(CRDT|DBIT)$/],
  ['BkToCstmrStmt/Stmt/Ntry/Sts/Cd', 1, 1, /^BOOK$/],
  ['BkToCstmrStmt/Stmt/Ntry/BkTxCd/Prtry/Cd', 1, 1, MAX_35],
  ['BkToCstmrStmt/Stmt/Ntry/BkTxCd/Prtry/Issr', 0, 1, MAX_35],
  ['BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/Refs/AcctOwnrTxId', 0, 1, MAX_35],
];

/** Signed amounts of elements with Amt and CdtDbtInd, in minor units. */
function signedAmounts(xml: string, path: string): bigint[] {
  return elementsAt(parseXml(xml), path).map((element) => {
    const magnitude = BigInt(textsAt(element, 'Amt')[0]!.replace('.', ''));
    return textsAt(element, 'CdtDbtInd')[0] === 'DBIT' ? -magnitude : magnitude;
  });
}

const NTRY = 'BkToCstmrStmt/Stmt/Ntry';
const BAL = 'BkToCstmrStmt/Stmt/Bal';

describe('a statement as camt.053', () => {
  it('has every element of the table, an entry for each line and the balances of the header', () => {
    const { header, lines } = statementOf([source(1), source(2, { amountMinor: 33810n, component: 'REDEMPTION' })], {
      openingMinor: -2247n,
    });
    const xml = documentOf(header, lines);
    expect(missingElements(xml, 'Document', table)).toEqual([]);
    const root = parseXml(xml);
    expect(textsAt(root, 'BkToCstmrStmt/Stmt/Id')).toEqual(['COAL1-W1-TRAVEL']);
    expect(textsAt(root, `${BAL}/Tp/CdOrPrtry/Cd`)).toEqual(['OPBD', 'CLBD']);
    expect(signedAmounts(xml, BAL)).toEqual([-2247n, 30058n]);
    expect(signedAmounts(xml, NTRY)).toEqual([-1505n, 33810n]);
    expect(textsAt(root, `${NTRY}/NtryRef`)).toEqual(['1', '2']);
    expect(textsAt(root, `${NTRY}/BkTxCd/Prtry/Cd`)).toEqual(['ISSUANCE', 'REDEMPTION']);
    expect(textsAt(root, `${NTRY}/NtryDtls/TxDtls/Refs/AcctOwnrTxId`)).toEqual(['TR-1', 'TR-2']);
    expect(textsAt(root, 'BkToCstmrStmt/Stmt/TxsSummry/TtlCdtNtries/Sum')).toEqual(['338.10']);
  });

  it('of a window without lines has its balances and no entry', () => {
    const { header } = statementOf([]);
    const xml = documentOf(header, []);
    expect(missingElements(xml, 'Document', table)).toEqual([]);
    expect(signedAmounts(xml, NTRY)).toEqual([]);
  });

  it('whose closing is paid in another currency stays in its own, and says at the end what is paid and at which rate', async () => {
    const draft = new StatementDraft(sha256, context);
    const lines = [draft.append(source(1)), draft.append(source(2))];
    const quotedAt = new Date('2026-10-08T14:15:00Z');
    const header = draft.header({
      ...{ kind: 'FINAL', openingMinor: 0n, action: 'COLLECT_FROM_PARTNER', valueDate: '2026-10-12', prev: null },
      settlement: {
        paid: { minor: -13_078n, currency: 'BHD' },
        rate: { base: 'EUR', quote: 'BHD', rate: '0.4345', source: 'CBB & Co', quotedAt },
      },
    });
    const xml = documentOf(header, lines);
    expect(missingElements(xml, 'Document', table)).toEqual([]);
    expect(textsAt(parseXml(xml), 'BkToCstmrStmt/Stmt/AddtlStmtInf')).toEqual([
      'Settled as -13.078 BHD: 1 EUR = 0.4345 BHD (CBB & Co, 2026-10-08T14:15:00Z)',
    ]);
    expect([signedAmounts(xml, BAL), signedAmounts(xml, NTRY)]).toEqual([
      [0n, -3010n],
      [-1505n, -1505n],
    ]);
    expect(textsAt(parseXml(xml), 'BkToCstmrStmt/Stmt/Acct/Ccy')).toEqual(['EUR']);
    if (haveIsoSchemas) expect(await schemaErrors('camt.053.001.08', [xml])).toEqual([]);
  });

  it('says of an advice that its closing is interim, and has another id than the final statement', () => {
    const { header, lines } = statementOf([source(1)], { kind: 'ADVICE' });
    const root = parseXml(documentOf(header, lines));
    expect(textsAt(root, `${BAL}/Tp/CdOrPrtry/Cd`)).toEqual(['OPBD', 'ITBD']);
    expect(textsAt(root, 'BkToCstmrStmt/Stmt/Id')).toEqual(['COAL1-W1-TRAVEL-ADVICE']);
  });

  it('keeps a reference of 35 characters, digests a longer one and has it in full beside', () => {
    const fits = 'ف'.repeat(35);
    const long = `TR-${'9'.repeat(100)}`;
    const { header, lines } = statementOf([
      source(1, { partnerRef: fits }),
      source(2, { partnerRef: long }),
      source(3, { partnerRef: null }),
      source(4, { partnerRef: ' \u0000' }),
    ]);
    const root = parseXml(documentOf(header, lines));
    const [kept, digested, ...none] = elementsAt(root, `${NTRY}/NtryDtls/TxDtls`);
    expect(textsAt(kept!, 'Refs/AcctOwnrTxId')).toEqual([fits]);
    expect(textsAt(kept!, 'AddtlTxInf')).toEqual([]);
    expect(textsAt(digested!, 'Refs/AcctOwnrTxId')[0]).toMatch(/^TR-9{18,19}-[A-Z2-7]{12}$/);
    expect(textsAt(digested!, 'AddtlTxInf')).toEqual([long]);
    expect(none.flatMap((details) => textsAt(details, 'Refs/AcctOwnrTxId'))).toEqual([]);
  });

  it('writes a UUID without its hyphens, which is all of it', () => {
    const { header, lines } = statementOf([source(1, { tx: '01993f00-aaaa-7bbb-8ccc-0123456789ab' })]);
    expect(textsAt(parseXml(documentOf(header, lines)), `${NTRY}/NtryDtls/TxDtls/Refs/AcctSvcrTxId`)).toEqual([
      '01993f00aaaa7bbb8ccc0123456789ab',
    ]);
  });

  it.each([
    ['a line is missing', (lines: StatementLine[]) => lines.slice(0, 1)],
    ['an amount was changed', ([first, second]: StatementLine[]) => [first!, { ...second!, amountMinor: 1 }]],
    ['lines changed places', (lines: StatementLine[]) => lines.toReversed()],
  ])('is never finished when %s', (_, tamper) => {
    const { header, lines } = statementOf([source(1), source(2)]);
    expect(() => documentOf(header, tamper(lines))).toThrow('Broken promise');
  });
});

const anySource = fc
  .record({
    amountMinor: fc.bigInt(-999_999_999n, 999_999_999n),
    partnerRef: fc.option(fc.string({ unit: 'binary', maxLength: 80 })),
    component: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => `C${text}`),
    tx: fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 60 })),
  })
  .map((changes) => source(1, changes));

const anyStatement = fc.record({
  sources: fc.array(anySource, { maxLength: 8 }),
  openingMinor: fc.bigInt(-999_999n, 999_999n),
  partnerName: fc.string({ unit: 'binary', maxLength: 200 }),
  partner: fc.string({ minLength: 1, maxLength: 60 }),
});

function anyDocument({
  sources,
  openingMinor,
  partnerName,
  partner,
}: typeof anyStatement extends fc.Arbitrary<infer Statement> ? Statement : never) {
  const { header, lines } = statementOf(sources, { openingMinor, of: { ...context, partner } });
  return { header, xml: documentOf(header, lines, { partnerName }) };
}

describe('any lines and names', () => {
  it('give a document of the table whose entries lead from the opening to the closing', () => {
    fc.assert(
      fc.property(anyStatement, (statement) => {
        const { xml, header } = anyDocument(statement);
        expect(missingElements(xml, 'Document', table)).toEqual([]);
        const [opening, closing] = signedAmounts(xml, BAL);
        expect(signedAmounts(xml, NTRY).reduce((sum, amount) => sum + amount, opening!)).toBe(closing);
        expect(closing).toBe(BigInt(header.netMinor));
      }),
    );
  });

  it.skipIf(!haveIsoSchemas)('give documents that the schema of camt.053.001.08 accepts', async () => {
    const documents = fc.sample(anyStatement, { numRuns: 40, seed: 11 }).map((statement) => anyDocument(statement).xml);
    expect(await schemaErrors('camt.053.001.08', documents)).toEqual([]);
  });

  it.skipIf(!haveIsoSchemas)('are checked by a schema that notices a status of version 02', async () => {
    const { header, lines } = statementOf([source(1)]);
    const xml = documentOf(header, lines).replace(/<Sts>\s*<Cd>BOOK<\/Cd>\s*<\/Sts>/, '<Sts>BOOK</Sts>');
    expect(xml).toContain('<Sts>BOOK</Sts>');
    expect(await schemaErrors('camt.053.001.08', [xml])).not.toEqual([]);
  });
});

describe.skipIf(!haveSettlementExample)('the worked example', () => {
  it('gives the statement of TRAVEL in W1, entry by entry', async () => {
    const { expected } = settlementExample<{
      expected: { merkleExample: { lines: StatementLine[]; header: StatementHeader } };
    }>();
    const { lines, header } = expected.merkleExample;
    const xml = documentOf(header, lines);
    expect(missingElements(xml, 'Document', table)).toEqual([]);
    expect(signedAmounts(xml, NTRY)).toEqual(lines.map((line) => BigInt(line.amountMinor)));
    expect(signedAmounts(xml, BAL)).toEqual([0n, 14886n]);
    if (haveIsoSchemas) expect(await schemaErrors('camt.053.001.08', [xml])).toEqual([]);
  });
});
