/**
 * The door to the ledger: how another subgraph spends a member's points.
 *
 * It is the ledger's own GraphQL contract, asked in the name of the subgraph that stands at the door, in the process or over
 * HTTP alike. The key makes it safe to knock again: whoever does not know how a request ended sends it once more and learns it.
 */
import type { ExecutionResult } from 'graphql';
import { accepted, type Outcome, REFUSAL_CODES, type RefusalCode, refuse, refused } from '../shared/refusal.ts';
import type { Caller } from './caller.ts';

/** Runs an operation in the ledger subgraph. Throws when the ledger cannot be reached. */
export type CallLedger = (request: {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly requestId: string;
}) => Promise<ExecutionResult>;

export interface LedgerDoor {
  /**
   * Spends points at a store. The same key gets the same answer for ever.
   * @returns the transaction, or the ledger's refusal
   * @throws when it is not known how the request ended: ask again with the same key
   */
  redeem(request: RedeemRequest): Promise<Outcome<{ transactionId: string }>>;
}

export interface RedeemRequest {
  readonly programmeId: string;
  readonly idempotencyKey: string;
  readonly storeId: string;
  readonly memberId: string;
  readonly points: bigint;
  readonly reference: string;
  readonly requestId: string;
}

const REDEEM = /* GraphQL */ `
  mutation RedeemAtTheDoor($input: RedeemPointsInput!) {
    redeemPoints(input: $input) {
      transaction {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

interface RedeemAnswer {
  readonly transaction: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

/** A door for one subgraph: `name` is the client whose idempotency keys the ledger remembers. */
export function openLedgerDoor(name: string, callLedger: CallLedger): LedgerDoor {
  return {
    async redeem({ programmeId, requestId, points, ...input }) {
      const result = await callLedger({
        query: REDEEM,
        variables: { input: { ...input, points: Number(points) } },
        caller: doorkeeper(name, programmeId, requestId),
        requestId,
      });
      const answer = (result.data as { redeemPoints?: RedeemAnswer | null } | null | undefined)?.redeemPoints;
      const refusal = answer?.userErrors[0];
      if (refusal) {
        if (refusal.code === 'TRY_AGAIN') throw new Error('The ledger is too busy to answer.');
        return refused(refuse(refusalCode(refusal.code), refusal.message));
      }
      if (!answer?.transaction)
        throw new Error(`The ledger did not answer: ${result.errors?.[0]?.message ?? 'no data'}`);
      return accepted({ transactionId: answer.transaction.id });
    },
  };
}

/** The subgraph itself as a caller: it has checked whose points it spends and where. */
function doorkeeper(name: string, programmeId: string, requestId: string): Caller {
  return {
    subject: `subgraph:${name}`,
    clientId: `subgraph:${name}`,
    role: 'operator',
    programmeId,
    partnerId: null,
    storeIds: [],
    memberId: null,
    person: null,
    scopes: ['ledger:read', 'ledger:write'],
    expiresAt: new Date(8.64e15),
    requestId,
  };
}

function refusalCode(code: string): RefusalCode {
  const known = REFUSAL_CODES.find((candidate) => candidate === code);
  if (known === undefined) throw new Error(`The ledger answered with a code that is not published: ${code}`);
  return known;
}
