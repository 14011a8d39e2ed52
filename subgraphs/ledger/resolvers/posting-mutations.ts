// The mutations that move points. Every payload is made from the record that is kept under the key, so a repeated command answers the same.
import { toPayload, toUserError } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { refuse } from '../../shared/refusal.ts';
import { grantPoints } from '../commands/awards.ts';
import { postBenefit } from '../commands/benefits.ts';
import { approveAdjustment, proposeAdjustment, reverseTransaction, transferPoints } from '../commands/corrections.ts';
import { expirePoints } from '../commands/expire-points.ts';
import { ask, type LedgerCommand, toRequest } from '../commands/ledger-command.ts';
import { postMembershipFee, refundMembershipFee } from '../commands/membership-fees.ts';
import { cancelPurchase, confirmPurchase, MAX_PURCHASES, recordPurchase, recordReturn } from '../commands/purchases.ts';
import { quoteRedemption } from '../commands/quote-redemption.ts';
import {
  authoriseRedemption,
  captureRedemption,
  redeemPoints,
  refundRedemption,
  voidRedemption,
} from '../commands/redemptions.ts';
import { type ConfirmedSpend, requireConfirmation } from '../commands/step-up.ts';
import type { LedgerContext } from '../context.ts';
import type { Reply, TransactionRecord } from '../domain/record.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { MutationResolvers } from '../generated.ts';
import type { WalletView } from '../reading/wallet-view.ts';
import type { HoldView } from '../store/reading/read-holds.ts';
import { adjustmentOf } from './adjustment.ts';
import { toMoney } from './money.ts';

type WindowMutation =
  | 'closeSettlementWindow'
  | 'settleWindow'
  | 'beginReview'
  | 'proposeSettlementStep'
  | 'approveSettlementStep'
  | 'rejectSettlementStep'
  | 'reportPayment'
  | 'reportBankFile'
  | 'openDispute'
  | 'addDisputeEvidence'
  | 'answerDispute'
  | 'withdrawDispute'
  | 'decideDispute';
type ReconciliationMutation =
  | 'uploadPartnerFile'
  | 'reconcile'
  | 'issueDocuments'
  | 'createWebhook'
  | 'updateWebhook'
  | 'rotateWebhookSecret'
  | 'deleteWebhook'
  | 'redeliverWebhook'
  | 'assignBreak'
  | 'acceptBreak'
  | 'proposeBreakAdjustment'
  | 'approveBreakAdjustment'
  | 'declineBreakAdjustment';
type KeyMutation = 'rotateSettlementKey' | 'revokeSettlementKey';
type BacktestMutation = 'backtestRules' | 'cancelBacktest';
type PostingMutations = Required<
  Omit<
    MutationResolvers,
    'confirmRedemption' | WindowMutation | ReconciliationMutation | KeyMutation | BacktestMutation
  >
>;

const REFUSED = { transaction: null, wallet: null } as const;

