// Earn rules as callers see them. A rule is there for whoever may see one of its versions (commands/rules.ts `maySeeRule`).

import { toPayload } from '../../serving/refusal.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import {
  approveRule,
  defineCategories,
  draftRule,
  endRule,
  joinPromotion,
  maySeeRule,
  publishRule,
  setPublishGate,
} from '../commands/rules.ts';
import type { PartnersContext } from '../context.ts';
import { fundersOf, type RuleState, ruleStateAt } from '../domain/rules/rule-life.ts';
import { OPERATOR_FUNDER } from '../domain/rules/rule-terms.ts';
import type { EarnRuleResolvers, EarnRuleVersionResolvers, MutationResolvers, QueryResolvers } from '../generated.ts';
import { type RuleRow, type RuleVersionRow, readCategories, readRule, readRules } from '../store/rules.ts';

async function seenVersions(ruleId: string, context: PartnersContext): Promise<RuleVersionRow[]> {
  const caller = requireCaller(context);
  const versions = await context.loaders.versionsOfRule.load(ruleId);
  return versions.filter((row) => maySeeRule(caller, row));
}

async function seenRules(context: PartnersContext): Promise<RuleRow[]> {
  const { programmeId } = requireProgrammeCaller(context);
  const rules = await readRules(context.reads.sql, programmeId);
  const seen = await Promise.all(rules.map(async ({ ruleId }) => (await seenVersions(ruleId, context)).length > 0));
  return rules.filter((_, index) => seen[index]);
}

async function stateOf(row: RuleVersionRow, context: PartnersContext): Promise<RuleState> {
  const versions = await context.loaders.versionsOfRule.load(row.ruleId);
  return ruleStateAt(row, versions, await missingFunders(row, context), context.deps.clock());
}

async function missingFunders(row: RuleVersionRow, { loaders }: PartnersContext): Promise<string[]> {
  const approvals = await loaders.approvalsOf.load(row.ruleVersionId);
  return fundersOf(row.terms).filter((funder) => !approvals.some((approval) => approval.funder === funder));
}

async function partnerOf(funder: string, { loaders }: PartnersContext) {
  return funder === OPERATOR_FUNDER ? null : loaders.faces.load(funder);
}

export const ruleQueries: Pick<QueryResolvers, 'earnRules' | 'earnRule' | 'categories'> = {
  earnRules: async (_, { state }, context) => {
    const rules = await seenRules(context);
    if (state == null) return rules;
    const stands = await Promise.all(
      rules.map(async ({ ruleId }) => {
        const states = await Promise.all((await seenVersions(ruleId, context)).map((row) => stateOf(row, context)));
        return states.includes(state);
      }),
    );
    return rules.filter((_rule, index) => stands[index]);
  },
  earnRule: async (_, { code }, context) =>
    (await seenRules(context)).find((rule) => rule.code.toLowerCase() === code.toLowerCase()) ?? null,
  categories: (_, __, context) => readCategories(context.reads.sql, requireProgrammeCaller(context).programmeId),
};

export const EarnRule: EarnRuleResolvers = {
  __resolveReference: async ({ id }, context) => {
    const { programmeId } = requireProgrammeCaller(context);
    if (!isId(id) || (await seenVersions(id, context)).length === 0) return null;
    return readRule(context.reads.sql, programmeId, id.toLowerCase());
  },
  id: ({ ruleId }) => ruleId,
  owner: ({ ownerPartnerId }, _, { loaders }) => (ownerPartnerId === null ? null : loaders.faces.load(ownerPartnerId)),
  versions: ({ ruleId }, _, context) => seenVersions(ruleId, context),
  current: async ({ ruleId }, { at }, context) => {
    const instant = at ?? context.deps.clock();
    const versions = await context.loaders.versionsOfRule.load(ruleId);
    const caller = requireCaller(context);
    return (
      versions.find((row) => maySeeRule(caller, row) && ruleStateAt(row, versions, [], instant) === 'LIVE') ?? null
    );
  },
};

