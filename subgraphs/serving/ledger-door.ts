/**
 * The door to the ledger: how another subgraph reserves, spends, gives back and grants a member's points.
 *
 * It is the ledger's own GraphQL contract, asked in the name of the subgraph that stands at the door, in the process or over
 * HTTP alike. The key makes it safe to knock again: whoever does not know how a request ended sends it once more and learns it.
 */
import type { ExecutionResult } from 'graphql';
import { accepted, type Outcome, REFUSAL_CODES, type RefusalCode, refuse, refused } from '../shared/refusal.ts';
import { type AskedOfSubgraph, subgraphAsCaller } from './call-subgraph.ts';
import type { SubgraphName } from './sdl.ts';

/** Runs an operation in the ledger subgraph. Throws when the ledger cannot be reached. */
export type CallLedger = (request: AskedOfSubgraph) => Promise<ExecutionResult>;

/** What every request at the door says. The same key gets the same answer for ever. */
export interface DoorRequest {
  readonly programmeId: string;
  readonly idempotencyKey: string;
  readonly requestId: string;
}

/**
 * Each answers with what it did or with the ledger's refusal, and throws when it is not known how the request ended: ask again
 * with the same key.
 */
export interface LedgerDoor {
  /** Spends points at a store. */
  redeem(request: SpendRequest): Promise<Outcome<{ transactionId: string }>>;
  /** Reserves points for a store until they are captured, given back, or the time is over. */
  authorise(request: SpendRequest & { readonly timeToLiveSeconds: number }): Promise<Outcome<{ holdId: string }>>;
  /** Spends all that a hold reserves. */
  capture(request: DoorRequest & { readonly holdId: string }): Promise<Outcome<{ transactionId: string }>>;
  /** Gives back all that a hold reserves. */
  void(request: DoorRequest & { readonly holdId: string }): Promise<Outcome<{ transactionId: string }>>;
  /** Gives back all that a redemption or a capture spent. */
  refund(request: DoorRequest & { readonly redemptionId: string }): Promise<Outcome<{ transactionId: string }>>;
  /** Gives points without a purchase, paid for by those who fund them. */
  grant(request: GrantRequest): Promise<Outcome<{ transactionId: string }>>;
  /** Takes back all that is left of points that were given: what was spent of them the member owes. */
  takeBackGrant(
    request: DoorRequest & { readonly grantId: string; readonly reference: string },
  ): Promise<Outcome<{ transactionId: string }>>;
  /** Moves points between members; null is all that a merged member has and owes. */
  transfer(
    request: DoorRequest & {
      readonly fromMemberId: string;
      readonly toMemberId: string;
      readonly points: bigint | null;
    },
  ): Promise<Outcome<{ transactionId: string }>>;
  /** Undoes a transaction wholly. */
  reverse(
    request: DoorRequest & { readonly transactionId: string; readonly reason: string },
  ): Promise<Outcome<{ transactionId: string }>>;
  /** Books what a member paid for its membership: whoever took it owes it, each party is credited its share. */
  postFee(request: FeeRequest): Promise<Outcome<{ transactionId: string }>>;
  /** Gives back of a fee: what is left of each party's share pays for it. */
  refundFee(request: FeeRefundRequest): Promise<Outcome<{ transactionId: string }>>;
  /** Books a reward that came with a tier or a paid membership: its funders pay the partner that honours it. */
  postBenefit(request: BenefitRequest): Promise<Outcome<{ transactionId: string }>>;
  /** What a member has now. */
  wallet(of: {
    readonly programmeId: string;
    readonly memberId: string;
    readonly requestId: string;
  }): Promise<DoorWallet>;
}

export type DoorWallet = Readonly<Record<'available' | 'held' | 'pending' | 'arrears' | 'qualifying', bigint>>;

export interface SpendRequest extends DoorRequest {
  readonly storeId: string;
  readonly memberId: string;
  readonly points: bigint;
  readonly reference: string;
  /** The member's word, where the points are spent on somebody else's: checked and used up. */
  readonly confirmationId?: string | null;
}

