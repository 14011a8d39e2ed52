import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PARTNER_FILE_VERSION,
  type PartnerFileProblem,
  type PartnerFileReading,
  type PartnerFileRecord,
  readPartnerFile,
} from '../../../subgraphs/ledger/domain/files/partner-file.ts';
import { partnerFileCsv } from '../../../subgraphs/ledger/domain/files/write-partner-file.ts';
import { reconcile } from '../../../subgraphs/ledger/domain/reconciliation.ts';
import { haveSettlementExample, settlementExample } from '../../support/settlement-example.ts';

const named = { partner: 'GROCER', window: 'W1' };
const expected = { partner: ['GROCER'], window: ['W1'] };
const COLUMNS = 'partner_ref,type,points,amount_minor,currency,business_at,till,member_token';
const HEADER = `H,${PARTNER_FILE_VERSION},GROCER,W1,2`;
const FIRST = 'GR-1,EARN,12371,1250,EUR,2026-09-02T10:15:00Z,7,m1';
const SECOND = 'GR-2,EARN_REVERSAL,29,,,2026-09-02T12:15:00+02:00,,';
const TRAILER = 'T,2,12400,1250';
const FILE = [HEADER, COLUMNS, FIRST, SECOND, TRAILER, ''].join('\n');

const utf8 = (text: string) => new TextEncoder().encode(text);
const readCsv = (content: string | Uint8Array): Promise<PartnerFileReading> =>
  readPartnerFile('CSV', [typeof content === 'string' ? utf8(content) : content], expected);
const readJson = (content: unknown): Promise<PartnerFileReading> =>
  readPartnerFile('JSON', [utf8(typeof content === 'string' ? content : JSON.stringify(content))], expected);

async function problemOf(reading: Promise<PartnerFileReading>): Promise<PartnerFileProblem> {
  const read = await reading;
  if (read.ok) throw new Error('the file was taken');
  return read.problem;
}

const records: PartnerFileRecord[] = [
  {
    line: 1,
    partnerRef: 'GR-1',
    type: 'EARN',
    points: 12371n,
    amount: { minor: 1250n, currency: 'EUR' },
    businessAt: new Date('2026-09-02T10:15:00Z'),
    till: '7',
    memberToken: 'm1',
  },
  {
    line: 2,
    partnerRef: 'GR-2',
    type: 'EARN_REVERSAL',
    points: 29n,
    amount: null,
    businessAt: new Date('2026-09-02T10:15:00Z'),
    till: null,
    memberToken: null,
  },
];

