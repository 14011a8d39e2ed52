// Reading what spends points, in one step or through a hold, and what gives them back.
import type {
  AuthoriseRedemptionInput,
  CaptureRedemptionInput,
  RedeemPointsInput,
  RefundRedemptionInput,
  VoidRedemptionInput,
} from '../generated.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { readId, readMember, readPoints, readReference, readTerminal } from './read-input.ts';

const LONGEST_HOLD_SECONDS = 2_592_000;

export const redeemPoints: LedgerCommand<RedeemPointsInput> = {
  kind: 'REDEMPTION',
  read: (input, check, at) => ({
    kind: 'REDEMPTION',
    storeId: readId(input.storeId),
    terminalId: readTerminal(input.terminalId),
    member: readMember(input, check, at),
    points: readPoints(input.points, check, [...at, 'points']),
    occurredAt: input.occurredAt ?? null,
    reference: readReference(input.reference, check, at),
  }),
};

export const authoriseRedemption: LedgerCommand<AuthoriseRedemptionInput> = {
  kind: 'AUTHORISATION',
  read(input, check, at) {
    const seconds = input.timeToLiveSeconds;
    check.require(
      seconds >= 1 && seconds <= LONGEST_HOLD_SECONDS,
      'INVALID_INPUT',
      `A hold lives 1 to ${LONGEST_HOLD_SECONDS} seconds.`,
      [...at, 'timeToLiveSeconds'],
    );
    return {
      kind: 'AUTHORISATION',
      storeId: readId(input.storeId),
      terminalId: readTerminal(input.terminalId),
      member: readMember(input, check, at),
      points: readPoints(input.points, check, [...at, 'points']),
      timeToLiveSeconds: seconds,
      reference: readReference(input.reference, check, at),
    };
  },
};

export const captureRedemption: LedgerCommand<CaptureRedemptionInput> = {
  kind: 'CAPTURE',
  read: (input, check, at) => ({
    kind: 'CAPTURE',
    holdId: readId(input.holdId),
    points: input.points == null ? null : readPoints(input.points, check, [...at, 'points']),
  }),
};

export const voidRedemption: LedgerCommand<VoidRedemptionInput> = {
  kind: 'VOID',
  read: (input) => ({ kind: 'VOID', holdId: readId(input.holdId) }),
};

export const refundRedemption: LedgerCommand<RefundRedemptionInput> = {
  kind: 'REFUND',
  read: (input, check, at) => ({
    kind: 'REFUND',
    redemptionId: readId(input.redemptionId),
    points: input.points == null ? null : readPoints(input.points, check, [...at, 'points']),
    occurredAt: input.occurredAt ?? null,
  }),
};