export interface GrantRequest extends DoorRequest {
  readonly memberId: string;
  readonly points: bigint;
  /** BONUS or CAMPAIGN:<id>. */
  readonly component: string;
  /** Who pays how much of it, in basis points that sum to 10,000; a null funder is the operator. */
  readonly funding: readonly { readonly funderId: string | null; readonly basisPoints: number }[];
  /** Last day on which they can be spent; null never. */
  readonly expiresOn: string | null;
  readonly reference: string;
}

export interface FeeRequest extends DoorRequest {
  readonly memberId: string;
  /** Where it was paid; null is the operator. */
  readonly storeId: string | null;
  readonly amount: { readonly amount: string; readonly currency: string };
  /** Shares in basis points that sum to 10,000; a null partner is the operator. */
  readonly shares: readonly { readonly partnerId: string | null; readonly basisPoints: number }[];
  readonly occurredAt: Date;
  readonly reference: string;
}

export interface FeeRefundRequest extends DoorRequest {
  /** The transaction of the fee. */
  readonly transactionId: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  /** Where it is handed out; null is the operator. */
  readonly storeId: string | null;
}

export interface BenefitRequest extends SpendRequest {
  /** Who pays how much of it, as for points that are granted. */
  readonly funding: GrantRequest['funding'];
}

const TRANSACTION = 'transaction { id }';

/** One mutation of the ledger as the door asks it. */
function mutationOf(name: string, input: string, fields: string): string {
  return `mutation AtTheDoor($input: ${input}!) { answer: ${name}(input: $input) { ${fields} userErrors { code message } } }`;
}

const REDEEM = mutationOf('redeemPoints', 'RedeemPointsInput', TRANSACTION);
const AUTHORISE = mutationOf('authoriseRedemption', 'AuthoriseRedemptionInput', 'hold { id }');
const CAPTURE = mutationOf('captureRedemption', 'CaptureRedemptionInput', TRANSACTION);
const VOID = mutationOf('voidRedemption', 'VoidRedemptionInput', TRANSACTION);
const REFUND = mutationOf('refundRedemption', 'RefundRedemptionInput', TRANSACTION);
const TRANSFER = mutationOf('transferPoints', 'TransferPointsInput', TRANSACTION);
const REVERSE = mutationOf('reverseTransaction', 'ReverseTransactionInput', TRANSACTION);
const WALLET = `query WalletAtTheDoor($of: [_Any!]!) { _entities(representations: $of) { ... on Member { wallet { available held pending arrears qualifying } } } }`;
const GRANT = mutationOf('grantPoints', 'GrantPointsInput', TRANSACTION);
const TAKE_BACK = mutationOf('recordReturn', 'RecordReturnInput', TRANSACTION);
const POST_FEE = mutationOf('postMembershipFee', 'PostMembershipFeeInput', TRANSACTION);
const REFUND_FEE = mutationOf('refundMembershipFee', 'RefundMembershipFeeInput', TRANSACTION);
const POST_BENEFIT = mutationOf('postBenefit', 'PostBenefitInput', TRANSACTION);

