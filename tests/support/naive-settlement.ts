/**
 * A second calculator of settlements, written from the rules R1 to R20 of settlement.md and from nothing of the product: plain numbers,
 * arrays that are searched from end to end, one function per rule. Slow and simple; what it says is compared with the scenario runner's.
 */

export type NaiveModel = 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION';

export interface NaiveTransaction {
  id: string;
  type: string;
  partner?: string;
  member?: string;
  funder?: string;
  points?: number;
  of?: string;
  asOf?: string;
  dispute?: string;
  raisedBy?: string;
  outcome?: string;
  reason?: string;
  partnerRef: string;
  businessAt: string;
  recordedAt: string;
  /** Null: they never lapse. */
  expiresOn?: string | null;
  postToWindow?: string;
  campaign?: { id: string; points: number; funding: { funder: string; shareBp: number }[] };
  adjustment?: { breakRef: string; proposedBy: string; approvedBy: string };
}

export interface NaivePartnerLine {
  line: number;
  partnerRef: string;
  type: string;
  points: number;
  amountMinor?: number;
  businessAt: string;
}

export interface NaiveInputs {
  programme: { id: string; operator: string; currency: string; minorUnitDigits: number; timeZone: string };
  rules: {
    restoreGraceDays: number;
    refundShortfall: string;
    latePresentmentDays: number;
    lateBeyondLimit: 'REJECT' | 'FLAG';
    clearingFeeBp: number;
    clearingFeePayer: 'FUNDER' | 'ACCEPTOR';
    clearingFeeExempt: string[];
    earnReversalRefundsServiceFee: boolean;
    redemptionReversalRefundsClearingFee: boolean;
    levyMinorPerWindow: number;
    carryForwardBelowMinor: number;
    lotOrder: string;
    netDebitCapMode: string;
  };
  reserveRateMicro: number;
  partners: {
    id: string;
    issuer: boolean;
    acceptor: boolean;
    issuePriceMicro: number;
    reimbursementMicro: number | null;
    serviceFeeMicro: number;
    expiryShareBp: number;
    netDebitCapMinor: number | null;
  }[];
  windows: { id: string; openAt: string; closeAt: string; closeDate: string }[];
  cycle: { adviceBusinessDays: number; disputeBusinessDays: number; valueBusinessDays: number; calendar: string };
  transactions: NaiveTransaction[];
  reconciliation?: {
    partner: string;
    window: string;
    toleranceMinor: number;
    tolerancePoints: number;
    timeToleranceSeconds: number;
    partnerFile: NaivePartnerLine[];
  };
}

const DAY = 86_400_000;

/** Half away from zero, of what is not below zero. */
const half = (dividend: number, divisor: number): number => Math.floor((2 * dividend + divisor) / (2 * divisor));

/** R3. */
function largestRemainder(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  let left = total - parts.reduce((a, b) => a + b, 0);
  const rests = weights.map((weight) => (total * weight) % sum);
  while (left > 0) {
    let best = 0;
    for (let at = 1; at < rests.length; at += 1) if (rests[at]! > rests[best]!) best = at;
    parts[best]! += 1;
    rests[best] = -1;
    left -= 1;
  }
  return parts;
}

