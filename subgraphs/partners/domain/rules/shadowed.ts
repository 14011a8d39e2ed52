/**
 * Whether a rule could never fire beside another one, for that has taken every line before it:
 *
 * | the other is                              | and takes from                                        |
 * |-------------------------------------------|-------------------------------------------------------|
 * | an exclusion of items                     | base rules and promotions                             |
 * | a base rule that claims lines, and earlier | base rules that claim lines                           |
 *
 * It takes every line when it counts whenever the rule counts, asks of a purchase and its member nothing that the rule does not ask, too, and
 * matches every line that the rule matches. What is not certain is no shadow: a rule that is let through gives no points to nobody, one that is
 * refused wrongly would be missed. Several rules that take its lines together are not looked for.
 */
import { claimsLines, type PlacedRule, precedes } from './compile-rules.ts';
import type { ItemFilter, RuleConditions } from './rule-terms.ts';

/** Whether `other` takes all that `rule` could match, whenever both count. `partnerOf` says whose a store is. */
export function isShadowedBy(
  rule: PlacedRule,
  other: PlacedRule,
  partnerOf: (storeId: string) => string | null,
): boolean {
  if (!takesFrom(other, rule)) return false;
  const { conditions: asked, currency, activation } = other.terms;
  const { conditions } = rule.terms;
  return (
    (currency === null || currency === rule.terms.currency) &&
    (activation.type === 'AUTOMATIC' ||
      (activation.type === 'CODE' &&
        rule.terms.activation.type === 'CODE' &&
        activation.code === rule.terms.activation.code)) &&
    isAtTillsOf(asked, conditions, partnerOf) &&
    isOneOf(asked.channels, conditions.channels) &&
    isOneOf(asked.paymentMethods, conditions.paymentMethods) &&
    isOneOf(asked.days, conditions.days) &&
    isOneOf(asked.tiers, conditions.tiers) &&
    isOneOf(asked.plans, conditions.plans) &&
    isOneOf(asked.segments, conditions.segments) &&
    (asked.hours === null ||
      (asked.hours.from === conditions.hours?.from && asked.hours.until === conditions.hours.until)) &&
    (!asked.firstPurchase || conditions.firstPurchase) &&
    (asked.birthday === null || conditions.birthday === 'DAY' || asked.birthday === conditions.birthday) &&
    (asked.minimumSpendMinor === null ||
      (conditions.minimumSpendMinor !== null && asked.minimumSpendMinor <= conditions.minimumSpendMinor)) &&
    matchesAllOf(asked.items, conditions.items)
  );
}

function takesFrom(other: PlacedRule, rule: PlacedRule): boolean {
  if (other.terms.kind === 'EXCLUSION') return other.terms.excludes === 'ITEMS' && rule.terms.kind !== 'EXCLUSION';
  return claimsLines(other.terms) && claimsLines(rule.terms) && precedes(other, rule);
}

/** What is one of `narrow` is one of `wide`; empty lists say nothing. */
function isOneOf<Value>(wide: readonly Value[], narrow: readonly Value[]): boolean {
  return wide.length === 0 || (narrow.length > 0 && narrow.every((value) => wide.includes(value)));
}

function isAtTillsOf(
  wide: RuleConditions,
  narrow: RuleConditions,
  partnerOf: (storeId: string) => string | null,
): boolean {
  const partners = narrow.partnerIds.length > 0 ? narrow.partnerIds : narrow.storeIds.map((id) => partnerOf(id) ?? '');
  return isOneOf(wide.storeIds, narrow.storeIds) && isOneOf(wide.partnerIds, partners);
}

function matchesAllOf(wide: ItemFilter, narrow: ItemFilter): boolean {
  const included: [readonly string[], readonly string[]][] = [
    [wide.categories, narrow.categories],
    [wide.skus, narrow.skus],
    [wide.brands, narrow.brands],
  ];
  const excluded: [readonly string[], readonly string[]][] = [
    [wide.excludeCategories, narrow.excludeCategories],
    [wide.excludeSkus, narrow.excludeSkus],
    [wide.excludeBrands, narrow.excludeBrands],
  ];
  const wideIsAll = included.every(([names]) => names.length === 0);
  const narrowIsAll = included.every(([, names]) => names.length === 0);
  return (
    (wideIsAll || (!narrowIsAll && included.every(([names, some]) => some.every((name) => names.includes(name))))) &&
    excluded.every(([names, more]) => names.every((name) => more.includes(name)))
  );
}