interface Answer {
  readonly transaction?: { readonly id: string } | null;
  readonly hold?: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

const DOOR_SCOPES = ['ledger:read', 'ledger:write', 'ledger:award', 'ledger:transfer', 'ledger:adjust', 'ledger:fees'];

/** A door for one subgraph: `name` is the client whose idempotency keys the ledger remembers. */
export function openLedgerDoor(name: SubgraphName, callLedger: CallLedger): LedgerDoor {
  async function knock(
    query: string,
    { programmeId, requestId }: DoorRequest,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Outcome<Answer>> {
    // It has checked whose points it moves and why.
    const caller = subgraphAsCaller(name, programmeId, requestId, DOOR_SCOPES);
    const result = await callLedger({ query, variables: { input }, caller, requestId });
    const answer = (result.data as { answer?: Answer | null } | null | undefined)?.answer;
    const refusal = answer?.userErrors[0];
    if (refusal) {
      if (refusal.code === 'TRY_AGAIN') throw new Error('The ledger is too busy to answer.');
      return refused(refuse(refusalCode(refusal.code), refusal.message));
    }
    if (!answer) throw new Error(`The ledger did not answer: ${result.errors?.[0]?.message ?? 'no data'}`);
    return accepted(answer);
  }
  const transactionOf = (outcome: Outcome<Answer>): Outcome<{ transactionId: string }> => {
    if (!outcome.ok) return outcome;
    if (!outcome.result.transaction) throw new Error('The ledger answered without a transaction.');
    return accepted({ transactionId: outcome.result.transaction.id });
  };
  return {
    async redeem(request) {
      return transactionOf(await knock(REDEEM, request, spendInput(request)));
    },
    async authorise(request) {
      const outcome = await knock(AUTHORISE, request, {
        ...spendInput(request),
        timeToLiveSeconds: request.timeToLiveSeconds,
      });
      if (!outcome.ok) return outcome;
      if (!outcome.result.hold) throw new Error('The ledger answered without a hold.');
      return accepted({ holdId: outcome.result.hold.id });
    },
    async capture(request) {
      const { idempotencyKey, holdId } = request;
      return transactionOf(await knock(CAPTURE, request, { idempotencyKey, holdId }));
    },
    async void(request) {
      const { idempotencyKey, holdId } = request;
      return transactionOf(await knock(VOID, request, { idempotencyKey, holdId }));
    },
    async refund(request) {
      const { idempotencyKey, redemptionId } = request;
      return transactionOf(await knock(REFUND, request, { idempotencyKey, redemptionId }));
    },
    async grant(request) {
      const { idempotencyKey, memberId, component, funding, expiresOn, reference } = request;
      const awards = [{ component, points: Number(request.points), funding, expiresOn }];
      return transactionOf(await knock(GRANT, request, { idempotencyKey, memberId, awards, reference }));
    },
    async takeBackGrant(request) {
      const { idempotencyKey, grantId, reference } = request;
      return transactionOf(await knock(TAKE_BACK, request, { idempotencyKey, purchaseId: grantId, reference }));
    },
    async transfer(request) {
      const { idempotencyKey, fromMemberId, toMemberId, points } = request;
      const input = { idempotencyKey, fromMemberId, toMemberId, points: points === null ? null : Number(points) };
      return transactionOf(await knock(TRANSFER, request, input));
    },
    async reverse(request) {
      const { idempotencyKey, transactionId, reason } = request;
      return transactionOf(await knock(REVERSE, request, { idempotencyKey, transactionId, reason }));
    },
    async postFee(request) {
      const { idempotencyKey, memberId, storeId, amount, shares, occurredAt, reference } = request;
      const input = {
        idempotencyKey,
        memberId,
        storeId,
        amount,
        shares,
        occurredAt: occurredAt.toISOString(),
        reference,
      };
      return transactionOf(await knock(POST_FEE, request, input));
    },
    async refundFee(request) {
      const { idempotencyKey, transactionId, amount, storeId } = request;
      return transactionOf(await knock(REFUND_FEE, request, { idempotencyKey, transactionId, amount, storeId }));
    },
    async postBenefit(request) {
      const { idempotencyKey, storeId, memberId, points, reference, funding } = request;
      const input = { idempotencyKey, storeId, memberId, points: Number(points), reference, funding };
      return transactionOf(await knock(POST_BENEFIT, request, input));
    },
    async wallet({ programmeId, memberId, requestId }) {
      const caller = subgraphAsCaller(name, programmeId, requestId, DOOR_SCOPES);
      const variables = { of: [{ __typename: 'Member', id: memberId }] };
      const { data, errors } = await callLedger({ query: WALLET, variables, caller, requestId });
      const answer = data as
        | { _entities?: ({ wallet: Record<keyof DoorWallet, number> | null } | null)[] }
        | null
        | undefined;
      const wallet = answer?._entities?.[0]?.wallet;
      if (wallet == null) throw new Error(`The ledger did not answer: ${errors?.[0]?.message ?? 'no wallet'}`);
      const { available, held, pending, arrears, qualifying } = wallet;
      return {
        available: BigInt(available),
        held: BigInt(held),
        pending: BigInt(pending),
        arrears: BigInt(arrears),
        qualifying: BigInt(qualifying),
      };
    },
  };
}

function spendInput({ idempotencyKey, storeId, memberId, points, reference, confirmationId = null }: SpendRequest) {
  return { idempotencyKey, storeId, memberId, points: Number(points), reference, confirmationId };
}

function refusalCode(code: string): RefusalCode {
  const known = REFUSAL_CODES.find((candidate) => candidate === code);
  if (known === undefined) throw new Error(`The ledger answered with a code that is not published: ${code}`);
  return known;
}