function dayIn(instant: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Good Friday and Easter Monday of the years that histories play in, as printed in calendars. */
const EASTER_DAYS = [
  '2025-04-18',
  '2025-04-21',
  '2026-04-03',
  '2026-04-06',
  '2027-03-26',
  '2027-03-29',
  '2028-04-14',
  '2028-04-17',
];

function isOpen(date: string, calendar: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (calendar === 'WEEKLY:5') return weekday !== 5;
  if (weekday === 0 || weekday === 6) return false;
  if (calendar === 'WEEKENDS') return true;
  return !['01-01', '05-01', '12-25', '12-26'].includes(date.slice(5)) && !EASTER_DAYS.includes(date);
}

function businessDaysAfter(date: string, count: number, calendar: string): string {
  let day = date;
  if (count === 0) {
    while (!isOpen(day, calendar)) day = plusDays(day, 1);
    return day;
  }
  for (let left = count; left > 0; ) {
    day = plusDays(day, 1);
    if (isOpen(day, calendar)) left -= 1;
  }
  return day;
}

/** The first instant of a day in a zone, found by looking. */
function beginOf(date: string, timeZone: string): number {
  let at = Date.parse(`${date}T00:00:00Z`) - DAY;
  while (dayIn(at, timeZone) < date) at += 900_000;
  return at;
}

interface Lot {
  id: string;
  member: string;
  issuedAt: string;
  funder: string;
  tx: string;
  component: string;
  points: number;
  remaining: number;
  redeemed: number;
  expired: number;
  reversed: number;
  expiresOn: string | null;
  reserve: number;
  service: number;
  reserveState: number;
  serviceState: number;
  asked: number;
}
interface Line {
  redemption: string;
  lot: Lot;
  acceptor: string;
  points: number;
  amount: number;
  takenOver: boolean;
}
interface Leg {
  account: string;
  component: string;
  amount: number;
}
interface Entry {
  tx: string;
  type: string;
  window: string;
  memo?: string;
  legs: Leg[];
}

/** What a history comes to under one model, in the shape of the worked example. */
export function naiveSettlement(inputs: NaiveInputs, model: NaiveModel) {
  const { programme, rules, partners, windows, cycle } = inputs;
  const pool = model === 'OPERATOR_POOL';
  const OP = programme.operator;
  const partnerOf = (id: string) => partners.find((partner) => partner.id === id);
  const account = (funder: string) => (funder === OP ? 'OP:MARKETING' : `PARTNER:${funder}`);
  const price = (points: number, micro: number) => half(points * micro, 10 ** (6 - programme.minorUnitDigits));

  const feePayer = (funder: string, acceptor: string) =>
    rules.clearingFeePayer === 'ACCEPTOR' ? account(acceptor) : account(funder);

  const lots: Lot[] = [];
  const lines: Line[] = [];
  const fees: { redemption: string; funder: string; amount: number; units: number }[] = [];
  const debts: {
    member: string;
    lot: Lot;
    tx: string;
    points: number;
    open: number;
    recoveries: { tx: string; lot: string; points: number }[];
  }[] = [];
  const entries: Entry[] = [];
  const results: Record<string, unknown>[] = [];
  const owed: { window: string; funder: string; to: string; amount: number }[] = [];
  const accepted = new Map<string, { transaction: NaiveTransaction; window: string; member: string }>();
  const firstOf = new Map<string, string>();
  const held: { dispute: string; of: string; open: boolean; entry: Entry | undefined }[] = [];
  let current = { tx: '', window: '' };

  const write = (type: string, legs: Leg[], memo?: string): void => {
    const moved = legs.filter((leg) => leg.amount !== 0);
    if (moved.length > 0) entries.push({ ...current, type, legs: moved, ...(memo === undefined ? {} : { memo }) });
  };
  const left = (lot: Lot): number => lot.reserve - half(lot.reserve * (lot.points - lot.remaining), lot.points);
  const lapseOf = (lot: Lot): string => lot.expiresOn ?? 'never';
  const spendable = (member: string, day: string): Lot[] => {
    const usable = lots.filter((lot) => lot.member === member && lot.remaining > 0 && lapseOf(lot) >= day);
    if (!rules.lotOrder.startsWith('SOONEST_EXPIRY')) return usable;
    return usable.sort((a, b) => (lapseOf(a) < lapseOf(b) ? -1 : lapseOf(a) > lapseOf(b) ? 1 : 0));
  };
  const dates = windows.map(({ closeDate }) => ({
    close: closeDate,
    advice: businessDaysAfter(closeDate, cycle.adviceBusinessDays, cycle.calendar),
    disputeDeadline: businessDaysAfter(closeDate, cycle.disputeBusinessDays, cycle.calendar),
    valueDate: businessDaysAfter(closeDate, cycle.valueBusinessDays, cycle.calendar),
  }));

  /** What `points` of a lot carry of its price: R4, with both states shrinking. */
  const takePrice = (lot: Lot, points: number) => {
    const units = lot.points - lot.reversed;
    const reserve = half(lot.reserveState * points, units);
    const service = half(lot.serviceState * points, units);
    lot.reserveState -= reserve;
    lot.serviceState -= service;
    return { reserve, service: rules.earnReversalRefundsServiceFee ? service : 0 };
  };
  const takeBack = (lot: Lot, points: number, component: string): Leg[] => {
    const before = left(lot);
    const { reserve, service } = takePrice(lot, points);
    lot.remaining -= points;
    lot.reversed += points;
    const released = before - left(lot);
    if (!pool)
      return [
        { account: 'OP:REV_SERVICE', component: 'SERVICE_FEE', amount: -service },
        { account: account(lot.funder), component: 'SERVICE_FEE', amount: service },
      ];
    return [
      { account: 'OP:RESERVE', component, amount: -released },
      { account: 'OP:REV_SERVICE', component, amount: -service },
      { account: account(lot.funder), component, amount: reserve + service },
      { account: 'OP:REV_REDEMPTION_MARGIN', component, amount: released - reserve },
    ];
  };

  /** R11 to R13. */
  const repay = (member: string, day: string): void => {
    const mine = debts.filter((debt) => debt.member === member);
    for (const debt of mine) {
      const points = Math.min(debt.open, debt.lot.remaining);
      if (points === 0) continue;
      write(
        'DEBT_RECOVERY',
        takeBack(debt.lot, points, 'DEBT_RECOVERY'),
        `${points} points of ${debt.lot.id} pay its own debt`,
      );
      debt.open -= points;
      debt.recoveries.push({ tx: current.tx, lot: debt.lot.id, points });
    }
    for (const debt of mine) {
      for (const payer of spendable(member, day)) {
        const points = Math.min(debt.open, payer.remaining);
        if (points > 0) substitute(debt, payer, points);
      }
    }
  };
  const redemptionOrder = (line: Line): number => [...accepted.keys()].indexOf(line.redemption);
  const substitute = (debt: (typeof debts)[number], payer: Lot, points: number): void => {
    const owing = debt.lot;
    const { reserve, service } = takePrice(owing, points);
    const before = left(payer);
    let open = points;
    let amount = 0;
    const oldest = lines
      .filter((line) => line.lot === owing && line.points > 0)
      .sort((a, b) => redemptionOrder(a) - redemptionOrder(b));
    for (const line of oldest) {
      const part = Math.min(open, line.points);
      if (part === 0) break;
      const money = half(line.amount * part, line.points);
      line.points -= part;
      line.amount -= money;
      lines.push({
        redemption: line.redemption,
        lot: payer,
        acceptor: line.acceptor,
        points: part,
        amount: money,
        takenOver: true,
      });
      open -= part;
      amount += money;
    }
    if (open > 0) throw new Error(`debt of ${owing.id} is larger than its lines`);
    payer.remaining -= points;
    payer.redeemed += points;
    owing.redeemed -= points;
    owing.reversed += points;
    const released = before - left(payer);
    const memo = `${points} points of ${payer.id} take over redemption lines of ${owing.id}`;
    const component = 'DEBT_RECOVERY';
    if (pool)
      write(
        'DEBT_RECOVERY',
        [
          { account: 'OP:RESERVE', component, amount: -released },
          { account: 'OP:REV_SERVICE', component, amount: -service },
          { account: account(owing.funder), component, amount: reserve + service },
          { account: 'OP:REV_REDEMPTION_MARGIN', component, amount: released - reserve },
        ],
        memo,
      );
    else
      write(
        'DEBT_RECOVERY',
        [
          { account: account(payer.funder), component, amount: -amount },
          { account: account(owing.funder), component, amount },
          { account: 'OP:REV_SERVICE', component: 'SERVICE_FEE', amount: -service },
          { account: account(owing.funder), component: 'SERVICE_FEE', amount: service },
        ],
        memo,
      );
    owed.push({ window: current.window, funder: payer.funder, to: owing.funder, amount });
    debt.open -= points;
    debt.recoveries.push({ tx: current.tx, lot: payer.id, points });
  };

  /** R6. */
  const earn = (t: NaiveTransaction, day: string): Record<string, unknown> => {
    const issuedAt = t.partner ?? OP;
    const parts = [
      {
        funder: t.type === 'BONUS' ? (t.funder ?? OP) : issuedAt,
        component: t.type === 'BONUS' ? 'BONUS' : 'BASE',
        points: t.points!,
      },
    ];
    if (t.campaign !== undefined) {
      const split = largestRemainder(
        t.campaign.points,
        t.campaign.funding.map(({ shareBp }) => shareBp),
      );
      for (const [at, { funder }] of t.campaign.funding.entries())
        parts.push({ funder, component: `CAMPAIGN:${t.campaign.id}`, points: split[at]! });
    }
    const legs: Leg[] = [];
    const made: string[] = [];
    for (const { funder, component, points } of parts.filter((part) => part.points > 0)) {
      const terms = partnerOf(funder);
      const reserve = pool ? price(points, inputs.reserveRateMicro) : 0;
      const service =
        terms === undefined
          ? 0
          : pool
            ? price(points, terms.issuePriceMicro) - reserve
            : price(points, terms.serviceFeeMicro);
      const id = `L${String(lots.length + 1).padStart(2, '0')}`;
      lots.push({
        id,
        member: t.member!,
        issuedAt,
        funder,
        tx: t.id,
        component,
        points,
        remaining: points,
        redeemed: 0,
        expired: 0,
        reversed: 0,
        expiresOn: t.expiresOn!,
        reserve,
        service,
        reserveState: reserve,
        serviceState: service,
        asked: 0,
      });
      made.push(id);
      const spoken = pool ? 'ISSUANCE' : 'SERVICE_FEE';
      legs.push(
        { account: account(funder), component: spoken, amount: -(reserve + service) },
        { account: 'OP:RESERVE', component: spoken, amount: reserve },
        { account: 'OP:REV_SERVICE', component: spoken, amount: service },
      );
    }
    write(t.type, legs);
    repay(t.member!, day);
    return { lots: made };
  };

  /** R7. */
  const redeem = (t: NaiveTransaction, day: string): Record<string, unknown> | string => {
    const usable = spendable(t.member!, day);
    if (usable.reduce((sum, lot) => sum + lot.remaining, 0) < t.points!) return 'INSUFFICIENT_POINTS';
    const amount = price(t.points!, partnerOf(t.partner!)!.reimbursementMicro!);
    const parts: { lot: Lot; points: number }[] = [];
    let open = t.points!;
    for (const lot of usable) {
      const points = Math.min(open, lot.remaining);
      if (points > 0) parts.push({ lot, points });
      open -= points;
    }
    const split = largestRemainder(
      amount,
      parts.map(({ points }) => points),
    );
    let released = 0;
    for (const [at, { lot, points }] of parts.entries()) {
      const before = left(lot);
      lot.remaining -= points;
      lot.redeemed += points;
      released += before - left(lot);
      lines.push({ redemption: t.id, lot, acceptor: t.partner!, points, amount: split[at]!, takenOver: false });
    }
    const allocation = parts.map(({ lot, points }, at) => ({
      lot: lot.id,
      funder: lot.funder,
      points,
      amountMinor: split[at]!,
    }));
    const funders = [...new Set(parts.map(({ lot }) => lot.funder))];
    const sumOf = (funder: string, of: 'points' | 'amountMinor') =>
      allocation.filter((part) => part.funder === funder).reduce((sum, part) => sum + part[of], 0);
    for (const funder of funders)
      owed.push({ window: current.window, funder, to: t.partner!, amount: sumOf(funder, 'amountMinor') });
    if (pool) {
      write('REDEEM', [
        { account: 'OP:RESERVE', component: 'REDEMPTION', amount: -released },
        { account: `PARTNER:${t.partner}`, component: 'REDEMPTION', amount },
        { account: 'OP:REV_REDEMPTION_MARGIN', component: 'REDEMPTION', amount: released - amount },
      ]);
      return { amountMinor: amount, allocation };
    }
    const legs: Leg[] = funders.map((funder) => ({
      account: account(funder),
      component: 'REDEMPTION_FUNDING',
      amount: -sumOf(funder, 'amountMinor'),
    }));
    legs.push({ account: `PARTNER:${t.partner}`, component: 'REDEMPTION', amount });
    const clearingFeeMinor: Record<string, number> = {};
    const ownBrandFree = rules.clearingFeeExempt.some((exempt) => exempt.startsWith('own-brand'));
    for (const funder of funders) {
      const exempt = funder === OP || (funder === t.partner && ownBrandFree);
      const fee = exempt ? 0 : half(sumOf(funder, 'amountMinor') * rules.clearingFeeBp, 10_000);
      clearingFeeMinor[funder] = fee;
      legs.push(
        { account: feePayer(funder, t.partner!), component: 'CLEARING_FEE', amount: -fee },
        { account: 'OP:REV_CLEARING', component: 'CLEARING_FEE', amount: fee },
      );
      fees.push({ redemption: t.id, funder, amount: fee, units: sumOf(funder, 'points') });
    }
    write('REDEEM', legs);
    return { amountMinor: amount, allocation, clearingFeeMinor };
  };

  /** R8. */
  const refund = (t: NaiveTransaction, day: string): Record<string, unknown> | string => {
    const original = accepted.get(t.of!);
    if (original === undefined) return 'TRANSACTION_UNKNOWN';
    if (original.transaction.type !== 'REDEEM') return 'TRANSACTION_NOT_REVERSIBLE';
    const open = lines.filter((line) => line.redemption === t.of);
    if (open.reduce((sum, line) => sum + line.points, 0) < t.points!) return 'REFUND_EXCEEDS_REDEMPTION';
    let toGo = t.points!;
    let amount = 0;
    let refilled = 0;
    const allocation: Record<string, unknown>[] = [];
    const perLine: Leg[] = [];
    for (const line of open.reverse()) {
      const points = Math.min(toGo, line.points);
      if (points === 0) continue;
      const money = half(line.amount * points, line.points);
      line.points -= points;
      line.amount -= money;
      toGo -= points;
      amount += money;
      const before = left(line.lot);
      line.lot.redeemed -= points;
      line.lot.remaining += points;
      refilled += left(line.lot) - before;
      if (lapseOf(line.lot) < day) line.lot.expiresOn = plusDays(day, rules.restoreGraceDays);
      const { funder } = line.lot;
      perLine.push({ account: account(funder), component: 'REDEMPTION_FUNDING', amount: money });
      if (!line.takenOver && rules.redemptionReversalRefundsClearingFee) {
        const state = fees.find((fee) => fee.redemption === t.of && fee.funder === funder);
        if (state !== undefined) {
          const fee = half(state.amount * points, state.units);
          state.amount -= fee;
          state.units -= points;
          perLine.push(
            { account: 'OP:REV_CLEARING', component: 'CLEARING_FEE', amount: -fee },
            { account: feePayer(funder, line.acceptor), component: 'CLEARING_FEE', amount: fee },
          );
        }
      }
      allocation.push({ lot: line.lot.id, funder, points, amountMinor: money });
      owed.push({ window: current.window, funder, to: line.acceptor, amount: -money });
    }
    const acceptor = original.transaction.partner!;
    const repaid: Leg = { account: `PARTNER:${acceptor}`, component: 'REDEMPTION_REVERSAL', amount: -amount };
    write(
      'REDEEM_REVERSAL',
      pool
        ? [
            repaid,
            { account: 'OP:RESERVE', component: 'REDEMPTION_REVERSAL', amount: refilled },
            { account: 'OP:REV_REDEMPTION_MARGIN', component: 'REDEMPTION_REVERSAL', amount: amount - refilled },
          ]
        : [repaid, ...perLine],
    );
    repay(original.member, day);
    return { amountMinor: amount, allocation };
  };

  /** R9 and R10. */
  const reverseEarn = (t: NaiveTransaction, day: string): Record<string, unknown> | string => {
    const original = accepted.get(t.of!);
    if (original === undefined) return 'TRANSACTION_UNKNOWN';
    if (original.transaction.type !== 'EARN' && original.transaction.type !== 'BONUS')
      return 'TRANSACTION_NOT_REVERSIBLE';
    const own = lots.filter((lot) => lot.tx === t.of);
    const weights = own.map((lot) => lot.points - lot.asked);
    if (weights.reduce((a, b) => a + b, 0) < t.points!) return 'RETURN_EXCEEDS_PURCHASE';
    const split = largestRemainder(t.points!, weights);
    const legs: Leg[] = [];
    const allocation: Record<string, unknown>[] = [];
    for (const [at, lot] of own.entries()) {
      const requested = split[at]!;
      lot.asked += requested;
      const reversed = Math.min(requested, lot.remaining);
      if (reversed > 0) legs.push(...takeBack(lot, reversed, 'ISSUANCE_REVERSAL'));
      const already = debts.filter((debt) => debt.lot === lot).reduce((sum, debt) => sum + debt.open, 0);
      const onLines = lines.filter((line) => line.lot === lot).reduce((sum, line) => sum + line.points, 0);
      const spent = Math.min(requested - reversed, onLines - already);
      const absorbs = rules.refundShortfall.startsWith('ISSUER_ABSORBS') && lot.funder !== OP;
      if (spent > 0 && !absorbs)
        debts.push({ member: lot.member, lot, tx: t.id, points: spent, open: spent, recoveries: [] });
      const expired = requested - reversed - spent;
      allocation.push({
        lot: lot.id,
        funder: lot.funder,
        requested,
        reversed,
        memberDebt: absorbs ? 0 : spent,
        ...(expired > 0 ? { expiredNotReversible: expired } : {}),
        ...(absorbs && spent > 0 ? { absorbedByIssuer: spent } : {}),
      });
    }
    write('EARN_REVERSAL', legs);
    repay(original.member, day);
    return { allocation };
  };

  /** R14. */
  const expire = (t: NaiveTransaction): Record<string, unknown> => {
    const allocation: Record<string, unknown>[] = [];
    for (const lot of lots) {
      if (lot.remaining === 0 || lapseOf(lot) > t.asOf!) continue;
      const points = lot.remaining;
      const released = left(lot);
      lot.remaining = 0;
      lot.expired += points;
      const share = half(released * (partnerOf(lot.funder)?.expiryShareBp ?? 0), 10_000);
      write(
        'EXPIRY',
        [
          { account: 'OP:RESERVE', component: 'EXPIRY', amount: -released },
          { account: account(lot.funder), component: 'EXPIRY', amount: share },
          { account: 'OP:REV_BREAKAGE', component: 'EXPIRY', amount: released - share },
        ],
        `${points} points of ${lot.id} expire`,
      );
      allocation.push({
        lot: lot.id,
        funder: lot.funder,
        points,
        ...(pool
          ? { reserveReleasedMinor: released, returnedToFunderMinor: share, breakageMinor: released - share }
          : {}),
      });
    }
    return { allocation };
  };

  /** R15. */
  const mirror = (
    type: 'DISPUTE_HOLD' | 'DISPUTE_RELEASE',
    entry: Entry | undefined,
    dispute: string,
    of: string,
  ): void => {
    const sign = type === 'DISPUTE_HOLD' ? -1 : 1;
    const legs = (entry?.legs ?? [])
      .filter((leg) => leg.account.startsWith('PARTNER:'))
      .flatMap((leg) => [
        { account: leg.account, component: type, amount: sign * leg.amount },
        { account: 'OP:DISPUTE_SUSPENSE', component: type, amount: -sign * leg.amount },
      ]);
    write(type, legs, `dispute ${dispute} on ${of}`);
    const toAcceptor = entry?.legs.find(
      ({ component }) => component === 'REDEMPTION' || component === 'REDEMPTION_REVERSAL',
    );
    if (pool || toAcceptor === undefined) return;
    for (const leg of entry?.legs ?? []) {
      if (leg.component !== 'REDEMPTION_FUNDING') continue;
      const funder = leg.account === 'OP:MARKETING' ? OP : leg.account.slice(8);
      owed.push({ window: current.window, funder, to: toAcceptor.account.slice(8), amount: sign * -leg.amount });
    }
  };

  const windowAt = (instant: string | number): number =>
    windows.findIndex(({ closeAt }) => new Date(instant).getTime() < Date.parse(closeAt));
  // A hold that says in which closed window it goes is waited for.
  const waitsFor = (id: string): number =>
    Math.max(
      0,
      ...inputs.transactions
        .filter(({ type, postToWindow }) => type === 'DISPUTE_HOLD' && postToWindow === id)
        .map(({ recordedAt }) => Date.parse(recordedAt) + 1),
    );
  const reviewed = windows.map(({ id, closeAt }, at) =>
    cycle.disputeBusinessDays === 0
      ? Date.parse(closeAt)
      : Math.max(
          Date.parse(closeAt),
          waitsFor(id),
          Math.min(
            beginOf(plusDays(dates[at]!.disputeDeadline, 1), programme.timeZone),
            Math.max(Date.parse(closeAt), beginOf(dates[at]!.valueDate, programme.timeZone)),
          ),
        ),
  );
  // Windows become final in their order.
  const finalAt = reviewed.map((_, at) => Math.max(...reviewed.slice(0, at + 1)));

  /** 2.8: what is not taken while it brings a partner deeper and beyond its cap. */
  const stops = rules.netDebitCapMode.startsWith('BLOCK_ALL')
    ? ['EARN', 'BONUS', 'REDEEM']
    : rules.netDebitCapMode.startsWith('BLOCK_ISSUE')
      ? ['EARN', 'BONUS']
      : [];
  /** Whether the entries from `first` on bring a partner deeper and beyond its cap. */
  const isBeyondCap = (first: number): boolean =>
    partners.some(({ id, netDebitCapMinor }) => {
      const sum = (some: Entry[]) =>
        some
          .flatMap(({ legs }) => legs)
          .reduce((all, leg) => all + (leg.account === `PARTNER:${id}` ? leg.amount : 0), 0);
      const effect = sum(entries.slice(first));
      return netDebitCapMinor !== null && effect < 0 && -(sum(entries.slice(0, first)) + effect) > netDebitCapMinor;
    });

  const apply = (t: NaiveTransaction): Record<string, unknown> => {
    const open = windowAt(t.recordedAt);
    const result: Record<string, unknown> = { tx: t.id, type: t.type, window: windows[open]!.id, status: 'ACCEPTED' };
    results.push(result);
    const reject = (reason: string) => Object.assign(result, { status: 'REJECTED', reason });
    const key = `${t.partner ?? OP} ${t.partnerRef}`;
    const first = firstOf.get(key);
    if (first !== undefined) return reject(`DUPLICATE_OF ${first}`);
    firstOf.set(key, t.id);
    if (t.partner !== undefined && partnerOf(t.partner) === undefined) return reject('PARTNER_UNKNOWN');
    const late = Math.floor((Date.parse(t.recordedAt) - Date.parse(t.businessAt)) / DAY);
    const tooLate = late > rules.latePresentmentDays;
    if (tooLate && rules.lateBeyondLimit === 'REJECT' && t.adjustment === undefined)
      return reject(`LATE_PRESENTMENT ${late} days > ${rules.latePresentmentDays}`);
    const day = dayIn(t.businessAt, programme.timeZone);
    if (t.type === 'EARN' && partnerOf(t.partner!)?.issuer === false) return reject('ROLE_NOT_GRANTED');
    if (t.type === 'REDEEM' && partnerOf(t.partner!)?.acceptor === false) return reject('ROLE_NOT_GRANTED');
    if (t.adjustment !== undefined && t.adjustment.proposedBy === t.adjustment.approvedBy) return reject('FOUR_EYES');

    let window = open;
    const hold = held.find((one) => one.open && (one.dispute === t.dispute || one.of === t.of));
    if (t.type === 'DISPUTE_HOLD') {
      const original = accepted.get(t.of!);
      if (original === undefined) return reject('TRANSACTION_UNKNOWN');
      if (held.some((one) => one.open && one.of === t.of)) return reject('DISPUTE_STATE');
      const own = windows.findIndex(({ id }) => id === original.window);
      if (Date.parse(t.recordedAt) < finalAt[own]!) window = own;
    }
    if (t.type === 'DISPUTE_RELEASE') {
      const known = held.find((one) => one.dispute === t.dispute);
      if (known === undefined) return reject('DISPUTE_UNKNOWN');
      if (!known.open) return reject('DISPUTE_STATE');
    }
    current = { tx: t.id, window: windows[window]!.id };
    const mayStop = stops.includes(t.type) && t.adjustment === undefined;
    const before = mayStop ? structuredClone({ lots, lines, fees, debts, entries, owed }) : null;
    const outcome: Record<string, unknown> | string = (() => {
      switch (t.type) {
        case 'EARN':
        case 'BONUS':
          return earn(t, day);
        case 'REDEEM':
          return redeem(t, day);
        case 'EARN_REVERSAL':
          return reverseEarn(t, day);
        case 'REDEEM_REVERSAL':
          return refund(t, day);
        case 'EXPIRY':
          return expire(t);
        case 'DISPUTE_HOLD': {
          const entry = entries.find(({ tx }) => tx === t.of);
          mirror('DISPUTE_HOLD', entry, t.dispute!, t.of!);
          held.push({ dispute: t.dispute!, of: t.of!, open: true, entry });
          return {};
        }
        default: {
          mirror('DISPUTE_RELEASE', hold?.entry, t.dispute!, hold?.of ?? t.of!);
          if (hold !== undefined) hold.open = false;
          return {};
        }
      }
    })();
    if (typeof outcome === 'string') return reject(outcome);
    if (before !== null && isBeyondCap(before.entries.length)) {
      for (const [rows, was] of [
        [lots, before.lots],
        [lines, before.lines],
        [fees, before.fees],
        [debts, before.debts],
        [entries, before.entries],
        [owed, before.owed],
      ] as unknown[][][])
        rows!.splice(0, rows!.length, ...was!);
      return reject('NET_DEBIT_CAP_EXCEEDED');
    }
    result.window = windows[window]!.id;
    const business = windowAt(t.businessAt);
    if (t.type !== 'DISPUTE_HOLD' && business >= 0 && business < window)
      result.flag = 'BUSINESS_DATE_IN_EARLIER_WINDOW';
    else if (tooLate) result.flag = 'LATE_PRESENTMENT';
    Object.assign(result, outcome);
    const member = t.member ?? accepted.get(t.of ?? '')?.member ?? '';
    accepted.set(t.id, { transaction: t, window: windows[window]!.id, member });
    return result;
  };

  const legsOf = (window: string): Leg[] =>
    entries.filter((entry) => entry.window === window && entry.type !== 'SETTLEMENT').flatMap(({ legs }) => legs);
  const baseOf = (window: string, partner: string): number =>
    lots
      .filter((lot) => lot.funder === partner && accepted.get(lot.tx)?.window === window)
      .reduce((sum, lot) => sum + lot.points, 0);

  /** R20. */
  const position = (window: number, partner: string) => {
    const openingMinor: number = window === 0 ? 0 : position(window - 1, partner).carriedForwardMinor;
    const mine = legsOf(windows[window]!.id).filter((leg) => leg.account === `PARTNER:${partner}`);
    const creditsMinor = mine.filter(({ amount }) => amount > 0).reduce((sum, { amount }) => sum + amount, 0);
    const debitsMinor = -mine.filter(({ amount }) => amount < 0).reduce((sum, { amount }) => sum + amount, 0);
    const netMinor = openingMinor + creditsMinor - debitsMinor;
    const action =
      netMinor === 0
        ? 'NONE'
        : Math.abs(netMinor) < rules.carryForwardBelowMinor
          ? 'CARRY_FORWARD'
          : netMinor > 0
            ? 'PAY_PARTNER'
            : 'COLLECT_FROM_PARTNER';
    const byComponent: Record<string, number> = {};
    for (const { component, amount } of mine) byComponent[component] = (byComponent[component] ?? 0) + amount;
    const carried = action === 'CARRY_FORWARD';
    return {
      openingMinor,
      creditsMinor,
      debitsMinor,
      netMinor,
      action,
      settledMinor: carried ? 0 : netMinor,
      carriedForwardMinor: carried ? netMinor : 0,
      byComponent,
    };
  };

  // Everything that happens, in time: windows before transactions at one instant, older windows first.
  type Step = { at: number; rank: number; run: () => void };
  const steps: Step[] = [];
  for (const [at, { id, closeAt }] of windows.entries()) {
    steps.push({
      at: Date.parse(closeAt),
      rank: at * 2,
      run: () => {
        const bases = partners.map((partner) => baseOf(id, partner.id));
        if (rules.levyMinorPerWindow === 0 || bases.every((points) => points === 0)) return;
        const shares = largestRemainder(rules.levyMinorPerWindow, bases);
        current = { tx: `LEVY-${id}`, window: id };
        write('LEVY', [
          ...partners.map((partner, place) => ({
            account: `PARTNER:${partner.id}`,
            component: 'LEVY',
            amount: -shares[place]!,
          })),
          { account: 'OP:REV_LEVY', component: 'LEVY', amount: rules.levyMinorPerWindow },
        ]);
      },
    });
    steps.push({
      at: Math.max(finalAt[at]!, beginOf(dates[at]!.valueDate, programme.timeZone)),
      rank: at * 2 + 1,
      run: () => {
        current = { tx: `SETTLE-${id}`, window: id };
        for (const partner of partners) {
          const { settledMinor } = position(at, partner.id);
          const mine = { account: `PARTNER:${partner.id}`, component: 'SETTLEMENT', amount: -settledMinor };
          const bank = { account: 'OP:BANK', component: 'SETTLEMENT', amount: settledMinor };
          write('SETTLEMENT', settledMinor > 0 ? [mine, bank] : [bank, mine]);
        }
      },
    });
  }
  for (const [at, t] of inputs.transactions.entries())
    steps.push({ at: Date.parse(t.recordedAt), rank: 1_000 + at, run: () => apply(t) });
  steps.sort((a, b) => a.at - b.at || a.rank - b.rank);
  for (const step of steps) step.run();

  const journal = entries.map(({ legs, ...entry }, at) => ({
    id: `J${String(at + 1).padStart(3, '0')}`,
    ...entry,
    lines: legs.map((leg) => ({
      account: leg.account,
      side: leg.amount < 0 ? 'Dr' : 'Cr',
      amountMinor: Math.abs(leg.amount),
      component: leg.component,
    })),
  }));
  const totals = (some: Lot[]) => ({
    issued: some.reduce((sum, lot) => sum + lot.points, 0),
    outstanding: some.reduce((sum, lot) => sum + lot.remaining, 0),
    redeemed: some.reduce((sum, lot) => sum + lot.redeemed, 0),
    expired: some.reduce((sum, lot) => sum + lot.expired, 0),
    reversed: some.reduce((sum, lot) => sum + lot.reversed, 0),
  });
  const members: Record<string, unknown> = {};
  for (const member of new Set(lots.map((lot) => lot.member))) {
    const outstanding = totals(lots.filter((lot) => lot.member === member)).outstanding;
    const debt = debts.filter((one) => one.member === member).reduce((sum, one) => sum + one.open, 0);
    members[member] = { outstanding, debt, balance: outstanding - debt };
  }
  const trialBalance: Record<string, { drMinor: number; crMinor: number; balanceMinor: number }> = {};
  for (const { account: name, amount } of entries.flatMap(({ legs }) => legs)) {
    const sums = trialBalance[name] ?? { drMinor: 0, crMinor: 0, balanceMinor: 0 };
    trialBalance[name] = sums;
    if (amount < 0) sums.drMinor -= amount;
    else sums.crMinor += amount;
    sums.balanceMinor += amount;
  }
  const windowReports = Object.fromEntries(
    windows.map(({ id }, at) => {
      const positions = Object.fromEntries(partners.map((partner) => [partner.id, position(at, partner.id)]));
      const movement: Record<string, number> = {};
      for (const { account: name, amount } of legsOf(id))
        if (!name.startsWith('PARTNER:')) movement[name] = (movement[name] ?? 0) + amount;
      const operatorNetMinor =
        Object.values(movement).reduce((sum, amount) => sum + amount, 0) -
        Object.values(positions).reduce((sum, one) => sum + one.openingMinor, 0);
      const levied = entries.find((entry) => entry.type === 'LEVY' && entry.window === id);
      return [
        id,
        {
          levyBasePoints: Object.fromEntries(partners.map((partner) => [partner.id, baseOf(id, partner.id)])),
          levyMinor: Object.fromEntries(
            partners.map((partner) => [
              partner.id,
              0 - (levied?.legs.find((leg) => leg.account === `PARTNER:${partner.id}`)?.amount ?? 0),
            ]),
          ),
          positions,
          operatorNetMinor,
          sumCheckMinor: Object.values(positions).reduce((sum, one) => sum + one.netMinor, operatorNetMinor),
          operatorMovementByAccount: movement,
        },
      ];
    }),
  );
  // A partner's use of its cap, entry by entry: a warning from 80 %, a breach above 100 %.
  const capAlerts: Record<string, unknown>[] = [];
  const unsettled = new Map<string, number>();
  const levels = new Map<string, string>();
  for (const { id, tx, lines: moved } of journal) {
    const touched = new Set<string>();
    for (const { account: name, side, amountMinor } of moved) {
      if (!name.startsWith('PARTNER:')) continue;
      const partner = name.slice(8);
      unsettled.set(partner, (unsettled.get(partner) ?? 0) + (side === 'Cr' ? amountMinor : -amountMinor));
      touched.add(partner);
    }
    for (const partner of touched) {
      const capMinor = partnerOf(partner)!.netDebitCapMinor;
      if (capMinor === null) continue;
      const positionMinor = unsettled.get(partner)!;
      const used = Math.max(0, -positionMinor);
      const to = used > capMinor ? 'BREACH' : used > 0 && used >= capMinor * 0.8 ? 'WARN80' : 'OK';
      const from = levels.get(partner) ?? 'OK';
      if (from !== to) capAlerts.push({ entry: id, tx, partner, from, to, positionMinor, capMinor });
      levels.set(partner, to);
    }
  }
  const reserveRollForward: Record<string, Record<string, number>> = {};
  let reserveAtOpening = 0;
  for (const { id } of windows) {
    const row: Record<string, number> = { openingMinor: reserveAtOpening };
    for (const { account: name, component, amount } of legsOf(id)) {
      if (name !== 'OP:RESERVE') continue;
      row[component] = (row[component] ?? 0) + amount;
      reserveAtOpening += amount;
    }
    reserveRollForward[id] = { ...row, closingMinor: reserveAtOpening };
  }
  /** 7, in its order. */
  const reconcileFile = (asked: NonNullable<NaiveInputs['reconciliation']>) => {
    type Line = NaivePartnerLine & { verdict?: Record<string, unknown> };
    const amountOf = (tx: string) => results.find((result) => result.tx === tx)?.amountMinor as number | undefined;
    const file: Line[] = asked.partnerFile.map((line) => ({ ...line }));
    // What two persons post for a break is no record of a till.
    const posted = [...accepted.values()]
      .filter(({ transaction }) => transaction.partner === asked.partner && transaction.adjustment === undefined)
      .map(({ transaction, window }) => ({
        id: transaction.id,
        ref: transaction.partnerRef,
        type: transaction.type,
        points: transaction.points! + (transaction.campaign?.points ?? 0),
        amountMinor: amountOf(transaction.id),
        at: Date.parse(transaction.businessAt),
        window,
        verdict: undefined as Record<string, unknown> | undefined,
        used: false,
      }));
    const amountApart = (line: Line, of: (typeof posted)[number]) =>
      line.amountMinor === undefined || of.amountMinor === undefined ? 0 : line.amountMinor - of.amountMinor;
    const apart = (line: Line, of: (typeof posted)[number]) => Math.abs(Date.parse(line.businessAt) - of.at) / 1_000;
    for (const [at, line] of file.entries()) {
      const { partnerRef, type } = line;
      const told = { line: line.line, partnerRef };
      if (file.slice(0, at).some((other) => other.partnerRef === partnerRef && other.type === type)) {
        line.verdict = { ...told, result: 'DUPLICATE_IN_PARTNER_FILE' };
        continue;
      }
      const match = posted.find((other) => other.ref === partnerRef && other.type === type);
      if (match === undefined) continue;
      match.used = true;
      const seconds = apart(line, match);
      const pair = { ...told, tx: match.id };
      const differencePoints = line.points - match.points;
      if (match.window !== asked.window) line.verdict = { ...pair, result: 'TIMING', postedInWindow: match.window };
      else if (
        Math.abs(differencePoints) > asked.tolerancePoints ||
        Math.abs(amountApart(line, match)) > asked.toleranceMinor
      )
        line.verdict = {
          ...pair,
          result: 'AMOUNT_MISMATCH',
          partnerPoints: line.points,
          operatorPoints: match.points,
          differencePoints,
          ...(line.amountMinor === undefined || match.amountMinor === undefined
            ? {}
            : { differenceMinor: amountApart(line, match) }),
        };
      else if (seconds > asked.timeToleranceSeconds) line.verdict = { ...pair, result: 'TIME_MISMATCH', seconds };
      else if (seconds === 0 && differencePoints === 0 && amountApart(line, match) === 0)
        line.verdict = { ...pair, result: 'MATCHED' };
      else line.verdict = { ...pair, result: 'MATCHED_IN_TOLERANCE', seconds };
    }
    const lines = file.filter(({ verdict }) => verdict === undefined);
    const rest = posted.filter(({ used, window }) => !used && window === asked.window);
    const alike = (line: Line, of: (typeof posted)[number]) =>
      of.type === line.type &&
      of.points === line.points &&
      amountApart(line, of) === 0 &&
      apart(line, of) <= asked.timeToleranceSeconds;
    for (const line of lines) {
      const told = { line: line.line, partnerRef: line.partnerRef };
      const mine = rest.filter((of) => alike(line, of));
      const [only] = mine;
      if (only === undefined) line.verdict = { ...told, result: 'MISSING_AT_OPERATOR', partnerPoints: line.points };
      else if (mine.length === 1 && lines.filter((other) => alike(other, only)).length === 1) {
        only.used = true;
        line.verdict = { ...told, tx: only.id, result: 'PROPOSED_MATCH', seconds: apart(line, only) };
      } else line.verdict = { ...told, result: 'AMBIGUOUS' };
    }
    const left = rest
      .filter(({ used }) => !used)
      .map((of) => {
        const told = { tx: of.id, partnerRef: of.ref };
        return lines.some((line) => alike(line, of))
          ? { ...told, result: 'AMBIGUOUS' }
          : { ...told, result: 'MISSING_AT_PARTNER', operatorPoints: of.points };
      });
    return [...file.map(({ verdict }) => verdict), ...left];
  };
  // Gross documents (settlement.md 4): who supplied decides, holds are no supply.
  const documents = Object.fromEntries(
    windows.map(({ id: window }) => [
      window,
      Object.fromEntries(
        partners.map(({ id }) => {
          const mine = legsOf(window).filter((leg) => leg.account === `PARTNER:${id}`);
          const sum = (is: (leg: Leg) => boolean) =>
            mine.filter(is).reduce((total, { amount }) => total + Math.abs(amount), 0);
          const supplied = ['REDEMPTION', 'REDEMPTION_REVERSAL', 'DISPUTE_HOLD', 'DISPUTE_RELEASE'];
          const billed = sum((leg) => leg.amount < 0 && !supplied.includes(leg.component));
          return [
            id,
            {
              operatorInvoiceMinor: billed,
              operatorCreditNoteMinor: sum((leg) => leg.amount > 0 && !supplied.includes(leg.component)),
              selfBilledInvoiceMinor: sum((leg) => leg.component === 'REDEMPTION'),
              selfBilledCreditNoteMinor: sum((leg) => leg.component === 'REDEMPTION_REVERSAL'),
              holdMinor: mine
                .filter((leg) => leg.component.startsWith('DISPUTE_'))
                .reduce((total, { amount }) => total + amount, 0),
              vat19OnOperatorInvoiceMinor: half(billed * 19, 100),
            },
          ];
        }),
      ),
    ]),
  );
  const bilateral = Object.fromEntries(
    windows.map(({ id }) => {
      const rows: Record<string, Record<string, number>> = {};
      for (const one of owed.filter(({ window }) => window === id)) {
        const row = rows[one.funder] ?? {};
        rows[one.funder] = row;
        row[one.to] = (row[one.to] ?? 0) + one.amount;
      }
      for (const [funder, row] of Object.entries(rows)) {
        for (const [to, amount] of Object.entries(row)) if (amount === 0) delete row[to];
        if (Object.keys(row).length === 0) delete rows[funder];
      }
      return [id, rows];
    }),
  );
  return {
    windowDates: Object.fromEntries(windows.map(({ id }, at) => [id, dates[at]])),
    points: totals(lots),
    pointsByFunder: Object.fromEntries(
      [OP, ...partners.map(({ id }) => id)].map((funder) => [
        funder,
        totals(lots.filter((lot) => lot.funder === funder)),
      ]),
    ),
    members,
    debts: debts.map(({ lot, ...debt }) => ({ ...debt, lot: lot.id })),
    ...(inputs.reconciliation === undefined ? {} : { reconciliation: reconcileFile(inputs.reconciliation) }),
    documents,
    model: {
      results,
      lots: lots.map(({ reserveState: _r, serviceState: _s, asked: _a, reserve, service, ...lot }) => ({
        ...lot,
        serviceFeeMinor: service,
        ...(pool ? { reserveMinor: reserve, reserveLeftMinor: left({ ...lot, reserve } as Lot) } : {}),
      })),
      journal,
      windows: windowReports,
      trialBalance,
      finalCarryForward: Object.fromEntries(
        partners.map(({ id }) => [id, position(windows.length - 1, id).carriedForwardMinor]),
      ),
      capAlerts,
      ...(pool ? { reserveRollForward } : { bilateralObligations: bilateral }),
    },
  };
}
