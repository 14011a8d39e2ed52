// Reading what members give each other and what the operator corrects.
import { MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import type {
  ApproveAdjustmentInput,
  ProposeAdjustmentInput,
  ReverseTransactionInput,
  TransferPointsInput,
} from '../generated.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { readId, readPoints, readReason, readReference } from './read-input.ts';

export const transferPoints: LedgerCommand<TransferPointsInput> = {
  kind: 'TRANSFER',
  read(input, check, at) {
    const fromMemberId = readId(input.fromMemberId);
    const toMemberId = readId(input.toMemberId);
    const points = input.points == null ? null : readPoints(input.points, check, [...at, 'points']);
    return { kind: 'TRANSFER', fromMemberId, toMemberId, points };
  },
};

export const proposeAdjustment: LedgerCommand<ProposeAdjustmentInput> = {
  kind: 'PROPOSAL',
  read(input, check, at) {
    const { points } = input;
    check.require(
      points !== 0n && points >= -MOST_POINTS_AT_ONCE && points <= MOST_POINTS_AT_ONCE,
      'INVALID_POINTS',
      `An adjustment gives or takes 1 to ${MOST_POINTS_AT_ONCE} points.`,
      [...at, 'points'],
    );
    const missed = input.storeId != null;
    check.require(
      missed === (input.occurredAt != null) && (!missed || (points > 0n && input.funderId == null)),
      'INVALID_INPUT',
      'A missed earn gives points, has a store and a business time, and is paid for by the partner of the store.',
      [...at, 'storeId'],
    );
    return {
      kind: 'PROPOSAL',
      memberId: readId(input.memberId),
      points,
      funderId: input.funderId == null ? null : readId(input.funderId),
      reason: readReason(input.reason, check, at),
      expiresOn: input.expiresOn ?? null,
      missed:
        input.storeId == null || input.occurredAt == null
          ? null
          : {
              storeId: readId(input.storeId),
              occurredAt: input.occurredAt,
              reference: readReference(input.reference, check, at),
            },
    };
  },
};

export const approveAdjustment: LedgerCommand<ApproveAdjustmentInput> = {
  kind: 'ADJUSTMENT',
  read: (input) => ({ kind: 'ADJUSTMENT', adjustmentId: readId(input.adjustmentId) }),
};

export const reverseTransaction: LedgerCommand<ReverseTransactionInput> = {
  kind: 'REVERSAL',
  read: (input, check, at) => ({
    kind: 'REVERSAL',
    transactionId: readId(input.transactionId),
    reason: readReason(input.reason, check, at),
  }),
};
