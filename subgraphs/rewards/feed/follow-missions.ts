/**
 * Missions: a page of purchases moves every running mission it counts for. What stood there is read in one statement, the steps are taken in
 * memory in the order of the feed (domain/mission.ts), and where they end is written in one statement, a row for all missions of a member that were made in one
 * month: what costs is members, not purchases and not missions. Whose missions moved is told in the same transaction, once a page for each member.
 */
import type { Transaction } from '../../../db/client.ts';
import type { MissionsChanged } from '../../shared/platform-event.ts';
import type { RewardsDeps } from '../context.ts';
import { advance, counts, type MissionState, type MissionTerms, roundOf, UNTOUCHED } from '../domain/mission.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { insertAwards, type NewAward, takeBackLater } from '../store/awards.ts';
import { giveBadges, type MemberBadgeRow } from '../store/badges.ts';
import { publishEvents } from '../store/feed.ts';
import { readMergedInto } from '../store/members.ts';
import {
  type Grouped,
  type GroupPurchase,
  insertGroupPurchases,
  readGroupsOf,
  readGroupsOfPurchases,
} from '../store/mission-groups.ts';
import {
  type CompletionRow,
  insertCompletions,
  type LostLevel,
  type MissionRow,
  type MovedStates,
  type ProgressRow,
  readMissionsRunning,
  readProgress,
  shelfOf,
  undoCompletions,
  upsertProgress,
} from '../store/missions.ts';

export async function followMissions(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const times = facts.map(({ occurredAt }) => occurredAt.getTime());
  const programmeIds = [...new Set(facts.map(({ programmeId }) => programmeId))];
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const missions = (await readMissionsRunning(sql, programmeIds, from, to)).map((row) => ({
    row,
    terms: termsOf(row),
    shelf: shelfOf(row),
  }));
  if (missions.length === 0) return;
  const members = [...new Set(facts.map(({ memberId }) => memberId))];
  const groups = new Groups(await readGroupsOf(sql, members, new Set(missions.map(({ row }) => row.scope))));
  const merged = await readMergedInto(sql, members);
  const backIn = new PurchaseGroups(
    missions.every(({ row }) => row.scope === 'MEMBER')
      ? []
      : await readGroupsOfPurchases(
          sql,
          facts.flatMap(({ kind, purchaseId }) => (kind === 'RETURN' && purchaseId !== null ? [purchaseId] : [])),
        ),
  );
  const subjects = [...members, ...[...merged.values()].flat(), ...groups.ids, ...backIn.ids];
  const rounds = new Set(facts.flatMap(({ day }) => missions.map(({ row }) => roundOf(row.repeats, day))));
  const states = new States(missions.map(({ row }) => row));
  for (const row of await readProgress(sql, states.missions, subjects, [...rounds])) states.found(row);

  const completions: CompletionRow[] = [];
  const undone: LostLevel[] = [];
  let awards: NewAward[] = [];
  const badges: MemberBadgeRow[] = [];
  const told = new MissionNews();
  const now = deps.clock();
  for (const fact of facts) {
    for (const { row, terms, shelf } of missions) {
      if (row.programme_id !== fact.programmeId || !counts(terms, fact)) continue;
      // What was bought before there was the mission never counted: nothing of it is taken back.
      if (fact.kind === 'RETURN' && row.agreed_at !== null && fact.purchaseRecordedAt < row.agreed_at) continue;
      const subjectId = row.scope === 'MEMBER' ? fact.memberId : backIn.groupFor(row.scope, fact, groups);
      if (subjectId === undefined) continue;
      const round = roundOf(row.repeats, fact.day);
      const shelved = states.of(row.programme_id, subjectId, shelf, round);
      const before = shelved.now.get(row.mission_id) ?? UNTOUCHED;
      const others = row.scope === 'MEMBER' ? (merged.get(fact.memberId) ?? []) : [];
      const parts = others.map((memberId) => ({
        memberId,
        state: states.of(row.programme_id, memberId, shelf, round).now.get(row.mission_id) ?? UNTOUCHED,
      }));
      const { state, reached, lost } = advance(terms, before, fact, parts);
      if (state === before) continue;
      shelved.now.set(row.mission_id, state);
      shelved.moved.set(row.mission_id, state);
      const people = row.scope === 'MEMBER' ? [fact.memberId] : groups.peopleOf(subjectId);
      if (isSeen(before, state)) told.moved(row, people, reached.length > 0);
      for (const { turn, level } of lost) {
        const lostLevel = { mission_id: row.mission_id, subject_id: subjectId, round, turn, level };
        const at = completions.findIndex((one) => isSameLevel(one, lostLevel));
        const [gone] = at < 0 ? [] : completions.splice(at, 1);
        if (gone === undefined) undone.push({ ...lostLevel, undone_by: fact.transactionId });
        else awards = awards.filter(({ reasonId }) => reasonId !== gone.completion_id);
      }
      for (const { turn, level } of reached) {
        const completionId = deps.ids();
        completions.push({
          ...{ completion_id: completionId, mission_id: row.mission_id, subject_id: subjectId, round, turn, level },
          transaction_id: fact.transactionId,
          completed_at: fact.occurredAt,
        });
        const points = BigInt(row.levels[level]?.points ?? '0');
        for (const memberId of people) {
          if (points > 0n) awards.push(awardOf(deps.ids(), row, memberId, points, completionId, now));
          const last = level === row.levels.length - 1;
          if (last && row.badge_id !== null)
            badges.push({ member_id: memberId, badge_id: row.badge_id, earned_at: fact.occurredAt });
        }
      }
    }
  }
  await upsertProgress(sql, states.moved(), now);
  await insertGroupPurchases(sql, backIn.added);
  // What was lost first: a level that was reached anew is one of its own.
  const lostRows = await undoCompletions(sql, undone);
  await takeBackLater(
    sql,
    lostRows.map(({ completion_id, undone_by }) => ({ reasonId: completion_id, memberId: null, returnId: undone_by })),
  );
  await insertCompletions(sql, completions);
  await insertAwards(sql, awards);
  await giveBadges(sql, badges);
  for (const [programmeId, events] of told.byProgramme()) await publishEvents(sql, programmeId, now, events);
}

