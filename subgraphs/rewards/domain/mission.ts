/**
 * Missions as a pure step from one state to the next: the same facts in the same order give the same state and the same completions, live or
 * replayed, one at a time or in pages.
 *
 * | goal    | what a purchase does                                          | what a return does                                |
 * |---------|---------------------------------------------------------------|---------------------------------------------------|
 * | COUNT   | one more                                                      | one fewer when all of a purchase came back        |
 * | SUM     | what was paid, in the wished categories where there are such  | as much less as was given back, never below zero  |
 * | STREAK  | one more in the next day, week or month; begins anew after a gap | nothing                                        |
 * | COLLECT | one more partner, store or category that was not there yet    | nothing                                           |
 *
 * A level that was reached stays reached: points that were given are not taken back here, a return has taken back those of the purchase.
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
  /** COLLECT: what was collected. */
  readonly items: readonly string[];
  /** Levels reached in this turn. */
  readonly levels: number;
  /** How often it was completed and begun anew in this round. */
  readonly turn: number;
  /** Members that were merged into this one whose part went into a turn that is over: it counts once. */
  readonly used: readonly string[];
}

/** What a member that was merged into another did. */
export interface Part {
  readonly memberId: string;
  readonly state: MissionState;
}

export const UNTOUCHED: MissionState = { value: '0', last: null, items: [], levels: 0, turn: 0, used: [] };

export interface MissionTerms {
  readonly goal: MissionGoal;
  readonly levels: readonly MissionLevel[];
  readonly repeats: Repeats;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A level that was just reached. */
export interface LevelReached {
  readonly turn: number;
  readonly level: number;
}

/** Whether a fact counts for a mission at all. */
export function counts({ goal, startsAt, endsAt }: MissionTerms, fact: PurchaseFact): boolean {
  return (
    fact.occurredAt >= startsAt &&
    fact.occurredAt < endsAt &&
    (goal.partnerIds.length === 0 || (fact.partnerId !== null && goal.partnerIds.includes(fact.partnerId))) &&
    (goal.categories.length === 0 || fact.categories.some(({ category }) => goal.categories.includes(category))) &&
    (goal.minMinor === null || fact.kind === 'RETURN' || fact.amountMinor >= BigInt(goal.minMinor))
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
  const counting = parts.filter(({ memberId }) => !own.used.includes(memberId));
  if (counting.length === 0) return own;
  const states = [own, ...counting.map(({ state }) => state)];
  return { ...own, ...sumOf(kind, states), levels: Math.max(...states.map(({ levels }) => levels)) };
}

function sumOf(kind: MissionGoal['kind'], states: readonly MissionState[]): Partial<MissionState> {
  switch (kind) {
    case 'COUNT':
    case 'SUM':
      return { value: states.reduce((sum, { value }) => sum + BigInt(value), 0n).toString() };
    case 'STREAK':
      return lastRun(states);
    case 'COLLECT': {
      const items = [...new Set(states.flatMap((state) => state.items))].sort();
      return { items, value: String(items.length) };
    }
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
 * The member's own state after a fact that counts, the same one when nothing moved, and the levels that it reached with the parts of those that were merged into
 * it, the easiest first.
 */
export function advance(
  terms: MissionTerms,
  state: MissionState,
  fact: PurchaseFact,
  parts: readonly Part[] = [],
): { readonly state: MissionState; readonly reached: readonly LevelReached[] } {
  const moved = step(terms.goal, state, fact);
  if (moved === state) return { state, reached: [] };
  const person = together(terms.goal, moved, parts);
  const reached: LevelReached[] = [];
  let { levels } = person;
  while (levels < terms.levels.length && BigInt(person.value) >= BigInt(terms.levels[levels]!.target)) {
    reached.push({ turn: moved.turn, level: levels });
    levels += 1;
  }
  const anew = terms.repeats === 'ON_COMPLETION' && levels === terms.levels.length;
  const used = [...new Set([...moved.used, ...parts.map(({ memberId }) => memberId)])];
  if (anew) return { state: { ...UNTOUCHED, last: moved.last, turn: moved.turn + 1, used }, reached };
  // What only the others reached is not the member's own.
  return { state: reached.length === 0 ? moved : { ...moved, levels }, reached };
}

function step(goal: MissionGoal, state: MissionState, fact: PurchaseFact): MissionState {
  const value = BigInt(state.value);
  const bought = fact.kind === 'PURCHASE';
  switch (goal.kind) {
    case 'COUNT': {
      const next = bought ? value + 1n : fact.whole && value > 0n ? value - 1n : value;
      return next === value ? state : { ...state, value: next.toString() };
    }
    case 'SUM': {
      const part = amountIn(goal, fact);
      const rest = value > part ? value - part : 0n;
      const next = bought ? value + part : rest;
      return next === value ? state : { ...state, value: next.toString() };
    }
    case 'STREAK': {
      if (!bought) return state;
      const period = periodNumber(goal.streakUnit, fact.day);
      if (state.last !== null && period <= state.last) return state;
      const next = state.last === period - 1 ? value + 1n : 1n;
      return { ...state, value: next.toString(), last: period };
    }
    case 'COLLECT': {
      if (!bought) return state;
      const found = collected(goal, fact).filter((item) => !state.items.includes(item));
      if (found.length === 0) return state;
      const items = [...new Set([...state.items, ...found])].sort();
      return { ...state, items, value: String(items.length) };
    }
  }
}

function amountIn(goal: MissionGoal, fact: PurchaseFact): bigint {
  if (goal.categories.length === 0 || fact.kind === 'RETURN') return fact.amountMinor;
  return fact.categories
    .filter(({ category }) => goal.categories.includes(category))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

function collected(goal: MissionGoal, fact: PurchaseFact): string[] {
  if (goal.collect === 'CATEGORY') {
    const names = fact.categories.map(({ category }) => category);
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
