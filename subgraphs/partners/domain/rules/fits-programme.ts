/**
 * Whether a rule fits the programme as it stands: when it is drafted, and again when it is published.
 *
 * | what                                                                       | refusal                              |
 * |----------------------------------------------------------------------------|--------------------------------------|
 * | it is over already                                                         | INVALID_INPUT                        |
 * | none of its days and hours comes within its time, where its stores are     | INVALID_INPUT                        |
 * | its stores are closed all that time                                        | INVALID_INPUT                        |
 * | its partners, or one of its funders, left the programme                    | PARTNER_INACTIVE                     |
 * | its partners have no contract, none in its time, or may not issue          | CONTRACT_MISSING, INVALID_INPUT, ROLE_NOT_GRANTED |
 * | one of its funders has no contract, or none in its time                    | CONTRACT_MISSING, INVALID_INPUT      |
 * | their purchases are in another currency                                    | CURRENCY_NOT_ACCEPTED                |
 * | a tier that the programme's ladder does not have                           | TIER_UNKNOWN                         |
 * | a plan of paid memberships that the programme does not have                | PLAN_UNKNOWN                         |
 * | its stacking group has another mode at some time that both count           | INVALID_INPUT                        |
 * | another rule always takes its lines first (shadowed.ts)                    | INVALID_INPUT                        |
 *
 * What else could never fire is known from the rule alone (read-rule.ts). Tags are not asked for: members get them at any time.
 */
import { firstInOrder, type Refusal, type RefusalCode, refuse } from '../../../shared/refusal.ts';
import { zoneOffsetMs } from '../../../shared/zone-offset.ts';
import type { PlacedRule } from './compile-rules.ts';
import { termsOf } from './read-rule.ts';
import { DAYS, type WrittenRule } from './rule-schema.ts';
import { ruleName } from './rule-terms.ts';
import { isShadowedBy } from './shadowed.ts';

/** From an instant until another one, exclusive; null is open-ended. */
export interface Span {
  readonly from: Date;
  readonly until: Date | null;
}

export interface ContractSpan extends Span {
  readonly partnerId: string;
  readonly issuer: boolean;
  /** Of purchases. */
  readonly currency: string;
}

export interface StoreSpan {
  readonly storeId: string;
  readonly partnerId: string;
  readonly timeZone: string;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
}

/** A published version of another rule. */
export interface PublishedVersion extends PlacedRule {
  readonly ruleId: string;
  /** When the rule was ended by hand. */
  readonly endsAt: Date | null;
}

/** The programme at an instant, as far as rules are about it. */
export interface ProgrammeNow {
  readonly now: Date;
  /** Codes of the ladder in force. */
  readonly tiers: ReadonlySet<string>;
  /** Codes of all plans of paid memberships: who has a withdrawn one keeps it. */
  readonly plans: ReadonlySet<string>;
  readonly stores: readonly StoreSpan[];
  readonly contracts: readonly ContractSpan[];
  /** Partners that left. */
  readonly gone: ReadonlySet<string>;
  /** Published versions of the other rules. */
  readonly published: readonly PublishedVersion[];
}

type Path = readonly (string | number)[];

/** The first refusal in the published order, with its field under `at`; null when the rule fits. `code` is the rule's. */
export function refusalOfUnfit(
  rule: WrittenRule,
  code: string,
  programme: ProgrammeNow,
  at: readonly string[],
): Refusal | null {
  const refusals: Refusal[] = [];
  const found = (code: RefusalCode, message: string, path: Path) =>
    refusals.push(refuse(code, message, [...at, ...path.map(String)]));
  const period = periodOf(rule);
  if (period.until !== null && period.until <= programme.now)
    found('INVALID_INPUT', 'The rule is over already: it could never fire.', ['validUntil']);
  checkTills(rule, period, programme, found);
  checkFunders(rule, period, programme, found);
  checkDaysAndHours(rule, period, programme, found);
  for (const [index, tier] of (rule.conditions?.tiers ?? []).entries())
    if (!programme.tiers.has(tier))
      found('TIER_UNKNOWN', "The programme's tiers have none of this code.", ['conditions', 'tiers', index]);
  for (const [index, plan] of (rule.conditions?.plans ?? []).entries())
    if (!programme.plans.has(plan))
      found('PLAN_UNKNOWN', 'No plan of paid memberships has this code.', ['conditions', 'plans', index]);
  checkStacking(rule, period, programme, found);
  checkShadows(rule, code, period, programme, found);
  return firstInOrder(refusals);
}

