/**
 * Missions as a pure step from one state to the next: the same facts in the same order give the same state and the same completions, live or
 * replayed, one at a time or in pages.
 *
 * | goal    | what a purchase does                                             | what a return does                                            |
 * |---------|------------------------------------------------------------------|---------------------------------------------------------------|
 * | COUNT   | one more                                                         | one fewer when what is left of the purchase would not count   |
 * | SUM     | what was paid, in the wished categories where there are such     | as much less as was given back of it, never below zero        |
 * | STREAK  | one more in the next day, week or month; begins anew after a gap | a period in which no purchase is left falls out of the run    |
 * | COLLECT | one more partner, store or category that was not there yet       | what no purchase is left of is not collected any more         |
 *
 * A return counts where its purchase did, whenever the goods come back: in the round and time of the purchase, for what the purchase was.
 *
 * A level that is not held any more after a return is lost, and with it what it gave; it can be reached again. In a mission that begins anew when it is completed
 * goods may come back of a turn that is over: then that turn is not completed any more, and what was done since is done in it.
 *
 * Members that were found to be one person work on one mission (`together`): each keeps a state of its own, in which only its own purchases are, and the survivor's
 * purchases are judged by all of them. So undoing a merge needs nothing.
 */
import type { PurchaseFact } from './purchase-fact.ts';

export interface MissionGoal {
  readonly kind: 'COUNT' | 'SUM' | 'STREAK' | 'COLLECT';
  /** Purchases at these partners count; empty is at any. */
  readonly partnerIds: readonly string[];
  /** Purchases with one of these categories count; empty is with any. */
  readonly categories: readonly string[];
  /** What a purchase must come to for it to count, in minor units; null is anything. */
  readonly minMinor: string | null;
  readonly streakUnit: 'DAY' | 'WEEK' | 'MONTH';
  readonly collect: 'PARTNER' | 'STORE' | 'CATEGORY';
}

export interface MissionLevel {
  readonly name: string;
  /** Purchases, minor units, periods in a row, or different ones. Decimal text: JSON must not round it. */
  readonly target: string;
  /** What it gives; decimal text. */
  readonly points: string;
}

export type Repeats = 'NEVER' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'ON_COMPLETION';

/** Where a member or circle stands in a round. */
export interface MissionState {
  /** Decimal text. */
  readonly value: string;
  /** STREAK: the last period that counted, by number. */
  readonly last: number | null;
  /** COLLECT and STREAK: how many purchases stand behind each thing or period by number, those of a streak in every run of this turn. */
  readonly counts: Counts;
  /** Levels reached in this turn. */
  readonly levels: number;
  /** How often it was completed and begun anew in this round. */
  readonly turn: number;
  /** Members that were merged into this one whose part went into a turn that is over: it counts once. */
  readonly used: readonly string[];
  /** What the turn before came to, of goods of which some may come back; null in the first. */
  readonly before: { readonly value: string; readonly counts: Counts } | null;
}

type Counts = Readonly<Record<string, number>>;

/** What a member that was merged into another did. */
export interface Part {
  readonly memberId: string;
  readonly state: MissionState;
}

export const UNTOUCHED: MissionState = {
  ...{ value: '0', last: null, counts: {}, levels: 0, turn: 0, used: [], before: null },
};

