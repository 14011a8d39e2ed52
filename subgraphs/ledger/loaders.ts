/**
 * Look-ups of one request, each a batch: a page of a hundred transactions with their windows, transfers and lots is a handful of
 * statements. They find rows that the caller may see (migrations/ledger/145-rows-of-callers.sql); how much of them it is shown is for the
 * resolvers (reading/access.ts).
 *
 * Three look past that, for totals: a wallet in the past and its lots are made again from all that happened to the member, a
 * partner's till is told when any of a member's points lapse, and positions are kept in accumulators that are nobody's rows.
 */
import DataLoader from 'dataloader';
import type { AnySql, Reads } from '../../db/client.ts';
import { type Caller, isInProgramme } from '../serving/caller.ts';
import { type EntityLoader, entityLoader, lazyLoaders, listLoader } from '../serving/loaders.ts';
import { type PersonLoader, personLoader } from '../serving/persons.ts';
import { readsOf } from '../serving/reads.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import { assert } from '../shared/assert.ts';
import type { Clock } from '../shared/clock.ts';
import { isId } from '../shared/ids.ts';
import type { LedgerContext, LedgerDeps } from './context.ts';
import { businessDate } from './domain/business-calendar.ts';
import type { Reference } from './domain/reference.ts';
import type { SeenTransaction } from './reading/seen-transaction.ts';
import type { LotView, WalletView } from './reading/wallet-view.ts';
import { type DisputeRow, readDisputes } from './store/disputes/disputes.ts';
import { type FundingRow, readFunding } from './store/reading/read-funding.ts';
import { type Moment, readLotsAsOf, readWalletsAsOf } from './store/reading/read-history.ts';
import { type HoldView, readHolds } from './store/reading/read-holds.ts';
import { type LotRecordRow, readLotRecords } from './store/reading/read-lot-records.ts';
import { readLots } from './store/reading/read-lots.ts';
import {
  readSeenDetails,
  readSeenTransactions,
  type TransactionWithDetails,
} from './store/reading/read-transactions.ts';
import { readTransfers, type TransferRow } from './store/reading/read-transfers.ts';
import { readWallets } from './store/reading/read-wallets.ts';
import { type BreakRow, countOpenBreaks, readBreaks } from './store/reconciliation/breaks.ts';
import { type ReconciliationRow, readReconciliations } from './store/reconciliation/reconciliations.ts';
import { type BankFileRow, readBankFiles } from './store/settlement/bank-files.ts';
import { type InstructionRow, readInstructionsOf } from './store/settlement/instructions.ts';
import { type ItemRow, readItems } from './store/settlement/items.ts';
import { type ProposalRow, readProposals } from './store/settlement/proposals.ts';
import { type RateRow, readRatesOf } from './store/settlement/rates.ts';
import { countTransactions, type WindowCount } from './store/windows/count-transactions.ts';
import { type EntryRow, readEntries } from './store/windows/read-entries.ts';
import { type PositionRow, readPositions } from './store/windows/read-positions.ts';
import { readWindows } from './store/windows/read-windows.ts';
import type { WindowRow } from './store/windows/window-row.ts';

/** A member at a moment; null is now. */
export interface MemberAt {
  readonly memberId: string;
  readonly asOf: Date | null;
}

export interface LedgerLoaders {
  readonly persons: PersonLoader;
  /** Accepted transactions. */
  readonly transactions: EntityLoader<SeenTransaction>;
  /** What accepted transactions say beyond their columns. */
  readonly details: EntityLoader<TransactionWithDetails>;
  readonly transfersOf: DataLoader<string, TransferRow[]>;
  readonly fundingOf: DataLoader<string, FundingRow[]>;
  /** At a past moment with what those had then that were merged into the member since: what the person had. */
  readonly wallets: DataLoader<MemberAt, WalletView | null>;
  /** Lots with points in them at the moment, in spending order; those of a past moment as the wallets. */
  readonly lotsOf: DataLoader<MemberAt, readonly LotView[]>;
  readonly holds: EntityLoader<HoldView>;
  readonly windows: EntityLoader<WindowRow>;
  readonly entriesOf: DataLoader<string, EntryRow[]>;
  /** Lots that transactions opened, as they are now. */
  readonly openedLotsOf: DataLoader<string, LotRecordRow[]>;
  readonly disputes: EntityLoader<DisputeRow>;
  readonly reconciliations: EntityLoader<ReconciliationRow>;
  readonly breaks: EntityLoader<BreakRow>;
  /** How many breaks of a reconciliation are open; null is none. */
  readonly openBreaksOf: EntityLoader<{ readonly reconciliationId: string; readonly open: number }>;
  readonly items: EntityLoader<ItemRow>;
  readonly instructionsOf: DataLoader<string, InstructionRow[]>;
  readonly proposals: EntityLoader<ProposalRow>;
  readonly ratesOf: DataLoader<string, RateRow[]>;
  readonly bankFiles: EntityLoader<BankFileRow>;
  readonly countsOf: EntityLoader<WindowCount>;
  readonly positions: EntityLoader<PositionRow>;
  /** Terms of the caller's programme. Throws when there is none: a caller of a programme that does not exist is a fault. */
  programme(): Promise<Reference>;
}

