/**
 * Cards of ours: anonymous ones to hand out, blocked ones, and their replacements.
 *
 * An issued card is a member from the first: nobody's name, a wallet of its own, good at every till. Who holds it becomes a person when
 * name, phone and consent are added; until then a purchase with it collects all the same.
 */
import type { Caller } from '../../serving/caller.ts';
import { isInProgramme, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { makeCardNumber } from '../../shared/card-number.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { blockIdentity, insertIdentities, lockIdentity, noteReplacement } from '../store/identities.ts';
import { insertMember } from '../store/members.ts';
import { aboutMember, type MemberWork } from './member-command.ts';

const MOST_CARDS = 100;
/** A number that is taken is drawn again: with a tenth of all numbers given out, eight draws fail once in a hundred million. */
const DRAWS = 8;

export interface IssueCards {
  readonly idempotencyKey: string;
  readonly count: number;
}

/**
 * Issues anonymous cards, each an active member without a name. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED.
 */
export async function issueCards(
  deps: MembersDeps,
  caller: Caller,
  input: IssueCards,
): Promise<Outcome<{ memberIds: readonly string[] }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', 'The operator and partners issue cards.'));
  }
  const { count } = input;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  check.require(count >= 1 && count <= MOST_CARDS, 'INVALID_INPUT', `1 to ${MOST_CARDS} cards are issued at a time.`, [
    'input',
    'count',
  ]);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const at = deps.clock();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand<{ memberIds: readonly string[] }>(
    deps.database,
    'members',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'issueCards', body: { count }, at },
    async (tx) => {
      const memberIds: string[] = [];
      for (let card = 0; card < count; card += 1) {
        const memberId = deps.ids();
        await insertMember(tx.db, {
          memberId,
          programmeId,
          displayName: null,
          locale: 'en',
          status: 'ACTIVE',
          enrolledAt: at,
          statusChangedAt: at,
          enrolledThrough: 'CARD',
          enrolledByPartnerId: caller.partnerId,
        });
        await giveCard(deps, { tx, at, member: { programmeId, memberId } });
        memberIds.push(memberId);
      }
      return accepted({ memberIds });
    },
  );
  return outcome;
}

export type BlockReason = 'LOST' | 'STOLEN' | 'DAMAGED' | 'REPLACED';

export interface BlockIdentity {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly identityId: string;
  readonly reason: BlockReason;
}

/**
 * Blocks an identity: it finds nobody any more, and nobody else may have it. Blocking what is blocked changes nothing. For suspended and
 * closed members, too: a stolen card is stolen whatever its owner is. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, IDENTITY_UNKNOWN.
 */
export function blockMemberIdentity(
  deps: MembersDeps,
  caller: Caller,
  input: BlockIdentity,
): Promise<Outcome<{ memberId: string }>> {
  const { identityId, reason } = input;
  return aboutMember(
    deps,
    caller,
    {
      name: 'blockMemberIdentity',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { identityId: identityId.toLowerCase(), reason },
      who: ['operator', 'partner', 'member'],
      whateverStatus: true,
    },
    async ({ tx: { db }, member: { memberId }, at }) => {
      const identity = await lockIdentity(db, deps.personalData, memberId, identityId);
      if (identity === null) return refused(unknownIdentity());
      if (identity.blockedAt === null) await blockIdentity(db, identity.identityId, reason, at);
      return accepted({ memberId });
    },
  );
}

/**
 * Replaces a card: blocks it, if it was not, and issues a new one to the same member, with all points and history. A card is replaced once: asked for again, it is
 * the same new one. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, IDENTITY_UNKNOWN (also for what is no card).
 */
export function replaceCard(
  deps: MembersDeps,
  caller: Caller,
  input: BlockIdentity,
): Promise<Outcome<{ memberId: string; identityId: string }>> {
  const { identityId, reason } = input;
  return aboutMember(
    deps,
    caller,
    {
      name: 'replaceCard',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { identityId: identityId.toLowerCase(), reason },
      who: ['operator', 'partner', 'member'],
    },
    async (given) => {
      const { memberId } = given.member;
      const card = await lockIdentity(given.tx.db, deps.personalData, memberId, identityId);
      if (card?.kind !== 'CARD') return refused(unknownIdentity());
      if (card.replacedBy !== null) return accepted({ memberId, identityId: card.replacedBy });
      if (card.blockedAt === null) await blockIdentity(given.tx.db, card.identityId, reason, given.at);
      const newId = await giveCard(deps, given);
      await noteReplacement(given.tx.db, card.identityId, newId);
      return accepted({ memberId, identityId: newId });
    },
  );
}

/** Gives a member a new card of ours and answers with its id. */
async function giveCard(
  deps: MembersDeps,
  {
    tx,
    at,
    member,
  }: Pick<MemberWork, 'tx' | 'at'> & { member: Pick<MemberWork['member'], 'programmeId' | 'memberId'> },
): Promise<string> {
  const { programmeId, memberId } = member;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const identityId = deps.ids();
    const value = makeCardNumber(deps.randomInt);
    const card = { kind: 'CARD', value, identityId, programmeId, memberId, addedAt: at } as const;
    const taken = await insertIdentities(tx.db, deps.personalData, [card]);
    if (taken.length === 1) return identityId;
  }
  throw new Error('No free card number was drawn: the programme has given out too many.');
}

function unknownIdentity() {
  return refuse('IDENTITY_UNKNOWN', 'No such identity of this member.', ['input', 'identityId']);
}
