/** What a client asks for next, by its seed and by what it has been told so far. */
import type { TransactionRecord } from '../../subgraphs/ledger/domain/record.ts';
import type { Actor, Instruction, LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import type { LoadCoalition, LoadPartner } from '../load/coalition.ts';
import type { SeededRandom } from '../load/random.ts';
import { OPERATOR_ACTOR, partnerActor, purchaseOf, redemptionOf, requestOf } from '../load/requests.ts';

/** A new request under `key`; `known` is what this client was told of, the latest last. */
export function nextRequest(
  coalition: LoadCoalition,
  random: SeededRandom,
  known: readonly TransactionRecord[],
  key: string,
): LedgerRequest {
  const { instruction, actor } = nextInstruction(coalition, random, known);
  return requestOf(coalition, actor, key, instruction);
}

/** Another body under the key of an earlier request. */
export function conflictingRequest(
  coalition: LoadCoalition,
  random: SeededRandom,
  earlier: LedgerRequest,
): LedgerRequest {
  const partner =
    coalition.partners.find(({ partnerId }) => partnerId === earlier.actor.partnerId) ?? coalition.partners[0]!;
  const other = purchaseOf(partner, { memberId: random.pick(coalition.memberIds) }, 99_999_900n);
  return { ...requestOf(coalition, earlier.actor, earlier.key, other), keySpace: earlier.keySpace };
}

function nextInstruction(
  coalition: LoadCoalition,
  random: SeededRandom,
  known: readonly TransactionRecord[],
): { instruction: Instruction; actor: Actor } {
  const partner = random.pick(coalition.partners);
  const member = { memberId: random.pick(coalition.memberIds) };
  const points = BigInt(1 + random.below(80));
  const asPartner = (instruction: Instruction, of: LoadPartner = partner) => ({ instruction, actor: partnerActor(of) });
  const partnerOf = (record: TransactionRecord): LoadPartner =>
    coalition.partners.find(({ partnerId }) => partnerId === record.partnerId) ?? partner;
  const some = (...kinds: string[]): TransactionRecord | null => {
    const fitting = known.filter(({ kind }) => kinds.includes(kind));
    return fitting.length === 0 ? null : random.pick(fitting.slice(-10));
  };
  const chance = random.below(100);

  if (chance >= 40 && chance < 60) return asPartner(redemptionOf(partner, member, points));
  if (chance >= 60 && chance < 68)
    return asPartner({
      kind: 'AUTHORISATION',
      storeId: partner.storeId,
      member,
      points,
      timeToLiveSeconds: 3600,
      reference: null,
    });
  if (chance >= 68 && chance < 78) {
    const hold = some('AUTHORISATION');
    if (hold !== null) {
      const { transactionId: holdId } = hold;
      const capture: Instruction = { kind: 'CAPTURE', holdId, points: random.below(2) === 0 ? null : points };
      return asPartner(random.below(3) === 0 ? { kind: 'VOID', holdId } : capture, partnerOf(hold));
    }
  }
  if (chance >= 78 && chance < 86) {
    const purchase = some('PURCHASE');
    if (purchase !== null) {
      const of = partnerOf(purchase);
      const whole = random.below(2) === 0;
      return asPartner(
        {
          ...{
            kind: 'RETURN',
            storeId: of.storeId,
            purchaseId: purchase.transactionId,
            member: null,
            lines: [],
            occurredAt: null,
            reference: null,
          },
          ...(whole ? { amountMinor: null, currency: null } : { amountMinor: points * 100n, currency: 'EUR' }),
        },
        of,
      );
    }
  }
  if (chance >= 86 && chance < 92) {
    const spent = some('REDEMPTION', 'CAPTURE');
    if (spent !== null) {
      const part = random.below(2) === 0 ? null : points;
      return asPartner(
        { kind: 'REFUND', redemptionId: spent.transactionId, points: part, occurredAt: null },
        partnerOf(spent),
      );
    }
  }
  if (chance >= 92 && chance < 97) {
    const toMemberId = random.pick(coalition.memberIds);
    return {
      instruction: { kind: 'TRANSFER', fromMemberId: member.memberId, toMemberId, points },
      actor: OPERATOR_ACTOR,
    };
  }
  if (chance >= 97) {
    const undone = some('PURCHASE', 'REDEMPTION', 'TRANSFER');
    if (undone !== null)
      return {
        instruction: { kind: 'REVERSAL', transactionId: undone.transactionId, reason: 'mistake' },
        actor: OPERATOR_ACTOR,
      };
  }
  return asPartner(purchaseOf(partner, member, BigInt(100 + random.below(15_000))));
}
