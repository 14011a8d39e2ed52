/**
 * Random scenarios, the same for the same seed: 40 to 140 transactions that earn, spend, give back, dispute, lapse, repeat and come late,
 * some at the very instant at which a window closes, several at one instant, in windows with gaps between them, in currencies of 0, 2 and 3 digits.
 *
 * Every field that decides something is drawn: terms, both spending orders, caps that block and partners without one, bonuses that partners
 * pay for, points that never lapse or come lapsed, disputes that name their window or end in a reversal, instants with offsets, transactions
 * out of order, windows that close beside midnight, and a partner's own file with every kind of difference. Not drawn are texts that only
 * describe (`rateScale`, most of `rules`) and addresses and accounts of partners, which no figure hangs on.
 */
import type { NaiveInputs, NaivePartnerLine, NaiveTransaction } from './naive-settlement.ts';

/** mulberry32: small, fast, the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const DAY = 86_400_000;
const ZONES = ['Europe/Berlin', 'Asia/Dubai', 'America/New_York', 'UTC', 'Pacific/Auckland', 'Asia/Kathmandu'];
const CURRENCIES = [
  ...Array.from({ length: 4 }, () => ({ currency: 'EUR', minorUnitDigits: 2 })),
  { currency: 'JPY', minorUnitDigits: 0 },
  { currency: 'BHD', minorUnitDigits: 3 },
];
/** Shares whose largest remainders tie, and one that pays nothing. */
const EVEN_SHARES = [
  [5_000, 5_000],
  [3_333, 3_333, 3_334],
  [2_500, 2_500, 2_500, 2_500],
  [0, 10_000],
];
const dateOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
const instantOf = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`;
/** The same instant as clocks elsewhere write it. */
const instantWith = (millis: number, hours: number): string =>
  `${new Date(millis + hours * 3_600_000).toISOString().slice(0, 23)}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;

/** Midnight at the beginning of a day in a zone. */
function midnight(date: string, timeZone: string): number {
  const inZone = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  let at = Date.parse(`${date}T00:00:00Z`) - DAY;
  while (inZone.format(at) < date) at += 900_000;
  return at;
}

