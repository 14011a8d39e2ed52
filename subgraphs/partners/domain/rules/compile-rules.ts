/**
 * A programme's rules made ready for evaluation, once per version of the reference data.
 *
 * What costs at a till is looking at a hundred rules for a basket of ten lines. So rules are sorted once (by kind, order, code) and listed per
 * partner; equal item filters are one filter; and which filters a line passes is one row of bytes, remembered by what of the line any filter
 * knows (its category, article and brand, when some rule names them), so that ten thousand unknown articles are one row.
 */
import { type ItemFilter, type RuleTerms, type RuleVersion, ruleName } from './rule-terms.ts';

/** A rule version with what evaluation looks at at once. */
export interface CompiledRule {
  readonly version: RuleVersion;
  readonly terms: RuleTerms;
  /** `code/version`. */
  readonly name: string;
  /** Component of its lots. */
  readonly component: string;
  /** Index of its item filter. */
  readonly filter: number;
  readonly from: number;
  readonly until: number;
  readonly publishedAt: number;
  readonly endsAt: number;
  readonly endDecidedAt: number;
  /** Later versions of the same rule: the one that has begun takes its place. */
  readonly later: CompiledRule[];
  /** Sets for the conditions that are lists; null where the list is empty. */
  readonly stores: ReadonlySet<string> | null;
  readonly channels: ReadonlySet<string> | null;
  readonly paymentMethods: ReadonlySet<string> | null;
  readonly tiers: ReadonlySet<string> | null;
  readonly plans: ReadonlySet<string> | null;
}

/** What a purchase at a partner needs to know of its member, in any case: what no rule asks for is not read. */
export interface RuleNeeds {
  /** Tier, segments or birthday. */
  readonly facts: boolean;
  /** Which paid membership. */
  readonly plans: boolean;
  /** What its tier and paid membership give. */
  readonly benefits: boolean;
  readonly firstPurchase: boolean;
  readonly optIns: boolean;
  readonly counters: boolean;
  readonly households: boolean;
  /** Rules with a budget. */
  readonly budgets: readonly string[];
}

export const NO_NEEDS: RuleNeeds = {
  facts: false,
  plans: false,
  benefits: false,
  firstPurchase: false,
  optIns: false,
  counters: false,
  households: false,
  budgets: [],
};

/** The rules that may concern a partner's purchases, each kind in the order in which it is looked at. */
export interface PartnerRules {
  readonly exclusions: readonly CompiledRule[];
  /** Base rules that claim lines. */
  readonly rates: readonly CompiledRule[];
  /** Base rules that add to what the lines earn. */
  readonly extras: readonly CompiledRule[];
  readonly promotions: readonly CompiledRule[];
  readonly needs: RuleNeeds;
}

export interface CompiledRules {
  /** For partners that no rule names. */
  readonly everywhere: PartnerRules;
  readonly byPartner: ReadonlyMap<string, PartnerRules>;
  /** Every version by its id. */
  readonly versions: ReadonlyMap<string, CompiledRule>;
  /** For each filter a byte: whether the line passes it. */
  passes(line: { readonly category: string | null; readonly sku: string; readonly brand?: string | null }): Uint8Array;
  /** For a purchase without lines: only what asks nothing of items is passed. */
  readonly passesWithoutLines: Uint8Array;
}

const EVERYTHING: ItemFilter = {
  categories: [],
  skus: [],
  brands: [],
  excludeCategories: [],
  excludeSkus: [],
  excludeBrands: [],
};

