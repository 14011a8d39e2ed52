import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeWords, type NamedPayment } from '../../../subgraphs/ledger/domain/bank-words.ts';
import {
  type BankAnswer,
  MOST_BANK_FILE_BYTES,
  readBankAnswer,
} from '../../../subgraphs/ledger/domain/files/bank-answer.ts';
import { bookedOnAccount, statusReport } from '../../support/bank-messages.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function answerOf(text: string): BankAnswer {
  const reading = readBankAnswer(bytes(text));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problem));
  return reading.answer;
}
const problemOf = (file: string | Uint8Array): string => {
  const reading = readBankAnswer(typeof file === 'string' ? bytes(file) : file);
  return reading.ok ? 'OK' : `${reading.problem.code} ${reading.problem.line} ${reading.problem.entry}`;
};
const wordsOf = (text: string) =>
  answerOf(text).words.map(({ endToEndId, messageId, result, amounts, direction }) => [
    endToEndId ?? messageId,
    result,
    amounts[0]?.minor ?? null,
    direction,
  ]);

const report = statusReport('M1', 'RJCT', [
  ['P-W1-A', 'ACSC', '4.00'],
  ['P-W1-B', 'RJCT', null],
  ['P-W1-C', 'ACSP', null],
]);
const booked = bookedOnAccount('camt.053.001.08', [
  ['P-W1-A', 'DBIT', '4.00'],
  ['P-W1-D', 'CRDT', '10.00'],
  [null, 'CRDT', '1.00'],
]);

describe('a status report', () => {
  it('says what became of each payment, then of the rest of the file', () => {
    expect(wordsOf(report)).toEqual([
      ['P-W1-A', 'EXECUTED', 400n, null],
      ['P-W1-B', 'REJECTED', null, null],
      ['P-W1-C', 'PENDING', null, null],
      ['M1', 'REJECTED', null, null],
    ]);
    expect(answerOf(report).words[1]!.reason).toBe('AC04 The account is closed.');
  });

  it('of a part of a file says nothing of the whole', () => {
    expect(wordsOf(statusReport('M1', 'PART', [['A', 'RJCT', null]]))).toEqual([['A', 'REJECTED', null, null]]);
  });
});

describe('a statement of the account', () => {
  it.each(['camt.053.001.02', 'camt.053.001.08', 'camt.054.001.08', 'camt.054.001.02'])(
    'of %s says what was booked',
    (version) => {
      const entries = [
        ['P-W1-A', 'DBIT', '4.00'],
        ['P-W1-D', 'CRDT', '10.00'],
        [null, 'CRDT', '1.00'],
      ] as const;
      expect(wordsOf(bookedOnAccount(version, entries))).toEqual([
        ['P-W1-A', 'EXECUTED', 400n, 'OUT'],
        ['P-W1-D', 'EXECUTED', 1000n, 'IN'],
        [null, 'EXECUTED', 100n, 'IN'],
      ]);
    },
  );

  it('tells returns and what is not booked yet from payments', () => {
    expect(wordsOf(booked.replace('<Cd>BOOK</Cd>', '<Cd>PDNG</Cd>'))[0]).toEqual(['P-W1-A', 'PENDING', 400n, 'OUT']);
    const back = bookedOnAccount('camt.053.001.08', [
      ['P-W1-A', 'CRDT', '4.00', '<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>'],
    ]);
    expect(wordsOf(back)).toEqual([['P-W1-A', 'REJECTED', 400n, 'IN']]);
    expect(answerOf(back).words[0]!.reason).toBe('AC01');
  });

  it('may have a prefix, comments, a byte order mark, CDATA and numeric characters', () => {
    const prefixed = booked
      .replaceAll(/<(\/?)([A-Z])/g, '<$1b:$2')
      .replace('xmlns=', 'xmlns:b=')
      .replace('P-W1-A', '<![CDATA[P-W1]]>&#45;A')
      .replace('<b:Bal>', '<!-- a comment --><b:Bal>');
    expect(wordsOf(`\uFEFF${prefixed}`)).toEqual(wordsOf(booked));
  });
});

