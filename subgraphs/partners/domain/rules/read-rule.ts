/**
 * From a rule as people write it to a rule as it is kept and evaluated.
 *
 *   written (codes or ids) --readRule--> kept (ids, JSON) --termsOf--> RuleTerms
 *
 * What cannot be is refused with the path of the field: an unknown partner, store or category, a split that is not 10,000, an end before its
 * beginning, a cap below a single award, a rule that could never fire. This depends on nothing that changes with time; what does is in
 * fits-programme.ts. What is kept has been through here once and is read without doubt.
 */
import { currencyExponent, parseAmount } from '../../../shared/money.ts';
import { firstInOrder, type Outcome, type Refusal, type RefusalCode, refuse } from '../../../shared/refusal.ts';
import { divideFloor } from '../../../shared/rounding.ts';
import { isTag } from '../../../shared/tag.ts';
import { DAYS, ruleSchema, type WrittenRule } from './rule-schema.ts';
import { type ItemFilter, OPERATOR_FUNDER, type RuleAward, type RuleTerms } from './rule-terms.ts';

/** What rules may name. Look-ups answer the id, or null. */
export interface Directory {
  partner(idOrCode: string): string | null;
  /** `partner/store` by codes, or an id. */
  store(idOrCode: string): { readonly storeId: string; readonly partnerId: string } | null;
  /** Whether the programme has a category of this name. */
  category(name: string): boolean;
  /** Of the programme: budgets are in it. */
  readonly currency: string;
}

const WHOLE = 10_000;

type Path = readonly (string | number)[];

/** Reads a rule. Refusals: the first in the published order, with its field under `at`. */
export function readRule(written: unknown, directory: Directory, at: readonly string[]): Outcome<WrittenRule> {
  const parsed = ruleSchema.safeParse(withoutNulls(written));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0]! : null;
    const path = [...issue.path, ...(unknown === null ? [] : [unknown])].map(String);
    return {
      ok: false,
      refusal: refuse('INVALID_INPUT', `\`${path.at(-1) ?? 'rule'}\`: ${issue.message}.`, [...at, ...path]),
    };
  }
  const reading = new RuleReading(parsed.data, directory, at);
  return reading.read();
}

class RuleReading {
  private readonly refusals: Refusal[] = [];
  private readonly rule: WrittenRule;
  private readonly directory: Directory;
  private readonly at: readonly string[];

  constructor(rule: WrittenRule, directory: Directory, at: readonly string[]) {
    this.rule = rule;
    this.directory = directory;
    this.at = at;
  }

  read(): Outcome<WrittenRule> {
    const { rule } = this;
    const conditions = this.conditions();
    this.period();
    this.award();
    this.caps();
    this.items();
    const kept: WrittenRule = {
      ...rule,
      conditions,
      validFrom: new Date(rule.validFrom).toISOString(),
      ...(rule.validUntil === undefined ? {} : { validUntil: new Date(rule.validUntil).toISOString() }),
      ...this.funding(),
      ...this.budget(),
    };
    this.activation();
    const refusal = firstInOrder(this.refusals);
    return refusal === null ? { ok: true, result: withoutNulls(kept) as WrittenRule } : { ok: false, refusal };
  }

  private require(holds: boolean, code: RefusalCode, message: string, path: Path): void {
    if (!holds) this.refusals.push(refuse(code, message, [...this.at, ...path.map(String)]));
  }

