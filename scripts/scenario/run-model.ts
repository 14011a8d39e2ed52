/**
 * A scenario under one funding model, through the API: every transaction is a mutation at its time, every figure is read back.
 *
 * set the clock -> the windows that are due (close, end of review, settlement) -> the transaction -> what it posted, under the
 * scenario's names. At the end what is left of the windows, and the lots as they then stand.
 */
import { formatAmount } from '../../subgraphs/shared/money.ts';
import type { Api, ApiCaller, Credentials } from '../api.ts';
import { must, mutate } from '../replay/mutate.ts';
import type { Scenario, ScenarioTransaction } from './input.ts';
import { type Coalition, type FundingModel, setUpCoalition } from './set-up.ts';
import { type CycleDates, endOfDay, endsOf, inRecordedOrder } from './timeline.ts';

export interface JournalLine {
  readonly account: string;
  readonly side: 'Dr' | 'Cr';
  readonly amountMinor: number;
  readonly component: string;
}

export interface JournalEntry {
  readonly id: string;
  readonly tx: string;
  readonly type: string;
  readonly window: string;
  readonly memo?: string;
  readonly lines: readonly JournalLine[];
}

export interface LotState {
  readonly id: string;
  readonly member: string;
  readonly issuedAt: string;
  readonly funder: string;
  readonly tx: string;
  readonly component: string;
  readonly points: number;
  readonly remaining: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly reversed: number;
  readonly expiresOn: string | null;
  readonly reserveMinor: number;
  readonly serviceFeeMinor: number;
  readonly reserveLeftMinor: number;
}

export interface DebtState {
  readonly member: string;
  readonly lot: string;
  readonly tx: string;
  readonly points: number;
  open: number;
  readonly recoveries: { readonly tx: string; readonly lot: string; readonly points: number }[];
}

export interface WindowState {
  readonly levyBasePoints: Record<string, number>;
  readonly levyMinor: Record<string, number>;
  readonly positions: Record<string, Position>;
  readonly operatorNetMinor: number;
  readonly sumCheckMinor: number;
  readonly operatorMovementByAccount: Record<string, number>;
  readonly obligations: Record<string, Record<string, number>>;
}

export interface Position {
  readonly openingMinor: number;
  readonly creditsMinor: number;
  readonly debitsMinor: number;
  readonly netMinor: number;
  readonly action: string;
  readonly settledMinor: number;
  readonly carriedForwardMinor: number;
  readonly byComponent: Record<string, number>;
}

export type Result = Record<string, unknown> & { readonly tx: string; readonly type: string; readonly window: string };

export interface ModelRun {
  readonly model: FundingModel;
  readonly results: readonly Result[];
  readonly lots: readonly LotState[];
  readonly journal: readonly JournalEntry[];
  readonly debts: readonly DebtState[];
  readonly windows: ReadonlyMap<string, WindowState>;
  readonly windowDates: Record<string, CycleDates>;
  /** Accepted transactions with the window they are in. */
  readonly postedIn: ReadonlyMap<string, string>;
}

/** A clock that is set. */
export interface TestClock {
  now: number;
}

interface EntryAnswer {
  type: string;
  memo: string | null;
  legs: { account: string; component: string; amount: number }[];
}
interface PostedAnswer {
  id: string;
  recordedAt: string;
  kind: string;
  window: { id: string } | null;
  amount: { minorUnits: number } | null;
  funding: { lotId: string; funder: { id: string } | null; points: number; amount: { minorUnits: number } | null }[];
  entries: EntryAnswer[];
  lots: { id: string }[];
  allocation: {
    lotId: string;
    funder: { id: string } | null;
    points: number;
    amount: number | null;
    reversed: number | null;
    debt: number | null;
    absorbed: number | null;
    expired: number | null;
    reserveReleased: number | null;
    returnedToFunder: number | null;
  }[];
  debts: { id: string; lotId: string; points: number }[];
  recoveries: { debtId: string; lotId: string; points: number }[];
}

const ENTRIES = 'entries { type memo legs { account component amount } }';
const POSTED = `id recordedAt kind window { id } amount { minorUnits }
  funding { lotId funder { id } points amount { minorUnits } } ${ENTRIES} lots { id }
  allocation { lotId funder { id } points amount reversed debt absorbed expired reserveReleased returnedToFunder }
  debts { id lotId points } recoveries { debtId lotId points }`;
