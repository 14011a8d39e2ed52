// The terms of a programme through its API: what there is, as a file would say it, and changes to it.
import { createHash, randomUUID } from 'node:crypto';
import type { ApiCaller } from '../api.ts';
import { type Change, plain } from './compare-terms.ts';
import type { FileContract, FilePartner, FileRule, TermsFile } from './terms-file.ts';

const CONTRACT_FIELDS = `validFrom roles fundingModel poolShareBasisPoints earnPoints earnPer { amount currency } earnRounding pendingDays
  issuePriceMicros reserveRateMicros serviceFeeMicros reimbursementMicros clearingFeeBasisPoints clearingFeePayer ownBrandFeeExempt
  expiryShareBasisPoints earnReversalDays earnReversalRefundsServiceFee redemptionReversalDays redemptionReversalRefundsClearingFee
  refundShortfall expiryModel expiryMonths expiryRounding expiryMonthDay lateSubmissionDays lateBeyondLimit netDebitCap { amount } capMode
  carryForwardBelow { amount } collateral { amount } settlementCurrency operatorVat { category rateBasisPoints exemptionReason }
  partnerVat { category rateBasisPoints exemptionReason } selfBilling`;

type ContractAnswer = Omit<FileContract, 'netDebitCap' | 'carryForwardBelow' | 'collateral'> & {
  readonly netDebitCap: { readonly amount: string } | null;
  readonly carryForwardBelow: { readonly amount: string };
  readonly collateral: { readonly amount: string };
};

interface PartnerAnswer {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contracts: readonly ContractAnswer[];
}

interface RuleAnswer {
  readonly code: string;
  readonly endsAt: string | null;
  readonly versions: readonly {
    readonly state: string;
    readonly publishedAt: string | null;
    readonly terms: Record<string, unknown>;
  }[];
}

export interface PresentTerms {
  readonly terms: TermsFile;
  /** How many versions there have been, of a partner's contract or of a rule, by code in lower case: what is asked for again later is another change. */
  readonly revisions: ReadonlyMap<string, number>;
}

