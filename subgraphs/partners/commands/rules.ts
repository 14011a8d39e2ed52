/**
 * The life of earn rules: drafted, approved by whose money it is, published, ended.
 *
 * The operator drafts any rule; a partner drafts rules of its own tills, and funds them itself or together with others. Each version is
 * immutable from the start: a change is a new version, and approvals are of exactly one.
 */
import type { AnySql, Transaction } from '../../../db/client.ts';
import {
  type Caller,
  isInProgramme,
  isOperator,
  keySpaceOf,
  mayActForWholePartner,
  type ProgrammeCaller,
} from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { CODE, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, firstInOrder, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { refusalOfUnfit } from '../domain/rules/fits-programme.ts';
import { type Directory, readRule } from '../domain/rules/read-rule.ts';
import { fundersOf, ruleStateAt } from '../domain/rules/rule-life.ts';
import type { WrittenRule } from '../domain/rules/rule-schema.ts';
import { OPERATOR_FUNDER } from '../domain/rules/rule-terms.ts';
import { lockPublishedTerms, readProgrammeNow } from '../store/programme-now.ts';
import { readProgramme } from '../store/programmes.ts';
import {
  insertApproval,
  insertCategories,
  insertOptIn,
  insertRule,
  insertRuleEnd,
  insertRuleVersion,
  lockRuleByCode,
  lockRuleVersion,
  publishVersion,
  type RuleRow,
  type RuleVersionRow,
  readApprovals,
  readCategories,
  readDirectory,
  readMemberStatus,
  readRuleByCode,
  readVersionsOfRule,
  updatePublishGate,
  wasBacktested,
  withdrawVersion,
} from '../store/rules.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_CATEGORIES = 1_000;
const CATEGORY = { max: 100 } as const;

interface Keyed {
  readonly idempotencyKey: string;
}

export interface DraftRule extends Keyed {
  readonly code: string;
  readonly version?: number | null | undefined;
  /** As `ruleSchema` has it, or as GraphQL hands it over. */
  readonly rule: unknown;
}

/** What rules of this programme may name, read once. */
export async function openDirectory(deps: PartnersDeps, caller: ProgrammeCaller): Promise<Directory | null> {
  const { db, sql } = deps.database;
  const [programme, names, { partners, stores }] = await Promise.all([
    readProgramme(db, caller.programmeId),
    readCategories(sql, caller.programmeId),
    readDirectory(sql, caller.programmeId),
  ]);
  if (programme === null) return null;
  const categories = new Set(names);
  const byName = new Map<string, string>();
  const codes = new Map(partners.map(({ partnerId, code }) => [partnerId, code.toLowerCase()]));
  for (const { partnerId, code } of partners) byName.set(code.toLowerCase(), partnerId).set(partnerId, partnerId);
  const storesByName = new Map<string, { storeId: string; partnerId: string }>();
  for (const store of stores) {
    storesByName.set(store.storeId, store);
    storesByName.set(`${codes.get(store.partnerId)}/${store.code}`.toLowerCase(), store);
  }
  return {
    partner: (name) => byName.get(name.toLowerCase()) ?? null,
    store: (name) => storesByName.get(name.toLowerCase()) ?? null,
    category: (name) => categories.has(name),
    currency: programme.currency,
  };
}

/**
 * Drafts a version of a rule; the first one makes the rule. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, INVALID_AMOUNT,
 * UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, STORE_UNKNOWN, CODE_TAKEN (somebody else's rule), CATEGORY_UNKNOWN, RULE_UNKNOWN,
 * RULE_STATE (`version` names one that is published or withdrawn), and what makes it unfit for the programme as it stands (fits-programme.ts).
 */
export async function draftRule(
  deps: PartnersDeps,
  caller: Caller,
  input: DraftRule,
): Promise<Outcome<{ ruleVersionId: string }>> {
  if (!mayDraft(caller))
    return refused(refuse('NOT_ALLOWED', 'Rules are drafted by the operator and by whole partners.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const code = check.text(input.code, ['input', 'code'], CODE);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const directory = await openDirectory(deps, caller);
  if (directory === null) return refused(refuse('NOT_ALLOWED', "There is no such programme as the caller's."));
  const at = deps.clock();
  const read = readRule(input.rule, directory, ['input', 'rule']);
  if (!read.ok) return read;
  const terms = read.result;
  const own = caller.role === 'operator' ? null : (caller.partnerId?.toLowerCase() ?? null);
  const notOwn = own === null ? null : notOwnTills(terms, own);
  if (notOwn !== null) return refused(notOwn);

  const replaces = input.version ?? null;
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'draftRule',
      body: { code, replaces, terms },
      at,
    },
    async ({ sql }) => {
      let rule = await lockRuleByCode(sql, programmeId, code);
      if (rule === null) {
        if (replaces !== null) return refused(unknownVersion(['input', 'version']));
        rule = { ruleId: deps.ids(), programmeId, code, ownerPartnerId: own, endsAt: null };
        if (!(await insertRule(sql, { ...rule, createdAt: at })))
          return refused(refuse('TRY_AGAIN', 'Another rule with this code was made at this moment.'));
      } else if (own !== null && rule.ownerPartnerId !== own) {
        return refused(refuse('CODE_TAKEN', 'Another rule of the programme has this code.', ['input', 'code']));
      }
      if (rule.endsAt !== null) return refused(refuse('RULE_STATE', 'The rule was ended.', ['input', 'code']));
      const versions = await readVersionsOfRule(sql, rule.ruleId);
      if (replaces !== null) {
        const old = versions.find(({ version }) => version === replaces);
        if (old === undefined) return refused(unknownVersion(['input', 'version']));
        if (old.publishedAt !== null || old.withdrawnAt !== null) {
          const why = 'A version that was published or withdrawn never changes: leave `version` out for a new one.';
          return refused(refuse('RULE_STATE', why, ['input', 'version']));
        }
        await withdrawVersion(sql, old.ruleVersionId, at);
      }
      const kind = versions[0]?.terms.kind;
      if (kind !== undefined && kind !== terms.kind) {
        const why = `The rule is of kind ${kind}, and stays so.`;
        return refused(refuse('RULE_STATE', why, ['input', 'rule', 'kind']));
      }
      const unfit = await unfitNow(sql, rule, terms, at, ['input', 'rule']);
      if (unfit !== null) return refused(unfit);
      const ruleVersionId = deps.ids();
      const { ruleId } = rule;
      const version = (versions.at(-1)?.version ?? 0) + 1;
      await insertRuleVersion(sql, {
        ruleVersionId,
        programmeId,
        ruleId,
        version,
        terms,
        draftedBy: caller.subject,
        draftedAt: at,
      });
      return accepted({ ruleVersionId });
    },
  );
  return outcome;
}

async function unfitNow(
  sql: AnySql,
  { programmeId, ruleId, code }: Pick<RuleRow, 'programmeId' | 'ruleId' | 'code'>,
  terms: WrittenRule,
  now: Date,
  at: readonly string[],
): Promise<Refusal | null> {
  return refusalOfUnfit(terms, code, await readProgrammeNow(sql, programmeId, { ruleId, now }), at);
}

type Draftsman = ProgrammeCaller;

function mayDraft(caller: Caller): caller is Draftsman {
  if (isOperator(caller)) return true;
  return (
    caller.role === 'partner' &&
    isInProgramme(caller) &&
    caller.partnerId !== null &&
    mayActForWholePartner(caller, caller.partnerId)
  );
}

/** A partner speaks of its own tills only, and pays for what it gives there, alone or with others. */
function notOwnTills(terms: WrittenRule, partnerId: string): Refusal | null {
  const partners = terms.conditions?.partners ?? [];
  if (partners.length === 0 || partners.some((id) => id !== partnerId))
    return refuse('NOT_ALLOWED', 'A partner makes rules for its own tills: name it in `partners`.', [
      'input',
      'rule',
      'conditions',
      'partners',
    ]);
  if (terms.kind === 'PROMOTION' && !fundersOf(terms).includes(partnerId))
    return refuse('NOT_ALLOWED', 'A partner that makes a promotion is one of its funders.', [
      'input',
      'rule',
      'fundingSplit',
    ]);
  return null;
}

function unknownVersion(field: readonly string[]): Refusal {
  return refuse('RULE_UNKNOWN', 'No such version of an earn rule.', field);
}

export interface OneVersion extends Keyed {
  readonly ruleVersionId: string;
}

/** Whether the caller may see a version: the operator, its owner, its funders, and everybody once it is published for everybody's tills. */
export function maySeeRule(
  caller: Caller,
  row: Pick<RuleVersionRow, 'ownerPartnerId' | 'terms' | 'publishedAt'>,
): boolean {
  if (isOperator(caller)) return true;
  if (caller.role !== 'partner' || caller.partnerId === null) return false;
  const own = caller.partnerId.toLowerCase();
  const partners = row.terms.conditions?.partners ?? [];
  return (
    row.ownerPartnerId === own ||
    fundersOf(row.terms).includes(own) ||
    partners.includes(own) ||
    (row.publishedAt !== null && partners.length === 0)
  );
}

/**
 * A funder agrees to pay for exactly this version. Refusals in the published order: NOT_ALLOWED (the caller funds nothing of it), INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, RULE_UNKNOWN, RULE_STATE (published or withdrawn).
 */
export async function approveRule(
  deps: PartnersDeps,
  caller: Caller,
  input: OneVersion,
): Promise<Outcome<{ ruleVersionId: string }>> {
  return withVersion(deps, caller, input, 'approveRule', async ({ sql }, row, at) => {
    const funder = isOperator(caller) ? OPERATOR_FUNDER : (caller.partnerId?.toLowerCase() ?? '');
    if (!fundersOf(row.terms).includes(funder))
      return refused(refuse('NOT_ALLOWED', 'Only who pays for a rule approves it.', ['input', 'ruleVersionId']));
    if (row.publishedAt !== null || row.withdrawnAt !== null) return refused(notADraft());
    await insertApproval(sql, { ruleVersionId: row.ruleVersionId, funder, approvedBy: caller.subject, approvedAt: at });
    return accepted({ ruleVersionId: row.ruleVersionId });
  });
}

function notADraft(): Refusal {
  return refuse('RULE_STATE', 'The version is no draft any more.', ['input', 'ruleVersionId']);
}

/**
 * Publishes a version: from its `validFrom` on it counts for every purchase posted after this. Whoever publishes approves for itself.
 * Refusals in the published order: NOT_ALLOWED (neither operator nor owner), IDEMPOTENCY_KEY_REUSED, what makes it unfit for the programme as it
 * stands (fits-programme.ts), RULE_UNKNOWN, RULE_STATE (no draft, a later version is published, the rule was ended), APPROVAL_MISSING, BACKTEST_MISSING.
 */
export async function publishRule(
  deps: PartnersDeps,
  caller: Caller,
  input: OneVersion,
): Promise<Outcome<{ ruleVersionId: string }>> {
  return withVersion(deps, caller, input, 'publishRule', async ({ db, sql }, row, at) => {
    const own = isOperator(caller) ? OPERATOR_FUNDER : (caller.partnerId?.toLowerCase() ?? '');
    if (!isOperator(caller) && row.ownerPartnerId !== own)
      return refused(
        refuse('NOT_ALLOWED', 'A rule is published by the operator or by who made it.', ['input', 'ruleVersionId']),
      );
    const { terms, ruleVersionId } = row;
    const field = ['input', 'ruleVersionId'];
    await lockPublishedTerms(sql, row.programmeId);
    const refusals: Refusal[] = [];
    const unfit = await unfitNow(sql, row, terms, at, []);
    if (unfit !== null) refusals.push({ ...unfit, message: `\`${unfit.field?.join('.')}\`: ${unfit.message}`, field });
    if (row.publishedAt !== null || row.withdrawnAt !== null) refusals.push(notADraft());
    if (row.endsAt !== null) refusals.push(refuse('RULE_STATE', 'The rule was ended.', field));
    const versions = await readVersionsOfRule(sql, row.ruleId);
    if (versions.some((other) => other.version > row.version && other.publishedAt !== null))
      refusals.push(refuse('RULE_STATE', 'A later version is published already.', field));
    const funders = fundersOf(terms);
    if (funders.includes(own))
      await insertApproval(sql, { ruleVersionId, funder: own, approvedBy: caller.subject, approvedAt: at });
    const approvals = await readApprovals(sql, [ruleVersionId]);
    const missing = funders.filter((funder) => !approvals.some((approval) => approval.funder === funder));
    if (missing.length > 0) {
      const why = `${missing.length} of ${funders.length} funders have not approved this version.`;
      refusals.push(refuse('APPROVAL_MISSING', why, field));
    }
    const programme = await readProgramme(db, row.programmeId);
    if (
      programme?.publishNeedsBacktest === true &&
      !(await wasBacktested(sql, ruleVersionId, new Date(at.getTime() - DAY_MS)))
    )
      refusals.push(refuse('BACKTEST_MISSING', 'No backtest of this version ended within a day.', field));
    const refusal = firstInOrder(refusals);
    if (refusal !== null) return refused(refusal);
    await publishVersion(sql, ruleVersionId, caller.subject, at);
    return accepted({ ruleVersionId });
  });
}

async function withVersion(
  deps: PartnersDeps,
  caller: Caller,
  input: OneVersion,
  command: string,
  work: (tx: Transaction, row: RuleVersionRow, at: Date) => Promise<Outcome<{ ruleVersionId: string }>>,
): Promise<Outcome<{ ruleVersionId: string }>> {
  if (!mayDraft(caller)) return refused(refuse('NOT_ALLOWED', 'Rules are for the operator and for whole partners.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const at = deps.clock();
  const ruleVersionId = input.ruleVersionId.toLowerCase();
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command, body: { ruleVersionId }, at },
    async (tx) => {
      const row = isId(ruleVersionId) ? await lockRuleVersion(tx.sql, caller.programmeId, ruleVersionId) : null;
      if (row === null || !maySeeRule(caller, row)) return refused(unknownVersion(['input', 'ruleVersionId']));
      return work(tx, row, at);
    },
  );
  return outcome;
}

export interface EndRule extends Keyed {
  readonly code: string;
  readonly at?: Date | null | undefined;
}

/**
 * Ends a rule before its time, all versions of it, for good. Refusals in the published order: NOT_ALLOWED (neither operator nor owner),
 * INVALID_INPUT (in the past), IDEMPOTENCY_KEY_REUSED, RULE_UNKNOWN, RULE_STATE (ended already, or never published).
 */
export async function endRule(
  deps: PartnersDeps,
  caller: Caller,
  input: EndRule,
): Promise<Outcome<{ ruleId: string }>> {
  if (!mayDraft(caller)) return refused(refuse('NOT_ALLOWED', 'Rules are for the operator and for whole partners.'));
  const now = deps.clock();
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const code = check.text(input.code, ['input', 'code'], CODE);
  const asked = input.at ?? null;
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'endRule',
      body: { code, at: asked },
      at: now,
    },
    async ({ sql }) => {
      const { programmeId } = caller;
      if (asked !== null && asked < now)
        return refused(
          refuse('INVALID_INPUT', 'What has been given stays given: a rule ends now or later.', ['input', 'at']),
        );
      const rule = await lockRuleByCode(sql, programmeId, code);
      if (rule === null || !mayEnd(caller, rule))
        return refused(refuse('RULE_UNKNOWN', 'No such earn rule.', ['input', 'code']));
      const versions = await readVersionsOfRule(sql, rule.ruleId);
      if (!versions.some(({ publishedAt }) => publishedAt !== null))
        return refused(refuse('RULE_STATE', 'No version of the rule is published.', ['input', 'code']));
      const end = { ruleId: rule.ruleId, programmeId, endsAt: asked ?? now, decidedBy: caller.subject, decidedAt: now };
      if (!(await insertRuleEnd(sql, end)))
        return refused(refuse('RULE_STATE', 'The rule was ended already.', ['input', 'code']));
      return accepted({ ruleId: rule.ruleId });
    },
  );
  return outcome;
}

