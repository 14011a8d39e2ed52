import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeFormula,
  looksLikeFormula,
  unescapeFormula,
} from '../../../subgraphs/ledger/domain/files/formula-text.ts';
import {
  type LineDetails,
  readStatementCsv,
  STATEMENT_COLUMNS,
  statementCsv,
  statementCsvName,
} from '../../../subgraphs/ledger/domain/files/statement-csv.ts';
import {
  lineHash,
  type StatementContext,
  StatementDraft,
  type StatementHeader,
  type StatementLine,
} from '../../../subgraphs/ledger/domain/statement.ts';
import { haveSettlementExample, settlementExample } from '../../support/settlement-example.ts';
import { sha256 } from '../../support/sha256.ts';

const context: StatementContext = {
  programme: 'COAL1',
  model: 'OPERATOR_POOL',
  window: 'W1',
  partner: 'TRAVEL',
  currency: 'EUR',
};
const first = {
  entry: 'J005',
  leg: 0,
  tx: 'T06',
  entryType: 'EARN',
  component: 'SERVICE_FEE',
  partnerRef: 'TR-558812' as string | null,
  businessAt: new Date('2026-09-07T12:00:00Z'),
  amountMinor: -1505n,
  nonce: 'rG1Ma05WncIE7o5cm_2MjA',
};

function statementOf(
  sources: readonly (typeof first)[],
  of = context,
): { header: StatementHeader; lines: StatementLine[] } {
  const draft = new StatementDraft(sha256, of);
  const lines = sources.map((source) => draft.append(source));
  const figures = { kind: 'FINAL', openingMinor: 0n, action: 'NONE', valueDate: '2026-10-12', prev: null } as const;
  return { header: draft.header(figures), lines };
}

function fileOf({ header, lines }: { header: StatementHeader; lines: StatementLine[] }, details?: LineDetails): string {
  return [...statementCsv(header, lines, details && (() => details))].join('');
}