const TRANSACTION = `transaction { ${POSTED} }`;
const WINDOW = `id state cycle { close advice disputeDeadline valueDate } ${ENTRIES}`;
const LOT =
  'id issuer { id } funder { id } component points remaining redeemed expired reversed expiresOn reserve reserveLeft serviceFee';
const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';
const DAY_MILLIS = 86_400_000;
const LOOK_UP_BATCH = 20;

type Refusal = { readonly code: string };
type Done = { readonly posted: readonly PostedAnswer[]; readonly extra?: Record<string, unknown> } | Refusal;

/** Runs a scenario. The clock is that of the server behind `api`. */
export async function runModel(
  api: Api,
  platform: Credentials,
  scenario: Scenario,
  model: FundingModel,
  clock: TestClock,
): Promise<ModelRun> {
  const first = Math.min(
    ...scenario.windows.map(({ openAt }) => Date.parse(openAt)),
    ...scenario.transactions.map(({ recordedAt }) => Date.parse(recordedAt)),
  );
  clock.now = first - DAY_MILLIS;
  const coalition = await setUpCoalition(api, platform, scenario, model);
  const run = new Run(scenario, model, coalition, clock);
  await run.openFirstWindow(first);
  for (const transaction of inRecordedOrder(scenario.transactions)) {
    await run.windowsUntil(Date.parse(transaction.recordedAt));
    await run.post(transaction);
  }
  await run.windowsUntil(Number.POSITIVE_INFINITY);
  return run.finish();
}

interface Due {
  readonly at: number;
  readonly window: number;
  readonly step: 'close' | 'finalise' | 'settle';
}

class Run {
  private readonly scenario: Scenario;
  private readonly model: FundingModel;
  private readonly coalition: Coalition;
  private readonly clock: TestClock;
  private readonly operator: ApiCaller;

  private readonly results: Result[] = [];
  private readonly journal: JournalEntry[] = [];
  private readonly debts = new Map<string, DebtState>();
  /** Labels of lots, and of transactions, by id. */
  private readonly lotNames = new Map<string, string>();
  private readonly transactionNames = new Map<string, string>();
  private readonly earns: { readonly id: string; readonly tx: string; readonly member: string }[] = [];
  /** Of accepted transactions, by the scenario's names. */
  private readonly posted = new Map<
    string,
    { id: string; window: string; kind: string; partner: string | null; member: string }
  >();
  private readonly firstOfKey = new Map<string, string>();
  private readonly disputes = new Map<string, string>();
  private readonly expiries = new Set<string>();
  /** Ids of windows by their place. */
  private readonly windowIds: string[] = [];
  private readonly windowDates: Record<string, CycleDates> = {};
  private due: Due[];

  constructor(scenario: Scenario, model: FundingModel, coalition: Coalition, clock: TestClock) {
    this.scenario = scenario;
    this.model = model;
    this.coalition = coalition;
    this.clock = clock;
    this.operator = coalition.operator;
    this.due = scenario.windows.map(({ closeAt }, window) => ({ at: Date.parse(closeAt), window, step: 'close' }));
  }

  /** A sweep opens the first window: there is none before something is asked of the ledger. */
  async openFirstWindow(at: number): Promise<void> {
    this.clock.now = at;
    await must(this.operator, 'expirePoints', { idempotencyKey: 'open' }, 'expired');
    const { settlementWindow } = await this.operator.ask<{ settlementWindow: { id: string } }>(
      '{ settlementWindow { id } }',
    );
    this.windowIds.push(settlementWindow.id);
  }

  /** What happens to windows up to and at an instant. */
  async windowsUntil(instant: number): Promise<void> {
    for (;;) {
      this.due.sort((a, b) => a.at - b.at || a.window - b.window || STEPS.indexOf(a.step) - STEPS.indexOf(b.step));
      const next = this.due[0];
      if (next === undefined || next.at > instant) return;
      this.due = this.due.slice(1);
      this.clock.now = Math.max(this.clock.now, next.at);
      await this.step(next);
    }
  }