export interface MissionTerms {
  readonly goal: MissionGoal;
  readonly levels: readonly MissionLevel[];
  readonly repeats: Repeats;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A level that was just reached, or lost. */
export interface LevelReached {
  readonly turn: number;
  readonly level: number;
}

/** Whether a fact counts for a mission at all: a return as its purchase did. */
export function counts({ goal, startsAt, endsAt }: MissionTerms, fact: PurchaseFact): boolean {
  return (
    fact.occurredAt >= startsAt &&
    fact.occurredAt < endsAt &&
    (goal.partnerIds.length === 0 || (fact.partnerId !== null && goal.partnerIds.includes(fact.partnerId))) &&
    (goal.categories.length === 0 || fact.bought.some((category) => goal.categories.includes(category))) &&
    (goal.minMinor === null || fact.purchaseMinor === null || fact.purchaseMinor >= BigInt(goal.minMinor))
  );
}

/** The round that a day falls in; one for ever where a mission does not repeat by the calendar. */
export function roundOf(repeats: Repeats, day: string): string {
  switch (repeats) {
    case 'DAILY':
      return day;
    case 'WEEKLY':
      return `W${periodNumber('WEEK', day)}`;
    case 'MONTHLY':
      return day.slice(0, 7);
    default:
      return '';
  }
}

/** Where a person stands: what the member did with the parts of those that were merged into it. Levels that any of them reached are reached. */
export function together({ kind }: MissionGoal, own: MissionState, parts: readonly Part[]): MissionState {
  if (parts.length === 0) return own;
  const counting = parts.filter(({ memberId }) => !own.used.includes(memberId));
  if (counting.length === 0) return own;
  const states = [own, ...counting.map(({ state }) => state)];
  const counts = states.map((state) => state.counts).reduce(added);
  return { ...own, ...sumOf(kind, states), counts, levels: Math.max(...states.map(({ levels }) => levels)) };
}

function sumOf(kind: MissionGoal['kind'], states: readonly MissionState[]): Partial<MissionState> {
  switch (kind) {
    case 'COUNT':
    case 'SUM':
      return { value: states.reduce((sum, { value }) => sum + BigInt(value), 0n).toString() };
    case 'STREAK':
      return lastRun(states);
    case 'COLLECT':
      return { value: String(new Set(states.flatMap(({ counts }) => Object.keys(counts))).size) };
  }
}

/** The run that lasted longest into the present, lengthened by those that overlap it or touch it. */
function lastRun(states: readonly MissionState[]): Partial<MissionState> {
  const runs = states
    .flatMap(({ value, last }) => (last === null ? [] : [{ from: last - Number(value) + 1, last }]))
    .sort((one, other) => other.last - one.last);
  const [newest] = runs;
  if (newest === undefined) return {};
  const from = runs.reduce((first, run) => (run.last >= first - 1 ? Math.min(first, run.from) : first), newest.from);
  return { value: String(newest.last - from + 1), last: newest.last };
}

/**
 * The member's own state after a fact that counts, the same one when nothing moved; the levels that it reached with the parts of those that were merged into
 * it, the easiest first; and its own levels that it lost.
 */
export function advance(
  terms: MissionTerms,
  state: MissionState,
  fact: PurchaseFact,
  parts: readonly Part[] = [],
): {
  readonly state: MissionState;
  readonly reached: readonly LevelReached[];
  readonly lost: readonly LevelReached[];
} {
  const lost: LevelReached[] = [];
  const moved = fact.kind === 'PURCHASE' ? add(terms.goal, state, fact) : take(terms, state, fact, lost);
  const isOneMore = fact.kind === 'PURCHASE' && parts.length === 0 && isThere(terms.goal, state, fact);
  if (moved === state || isOneMore) return { state: moved, reached: [], lost: [] };
  const most = mostOf(terms.goal, moved, together(terms.goal, moved, parts));
  let own = moved.levels;
  while (own > 0 && BigInt(terms.levels[own - 1]!.target) > most) {
    own -= 1;
    lost.push({ turn: moved.turn, level: own });
  }
  const held = { ...moved, levels: own };
  const person = together(terms.goal, held, parts);
  const reached: LevelReached[] = [];
  let { levels } = person;
  while (levels < terms.levels.length && most >= BigInt(terms.levels[levels]!.target)) {
    reached.push({ turn: moved.turn, level: levels });
    levels += 1;
  }
  if (terms.repeats === 'ON_COMPLETION' && levels === terms.levels.length) {
    const used = [...new Set([...moved.used, ...parts.map(({ memberId }) => memberId)])];
    const before = { value: person.value, counts: moved.counts };
    return { state: { ...UNTOUCHED, last: moved.last, turn: moved.turn + 1, used, before }, reached, lost };
  }
  // What only the others reached is not the member's own.
  return { state: reached.length === 0 ? held : { ...held, levels }, reached, lost };
}

/** What levels are held to: of a streak its longest run. */
function mostOf({ kind }: MissionGoal, { counts }: MissionState, { value }: MissionState): bigint {
  const most = BigInt(value);
  const longest = kind === 'STREAK' ? BigInt(longestRun(counts)) : most;
  return longest > most ? longest : most;
}

function add(goal: MissionGoal, state: MissionState, fact: PurchaseFact): MissionState {
  switch (goal.kind) {
    case 'COUNT':
      return { ...state, value: (BigInt(state.value) + 1n).toString() };
    case 'SUM': {
      const part = amountIn(goal, fact);
      return part === 0n ? state : { ...state, value: (BigInt(state.value) + part).toString() };
    }
    case 'STREAK':
    case 'COLLECT': {
      const keys = keysOf(goal, fact);
      if (keys.length === 0) return state;
      const { before } = state;
      // A period that went into the turn before counts there.
      if (goal.kind === 'STREAK' && before !== null && keys.some((key) => Object.hasOwn(before.counts, key)))
        return { ...state, before: { ...before, counts: oneMore(before.counts, keys) } };
      const counts = oneMore(state.counts, keys);
      const isNew = keys.some((key) => !Object.hasOwn(state.counts, key));
      return isNew ? derived(goal, { ...state, counts }) : { ...state, counts };
    }
  }
}

/** Whether all that a purchase collects, or its period, is there already: no level hangs on one purchase more behind it. */
function isThere(goal: MissionGoal, { counts, before }: MissionState, fact: PurchaseFact): boolean {
  if (goal.kind === 'COUNT' || goal.kind === 'SUM') return false;
  const earlier = goal.kind === 'STREAK' && before !== null ? before.counts : {};
  return keysOf(goal, fact).every((key) => Object.hasOwn(counts, key) || Object.hasOwn(earlier, key));
}

function take(terms: MissionTerms, state: MissionState, fact: PurchaseFact, lost: LevelReached[]): MissionState {
  const { goal } = terms;
  if (goal.kind === 'SUM') return without(terms, state, amountIn(goal, fact), lost);
  if (!ceases(goal, fact)) return state;
  return goal.kind === 'COUNT' ? without(terms, state, 1n, lost) : withoutKeys(terms, state, keysOf(goal, fact), lost);
}

/** Whether a purchase that counted does not any more with what is left of it after a return. */
function ceases({ minMinor }: MissionGoal, { left, whole }: PurchaseFact): boolean {
  if (left === null || minMinor === null) return whole;
  return left.before >= BigInt(minMinor) && left.after < BigInt(minMinor);
}

/** As much less, in turns before where this one has less than that. */
function without(terms: MissionTerms, state: MissionState, part: bigint, lost: LevelReached[]): MissionState {
  let value = BigInt(state.value) - part;
  let { turn, levels, before } = state;
  if (part === 0n || (state.value === '0' && turn === 0)) return state;
  if (value >= 0n || turn === 0) return { ...state, value: (value > 0n ? value : 0n).toString() };
  const whole = BigInt(terms.levels.at(-1)!.target);
  while (value < 0n && turn > 0) {
    // Of turns longer ago it is known that they were completed, and not by how much more.
    const had = BigInt(before?.value ?? whole) + value;
    for (let level = levels - 1; level >= 0; level -= 1) lost.push({ turn, level });
    if (had >= whole) return { ...state, value: '0', turn, levels: 0, before: { value: had.toString(), counts: {} } };
    [value, turn, levels, before] = [had, turn - 1, terms.levels.length, null];
  }
  return { ...state, value: (value > 0n ? value : 0n).toString(), turn, levels, before };
}

/** A purchase fewer behind each of these, of this turn or else of the one before. */
function withoutKeys(
  terms: MissionTerms,
  state: MissionState,
  keys: readonly string[],
  lost: LevelReached[],
): MissionState {
  const here = keys.filter((key) => Object.hasOwn(state.counts, key));
  const earlier = keys.filter((key) => !here.includes(key) && Object.hasOwn(state.before?.counts ?? {}, key));
  if (here.length + earlier.length === 0) return state;
  const counts = fewer(state.counts, here);
  const { before } = state;
  if (before === null || earlier.length === 0) return derived(terms.goal, { ...state, counts });
  const then = fewer(before.counts, earlier);
  const complete = Object.keys(then).length === Object.keys(before.counts).length;
  if (complete) return derived(terms.goal, { ...state, counts, before: { ...before, counts: then } });
  for (let level = state.levels - 1; level >= 0; level -= 1) lost.push({ turn: state.turn, level });
  const since = { counts: added(then, counts), turn: state.turn - 1, levels: terms.levels.length, before: null };
  return derived(terms.goal, { ...state, ...since });
}

// Names come from tills, and one may be called `constructor` or `__proto__`: only a count's own keys are read, and new ones are defined, not assigned.
function added(some: Counts, more: Counts): Counts {
  const sum = new Map(Object.entries(some));
  for (const [key, count] of Object.entries(more)) sum.set(key, (sum.get(key) ?? 0) + count);
  return Object.fromEntries(sum);
}

function oneMore(counts: Counts, keys: readonly string[]): Counts {
  let sum = counts;
  for (const key of keys) sum = { ...sum, [key]: (Object.hasOwn(sum, key) ? (sum[key] as number) : 0) + 1 };
  return sum;
}

function fewer(counts: Counts, keys: readonly string[]): Counts {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([key, count]) => {
      const rest = keys.includes(key) ? count - 1 : count;
      return rest > 0 ? [[key, rest]] : [];
    }),
  );
}