describe("a partner's CSV", () => {
  it('gives its records, numbered from 1, with their times in UTC', async () => {
    expect(await readCsv(FILE)).toEqual({ ok: true, records });
  });

  it.each([
    ['CRLF line ends', FILE.replaceAll('\n', '\r\n')],
    ['no end after the last line', FILE.trimEnd()],
    ['fields in quotes', FILE.replace('GR-1,EARN', '"GR-1","EARN"')],
  ])('is the same with %s', async (_, file) => {
    expect(await readCsv(file)).toEqual({ ok: true, records });
  });

  it('may leave out the optional columns, and may hold no record at all', async () => {
    const [six] = await Promise.all([
      readCsv(
        `${HEADER}\n${COLUMNS.replace(',till,member_token', '')}\n${FIRST.replace(',7,m1', '')}\n${SECOND.slice(0, -2)}\n${TRAILER}\n`,
      ),
    ]);
    expect(six).toMatchObject({
      ok: true,
      records: records.map((record) => ({ ...record, till: null, memberToken: null })),
    });
    expect(await readCsv(`${HEADER.replace(',2', ',0')}\n${COLUMNS}\nT,0,0,0`)).toEqual({ ok: true, records: [] });
  });

  it('takes a reference that stands twice: reconciliation says which copy counts, and names its line', async () => {
    const read = await readCsv(FILE.replace(SECOND, FIRST).replace(TRAILER, 'T,2,24742,2500'));
    if (!read.ok) throw new Error(read.problem.sentence);
    const terms = { window: 'W1', tolerancePoints: 0n, toleranceMinor: 0n, toleranceSeconds: 300 };
    expect(reconcile(read.records, [], terms)).toMatchObject([
      { result: 'MISSING_AT_OPERATOR', file: { line: 1 } },
      { result: 'DUPLICATE_IN_PARTNER_FILE', file: { line: 2 }, copyOfLine: 1 },
    ]);
  });

  it('takes back the apostrophe before text that would run as a formula', async () => {
    const read = await readCsv(FILE.replace('GR-1', "'=GR-1").replace('GR-2', "O'Neill"));
    expect(read.ok && read.records.map(({ partnerRef }) => partnerRef)).toEqual(['=GR-1', "O'Neill"]);
  });

  const latin1 = Uint8Array.from([...FILE.replace('GR-2', 'GR-ü')].map((character) => character.charCodeAt(0)));
  const utf16 = new Uint8Array(Buffer.from(`\uFEFF${FILE}`, 'utf16le'));
  const tenMegabytes = 'x'.repeat(10_000_000);

  it.each<[string, string | Uint8Array, PartnerFileProblem['code'], number | null, number | null]>([
    ['an empty file', '', 'EMPTY_FILE', null, null],
    ['a byte order mark', `\uFEFF${FILE}`, 'BYTE_ORDER_MARK', 1, null],
    ['UTF-16', utf16, 'OTHER_ENCODING', 1, null],
    ['UTF-16 without a mark', utf16.subarray(2), 'OTHER_ENCODING', 1, null],
    ['Latin-1', latin1, 'OTHER_ENCODING', 4, null],
    ['mixed line ends', FILE.replace('m1\n', 'm1\r\n'), 'MIXED_LINE_ENDS', 3, null],
    ['lone carriage returns', FILE.replaceAll('\n', '\r'), 'MIXED_LINE_ENDS', 1, null],
    ['a line of 10 MB', FILE.replace('GR-2', tenMegabytes), 'LINE_TOO_LONG', 4, null],
    ['a first line of 10 MB without an end', tenMegabytes, 'LINE_TOO_LONG', 1, null],
    ['another first line', FILE.replace(`${HEADER}\n`, ''), 'HEADER_WRONG', 1, null],
    ['another version', FILE.replace('.v1', '.v2'), 'HEADER_WRONG', 1, null],
    ['a header without its count', FILE.replace(HEADER, HEADER.replace(',2', ',')), 'HEADER_WRONG', 1, null],
    ['another partner', FILE.replace('GROCER', 'FUEL'), 'OTHER_PARTNER', 1, null],
    ['another window', FILE.replace('W1', 'W2'), 'OTHER_WINDOW', 1, null],
    ['semicolons', FILE.replace(COLUMNS, COLUMNS.replaceAll(',', ';')), 'COLUMNS_WRONG', 2, null],
    ['columns in another order', FILE.replace('type,points', 'points,type'), 'COLUMNS_WRONG', 2, null],
    ['a column twice', FILE.replace('till,member_token', 'till,till'), 'COLUMNS_WRONG', 2, null],
    ['a field too few', FILE.replace(',7,m1', ',7'), 'FIELD_COUNT_WRONG', 3, 1],
    ['a decimal comma without quotes', FILE.replace('1250,EUR', '12,50,EUR'), 'FIELD_COUNT_WRONG', 3, 1],
    ['a decimal comma in quotes', FILE.replace('1250,EUR', '"12,50",EUR'), 'DECIMAL_COMMA', 3, 1],
    ['thousands and a decimal comma', FILE.replace('12371', '"12.371,00"'), 'DECIMAL_COMMA', 3, 1],
    ['a decimal point', FILE.replace('1250,EUR', '12.50,EUR'), 'AMOUNT_WRONG', 3, 1],
    ['an amount below zero', FILE.replace('1250,EUR', '-1250,EUR'), 'AMOUNT_WRONG', 3, 1],
    ['an amount without a currency', FILE.replace('EUR', ''), 'CURRENCY_WRONG', 3, 1],
    ['a currency without an amount', FILE.replace('1250,EUR', ',EUR'), 'AMOUNT_WRONG', 3, 1],
    ['no currency of ISO 4217', FILE.replace('EUR', 'EURO'), 'CURRENCY_WRONG', 3, 1],
    ['points beyond 2^53-1', FILE.replace('12371', '9007199254740992'), 'POINTS_WRONG', 3, 1],
    ['no points', FILE.replace('12371', ''), 'POINTS_WRONG', 3, 1],
    ['an empty reference', FILE.replace('GR-2', ''), 'REFERENCE_WRONG', 4, 2],
    ['a reference of 1001 characters', FILE.replace('GR-2', 'x'.repeat(1001)), 'TEXT_TOO_LONG', 4, 2],
    ['a type in small letters', FILE.replace('EARN_', 'earn_'), 'TYPE_WRONG', 4, 2],
    ['a local time', FILE.replace('+02:00', ''), 'TIME_WRONG', 4, 2],
    ['a day that is none', FILE.replace('2026-09-02T10', '2026-02-30T10'), 'TIME_WRONG', 3, 1],
    ['a formula', FILE.replace('GR-2', '=HYPERLINK(1)'), 'FORMULA_LIKE_TEXT', 4, 2],
    ['a formula in the till', FILE.replace(',7,', ',@SUM(1),'), 'FORMULA_LIKE_TEXT', 3, 1],
    ['a quote inside a field', FILE.replace('GR-2', 'GR"2'), 'CSV_MALFORMED', 4, null],
    [
      'a quote that is closed on a later line',
      FILE.replace('GR-1', '"GR-1').replace('GR-2', '"GR-2'),
      'CSV_MALFORMED',
      3,
      null,
    ],
    ['a blank line', FILE.replace(`${SECOND}\n`, `\n${SECOND}\n`), 'FIELD_COUNT_WRONG', 4, 2],
    ['a file that was cut', FILE.replace(`${TRAILER}\n`, ''), 'TRAILER_MISSING', 4, null],
    ['a header alone', HEADER, 'TRAILER_MISSING', 1, null],
    ['a trailer that is no number', FILE.replace(TRAILER, 'T,2,12400,x'), 'TRAILER_WRONG', 5, null],
    ['text after the trailer', `${FILE}${FIRST}\n`, 'TEXT_AFTER_TRAILER', 6, null],
    ['a record too few for the trailer', FILE.replace(`${SECOND}\n`, ''), 'TRAILER_COUNT_WRONG', 4, null],
    ['a header that counts otherwise', FILE.replace('W1,2', 'W1,3'), 'HEADER_COUNT_WRONG', 1, null],
    ['a wrong sum of points', FILE.replace('12400', '12401'), 'TRAILER_POINTS_WRONG', 5, null],
    ['a wrong sum of amounts', FILE.replace('12400,1250', '12400,1251'), 'TRAILER_AMOUNT_WRONG', 5, null],
  ])('is refused for %s', async (_, file, code, line, record) => {
    expect(file).not.toBe(FILE);
    const problem = await problemOf(readCsv(file));
    expect(problem).toMatchObject({ code, line, record });
    expect(problem.sentence.length).toBeLessThan(400);
    expect(problem.sentence).toMatch(/^[A-Z].*\.$/);
    if (line !== null) expect(problem.sentence).toContain(`ine ${line}`);
  });

  it('is given up at a line too long without the rest being asked for', async () => {
    let asked = 0;
    async function* endless() {
      yield utf8(`${HEADER}\n${COLUMNS}\n`);
      for (; ; asked += 1) yield new Uint8Array(10_000).fill(0x78);
    }
    expect(await problemOf(readPartnerFile('CSV', endless(), expected))).toMatchObject({
      code: 'LINE_TOO_LONG',
      line: 3,
    });
    expect(asked).toBeLessThan(10);
  });

  it('tells the first problem of the file, also when a later one is found earlier', async () => {
    const file = FILE.replace('12371', 'x').replace('GR-2', 'y'.repeat(100_000));
    expect(await problemOf(readCsv(file))).toMatchObject({ code: 'POINTS_WRONG', line: 3 });
  });

  it('shows nothing of the file that a terminal would obey', async () => {
    const problem = await problemOf(readCsv(FILE.replace('EARN_REVERSAL', '\u001B[2J\u202Eevil')));
    expect(problem.code).toBe('TYPE_WRONG');
    expect(problem.sentence).toMatch(/^[ -~]*$/);
  });
});