  private conditions(): WrittenRule['conditions'] {
    const { conditions = {} } = this.rule;
    const partners = conditions.partners?.map((name, index) => {
      const partnerId = this.directory.partner(name);
      this.require(partnerId !== null, 'PARTNER_UNKNOWN', 'No such partner in this programme.', [
        'conditions',
        'partners',
        index,
      ]);
      return partnerId ?? name;
    });
    const owners = new Set<string>();
    const stores = conditions.stores?.map((name, index) => {
      const store = this.directory.store(name);
      const path = ['conditions', 'stores', index];
      this.require(store !== null, 'STORE_UNKNOWN', 'No such store in this programme.', path);
      if (store === null) return name;
      owners.add(store.partnerId);
      const fits = partners === undefined || partners.length === 0 || partners.includes(store.partnerId);
      this.require(
        fits,
        'INVALID_INPUT',
        'The store is of none of the partners: the rule could never fire there.',
        path,
      );
      return store.storeId;
    });
    for (const list of ['categories', 'excludeCategories'] as const)
      for (const [index, name] of (conditions[list] ?? []).entries())
        this.require(this.directory.category(name), 'CATEGORY_UNKNOWN', 'The programme has no category of this name.', [
          'conditions',
          list,
          index,
        ]);
    for (const [index, tag] of (conditions.segments ?? []).entries())
      this.require(isTag(tag), 'INVALID_INPUT', 'No member can have this tag: the rule could never fire.', [
        'conditions',
        'segments',
        index,
      ]);
    const { hours, minimumSpend } = conditions;
    this.require(
      hours === undefined || hours.from !== hours.until,
      'INVALID_INPUT',
      'The hours are empty: the rule could never fire.',
      ['conditions', 'hours', 'until'],
    );
    if (minimumSpend !== undefined) this.amount(minimumSpend, ['conditions', 'minimumSpend']);
    // Whose tills they are is what rules are listed by.
    const named = partners ?? (owners.size > 0 ? [...owners] : undefined);
    return {
      ...conditions,
      ...(named === undefined ? {} : { partners: named }),
      ...(stores === undefined ? {} : { stores }),
    };
  }

  private period(): void {
    const { validFrom, validUntil } = this.rule;
    if (validUntil === undefined) return;
    const [from, until] = [Date.parse(validFrom), Date.parse(validUntil)];
    this.require(until > from, 'INVALID_INPUT', 'The rule ends before it begins.', ['validUntil']);
  }

  private award(): void {
    const { kind, award, excludes } = this.rule;
    if (kind === 'EXCLUSION') {
      this.require(award === undefined, 'INVALID_INPUT', 'An exclusion gives no points.', ['award']);
      this.require(excludes !== undefined, 'INVALID_INPUT', 'An exclusion says what it excludes.', ['excludes']);
      return;
    }
    this.require(excludes === undefined, 'INVALID_INPUT', 'Only an EXCLUSION excludes.', ['excludes']);
    this.require(award !== undefined, 'INVALID_INPUT', 'The rule gives nothing: it needs an award.', ['award']);
    if (award === undefined) return;
    const { type } = award;
    const wants = {
      points: type !== 'MULTIPLIER' && type !== 'BENEFIT_MULTIPLIER',
      perAmount: type === 'PER_AMOUNT',
      perQuantity: type === 'PER_QUANTITY',
      basisPoints: type === 'MULTIPLIER',
    };
    for (const [field, wanted] of Object.entries(wants) as [keyof typeof wants, boolean][]) {
      const given = award[field] !== undefined;
      this.require(!wanted || given, 'INVALID_INPUT', `An award ${type} needs \`${field}\`.`, ['award', field]);
      this.require(wanted || !given, 'INVALID_INPUT', `An award ${type} has no \`${field}\`.`, ['award', field]);
    }
    this.require(
      award.rounding === undefined || type === 'PER_AMOUNT',
      'INVALID_INPUT',
      `An award ${type} is not rounded.`,
      ['award', 'rounding'],
    );
    if (award.perAmount !== undefined) this.amount(award.perAmount, ['award', 'perAmount']);
    const { minimumSpend } = this.rule.conditions ?? {};
    if (award.perAmount !== undefined && minimumSpend !== undefined)
      this.require(
        award.perAmount.currency === minimumSpend.currency,
        'INVALID_INPUT',
        'The rule is in two currencies: it could never fire.',
        ['conditions', 'minimumSpend', 'currency'],
      );
  }