/** What the resolvers of one request work with. */
export function contextOf(deps: LedgerDeps, request: SubgraphContext): LedgerContext {
  const reads = readsOf(deps.database, request.caller);
  return { ...request, deps, reads, loaders: loadersOf(new LedgerRequest(deps, reads, request.caller)) };
}

/** What the loaders of a request are made of. */
class LedgerRequest {
  readonly reads: Reads;
  readonly whole: AnySql;
  readonly clock: Clock;
  readonly programmeId: string | null;
  readonly caller: Caller | null;
  readonly #reference: LedgerDeps['reference'];
  readonly #timeZone: LedgerDeps['timeZone'];
  #known: Promise<Reference> | undefined;

  constructor({ database, clock, reference, timeZone }: LedgerDeps, reads: Reads, caller: Caller | null) {
    this.reads = reads;
    this.whole = database.sql;
    this.clock = clock;
    this.caller = caller;
    this.programmeId = caller !== null && isInProgramme(caller) ? caller.programmeId : null;
    this.#reference = reference;
    this.#timeZone = timeZone;
  }

  get sql(): AnySql {
    return this.reads.sql;
  }

  /** Nobody outside a programme sees anything of one. */
  ofProgramme<Row>(
    read: (programme: string, ids: readonly string[]) => Promise<readonly Row[]>,
  ): (ids: readonly string[]) => Promise<readonly Row[]> {
    const { programmeId } = this;
    return (ids) => (programmeId === null ? Promise.resolve([]) : read(programmeId, ids));
  }

  programme(): Promise<Reference> {
    this.#known ??= this.#read();
    return this.#known;
  }

  async #read(): Promise<Reference> {
    const found = this.programmeId === null ? null : await this.#reference(this.programmeId);
    assert(found !== null, `programme ${this.programmeId} of a caller exists`);
    return found;
  }

  async dayOf(at: Date): Promise<string> {
    const timeZone = this.programmeId === null ? null : await this.#timeZone(this.programmeId);
    assert(timeZone !== null, `programme ${this.programmeId} of a caller exists`);
    return businessDate(at, timeZone);
  }

  async soonestExpiryFirst(): Promise<boolean> {
    return (await this.programme()).programme.spendingOrder === 'SOONEST_EXPIRY';
  }
}

function memberLoader<Value>(
  read: (asked: readonly MemberAt[]) => Promise<(one: MemberAt) => Value>,
): DataLoader<MemberAt, Value, string> {
  return new DataLoader<MemberAt, Value, string>(
    async (asked) => {
      const find = await read(asked);
      return asked.map(find);
    },
    { cacheKeyFn: nameOf, maxBatchSize: 1_000 },
  );
}