  private async step({ at, window, step }: Due): Promise<void> {
    const windowId = this.windowIds[window] ?? '';
    const { id: label, closeDate } = this.scenario.windows[window]!;
    type WindowAnswer = { id: string; state: string; cycle: CycleDates; entries: EntryAnswer[] };
    const idempotencyKey = `${step}:${window}`;
    if (step === 'close') {
      const { window: closed, opened } = await must<{ window: WindowAnswer; opened: { id: string } }>(
        this.operator,
        'closeSettlementWindow',
        { idempotencyKey, windowId, label, closeDate },
        `window { ${WINDOW} } opened { id }`,
      );
      this.windowIds.push(opened.id);
      this.windowDates[label] = closed.cycle;
      this.write(`LEVY-${label}`, label, closed.entries);
      if (closed.state === 'SETTLED') return;
      const { finalAt, settledAt } = endsOf(this.scenario, label, closed.cycle, at);
      const after = Math.max(0, ...this.due.filter((one) => one.step === 'finalise').map((one) => one.at));
      if (this.hasReview) this.due.push({ at: Math.max(finalAt, after), window, step: 'finalise' });
      this.due.push({ at: this.hasReview ? Math.max(settledAt, after) : settledAt, window, step: 'settle' });
    } else if (step === 'finalise') {
      await must(this.operator, 'beginReview', { idempotencyKey: `review:${window}`, windowId }, 'window { id }');
      await this.agree('FINALISE', window, windowId);
    } else {
      if (this.hasReview) {
        const { settlementWindow } = await this.operator.ask<{ settlementWindow: { state: string } }>(
          'query ($id: ID!) { settlementWindow(id: $id) { state } }',
          { id: windowId },
        );
        // Nothing to pay: it was settled when it was final.
        if (settlementWindow.state === 'SETTLED') return;
        await this.agree('RELEASE', window, windowId);
      }
      const { window: settled } = await must<{ window: WindowAnswer }>(
        this.operator,
        'settleWindow',
        { idempotencyKey, windowId },
        `window { ${WINDOW} }`,
      );
      this.write(
        `SETTLE-${label}`,
        label,
        settled.entries.filter(({ type }) => type === 'SETTLEMENT'),
      );
    }
  }

  /** A step of settlement that two persons take. */
  private async agree(step: 'FINALISE' | 'RELEASE', window: number, windowId: string): Promise<void> {
    const [proposer, approver] = await Promise.all(
      ['u.proposer', 'u.approver'].map((name) => this.coalition.person(name)),
    );
    const { proposal } = await must<{ proposal: { id: string; shownHash: string } }>(
      proposer!,
      'proposeSettlementStep',
      { idempotencyKey: `${step}:${window}`, windowId, step },
      'proposal { id shownHash }',
    );
    const { id: proposalId, shownHash } = proposal;
    const input = { idempotencyKey: `${step}:${window}`, proposalId, shownHash };
    await must(approver!, 'approveSettlementStep', input, 'proposal { state }');
  }

  private get hasReview(): boolean {
    return this.scenario.cycle.disputeBusinessDays > 0;
  }

  /** Posts a transaction and says what became of it. */
  async post(transaction: ScenarioTransaction): Promise<void> {
    const { id, type } = transaction;
    this.clock.now = Math.max(this.clock.now, Date.parse(transaction.recordedAt));
    const result: Record<string, unknown> = { tx: id, type, window: this.openWindow, status: 'ACCEPTED' };
    const done = await this.ask(transaction);
    if ('code' in done) {
      result.status = 'REJECTED';
      result.reason = done.code;
    } else {
      const [main] = done.posted;
      const window = main === undefined ? this.openWindow : this.windowName(main.window?.id);
      result.window = window;
      if (this.isInEarlierWindow(transaction, window)) result.flag = 'BUSINESS_DATE_IN_EARLIER_WINDOW';
      else if (this.daysLate(transaction) > this.lateLimit) result.flag = 'LATE_PRESENTMENT';
      Object.assign(result, this.keep(transaction, window, done.posted));
    }
    this.results.push(result as Result);
  }

  private get openWindow(): string {
    return this.scenario.windows[this.windowIds.length - 1]?.id ?? '';
  }

  private windowName(windowId: string | undefined): string {
    return this.scenario.windows[this.windowIds.indexOf(windowId ?? '')]?.id ?? this.openWindow;
  }

  private isInEarlierWindow({ type, businessAt }: ScenarioTransaction, window: string): boolean {
    if (type === 'DISPUTE_HOLD') return false;
    const own = this.scenario.windows.findIndex(({ id }) => id === window);
    const business = this.scenario.windows.findIndex(({ closeAt }) => Date.parse(businessAt) < Date.parse(closeAt));
    return business >= 0 && business < own;
  }

  private get lateLimit(): number {
    return this.scenario.rules.latePresentmentDays ?? Number.POSITIVE_INFINITY;
  }