describe("a partner's JSON", () => {
  const document = {
    header: { version: PARTNER_FILE_VERSION, partner: 'GROCER', window: 'W1', count: 2 },
    records: [
      {
        partner_ref: 'GR-1',
        type: 'EARN',
        points: 12371,
        amount_minor: 1250,
        currency: 'EUR',
        business_at: '2026-09-02T10:15:00Z',
        till: '7',
        member_token: 'm1',
      },
      {
        partner_ref: 'GR-2',
        type: 'EARN_REVERSAL',
        points: '29',
        currency: null,
        business_at: '2026-09-02T12:15:00+02:00',
      },
    ],
    trailer: { count: 2, points: 12400, amount_minor: 1250 },
  };
  const [first, second] = document.records;

  it('gives the same records as the CSV', async () => {
    expect(await readJson(document)).toEqual({ ok: true, records });
  });

  it('needs no escape before text that would run in a spreadsheet, since none opens it', async () => {
    const read = await readJson({ ...document, records: [{ ...first, partner_ref: '=1' }, second] });
    expect(read.ok && read.records[0]!.partnerRef).toBe('=1');
  });

  it.each<[string, unknown, PartnerFileProblem['code'], number | null, number | null]>([
    ['an empty file', '', 'EMPTY_FILE', null, null],
    ['a byte order mark', `\uFEFF${JSON.stringify(document)}`, 'BYTE_ORDER_MARK', 1, null],
    ['no JSON', '{\n"header": {\n"a": 1,}}', 'JSON_MALFORMED', 3, null],
    ['a key twice', '{\n"header": {},\n"header": {}}', 'JSON_MALFORMED', 3, null],
    ['a number with a fraction', JSON.stringify(document).replace('1250', '12.5'), 'JSON_MALFORMED', 1, null],
    ['no header', { ...document, header: undefined }, 'HEADER_WRONG', null, null],
    ['another partner', { ...document, header: { ...document.header, partner: 'FUEL' } }, 'OTHER_PARTNER', null, null],
    ['another window', { ...document, header: { ...document.header, window: 'W2' } }, 'OTHER_WINDOW', null, null],
    ['no records', { ...document, records: {} }, 'COLUMNS_WRONG', null, null],
    [
      'a field that nobody knows',
      { ...document, records: [first, { ...second, iban: 'x' }] },
      'COLUMNS_WRONG',
      null,
      2,
    ],
    ['a record that is none', { ...document, records: [first, 7] }, 'COLUMNS_WRONG', null, 2],
    ['points as an object', { ...document, records: [{ ...first, points: {} }, second] }, 'COLUMNS_WRONG', null, 1],
    ['points below zero', { ...document, records: [{ ...first, points: -1 }, second] }, 'POINTS_WRONG', null, 1],
    [
      'a decimal comma',
      { ...document, records: [{ ...first, amount_minor: '12,50' }, second] },
      'DECIMAL_COMMA',
      null,
      1,
    ],
    ['no trailer', { ...document, trailer: undefined }, 'TRAILER_MISSING', null, null],
    ['a record too few', { ...document, records: [first] }, 'TRAILER_COUNT_WRONG', null, null],
    [
      'a header that counts otherwise',
      { ...document, header: { ...document.header, count: 3 } },
      'HEADER_COUNT_WRONG',
      null,
      null,
    ],
    [
      'a wrong sum of points',
      { ...document, trailer: { ...document.trailer, points: 1 } },
      'TRAILER_POINTS_WRONG',
      null,
      null,
    ],
    [
      'a wrong sum of amounts',
      { ...document, trailer: { ...document.trailer, amount_minor: 1 } },
      'TRAILER_AMOUNT_WRONG',
      null,
      null,
    ],
  ])('is refused for %s', async (_, content, code, line, record) => {
    expect(await problemOf(readJson(content))).toMatchObject({ code, line, record });
  });

  it('is refused for another encoding, and the line is named', async () => {
    const bytes = utf8(JSON.stringify(document, null, 1));
    bytes[bytes.indexOf(0x47)] = 0xfc;
    expect(await problemOf(readPartnerFile('JSON', [bytes], expected))).toMatchObject({
      code: 'OTHER_ENCODING',
      line: 4,
    });
  });
});

