/**
 * What people write to say a rule, in GraphQL and in a file alike: one shape, checked here. Descriptions end up in the JSON Schema that editors
 * show (`npm run terms -- schema`). Amounts are decimals with a currency, partners and stores ids or codes; `read-rule.ts` makes terms of it.
 */
import { z } from 'zod';
import { MOST_POINTS_AT_ONCE } from '../../../shared/points.ts';

const MAX_LIST = 1_000;

const text = z.string().min(1).max(200);
const texts = (what: string) => z.array(text).max(MAX_LIST).optional().describe(what);
const points = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const money = z.strictObject({
  amount: z.string().describe('A plain decimal, such as "12.50".'),
  currency: z.string().describe('ISO 4217 code.'),
});
const instant = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value)) &&
      isDay(value.slice(0, 10)),
    {
      message: 'must be an instant with a zone, such as 2026-03-01T00:00:00Z',
    },
  );

/** Whether the calendar has it: 30 February is read as another day elsewhere. */
function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 17:30');

export const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

export const awardSchema = z.strictObject({
  type: z.enum(['PER_AMOUNT', 'PER_QUANTITY', 'PER_VISIT', 'FIXED', 'MULTIPLIER', 'BENEFIT_MULTIPLIER']),
  points: points.min(1).max(Number(MOST_POINTS_AT_ONCE)).optional().describe('For all but the multipliers.'),
  perAmount: money.optional().describe('PER_AMOUNT: what earns `points`.'),
  perQuantity: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('PER_QUANTITY: how many pieces earn `points`.'),
  rounding: z
    .enum(['DOWN', 'HALF_UP', 'UP'])
    .optional()
    .describe('PER_AMOUNT: how a fraction of a point is rounded; DOWN when left out.'),
  basisPoints: z
    .number()
    .int()
    .min(10_001)
    .max(1_000_000)
    .optional()
    .describe('MULTIPLIER: 20000 doubles the base points.'),
});

export const conditionsSchema = z.strictObject({
  partners: texts('At whose tills; every partner when left out. Ids or codes.'),
  stores: texts('At which stores. Ids, or codes as `partner/store`.'),
  channels: texts('Through which channels, as tills name them.'),
  categories: texts('Lines of these categories; with skus and brands: any of them.'),
  skus: texts('Lines of these articles.'),
  brands: texts('Lines of these brands.'),
  excludeCategories: texts('Not lines of these categories.'),
  excludeSkus: texts('Not lines of these articles.'),
  excludeBrands: texts('Not lines of these brands.'),
  minimumSpend: money.optional().describe('Least amount on the lines that match.'),
  days: z.array(z.enum(DAYS)).max(7).optional().describe("Days of the week, in the store's time zone."),
  hours: z
    .strictObject({ from: minuteOfDay, until: minuteOfDay })
    .optional()
    .describe("Time of day in the store's time zone; `until` is exclusive, and before `from` it is the next morning."),
  tiers: texts("The member's tier is one of these."),
  plans: texts('The member has a paid membership of one of these plans, days of grace included.'),
  segments: texts('The member has one of these tags.'),
  firstPurchase: z.boolean().optional().describe("Only the member's first purchase in the programme."),
  birthday: z.enum(['DAY', 'MONTH']).optional().describe("Only on the member's birthday, or in its month."),
  paymentMethods: texts('Paid in one of these ways, as tills name them.'),
});

export const capSchema = z.strictObject({
  per: z.enum(['PURCHASE', 'DAY', 'WEEK', 'MONTH', 'YEAR', 'PERIOD']).describe("PERIOD is the rule's whole life."),
  of: z.enum(['MEMBER', 'HOUSEHOLD']).optional().describe('Whose points are counted; MEMBER when left out.'),
  points: points.min(1),
  onExceed: z.enum(['TRUNCATE', 'REJECT']).describe('Give what is left, or nothing.'),
});

export const fundingSchema = z.strictObject({
  partner: text.nullish().describe('Id or code; left out is the operator.'),
  basisPoints: z.number().int().min(1).max(10_000),
});

export const budgetSchema = z.strictObject({
  points: points.min(1).optional().describe('In all.'),
  money: z
    .array(z.strictObject({ partner: text.nullish().describe('Id or code; left out is the operator.'), amount: money }))
    .max(100)
    .optional()
    .describe("Per funder, in the programme's currency, at the funder's price per point."),
});

export const ruleSchema = z.strictObject({
  kind: z.enum(['BASE', 'PROMOTION', 'EXCLUSION']),
  name: z.string().min(1).max(200),
  validFrom: instant,
  validUntil: instant.optional().describe('Exclusive.'),
  order: z.number().int().min(-1_000_000).max(1_000_000).optional().describe('Lower comes first; 0 when left out.'),
  award: awardSchema.optional(),
  excludes: z.enum(['ITEMS', 'PART_PAID_WITH_POINTS']).optional().describe('EXCLUSION only.'),
  conditions: conditionsSchema.optional(),
  caps: z.array(capSchema).max(20).optional(),
  activation: z
    .strictObject({ type: z.enum(['AUTOMATIC', 'OPT_IN', 'CODE']), code: z.string().min(1).max(64).optional() })
    .optional()
    .describe('AUTOMATIC when left out.'),
  stacking: z
    .strictObject({ group: z.string().min(1).max(64), mode: z.enum(['ALL', 'FIRST', 'BEST']) })
    .optional()
    .describe('Rules of one group stand in for each other; without it the rule adds to everything.'),
  fundingSplit: z.array(fundingSchema).max(20).optional().describe('PROMOTION: who pays; sums to 10000 basis points.'),
  budget: budgetSchema.optional(),
});

/** A rule as it is written and kept. */
export type WrittenRule = z.infer<typeof ruleSchema>;