function mayEnd(caller: Draftsman, rule: RuleRow): boolean {
  return caller.role === 'operator' || rule.ownerPartnerId === caller.partnerId?.toLowerCase();
}

export interface DefineCategories extends Keyed {
  readonly names: readonly string[];
}

/** Adds categories that rules may name. For the operator. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED. */
export async function defineCategories(
  deps: PartnersDeps,
  caller: Caller,
  input: DefineCategories,
): Promise<Outcome<{ added: number }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator names categories.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const allowed = input.names.length >= 1 && input.names.length <= MAX_CATEGORIES;
  check.require(allowed, 'INVALID_INPUT', `There are 1 to ${MAX_CATEGORIES} names.`, ['input', 'names']);
  const names = input.names
    .slice(0, MAX_CATEGORIES)
    .map((name, index) => check.text(name, ['input', 'names', String(index)], CATEGORY));
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'defineCategories',
      body: { names },
      at: deps.clock(),
    },
    async ({ sql }) => {
      await insertCategories(sql, caller.programmeId, [...new Set(names)]);
      return accepted({ added: names.length });
    },
  );
  return outcome;
}

export interface SetPublishGate extends Keyed {
  readonly needsBacktest: boolean;
}

/** Whether rules are published only after a backtest. For the operator. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED. */
export async function setPublishGate(
  deps: PartnersDeps,
  caller: Caller,
  input: SetPublishGate,
): Promise<Outcome<{ programmeId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator sets the publish gate.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { needsBacktest } = input;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'setPublishGate',
      body: { needsBacktest },
      at: deps.clock(),
    },
    async ({ sql }) => {
      await updatePublishGate(sql, caller.programmeId, needsBacktest);
      return accepted({ programmeId: caller.programmeId });
    },
  );
  return outcome;
}

