/**
 * The frame of a command about one member: who may, the input's own faults, the key, the member, then the work.
 *
 * Refusals in the published order: NOT_ALLOWED, what `check` found, IDEMPOTENCY_KEY_REUSED, those of `first`, MEMBER_UNKNOWN, MEMBER_INACTIVE (unless the
 * command is for inactive members, too), then those of `work`. A command without an idempotency key of its own has none in its body.
 */
import type { Transaction } from '../../../db/client.ts';
import type { MemberRow } from '../../../db/tables/members.ts';
import { type Caller, isInProgramme, keySpaceOf, mayActForMember, type ProgrammeCaller } from '../../serving/caller.ts';
import { type Rememberable, rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { lockMember } from '../store/members.ts';
import { lockMemberStatuses } from '../store/status-lock.ts';

export interface MemberCommand {
  readonly name: string;
  readonly idempotencyKey: string;
  readonly memberId: string;
  /** Where the input names the member; `memberId` unless told. */
  readonly memberAt?: 'memberId' | 'identity';
  /**
   * The input as it was read, without the key; without the member, where that is named by its id. Personal data stands in it as a keyed hash: the
   * body's hash is kept.
   */
  readonly body: object;
  /** Roles that may; a member only about itself. */
  readonly who: readonly ('operator' | 'partner' | 'member')[];
  /** Whether suspended and closed members are meant, too. */
  readonly whateverStatus?: boolean;
  /** Whether the member's status may change: the lock of statuses is then taken before the row. */
  readonly changesStatus?: boolean;
  readonly check?: InputCheck;
  /** What is refused, once for the key, before it is asked who the member is: partners and stores. */
  readonly first?: (tx: Transaction, caller: ProgrammeCaller) => Promise<Refusal | null>;
}

/** What the work of a command is given. */
export interface MemberWork {
  readonly tx: Transaction;
  readonly caller: ProgrammeCaller;
  /** Locked until the command ends. */
  readonly member: MemberRow;
  readonly at: Date;
}

/** Runs a command about one member once for its key. */
export async function aboutMember<Result extends Rememberable>(
  deps: MembersDeps,
  caller: Caller,
  command: MemberCommand,
  work: (given: MemberWork) => Promise<Outcome<Result>>,
): Promise<Outcome<Result>> {
  const { role } = caller;
  if (!isInProgramme(caller) || role === 'platform' || !command.who.includes(role)) {
    return refused(refuse('NOT_ALLOWED', `This is for ${command.who.join(', ')}.`));
  }
  const memberAt = ['input', command.memberAt ?? 'memberId'];
  if (!mayActForMember(caller, command.memberId)) {
    return refused(refuse('NOT_ALLOWED', 'A member acts for itself only.', memberAt));
  }
  const check = command.check ?? createInputCheck();
  const key = check.text(command.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);

  const at = deps.clock();
  const memberId = command.memberId.toLowerCase();
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: command.name,
      body: command.memberAt === 'identity' ? command.body : { memberId, ...command.body },
      at,
    },
    async (tx) => {
      const early = (await command.first?.(tx, caller)) ?? null;
      if (early !== null) return refused(early);
      if (command.changesStatus === true) await lockMemberStatuses(tx.db, caller.programmeId);
      const member = isId(memberId) ? await lockMember(tx.db, caller.programmeId, memberId) : null;
      if (member === null) {
        return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', memberAt));
      }
      if (member.status !== 'ACTIVE' && command.whateverStatus !== true) {
        return refused(refuse('MEMBER_INACTIVE', 'The member is suspended or closed.', memberAt));
      }
      return work({ tx, caller, member, at });
    },
  );
  return outcome;
}