/** What counts say of a state. */
function derived({ kind }: MissionGoal, state: MissionState): MissionState {
  if (kind === 'COLLECT') return { ...state, value: String(Object.keys(state.counts).length) };
  const periods = periodsOf(state.counts);
  return { ...state, value: String(runsOf(periods).at(-1) ?? 0), last: periods.at(-1) ?? null };
}

function periodsOf(counts: Counts): number[] {
  return Object.keys(counts)
    .map(Number)
    .sort((one, other) => one - other);
}

/** Lengths of the runs of periods that follow each other, the oldest first. */
function runsOf(periods: readonly number[]): number[] {
  const runs: number[] = [];
  for (const [at, period] of periods.entries()) {
    if (at > 0 && periods[at - 1] === period - 1) runs.push((runs.pop() ?? 0) + 1);
    else runs.push(1);
  }
  return runs;
}

function longestRun(counts: Counts): number {
  return Math.max(0, ...runsOf(periodsOf(counts)));
}

/** What a purchase collects, or the period of a streak that it is in. */
function keysOf(goal: MissionGoal, fact: PurchaseFact): string[] {
  return goal.kind === 'STREAK' ? [String(periodNumber(goal.streakUnit, fact.day))] : collected(goal, fact);
}

function amountIn(goal: MissionGoal, fact: PurchaseFact): bigint {
  // Of a return without a receipt nobody knows what it was.
  if (goal.categories.length === 0 || fact.purchaseMinor === null) return fact.amountMinor;
  return fact.categories
    .filter(({ category }) => goal.categories.includes(category))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

function collected(goal: MissionGoal, fact: PurchaseFact): string[] {
  if (goal.collect === 'CATEGORY') {
    const names = [...new Set(fact.bought)];
    return goal.categories.length === 0 ? names : names.filter((name) => goal.categories.includes(name));
  }
  const id = goal.collect === 'PARTNER' ? fact.partnerId : fact.storeId;
  return id === null ? [] : [id];
}

const DAY_MILLIS = 86_400_000;

/** Number of the day, week (Monday to Sunday) or month that a day is in; the next one has the next number. */
export function periodNumber(unit: 'DAY' | 'WEEK' | 'MONTH', day: string): number {
  if (unit === 'MONTH') return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MILLIS);
  // 1970-01-01 was a Thursday.
  return unit === 'DAY' ? number : Math.floor((number + 3) / 7);
}
