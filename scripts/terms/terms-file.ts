/**
 * A programme's terms as one file that people review: categories, partners with their contract, earn rules and promotions.
 *
 * One schema checks it and describes it to editors (`npm run terms -- schema`). Keys that it does not know are refused with the nearest that it does.
 */
import { distance } from 'fastest-levenshtein';
import { LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { ruleSchema } from '../../subgraphs/partners/domain/rules/rule-schema.ts';

const code = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'may hold only letters, digits, `-` and `_`, 1 to 64 of them');
const whole = z.number().int();
const decimal = z.string().regex(/^\d{1,16}(\.\d{1,12})?$/, 'must be a plain decimal in quotes, such as "12.50"');

const vatSchema = z.strictObject({
  category: z.enum(['S', 'Z', 'E', 'AE', 'O']),
  rateBasisPoints: whole.optional(),
  exemptionReason: z.string().optional(),
});

/** Named as in `signContract`; what is left out stays as it is, and has its default in the first version. */
const contractSchema = z.strictObject({
  validFrom: ruleSchema.shape.validFrom,
  roles: z.array(z.enum(['ISSUER', 'ACCEPTOR'])).optional(),
  fundingModel: z.enum(['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION', 'HYBRID']).optional(),
  poolShareBasisPoints: whole.optional(),
  earnPoints: whole.optional(),
  earnPer: z.strictObject({ amount: decimal, currency: z.string() }),
  earnRounding: z.enum(['DOWN', 'HALF_UP', 'UP']).optional(),
  pendingDays: whole.optional(),
  issuePriceMicros: whole.optional(),
  reserveRateMicros: whole.optional(),
  serviceFeeMicros: whole.optional(),
  reimbursementMicros: whole.optional(),
  clearingFeeBasisPoints: whole.optional(),
  clearingFeePayer: z.enum(['FUNDER', 'ACCEPTOR']).optional(),
  ownBrandFeeExempt: z.boolean().optional(),
  expiryShareBasisPoints: whole.optional(),
  earnReversalDays: whole.optional(),
  earnReversalRefundsServiceFee: z.boolean().optional(),
  redemptionReversalDays: whole.optional(),
  redemptionReversalRefundsClearingFee: z.boolean().optional(),
  refundShortfall: z.enum(['MEMBER_DEBT', 'ISSUER_ABSORBS']).optional(),
  expiryModel: z.enum(['NONE', 'ROLLING', 'FIXED', 'INACTIVITY']).optional(),
  expiryMonths: whole.optional(),
  expiryRounding: z.enum(['DAY', 'MONTH', 'QUARTER', 'YEAR']).optional(),
  expiryMonthDay: z.string().optional(),
  lateSubmissionDays: whole.optional(),
  lateBeyondLimit: z.enum(['REJECT', 'FLAG']).optional(),
  netDebitCap: decimal.optional(),
  capMode: z.enum(['ALERT', 'BLOCK_ISSUE', 'BLOCK_ALL']).optional(),
  carryForwardBelow: decimal.optional(),
  collateral: decimal.optional(),
  settlementCurrency: z.string().optional(),
  operatorVat: vatSchema.optional(),
  partnerVat: vatSchema.optional(),
  selfBilling: z.boolean().optional(),
});

/** Codes are told apart as the programme does: `ACME` is `acme`. */
function eachOnce(list: readonly { readonly code: string }[], context: z.RefinementCtx): void {
  const seen = new Map<string, number>();
  for (const [index, { code }] of list.entries()) {
    const first = seen.get(code.toLowerCase());
    if (first === undefined) seen.set(code.toLowerCase(), index);
    else context.addIssue({ code: 'custom', path: [index, 'code'], message: `${code} stands at ${first} already.` });
  }
}