  private daysLate({ businessAt, recordedAt }: ScenarioTransaction): number {
    return Math.floor((Date.parse(recordedAt) - Date.parse(businessAt)) / DAY_MILLIS);
  }

  /** Asks the API for a transaction: what was posted, or why not. A reference that was used before names the first that used it. */
  private async ask(transaction: ScenarioTransaction): Promise<Done> {
    const { id, partner, partnerRef } = transaction;
    const key = `${partner ?? this.scenario.programme.operator}:${partnerRef ?? `no reference: ${id}`}`;
    const first = this.firstOfKey.get(key);
    if (first !== undefined) return { code: `DUPLICATE_OF ${first}` };
    this.firstOfKey.set(key, id);
    const late = this.daysLate(transaction);
    const adjusting = 'adjustment' in transaction && transaction.adjustment !== undefined;
    const isLate = late > this.lateLimit && this.scenario.rules.lateBeyondLimit === 'REJECT' && !adjusting;
    const lateCode = { code: `LATE_PRESENTMENT ${late} days > ${this.lateLimit}` };
    if (partner !== undefined && !this.coalition.partners.has(partner) && partner !== this.scenario.programme.operator)
      return { code: 'PARTNER_UNKNOWN' };
    // What the operator sends itself has no contract that limits it.
    if (isLate && partner === undefined) return lateCode;
    const done = await this.send(transaction, key.slice(0, 200));
    // Refused for two reasons, it is late first: what comes too late is not looked at.
    return 'code' in done && isLate ? lateCode : done;
  }

  private async send(transaction: ScenarioTransaction, idempotencyKey: string): Promise<Done> {
    const { programme } = this.scenario;
    const occurredAt = transaction.businessAt;
    const reference = transaction.partnerRef?.slice(0, 100);
    const common = { idempotencyKey, occurredAt };
    switch (transaction.type) {
      case 'EARN': {
        const { partner, points, expiresOn = null, campaign, member } = transaction;
        const share = (funder: string, basisPoints: number) => ({ funderId: this.funderId(funder), basisPoints });
        const awards = [
          { component: 'BASE', points, expiresOn, funding: [share(partner, 10_000)] },
          ...(campaign === undefined
            ? []
            : [
                {
                  component: `CAMPAIGN:${campaign.id}`,
                  points: campaign.points,
                  expiresOn,
                  funding: campaign.funding
                    .filter(({ shareBp }) => shareBp > 0)
                    .map(({ funder, shareBp }) => share(funder, shareBp)),
                },
              ]),
        ];
        if (transaction.adjustment !== undefined)
          return this.adjust(transaction, transaction.adjustment, idempotencyKey);
        return this.mutation('recordPurchase', {
          ...common,
          reference,
          storeId: this.storeOf(partner),
          memberId: this.memberId(member),
          amount: { amount: formatAmount(BigInt(points), programme.currency), currency: programme.currency },
          awards,
        });
      }
      case 'BONUS': {
        const { funder = programme.operator, points, expiresOn = null, member } = transaction;
        const funding = [{ funderId: this.funderId(funder), basisPoints: 10_000 }];
        return this.mutation('grantPoints', {
          ...common,
          reference,
          memberId: this.memberId(member),
          awards: [{ component: 'BONUS', points, expiresOn, funding }],
        });
      }
      case 'REDEEM':
        return this.mutation('redeemPoints', {
          ...common,
          reference,
          storeId: this.storeOf(transaction.partner),
          memberId: this.memberId(transaction.member),
          points: transaction.points,
        });
      case 'EARN_REVERSAL': {
        const original = this.posted.get(transaction.of);
        // Points of a grant come back where there was no till.
        const till = original === undefined ? (transaction.partner ?? null) : original.partner;
        return this.mutation('recordReturn', {
          ...common,
          reference,
          storeId: till === null ? null : this.storeOf(till),
          purchaseId: original?.id ?? UNKNOWN_ID,
          points: transaction.points,
        });
      }
      case 'REDEEM_REVERSAL':
        return this.mutation('refundRedemption', {
          ...common,
          redemptionId: this.posted.get(transaction.of)?.id ?? UNKNOWN_ID,
          points: transaction.points,
        });
      case 'EXPIRY':
        return this.expire(transaction.asOf, idempotencyKey);
      case 'DISPUTE_HOLD': {
        const { dispute = transaction.id, raisedBy, reason = 'DISPUTED', of } = transaction;
        const open = (key: string, raisedById: string | null) =>
          mutate<{ dispute: { id: string }; transaction: PostedAnswer }>(
            this.operator,
            'openDispute',
            {
              idempotencyKey: key,
              transactionId: this.posted.get(of)?.id ?? UNKNOWN_ID,
              raisedById,
              reason: reason.slice(0, 500),
              reference: dispute.slice(0, 100),
            },
            `dispute { id } ${TRANSACTION}`,
          );
        const raisedById = raisedBy === undefined ? null : this.funderId(raisedBy);
        let reply = await open(idempotencyKey, raisedById);
        // Whoever is no party to a transaction has the operator contest it.
        if (!reply.ok && reply.refusal.code === 'TRANSACTION_UNKNOWN' && raisedById !== null)
          reply = await open(`${idempotencyKey.slice(0, 190)} operator`, null);
        if (!reply.ok) return { code: reply.refusal.code };
        this.disputes.set(dispute, reply.fields.dispute.id);
        this.disputes.set(`on ${of}`, reply.fields.dispute.id);
        return { posted: [reply.fields.transaction] };
      }
      case 'DISPUTE_RELEASE': {
        const { dispute, of, outcome } = transaction;
        return this.mutation('decideDispute', {
          idempotencyKey,
          disputeId: this.disputes.get(dispute ?? `on ${of}`) ?? UNKNOWN_ID,
          outcome: OUTCOMES.find((known) => known === outcome) ?? 'REJECTED',
        });
      }
    }
  }