const loadersOf = lazyLoaders<LedgerRequest, LedgerLoaders>({
  persons: (request) => personLoader(request.sql),
  transactions: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readSeenTransactions(request.reads, id, ids)),
      (row) => row.transactionId,
    ),
  details: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readSeenDetails(request.reads, id, ids)),
      (row) => row.transactionId,
    ),
  transfersOf: (request) =>
    listLoader(
      (ids) => readTransfers(request.sql, ids),
      (row) => row.transactionId,
    ),
  fundingOf: (request) =>
    listLoader(
      (ids) => readFunding(request.sql, ids),
      (row) => row.transactionId,
    ),
  entriesOf: (request) =>
    listLoader(
      (ids) => readEntries(request.sql, ids),
      (row) => row.transactionId,
    ),
  openedLotsOf: (request) =>
    listLoader(
      (ids) => readLotRecords(request.sql, ids),
      (row) => row.earnTransactionId,
    ),
  disputes: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readDisputes(request.sql, id, ids)),
      (row) => row.disputeId,
    ),
  reconciliations: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readReconciliations(request.sql, id, ids)),
      (row) => row.reconciliationId,
    ),
  breaks: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readBreaks(request.sql, id, ids)),
      (row) => row.breakId,
    ),
  openBreaksOf: (request) =>
    entityLoader(
      (ids) => countOpenBreaks(request.sql, ids),
      (row) => row.reconciliationId,
    ),
  holds: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readHolds(request.sql, id, ids)),
      (row) => row.holdId,
    ),
  windows: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readWindows(request.sql, id, ids)),
      (row) => row.windowId,
    ),
  items: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readItems(request.sql, id, ids)),
      (row) => row.itemId,
    ),
  instructionsOf: (request) =>
    listLoader(
      (ids) => readInstructionsOf(request.sql, ids),
      (row) => row.itemId,
    ),
  proposals: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readProposals(request.sql, id, ids)),
      (row) => row.proposalId,
    ),
  ratesOf: (request) =>
    listLoader(
      (ids) => readRatesOf(request.sql, ids),
      (row) => row.proposalId,
    ),
  bankFiles: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readBankFiles(request.sql, id, ids)),
      (row) => row.bankFileId,
    ),
  countsOf: (request) =>
    entityLoader(
      (ids) => countTransactions(request.sql, ids),
      (row) => row.windowId,
    ),
  positions: (request) =>
    entityLoader(
      request.ofProgramme((id, ids) => readPositions(request.whole, id, ids)),
      (row) => row.partnerId,
    ),
  wallets: (request, loaders) =>
    memberLoader(async (asked) => {
      if (request.programmeId === null) return () => null;
      const now = idsOf(asked.filter((one) => one.asOf === null));
      const moments = await momentsOf(request, loaders, asked);
      const rows = [
        ...(now.length === 0
          ? []
          : await readWallets(request.reads, request.programmeId, now, await request.dayOf(request.clock()))),
        ...(moments.length === 0
          ? []
          : sumByPerson(moments, await readWalletsAsOf(request.whole, request.programmeId, moments))),
      ];
      const byName = new Map(rows.map((row) => [nameOf(row), row]));
      return (one) => byName.get(nameOf(one)) ?? null;
    }),
  lotsOf: (request, loaders) =>
    memberLoader(async (asked) => {
      if (request.programmeId === null) return () => [];
      const inOrder = await request.soonestExpiryFirst();
      const lists = new Map<string, LotView[]>(asked.map((one) => [nameOf(one), []]));
      const now = idsOf(asked.filter((one) => one.asOf === null));
      const ofNow = request.caller?.role === 'partner' ? request.whole : request.sql;
      for (const lot of now.length === 0
        ? []
        : await readLots(ofNow, request.programmeId, now, await request.dayOf(request.clock()), inOrder)) {
        lists.get(nameOf({ memberId: lot.memberId, asOf: null }))?.push(lot);
      }
      for (const moment of await momentsOf(request, loaders, asked)) {
        const lots = await readLotsAsOf(request.whole, request.programmeId, moment, inOrder);
        lists.get(nameOf({ ...moment, memberId: moment.survivorId }))?.push(...lots);
      }
      return (one) => lists.get(nameOf(one)) ?? [];
    }),
  programme: (request) => () => request.programme(),
});

/** A past moment of a member, or of one that was merged into it. */
interface PersonMoment extends Moment {
  readonly survivorId: string;
}

/** The past moments of those who are asked for, each with everybody that is the same person. */
async function momentsOf(
  request: LedgerRequest,
  loaders: Pick<LedgerLoaders, 'persons'>,
  asked: readonly MemberAt[],
): Promise<PersonMoment[]> {
  const past = asked.filter((one): one is MemberAt & { readonly asOf: Date } => one.asOf !== null);
  if (past.length === 0) return [];
  const moments = await Promise.all(
    past.map(async ({ memberId, asOf }) => {
      const day = await request.dayOf(asOf);
      const survivorId = memberId.toLowerCase();
      return (await loaders.persons.load(survivorId)).map((id) => ({ memberId: id, survivorId, asOf, day }));
    }),
  );
  return moments.flat();
}

/** What persons had in all: the wallets of those that are one, added up under the id of the one that was asked for. */
function sumByPerson(
  moments: readonly PersonMoment[],
  rows: readonly (WalletView & { asOf: Date })[],
): (WalletView & { asOf: Date })[] {
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  const sums = new Map<string, WalletView & { asOf: Date }>();
  for (const moment of moments) {
    const row = byName.get(nameOf(moment));
    if (row === undefined) continue;
    const memberId = moment.survivorId;
    const sum = sums.get(nameOf({ memberId, asOf: moment.asOf }));
    sums.set(nameOf({ memberId, asOf: moment.asOf }), {
      ...row,
      memberId,
      available: row.available + (sum?.available ?? 0n),
      held: row.held + (sum?.held ?? 0n),
      pending: row.pending + (sum?.pending ?? 0n),
      arrears: row.arrears + (sum?.arrears ?? 0n),
      qualifying: row.qualifying + (sum?.qualifying ?? 0n),
    });
  }
  return [...sums.values()];
}

function nameOf({ memberId, asOf }: MemberAt): string {
  return asOf === null ? memberId.toLowerCase() : `${memberId.toLowerCase()} ${asOf.getTime()}`;
}

function idsOf(asked: readonly MemberAt[]): string[] {
  return asked.map((one) => one.memberId.toLowerCase()).filter(isId);
}