  private caps(): void {
    const { caps = [], kind } = this.rule;
    const single = this.singleAward();
    this.require(caps.length === 0 || kind !== 'EXCLUSION', 'INVALID_INPUT', 'An exclusion has no caps.', ['caps']);
    for (const [index, cap] of caps.entries())
      this.require(BigInt(cap.points) >= single, 'INVALID_INPUT', 'The cap is below a single award.', [
        'caps',
        index,
        'points',
      ]);
  }

  /** The fewest points that it gives at once: the award, or more where the least spend comes to more. */
  private singleAward(): bigint {
    const { award, conditions } = this.rule;
    const points = BigInt(award?.points ?? 1);
    const { perAmount } = award ?? {};
    const least = conditions?.minimumSpend;
    if (perAmount === undefined || least === undefined || least.currency !== perAmount.currency) return points;
    const [spent, per] = [least, perAmount].map(({ amount, currency }) => parseAmount(amount, currency));
    if (spent === undefined || per === undefined || typeof spent === 'string' || typeof per === 'string') return points;
    if (per.minor <= 0n) return points;
    const atLeast = divideFloor(spent.minor * points, per.minor);
    return atLeast > points ? atLeast : points;
  }

  private items(): void {
    const { kind, excludes, conditions = {} } = this.rule;
    const pairs = [
      ['categories', 'excludeCategories'],
      ['skus', 'excludeSkus'],
      ['brands', 'excludeBrands'],
    ] as const;
    const included = pairs.flatMap(([list]) => conditions[list] ?? []);
    const left = pairs.flatMap(([list, not]) =>
      (conditions[list] ?? []).filter((name) => !conditions[not]?.includes(name)),
    );
    this.require(
      included.length === 0 || left.length > 0,
      'INVALID_INPUT',
      'All that is included is excluded: the rule could never fire.',
      ['conditions', pairs.find(([list]) => (conditions[list] ?? []).length > 0)?.[1] ?? 'excludeCategories'],
    );
    if (kind !== 'EXCLUSION') return;
    this.require(conditions.minimumSpend === undefined, 'INVALID_INPUT', 'An exclusion has no least spend.', [
      'conditions',
      'minimumSpend',
    ]);
    const listed = pairs.flat().find((list) => (conditions[list] ?? []).length > 0);
    this.require(
      excludes !== 'PART_PAID_WITH_POINTS' || listed === undefined,
      'INVALID_INPUT',
      'The part paid with points is of the whole basket: no items are named.',
      ['conditions', listed ?? 'categories'],
    );
    if (excludes === 'ITEMS')
      this.require(included.length > 0, 'INVALID_INPUT', 'An exclusion of items names categories, skus or brands.', [
        'conditions',
        'categories',
      ]);
  }

  private funding(): Pick<WrittenRule, 'fundingSplit'> {
    const { kind, fundingSplit } = this.rule;
    if (kind !== 'PROMOTION') {
      this.require(fundingSplit === undefined, 'INVALID_INPUT', 'Only a promotion has funders.', ['fundingSplit']);
      return {};
    }
    this.require(fundingSplit !== undefined, 'INVALID_INPUT', 'A promotion says who pays.', ['fundingSplit']);
    const seen = new Set<string>();
    const split = (fundingSplit ?? []).map(({ partner, basisPoints }, index) => {
      const path = ['fundingSplit', index, 'partner'];
      const partnerId = partner == null ? null : this.directory.partner(partner);
      this.require(
        partner == null || partnerId !== null,
        'PARTNER_UNKNOWN',
        'No such partner in this programme.',
        path,
      );
      const funder = partner == null ? OPERATOR_FUNDER : (partnerId ?? partner);
      this.require(!seen.has(funder), 'INVALID_INPUT', 'This funder is named twice.', path);
      seen.add(funder);
      return { ...(partner == null ? {} : { partner: partnerId ?? partner }), basisPoints };
    });
    const sum = split.reduce((total, { basisPoints }) => total + basisPoints, 0);
    this.require(
      fundingSplit === undefined || sum === WHOLE,
      'INVALID_INPUT',
      `The shares sum to ${sum}, not ${WHOLE} basis points.`,
      ['fundingSplit'],
    );
    return { fundingSplit: split };
  }