describe('a file is refused whole', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>';
  it.each<[string, string, string | Uint8Array]>([
    ['with a document type', 'DOCUMENT_TYPE 2 null', booked.replace('<Document', `${bomb}\n<Document`)],
    [
      'with a document type and no entity',
      'DOCUMENT_TYPE 2 null',
      booked.replace('<Document', '<!doctype x>\n<Document'),
    ],
    [
      'that reads another file',
      'DOCUMENT_TYPE 2 null',
      booked.replace('<Document', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><Document'),
    ],
    ['with an entity of its own', 'NOT_WELL_FORMED 10 null', booked.replace('P-W1-A', '&secret;')],
    ['cut off', 'NOT_WELL_FORMED null null', booked.slice(0, -40)],
    ['of nothing', 'NOT_WELL_FORMED null null', ''],
    ['that is no XML', 'NOT_WELL_FORMED 1 null', 'EndToEndId;Amount\nP-W1-A;4,00\n'],
    ['in UTF-16', 'ENCODING null null', Buffer.from(`\uFEFF${booked}`, 'utf16le')],
    ['in Latin 1 beyond ASCII', 'ENCODING null null', Buffer.from(booked.replace('P-W1-A', 'Köln'), 'latin1')],
    ['that says it is Latin 1', 'ENCODING 1 null', booked.replace('UTF-8', 'ISO-8859-1')],
    ['larger than 8 MiB', 'TOO_LARGE null null', new Uint8Array(MOST_BANK_FILE_BYTES + 1)],
    ['of another message', 'NOT_A_BANK_MESSAGE null null', booked.replace('camt.053.001.08', 'pain.001.001.09')],
    ['of another namespace', 'NOT_A_BANK_MESSAGE null null', booked.replace('urn:iso', 'urn:osi')],
    ['whose root is another', 'NOT_A_BANK_MESSAGE null null', booked.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt')],
    ['without a name', 'ELEMENT_MISSING null null', booked.replace(/<MsgId>.*?<\/MsgId>/, '')],
    [
      'with an entry without a direction',
      'ELEMENT_MISSING null 2',
      booked.replaceAll('<CdtDbtInd>CRDT</CdtDbtInd>', ''),
    ],
    ['with a direction that is none', 'ELEMENT_MISSING null 2', booked.replaceAll('CRDT', 'KRED')],
    ['with an entry without a status', 'ELEMENT_MISSING null 1', booked.replace('<Sts><Cd>BOOK</Cd></Sts>', '')],
    ['with an amount with a comma', 'AMOUNT_MALFORMED null 1', booked.replaceAll('4.00', '4,00')],
    ['with a negative amount', 'AMOUNT_MALFORMED null 1', booked.replaceAll('4.00', '-4.00')],
    ['with more decimals than its currency has', 'AMOUNT_MALFORMED null 1', booked.replaceAll('4.00', '4.001')],
    ['with an amount of no currency', 'AMOUNT_MALFORMED null 1', booked.replaceAll('EUR', 'EURO')],
    [
      'nested without end',
      'NOT_WELL_FORMED null null',
      booked.replace('<Bal>', `${'<X>'.repeat(5000)}${'</X>'.repeat(5000)}<Bal>`),
    ],
  ])('%s', (_, problem, file) => {
    expect(problemOf(file)).toBe(problem);
  });

  it('or read, whatever the bytes are: nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }).map(bytes)), (file) => {
        readBankAnswer(file);
      }),
    );
    const cut = fc.tuple(fc.nat(booked.length), fc.nat(40), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(cut, ([at, length, put]) => {
        readBankAnswer(bytes(booked.slice(0, at) + put + booked.slice(at + length)));
      }),
      { numRuns: 300 },
    );
  });
});

const payment = (endToEndId: string, more: Partial<NamedPayment> = {}): NamedPayment => ({
  ...{ endToEndId, itemId: `item ${endToEndId}`, windowId: 'w', partnerId: 'p', amountMinor: 400n, currency: 'EUR' },
  ...{ state: 'INSTRUCTED', result: null, messageId: 'M1', bookedMinor: null },
  ...{ netMinor: more.amountMinor ?? 400n, netCurrency: 'EUR' },
  ...more,
});
const judged = (text: string, payments: readonly NamedPayment[]) =>
  judgeWords(answerOf(text).words, payments).map(
    ({ word, outcome }) => `${word.endToEndId ?? word.messageId} ${outcome}`,
  );
const line = (name: string, direction: string, amount: string, more = '') =>
  bookedOnAccount('camt.053.001.08', [[name, direction, amount, more]]);