type Found = (code: RefusalCode, message: string, path: Path) => void;

function periodOf({ validFrom, validUntil }: WrittenRule): Span {
  return { from: new Date(validFrom), until: validUntil === undefined ? null : new Date(validUntil) };
}

/** A span that ends before it begins meets nothing. */
function overlap(left: Span, right: Span): boolean {
  if ([left, right].some(({ from, until }) => until !== null && until <= from)) return false;
  return (left.until === null || right.from < left.until) && (right.until === null || left.from < right.until);
}

/** Whose purchases a rule is about: contracts, currency, opening times. */
function checkTills(rule: WrittenRule, period: Span, { contracts, stores, gone }: ProgrammeNow, found: Found): void {
  const { conditions = {}, award } = rule;
  const named = conditions.partners ?? [];
  const own = named.length === 0 ? contracts : contracts.filter(({ partnerId }) => named.includes(partnerId));
  const path = ['conditions', 'partners'];
  const inTime = own.filter((contract) => overlap(contract, period));
  if (named.length > 0 && named.every((partnerId) => gone.has(partnerId))) {
    found('PARTNER_INACTIVE', 'The partners left the programme: the rule could never fire.', path);
  } else if (named.length > 0 && own.length === 0) {
    found('CONTRACT_MISSING', 'None of the partners has a contract: the rule could never fire.', path);
  } else if (named.length > 0 && inTime.length === 0) {
    const early = own.every(({ from }) => period.until !== null && period.until <= from);
    const why = 'No contract of its partners is in force in its time: the rule could never fire.';
    found('INVALID_INPUT', why, [early ? 'validUntil' : 'validFrom']);
  } else if (named.length > 0 && !inTime.some(({ issuer }) => issuer)) {
    found('ROLE_NOT_GRANTED', 'None of the partners issues points: the rule could never fire.', path);
  }
  const money = award?.perAmount ?? conditions.minimumSpend;
  if (money !== undefined && inTime.length > 0 && !inTime.some(({ currency }) => currency === money.currency)) {
    const field = award?.perAmount === undefined ? ['conditions', 'minimumSpend'] : ['award', 'perAmount'];
    const why = 'No contract covers purchases in this currency: the rule could never fire.';
    found('CURRENCY_NOT_ACCEPTED', why, [...field, 'currency']);
  }
  const places = stores.filter(({ storeId }) => conditions.stores?.includes(storeId));
  const open = places.filter(({ opensAt, closesAt }) =>
    overlap({ from: opensAt ?? new Date(0), until: closesAt }, period),
  );
  if (places.length > 0 && open.length === 0)
    found('INVALID_INPUT', 'Its stores are closed all its time: the rule could never fire.', ['conditions', 'stores']);
}

/** Points of a funder without a contract in force are never given, and the rule with them. */
function checkFunders(rule: WrittenRule, period: Span, { contracts, gone }: ProgrammeNow, found: Found): void {
  for (const [index, { partner }] of (rule.fundingSplit ?? []).entries()) {
    if (partner == null) continue;
    const path = ['fundingSplit', index, 'partner'];
    const own = contracts.filter(({ partnerId }) => partnerId === partner);
    if (gone.has(partner)) found('PARTNER_INACTIVE', 'The funder left the programme.', path);
    else if (own.length === 0)
      found('CONTRACT_MISSING', 'The funder has no contract: the rule could never fire.', path);
    else if (!own.some((contract) => overlap(contract, period)))
      found('INVALID_INPUT', "No contract of the funder is in force in the rule's time: it could never fire.", path);
  }
}

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** In eight days every day and every minute of a day comes, wherever the stores are and whatever their clocks do. */
const EVERY_DAY_MS = 8 * DAY_MS;