  private async mutation(name: string, input: object): Promise<Done> {
    const reply = await mutate<{ transaction: PostedAnswer }>(this.operator, name, input, TRANSACTION);
    return reply.ok ? { posted: [reply.fields.transaction] } : { code: reply.refusal.code };
  }

  /** A missing earn, posted late by two persons. */
  private async adjust(
    transaction: Extract<ScenarioTransaction, { type: 'EARN' }>,
    { proposedBy, approvedBy }: { readonly proposedBy: string; readonly approvedBy: string },
    idempotencyKey: string,
  ): Promise<Done> {
    const proposed = await mutate<{ adjustment: { id: string } }>(
      await this.coalition.person(proposedBy),
      'proposeAdjustment',
      {
        idempotencyKey,
        memberId: this.memberId(transaction.member),
        points: transaction.points,
        storeId: this.storeOf(transaction.partner),
        occurredAt: transaction.businessAt,
        reference: transaction.partnerRef?.slice(0, 100),
        reason: 'Missing at the operator',
        expiresOn: transaction.expiresOn ?? null,
      },
      'adjustment { id }',
    );
    if (!proposed.ok) return { code: proposed.refusal.code };
    const approved = await mutate<{ transaction: PostedAnswer }>(
      await this.coalition.person(approvedBy),
      'approveAdjustment',
      { idempotencyKey: `${idempotencyKey.slice(0, 190)} approve`, adjustmentId: proposed.fields.adjustment.id },
      TRANSACTION,
    );
    return approved.ok ? { posted: [approved.fields.transaction] } : { code: approved.refusal.code };
  }

  /** Lapses points. The ledger has a transaction per member; a day that is not over yet is waited for. */
  private async expire(asOf: string, idempotencyKey: string): Promise<Done> {
    const { timeZone } = this.scenario.programme;
    const { now } = this.clock;
    this.clock.now = Math.max(now, endOfDay(asOf, timeZone));
    await must(this.operator, 'expirePoints', { idempotencyKey, asOf }, 'expired');
    this.clock.now = now;
    const posted: PostedAnswer[] = [];
    const memberIds = [...this.coalition.members.values()];
    for (let from = 0; from < memberIds.length; from += LOOK_UP_BATCH) {
      const asked = memberIds.slice(from, from + LOOK_UP_BATCH);
      const document = `{ ${asked.map((memberId, at) => `m${at}: member(id: "${memberId}") { transactions(first: 1) { edges { node { ${POSTED} } } } }`).join(' ')} }`;
      const answer =
        await this.operator.ask<Record<string, { transactions: { edges: { node: PostedAnswer }[] } }>>(document);
      for (const member of Object.values(answer)) {
        const newest = member.transactions.edges[0]?.node;
        if (newest === undefined || newest.kind !== 'EXPIRY' || this.expiries.has(newest.id)) continue;
        this.expiries.add(newest.id);
        posted.push(newest);
      }
    }
    return { posted };
  }