describe('what words mean', () => {
  it('a word about a file is about each payment that is not named by itself', () => {
    expect(
      judged(report, [payment('P-W1-A'), payment('P-W1-B'), payment('P-W1-E'), payment('P-W1-F', { messageId: null })]),
    ).toEqual(['P-W1-A PAID', 'P-W1-B FAILED', 'P-W1-C UNKNOWN', 'P-W1-E FAILED']);
    expect(judged(statusReport('M9', 'RJCT', []), [payment('P-W1-A')])).toEqual(['M9 UNKNOWN']);
  });

  it.each<[string, string, Partial<NamedPayment>, string]>([
    ['executed', line('A', 'DBIT', '4.00'), {}, 'PAID'],
    ['a collection that came in', line('A', 'CRDT', '4.00'), { amountMinor: -400n }, 'PAID'],
    ['a collection that came late', line('A', 'CRDT', '4.00'), { amountMinor: -400n, state: 'OVERDUE' }, 'PAID'],
    ['another amount', line('A', 'DBIT', '4.01'), {}, 'AMOUNT_DIFFERS'],
    ['another currency', line('A', 'DBIT', '4.00').replaceAll('EUR', 'USD'), {}, 'AMOUNT_DIFFERS'],
    ['the wrong way', line('A', 'CRDT', '4.00'), {}, 'CONTRADICTED'],
    ['came back before it was booked', line('A', 'CRDT', '4.00', '<RtrInf/>'), {}, 'FAILED'],
    [
      'came back after it was booked',
      line('A', 'CRDT', '4.00', '<RtrInf/>'),
      { state: 'SETTLED', result: 'EXECUTED' },
      'RETURNED',
    ],
    [
      'a collection that was taken back',
      line('A', 'DBIT', '4.00', '<RtrInf/>'),
      { amountMinor: -400n, state: 'SETTLED', result: 'EXECUTED' },
      'RETURNED',
    ],
    [
      'rejected after it was executed',
      statusReport('M1', null, [['A', 'RJCT', '4.00']]),
      { state: 'SETTLED', result: 'EXECUTED' },
      'RETURNED',
    ],
    [
      'came back less a fee',
      line('A', 'CRDT', '3.90', '<RtrInf/>'),
      { state: 'SETTLED', result: 'EXECUTED' },
      'AMOUNT_DIFFERS',
    ],
    [
      'came back the way it went',
      line('A', 'DBIT', '4.00', '<RtrInf/>'),
      { state: 'SETTLED', result: 'EXECUTED' },
      'CONTRADICTED',
    ],
    [
      'came back, said again',
      line('A', 'CRDT', '4.00', '<RtrInf/>'),
      { state: 'INSTRUCTED', result: 'RETURNED' },
      'KNOWN',
    ],
    [
      'the execution of what came back, said again',
      line('A', 'DBIT', '4.00'),
      { state: 'RETURNED', result: 'RETURNED' },
      'KNOWN',
    ],
    ['a second time', line('A', 'DBIT', '4.00'), { state: 'SETTLED', result: 'EXECUTED' }, 'KNOWN'],
    [
      'executed after it was rejected',
      line('A', 'DBIT', '4.00'),
      { state: 'FAILED', result: 'REJECTED' },
      'CONTRADICTED',
    ],
    ['paid after the default', line('A', 'CRDT', '4.00'), { amountMinor: -400n, state: 'DEFAULTED' }, 'CONTRADICTED'],
    ['somebody else’s', line('B', 'DBIT', '4.00'), {}, 'UNKNOWN'],
  ])('%s', (_, text, more, outcome) => {
    expect(judged(text, [payment('A', more)])[0]!.split(' ')[1]).toBe(outcome);
  });

  describe('of a payment in another currency', () => {
    const yen = (more: Partial<NamedPayment> = {}) =>
      payment('A', { amountMinor: 65_388n, currency: 'JPY', netMinor: 40_000n, ...more });
    const sent = (amount: string, currency = 'JPY') =>
      `<AmtDtls><InstdAmt><Amt Ccy="${currency}">${amount}</Amt></InstdAmt></AmtDtls>`;
    const settled = { state: 'SETTLED', result: 'EXECUTED' } as const;
    it.each<[string, string, Partial<NamedPayment>, string, bigint | null]>([
      ['booked in its own', line('A', 'DBIT', '65388').replaceAll('EUR', 'JPY'), {}, 'PAID', null],
      [
        'accepted as it was sent',
        statusReport('M1', null, [['A', 'ACSC', '65388']]).replaceAll('EUR', 'JPY'),
        {},
        'PAID',
        null,
      ],
      ['exchanged by the bank', line('A', 'DBIT', '401.40', sent('65388')), {}, 'PAID', 40_140n],
      ['exchanged, and nothing said of what was sent', line('A', 'DBIT', '398.00'), {}, 'PAID', 39_800n],
      ['another amount sent', line('A', 'DBIT', '401.40', sent('65389')), {}, 'AMOUNT_DIFFERS', 40_140n],
      [
        'sent in a third currency',
        line('A', 'DBIT', '65388', sent('65388', 'KRW')).replaceAll('"EUR"', '"USD"'),
        {},
        'AMOUNT_DIFFERS',
        null,
      ],
      ['exchanged a tenth off', line('A', 'DBIT', '440.00', sent('65388')), {}, 'PAID', 44_000n],
      ['exchanged further off', line('A', 'DBIT', '440.01', sent('65388')), {}, 'AMOUNT_DIFFERS', 44_001n],
      [
        'of cents, within one unit',
        line('A', 'DBIT', '1.01', sent('2')),
        { amountMinor: 2n, netMinor: 1n },
        'PAID',
        101n,
      ],
      [
        'exchanged at nothing',
        line('A', 'DBIT', '0.00', sent('2')),
        { amountMinor: 2n, netMinor: 1n },
        'AMOUNT_DIFFERS',
        0n,
      ],
      [
        'a collection',
        line('A', 'CRDT', '399.10', sent('65388')),
        { amountMinor: -65_388n, netMinor: -40_000n },
        'PAID',
        -39_910n,
      ],
      [
        'exchanged, said after it was executed',
        line('A', 'DBIT', '401.40', sent('65388')),
        settled,
        'EXCHANGED',
        40_140n,
      ],
      [
        'the same again',
        line('A', 'DBIT', '401.40', sent('65388')),
        { ...settled, bookedMinor: 40_140n },
        'KNOWN',
        40_140n,
      ],
      [
        'exchanged otherwise than was said',
        line('A', 'DBIT', '401.41', sent('65388')),
        { ...settled, bookedMinor: 40_140n },
        'AMOUNT_DIFFERS',
        40_141n,
      ],
      [
        'come back',
        line('A', 'CRDT', '399.00', `${sent('65388')}<RtrInf/>`),
        { ...settled, bookedMinor: 40_140n },
        'RETURNED',
        39_900n,
      ],
      [
        'come back less a fee',
        line('A', 'CRDT', '399.00', `${sent('65000')}<RtrInf/>`),
        settled,
        'AMOUNT_DIFFERS',
        39_900n,
      ],
    ])('%s', (_, text, more, outcome, bookedMinor) => {
      const [word] = judgeWords(answerOf(text).words, [yen(more)]);
      expect([word!.outcome, word!.bookedMinor]).toEqual([outcome, bookedMinor]);
    });

    it('a message that says it twice, the second time with what was moved, books it and then the difference', () => {
      const text = bookedOnAccount('camt.054.001.08', [
        ['A', 'DBIT', '401.40', sent('65388')],
        ['A', 'DBIT', '401.40', sent('65388')],
        ['A', 'CRDT', '401.40', `${sent('65388')}<RtrInf/>`],
      ]);
      expect(judged(text, [yen()])).toEqual(['A PAID', 'A KNOWN', 'A RETURNED']);
      expect(judged(text, [yen(settled)])).toEqual(['A EXCHANGED', 'A KNOWN', 'A RETURNED']);
    });

    it('of several payments booked as one, each has what stands in its own details', () => {
      const detail = (name: string, euros: string, yens: string) =>
        `<TxDtls><Refs><EndToEndId>${name}</EndToEndId></Refs><Amt Ccy="EUR">${euros}</Amt>${sent(yens)}</TxDtls>`;
      const one = line('A', 'DBIT', '802.80');
      const text = one.replace(
        /<TxDtls>.*<\/TxDtls>/s,
        detail('A', '401.40', '65388') + detail('B', '401.40', '65388'),
      );
      expect(
        judgeWords(answerOf(text).words, [yen()]).map(({ outcome, bookedMinor }) => [outcome, bookedMinor]),
      ).toEqual([
        ['PAID', 40_140n],
        ['UNKNOWN', null],
      ]);
    });
  });

  it('a message that says a thing twice says it once', () => {
    const twice = bookedOnAccount('camt.053.001.08', [
      ['A', 'DBIT', '4.00'],
      ['A', 'DBIT', '4.00'],
    ]);
    expect(judged(twice, [payment('A')])).toEqual(['A PAID', 'A KNOWN']);
    const andBack = bookedOnAccount('camt.053.001.08', [
      ['A', 'DBIT', '4.00'],
      ['A', 'CRDT', '4.00', '<RtrInf/>'],
      ['A', 'CRDT', '4.00', '<RtrInf/>'],
    ]);
    expect(judged(andBack, [payment('A')])).toEqual(['A PAID', 'A RETURNED', 'A KNOWN']);
  });
});