export const termsFileSchema = z.strictObject({
  categories: z
    .array(z.string().min(1).max(100))
    .optional()
    .describe('Categories that rules may name. Only ever added to.'),
  partners: z
    .array(z.strictObject({ code, name: z.string().min(1).max(200), contract: contractSchema.optional() }))
    .superRefine(eachOnce)
    .optional()
    .describe('Partners, each with the newest version of its contract.'),
  rules: z
    .array(ruleSchema.extend({ code }))
    .superRefine(eachOnce)
    .optional()
    .describe('Earn rules, promotions and exclusions, each with its newest version.'),
});

export type TermsFile = z.infer<typeof termsFileSchema>;
export type FilePartner = NonNullable<TermsFile['partners']>[number];
export type FileContract = NonNullable<FilePartner['contract']>;
export type FileRule = NonNullable<TermsFile['rules']>[number];

/** What is wrong with a file, where: a path such as `rules.0.award.points`, and the line. */
export interface FileProblem {
  readonly path: string;
  readonly line: number | null;
  readonly message: string;
}

export type ReadFile =
  | { readonly ok: true; readonly terms: TermsFile }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Characters: far above any programme, far below what would be slow to read. */
const MAX_LENGTH = 2 * 1024 * 1024;

/** Reads a file: its terms, or everything that is wrong with it. What stands twice, or stands for something else, is wrong, too. */
export function readTermsFile(text: string): ReadFile {
  if (text.length > MAX_LENGTH) return wrong(`The file is longer than ${MAX_LENGTH} characters.`);
  try {
    return readDocument(text);
  } catch (error) {
    // The parser calls itself for what lies in something else, and so do we.
    if (error instanceof RangeError) return wrong('The file is nested too deeply.');
    throw error;
  }
}

function wrong(message: string): ReadFile {
  return { ok: false, problems: [{ path: '', line: null, message }] };
}

function readDocument(text: string): ReadFile {
  const lines = new LineCounter();
  // The schema of YAML 1.2 whatever the file says of itself: in 1.1 `no` is false and a date is no text.
  const document = parseDocument(text, { lineCounter: lines, schema: 'core' });
  const problems = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    path: '',
    line: lines.linePos(pos[0]).line,
    message: message.split('\n')[0] ?? message,
  }));
  visit(document, {
    Alias: (_, { source, range }) => {
      const { line } = lines.linePos(range?.[0] ?? 0);
      problems.push({ path: '', line, message: `\`*${source}\` stands for something else: write it out.` });
    },
  });
  if (problems.length > 0) return { ok: false, problems };
  const lineOf = (path: readonly PropertyKey[]): number | null => {
    const node = document.getIn(path as string[], true) as { range?: [number, number, number] } | undefined;
    return node?.range === undefined ? null : lines.linePos(node.range[0]).line;
  };
  const content: unknown = document.toJS() ?? {};
  const parsed = termsFileSchema.safeParse(content);
  if (!parsed.success) {
    const found = parsed.error.issues.flatMap((issue): FileProblem[] => {
      if (issue.code !== 'unrecognized_keys')
        return [{ path: issue.path.join('.'), line: lineOf(issue.path), message: issue.message }];
      return issue.keys.map((key) => {
        const path = [...issue.path, key];
        const nearest = nearestOf(key, keysAt(termsFileSchema, issue.path));
        const hint = nearest === null ? '' : ` Did you mean \`${nearest}\`?`;
        return { path: path.join('.'), line: lineOf(path), message: `\`${key}\` is not known here.${hint}` };
      });
    });
    return { ok: false, problems: found };
  }
  return { ok: true, terms: parsed.data };
}

/** Keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const step of path) {
    at = unwrapped(at);
    if (at instanceof z.ZodObject) at = (at.shape as Record<string, unknown>)[String(step)];
    else if (at instanceof z.ZodArray) at = at.element;
  }
  at = unwrapped(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
  return inner;
}

function nearestOf(key: string, known: readonly string[]): string | null {
  const [nearest] = [...known].sort((left, right) => distance(key, left) - distance(key, right));
  return nearest ?? null;
}