/** Everything of a programme that a file holds. Rules are there by their newest published version; ended ones are left out. */
export async function readProgrammeTerms(operator: ApiCaller): Promise<PresentTerms> {
  const partners: PartnerAnswer[] = [];
  for (let after: string | null = null; ; ) {
    const page: {
      partners: { edges: { node: PartnerAnswer }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    } = await operator.ask(
      `query ($after: String) { partners(first: 50, after: $after) {
           edges { node { id code name contracts { ${CONTRACT_FIELDS} } } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    partners.push(...page.partners.edges.map(({ node }) => node));
    if (!page.partners.pageInfo.hasNextPage) break;
    after = page.partners.pageInfo.endCursor;
  }
  const { categories, earnRules } = await operator.ask<{ categories: string[]; earnRules: RuleAnswer[] }>(
    '{ categories earnRules { code endsAt versions { state publishedAt terms } } }',
  );
  const names = await readNames(operator, partners);
  const terms: TermsFile = {
    categories,
    partners: partners.map(
      ({ code, name, contracts }): FilePartner => ({
        code,
        name,
        ...(contracts.length === 0 ? {} : { contract: contractOf(contracts.at(-1)!) }),
      }),
    ),
    rules: earnRules.flatMap(({ code, endsAt, versions }) => {
      const newest = versions.filter(({ publishedAt }) => publishedAt !== null).at(-1);
      return newest === undefined || endsAt !== null
        ? []
        : [{ code, ...(named(newest.terms, names) as object) } as FileRule];
    }),
  };
  const revisions = new Map<string, number>([
    ...partners.map(({ code, contracts }) => [`contract ${code}`.toLowerCase(), contracts.length] as const),
    ...earnRules.map(
      ({ code, versions }) =>
        [`rule ${code}`.toLowerCase(), versions.filter(({ publishedAt }) => publishedAt !== null).length] as const,
    ),
  ]);
  return { terms, revisions };
}

function contractOf({ netDebitCap, carryForwardBelow, collateral, ...terms }: ContractAnswer): FileContract {
  return withoutNulls({
    ...terms,
    netDebitCap: netDebitCap?.amount,
    carryForwardBelow: carryForwardBelow.amount,
    collateral: collateral.amount,
  }) as FileContract;
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const said = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(said.map(([name, field]) => [name, withoutNulls(field)]));
}

/** Codes by id: of partners, and of stores as `partner/store`. */
async function readNames(operator: ApiCaller, partners: readonly PartnerAnswer[]): Promise<Map<string, string>> {
  const names = new Map(partners.map(({ id, code }) => [id, code]));
  for (const { id, code } of partners) {
    for (let after: string | null = null; ; ) {
      const page: {
        stores: {
          edges: { node: { id: string; code: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
      } = await operator.ask(
        'query ($id: ID!, $after: String) { stores(partnerId: $id, first: 100, after: $after) { edges { node { id code } } pageInfo { hasNextPage endCursor } } }',
        { id, after },
      );
      for (const { node } of page.stores.edges) names.set(node.id, `${code}/${node.code}`);
      if (!page.stores.pageInfo.hasNextPage) break;
      after = page.stores.pageInfo.endCursor;
    }
  }
  return names;
}

/** Ids as codes, wherever they stand. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => named(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, named(field, names)]));
}

/** A change that was refused. */
export class ChangeRefused extends Error {}

interface Refused {
  readonly userErrors: readonly {
    readonly code: string;
    readonly message: string;
    readonly field: readonly string[] | null;
  }[];
}

/**
 * Makes a change as the operator. The same change of the same version has the same key, so making it twice is once. A rule whose funders have not all approved stays a
 * draft: the answer says so.
 */
export async function applyChange(
  operator: ApiCaller,
  change: Change,
  { revisions }: PresentTerms,
): Promise<string | null> {
  const revision = revisions.get(`contract ${'partner' in change ? change.partner : ''}`.toLowerCase()) ?? 0;
  switch (change.kind) {
    case 'ADD_CATEGORIES':
      await mutate(operator, 'defineCategories', change, { names: change.names });
      return null;
    case 'REGISTER_PARTNER':
      await mutate(operator, 'registerPartner', change, { code: change.code, name: change.name });
      return null;
    case 'SIGN_CONTRACT': {
      const query = 'query ($code: String!) { partner(code: $code) { id } }';
      const { partner } = await operator.ask<{ partner: { id: string } | null }>(query, { code: change.partner });
      await mutate(operator, 'signContract', change, { partnerId: partner?.id ?? '', ...change.contract }, revision);
      return null;
    }
    case 'PUBLISH_RULE':
      return publish(operator, change, revisions.get(`rule ${change.rule.code}`.toLowerCase()) ?? 0);
    case 'PROBLEM':
      throw new ChangeRefused(`${change.path}: ${change.message}`);
  }
}

async function publish(
  operator: ApiCaller,
  change: Extract<Change, { kind: 'PUBLISH_RULE' }>,
  revision: number,
): Promise<string | null> {
  const { code, ...rule } = change.rule;
  const selection = 'version { id approvalsMissing { partner { code } } }';
  type Drafted = { version: { id: string; approvalsMissing: { partner: { code: string } | null }[] } };
  const drafted = await mutate<Drafted>(operator, 'draftRule', change, { code, rule }, revision, selection);
  const { id, approvalsMissing } = drafted.version;
  const others = approvalsMissing.flatMap(({ partner }) => (partner === null ? [] : [partner.code]));
  if (approvalsMissing.some(({ partner }) => partner === null))
    await mutate(operator, 'approveRule', change, { ruleVersionId: id }, revision);
  if (others.length > 0) return `rule ${code} is a draft until ${others.join(', ')} approve it; then run this again`;
  await mutate(operator, 'publishRule', change, { ruleVersionId: id }, revision);
  return null;
}

async function mutate<Payload>(
  operator: ApiCaller,
  name: string,
  change: Change,
  input: object,
  revision = 0,
  selection = '',
): Promise<Payload> {
  const { at = '', ...asked } = { at: undefined, ...change };
  const digest = createHash('sha256')
    .update(JSON.stringify([revision, plain(asked)]))
    .digest('base64url')
    .slice(0, 32);
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const send = async (key: string): Promise<Payload & Refused> => {
    const answer = await operator.ask<Record<string, Payload & Refused>>(
      `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message field } } }`,
      { input: { idempotencyKey: `terms ${name} ${key}`, ...input } },
    );
    return answer[name]!;
  };
  let payload = await send(digest);
  // A refusal is remembered under its key for ever, it wrote nothing, and what was in the way then may be gone.
  if (payload.userErrors.length > 0) payload = await send(`${digest} ${randomUUID()}`);
  const [refusal] = payload.userErrors;
  if (refusal !== undefined) throw new ChangeRefused(`${placeOf(refusal, at)}${refusal.code}: ${refusal.message}`);
  return payload;
}

/** Where in the file what was refused stands. */
function placeOf({ field }: Refused['userErrors'][number], at: string): string {
  const [, first, ...rest] = field ?? [];
  const path = first === 'rule' ? rest : first === undefined ? [] : [first, ...rest];
  const place = [at, ...path].filter((part) => part !== '').join('.');
  return place === '' ? '' : `${place}: `;
}
