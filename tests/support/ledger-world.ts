// The ledger's decisions without a database: everything there is stands in memory, is given to a batch as the facts it would have read,
// and takes over what the batch decided. Complete books, where the engine reads no more of them than a batch needs.
import {
  type AdjustmentState,
  Batch,
  type BatchFacts,
  type HoldState,
  keyName,
  type TransferRow,
} from '../../subgraphs/ledger/domain/batch.ts';
import type { MemberBook } from '../../subgraphs/ledger/domain/book.ts';
import { decideBatch } from '../../subgraphs/ledger/domain/decide.ts';
import type { Reply, TransactionRecord } from '../../subgraphs/ledger/domain/record.ts';
import { buildReference, type Reference } from '../../subgraphs/ledger/domain/reference.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import type { Wallet } from '../../subgraphs/ledger/domain/wallet.ts';
import { contractOf, programmeOf } from './coalition-books.ts';
import type { NaivePartner, NaiveTerms } from './naive-ledger.ts';

export interface World {
  readonly books: Map<string, MemberBook>;
  readonly wallets: Map<string, Wallet>;
  readonly records: TransactionRecord[];
  readonly transfers: TransferRow[];
  /** Decides a batch and keeps what it decided. */
  decide(requests: readonly LedgerRequest[], now: Date): Reply[];
}

const WINDOW = '00000000-0000-7000-8000-00000000aaaa';

export function openWorld(programmeId: string, terms: NaiveTerms): World {
  const reference = referenceOf(programmeId, terms);
  const books = new Map<string, MemberBook>();
  const wallets = new Map<string, Wallet>();
  for (const memberId of terms.members.keys()) {
    const zero = { available: 0n, held: 0n, pending: 0n, arrears: 0n, qualifying: 0n };
    wallets.set(memberId, { memberId, programmeId, ...zero, sliding: false, postedAt: null });
  }
  const records: TransactionRecord[] = [];
  const transfers: TransferRow[] = [];
  const remembered = new Map<string, TransactionRecord>();
  const originals = new Map<string, TransactionRecord>();
  const followers = new Map<string, TransactionRecord[]>();
  const holds = new Map<string, HoldState>();
  const adjustments = new Map<string, AdjustmentState>();
  let made = 0;
  const newId = (): string => `01900000-0000-7000-8000-${(++made).toString(16).padStart(12, '0')}`;

  return {
    books,
    wallets,
    records,
    transfers,
    decide(requests, now) {
      const facts: BatchFacts = {
        ...{
          programmeId,
          windowId: WINDOW,
          reference,
          remembered,
          identities: new Map(),
          statuses: terms.members,
          wallets,
          books,
        },
        ...{ originals, followers, holds, adjustments, positions: new Map() },
      };
      const batch = new Batch(facts, now, newId);
      const replies = decideBatch(batch, requests);
      for (const record of batch.records) {
        records.push(record);
        remembered.set(keyName(record.keySpace, record.key), record);
        if (record.status !== 'OK') continue;
        originals.set(record.transactionId, record);
        if (record.originalId !== null)
          followers.set(record.originalId, [...(followers.get(record.originalId) ?? []), record]);
      }
      for (const [id, state] of batch.holds) holds.set(id, state);
      for (const [id, state] of batch.adjustments) adjustments.set(id, state);
      transfers.push(...batch.transfers);
      return replies;
    },
  };
}

/** The terms as the partners subgraph would publish them: amounts in EUR, one point per euro, dates of UTC. */
export function referenceOf(programmeId: string, terms: NaiveTerms): Reference {
  return buildReference(
    programmeOf({ programmeId, timeZone: 'UTC', spendingOrder: terms.order, restoreGraceDays: terms.graceDays }),
    terms.partners.map(({ storeId, partnerId }) => ({ storeId, partnerId, opensAt: null, closesAt: null })),
    terms.partners.map(({ partnerId, standing }) => ({ partnerId, name: partnerId, standing })),
    terms.partners.map((partner) => contractOf(partner.partnerId, termsOf(partner))),
  );
}

function termsOf(partner: NaivePartner) {
  const { issuer, acceptor, absorbs, months, pendingDays, lateDays } = partner;
  return {
    ...{ contractVersionId: partner.storeId, issuer, acceptor, pendingDays, lateSubmissionDays: lateDays },
    reimbursementMicros: acceptor ? 8_000n : null,
    refundShortfall: absorbs ? ('ISSUER_ABSORBS' as const) : ('MEMBER_DEBT' as const),
    expiry:
      months === null ? { model: 'NONE' as const } : { model: 'ROLLING' as const, months, roundTo: 'DAY' as const },
  };
}