function checkDaysAndHours(rule: WrittenRule, period: Span, { stores }: ProgrammeNow, found: Found): void {
  const { days = [], hours, partners, stores: named } = rule.conditions ?? {};
  if ((days.length === 0 && hours === undefined) || period.until === null) return;
  if (period.until.getTime() - period.from.getTime() >= EVERY_DAY_MS || period.until <= period.from) return;
  const here = stores.filter(
    ({ storeId, partnerId }) => (named?.includes(storeId) ?? true) && (partners?.includes(partnerId) ?? true),
  );
  const zones = [...new Set(here.map(({ timeZone }) => timeZone))];
  if (zones.length === 0 || zones.some((zone) => comes(days, hours, period.from, period.until!, zone))) return;
  found('INVALID_INPUT', 'None of its days and hours comes within its time: the rule could never fire.', [
    'conditions',
    days.length > 0 ? 'days' : 'hours',
  ]);
}

type Conditions = NonNullable<WrittenRule['conditions']>;

function comes(
  days: NonNullable<Conditions['days']>,
  hours: Conditions['hours'],
  from: Date,
  until: Date,
  timeZone: string,
): boolean {
  for (let at = from.getTime(); at < until.getTime(); at = (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS) {
    const local = new Date(at + zoneOffsetMs(at, timeZone));
    if (days.length > 0 && !days.includes(DAYS[(local.getUTCDay() + 6) % 7]!)) continue;
    const time = local.toISOString().slice(11, 16);
    if (hours === undefined) return true;
    if (hours.from < hours.until ? time >= hours.from && time < hours.until : time >= hours.from || time < hours.until)
      return true;
  }
  return false;
}

/** Rules of a group that count at the same time say the same of it: the evaluator asks each of them. */
function checkStacking({ stacking }: WrittenRule, period: Span, { published }: ProgrammeNow, found: Found): void {
  if (stacking === undefined) return;
  const other = published.find(
    (version) =>
      version.terms.stacking?.group === stacking.group &&
      version.terms.stacking.mode !== stacking.mode &&
      overlap(spanOf(version, published), period),
  );
  if (other !== undefined)
    found(
      'INVALID_INPUT',
      `Rules of this group that count at the same time have the mode ${other.terms.stacking?.mode}.`,
      ['stacking', 'mode'],
    );
}

/** A base rule is never reached where an earlier one always claims its lines, and nothing earns on lines that are always excluded. */
function checkShadows(
  rule: WrittenRule,
  code: string,
  period: Span,
  { published, stores }: ProgrammeNow,
  found: Found,
): void {
  const owners = new Map(stores.map(({ storeId, partnerId }) => [storeId, partnerId]));
  // The newest of its rule, as it would be.
  const placed = { code, version: Number.MAX_SAFE_INTEGER, terms: termsOf(rule) };
  const shadow = published.find(
    (other) =>
      contains(spanOf(other, published), period) &&
      isShadowedBy(placed, other, (storeId) => owners.get(storeId) ?? null),
  );
  if (shadow === undefined) return;
  const name = ruleName(shadow);
  if (shadow.terms.kind === 'EXCLUSION')
    found('INVALID_INPUT', `${name} excludes all that it matches: the rule could never fire.`, ['conditions']);
  else found('INVALID_INPUT', `${name} always claims its lines first: the rule could never fire.`, ['order']);
}

function contains(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && (outer.until === null || (inner.until !== null && inner.until <= outer.until));
}

/** When a version counts: until its end, the rule's end, or the beginning of a later version. */
function spanOf(version: PublishedVersion, versions: readonly PublishedVersion[]): Span {
  const ends = [
    version.terms.validUntil,
    version.endsAt,
    ...versions
      .filter((later) => later.ruleId === version.ruleId && later.version > version.version)
      .map(({ terms }) => terms.validFrom),
  ].filter((end) => end !== null);
  const until = ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
  return { from: version.terms.validFrom, until };
}
