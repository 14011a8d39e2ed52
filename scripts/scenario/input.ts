/**
 * What a scenario is given: a programme's terms and what happens in it. The inputs alone, or a document with an `inputs` key.
 *
 * What is wrong is said in one sentence that names the place (`UnreadableScenario`); what is missing of the rules has the meaning that
 * costs nobody anything, what is missing of the cycle is as in settlement.md 5.3. Keys that are not known are left alone: a document may carry
 * more than a run needs.
 */
import { z } from 'zod';
import { businessDate } from '../../subgraphs/ledger/domain/business-calendar.ts';
import { businessCalendar } from '../../subgraphs/ledger/domain/business-days.ts';
import { currencyExponent } from '../../subgraphs/shared/money.ts';

export class UnreadableScenario extends Error {}

const whole = z.number().int().min(0);
const positive = z.number().int().min(1);
const text = z.string().min(1);
const instant = z.string().refine((value) => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)), {
  message: 'must be an instant such as 2026-09-01T08:00:00Z',
});
const date = z.string().refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)), {
  message: 'must be a date such as 2026-09-01',
});

const happening = {
  id: text,
  partnerRef: text.optional(),
  businessAt: instant,
  recordedAt: instant,
  partner: text.optional(),
};
const adjustment = z.object({ proposedBy: text, approvedBy: text });

const transaction = z.discriminatedUnion('type', [
  z.object({
    ...happening,
    type: z.literal('EARN'),
    partner: text,
    member: text,
    points: positive,
    expiresOn: date.nullish(),
    campaign: z
      .object({
        id: text,
        points: positive,
        funding: z.array(z.object({ funder: text, shareBp: z.number().int().min(0).max(10_000) })).min(1),
      })
      .optional(),
    adjustment: adjustment.optional(),
  }),
  z.object({
    ...happening,
    type: z.literal('BONUS'),
    member: text,
    funder: text.optional(),
    points: positive,
    expiresOn: date.nullish(),
  }),
  z.object({
    ...happening,
    type: z.literal('REDEEM'),
    partner: text,
    member: text,
    points: positive,
  }),
  z.object({ ...happening, type: z.literal('EARN_REVERSAL'), of: text, points: positive }),
  z.object({ ...happening, type: z.literal('REDEEM_REVERSAL'), of: text, points: positive }),
  z.object({ ...happening, type: z.literal('EXPIRY'), asOf: date }),
  z.object({
    ...happening,
    type: z.literal('DISPUTE_HOLD'),
    of: text,
    dispute: text.optional(),
    raisedBy: text.optional(),
    reason: text.optional(),
    postToWindow: text.optional(),
  }),
  z.object({
    ...happening,
    type: z.literal('DISPUTE_RELEASE'),
    of: text,
    dispute: text.optional(),
    outcome: text.optional(),
  }),
]);

const partner = z.object({
  id: text,
  name: text.optional(),
  issuer: z.boolean().default(true),
  acceptor: z.boolean().default(true),
  issuePriceMicro: whole,
  reimbursementMicro: whole.nullish(),
  serviceFeeMicro: whole,
  expiryShareBp: z.number().int().min(0).max(10_000).default(0),
  netDebitCapMinor: whole.nullish(),
});

const scenario = z.object({
  programme: z.object({
    id: text,
    operator: text.default('OP'),
    currency: text,
    minorUnitDigits: whole.optional(),
    timeZone: text,
  }),
  rules: z.object({
    lotOrder: text.optional(),
    restoreGraceDays: whole.default(0),
    refundShortfall: text.default('MEMBER_DEBT'),
    latePresentmentDays: whole.nullish(),
    lateBeyondLimit: z.enum(['REJECT', 'FLAG']).default('REJECT'),
    clearingFeeBp: z.number().int().min(0).max(10_000).default(0),
    clearingFeePayer: z.enum(['FUNDER', 'ACCEPTOR']).default('FUNDER'),
    clearingFeeExempt: z.array(text).optional(),
    earnReversalRefundsServiceFee: z.boolean().default(true),
    redemptionReversalRefundsClearingFee: z.boolean().default(true),
    levyMinorPerWindow: whole.default(0),
    carryForwardBelowMinor: whole.default(0),
    netDebitCapMode: text.default('ALERT'),
  }),
  reserveRateMicro: whole,
  partners: z.array(partner).min(1),
  windows: z
    .array(z.object({ id: text.max(100), openAt: instant, closeAt: instant, closeDate: date.optional() }))
    .min(1),
  cycle: z
    .object({
      adviceBusinessDays: z.number().int().min(0).max(60).default(2),
      disputeBusinessDays: z.number().int().min(0).max(60).default(5),
      valueBusinessDays: z.number().int().min(0).max(60).default(8),
      calendar: text.default('TARGET'),
    })
    .prefault({}),
  transactions: z.array(transaction),
  reconciliation: z
    .object({
      partner: text,
      window: text,
      toleranceMinor: whole.default(0),
      tolerancePoints: whole.default(0),
      timeToleranceSeconds: whole.default(0),
      partnerFile: z.array(
        z.object({
          line: positive,
          partnerRef: text,
          type: text,
          points: whole,
          amountMinor: z.number().int().optional(),
          businessAt: instant,
        }),
      ),
    })
    .optional(),
});

