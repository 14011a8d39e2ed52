import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { countChanges } from '../domain/leaderboard.ts';
import { lookOf } from '../domain/localised-text.ts';
import type { CreateLeaderboardInput, JoinLeaderboardInput, LeaveLeaderboardInput } from '../generated.ts';
import { changeCounts, deleteEntry, insertBoard, insertEntry, readBoards } from '../store/leaderboards.ts';
import { actingFor, isMaker, once, readOwner, refuseMember, refusePartners, requirePeriod } from './once.ts';

// An address, or digits enough for a phone or card number: what a nickname is chosen to hide.
const REVEALS = /@|(?:\d-?){7,}/;
const UNKNOWN = refuse('LEADERBOARD_UNKNOWN', 'No such leaderboard in this programme.', ['input', 'leaderboardId']);

/** Makes a leaderboard. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN. */
export async function createLeaderboard(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateLeaderboardInput,
): Promise<Outcome<{ boardId: string }>> {
  if (!isMaker(caller))
    return refused(refuse('NOT_ALLOWED', 'Leaderboards are for the operator and whole partners to make.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const { measure, startsAt, endsAt } = input;
  requirePeriod(check, startsAt, endsAt);
  const partnerId = readOwner(caller, input.partnerId, check);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const body = { name, measure, partnerId, startsAt, endsAt };
  return once(deps, caller, { command: 'createLeaderboard', key, body }, async (tx, at) => {
    const stranger = await refusePartners(tx, programmeId, [partnerId], ['input', 'partnerId']);
    if (stranger !== null) return refused(stranger);
    const boardId = deps.ids();
    await insertBoard(tx.sql, {
      ...{ board_id: boardId, programme_id: programmeId, name, measure, partner_id: partnerId },
      ...{ starts_at: startsAt, ends_at: endsAt, created_at: at },
    });
    return accepted({ boardId });
  });
}

/**
 * Puts a member on a leaderboard, by its own wish. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE,
 * LEADERBOARD_UNKNOWN, LEADERBOARD_STATE, NICKNAME_TAKEN.
 */
export async function joinLeaderboard(
  deps: RewardsDeps,
  asker: Caller,
  input: JoinLeaderboardInput,
): Promise<Outcome<{ boardId: string; memberId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const nickname = check.text(input.nickname, ['input', 'nickname'], { min: 2, max: 30 });
  const look = lookOf(nickname);
  check.require(look.length >= 2, 'INVALID_INPUT', '`nickname` has at least 2 characters that can be seen.', [
    'input',
    'nickname',
  ]);
  check.require(!REVEALS.test(look), 'INVALID_INPUT', '`nickname` says who it is.', ['input', 'nickname']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const boardId = input.leaderboardId.toLowerCase();
  const { programmeId } = caller;
  const body = { boardId, memberId, nickname };
  return once(deps, caller, { command: 'joinLeaderboard', key, body }, async (tx, at) => {
    const absent = await refuseMember(tx, programmeId, memberId);
    if (absent !== null) return refused(absent);
    const [board] = isId(boardId) ? await readBoards(tx.sql, [boardId]) : [];
    if (board?.programme_id !== programmeId) return refused(UNKNOWN);
    if (at >= board.ends_at) return refused(refuse('LEADERBOARD_STATE', 'The leaderboard is over.', UNKNOWN.field));
    const entry = { board_id: boardId, member_id: memberId, nickname, score: 0n };
    const joined = await insertEntry(tx.sql, { ...entry, nickname_key: look, joined_at: at });
    if (joined === 'there')
      return refused(refuse('LEADERBOARD_STATE', 'The member is on the leaderboard already.', UNKNOWN.field));
    if (joined === 'taken')
      return refused(refuse('NICKNAME_TAKEN', 'Somebody else has this nickname.', ['input', 'nickname']));
    await changeCounts(tx.sql, countChanges([{ boardId, from: null, to: 0n }]));
    return accepted({ boardId, memberId });
  });
}

/** Takes a member off a leaderboard. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, LEADERBOARD_UNKNOWN, LEADERBOARD_STATE. */
export async function leaveLeaderboard(
  deps: RewardsDeps,
  asker: Caller,
  input: LeaveLeaderboardInput,
): Promise<Outcome<{ boardId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const boardId = input.leaderboardId.toLowerCase();
  return once(deps, caller, { command: 'leaveLeaderboard', key, body: { boardId, memberId } }, async ({ sql }) => {
    const [board] = isId(boardId) ? await readBoards(sql, [boardId]) : [];
    if (board?.programme_id !== caller.programmeId) return refused(UNKNOWN);
    const score = isId(memberId) ? await deleteEntry(sql, boardId, memberId) : null;
    if (score === null)
      return refused(refuse('LEADERBOARD_STATE', 'The member is not on the leaderboard.', UNKNOWN.field));
    await changeCounts(sql, countChanges([{ boardId, from: score, to: null }]));
    return accepted({ boardId });
  });
}
