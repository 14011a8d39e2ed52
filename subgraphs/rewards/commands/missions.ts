import type { Caller, ProgrammeCaller } from '../../serving/caller.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import type { Funding } from '../domain/funding.ts';
import type { CreateBadgeInput, CreateMissionInput } from '../generated.ts';
import { insertBadge, readBadges } from '../store/badges.ts';
import { insertMission } from '../store/missions.ts';
import { readProgramme } from '../store/programmes.ts';
import { agreeAsMaker, ownFunder, readFunding } from './funding.ts';
import { DESCRIPTION, isMaker, once, refusePartners, requirePeriod } from './once.ts';
import { readProgrammeMoney } from './read-money.ts';

const MOST_LEVELS = 10;
const MOST_NAMED = 100;
const NOT_THEIRS = refuse('NOT_ALLOWED', 'Missions and badges are for the operator and whole partners to make.');

/**
 * Starts a mission. Refusals: NOT_ALLOWED, INVALID_INPUT, INVALID_AMOUNT, UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN,
 * CURRENCY_NOT_ACCEPTED, BADGE_UNKNOWN. It counts when all who pay for it have agreed.
 */
export async function createMission(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateMissionInput,
): Promise<Outcome<{ missionId: string }>> {
  if (!isMaker(caller)) return refused(NOT_THEIRS);
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const description = check.text(input.description ?? '', ['input', 'description'], DESCRIPTION) || null;
  const given = input.goal;
  const few = given.partnerIds.length <= MOST_NAMED && given.categories.length <= MOST_NAMED;
  check.require(few, 'INVALID_INPUT', `A goal names at most ${MOST_NAMED} partners and categories.`, ['input', 'goal']);
  const minMinor = readProgrammeMoney(given.minAmount, check, ['input', 'goal', 'minAmount']);
  const funding = readFunding(caller, input.funding, check);
  const goal = {
    kind: given.kind,
    partnerIds: readPlaces(caller, given.partnerIds, funding, check),
    categories: [
      ...new Set(
        given.categories
          .slice(0, MOST_NAMED)
          .map((category, at) => check.text(category, ['input', 'goal', 'categories', String(at)], { max: 100 })),
      ),
    ].sort(),
    minMinor: minMinor?.toString() ?? null,
    streakUnit: given.streakUnit,
    collect: given.collect,
  };
  const some = input.levels.length >= 1 && input.levels.length <= MOST_LEVELS;
  check.require(some, 'INVALID_INPUT', `A mission has 1 to ${MOST_LEVELS} levels.`, ['input', 'levels']);
  const levels = input.levels.slice(0, MOST_LEVELS).map(({ name: levelName, target, points }, index) => {
    const at = ['input', 'levels', String(index)];
    const before = index === 0 ? 0n : input.levels[index - 1]!.target;
    check.require(target > before, 'INVALID_INPUT', 'Each level asks for more than the one before.', [...at, 'target']);
    check.require(points >= 0n && points <= MOST_POINTS_AT_ONCE, 'INVALID_INPUT', 'A level takes no points.', [
      ...at,
      'points',
    ]);
    return {
      name: check.text(levelName, [...at, 'name'], DISPLAY_NAME),
      target: target.toString(),
      points: points.toString(),
    };
  });
  const { scope, repeats, startsAt, endsAt } = input;
  requirePeriod(check, startsAt, endsAt);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const badgeId = input.badgeId?.toLowerCase() ?? null;
  const currency = given.minAmount?.currency ?? null;
  const { programmeId } = caller;
  const facts = { name, description, scope, goal, levels, repeats, funding, badgeId, startsAt, endsAt };
  return once(deps, caller, { command: 'createMission', key, body: { ...facts, currency } }, async (tx, at) => {
    const stranger =
      (await refusePartners(tx, programmeId, goal.partnerIds, ['input', 'goal', 'partnerIds'])) ??
      (await refusePartners(
        tx,
        programmeId,
        funding.map(({ funderId }) => funderId),
        ['input', 'funding'],
      ));
    if (stranger !== null) return refused(stranger);
    const programme = await readProgramme(deps.database.sql, programmeId, tx.sql);
    if (currency !== null && currency !== programme?.currency)
      return refused(
        refuse('CURRENCY_NOT_ACCEPTED', 'A mission counts in the programme currency.', ['input', 'goal', 'minAmount']),
      );
    const [badge] = badgeId !== null && isId(badgeId) ? await readBadges(tx.sql, [badgeId]) : [];
    if (badgeId !== null && badge?.programme_id !== programmeId)
      return refused(refuse('BADGE_UNKNOWN', 'No such badge in this programme.', ['input', 'badgeId']));
    const missionId = deps.ids();
    await insertMission(tx.sql, {
      ...{ mission_id: missionId, programme_id: programmeId, name, description, scope, goal, levels, repeats, funding },
      ...{ badge_id: badgeId, starts_at: startsAt, ends_at: endsAt, created_at: at },
      agreed_at: await agreeAsMaker(tx, caller, { subjectId: missionId, funding }, at),
    });
    return accepted({ missionId });
  });
}

/** At whose tills a mission counts; a partner's at its own when none is named, and at those of partners that pay for it, too. */
function readPlaces(
  caller: ProgrammeCaller,
  given: readonly string[],
  funding: readonly Funding[],
  check: InputCheck,
): string[] {
  const named = [...new Set(given.slice(0, MOST_NAMED).map((id) => id.toLowerCase()))].sort();
  const own = ownFunder(caller);
  if (own === null) return named;
  const theirs = named.every((id) => id === own || funding.some(({ funderId }) => funderId === id));
  const words = "A partner's mission counts at its own tills, and at those of partners that pay for it.";
  check.require(theirs, 'NOT_ALLOWED', words, ['input', 'goal', 'partnerIds']);
  return named.length === 0 ? [own] : named;
}

/** Makes a badge. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED. */
export async function createBadge(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateBadgeInput,
): Promise<Outcome<{ badgeId: string }>> {
  if (!isMaker(caller)) return refused(NOT_THEIRS);
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const description = check.text(input.description ?? '', ['input', 'description'], DESCRIPTION) || null;
  const pictureUrl =
    input.pictureUrl == null ? null : check.text(input.pictureUrl, ['input', 'pictureUrl'], PICTURE_URL);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const body = { name, description, pictureUrl };
  return once(deps, caller, { command: 'createBadge', key, body }, async ({ sql }, at) => {
    const badgeId = deps.ids();
    await insertBadge(sql, {
      ...{ badge_id: badgeId, programme_id: caller.programmeId, name, description },
      ...{ picture_url: pictureUrl, created_at: at },
    });
    return accepted({ badgeId });
  });
}

/** A picture's address. */
export const PICTURE_URL = { max: 2_000, pattern: { test: /^https:\/\/\S+$/, words: 'must be an https URL' } };