  private storeOf(partner: string): string {
    return this.coalition.partners.get(partner)?.storeId ?? UNKNOWN_ID;
  }

  private memberId(member: string): string {
    return this.coalition.members.get(member) ?? UNKNOWN_ID;
  }

  /** Null is the operator. */
  private funderId(funder: string): string | null {
    if (funder === this.scenario.programme.operator) return null;
    return this.coalition.partners.get(funder)?.partnerId ?? UNKNOWN_ID;
  }

  /** Takes what was posted under the scenario's names; the figures of the result. */
  private keep(
    transaction: ScenarioTransaction,
    window: string,
    posted: readonly PostedAnswer[],
  ): Record<string, unknown> {
    const { id, type } = transaction;
    const [main] = posted;
    if (type === 'EXPIRY') return this.keepExpiry(id, window, posted);
    if (main === undefined) return {};
    this.transactionNames.set(main.id, id);
    const original = 'of' in transaction ? this.posted.get(transaction.of) : undefined;
    const member = 'member' in transaction ? transaction.member : (original?.member ?? '');
    const partner = type === 'EARN' || type === 'REDEEM' ? transaction.partner : null;
    this.posted.set(id, { id: main.id, window, kind: main.kind, partner, member });
    const lots = main.lots.map((lot) => {
      const name = `L${String(this.lotNames.size + 1).padStart(2, '0')}`;
      this.lotNames.set(lot.id, name);
      return name;
    });
    if (lots.length > 0) this.earns.push({ id: main.id, tx: id, member });
    for (const debt of main.debts) {
      this.debts.set(debt.id, {
        member,
        lot: this.lotName(debt.lotId),
        tx: id,
        points: debt.points,
        open: debt.points,
        recoveries: [],
      });
    }
    for (const { debtId, lotId, points } of main.recoveries) {
      const debt = this.debts.get(debtId);
      if (debt === undefined) throw new Error(`Debt ${debtId} was repaid and never opened.`);
      debt.open -= points;
      debt.recoveries.push({ tx: id, lot: this.lotName(lotId), points });
    }
    this.write(id, window, main.entries);
    switch (type) {
      case 'EARN':
      case 'BONUS':
        return { lots };
      case 'REDEEM':
        return this.redeemed(main, transaction.partner);
      case 'EARN_REVERSAL':
        return {
          allocation: main.allocation.map((part) => ({
            lot: this.lotName(part.lotId),
            funder: this.name(part.funder),
            requested: part.points,
            reversed: part.reversed ?? 0,
            memberDebt: part.debt ?? 0,
            ...((part.expired ?? 0) > 0 ? { expiredNotReversible: part.expired } : {}),
            ...((part.absorbed ?? 0) > 0 ? { absorbedByIssuer: part.absorbed } : {}),
          })),
        };
      case 'REDEEM_REVERSAL':
        return {
          amountMinor: main.amount?.minorUnits ?? 0,
          allocation: main.allocation.map((part) => ({
            lot: this.lotName(part.lotId),
            funder: this.name(part.funder),
            points: part.points,
            amountMinor: part.amount ?? 0,
          })),
        };
      default:
        return {};
    }
  }

  private redeemed(main: PostedAnswer, partner: string): Record<string, unknown> {
    const allocation = main.funding.map((part) => ({
      lot: this.lotName(part.lotId),
      funder: this.name(part.funder),
      points: part.points,
      amountMinor: part.amount?.minorUnits ?? 0,
    }));
    const amountMinor = main.amount?.minorUnits ?? 0;
    if (this.model === 'OPERATOR_POOL') return { amountMinor, allocation };
    const clearingFeeMinor: Record<string, number> = {};
    for (const { funder } of allocation) clearingFeeMinor[funder] = 0;
    const fees = main.entries
      .filter(({ type }) => type === 'REDEEM')
      .flatMap(({ legs }) => legs)
      .filter(({ account, component }) => component === 'CLEARING_FEE' && account.startsWith('PARTNER:'));
    // Charged to the acceptor the legs do not name their funders, but follow in their order: those that are charged anything.
    const charged = Object.keys(clearingFeeMinor).filter((funder) => this.isCharged(funder, partner, allocation));
    for (const [at, { account, amount }] of fees.entries()) {
      const payer = this.coalition.names.get(account.slice('PARTNER:'.length)) ?? account;
      const funder = this.scenario.rules.clearingFeePayer === 'ACCEPTOR' ? (charged[at] ?? payer) : payer;
      clearingFeeMinor[funder] = (clearingFeeMinor[funder] ?? 0) - amount;
    }
    return { amountMinor, allocation, clearingFeeMinor };
  }