const oneLine = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/[\r\n\0]/g, ' '));
const anyRecord = fc.record({
  partnerRef: fc.oneof(oneLine, fc.constantFrom('=1', "'=1", '"', 'T', 'a,b', "'")),
  type: fc.constantFrom('EARN', 'REDEEM', 'EARN_REVERSAL'),
  points: fc.bigInt(0n, 2n ** 53n - 1n),
  amount: fc.option(fc.record({ minor: fc.bigInt(0n, 10n ** 12n), currency: fc.constantFrom('EUR', 'JPY') })),
  businessAt: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  till: fc.option(oneLine),
  memberToken: fc.option(oneLine),
});

describe('a written file', () => {
  it('gives back every record, in whatever pieces its bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { maxLength: 8 }),
        oneLine,
        fc.integer({ min: 1, max: 40 }),
        async (rows, partner, size) => {
          const written = rows.map((row, place) => ({ ...row, line: place + 1 }));
          const bytes = utf8([...partnerFileCsv({ partner, window: 'W1' }, written)].join(''));
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
            bytes.subarray(at * size, (at + 1) * size),
          );
          expect(await readPartnerFile('CSV', pieces, { partner: [partner], window: ['W1'] })).toEqual({
            ok: true,
            records: written,
          });
        },
      ),
    );
  });

  it('is refused once any line of it is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 6 }), fc.nat(), async (rows, place) => {
        const lines = [
          ...partnerFileCsv(
            named,
            rows.map((row, at) => ({ ...row, line: at + 1 })),
          ),
        ];
        lines.splice(place % lines.length, 1);
        expect((await readCsv(lines.join(''))).ok).toBe(false);
      }),
    );
  });

  it('of many pieces is read across them', async () => {
    const many = Array.from({ length: 2500 }, (_, at) => ({ ...records[0]!, line: at + 1, partnerRef: `GR-${at}` }));
    expect(await readCsv([...partnerFileCsv(named, many)].join(''))).toEqual({ ok: true, records: many });
  });
});

describe.skipIf(!haveSettlementExample)('the worked example', () => {
  interface Example {
    inputs: {
      reconciliation: {
        partner: string;
        window: string;
        partnerFile: { line: number; partnerRef: string; type: string; points: number; businessAt: string }[];
      };
    };
  }

  it("has GROCER's records again when they come as a file, its duplicate included", async () => {
    const { partner, window, partnerFile } = settlementExample<Example>().inputs.reconciliation;
    const given = partnerFile.map(({ points, businessAt, ...record }) => ({
      ...record,
      points: BigInt(points),
      amount: null,
      businessAt: new Date(businessAt),
    }));
    const bytes = utf8([...partnerFileCsv({ partner, window }, given)].join(''));
    expect(await readPartnerFile('CSV', [bytes], { partner: ['another name', partner], window: [window] })).toEqual({
      ok: true,
      records: given.map((record) => ({ ...record, till: null, memberToken: null })),
    });
  });
});