export type Scenario = z.infer<typeof scenario>;
export type ScenarioTransaction = Scenario['transactions'][number];
export type ScenarioPartner = Scenario['partners'][number];

/** Reads a document. Throws `UnreadableScenario`. */
export function readScenario(document: string): Scenario {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document.replace(/^\uFEFF/, ''), nullIsMissing);
  } catch (error) {
    throw new UnreadableScenario(`The input is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const inputs = isObject(parsed) && 'inputs' in parsed ? parsed.inputs : parsed;
  if (!isObject(inputs))
    throw new UnreadableScenario(
      'The input must be an object with programme, rules, partners, windows and transactions.',
    );
  const read = scenario.safeParse(inputs);
  if (!read.success) throw new UnreadableScenario(sentenceOf(read.error, inputs));
  check(read.data);
  return read.data;
}

/** Other languages write what is not there as null. */
function nullIsMissing(_: string, value: unknown): unknown {
  return value === null ? undefined : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sentenceOf({ issues }: z.ZodError, inputs: unknown): string {
  const [issue] = issues;
  if (issue === undefined) return 'The input is no scenario.';
  const place = issue.path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
  let value: unknown = inputs;
  let owner: unknown;
  for (const step of issue.path) {
    owner = value;
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  }
  const id = isObject(owner) && typeof owner.id === 'string' ? ` (${owner.id})` : '';
  if (issue.code === 'invalid_union') return `${place}${id}: ${JSON.stringify(value)} is no known type of transaction.`;
  if (value === undefined) return `${place}${id} is missing.`;
  return `${place}${id} is ${JSON.stringify(value)?.slice(0, 60)}: ${issue.message[0]?.toLowerCase()}${issue.message.slice(1)}.`;
}

/** What no schema of single values can say: each of what is wrong with its place, the first is told. */
function check(scenario: Scenario): void {
  for (const wrong of wrongs(scenario)) throw new UnreadableScenario(wrong);
}

function* wrongs(scenario: Scenario): Generator<string> {
  const { programme, rules, cycle, windows, reconciliation } = scenario;
  const exponent = currencyExponent(programme.currency);
  if (exponent === null) yield `programme.currency is ${programme.currency}: ISO 4217 does not know it.`;
  if (programme.minorUnitDigits !== undefined && programme.minorUnitDigits !== exponent)
    yield `programme.minorUnitDigits is ${programme.minorUnitDigits}, but ${programme.currency} has ${exponent}.`;
  if (!isTimeZone(programme.timeZone)) yield `programme.timeZone is ${programme.timeZone}: that is no IANA time zone.`;
  if (businessCalendar(cycle.calendar) === null)
    yield `cycle.calendar is ${cycle.calendar}: that is no calendar such as TARGET, WEEKENDS or WEEKLY:5.`;
  for (const list of ['partners', 'windows', 'transactions'] as const) {
    const first = new Map<string, number>();
    for (const [at, { id }] of scenario[list].entries()) {
      if (first.has(id)) yield `${list}[${at}].id is ${id}, which ${list}[${first.get(id)}] is called already.`;
      first.set(id, at);
    }
  }
  for (const [rule, words] of Object.entries(WORDS)) {
    const said = rules[rule as keyof typeof WORDS];
    if (said !== undefined && !words.form.test(said))
      yield `rules.${rule} is ${JSON.stringify(said.slice(0, 60))}: that names none of ${words.names}.`;
  }
  yield* wrongsOfPartners(scenario);
  yield* wrongsOfWindows(scenario);
  yield* wrongsOfTransactions(scenario);
  if (exponent !== null) yield* moneyBeyondReach(scenario, exponent);
  if (reconciliation === undefined) return;
  if (!scenario.partners.some(({ id }) => id === reconciliation.partner))
    yield `reconciliation.partner is ${reconciliation.partner}: that is no partner.`;
  if (!windows.some(({ id }) => id === reconciliation.window))
    yield `reconciliation.window is ${reconciliation.window}: that is no window.`;
}

/** Rules that are written in words: the form that decides, and what can be meant. */
const WORDS = {
  lotOrder: { form: /fifo|oldest|soonest/i, names: 'FIFO and SOONEST_EXPIRY' },
  refundShortfall: { form: /^(MEMBER_DEBT|ISSUER_ABSORBS)/, names: 'MEMBER_DEBT and ISSUER_ABSORBS' },
  netDebitCapMode: { form: /^(ALERT|BLOCK_ISSUE|BLOCK_ALL)/, names: 'ALERT, BLOCK_ISSUE and BLOCK_ALL' },
} as const;

function* wrongsOfPartners({ programme, partners, reserveRateMicro }: Scenario): Generator<string> {
  for (const [at, partner] of partners.entries()) {
    const of = (key: string) => `partners[${at}].${key} (${partner.id})`;
    if (partner.id === programme.operator) yield `partners[${at}].id is ${partner.id}: that is the operator.`;
    if (partner.acceptor && partner.reimbursementMicro == null)
      yield `${of('reimbursementMicro')} is missing: the partner accepts points.`;
    if (!partner.issuer && !partner.acceptor)
      yield `${of('issuer')} is false, and so is acceptor: the partner would do nothing.`;
    if (partner.issuePriceMicro < reserveRateMicro)
      yield `${of('issuePriceMicro')} is ${partner.issuePriceMicro}, which is below the reserveRateMicro of ${reserveRateMicro}.`;
  }
}

function* wrongsOfWindows({ programme, windows }: Scenario): Generator<string> {
  for (const [at, { id, openAt, closeAt, closeDate }] of windows.entries()) {
    const [open, close] = [new Date(openAt), new Date(closeAt)];
    if (close <= open) yield `windows[${at}].closeAt (${id}) is ${closeAt}: the window has not opened by then.`;
    const before = windows[at - 1];
    if (before !== undefined && open < new Date(before.closeAt))
      yield `windows[${at}].openAt (${id}) is ${openAt}: window ${before.id} has not closed by then.`;
    // What comes between two windows belongs to the later: it is open since the earlier closed.
    const opened = before === undefined ? open : new Date(before.closeAt);
    const isOpenOn = (day: string) =>
      businessDate(opened, programme.timeZone) <= day && day <= businessDate(close, programme.timeZone);
    if (closeDate !== undefined && !isOpenOn(closeDate))
      yield `windows[${at}].closeDate (${id}) is ${closeDate}: that is no day of the window in ${programme.timeZone}.`;
  }
}

function* wrongsOfTransactions({ windows, transactions }: Scenario): Generator<string> {
  const end = Date.parse(windows.at(-1)?.closeAt ?? '');
  for (const [at, one] of transactions.entries()) {
    const of = (key: string) => `transactions[${at}].${key} (${one.id})`;
    if (Date.parse(one.recordedAt) >= end)
      yield `${of('recordedAt')} is ${one.recordedAt}: the last window has closed by then.`;
    if (one.type === 'EARN' && one.campaign !== undefined) {
      const shares = one.campaign.funding.reduce((sum, { shareBp }) => sum + shareBp, 0);
      if (shares !== 10_000) yield `${of('campaign.funding')} sums to ${shares} basis points, not 10000.`;
    }
    if (
      one.type === 'DISPUTE_HOLD' &&
      one.postToWindow !== undefined &&
      !windows.some(({ id }) => id === one.postToWindow)
    )
      yield `${of('postToWindow')} is ${one.postToWindow}: that is no window.`;
  }
}

/** Statements count in whole numbers that every reader of JSON keeps: no sum may come near the end of them. */
function* moneyBeyondReach(
  { partners, reserveRateMicro, transactions }: Scenario,
  exponent: number,
): Generator<string> {
  const rates = partners.flatMap((one) => [one.issuePriceMicro, one.serviceFeeMicro, one.reimbursementMicro ?? 0]);
  const dearest = BigInt(Math.max(reserveRateMicro, ...rates));
  let points = 0n;
  for (const [at, one] of transactions.entries()) {
    if (!('points' in one)) continue;
    const campaign = one.type === 'EARN' ? (one.campaign?.points ?? 0) : 0;
    points += BigInt(one.points) + BigInt(campaign);
    if (
      points > BigInt(Number.MAX_SAFE_INTEGER) ||
      points * dearest > BigInt(Number.MAX_SAFE_INTEGER) * 10n ** BigInt(6 - exponent)
    )
      yield `transactions[${at}].points (${one.id}) is ${one.points}: with what came before, points or money would be beyond 2^53-1.`;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
