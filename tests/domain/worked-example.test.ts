// The worked example of settlement.md, figure by figure, under both funding models: results, lots, journal, debts, control totals.
// Levy and payments are netting's (netting.test.ts); here their entries are taken from the example where positions run through them.
import { describe, expect, it } from 'vitest';
import type { JournalEntry, Lot } from '../../subgraphs/ledger/domain/book.ts';
import { businessDate } from '../../subgraphs/ledger/domain/business-calendar.ts';
import { funderAccount, type Posting } from '../../subgraphs/ledger/domain/posting.ts';
import { holdDisputed, releaseDisputed } from '../../subgraphs/ledger/domain/posting-rules/dispute.ts';
import { type EarnComponent, earn } from '../../subgraphs/ledger/domain/posting-rules/earn.ts';
import { expirePoints } from '../../subgraphs/ledger/domain/posting-rules/expire.ts';
import { reserveLeft } from '../../subgraphs/ledger/domain/posting-rules/lot-money.ts';
import { redeem } from '../../subgraphs/ledger/domain/posting-rules/redeem.ts';
import { refundRedemption } from '../../subgraphs/ledger/domain/posting-rules/refund-redemption.ts';
import { reverseEarn } from '../../subgraphs/ledger/domain/posting-rules/reverse-earn.ts';
import { type FundingModel, OPERATOR } from '../../subgraphs/ledger/domain/terms.ts';
import { allocateByLargestRemainder } from '../../subgraphs/shared/rounding.ts';
import { type Coalition, contractOf, openCoalition, programmeOf } from '../support/coalition-books.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

interface ExampleTransaction {
  id: string;
  type:
    | 'EARN'
    | 'BONUS'
    | 'EARN_REVERSAL'
    | 'REDEEM'
    | 'REDEEM_REVERSAL'
    | 'EXPIRY'
    | 'DISPUTE_HOLD'
    | 'DISPUTE_RELEASE';
  partner?: string;
  funder?: string;
  member?: string;
  of?: string;
  points: number;
  asOf?: string;
  dispute?: string;
  expiresOn?: string;
  partnerRef: string;
  businessAt: string;
  recordedAt: string;
  campaign?: { id: string; points: number; funding: { funder: string; shareBp: number }[] };
}
interface ExampleLine {
  account: string;
  side: 'Dr' | 'Cr';
  amountMinor: number;
  component: string;
}
interface ExampleEntry {
  id: string;
  tx: string;
  type: string;
  window: string;
  memo?: string;
  lines: ExampleLine[];
}
interface ExampleModel {
  results: Record<string, unknown>[];
  lots: Record<string, unknown>[];
  journal: ExampleEntry[];
  trialBalance: Record<string, { drMinor: number; crMinor: number; balanceMinor: number }>;
  capAlerts: {
    entry: string;
    tx: string;
    partner: string;
    from: string;
    to: string;
    positionMinor: number;
    capMinor: number;
  }[];
  bilateralObligations?: Record<string, Record<string, Record<string, number>>>;
  reserveRollForward?: Record<string, Record<string, number>>;
}
interface Example {
  inputs: {
    programme: { id: string; currency: string; minorUnitDigits: number; timeZone: string };
    rules: { restoreGraceDays: number; latePresentmentDays: number; clearingFeeBp: number };
    reserveRateMicro: number;
    partners: {
      id: string;
      acceptor: boolean;
      issuePriceMicro: number;
      reimbursementMicro: number | null;
      serviceFeeMicro: number;
      expiryShareBp: number;
      netDebitCapMinor: number;
    }[];
    windows: { id: string; closeAt: string }[];
    transactions: ExampleTransaction[];
  };
  expected: {
    points: Record<string, number>;
    pointsByFunder: Record<string, Record<string, number>>;
    members: Record<string, { outstanding: number; debt: number; balance: number }>;
    debts: {
      member: string;
      lot: string;
      tx: string;
      points: number;
      open: number;
      recoveries: { tx: string; lot: string; points: number }[];
    }[];
  } & Record<FundingModel, ExampleModel>;
}