export const EarnRuleVersion: EarnRuleVersionResolvers = {
  __resolveReference: async ({ id }, context) => {
    const row = await context.loaders.ruleVersions.load(id);
    return row !== null && maySeeRule(requireCaller(context), row) ? row : null;
  },
  id: ({ ruleVersionId }) => ruleVersionId,
  rule: (row) => row,
  kind: ({ terms }) => terms.kind,
  name: ({ terms }) => terms.name,
  state: (row, _, context) => stateOf(row, context),
  validFrom: ({ terms }) => new Date(terms.validFrom),
  validUntil: ({ terms }) => (terms.validUntil === undefined ? null : new Date(terms.validUntil)),
  fundingSplit: ({ terms }, _, context) =>
    Promise.all(
      (terms.fundingSplit ?? []).map(async ({ partner, basisPoints }) => ({
        partner: await partnerOf(partner ?? OPERATOR_FUNDER, context),
        basisPoints,
      })),
    ),
  approvals: async ({ ruleVersionId }, _, context) => {
    const approvals = await context.loaders.approvalsOf.load(ruleVersionId);
    return Promise.all(
      approvals.map(async ({ funder, approvedBy, approvedAt }) => ({
        partner: await partnerOf(funder, context),
        approvedBy,
        approvedAt,
      })),
    );
  },
  approvalsMissing: async (row, _, context) => {
    const missing = await missingFunders(row, context);
    return Promise.all(
      missing.map(async (funder) => ({
        partner: await partnerOf(funder, context),
        basisPoints:
          row.terms.fundingSplit?.find(({ partner }) => (partner ?? OPERATOR_FUNDER) === funder)?.basisPoints ?? null,
      })),
    );
  },
};

/** What was read of a version before the command is old now. */
async function freshVersion(ruleVersionId: string, { loaders }: PartnersContext): Promise<RuleVersionRow | null> {
  loaders.ruleVersions.clearAll();
  loaders.versionsOfRule.clearAll();
  loaders.approvalsOf.clearAll();
  return loaders.ruleVersions.load(ruleVersionId);
}

type RuleMutation =
  | 'defineCategories'
  | 'draftRule'
  | 'approveRule'
  | 'publishRule'
  | 'endRule'
  | 'setPublishGate'
  | 'joinPromotion';

export const ruleMutations: Required<Pick<MutationResolvers, RuleMutation>> = {
  defineCategories: async (_, { input }, context) =>
    toPayload(
      await defineCategories(context.deps, requireCaller(context), input),
      async () => ({
        categories: await readCategories(context.reads.sql, requireProgrammeCaller(context).programmeId),
      }),
      { categories: null },
    ),
  draftRule: async (_, { input }, context) =>
    toPayload(
      await draftRule(context.deps, requireCaller(context), input),
      async ({ ruleVersionId }) => ({ version: await freshVersion(ruleVersionId, context) }),
      { version: null },
    ),
  approveRule: async (_, { input }, context) =>
    toPayload(
      await approveRule(context.deps, requireCaller(context), input),
      async ({ ruleVersionId }) => ({ version: await freshVersion(ruleVersionId, context) }),
      { version: null },
    ),
  publishRule: async (_, { input }, context) =>
    toPayload(
      await publishRule(context.deps, requireCaller(context), input),
      async ({ ruleVersionId }) => ({ version: await freshVersion(ruleVersionId, context) }),
      { version: null },
    ),
  endRule: async (_, { input }, context) =>
    toPayload(
      await endRule(context.deps, requireCaller(context), input),
      async ({ ruleId }) => ({
        rule: await readRule(context.reads.sql, requireProgrammeCaller(context).programmeId, ruleId),
      }),
      { rule: null },
    ),
  setPublishGate: async (_, { input }, context) =>
    toPayload(
      await setPublishGate(context.deps, requireCaller(context), input),
      async ({ programmeId }) => {
        context.loaders.programmes.clearAll();
        return { programme: await context.loaders.programmes.load(programmeId) };
      },
      { programme: null },
    ),
  joinPromotion: async (_, { input }, context) =>
    toPayload(
      await joinPromotion(context.deps, requireCaller(context), input),
      async ({ ruleId }) => ({
        rule: await readRule(context.reads.sql, requireProgrammeCaller(context).programmeId, ruleId),
      }),
      { rule: null },
    ),
};
