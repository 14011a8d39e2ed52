/**
 * What a scenario is given: a programme's terms and what happens in it. The inputs alone, or a document with an `inputs` key.
 *
 * What is wrong is said in one sentence that names the place (`UnreadableScenario`); what is missing of the rules has the meaning that
 * costs nobody anything. Keys that are not known are left alone: a document may carry more than a run needs.
 */
import { z } from 'zod';
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
  windows: z.array(z.object({ id: text.max(100), openAt: instant, closeAt: instant })).min(1),
  cycle: z
    .object({
      adviceBusinessDays: z.number().int().min(0).max(60).default(0),
      disputeBusinessDays: z.number().int().min(0).max(60).default(0),
      valueBusinessDays: z.number().int().min(0).max(60).default(0),
      calendar: text.default('TARGET'),
    })
    .optional(),
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
    parsed = JSON.parse(document.replace(/^\uFEFF/, ''));
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

/** What no schema of single values can say. */
function check({
  programme,
  partners,
  windows,
  transactions,
  rules,
  reserveRateMicro,
  reconciliation,
}: Scenario): void {
  const fail = (sentence: string): never => {
    throw new UnreadableScenario(sentence);
  };
  const exponent = currencyExponent(programme.currency);
  if (exponent === null) fail(`programme.currency is ${programme.currency}: ISO 4217 does not know it.`);
  if (programme.minorUnitDigits !== undefined && programme.minorUnitDigits !== exponent)
    fail(`programme.minorUnitDigits is ${programme.minorUnitDigits}, but ${programme.currency} has ${exponent}.`);
  if (!isTimeZone(programme.timeZone)) fail(`programme.timeZone is ${programme.timeZone}: that is no IANA time zone.`);
  for (const [what, ids] of [
    ['partners', partners.map(({ id }) => id)],
    ['windows', windows.map(({ id }) => id)],
    ['transactions', transactions.map(({ id }) => id)],
  ] as const) {
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) fail(`${what} has the id ${twice} twice.`);
  }
  if (partners.some(({ id }) => id === programme.operator))
    fail(`A partner has the operator's id ${programme.operator}.`);
  for (const { id, acceptor, reimbursementMicro, issuer, issuePriceMicro } of partners) {
    if (acceptor && reimbursementMicro == null) fail(`Partner ${id} accepts points and has no reimbursementMicro.`);
    if (!issuer && !acceptor) fail(`Partner ${id} neither issues nor accepts points.`);
    if (issuePriceMicro < reserveRateMicro) fail(`The issuePriceMicro of partner ${id} is below the reserveRateMicro.`);
  }
  for (const [at, { id, openAt, closeAt }] of windows.entries()) {
    if (Date.parse(closeAt) <= Date.parse(openAt)) fail(`Window ${id} closes before it opens.`);
    const before = windows[at - 1];
    if (before !== undefined && Date.parse(openAt) < Date.parse(before.closeAt))
      fail(`Window ${id} opens before window ${before.id} closes.`);
  }
  const end = windows.at(-1)?.closeAt ?? '';
  for (const one of transactions) {
    if (Date.parse(one.recordedAt) >= Date.parse(end))
      fail(`Transaction ${one.id} is recorded after the last window has closed.`);
    if (one.type === 'EARN' && one.campaign !== undefined) {
      const shares = one.campaign.funding.reduce((sum, { shareBp }) => sum + shareBp, 0);
      if (shares !== 10_000) fail(`The funding of transaction ${one.id} sums to ${shares} basis points, not 10000.`);
    }
  }
  if (!/^(MEMBER_DEBT|ISSUER_ABSORBS)/.test(rules.refundShortfall))
    fail('rules.refundShortfall begins with neither MEMBER_DEBT nor ISSUER_ABSORBS.');
  if (reconciliation !== undefined) {
    if (!partners.some(({ id }) => id === reconciliation.partner))
      fail(`reconciliation.partner ${reconciliation.partner} is no partner.`);
    if (!windows.some(({ id }) => id === reconciliation.window))
      fail(`reconciliation.window ${reconciliation.window} is no window.`);
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