interface Replayed {
  coalition: Coalition;
  results: Record<string, unknown>[];
  /** Lots in the order of their making, under the example's names. */
  lots: Map<string, Lot>;
  labels: Map<string, string>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function replay({ inputs }: Example, model: FundingModel): Replayed {
  const { programme, rules } = inputs;
  const coalition = openCoalition(
    programmeOf({
      programmeId: programme.id,
      currency: programme.currency,
      exponent: programme.minorUnitDigits,
      timeZone: programme.timeZone,
      restoreGraceDays: rules.restoreGraceDays,
      operatorFundingModel: model,
      operatorReserveRateMicros: BigInt(inputs.reserveRateMicro),
    }),
    inputs.partners.map((partner) =>
      contractOf(partner.id, {
        fundingModel: model,
        acceptor: partner.acceptor,
        issuePriceMicros: BigInt(partner.issuePriceMicro),
        reserveRateMicros: BigInt(inputs.reserveRateMicro),
        serviceFeeMicros: BigInt(partner.serviceFeeMicro),
        reimbursementMicros: partner.reimbursementMicro === null ? null : BigInt(partner.reimbursementMicro),
        clearingFeeBasisPoints: BigInt(rules.clearingFeeBp),
        expiryShareBasisPoints: BigInt(partner.expiryShareBp),
      }),
    ),
  );
  const lots = new Map<string, Lot>();
  const labels = new Map<string, string>();
  const results: Record<string, unknown>[] = [];
  const firstOfRef = new Map<string, string>();
  const member = new Map<string, string>();
  const label = (lotId: string) => labels.get(lotId)!;
  const windowAt = (instant: string) => inputs.windows.find(({ closeAt }) => instant < closeAt)!.id;
  const windowOf = new Map<string, string>();

  const inOrder = [...inputs.transactions].sort((a, b) =>
    a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0,
  );
  for (const transaction of inOrder) {
    const { id, type, partner, of } = transaction;
    // A hold belongs to the window of what it holds while that is not finalised (R15); everything else to that of its posting (R18).
    const window = type === 'DISPUTE_HOLD' ? windowOf.get(of!)! : windowAt(transaction.recordedAt);
    const result: Record<string, unknown> = { tx: id, type, window, status: 'ACCEPTED' };
    results.push(result);

    const ref = `${partner ?? OPERATOR} ${transaction.partnerRef}`;
    const first = firstOfRef.get(ref);
    if (first !== undefined) {
      Object.assign(result, { status: 'REJECTED', reason: `DUPLICATE_OF ${first}` });
      continue;
    }
    const late = Math.floor((Date.parse(transaction.recordedAt) - Date.parse(transaction.businessAt)) / DAY_MS);
    if (late > rules.latePresentmentDays) {
      const reason = `LATE_PRESENTMENT ${late} days > ${rules.latePresentmentDays}`;
      Object.assign(result, { status: 'REJECTED', reason });
      continue;
    }
    firstOfRef.set(ref, id);
    windowOf.set(id, window);
    if (windowAt(transaction.businessAt) < window) result.flag = 'BUSINESS_DATE_IN_EARLIER_WINDOW';
    if (transaction.member !== undefined) member.set(id, transaction.member);
    const book = coalition.book(transaction.member ?? member.get(of ?? '') ?? '');
    const date = businessDate(new Date(transaction.businessAt), programme.timeZone);
    const post = <Result>(rule: (posting: Posting) => Result) => coalition.post(date, rule, id);

    if (type === 'EARN' || type === 'BONUS') {
      const earned = post((posting) =>
        earn(posting, book, {
          issuerId: partner ?? transaction.funder!,
          type,
          components: componentsOf(coalition, transaction),
          pending: null,
        }),
      );
      result.lots = earned.lots.map((lot) => {
        const name = `L${String(lots.size + 1).padStart(2, '0')}`;
        lots.set(name, lot);
        labels.set(lot.lotId, name);
        return name;
      });
    } else if (type === 'EARN_REVERSAL') {
      const reversed = post((posting) =>
        reverseEarn(posting, [book], { earnTransactionId: of!, points: BigInt(transaction.points) }),
      );
      result.allocation = reversed.allocation.map((part) => ({
        lot: label(part.lotId),
        funder: part.funderId,
        requested: Number(part.requested),
        reversed: Number(part.reversed),
        memberDebt: Number(part.memberDebt),
      }));
    } else if (type === 'REDEEM') {
      const facts = {
        acceptorId: partner!,
        contract: coalition.contract(partner!),
        points: BigInt(transaction.points),
      };
      const redeemed = post((posting) => redeem(posting, book, facts));
      if (redeemed === 'INSUFFICIENT_POINTS') throw new Error(`${id} has too few points`);
      result.amountMinor = Number(redeemed.amountMinor);
      result.allocation = redeemed.allocation.map((part) => ({
        lot: label(part.lotId),
        funder: part.funderId,
        points: Number(part.points),
        amountMinor: Number(part.amountMinor),
      }));
      if (model === 'ISSUER_PAYS_ON_REDEMPTION') {
        result.clearingFeeMinor = Object.fromEntries(
          [...redeemed.clearingFees].map(([funder, fee]) => [funder, Number(fee)]),
        );
      }
    } else if (type === 'REDEEM_REVERSAL') {
      const facts = { redemptionId: of!, points: BigInt(transaction.points) };
      const refunded = post((posting) => refundRedemption(posting, [book], facts));
      result.amountMinor = Number(refunded.amountMinor);
      result.allocation = refunded.allocation.map((part) => ({
        lot: label(part.lotId),
        funder: part.funderId,
        points: Number(part.points),
        amountMinor: Number(part.amountMinor),
      }));
    } else if (type === 'EXPIRY') {
      // One transaction for all members, in the order of their lots.
      result.allocation = post((posting) =>
        [...coalition.books.values()].flatMap(
          (each) => expirePoints(posting, each, { asOf: transaction.asOf! }).allocation,
        ),
      ).map((part) => ({
        lot: label(part.lotId),
        funder: part.funderId,
        points: Number(part.points),
        ...(model === 'OPERATOR_POOL' && {
          reserveReleasedMinor: Number(part.reserveReleasedMinor),
          returnedToFunderMinor: Number(part.returnedToFunderMinor),
          breakageMinor: Number(part.breakageMinor),
        }),
      }));
    } else {
      const disputed = coalition.journal.find((entry) => entry.transactionId === of)!;
      const rule = type === 'DISPUTE_HOLD' ? holdDisputed : releaseDisputed;
      post((posting) => rule(posting, disputed, `dispute ${transaction.dispute} on ${of}`));
    }
    coalition.checkBooks();
  }
  return { coalition, results, lots, labels };
}

function componentsOf(coalition: Coalition, transaction: ExampleTransaction): EarnComponent[] {
  const { type, partner, funder, points, campaign } = transaction;
  const part = (component: string, funderId: string, share: bigint): EarnComponent => ({
    component,
    funderId,
    contract: funderId === OPERATOR ? null : coalition.contract(funderId),
    points: share,
    expiresOn: transaction.expiresOn!,
  });
  const parts = [part(type === 'BONUS' ? 'BONUS' : 'BASE', funder ?? partner!, BigInt(points))];
  if (campaign === undefined) return parts;
  const shares = campaign.funding.map(({ shareBp }) => BigInt(shareBp));
  const split = allocateByLargestRemainder(BigInt(campaign.points), shares);
  return [
    ...parts,
    ...campaign.funding.map((each, index) => part(`CAMPAIGN:${campaign.id}`, each.funder, split[index]!)),
  ];
}

function linesOf(entry: JournalEntry): ExampleLine[] {
  return entry.legs.map(({ account, component, amountMinor }) => ({
    account,
    side: amountMinor < 0n ? 'Dr' : 'Cr',
    amountMinor: Number(amountMinor < 0n ? -amountMinor : amountMinor),
    component,
  }));
}

function load(model: FundingModel) {
  const example = settlementExample<Example>();
  return { example, expected: example.expected[model], ...replay(example, model) };
}

/** Entries that postings make, not closing and settling. */
const posted = (entry: ExampleEntry) => entry.type !== 'LEVY' && entry.type !== 'SETTLEMENT';

describe.skipIf(!haveSettlementExample).each<FundingModel>(['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'])(
  'the worked example under %s',
  (model) => {
    const { example, expected, coalition, results, lots, labels } = haveSettlementExample ? load(model) : ({} as never);
    const named = (memo: string) => memo.replaceAll(/id\d{6}/g, (lotId) => labels.get(lotId) ?? lotId);

    it('gives each of the 32 results', () => {
      expect(results).toEqual(expected.results);
    });

    it('leaves each lot as expected', () => {
      const actual = [...lots].map(([id, lot]) => ({
        id,
        member: lot.memberId,
        issuedAt: lot.issuerId,
        funder: lot.funderId,
        tx: lot.earnTransactionId,
        component: lot.component,
        points: Number(lot.points),
        remaining: Number(lot.available + lot.held + lot.pending),
        redeemed: Number(lot.redeemed),
        expired: Number(lot.expired),
        reversed: Number(lot.reversed),
        expiresOn: lot.expiresOn,
        serviceFeeMinor: Number(lot.serviceMinor),
        ...(model === 'OPERATOR_POOL' && {
          reserveMinor: Number(lot.reserveMinor),
          reserveLeftMinor: Number(reserveLeft(lot)),
        }),
      }));
      expect(actual).toEqual(expected.lots);
    });

    it('writes each journal entry, leg by leg', () => {
      const actual = coalition.journal.map((entry) => ({
        tx: entry.transactionId,
        type: entry.type,
        ...(entry.memo !== undefined && { memo: named(entry.memo) }),
        lines: linesOf(entry),
      }));
      const wanted = expected.journal.filter(posted).map(({ tx, type, memo, lines }) => ({
        tx,
        type,
        ...(memo !== undefined && { memo }),
        lines,
      }));
      expect(actual).toEqual(wanted);
    });

    it('ends in the trial balance, once levy and payments are added', () => {
      const totals: Record<string, { drMinor: number; crMinor: number; balanceMinor: number }> = {};
      const closing = expected.journal.filter((entry) => !posted(entry)).flatMap(({ lines }) => lines);
      for (const { account, side, amountMinor } of [...coalition.journal.flatMap(linesOf), ...closing]) {
        const total = totals[account] ?? { drMinor: 0, crMinor: 0, balanceMinor: 0 };
        totals[account] = total;
        total[side === 'Dr' ? 'drMinor' : 'crMinor'] += amountMinor;
        total.balanceMinor += side === 'Dr' ? -amountMinor : amountMinor;
      }
      expect(totals).toEqual(expected.trialBalance);
    });

    it('ends in the control totals, by funder and by member', () => {
      const sums = (wanted: (lot: Lot) => boolean) => {
        const some = [...lots.values()].filter(wanted);
        const sum = (of: (lot: Lot) => bigint) => Number(some.reduce((total, lot) => total + of(lot), 0n));
        return {
          issued: sum((lot) => lot.points),
          outstanding: sum((lot) => lot.available),
          redeemed: sum((lot) => lot.redeemed),
          expired: sum((lot) => lot.expired),
          reversed: sum((lot) => lot.reversed),
        };
      };
      expect(sums(() => true)).toEqual(example.expected.points);
      for (const [funder, points] of Object.entries(example.expected.pointsByFunder)) {
        expect(
          sums((lot) => lot.funderId === funder),
          funder,
        ).toEqual(points);
      }
      for (const [memberId, { outstanding, debt, balance }] of Object.entries(example.expected.members)) {
        const wallet = coalition.wallets.get(memberId)!;
        expect([wallet.available, wallet.arrears], memberId).toEqual([BigInt(outstanding), BigInt(debt)]);
        expect(balance).toBe(outstanding - debt);
      }
    });

    it('ends with each debt repaid by the lot that is expected', () => {
      const actual = [...coalition.books.values()].flatMap((book) =>
        [...book.debts.values()].map((debt) => ({
          member: book.memberId,
          lot: labels.get(debt.lotId),
          tx: debt.returnTransactionId,
          points: Number(debt.points),
          open: Number(debt.open),
          recoveries: coalition.repayments
            .filter(({ debtId }) => debtId === debt.debtId)
            .map(({ transactionId, lotId, points }) => ({
              tx: transactionId,
              lot: labels.get(lotId),
              points: Number(points),
            })),
        })),
      );
      expect(actual).toEqual(example.expected.debts);
    });

    it('raises each net debit cap alert', () => {
      const caps = new Map(example.inputs.partners.map(({ id, netDebitCapMinor }) => [id, netDebitCapMinor]));
      const position = new Map<string, number>();
      const level = new Map<string, string>();
      const alerts: ExampleModel['capAlerts'] = [];
      const mine = coalition.journal.map(linesOf);
      for (const { id, tx, lines, ...entry } of expected.journal) {
        const touched = new Set<string>();
        for (const { account, side, amountMinor } of posted({ id, tx, lines, ...entry }) ? mine.shift()! : lines) {
          if (!account.startsWith('PARTNER:')) continue;
          const partner = account.slice('PARTNER:'.length);
          position.set(partner, (position.get(partner) ?? 0) + (side === 'Dr' ? -amountMinor : amountMinor));
          touched.add(partner);
        }
        for (const partner of touched) {
          const capMinor = caps.get(partner)!;
          const used = Math.max(0, -position.get(partner)!);
          const to = used > capMinor ? 'BREACH' : used * 100 >= capMinor * 80 ? 'WARN80' : 'OK';
          const from = level.get(partner) ?? 'OK';
          if (to !== from)
            alerts.push({ entry: id, tx, partner, from, to, positionMinor: position.get(partner)!, capMinor });
          level.set(partner, to);
        }
      }
      expect(alerts).toEqual(expected.capAlerts);
    });

    it('owes between partners what the bilateral matrix says', () => {
      if (expected.bilateralObligations === undefined) return;
      const windows = new Map(expected.results.map((result) => [result.tx as string, result.window as string]));
      const matrix: Record<string, Record<string, Record<string, number>>> = { W1: {}, W2: {} };
      for (const { transactionId, funderId, acceptorId, amountMinor } of coalition.obligations) {
        const window = matrix[windows.get(transactionId)!]!;
        const row = window[funderId] ?? {};
        window[funderId] = row;
        row[acceptorId] = (row[acceptorId] ?? 0) + Number(amountMinor);
      }
      for (const row of [...Object.values(matrix.W1!), ...Object.values(matrix.W2!)]) {
        for (const [acceptor, amount] of Object.entries(row)) if (amount === 0) delete row[acceptor];
      }
      expect(matrix).toEqual(expected.bilateralObligations);
    });

    it('rolls the reserve forward', () => {
      if (expected.reserveRollForward === undefined) return;
      const windows = new Map(expected.results.map((result) => [result.tx as string, result.window as string]));
      let openingMinor = 0;
      for (const [window, wanted] of Object.entries(expected.reserveRollForward)) {
        const moved: Record<string, number> = {};
        for (const entry of coalition.journal.filter(({ transactionId }) => windows.get(transactionId) === window)) {
          for (const { account, component, amountMinor } of entry.legs) {
            if (account === 'OP:RESERVE') moved[component] = (moved[component] ?? 0) + Number(amountMinor);
          }
        }
        const closingMinor = Object.values(moved).reduce((sum, amount) => sum + amount, openingMinor);
        expect({ openingMinor, ...moved, closingMinor }, window).toEqual(wanted);
        openingMinor = closingMinor;
      }
    });
  },
);

describe('an example small enough to add up by hand', () => {
  // 1,000 points of each of A and B; A is priced EUR 0.01 a point (0.0083 reserve), B accepts at EUR 0.008, own brand free of fees.
  const history = (model: FundingModel) => {
    const coalition = openCoalition(programmeOf({ operatorFundingModel: model }), [
      contractOf('A', { fundingModel: model }),
      contractOf('B', { fundingModel: model }),
    ]);
    const book = coalition.book('m');
    const earnAt = (partner: string, points: bigint, id: string) =>
      coalition.post(
        '2026-01-10',
        (posting) =>
          earn(posting, book, {
            issuerId: partner,
            components: [
              { component: 'BASE', funderId: partner, contract: coalition.contract(partner), points, expiresOn: null },
            ],
            pending: null,
          }),
        id,
      );
    earnAt('A', 1_000n, 'T1');
    earnAt('B', 1_000n, 'T2');
    const facts = { acceptorId: 'B', contract: coalition.contract('B'), points: 1_500n };
    coalition.post('2026-01-11', (posting) => redeem(posting, book, facts), 'T3');
    coalition.post(
      '2026-01-12',
      (posting) => reverseEarn(posting, [book], { earnTransactionId: 'T1', points: 1_000n }),
      'T4',
    );
    earnAt('B', 700n, 'T5');
    coalition.checkBooks();
    return coalition;
  };
  const entries = (coalition: Coalition) =>
    coalition.journal.map(({ transactionId, type, legs }) =>
      [transactionId, type, ...legs.map(({ account, amountMinor }) => `${account} ${amountMinor}`)].join(' | '),
    );

  it('under OPERATOR_POOL', () => {
    const coalition = history('OPERATOR_POOL');
    expect(entries(coalition)).toEqual([
      'T1 | EARN | PARTNER:A -1000 | OP:RESERVE 830 | OP:REV_SERVICE 170',
      'T2 | EARN | PARTNER:B -1000 | OP:RESERVE 830 | OP:REV_SERVICE 170',
      // 1,500 points: 830 of A's reserve and half of B's; B is paid 1,500 x 0.8 cents.
      'T3 | REDEEM | OP:RESERVE -1245 | PARTNER:B 1200 | OP:REV_REDEMPTION_MARGIN 45',
      // All of A's points are spent: the return is a debt, and B's other 500 pay for half of it at once.
      'T4 | DEBT_RECOVERY | OP:RESERVE -415 | OP:REV_SERVICE -85 | PARTNER:A 500',
      'T5 | EARN | PARTNER:B -700 | OP:RESERVE 581 | OP:REV_SERVICE 119',
      'T5 | DEBT_RECOVERY | OP:RESERVE -415 | OP:REV_SERVICE -85 | PARTNER:A 500',
    ]);
    expect(Object.fromEntries(coalition.balances())).toEqual({
      // A has its 1,000 back; B was paid for all 1,500 points, and has 200 points outstanding.
      'PARTNER:A': 0n,
      'PARTNER:B': -500n,
      'OP:RESERVE': 166n,
      'OP:REV_SERVICE': 289n,
      'OP:REV_REDEMPTION_MARGIN': 45n,
    });
  });

  it('under ISSUER_PAYS_ON_REDEMPTION', () => {
    const coalition = history('ISSUER_PAYS_ON_REDEMPTION');
    expect(entries(coalition)).toEqual([
      'T1 | EARN | PARTNER:A -70 | OP:REV_SERVICE 70',
      'T2 | EARN | PARTNER:B -70 | OP:REV_SERVICE 70',
      // A pays 800 of the 1,200 and 1.5 % of it; B's part is its own brand.
      'T3 | REDEEM | PARTNER:A -800 | PARTNER:B -400 | PARTNER:B 1200 | PARTNER:A -12 | OP:REV_CLEARING 12',
      'T4 | DEBT_RECOVERY | PARTNER:B -400 | PARTNER:A 400 | OP:REV_SERVICE -35 | PARTNER:A 35',
      'T5 | EARN | PARTNER:B -49 | OP:REV_SERVICE 49',
      'T5 | DEBT_RECOVERY | PARTNER:B -400 | PARTNER:A 400 | OP:REV_SERVICE -35 | PARTNER:A 35',
    ]);
    expect(Object.fromEntries(coalition.balances())).toEqual({
      // A has all back but the clearing fee, which stays where it was charged.
      'PARTNER:A': -12n,
      'PARTNER:B': -119n,
      'OP:REV_SERVICE': 119n,
      'OP:REV_CLEARING': 12n,
    });
  });

  it('funds operator points as marketing', () => {
    expect(funderAccount(OPERATOR)).toBe('OP:MARKETING');
  });
});