describe('the statement CSV', () => {
  it('has exactly the columns of the specification, then the recommended ones', () => {
    expect(STATEMENT_COLUMNS.join(',')).toBe(
      'statement_id,line_no,entry_id,entry_leg,tx_id,entry_type,component,partner_ref,business_at,currency,amount,amount_minor,nonce,points,lot,member_token,contract_version,settlement_currency,settlement_rate,settlement_net',
    );
  });

  it('is what a spreadsheet and an importer expect, byte for byte', () => {
    const statement = statementOf([
      first,
      { ...first, leg: 1, partnerRef: '=HYPERLINK("x"),1', amountMinor: 33810n, nonce: '-G1Ma05WncIE7o5cm_2MjA' },
      { ...first, leg: 2, partnerRef: null },
      { ...first, leg: 3, partnerRef: '' },
    ]);
    expect(fileOf(statement, { points: 21503n, lot: 'L07', memberToken: '+m', contractVersion: null })).toBe(
      [
        STATEMENT_COLUMNS.join(','),
        "COAL1-W1-TRAVEL,1,J005,0,T06,EARN,SERVICE_FEE,TR-558812,2026-09-07T12:00:00Z,EUR,-15.05,-1505,rG1Ma05WncIE7o5cm_2MjA,21503,L07,'+m,,,,",
        `COAL1-W1-TRAVEL,2,J005,1,T06,EARN,SERVICE_FEE,"'=HYPERLINK(""x""),1",2026-09-07T12:00:00Z,EUR,338.10,33810,'-G1Ma05WncIE7o5cm_2MjA,21503,L07,'+m,,,,`,
        "COAL1-W1-TRAVEL,3,J005,2,T06,EARN,SERVICE_FEE,,2026-09-07T12:00:00Z,EUR,-15.05,-1505,rG1Ma05WncIE7o5cm_2MjA,21503,L07,'+m,,,,",
        "COAL1-W1-TRAVEL,4,J005,3,T06,EARN,SERVICE_FEE,',2026-09-07T12:00:00Z,EUR,-15.05,-1505,rG1Ma05WncIE7o5cm_2MjA,21503,L07,'+m,,,,",
        '',
      ].join('\r\n'),
    );
  });

  it('of a window without lines is its columns', () => {
    expect(fileOf(statementOf([]))).toBe(`${STATEMENT_COLUMNS.join(',')}\r\n`);
  });

  it('is named with its version, and safely whatever the ids hold', () => {
    expect(statementCsvName(statementOf([]).header)).toBe('statement-v1-COAL1-W1-TRAVEL.csv');
    const strange = statementOf([], { ...context, partner: '../a b' }).header;
    expect(statementCsvName(strange)).toBe('statement-v1-COAL1-W1-.._a_b.csv');
  });

  it.each([
    ['= + - @', ["'=1+1", "'+1", "'-1", "'@SUM"], ['=1+1', '+1', '-1', '@SUM']],
    ['tabs and full-width forms', ["'\t=1", "'＝1"], ['\t=1', '＝1']],
    ['an escaped text itself', ["''=1"], ["'=1"]],
    ['text of nothing', ["'", "''"], ['', "'"]],
    ['ordinary text', ["O'Neill", "'quoted'", 'a=b', '1-2'], ["O'Neill", "'quoted'", 'a=b', '1-2']],
  ])('escapes %s so that no spreadsheet runs it, and back', (_, escaped, texts) => {
    expect(texts.map(escapeFormula)).toEqual(escaped);
    expect(escaped.map(unescapeFormula)).toEqual(texts);
    expect(escaped.filter(looksLikeFormula)).toEqual([]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.constantFrom('=', "'=x", '-1', 'a"b', 'a,b', 'x\r\ny', '\n', '\r', ' lead', "''", '\uFEFF', '"'),
);
const anySource = fc.record({
  entry: anyText,
  leg: fc.nat(),
  tx: anyText,
  entryType: anyText,
  component: anyText,
  partnerRef: fc.option(fc.oneof(anyText, fc.constant(''))),
  businessAt: fc.constant(first.businessAt),
  amountMinor: fc.bigInt(-(10n ** 12n), 10n ** 12n),
  nonce: fc.constantFrom('rG1Ma05WncIE7o5cm_2MjA', '-G1Ma05WncIE7o5cm_2MjA', '_G1Ma05WncIE7o5cm_2MjA'),
});
const anyDetails = fc.record({
  points: fc.option(fc.bigInt(-1_000_000n, 1_000_000n)),
  lot: fc.option(anyText),
  memberToken: fc.option(anyText),
  contractVersion: fc.option(fc.oneof(anyText, fc.constant(''))),
});

describe('reading a statement CSV', () => {
  it('gives back every line exactly, whatever its texts hold, and so the hashes that were signed', () => {
    fc.assert(
      fc.property(fc.array(anySource, { maxLength: 6 }), anyDetails, anyText, (sources, details, partner) => {
        const statement = statementOf(sources, { ...context, partner });
        const read = readStatementCsv(statement.header, fileOf(statement, details));
        if (!read.ok) throw new Error(`${read.line}: ${read.problem}`);
        expect(read.lines.map(({ line }) => line)).toEqual(statement.lines);
        expect(
          read.lines.every((row) => JSON.stringify(row.details, bigints) === JSON.stringify(details, bigints)),
        ).toBe(true);
        expect(read.lines.map(({ line }) => lineHash(sha256, line))).toEqual(
          statement.lines.map((line) => lineHash(sha256, line)),
        );
      }),
    );
  });

  it('works across the pieces that it is written in', () => {
    const statement = statementOf(Array.from({ length: 2500 }, (_, leg) => ({ ...first, leg })));
    const read = readStatementCsv(statement.header, fileOf(statement));
    expect(read.ok && read.lines.map(({ line }) => line)).toEqual(statement.lines);
  });

  const statement = statementOf([first, { ...first, leg: 1 }, { ...first, leg: 2 }]);
  it.each<[string, (file: string) => string, number]>([
    ['a line out of order', (file) => file.replace('TRAVEL,2,', 'TRAVEL,3,'), 3],
    ['a line of another statement', (file) => file.replace('COAL1-W1-TRAVEL,3', 'COAL1-W1-FUEL,3'), 4],
    ['an amount that was changed in one column', (file) => file.replace('-15.05', '-15.06'), 2],
    ['a decimal comma', (file) => file.replace('-15.05', '"-15,05"'), 2],
    ['a number with an exponent', (file) => file.replace('-1505,', '-1505e0,'), 2],
    ['another order of columns', (file) => file.replace('lot,member_token', 'member_token,lot'), 1],
    ['a byte order mark', (file) => `\uFEFF${file}`, 1],
    ['a missing field', (file) => file.replace('T06,', ''), 2],
    ['a quote that is never closed', (file) => file.replace('T06', '"T06'), 2],
  ])('refuses %s and names the line', (_, spoil, line) => {
    const file = fileOf(statement);
    expect(spoil(file)).not.toBe(file);
    expect(readStatementCsv(statement.header, spoil(file))).toMatchObject({ ok: false, line });
  });

  it('takes columns that a later version added at the end', () => {
    const file = fileOf(statement).replaceAll('\r\n', ',new\r\n');
    expect(readStatementCsv(statement.header, file)).toMatchObject({ ok: true });
  });
});

describe.skipIf(!haveSettlementExample)('the worked example', () => {
  it("survives the CSV: TRAVEL's lines of W1 come back as the example has them", () => {
    const { lines, header } = settlementExample<{
      expected: { merkleExample: { lines: StatementLine[]; header: StatementHeader } };
    }>().expected.merkleExample;
    const read = readStatementCsv(header, fileOf({ header, lines }));
    expect(read.ok && read.lines.map(({ line }) => line)).toEqual(lines);
  });
});

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