  private isCharged(
    funder: string,
    acceptor: string,
    lines: readonly { funder: string; amountMinor: number }[],
  ): boolean {
    const { clearingFeeBp, clearingFeeExempt } = this.scenario.rules;
    const ownBrandIsFree = clearingFeeExempt?.some((exempt) => exempt.startsWith('own-brand')) ?? true;
    if (funder === this.scenario.programme.operator || (funder === acceptor && ownBrandIsFree)) return false;
    const amount = lines.filter((line) => line.funder === funder).reduce((sum, line) => sum + line.amountMinor, 0);
    return amount * clearingFeeBp >= 5_000;
  }

  /** One transaction of the scenario, one per member in the ledger: lots in the order of their making. */
  private keepExpiry(id: string, window: string, posted: readonly PostedAnswer[]): Record<string, unknown> {
    const lapsed = posted.flatMap(({ id: transactionId, allocation, entries }) => {
      this.transactionNames.set(transactionId, id);
      // A lot without a reserve, as under pay-on-redemption, has no entry.
      const rest = [...entries];
      return allocation.map((part) => {
        const at = rest.findIndex(({ memo }) => memo?.includes(part.lotId) === true);
        return { ...part, name: this.lotName(part.lotId), entries: at < 0 ? [] : rest.splice(at, 1) };
      });
    });
    lapsed.sort((a, b) => Number(a.name.slice(1)) - Number(b.name.slice(1)));
    for (const { entries } of lapsed) this.write(id, window, entries);
    return {
      allocation: lapsed.map(({ name, funder, points, reserveReleased, returnedToFunder }) => ({
        lot: name,
        funder: this.name(funder),
        points,
        ...(this.model === 'OPERATOR_POOL'
          ? {
              reserveReleasedMinor: reserveReleased ?? 0,
              returnedToFunderMinor: returnedToFunder ?? 0,
              breakageMinor: (reserveReleased ?? 0) - (returnedToFunder ?? 0),
            }
          : {}),
      })),
    };
  }

  private lotName(lotId: string): string {
    const name = this.lotNames.get(lotId);
    if (name === undefined) throw new Error(`Lot ${lotId} was never opened.`);
    return name;
  }

  private name(entity: { readonly id: string } | null): string {
    return entity === null ? this.scenario.programme.operator : (this.coalition.names.get(entity.id) ?? entity.id);
  }

  /** Numbers entries in the order of posting. */
  private write(tx: string, window: string, entries: readonly EntryAnswer[]): void {
    for (const { type, memo, legs } of entries) {
      this.journal.push({
        id: `J${String(this.journal.length + 1).padStart(3, '0')}`,
        tx,
        type,
        window,
        ...(memo === null ? {} : { memo: this.named(memo) }),
        lines: legs.map(({ account, component, amount }) => ({
          account: account.startsWith('PARTNER:')
            ? `PARTNER:${this.coalition.names.get(account.slice('PARTNER:'.length)) ?? account}`
            : account,
          side: amount < 0 ? 'Dr' : 'Cr',
          amountMinor: Math.abs(amount),
          component,
        })),
      });
    }
  }

  /** A memo with the scenario's names for ids. */
  private named(memo: string): string {
    return memo.replaceAll(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
      (id) => this.lotNames.get(id) ?? this.transactionNames.get(id) ?? id,
    );
  }