  private budget(): Pick<WrittenRule, 'budget'> {
    const { kind, budget, fundingSplit = [] } = this.rule;
    if (budget === undefined) return {};
    this.require(kind === 'PROMOTION', 'INVALID_INPUT', 'Only a promotion has a budget.', ['budget']);
    this.require(
      budget.points !== undefined || (budget.money ?? []).length > 0,
      'INVALID_INPUT',
      'The budget limits nothing.',
      ['budget'],
    );
    this.require(
      BigInt(budget.points ?? Number.MAX_SAFE_INTEGER) >= this.singleAward(),
      'INVALID_INPUT',
      'The budget is below a single award.',
      ['budget', 'points'],
    );
    const idOf = (partner: string | null | undefined) =>
      partner == null ? OPERATOR_FUNDER : (this.directory.partner(partner) ?? partner);
    const funders = new Set(fundingSplit.map(({ partner }) => idOf(partner)));
    const seen = new Set<string>();
    const money = budget.money?.map(({ partner, amount }, index) => {
      const funder = idOf(partner);
      this.require(funders.has(funder), 'INVALID_INPUT', 'This partner does not fund the promotion.', [
        'budget',
        'money',
        index,
        'partner',
      ]);
      this.require(!seen.has(funder), 'INVALID_INPUT', 'This funder is named twice.', [
        'budget',
        'money',
        index,
        'partner',
      ]);
      seen.add(funder);
      this.amount(amount, ['budget', 'money', index, 'amount']);
      this.require(
        amount.currency === this.directory.currency,
        'INVALID_INPUT',
        `A budget is in the programme's currency, ${this.directory.currency}.`,
        ['budget', 'money', index, 'amount', 'currency'],
      );
      return { ...(funder === OPERATOR_FUNDER ? {} : { partner: funder }), amount };
    });
    return { budget: { ...budget, ...(money === undefined ? {} : { money }) } };
  }

  private activation(): void {
    const { activation, stacking, kind } = this.rule;
    if (activation !== undefined) {
      this.require(
        kind === 'PROMOTION' || activation.type === 'AUTOMATIC',
        'INVALID_INPUT',
        'Only a promotion is activated.',
        ['activation', 'type'],
      );
      this.require(
        (activation.type === 'CODE') === (activation.code !== undefined),
        'INVALID_INPUT',
        'A code is given for CODE, and only there.',
        ['activation', 'code'],
      );
    }
    this.require(stacking === undefined || kind === 'PROMOTION', 'INVALID_INPUT', 'Only promotions stack.', [
      'stacking',
    ]);
  }

  private amount(money: { readonly amount: string; readonly currency: string }, path: Path): void {
    if (currencyExponent(money.currency) === null) {
      this.require(false, 'UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.', [...path, 'currency']);
      return;
    }
    const read = parseAmount(money.amount, money.currency);
    this.require(
      typeof read !== 'string' && read.minor > 0n,
      'INVALID_AMOUNT',
      `The amount must be a plain decimal above zero with no more decimals than ${money.currency} has.`,
      [...path, 'amount'],
    );
  }
}

