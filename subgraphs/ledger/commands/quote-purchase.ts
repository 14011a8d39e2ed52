// What a purchase would be given, asked without doing it: the same checks in the same order and the same evaluator as recordPurchase, no lock
// and no record. A simulation is the same with draft rules among those in force.
import type { AnySql } from '../../../db/client.ts';
import { compileRules } from '../../partners/domain/rules/compile-rules.ts';
import type { RuleOutcome } from '../../partners/domain/rules/evaluate-purchase.ts';
import { concernsPartner } from '../../partners/domain/rules/rule-life.ts';
import type { RuleVersion } from '../../partners/domain/rules/rule-terms.ts';
import { type Caller, isInProgramme, type ProgrammeCaller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { asIfInForce } from '../domain/backtest.ts';
import { Batch } from '../domain/batch.ts';
import { type PlannedPurchase, planPurchase, sentenceOf } from '../domain/decisions/purchase.ts';
import type { EarnComponent } from '../domain/posting-rules/earn.ts';
import type { Reference } from '../domain/reference.ts';
import type { Purchase } from '../domain/requests.ts';
import type { QuotePurchaseInput } from '../generated.ts';
import { readRuleVersions } from '../store/reference/read-rules.ts';
import { actorOf } from './ledger-command.ts';
import { recordPurchase } from './purchases.ts';

/** What a purchase would be given. */
export interface PurchaseQuote {
  readonly points: bigint;
  readonly basePoints: bigint;
  /** By basket line; empty without lines. */
  readonly byLine: readonly bigint[];
  readonly pending: PlannedPurchase['pending'];
  readonly components: readonly EarnComponent[];
  readonly sentence: string;
  readonly outcomes: readonly RuleOutcome[];
  readonly currency: string;
}

const MAX_DRAFTS = 100;

/** Quotes a purchase by the rules in force. Refusals: those of recordPurchase, in their order, the key's left out. */
export async function quotePurchase(
  deps: LedgerDeps,
  caller: Caller,
  input: QuotePurchaseInput,
): Promise<Outcome<PurchaseQuote>> {
  return quote(deps, caller, input, []);
}

/** The same with drafts as if they were in force. Refusals besides: RULE_UNKNOWN, after INVALID_INPUT. */
export async function simulatePurchase(
  deps: LedgerDeps,
  caller: Caller,
  input: QuotePurchaseInput,
  ruleVersionIds: readonly string[],
): Promise<Outcome<PurchaseQuote>> {
  return quote(deps, caller, input, ruleVersionIds);
}

async function quote(
  deps: LedgerDeps,
  caller: Caller,
  input: QuotePurchaseInput,
  draftIds: readonly string[],
): Promise<Outcome<PurchaseQuote>> {
  if (!isInProgramme(caller)) return refused(refuse('NOT_ALLOWED', 'This needs a caller of a programme.'));
  const check = createInputCheck();
  const purchase = recordPurchase.read({ ...input, idempotencyKey: '', awards: [] }, check, ['input']) as Purchase;
  check.require(draftIds.length <= MAX_DRAFTS, 'INVALID_INPUT', `Up to ${MAX_DRAFTS} drafts are tried at once.`, [
    'ruleVersionIds',
  ]);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const published = await deps.reference(caller.programmeId);
  if (published === null) return refused(refuse('NOT_ALLOWED', 'There is no such programme.'));
  const drafts = await withDrafts(deps.database.sql, caller, published, draftIds);
  if ('refusal' in drafts) return refused(drafts.refusal);
  const { programmeId } = caller;
  const { facts, now } = await deps.readQuoted({ programmeId, reference: drafts.reference, purchase });
  const batch = new Batch(facts, now, deps.ids);
  const { found: plan, refusal } = planPurchase(batch, actorOf(caller), purchase, true);
  if (refusal !== undefined) return refused(refusal);
  const { earned } = plan;
  return accepted({
    points: earned.points,
    basePoints: earned.qualifying,
    byLine: earned.byLine,
    pending: plan.pending,
    components: earned.components,
    sentence: sentenceOf(purchase, plan),
    outcomes: earned.evaluation?.outcomes ?? [],
    currency: purchase.currency,
  });
}

/** The reference with drafts in force. RULE_UNKNOWN for one that is not there, or that the caller may not see. */
export async function withDrafts(
  sql: AnySql,
  caller: ProgrammeCaller,
  reference: Reference,
  draftIds: readonly string[],
): Promise<{ readonly reference: Reference; readonly drafts: readonly RuleVersion[] } | { readonly refusal: Refusal }> {
  if (draftIds.length === 0) return { reference, drafts: [] };
  const wanted = new Set(draftIds.map((id) => id.toLowerCase()));
  const versions = await readRuleVersions(sql, caller.programmeId, [...wanted].filter(isId));
  const drafts = versions.filter(({ ruleVersionId }) => wanted.has(ruleVersionId));
  const seen = drafts.every(
    (draft) =>
      caller.role === 'operator' ||
      (caller.partnerId !== null && concernsPartner(draft, caller.partnerId.toLowerCase())),
  );
  if (drafts.length < wanted.size || !seen)
    return { refusal: refuse('RULE_UNKNOWN', 'No such version of an earn rule.', ['ruleVersionIds']) };
  const rules = compileRules(versions.map((one) => (wanted.has(one.ruleVersionId) ? asIfInForce(one) : one)));
  return { reference: { ...reference, rules }, drafts };
}
