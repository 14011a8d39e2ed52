// What the commands of rewards have in common: who may ask, and that a key is done once.
import type { Transaction } from '../../../db/client.ts';
import {
  type Caller,
  isInProgramme,
  isMember,
  isOperator,
  keySpaceOf,
  mayActForWholePartner,
  type ProgrammeCaller,
} from '../../serving/caller.ts';
import { type Rememberable, rememberCommand } from '../../serving/idempotency.ts';
import type { InputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { readMemberStatus } from '../store/members.ts';
import { countPartners } from '../store/stores.ts';

/** Runs a command once for its key, in one transaction with the memory of it. */
export async function once<Result extends Rememberable>(
  deps: RewardsDeps,
  caller: ProgrammeCaller,
  request: { readonly command: string; readonly key: string; readonly body: object },
  work: (tx: Transaction, at: Date) => Promise<Outcome<Result>>,
): Promise<Outcome<Result>> {
  const { command, key, body } = request;
  const at = deps.clock();
  const remembered = { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command, body, at };
  const { outcome } = await rememberCommand<Result>(deps.database, 'rewards', remembered, (tx) => work(tx, at));
  return outcome;
}

/**
 * Whether the caller makes what a programme shows or what binds a partner's money: the operator, and an app that stands for the whole of a partner.
 * One that is limited to some stores does not.
 */
export function isMaker(caller: Caller): caller is ProgrammeCaller {
  const { partnerId } = caller;
  return isOperator(caller) || (partnerId !== null && mayActForWholePartner(caller, partnerId));
}

/** The partner that something is made for, null for the programme: a partner's app makes it for itself and names nobody else. */
export function readOwner(caller: ProgrammeCaller, given: string | null | undefined, check: InputCheck): string | null {
  const named = given?.toLowerCase() ?? null;
  if (caller.role === 'operator') return named;
  const own = caller.partnerId?.toLowerCase() ?? null;
  check.require(named === null || named === own, 'NOT_ALLOWED', 'A partner makes its own only.', [
    'input',
    'partnerId',
  ]);
  return own;
}

/** For whom the caller acts: a member for itself, the operator for whom it names. NOT_ALLOWED, or INVALID_INPUT when nobody is named. */
export function actingFor(
  caller: Caller,
  memberId: string | null | undefined,
): Outcome<{ readonly caller: ProgrammeCaller; readonly memberId: string }> {
  const named = (memberId ?? caller.memberId)?.toLowerCase() ?? null;
  if (!isInProgramme(caller) || caller.role === 'partner')
    return refused(refuse('NOT_ALLOWED', 'This is for members themselves, and for the operator.'));
  if (named === null) return refused(refuse('INVALID_INPUT', '`memberId` is missing.', MEMBER_AT));
  if (!isOperator(caller) && !isMember(caller, named))
    return refused(refuse('NOT_ALLOWED', 'A member acts for itself only.', MEMBER_AT));
  return accepted({ caller, memberId: named });
}

const MEMBER_AT = ['input', 'memberId'];

/** MEMBER_UNKNOWN or MEMBER_INACTIVE; null when the member takes part. */
export async function refuseMember(
  { sql }: Transaction,
  programmeId: string,
  memberId: string,
): Promise<Refusal | null> {
  const status = isId(memberId) ? await readMemberStatus(sql, programmeId, memberId) : null;
  if (status === null) return refuse('MEMBER_UNKNOWN', 'No such member in this programme.', MEMBER_AT);
  return status === 'ACTIVE' ? null : refuse('MEMBER_INACTIVE', 'The member does not take part.', MEMBER_AT);
}

/** PARTNER_UNKNOWN when one of the ids names no partner of the programme; null otherwise. */
export async function refusePartners(
  { sql }: Transaction,
  programmeId: string,
  partnerIds: readonly (string | null)[],
  field: readonly string[],
): Promise<Refusal | null> {
  const named = [...new Set(partnerIds.filter((id) => id !== null))];
  const known = named.every(isId) ? await countPartners(sql, programmeId, named) : -1;
  return known === named.length ? null : refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', field);
}

/** Requires that a day or instant is Gregorian: one of the years 1900 to 2399. 1404 looks like the Iranian calendar, 2569 like the Buddhist. */
export function requireGregorian(check: InputCheck, when: Date | string, field: readonly string[]): void {
  const year = typeof when === 'string' ? Number(when.slice(0, 4)) : when.getUTCFullYear();
  const words = 'Dates are Gregorian, of the years 1900 to 2399: this looks like one of another calendar.';
  check.require(year >= 1900 && year < 2400, 'INVALID_INPUT', words, field);
}

/** Requires a period that goes forward. */
export function requirePeriod(check: InputCheck, startsAt: Date, endsAt: Date): void {
  requireGregorian(check, startsAt, ['input', 'startsAt']);
  requireGregorian(check, endsAt, ['input', 'endsAt']);
  check.require(startsAt < endsAt, 'INVALID_INPUT', '`endsAt` comes after `startsAt`.', ['input', 'endsAt']);
}

/** Limits of a longer text, which may be left out. */
export const DESCRIPTION = { max: 2_000, min: 0 } as const;