/** Compiles versions of rules: published ones, and drafts that are being tried out. */
export function compileRules(versions: readonly RuleVersion[]): CompiledRules {
  const filters = new Map<string, { readonly index: number; readonly filter: ItemFilter }>();
  const indexOf = (filter: ItemFilter): number => {
    const name = JSON.stringify(filter);
    let known = filters.get(name);
    if (known === undefined) {
      known = { index: filters.size, filter };
      filters.set(name, known);
    }
    return known.index;
  };
  indexOf(EVERYTHING);
  const rules = versions.map((version) => compileRule(version, indexOf(version.terms.conditions.items)));
  linkVersions(rules);
  rules.sort((left, right) => inOrder(left.version, right.version));

  const named = new Set(rules.flatMap(({ terms }) => terms.conditions.partnerIds));
  const rulesOf = (partnerId: string | null): PartnerRules =>
    partnerRules(
      rules.filter(({ terms: { conditions } }) => {
        const { partnerIds } = conditions;
        return partnerIds.length === 0 || (partnerId !== null && partnerIds.includes(partnerId));
      }),
    );
  const all = [...filters.values()].map(({ filter }) => compileFilter(filter));
  return {
    everywhere: rulesOf(null),
    byPartner: new Map([...named].map((partnerId) => [partnerId, rulesOf(partnerId)])),
    versions: new Map(rules.map((rule) => [rule.version.ruleVersionId, rule])),
    passes: rememberPasses(
      all,
      [...filters.values()].map(({ filter }) => filter),
    ),
    passesWithoutLines: Uint8Array.from(all, (filter) => (filter.asksNothing ? 1 : 0)),
  };
}

function compileRule(version: RuleVersion, filter: number): CompiledRule {
  const { terms, publishedAt, ended } = version;
  const { conditions } = terms;
  const setOf = (values: readonly string[]) => (values.length === 0 ? null : new Set(values));
  return {
    version,
    terms,
    name: ruleName(version),
    component: terms.kind === 'PROMOTION' ? `CAMPAIGN:${ruleName(version)}` : 'BASE',
    filter,
    from: terms.validFrom.getTime(),
    until: terms.validUntil?.getTime() ?? Number.POSITIVE_INFINITY,
    publishedAt: publishedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    endsAt: ended?.at.getTime() ?? Number.POSITIVE_INFINITY,
    endDecidedAt: ended?.decidedAt.getTime() ?? Number.POSITIVE_INFINITY,
    later: [],
    stores: setOf(conditions.storeIds),
    channels: setOf(conditions.channels),
    paymentMethods: setOf(conditions.paymentMethods),
    tiers: setOf(conditions.tiers),
    plans: setOf(conditions.plans),
  };
}

function linkVersions(rules: readonly CompiledRule[]): void {
  for (const rule of rules)
    for (const other of rules)
      if (other.version.ruleId === rule.version.ruleId && other.version.version > rule.version.version)
        rule.later.push(other);
}

const KINDS = { EXCLUSION: 0, BASE: 1, PROMOTION: 2 } as const;

/** A version of a rule with what its place among the others depends on. */
export interface PlacedRule {
  readonly code: string;
  readonly version: number;
  readonly terms: RuleTerms;
}

function inOrder(left: PlacedRule, right: PlacedRule): number {
  return (
    KINDS[left.terms.kind] - KINDS[right.terms.kind] ||
    left.terms.order - right.terms.order ||
    (left.code < right.code ? -1 : left.code > right.code ? 1 : 0) ||
    left.version - right.version
  );
}

/** Whether a rule is looked at before another one. */
export function precedes(left: PlacedRule, right: PlacedRule): boolean {
  return inOrder(left, right) < 0;
}

/** Whether a base rule claims lines: what it claims, no other base rule and not the contract's rate pays for. */
export function claimsLines({ kind, award }: RuleTerms): boolean {
  return kind === 'BASE' && (award?.type === 'PER_AMOUNT' || award?.type === 'PER_QUANTITY');
}

