/**
 * The ledger subgraph: what happened and who owes whom.
 *
 * Posting (engine/, commands/, resolvers/posting-mutations.ts) and reading (reading/, events/, the other resolvers) meet here and nowhere
 * else. A start opens the engine, the reader of the outbox and the sweeps; a stop ends them in the opposite order of need: first nothing
 * new, then what is queued, then the readers.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { lookup as lookUpName } from 'node:dns';
import type { Logger } from 'pino';
import type { Database } from '../../db/client.ts';
import type { SigningSecrets } from '../serving/caller-signature.ts';
import { identityLookup, type PersonalData, requirePersonalDataKey } from '../serving/personal-data.ts';
import { createSharedRead } from '../serving/shared-reads.ts';
import { type Subgraph, startSubgraph } from '../serving/subgraph.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { keepAuditing } from './audit/keep-auditing.ts';
import { createBacktestThreads } from './backtest/backtest-threads.ts';
import { finishApproved } from './commands/breaks.ts';
import { postDisputeOutcomes } from './commands/dispute-outcomes.ts';
import type { LedgerContext, LedgerDeps } from './context.ts';
import { createPostingEngine } from './engine/posting-engine.ts';
import { createQuoteReading } from './engine/quote-reading.ts';
import { startSettling } from './engine/settle-on-time.ts';
import { startSweeping } from './engine/sweep.ts';
import { DEFAULT_KEEPING, type FeedKeeping, startOutboxTail } from './events/outbox-tail.ts';
import { startTellingLevels } from './events/tell-levels.ts';
import { counted, tellFigures } from './figures.ts';
import type { Resolvers } from './generated.ts';
import { contextOf } from './loaders.ts';
import { Accounting } from './resolvers/accounting.ts';
import { Adjustment } from './resolvers/adjustment.ts';
import { BankFile, BankWord } from './resolvers/bank-file.ts';
import { Dispute } from './resolvers/dispute.ts';
import { disputeMutations } from './resolvers/dispute-mutations.ts';
import { Backtest, EarnRule, ruleMutations } from './resolvers/earn-rules.ts';
import { Event } from './resolvers/event.ts';
import { FundingShare } from './resolvers/funding-share.ts';
import { Hold } from './resolvers/hold.ts';
import { JournalEntry, LotRecord } from './resolvers/journal-entry.ts';
import { Lot } from './resolvers/lot.ts';
import { Member, MemberStatement } from './resolvers/member.ts';
import { Partner } from './resolvers/partner.ts';
import { FiledPayment, PaymentFile } from './resolvers/payment-file.ts';
import { postingMutations } from './resolvers/posting-mutations.ts';
import { Query } from './resolvers/query.ts';
import { Reconciliation, ReconciliationBreak } from './resolvers/reconciliation.ts';
import { reconciliationMutations } from './resolvers/reconciliation-mutations.ts';
import { SettlementDocument, SettlementDocumentProblem } from './resolvers/settlement-document.ts';
import { PaymentInstruction, SettlementItem, SettlementProposal } from './resolvers/settlement-item.ts';
import { settlementKeyMutations } from './resolvers/settlement-key-mutations.ts';
import { settlementMutations } from './resolvers/settlement-mutations.ts';
import { NetPosition, SettlementWindow } from './resolvers/settlement-window.ts';
import { Statement, StatementLine } from './resolvers/statement.ts';
import { stepUpMutations } from './resolvers/step-up-mutations.ts';
import {
  MissionsUpdate,
  PartnerActivity,
  PointsUpdate,
  PositionUpdate,
  RewardOrderUpdate,
  SettlementWindowUpdate,
  Subscription,
  WalletUpdate,
} from './resolvers/subscription.ts';
import { Transaction } from './resolvers/transaction.ts';
import { Wallet } from './resolvers/wallet.ts';
import { Webhook, WebhookDelivery, webhookMutations } from './resolvers/webhook.ts';
import { windowMutations } from './resolvers/window-mutations.ts';
import { startFollowing } from './statements/follow-journal.ts';
import { issueStatements } from './statements/issue-statements.ts';
import { sealingUnder } from './statements/sealed-secret.ts';
import { createStatementKeys } from './statements/statement-keys.ts';
import { createTimeZones } from './store/reference/time-zones.ts';
import type { LookUp } from './webhooks/address-guard.ts';
import { startTelling } from './webhooks/deliver.ts';

const resolvers: Resolvers = {
  Accounting,
  Query,
  Mutation: {
    ...postingMutations,
    ...windowMutations,
    ...stepUpMutations,
    ...settlementMutations,
    ...disputeMutations,
    ...settlementKeyMutations,
    ...reconciliationMutations,
    ...ruleMutations,

    ...webhookMutations,
  },
  Subscription,
  Adjustment,
  Backtest,
  BankFile,
  BankWord,
  EarnRule,
  FiledPayment,
  PaymentFile,
  Dispute,
  Event,
  FundingShare,
  Hold,
  JournalEntry,
  Lot,
  LotRecord,
  Member,
  MemberStatement,
  NetPosition,
  Partner,
  PartnerActivity,
  PaymentInstruction,
  PointsUpdate,
  PositionUpdate,
  Reconciliation,
  MissionsUpdate,
  RewardOrderUpdate,
  ReconciliationBreak,
  SettlementItem,
  SettlementProposal,
  SettlementDocument,
  SettlementDocumentProblem,
  SettlementWindow,
  SettlementWindowUpdate,
  Statement,
  StatementLine,
  Transaction,
  Wallet,
  Webhook,
  WebhookDelivery,
  WalletUpdate,
};

export interface LedgerOptions {
  /** A pool with the role `ledger`; it stays the caller's to close. At least `lanes` + 2 connections. */
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** Finds members by their keys. */
  readonly personalData: PersonalData;
  /**
   * Under which the keys of statements lie in the database; the first one seals, the others open. Left out: one that ends with the process,
   * for databases that do so, too.
   */
  readonly statementSecrets?: SigningSecrets;
  /** Batches in flight per programme; see engine/posting-engine.ts. */
  readonly lanes?: number;
  /** Milliseconds between sweeps of what fell due. A minute unless told; 0 is never. */
  readonly sweepEvery?: number;
  /** Milliseconds between audits of the books. Six hours unless told; 0 is never. */
  readonly auditEvery?: number;
  /** Milliseconds between looks at what statements lack. A second unless told; 0 is never. */
  readonly statementsEvery?: number;
  /** Milliseconds between looks at how far net debit caps are used. A second unless told; 0 is never. */
  readonly levelsEvery?: number;
  /** Milliseconds between looks at what webhooks are to be told. Five seconds unless told; 0 is never. */
  readonly webhooksEvery?: number;
  /** Milliseconds without an event after which a subscriber is told how far it has come. Ten seconds unless told. */
  readonly markEvery?: number;
  /** Whether webhooks may go to addresses that are not public: in development. */
  readonly privateWebhooks?: boolean;
  /** How names of webhooks' servers are looked up; the system's way unless told. */
  readonly webhookLookUp?: LookUp;
  /** For how long events and messages are kept; `DEFAULT_KEEPING` unless told. */
  readonly feedKeeping?: FeedKeeping;
}