export function randomScenario(seed: number): NaiveInputs {
  const random = randomFrom(seed * 7_919 + 13);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const one = <Item>(items: readonly Item[]): Item => items[whole(0, items.length - 1)]!;
  const chance = (share: number): boolean => random() < share;

  const timeZone = one(ZONES);
  const operator = one(['OP', 'OP', 'OP', 'Betreiber GmbH']);
  const reserveRateMicro = chance(0.05) ? 0 : whole(50, 95) * 100 + whole(0, 99);
  const name = one(['P', 'P', 'P', 'Händler Nr. ']);
  const partners = Array.from({ length: one([whole(2, 6), whole(2, 6), whole(2, 6), whole(1, 14)]) }, (_, at) => {
    const acceptor = at < 2 || chance(0.7);
    return {
      id: `${name}${at + 1}`,
      name: `Partner ${at + 1}`,
      issuer: at < 2 || !acceptor || chance(0.8),
      acceptor,
      issuePriceMicro: reserveRateMicro + (chance(0.05) ? 0 : whole(0, 3_000)),
      reimbursementMicro: acceptor ? (chance(0.05) ? 0 : whole(4_000, 11_000)) : null,
      serviceFeeMicro: chance(0.05) ? 0 : whole(0, 1_500),
      expiryShareBp: one([0, 0, 2_500, 5_000, 10_000, 3_333]),
      netDebitCapMinor: chance(0.1) ? null : chance(0.05) ? 0 : whole(1_000, 60_000),
    };
  });
  const issuers = partners.filter(({ issuer }) => issuer);
  const acceptors = partners.filter(({ acceptor }) => acceptor);
  const start = Date.parse('2026-01-01T00:00:00Z') + whole(0, 300) * DAY;
  const length = one([7, 7, 14, 30, 31]);
  // Between a window that has closed and the opening of the next nothing is closed: what comes then is the next one's.
  const gap = chance(0.15) ? whole(1, 2) : 0;
  // Somebody closes by hand, hours before or after the midnight that the window stands for.
  const beside = chance(0.2) ? one([-6, -1, 2, 9]) * 3_600_000 : 0;
  const elsewhere = chance(0.15) ? one([-5, 2, 9]) : null;
  const written = (millis: number): string => (elsewhere === null ? instantOf(millis) : instantWith(millis, elsewhere));
  const windows = Array.from({ length: whole(1, 6) }, (_, at) => {
    const first = dateOf(start + (at * length + (at > 0 ? gap : 0)) * DAY);
    const next = dateOf(start + (at + 1) * length * DAY);
    return {
      id: `W${at + 1}`,
      label: first,
      openAt: written(midnight(first, timeZone) + (at > 0 ? beside : 0)),
      closeAt: written(midnight(next, timeZone) + beside),
      closeDate: dateOf(start + (at + 1) * length * DAY - DAY),
    };
  });
  const cycle = one([
    { adviceBusinessDays: 2, disputeBusinessDays: 5, valueBusinessDays: 8, calendar: 'TARGET' },
    { adviceBusinessDays: 1, disputeBusinessDays: 3, valueBusinessDays: 4, calendar: 'WEEKLY:5' },
    { adviceBusinessDays: 0, disputeBusinessDays: 1, valueBusinessDays: 2, calendar: 'WEEKENDS' },
    { adviceBusinessDays: 1, disputeBusinessDays: 0, valueBusinessDays: 1, calendar: 'TARGET' },
  ]);
  const rules: NaiveInputs['rules'] = {
    restoreGraceDays: one([0, 7, 30]),
    refundShortfall: chance(0.85) ? 'MEMBER_DEBT' : 'ISSUER_ABSORBS',
    latePresentmentDays: one([3, 10, 30]),
    lateBeyondLimit: chance(0.85) ? 'REJECT' : 'FLAG',
    clearingFeeBp: one([0, 150, 37, 999]),
    clearingFeePayer: chance(0.8) ? 'FUNDER' : 'ACCEPTOR',
    clearingFeeExempt: chance(0.8) ? ['own-brand (funder = acceptor)', 'operator-funded'] : ['operator-funded'],
    earnReversalRefundsServiceFee: chance(0.8),
    redemptionReversalRefundsClearingFee: chance(0.8),
    levyMinorPerWindow: one([0, 10_000, 333, 1]),
    carryForwardBelowMinor: one([0, 2_500, 100_000]),
    lotOrder: chance(0.6) ? 'FIFO by lotSeq' : 'SOONEST_EXPIRY, then oldest',
    netDebitCapMode: one(['ALERT (does not block)', 'ALERT', 'ALERT', 'BLOCK_ISSUE', 'BLOCK_ALL']),
  };

  const members = Array.from({ length: whole(1, 6) }, (_, at) => `M${at + 1}`);
  const begin = Date.parse(windows[0]!.openAt);
  const end = Date.parse(windows.at(-1)!.closeAt);
  const count = whole(40, 140);
  const closes = windows.slice(0, -1).map(({ closeAt }) => Date.parse(closeAt));
  const times = Array.from({ length: count }, () => {
    if (closes.length > 0 && chance(0.06)) return one(closes) + one([-1_000, 0, 0, 1_000]);
    return begin + Math.floor((random() * (end - begin - 2_000)) / 1000) * 1000 + 1000;
  }).sort((a, b) => a - b);
  for (let at = 1; at < count; at += 1) if (chance(0.05)) times[at] = times[at - 1]!;
  // A window without anything in it.
  const empty = chance(0.3) ? one(windows) : null;
  const transactions: NaiveTransaction[] = [];
  const earned: NaiveTransaction[] = [];
  const redeemed: NaiveTransaction[] = [];
  const givenBack: NaiveTransaction[] = [];
  const disputed: { id: string; of: NaiveTransaction }[] = [];
  const windowOf = (instant: string) => windows.find(({ closeAt }) => Date.parse(instant) < Date.parse(closeAt));
  const guess = new Map<string, number>(members.map((member) => [member, 0]));
  const small = chance(0.3);
  for (const [at, recorded] of times.entries()) {
    if (empty !== null && recorded >= Date.parse(empty.openAt) && recorded < Date.parse(empty.closeAt)) continue;
    const id = `T${String(at + 1).padStart(3, '0')}`;
    // A till's clock may be a little ahead.
    const lag = chance(0.06)
      ? whole(1, 45) * DAY
      : chance(0.2)
        ? whole(0, 40) * 3_600_000
        : whole(0, 20) * 1000 - (chance(0.05) ? 60_000 : 0);
    const base = { id, partnerRef: `R-${id}`, businessAt: written(recorded - lag), recordedAt: written(recorded) };
    const lapses = chance(0.35) ? (chance(0.1) ? -whole(0, 3) : whole(1, 25)) : whole(100, 800);
    const expiresOn = chance(0.04) ? null : dateOf(recorded + lapses * DAY);
    const member = one(members);
    const size = () => (small ? whole(1, 60) : chance(0.15) ? whole(1, 9) : whole(10, 20_000));
    const kind = random();
    if (kind < 0.34 || earned.length === 0) {
      const earn: NaiveTransaction = {
        ...base,
        type: 'EARN',
        partner: one(issuers).id,
        member,
        points: size(),
        expiresOn,
      };
      if (chance(0.25)) {
        const shuffled = [operator, ...partners.map(({ id: partner }) => partner)].sort(() => random() - 0.5);
        const even = chance(0.3) ? one(EVEN_SHARES.filter((shares) => shares.length <= shuffled.length)) : null;
        const funders = shuffled.slice(0, even?.length ?? whole(1, 3));
        let left = 10_000;
        const funding = funders.map((funder, place) => {
          const drawn = place === funders.length - 1 ? left : whole(1, left - (funders.length - place));
          const shareBp = even?.[place] ?? drawn;
          left -= shareBp;
          return { funder, shareBp };
        });
        earn.campaign = { id: `C${at}`, points: even === null ? size() : whole(1, 40), funding };
      }
      if (chance(0.05))
        earn.adjustment = { breakRef: `B${at}`, proposedBy: 'u.anna', approvedBy: chance(0.8) ? 'u.bert' : 'u.anna' };
      if (earn.adjustment !== undefined) delete earn.campaign;
      if (chance(0.03)) earn.partner = 'NOBODY';
      transactions.push(earn);
      earned.push(earn);
      guess.set(member, guess.get(member)! + earn.points!);
    } else if (kind < 0.4) {
      const funder = chance(0.7) ? operator : one(partners).id;
      const bonus = { ...base, type: 'BONUS', member, funder, points: size(), expiresOn };
      transactions.push(bonus);
      earned.push(bonus);
      guess.set(member, guess.get(member)! + bonus.points);
    } else if (kind < 0.62) {
      const has = Math.max(1, guess.get(member)!);
      const points = chance(0.06) ? has * 3 + 1 : Math.max(1, Math.floor(has * (chance(0.4) ? 0.9 : random() * 0.6)));
      const redeem = { ...base, type: 'REDEEM', partner: one(acceptors).id, member, points };
      transactions.push(redeem);
      redeemed.push(redeem);
      guess.set(member, Math.max(0, guess.get(member)! - points));
    } else if (kind < 0.77) {
      const of = one(earned);
      const points = chance(0.3) ? of.points! : whole(1, Math.max(1, Math.ceil(of.points! * 0.7)));
      const reversal = {
        ...base,
        type: 'EARN_REVERSAL',
        ...(of.partner === undefined ? {} : { partner: of.partner }),
        of: of.id,
        points,
      };
      transactions.push(reversal);
      givenBack.push(reversal);
    } else if (kind < 0.88 && redeemed.length > 0) {
      const of = one(redeemed);
      const points = chance(0.3) ? of.points! : whole(1, Math.max(1, Math.ceil(of.points! * 0.6)));
      const refund = { ...base, type: 'REDEEM_REVERSAL', partner: of.partner!, of: of.id, points };
      transactions.push(refund);
      givenBack.push(refund);
    } else if (kind < 0.92) {
      transactions.push({
        ...base,
        businessAt: base.recordedAt,
        type: 'EXPIRY',
        asOf: dateOf(recorded - whole(0, 20) * DAY),
      });
    } else if (kind < 0.95) {
      const of = one(chance(0.2) && givenBack.length > 0 ? givenBack : [...redeemed, ...earned]);
      transactions.push({
        ...base,
        businessAt: base.recordedAt,
        type: 'DISPUTE_HOLD',
        of: of.id,
        dispute: `D${at}`,
        raisedBy: one(partners).id,
        reason: 'UNAUTHORISED',
        ...(chance(0.3) && recorded - Date.parse(of.recordedAt) < 20 * DAY
          ? { postToWindow: windowOf(of.recordedAt)!.id }
          : {}),
      });
      disputed.push({ id: `D${at}`, of });
    } else if (kind < 0.97 && disputed.length > 0) {
      const dispute = one(disputed);
      transactions.push({
        ...base,
        businessAt: base.recordedAt,
        type: 'DISPUTE_RELEASE',
        of: dispute.of.id,
        dispute: dispute.id,
        outcome: one(['UPHELD', 'PARTIALLY_UPHELD', 'REJECTED', 'WITHDRAWN']),
      });
      // Upheld: points go back in an entry of their own.
      if (dispute.of.type === 'REDEEM' && chance(0.5)) {
        const refund = {
          ...base,
          id: `${id}R`,
          partnerRef: `R-${id}R`,
          businessAt: base.recordedAt,
          type: 'REDEEM_REVERSAL',
          partner: dispute.of.partner!,
          of: dispute.of.id,
          dispute: dispute.id,
          points: whole(1, Math.max(1, Math.ceil(dispute.of.points! * 0.6))),
        };
        transactions.push(refund);
        givenBack.push(refund);
      }
    } else {
      const again = one(transactions);
      if (again.type === 'EARN' || again.type === 'REDEEM' || again.type === 'REDEEM_REVERSAL')
        transactions.push({ ...again, id, recordedAt: base.recordedAt });
    }
  }
  const money = one(CURRENCIES);
  const reconciliation = chance(0.7) ? partnerFile() : undefined;
  if (chance(0.15)) transactions.sort(() => random() - 0.5);
  return {
    programme: { id: chance(0.8) ? `S${seed}` : `Prämien & Co, Nr. ${seed}`, operator, ...money, timeZone },
    rules,
    reserveRateMicro,
    partners,
    windows,
    cycle,
    transactions,
    ...(reconciliation === undefined ? {} : { reconciliation }),
  };

  /** What a partner has written down of a window: most of it, some of it wrong, some of it twice, some of other windows. */
  function partnerFile(): NonNullable<NaiveInputs['reconciliation']> {
    const partner = one(partners).id;
    const window = one(windows);
    const known = transactions.filter(
      (transaction) => transaction.partner === partner && (windowOf(transaction.recordedAt) === window || chance(0.2)),
    );
    const timeToleranceSeconds = one([0, 60, 300, 3_600]);
    // Some tills know what they are paid.
    const knowsAmounts = chance(0.5);
    const { reimbursementMicro } = partners.find(({ id }) => id === partner)!;
    const paidFor = ({ points }: NaiveTransaction): number =>
      Math.floor((points! * (reimbursementMicro ?? 0)) / 10 ** (6 - money.minorUnitDigits) + 0.5);
    const lines: NaivePartnerLine[] = [];
    const write = (of: NaiveTransaction, changed: Partial<NaivePartnerLine>): void => {
      lines.push({
        line: lines.length + 1,
        partnerRef: of.partnerRef,
        type: of.type,
        points: of.points! + (of.campaign?.points ?? 0),
        businessAt: of.businessAt,
        ...(knowsAmounts && of.type === 'REDEEM'
          ? { amountMinor: paidFor(of) + (chance(0.1) ? one([-2, -1, 1]) : 0) }
          : {}),
        ...changed,
      });
    };
    for (const of of known) {
      if (chance(0.1)) continue;
      const seconds = chance(0.3) ? one([1, 60, 61, 300, 3_600, 3_601]) * one([-1, 1]) : 0;
      const points = of.points! + (of.campaign?.points ?? 0) + (chance(0.15) ? one([-1, 1, 2, 45]) : 0);
      const businessAt = instantOf(Date.parse(of.businessAt) + seconds * 1_000);
      // Another till's numbering: only what it says of itself can tell what it is.
      const partnerRef = chance(0.15) ? `TILL-${lines.length}` : of.partnerRef;
      write(of, { points: Math.max(0, points), businessAt, partnerRef });
      if (chance(0.06)) write(of, { partnerRef });
      if (chance(0.06)) write(of, { partnerRef: `COPY-${lines.length}` });
    }
    if (chance(0.3) && earned.length > 0) write(one(earned), { partnerRef: 'NEVER-SENT', points: 777 });
    return {
      partner,
      window: window.id,
      toleranceMinor: one([0, 0, 1]),
      tolerancePoints: one([0, 0, 1]),
      timeToleranceSeconds,
      partnerFile: lines,
    };
  }
}