/** The terms of a rule that is kept. */
export function termsOf(kept: WrittenRule): RuleTerms {
  const { award, conditions = {}, activation, stacking, budget, caps = [] } = kept;
  const money = award?.perAmount ?? conditions.minimumSpend ?? null;
  return {
    kind: kept.kind,
    name: kept.name,
    validFrom: new Date(kept.validFrom),
    validUntil: kept.validUntil === undefined ? null : new Date(kept.validUntil),
    order: kept.order ?? 0,
    award: award === undefined ? null : awardOf(award),
    excludes: kept.excludes ?? null,
    currency: money?.currency ?? null,
    conditions: {
      partnerIds: conditions.partners ?? [],
      storeIds: conditions.stores ?? [],
      channels: conditions.channels ?? [],
      items: itemsOf(conditions),
      minimumSpendMinor: conditions.minimumSpend === undefined ? null : minorOf(conditions.minimumSpend),
      days: (conditions.days ?? []).map((day) => DAYS.indexOf(day) + 1),
      hours:
        conditions.hours === undefined
          ? null
          : { from: minutesOf(conditions.hours.from), until: minutesOf(conditions.hours.until) },
      tiers: conditions.tiers ?? [],
      plans: conditions.plans ?? [],
      segments: conditions.segments ?? [],
      firstPurchase: conditions.firstPurchase ?? false,
      birthday: conditions.birthday ?? null,
      paymentMethods: conditions.paymentMethods ?? [],
    },
    caps: caps.map(({ per, of, points, onExceed }) => ({ per, of: of ?? 'MEMBER', points: BigInt(points), onExceed })),
    activation:
      activation?.type === 'CODE'
        ? { type: 'CODE', code: activation.code ?? '' }
        : { type: activation?.type ?? 'AUTOMATIC' },
    stacking: stacking ?? null,
    funding: (kept.fundingSplit ?? []).map(({ partner, basisPoints }) => ({
      funderId: partner ?? OPERATOR_FUNDER,
      basisPoints: BigInt(basisPoints),
    })),
    budget:
      budget === undefined
        ? null
        : {
            points: budget.points === undefined ? null : BigInt(budget.points),
            money: (budget.money ?? []).map(({ partner, amount }) => ({
              funderId: partner ?? OPERATOR_FUNDER,
              amountMinor: minorOf(amount),
            })),
          },
  };
}

function awardOf(award: NonNullable<WrittenRule['award']>): RuleAward {
  const points = BigInt(award.points ?? 0);
  switch (award.type) {
    case 'PER_AMOUNT': {
      const { perAmount = { amount: '0', currency: '' } } = award;
      return {
        type: 'PER_AMOUNT',
        points,
        perMinor: minorOf(perAmount),
        currency: perAmount.currency,
        rounding: award.rounding ?? 'DOWN',
      };
    }
    case 'PER_QUANTITY':
      return { type: 'PER_QUANTITY', points, perQuantity: BigInt(award.perQuantity ?? 1) };
    case 'PER_VISIT':
    case 'FIXED':
      return { type: award.type, points };
    case 'MULTIPLIER':
      return { type: 'MULTIPLIER', basisPoints: BigInt(award.basisPoints ?? WHOLE) };
    case 'BENEFIT_MULTIPLIER':
      return { type: 'BENEFIT_MULTIPLIER' };
  }
}

function itemsOf(conditions: NonNullable<WrittenRule['conditions']>): ItemFilter {
  const { categories, skus, brands, excludeCategories, excludeSkus, excludeBrands } = conditions;
  return {
    categories: categories ?? [],
    skus: skus ?? [],
    brands: brands ?? [],
    excludeCategories: excludeCategories ?? [],
    excludeSkus: excludeSkus ?? [],
    excludeBrands: excludeBrands ?? [],
  };
}

function minorOf({ amount, currency }: { readonly amount: string; readonly currency: string }): bigint {
  const read = parseAmount(amount, currency);
  if (typeof read === 'string') throw new Error(`Broken promise: a kept rule has the amount ${amount} ${currency}`);
  return read.minor;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Plain JSON: nulls and what is left out are the same, points are numbers, instants text. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null && field !== undefined)
      .map(([name, field]) => [name, withoutNulls(field)]),
  );
}