  /** Lots and windows as they are at the end. */
  async finish(): Promise<ModelRun> {
    const lots: LotState[] = [];
    for (let from = 0; from < this.earns.length; from += LOOK_UP_BATCH) {
      const asked = this.earns.slice(from, from + LOOK_UP_BATCH);
      const document = `{ ${asked.map(({ id }, at) => `t${at}: transaction(id: "${id}") { lots { ${LOT} } }`).join(' ')} }`;
      type LotAnswer = {
        id: string;
        issuer: { id: string } | null;
        funder: { id: string } | null;
        component: string;
        points: number;
        remaining: number;
        redeemed: number;
        expired: number;
        reversed: number;
        expiresOn: string | null;
        reserve: number;
        reserveLeft: number;
        serviceFee: number;
      };
      const answer = await this.operator.ask<Record<string, { lots: LotAnswer[] }>>(document);
      for (const [at, { tx, member }] of asked.entries()) {
        for (const lot of answer[`t${at}`]?.lots ?? []) {
          lots.push({
            id: this.lotName(lot.id),
            member,
            issuedAt: this.name(lot.issuer),
            funder: this.name(lot.funder),
            tx,
            component: lot.component,
            points: lot.points,
            remaining: lot.remaining,
            redeemed: lot.redeemed,
            expired: lot.expired,
            reversed: lot.reversed,
            expiresOn: lot.expiresOn,
            reserveMinor: lot.reserve,
            serviceFeeMinor: lot.serviceFee,
            reserveLeftMinor: lot.reserveLeft,
          });
        }
      }
    }
    lots.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
    const windows = new Map<string, WindowState>();
    for (const [at, { id }] of this.scenario.windows.entries())
      windows.set(id, await this.readWindow(this.windowIds[at] ?? ''));
    return {
      model: this.model,
      results: this.results,
      lots,
      journal: this.journal,
      debts: [...this.debts.values()],
      windows,
      windowDates: this.windowDates,
      postedIn: new Map([...this.posted].map(([tx, { window }]) => [tx, window])),
    };
  }

  private async readWindow(windowId: string): Promise<WindowState> {
    type Party = { id: string } | null;
    type Minor = { minorUnits: number };
    const { settlementWindow: window } = await this.operator.ask<{
      settlementWindow: {
        positions: {
          partner: Party;
          opening: Minor;
          credits: Minor;
          debits: Minor;
          net: Minor;
          action: string;
          components: { component: string; total: Minor }[];
        }[];
        operatorNet: Minor;
        sum: Minor;
        operatorMovement: { account: string; amount: number }[];
        levy: { partner: Party; points: number; amount: number }[];
        obligations: { funder: Party; acceptor: Party; amount: number }[];
      };
    }>(
      `query ($id: ID!) { settlementWindow(id: $id) {
        positions { partner { id } opening { minorUnits } credits { minorUnits } debits { minorUnits } net { minorUnits } action
          components { component total { minorUnits } } }
        operatorNet { minorUnits } sum { minorUnits } operatorMovement { account amount }
        levy { partner { id } points amount } obligations { funder { id } acceptor { id } amount } } }`,
      { id: windowId },
    );
    const perPartner = <Value>(none: Value) =>
      Object.fromEntries(this.scenario.partners.map(({ id }): [string, Value] => [id, none]));
    const levyBasePoints = perPartner(0);
    const levyMinor = perPartner(0);
    for (const { partner, points, amount } of window.levy) {
      levyBasePoints[this.name(partner)] = points;
      levyMinor[this.name(partner)] = amount;
    }
    const positions = perPartner<Position>({
      openingMinor: 0,
      creditsMinor: 0,
      debitsMinor: 0,
      netMinor: 0,
      action: 'NONE',
      settledMinor: 0,
      carriedForwardMinor: 0,
      byComponent: {},
    });
    for (const position of window.positions) {
      const netMinor = position.net.minorUnits;
      const carried = position.action === 'CARRY_FORWARD';
      positions[this.name(position.partner)] = {
        openingMinor: position.opening.minorUnits,
        creditsMinor: position.credits.minorUnits,
        debitsMinor: position.debits.minorUnits,
        netMinor,
        action: position.action,
        settledMinor: carried ? 0 : netMinor,
        carriedForwardMinor: carried ? netMinor : 0,
        byComponent: Object.fromEntries(
          position.components.map(({ component, total }) => [component, total.minorUnits]),
        ),
      };
    }
    const obligations: Record<string, Record<string, number>> = {};
    for (const { funder, acceptor, amount } of window.obligations) {
      const row = obligations[this.name(funder)] ?? {};
      obligations[this.name(funder)] = row;
      row[this.name(acceptor)] = amount;
    }
    return {
      levyBasePoints,
      levyMinor,
      positions,
      operatorNetMinor: window.operatorNet.minorUnits,
      sumCheckMinor: window.sum.minorUnits,
      operatorMovementByAccount: Object.fromEntries(
        window.operatorMovement.map(({ account, amount }) => [account, amount]),
      ),
      obligations,
    };
  }
}

const STEPS: readonly Due['step'][] = ['close', 'finalise', 'settle'];
const OUTCOMES = ['UPHELD', 'PARTIALLY_UPHELD', 'REJECTED', 'WITHDRAWN'] as const;