/**
 * Slots are added to per lane. Processes that draw the same lanes wait for each other at a slot, no more; drawing from few keeps the slots of
 * a window few, however often a process starts.
 */
const LANE_BLOCKS = 32;

/** Starts the ledger subgraph. */
export async function startLedger(options: LedgerOptions): Promise<Subgraph> {
  const {
    database,
    clock,
    ids,
    logger,
    personalData,
    lanes = 2,
    sweepEvery = 60_000,
    auditEvery = 6 * 3_600_000,
    statementSecrets = [{ keyId: 'process', secret: randomBytes(32).toString('base64url') }],
    statementsEvery = 1_000,
    levelsEvery = 1_000,
    webhooksEvery = 5_000,
    markEvery = 10_000,
    privateWebhooks = false,
    webhookLookUp = lookUpName,
    feedKeeping = DEFAULT_KEEPING,
  } = options;
  const { sql } = database;
  await requirePersonalDataKey(sql, personalData, false);
  const fault = (what: string) => (error: unknown) => logger.error({ err: error }, what);
  const tail = await startOutboxTail({
    database,
    clock,
    onFault: fault('The outbox could not be read'),
    keeping: feedKeeping,
  });
  const lookUp: LedgerDeps['identityLookup'] = (programmeId, identity) =>
    identityLookup(personalData, programmeId, identity);
  const posting = createPostingEngine({
    sql,
    clock,
    identityLookup: lookUp,
    lanes,
    firstLane: randomInt(LANE_BLOCKS) * lanes,
    onCommitted: () => tail.wake(),
    onTrouble: (error, batchSize) =>
      logger.warn({ err: error, batchSize }, 'A batch of postings failed and is tried again'),
  });
  const engine = counted(posting);
  const stopFigures = tellFigures({ database, engine, tail, clock });
  const keys = createStatementKeys(statementSecrets);
  // Of a programme, whoever asks; its version is read after the question, as for one.
  const references = createSharedRead(async (programmeId) => [await engine.reference(programmeId)]);
  const reference = async (programmeId: string) => (await references(programmeId, []))[0] ?? null;
  const backtests = createBacktestThreads(database, fault('A backtest failed'), () => engine.figures().queued);
  const sealing = sealingUnder(statementSecrets);
  const deps: LedgerDeps = {
    database,
    clock,
    ids,
    reference,
    timeZone: createTimeZones(reference),
    engine,
    readQuoted: createQuoteReading(sql, clock, lookUp),
    identityLookup: lookUp,
    backtests,
    tail,
    markEvery,
    keys,
    logger,
    sealing,
    random: randomBytes,
    privateWebhooks,
  };
  const stopSweeping =
    sweepEvery === 0
      ? null
      : startSweeping(
          { sql, engine, clock, goOn: (programmeId) => finishApproved(deps, programmeId) },
          sweepEvery,
          fault('A sweep failed and is tried again'),
        );
  const stopSettling =
    sweepEvery === 0
      ? null
      : startSettling(
          {
            ...deps,
            signStatements: async (windowId) => void (await issueStatements(deps, windowId)),
            postDisputeOutcomes: (programmeId) => postDisputeOutcomes(deps, programmeId),
          },
          sweepEvery,
          fault('Settlement could not go on and is tried again'),
        );
  const stopAuditing =
    auditEvery === 0
      ? null
      : keepAuditing({
          database,
          every: auditEvery,
          draw: Math.random,
          onReport: ({ ok, takenAt, checks }) =>
            ok
              ? logger.info({ takenAt, checks: checks.length }, 'The books balance')
              : logger.error({ takenAt, broken: checks.filter((check) => !check.ok) }, 'The books do not balance'),
          onFault: fault('The books could not be audited'),
        });
  const stopFollowing =
    statementsEvery === 0
      ? null
      : startFollowing(deps, statementsEvery, fault('Statements could not be kept up and are tried again'));
  const stopLevels =
    levelsEvery === 0
      ? null
      : startTellingLevels(deps, levelsEvery, fault('Levels of positions could not be told and are tried again'));
  const stopTelling =
    webhooksEvery === 0
      ? null
      : await startTelling(
          {
            ...{ database, clock, ids, logger, sealing },
            draw: Math.random,
            privateTargets: privateWebhooks,
            lookUp: webhookLookUp,
            keepMessagesFor: feedKeeping.keepMessagesFor,
          },
          webhooksEvery,
          fault('Webhooks could not be told and are tried again'),
        );
  return startSubgraph<LedgerContext>({
    name: 'ledger',
    resolvers,
    contextFor: (request) => contextOf(deps, request),
    logger,
    stop: async () => {
      stopFigures();
      await Promise.all([
        stopSweeping?.(),
        stopSettling?.(),
        stopAuditing?.(),
        stopFollowing?.(),
        stopLevels?.(),
        stopTelling?.(),
        backtests.stop(),
      ]);
      await engine.stop();
      await tail.stop();
    },
  });
}