export const postingMutations: PostingMutations = {
  recordPurchase: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, recordPurchase)), whatHappened, REFUSED),
  grantPoints: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, grantPoints)), whatHappened, REFUSED),
  postBenefit: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, postBenefit)), whatHappened, REFUSED),
  postMembershipFee: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, postMembershipFee)), whatHappened, REFUSED),
  refundMembershipFee: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, refundMembershipFee)), whatHappened, REFUSED),
  recordPurchases: async (_, { input: { purchases } }, context) => {
    if (purchases.length < 1 || purchases.length > MAX_PURCHASES) {
      const refusal = refuse('INVALID_BATCH_SIZE', `A batch has 1 to ${MAX_PURCHASES} purchases.`, [
        'input',
        'purchases',
      ]);
      return { results: [], userErrors: [toUserError(refusal)] };
    }
    const caller = requireCaller(context);
    const replies = await Promise.all(
      purchases.map((purchase): Promise<Reply> => {
        const asked = toRequest(caller, purchase, recordPurchase);
        return 'refusal' in asked
          ? Promise.resolve({ ok: false, refusal: asked.refusal })
          : context.deps.engine.submit(asked.request);
      }),
    );
    forgetRead(context);
    const results = await Promise.all(
      replies.map((reply, index) => toPayload(outcomeOf(reply, String(index)), whatHappened, REFUSED)),
    );
    return { results, userErrors: [] };
  },
  confirmPurchase: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, confirmPurchase)), whatHappened, REFUSED),
  cancelPurchase: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, cancelPurchase)), whatHappened, REFUSED),
  recordReturn: async (_, { input }, context) =>
    toPayload(
      outcomeOf(await tell(context, input, recordReturn)),
      (record) => ({
        ...whatHappened(record),
        clawedBack: BigInt(record.details.clawedBack ?? '0'),
        arrears: BigInt(record.details.arrears ?? '0'),
        unrecovered: BigInt(record.details.unrecovered ?? '0'),
      }),
      { ...REFUSED, clawedBack: null, arrears: null, unrecovered: null },
    ),
  redeemPoints: async (_, { input }, context) =>
    toPayload(outcomeOf(await tellConfirmed(context, input, redeemPoints)), whatHappened, REFUSED),
  quoteRedemption: async (_, { input }, context) =>
    toPayload(
      await quoteRedemption(context.deps, requireCaller(context), input),
      ({ amountMinor, currency, allocation }) => ({
        amount: toMoney(amountMinor, currency),
        funding: allocation.map(({ lotId, funderId, points, amountMinor: of }) => ({
          lotId,
          funderId: funderId === OPERATOR ? null : funderId,
          points,
          amountMinor: of,
        })),
      }),
      { amount: null, funding: null },
    ),
  authoriseRedemption: async (_, { input }, context) =>
    toPayload(outcomeOf(await tellConfirmed(context, input, authoriseRedemption)), whatHappenedToHold, {
      ...REFUSED,
      hold: null,
    }),
  captureRedemption: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, captureRedemption)), whatHappenedToHold, { ...REFUSED, hold: null }),
  voidRedemption: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, voidRedemption)), whatHappenedToHold, { ...REFUSED, hold: null }),
  refundRedemption: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, refundRedemption)), whatHappened, REFUSED),
  transferPoints: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, transferPoints)), whatHappened, REFUSED),
  proposeAdjustment: async (_, { input }, context) =>
    toPayload(
      outcomeOf(await tell(context, input, proposeAdjustment)),
      (record) => ({ adjustment: adjustmentOf(record) }),
      {
        adjustment: null,
      },
    ),
  approveAdjustment: async (_, { input }, context) =>
    toPayload(
      outcomeOf(await tell(context, input, approveAdjustment)),
      (record) => ({ ...whatHappened(record), adjustment: adjustmentOf(record) }),
      { ...REFUSED, adjustment: null },
    ),
  reverseTransaction: async (_, { input }, context) =>
    toPayload(outcomeOf(await tell(context, input, reverseTransaction)), whatHappened, REFUSED),
  expirePoints: async (_, { input }, context) => {
    const { engine, clock, database } = context.deps;
    const reply = await expirePoints({ engine, clock, sql: database.sql }, requireCaller(context), input);
    forgetRead(context);
    return toPayload(
      outcomeOf(reply),
      ({ details: { sweep } }) => ({
        members: BigInt(sweep?.members ?? '0'),
        expired: BigInt(sweep?.expired ?? '0'),
        confirmed: BigInt(sweep?.confirmed ?? '0'),
        holds: BigInt(sweep?.holds ?? '0'),
      }),
      { members: null, expired: null, confirmed: null, holds: null },
    );
  },
};

async function tell<Input extends { readonly idempotencyKey: string }>(
  context: LedgerContext,
  input: Input,
  command: LedgerCommand<Input>,
): Promise<Reply> {
  const reply = await ask(context.deps.engine, requireCaller(context), input, command);
  forgetRead(context);
  return reply;
}

/** As `tell`, when the member has confirmed what it wants to confirm. */
async function tellConfirmed<Input extends ConfirmedSpend>(
  context: LedgerContext,
  input: Input,
  command: LedgerCommand<Input>,
): Promise<Reply> {
  const refusal = await requireConfirmation(context.deps, requireCaller(context), input);
  return refusal === null ? tell(context, input, command) : { ok: false, refusal };
}

/** What an earlier mutation of the same request has read is old now. */
function forgetRead({ loaders }: LedgerContext): void {
  loaders.wallets.clearAll();
  loaders.lotsOf.clearAll();
  loaders.holds.clearAll();
  loaders.positions.clearAll();
  loaders.countsOf.clearAll();
}

/** The reply as a command's outcome; of an item in a batch, refusals name the field within the batch. */
function outcomeOf(reply: Reply, index?: string) {
  if (reply.ok) return { ok: true as const, result: reply.record };
  const { refusal } = reply;
  if (index === undefined || refusal.field === undefined) return { ok: false as const, refusal };
  return {
    ok: false as const,
    refusal: { ...refusal, field: ['input', 'purchases', index, ...refusal.field.slice(1)] },
  };
}

function whatHappened(record: TransactionRecord): { transaction: TransactionRecord; wallet: WalletView | null } {
  const { wallet } = record.details;
  const { memberId } = record;
  return {
    transaction: record,
    wallet:
      wallet === undefined || memberId === null
        ? null
        : {
            memberId,
            available: BigInt(wallet.available),
            held: BigInt(wallet.held),
            pending: BigInt(wallet.pending),
            arrears: BigInt(wallet.arrears),
            qualifying: BigInt(wallet.qualifying),
            asOf: null,
          },
  };
}

function whatHappenedToHold(record: TransactionRecord) {
  return { ...whatHappened(record), hold: holdOf(record) };
}

/** The hold as it was after the command. */
function holdOf({ details: { hold }, memberId, partnerId, storeId }: TransactionRecord): HoldView | null {
  if (hold === undefined || memberId === null || partnerId === null) return null;
  return {
    holdId: hold.holdId,
    memberId,
    partnerId,
    storeId,
    points: BigInt(hold.points),
    held: BigInt(hold.held),
    state: hold.state,
    expiresAt: new Date(hold.expiresAt),
  };
}