function partnerRules(rules: readonly CompiledRule[]): PartnerRules {
  const base = rules.filter(({ terms }) => terms.kind === 'BASE');
  const asks = (test: (terms: RuleTerms) => boolean) => rules.some(({ terms }) => test(terms));
  return {
    exclusions: rules.filter(({ terms }) => terms.kind === 'EXCLUSION'),
    rates: base.filter(({ terms }) => claimsLines(terms)),
    extras: base.filter(({ terms }) => !claimsLines(terms)),
    promotions: rules.filter(({ terms }) => terms.kind === 'PROMOTION'),
    needs: {
      facts: asks(
        ({ conditions }) =>
          conditions.tiers.length > 0 || conditions.segments.length > 0 || conditions.birthday !== null,
      ),
      plans: asks(({ conditions }) => conditions.plans.length > 0),
      benefits: asks(({ award }) => award?.type === 'BENEFIT_MULTIPLIER'),
      firstPurchase: asks(({ conditions }) => conditions.firstPurchase),
      optIns: asks(({ activation }) => activation.type === 'OPT_IN'),
      counters: asks(({ caps, award }) => award?.type === 'PER_VISIT' || caps.some(({ per }) => per !== 'PURCHASE')),
      households: asks(({ caps }) => caps.some(({ of }) => of === 'HOUSEHOLD')),
      budgets: [...new Set(rules.filter(({ terms }) => terms.budget !== null).map(({ version }) => version.ruleId))],
    },
  };
}

interface CompiledFilter {
  readonly asksNothing: boolean;
  passes(category: string | null, sku: string, brand: string | null): boolean;
}

function compileFilter(filter: ItemFilter): CompiledFilter {
  const [categories, skus, brands] = [filter.categories, filter.skus, filter.brands].map((list) => new Set(list)) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ];
  const [noCategories, noSkus, noBrands] = [filter.excludeCategories, filter.excludeSkus, filter.excludeBrands].map(
    (list) => new Set(list),
  ) as [Set<string>, Set<string>, Set<string>];
  const includesAll = categories.size + skus.size + brands.size === 0;
  return {
    asksNothing: includesAll && noCategories.size + noSkus.size + noBrands.size === 0,
    passes(category, sku, brand) {
      if (noSkus.has(sku)) return false;
      if (category !== null && noCategories.has(category)) return false;
      if (brand !== null && noBrands.has(brand)) return false;
      return (
        includesAll ||
        skus.has(sku) ||
        (category !== null && categories.has(category)) ||
        (brand !== null && brands.has(brand))
      );
    },
  };
}

const KEPT_ROWS = 20_000;

function rememberPasses(all: readonly CompiledFilter[], filters: readonly ItemFilter[]): CompiledRules['passes'] {
  // What no filter knows is 0.
  const numbered = (lists: (filter: ItemFilter) => readonly (readonly string[])[]) =>
    new Map([...new Set(filters.flatMap((filter) => lists(filter).flat()))].map((name, index) => [name, index + 1]));
  const categories = numbered((filter) => [filter.categories, filter.excludeCategories]);
  const skus = numbered((filter) => [filter.skus, filter.excludeSkus]);
  const brands = numbered((filter) => [filter.brands, filter.excludeBrands]);
  const numberOf = (names: ReadonlyMap<string, number>, name: string | null): number =>
    (name === null ? undefined : names.get(name)) ?? 0;
  const rows = new Map<number, Uint8Array>();
  return ({ category, sku, brand = null }) => {
    const at =
      (numberOf(categories, category) * (skus.size + 1) + numberOf(skus, sku)) * (brands.size + 1) +
      numberOf(brands, brand);
    let row = rows.get(at);
    if (row === undefined) {
      row = Uint8Array.from(all, (filter) => (filter.passes(category, sku, brand) ? 1 : 0));
      if (rows.size >= KEPT_ROWS) rows.clear();
      rows.set(at, row);
    }
    return row;
  };
}

/** Whether a version counts for a purchase made at `at` and decided at `decidedAt`: what was published or ended later is not known yet. */
export function isInForce(rule: CompiledRule, at: number, decidedAt: number): boolean {
  if (at < rule.from || at >= rule.until || rule.publishedAt > decidedAt) return false;
  if (at >= rule.endsAt && rule.endDecidedAt <= decidedAt) return false;
  for (const later of rule.later) if (later.from <= at && later.publishedAt <= decidedAt) return false;
  return true;
}