/** Whether a member sees that something moved. */
function isSeen(before: MissionState, after: MissionState): boolean {
  return before.value !== after.value || before.levels !== after.levels || before.turn !== after.turn;
}

function isSameLevel(one: Omit<LostLevel, 'undone_by'>, other: Omit<LostLevel, 'undone_by'>): boolean {
  return (
    one.mission_id === other.mission_id &&
    one.subject_id === other.subject_id &&
    one.round === other.round &&
    one.turn === other.turn &&
    one.level === other.level
  );
}

/** In which circle or household purchases counted: it is taken back there, whoever has left since. */
class PurchaseGroups {
  private readonly known = new Map<string, string>();
  readonly ids: string[];
  readonly added: GroupPurchase[] = [];

  constructor(rows: readonly GroupPurchase[]) {
    for (const { purchase_id, scope, group_id } of rows) this.known.set(`${scope} ${purchase_id}`, group_id);
    this.ids = [...new Set(this.known.values())];
  }

  groupFor(scope: GroupPurchase['scope'], fact: PurchaseFact, groups: Groups): string | undefined {
    const { kind, purchaseId, memberId } = fact;
    if (purchaseId === null) return groups.of(scope, memberId);
    const key = `${scope} ${purchaseId}`;
    const known = this.known.get(key);
    if (kind === 'RETURN' || known !== undefined) return known;
    const groupId = groups.of(scope, memberId);
    if (groupId === undefined) return undefined;
    this.known.set(key, groupId);
    this.added.push({ purchase_id: purchaseId, scope, group_id: groupId });
    return groupId;
  }
}

interface Shelved {
  readonly programmeId: string;
  readonly subjectId: string;
  readonly shelf: string;
  readonly round: string;
  readonly now: Map<string, MissionState>;
  readonly moved: Map<string, MissionState>;
}

/** Where members, circles and households stand in the missions of a page, by row. */
class States {
  private readonly rows = new Map<string, Shelved>();
  private readonly byId: ReadonlyMap<string, MissionRow>;
  readonly missions: readonly MissionRow[];

  constructor(missions: readonly MissionRow[]) {
    this.missions = missions;
    this.byId = new Map(missions.map((mission) => [mission.mission_id, mission]));
  }

  found({ mission_id, subject_id, round, state }: ProgressRow): void {
    const mission = this.byId.get(mission_id);
    if (mission === undefined) return;
    this.of(mission.programme_id, subject_id, shelfOf(mission), round).now.set(mission_id, state);
  }

  of(programmeId: string, subjectId: string, shelf: string, round: string): Shelved {
    const key = `${subjectId} ${shelf} ${round}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row: Shelved = { programmeId, subjectId, shelf, round, now: new Map(), moved: new Map() };
    this.rows.set(key, row);
    return row;
  }

  moved(): MovedStates[] {
    return [...this.rows.values()].flatMap(({ moved, ...row }) =>
      moved.size === 0 ? [] : [{ ...row, states: moved }],
    );
  }
}

/** Circles and households of a page's members. */
class Groups {
  private readonly groupOf = new Map<string, string>();
  private readonly people = new Map<string, string[]>();

  constructor(grouped: readonly Grouped[]) {
    for (const { scope, groupId, memberId } of grouped) {
      this.groupOf.set(`${scope} ${memberId}`, groupId);
      const people = this.people.get(groupId);
      if (people === undefined) this.people.set(groupId, [memberId]);
      else people.push(memberId);
    }
  }

  get ids(): readonly string[] {
    return [...this.people.keys()];
  }

  of(scope: Grouped['scope'], memberId: string): string | undefined {
    return this.groupOf.get(`${scope} ${memberId}`);
  }

  peopleOf(groupId: string): readonly string[] {
    return this.people.get(groupId) ?? [];
  }
}

/** Whose missions moved in a page, and which of them reached a level. */
class MissionNews {
  private readonly news = new Map<string, { readonly programmeId: string; readonly reached: Set<string> }>();

  moved(mission: MissionRow, people: readonly string[], reachedLevel: boolean): void {
    for (const memberId of people) {
      const known = this.news.get(memberId) ?? { programmeId: mission.programme_id, reached: new Set<string>() };
      this.news.set(memberId, known);
      if (reachedLevel) known.reached.add(mission.mission_id);
    }
  }

  byProgramme(): ReadonlyMap<string, readonly MissionsChanged[]> {
    const events = new Map<string, MissionsChanged[]>();
    for (const [memberId, { programmeId, reached }] of this.news) {
      const list = events.get(programmeId) ?? [];
      events.set(programmeId, list);
      list.push({ type: 'MISSIONS_CHANGED', memberId, reached: [...reached] });
    }
    return events;
  }
}

export function termsOf(row: MissionRow): MissionTerms {
  return { goal: row.goal, levels: row.levels, repeats: row.repeats, startsAt: row.starts_at, endsAt: row.ends_at };
}

function awardOf(
  awardId: string,
  row: MissionRow,
  memberId: string,
  points: bigint,
  reasonId: string,
  madeAt: Date,
): NewAward {
  const { programme_id: programmeId, funding } = row;
  const component = `CAMPAIGN:mission-${row.mission_id}`;
  return { awardId, programmeId, memberId, points, component, funding, reason: 'MISSION', reasonId, madeAt };
}