export interface JoinPromotion extends Keyed {
  readonly code: string;
  readonly memberId?: string | null | undefined;
}

/**
 * A member opts in to a promotion, itself or at a partner's desk. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, RULE_UNKNOWN (no such promotion, or none to opt in to), RULE_STATE (not live and not to come), MEMBER_UNKNOWN,
 * MEMBER_INACTIVE. Opting in twice is once.
 */
export async function joinPromotion(
  deps: PartnersDeps,
  caller: Caller,
  input: JoinPromotion,
): Promise<Outcome<{ ruleId: string; memberId: string }>> {
  const memberId = (input.memberId ?? caller.memberId ?? '').toLowerCase();
  if (!isInProgramme(caller) || (caller.role === 'member' && memberId !== caller.memberId?.toLowerCase()))
    return refused(refuse('NOT_ALLOWED', 'A member opts in for itself only.', ['input', 'memberId']));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const code = check.text(input.code, ['input', 'code'], CODE);
  check.require(memberId !== '', 'INVALID_INPUT', '`memberId` is missing.', ['input', 'memberId']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const at = deps.clock();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'joinPromotion',
      body: { code, memberId },
      at,
    },
    async ({ sql }) => {
      const rule = await readRuleByCode(sql, programmeId, code);
      const versions =
        rule === null ? [] : (await readVersionsOfRule(sql, rule.ruleId)).filter((row) => row.publishedAt !== null);
      const newest = versions.at(-1);
      if (rule === null || newest?.terms.activation?.type !== 'OPT_IN')
        return refused(refuse('RULE_UNKNOWN', 'No such promotion to opt in to.', ['input', 'code']));
      if (ruleStateAt(newest, versions, [], at) === 'ENDED')
        return refused(refuse('RULE_STATE', 'The promotion is over.', ['input', 'code']));
      const status = isId(memberId) ? await readMemberStatus(sql, programmeId, memberId) : null;
      if (status === null)
        return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', 'memberId']));
      if (status !== 'ACTIVE')
        return refused(refuse('MEMBER_INACTIVE', 'The member is not active.', ['input', 'memberId']));
      await insertOptIn(sql, { memberId, ruleId: rule.ruleId, programmeId, optedInAt: at });
      return accepted({ ruleId: rule.ruleId, memberId });
    },
  );
  return outcome;
}
