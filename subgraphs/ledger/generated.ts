// Generated from schema/ledger.graphql by `npm run codegen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EntityReference, MemberPeriod, FundingShareView, PaymentView, FiledPaymentView, EntityReference as OrderReference, EntityReference as MissionReference } from './reading/references.ts';
import type { ShownTransaction } from './reading/seen-transaction.ts';
import type { TransferRow } from './store/reading/read-transfers.ts';
import type { WalletView, LotView } from './reading/wallet-view.ts';
import type { HoldView } from './store/reading/read-holds.ts';
import type { AdjustmentView } from './resolvers/adjustment.ts';
import type { WindowRow } from './store/windows/window-row.ts';
import type { NetPositionView } from './reading/net-position-view.ts';
import type { EntryRow } from './store/windows/read-entries.ts';
import type { LotRecordRow } from './store/reading/read-lot-records.ts';
import type { DisputeRow } from './store/disputes/disputes.ts';
import type { ItemRow } from './store/settlement/items.ts';
import type { ProposalRow } from './store/settlement/proposals.ts';
import type { AccountingView } from './resolvers/accounting.ts';
import type { BankFileRow, BankWordRow } from './store/settlement/bank-files.ts';
import type { PaymentFileView } from './store/settlement/payment-files.ts';
import type { WebhookRow } from './store/webhooks/webhooks.ts';
import type { DeliveryRow } from './store/webhooks/deliveries.ts';
import type { DocumentRow } from './store/documents/settlement-documents.ts';
import type { DocumentProblem } from './commands/issue-documents.ts';
import type { BacktestRow } from './store/backtests/backtests.ts';
import type { ReconciliationRow } from './store/reconciliation/reconciliations.ts';
import type { BreakRow } from './store/reconciliation/breaks.ts';
import type { StatementReading, LineReading } from './statements/read-statement.ts';
import type { PlacedPoints, PlacedPosition, PlacedWindow, PlacedOrder, PlacedMissions, EventView } from './reading/placed-events.ts';
import type { LedgerContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An ISO 4217 code, such as `EUR`. */
  CurrencyCode: { input: string; output: string; }
  /** A calendar date, `YYYY-MM-DD`, in the programme's time zone. */
  Date: { input: string; output: string; }
  /** An instant in ISO 8601 with a zone, such as `2026-03-01T17:45:00Z`. Answers are always in UTC. */
  DateTime: { input: Date; output: Date; }
  /** A plain decimal in a string, such as `"12.50"`: no exponent, no grouping, no more decimals than the currency has. Persian and Arabic digits are taken as well. */
  Decimal: { input: string; output: string; }
  /** Structured detail whose shape is described where it is used. */
  JSON: { input: unknown; output: unknown; }
  /** A whole count of a currency's minor units (cents, yen, fils) as a JSON number, within ±(2^53 - 1). Taken in a string of digits, too. */
  MinorUnits: { input: bigint; output: bigint; }
  /** A whole number of points as a JSON number, within ±(2^53 - 1). Taken in a string of digits, too, Persian and Arabic ones included. Fractions and exponents are refused. */
  Points: { input: bigint; output: bigint; }
  _FieldSet: { input: string; output: string; }
};

/** A break to end without a posting. */
export type AcceptBreakInput = {
  /** How it ends. */
  as: BreakAcceptance;
  /** The break. */
  breakId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Why, up to 500 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
};

/** Movement of an account. */
export type AccountMovement = {
  __typename?: 'AccountMovement';
  /** The account. */
  account: Scalars['String']['output'];
  /** Credits less debits. */
  amount: Scalars['MinorUnits']['output'];
};

/** What accountants see beside what is settled. None of it moves money. */
export type Accounting = {
  __typename?: 'Accounting';
  /**
   * The contract liability of the operator's pool for points that partners fund (IFRS 15.B39 to B47): revenue to date is what was allocated x redeemed / expected
   * to be redeemed, and a changed expectation is caught up in the window that changes it. For the operator.
   */
  contractLiability?: Maybe<Array<ContractLiabilityPeriod>>;
  /** What the lots say now, by funder and vintage; null unless it goes through the open window. */
  lots?: Maybe<Array<LotStanding>>;
  /** Points by funder and vintage, window after window; rows in which nothing is and nothing happened are left out. */
  points: Array<FundedPointsRow>;
  /**
   * The operator's settlement reserve, window after window. It is not the contract liability: the reserve is released when points lapse, breakage is recognised
   * over time. For the operator.
   */
  reserve?: Maybe<Array<ReserveRollForward>>;
  /** The window through which it goes. */
  through: SettlementWindow;
  /** Whether the closings are what the lots say; null unless it goes through the open window. For the operator. */
  ties?: Maybe<Array<AccountingTie>>;
};


/** What accountants see beside what is settled. None of it moves money. */
export type AccountingContractLiabilityArgs = {
  breakage: Array<BreakageEstimateInput>;
};

/** A closing against the lots. */
export type AccountingTie = {
  __typename?: 'AccountingTie';
  /** What the movements come to. */
  closing: Scalars['MinorUnits']['output'];
  /** What the lots come to. */
  lots: Scalars['MinorUnits']['output'];
  /** RESERVE in minor units, POINTS in points. */
  name: Scalars['String']['output'];
  /** Whether they are the same. */
  ties: Scalars['Boolean']['output'];
};

/** More to be considered. */
export type AddDisputeEvidenceInput = {
  /** The dispute. */
  disputeId: Scalars['ID']['input'];
  /** 1 to 20 texts or references of 1 to 1000 characters. */
  evidence: Array<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the evidence. */
export type AddDisputeEvidencePayload = {
  __typename?: 'AddDisputeEvidencePayload';
  /** The dispute; null when refused. */
  dispute?: Maybe<Dispute>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An adjustment with its two persons. */
export type Adjustment = {
  __typename?: 'Adjustment';
  /** Subject of the token that approved it; null while it waits. */
  approvedBy?: Maybe<Scalars['String']['output']>;
  /** Id of the adjustment. */
  id: Scalars['ID']['output'];
  /** The member. */
  member?: Maybe<Member>;
  /** Points to give (positive) or to take (negative). */
  points: Scalars['Points']['output'];
  /** Subject of the token that proposed it. */
  proposedBy: Scalars['String']['output'];
  /** Why. */
  reason: Scalars['String']['output'];
  /** Whether it waits, was posted or was refused. */
  state: AdjustmentState;
  /** The transaction it posted; null while it waits. */
  transaction?: Maybe<Transaction>;
};

/** Where an adjustment stands. */
export type AdjustmentState =
  /** Approved and posted. */
  | 'POSTED'
  /** Waits for a second person. */
  | 'PROPOSED';

/** The operator's first answer. */
export type AnswerDisputeInput = {
  /** The answer, 1 to 1000 characters. */
  answer: Scalars['String']['input'];
  /** The dispute. */
  disputeId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the answer. */
export type AnswerDisputePayload = {
  __typename?: 'AnswerDisputePayload';
  /** The dispute; null when refused. */
  dispute?: Maybe<Dispute>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An adjustment to approve. */
export type ApproveAdjustmentInput = {
  /** The adjustment. */
  adjustmentId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the approval. */
export type ApproveAdjustmentPayload = {
  __typename?: 'ApproveAdjustmentPayload';
  /** The adjustment; null when refused. */
  adjustment?: Maybe<Adjustment>;
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** A proposal to approve. */
export type ApproveBreakAdjustmentInput = {
  /** The break. */
  breakId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Hash of what was shown (`BreakProposal.shownHash`). */
  shownHash: Scalars['String']['input'];
};

/** A proposal to approve. */
export type ApproveSettlementStepInput = {
  /** Why you approve what you proposed yourself, 1 to 500 characters: in an emergency, with the scope `settlement:break-glass`. It is logged and stays on the proposal. */
  breakGlass?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The proposal. */
  proposalId: Scalars['ID']['input'];
  /** SHA-256 in hexadecimal of what was shown to you (`SettlementWindow.shownHash`). */
  shownHash: Scalars['String']['input'];
};

/** What became of the approval. */
export type ApproveSettlementStepPayload = {
  __typename?: 'ApproveSettlementStepPayload';
  /** The proposal; null when refused. */
  proposal?: Maybe<SettlementProposal>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A break to look into. */
export type AssignBreakInput = {
  /** Who looks into it, 1 to 100 characters. */
  assignee: Scalars['String']['input'];
  /** The break. */
  breakId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** One invariant. */
export type AuditCheck = {
  __typename?: 'AuditCheck';
  /** What it claims. */
  claim: Scalars['String']['output'];
  /** Rows that break it, at most 10, each named. */
  findings: Array<Scalars['String']['output']>;
  /** Its name. */
  name: Scalars['String']['output'];
  /** Whether it holds. */
  ok: Scalars['Boolean']['output'];
};

/** What the auditor found. */
export type AuditReport = {
  __typename?: 'AuditReport';
  /** Each invariant with what it found. */
  checks: Array<AuditCheck>;
  /** Whether every invariant holds. */
  ok: Scalars['Boolean']['output'];
  /** When the snapshot was taken. */
  takenAt: Scalars['DateTime']['output'];
};

/** Points to reserve. */
export type AuthoriseRedemptionInput = {
  /** The member's confirmation, where it wants to be asked for this many points: see `confirmRedemption`. */
  confirmationId?: InputMaybe<Scalars['ID']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member by identity; give this or `memberId`. */
  identity?: InputMaybe<MemberIdentityInput>;
  /** The member by id; give this or `identity`. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** How many. */
  points: Scalars['Points']['input'];
  /** The till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store that will take the points. */
  storeId: Scalars['ID']['input'];
  /** The terminal of the store that it happens at, where the till says so. */
  terminalId?: InputMaybe<Scalars['ID']['input']>;
  /** Seconds until what is left goes back by itself, 1 to 2,592,000. */
  timeToLiveSeconds: Scalars['Int']['input'];
};

/** What became of the authorisation. */
export type AuthoriseRedemptionPayload = {
  __typename?: 'AuthoriseRedemptionPayload';
  /** The hold; null when refused. */
  hold?: Maybe<Hold>;
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** A partner's part of an award. */
export type AwardFundingInput = {
  /** Its share in basis points; the shares of an award sum to 10000. */
  basisPoints: Scalars['Int']['input'];
  /** The partner that pays; the operator when left out. */
  funderId?: InputMaybe<Scalars['ID']['input']>;
};

/** Points that an engine outside decided. */
export type AwardInput = {
  /** BASE, BONUS or CAMPAIGN:<id>, up to 100 characters. */
  component: Scalars['String']['input'];
  /** Last day on which they can be spent; never lapsing when left out. */
  expiresOn?: InputMaybe<Scalars['Date']['input']>;
  /** Who pays for them, 1 to 20: the points are split by largest remainder, one lot each. */
  funding: Array<AwardFundingInput>;
  /** How many. */
  points: Scalars['Points']['input'];
};

/** Real purchases of a period, replayed through drafts of rules. */
export type Backtest = {
  __typename?: 'Backtest';
  /** Purchases replayed so far. */
  done: Scalars['Int']['output'];
  /** When it ended; null while it runs. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Purchases that happened from this instant on. */
  from: Scalars['DateTime']['output'];
  /** Id of the backtest. */
  id: Scalars['ID']['output'];
  /** What came of it; null until it is done. */
  report?: Maybe<BacktestReport>;
  /** Versions that are tried out. */
  ruleVersions: Array<EarnRuleVersion>;
  /** When it began. */
  startedAt: Scalars['DateTime']['output'];
  /** Where it stands. */
  state: BacktestState;
  /** Purchases of the period. */
  total: Scalars['Int']['output'];
  /** Until this one, exclusive. */
  until: Scalars['DateTime']['output'];
};

/** What would have become of a promotion's budget. */
export type BacktestBudget = {
  __typename?: 'BacktestBudget';
  /** The business day on which it would have run out; null when something is left. */
  exhaustedOn?: Maybe<Scalars['Date']['output']>;
  /** Points it would have given. */
  points: Scalars['Points']['output'];
  /** `code/version`. */
  rule: Scalars['String']['output'];
};

/** A purchase that a draft would have rewarded otherwise. */
export type BacktestDifference = {
  __typename?: 'BacktestDifference';
  /** Points by the rules in force. */
  currentPoints: Scalars['Points']['output'];
  /** Points with the drafts. */
  draftPoints: Scalars['Points']['output'];
  /** The purchase. */
  transaction?: Maybe<Transaction>;
};

/** What one funder would have paid for. */
export type BacktestFunder = {
  __typename?: 'BacktestFunder';
  /** The partner; null for the operator. */
  funder?: Maybe<Partner>;
  /** Their cost at the funder's price per point. */
  money: Money;
  /** Points. */
  points: Scalars['Points']['output'];
};

/** What drafts would have given, beside the rules in force. */
export type BacktestReport = {
  __typename?: 'BacktestReport';
  /** Budgets under the drafts. */
  budgets: Array<BacktestBudget>;
  /** By the rules in force. */
  current: BacktestSide;
  /** With the drafts. */
  draft: BacktestSide;
  /** The ten purchases with the largest differences, the largest first. */
  largestDifferences: Array<BacktestDifference>;
  /** Members who would have more points. */
  membersBetter: Scalars['Int']['output'];
  /** Members for whom nothing changes. */
  membersSame: Scalars['Int']['output'];
  /** Members who would have fewer. */
  membersWorse: Scalars['Int']['output'];
  /** Purchases whose points the rules in force do not reproduce: terms were changed backwards, or caps had been counted before the period. */
  notReproduced: Scalars['Int']['output'];
  /** Points that were really given. */
  postedPoints: Scalars['Points']['output'];
  /** Purchases compared. */
  purchases: Scalars['Int']['output'];
  /** Purchases left out, for an engine outside decided their points. */
  skipped: Scalars['Int']['output'];
};

/** A backtest to run. */
export type BacktestRulesInput = {
  /** Purchases that happened from this instant on. */
  from: Scalars['DateTime']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Versions to try out, up to 100, as if they were in force for the whole period. None: the rules in force are checked against what was posted. */
  ruleVersionIds: Array<Scalars['ID']['input']>;
  /** Until this one, exclusive. */
  until: Scalars['DateTime']['input'];
};

/** The backtest that was begun. */
export type BacktestRulesPayload = {
  __typename?: 'BacktestRulesPayload';
  /** The backtest; null when refused. */
  backtest?: Maybe<Backtest>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Points and money of one side of a comparison. */
export type BacktestSide = {
  __typename?: 'BacktestSide';
  /** By who pays. */
  funders: Array<BacktestFunder>;
  /** Points in all. */
  points: Scalars['Points']['output'];
};

/** Where a backtest stands. */
export type BacktestState =
  /** It was stopped. */
  | 'CANCELLED'
  /** It ended with a report. */
  | 'DONE'
  /** It could not go on: its process ended, or something broke. Run it again. */
  | 'FAILED'
  /** It runs. */
  | 'RUNNING';

/** Which way money went, seen from the operator's account. */
export type BankDirection =
  /** Into the account. */
  | 'IN'
  /** Out of the account. */
  | 'OUT';

/** A message of the operator's bank, as it was handed in: once, and never changed. */
export type BankFile = {
  __typename?: 'BankFile';
  /** Id of the message. */
  id: Scalars['ID']['output'];
  /** Which message it is. */
  message: BankMessage;
  /** The bank's name for it. */
  messageId: Scalars['String']['output'];
  /** When it was handed in. */
  reportedAt: Scalars['DateTime']['output'];
  /** By whom. */
  reportedBy: Scalars['String']['output'];
  /** SHA-256 of its bytes, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** How many things it says. */
  wordCount: Scalars['Int']['output'];
  /** What it says, in the order of the file, with what became of it; what it says of files as a whole comes last, payment by payment. */
  words: BankWordConnection;
};


/** A message of the operator's bank, as it was handed in: once, and never changed. */
export type BankFileWordsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  outcomes?: InputMaybe<Array<BankWordOutcome>>;
};

/** A page of a bank's messages. */
export type BankFileConnection = {
  __typename?: 'BankFileConnection';
  /** The messages with their cursors. */
  edges: Array<BankFileEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A message in a page. */
export type BankFileEdge = {
  __typename?: 'BankFileEdge';
  /** Cursor to continue after it. */
  cursor: Scalars['String']['output'];
  /** The message. */
  node: BankFile;
};

/** What keeps a file from being taken as a message of a bank. */
export type BankFileProblem = {
  __typename?: 'BankFileProblem';
  /** Stable code, such as ENCODING, DOCUMENT_TYPE, NOT_WELL_FORMED, NOT_A_BANK_MESSAGE, ELEMENT_MISSING, AMOUNT_MALFORMED or TOO_LARGE. */
  code: Scalars['String']['output'];
  /** Entry or payment of the file, from 1, where one is at fault. */
  entry?: Maybe<Scalars['Int']['output']>;
  /** Line of the file, from 1, where one is at fault. */
  line?: Maybe<Scalars['Int']['output']>;
  /** One sentence. */
  sentence: Scalars['String']['output'];
};

/** Which message of ISO 20022 a bank's file is. */
export type BankMessage =
  /** The account's statement. */
  | 'CAMT_053'
  /** Bookings, told before the statement. */
  | 'CAMT_054'
  /** Statuses of payments that were handed in. */
  | 'PAIN_002';

/** One thing that a bank's message says. */
export type BankWord = {
  __typename?: 'BankWord';
  /** How much, in the currency of the payment where the bank says that; null where it does not say. */
  amount?: Maybe<Money>;
  /** The bank's own name for it. */
  bankReference?: Maybe<Scalars['String']['output']>;
  /** What the bank moved in the programme's currency for a payment in another; null where it does not say. */
  booked?: Maybe<Money>;
  /** Which way the money went; null where nothing was booked. */
  direction?: Maybe<BankDirection>;
  /** The payment that it names; null where it names none, or a file that nobody knows. */
  endToEndId?: Maybe<Scalars['String']['output']>;
  /** The item that it is about; null where it is about none. */
  item?: Maybe<SettlementItem>;
  /** MsgId of the file of ours that it is about as a whole. */
  messageId?: Maybe<Scalars['String']['output']>;
  /** What became of it. */
  outcome: BankWordOutcome;
  /** Why, as the bank puts it. */
  reason?: Maybe<Scalars['String']['output']>;
  /** What the bank says. */
  result: BankWordResult;
};

/** A page of what a message says. */
export type BankWordConnection = {
  __typename?: 'BankWordConnection';
  /** The words with their cursors. */
  edges: Array<BankWordEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A word in a page. */
export type BankWordEdge = {
  __typename?: 'BankWordEdge';
  /** Cursor to continue after it. */
  cursor: Scalars['String']['output'];
  /** The word. */
  node: BankWord;
};

/** What became of one thing that a bank says. */
export type BankWordOutcome =
  /** The bank names another amount: nothing was done, a person looks into it. */
  | 'AMOUNT_DIFFERS'
  /** The books say the opposite, or the money went the wrong way: nothing was done, a person looks into it. */
  | 'CONTRADICTED'
  /** It was booked before, and now the bank says what it moved in the programme's currency for a payment in another: the difference is booked. */
  | 'EXCHANGED'
  /** The payment was rejected; it waits for its next release. */
  | 'FAILED'
  /** It was known already, or changes nothing any more. */
  | 'KNOWN'
  /** The payment was executed and is booked. */
  | 'PAID'
  /** The bank has not decided, or not booked yet. */
  | 'PENDING'
  /** The payment came back after it was booked: that is taken back, and it waits for its next release. */
  | 'RETURNED'
  /** No payment of the programme has this name. */
  | 'UNKNOWN';

/** What a bank says of a payment. */
export type BankWordResult =
  /** It was executed. */
  | 'EXECUTED'
  /** Not decided yet. */
  | 'PENDING'
  /** It was rejected, or came back. */
  | 'REJECTED';

/** A closed window whose review begins. */
export type BeginReviewInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The closed window. */
  windowId: Scalars['ID']['input'];
};

/** What became of the window. */
export type BeginReviewPayload = {
  __typename?: 'BeginReviewPayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The window; null when refused. */
  window?: Maybe<SettlementWindow>;
};

/** What a funder owes a partner. */
export type BilateralObligation = {
  __typename?: 'BilateralObligation';
  /** The partner that is owed; null for the operator. */
  acceptor?: Maybe<Partner>;
  /** How much; below zero for what was given back. */
  amount: Scalars['MinorUnits']['output'];
  /** The funder; null for the operator. */
  funder?: Maybe<Partner>;
};

/** How a break ends without a posting. */
export type BreakAcceptance =
  /** It is as the ledger has it, or as the partner now sees it: nothing is to be done. */
  | 'ACCEPTED'
  /** The claim is rejected. For the operator. */
  | 'REJECTED'
  /** A matter of cut-off: closes with the next window's file. For TIMING. */
  | 'TIMING';

/** What can be done about a break. */
export type BreakAction =
  /** Give the points of an earn that was missed, at the partner's cost. */
  | 'MISSED_EARN'
  /** Spend points of a redemption that was missed. */
  | 'MISSED_REDEMPTION'
  /** Give back points of a redemption. */
  | 'REFUND'
  /** Take back points of an earn. */
  | 'RETURN'
  /** Undo the ledger's transaction. */
  | 'REVERSE'
  /** Write it off: nothing is posted. */
  | 'WRITE_OFF';

/** Open breaks of one kind. */
export type BreakAgeing = {
  __typename?: 'BreakAgeing';
  /** The buckets 0-2, 3-5, 6-10, 11-20 and >20 business days, the empty ones too. */
  buckets: Array<BreakBucket>;
  /** Business date of the oldest. */
  oldest: Scalars['Date']['output'];
  /** Age of the oldest in business days. */
  oldestAge: Scalars['Int']['output'];
  /** The kind. */
  result: BreakResult;
};

/** Open breaks of one kind and age. */
export type BreakBucket = {
  __typename?: 'BreakBucket';
  /** The ages, such as 3-5. */
  age: Scalars['String']['output'];
  /** Their value in money. */
  amount: Money;
  /** How many. */
  count: Scalars['Int']['output'];
  /** Their value in points. */
  points: Scalars['Points']['output'];
};

/** What became of the break. */
export type BreakPayload = {
  __typename?: 'BreakPayload';
  /** The break as it is after the command; null when refused. */
  break?: Maybe<ReconciliationBreak>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What is proposed for a break. */
export type BreakProposal = {
  __typename?: 'BreakProposal';
  /** What is done when it is approved. */
  action: BreakAction;
  /** The member it concerns; null for a write-off. */
  member?: Maybe<Member>;
  /** The points it is about; null for a write-off. */
  points?: Maybe<Scalars['Points']['output']>;
  /** What was posted; null before. */
  posted?: Maybe<Transaction>;
  /** Why. */
  reason: Scalars['String']['output'];
  /** Hash of the break and the proposal as they are shown here: approve with it. Any change makes another one. */
  shownHash: Scalars['String']['output'];
};

/** What a difference between a partner's file and the ledger is. */
export type BreakResult =
  /** Several records look alike. */
  | 'AMBIGUOUS'
  /** Both know it, and its points or amount differ beyond tolerance. */
  | 'AMOUNT_MISMATCH'
  /** A further copy in the ledger. */
  | 'DUPLICATE_AT_OPERATOR'
  /** A further copy in the partner's file. */
  | 'DUPLICATE_IN_PARTNER_FILE'
  /** The ledger does not know it. */
  | 'MISSING_AT_OPERATOR'
  /** The partner's file does not know it. */
  | 'MISSING_AT_PARTNER'
  /** One record on each side looks like the other, without a common reference: a person confirms. */
  | 'PROPOSED_MATCH'
  /** Both know it, and its business time differs beyond tolerance. */
  | 'TIME_MISMATCH'
  /** The reference was posted in another window. */
  | 'TIMING';

/** Where a break stands. */
export type BreakState =
  /** Accepted as it is: nothing is to be posted. */
  | 'ACCEPTED'
  /** Accepted as a matter of cut-off: it closes by itself with the next window's file. */
  | 'ACCEPTED_TIMING'
  /** A posting or a write-off is proposed and waits for another person. */
  | 'ADJUSTMENT_PROPOSED'
  /** Approved; what it posts is on its way. */
  | 'APPROVED'
  /** Somebody looks into it. */
  | 'ASSIGNED'
  /** Closed by itself: the other window's file explained it. */
  | 'AUTO_CLOSED'
  /** Found. */
  | 'DETECTED'
  /** Posted. */
  | 'POSTED'
  /** The claim was rejected: the ledger stands. */
  | 'REJECTED'
  /** A later version of the file took its place. */
  | 'SUPERSEDED'
  /** Written off by two persons. */
  | 'WRITTEN_OFF';

/** What a break is worth. */
export type BreakValue = {
  __typename?: 'BreakValue';
  /** Money, never negative. */
  amount: Money;
  /** Points, never negative. */
  points: Scalars['Points']['output'];
};

/** Share of points that will never be redeemed. */
export type BreakageEstimateInput = {
  /** Hundredths of a per cent, 0 to 10000. */
  basisPoints: Scalars['Int']['input'];
  /** Number of the window from which it is expected. */
  fromWindow: Scalars['Int']['input'];
};

/** What a promotion gave on a day that one funder pays for. */
export type BudgetBurn = {
  __typename?: 'BudgetBurn';
  /** Business day of the purchases. */
  day: Scalars['Date']['output'];
  /** The funder; null for the operator. */
  funder?: Maybe<Partner>;
  /** Their cost at the funder's price per point. */
  money: Money;
  /** Points. */
  points: Scalars['Points']['output'];
};

/** A backtest to stop. */
export type CancelBacktestInput = {
  /** The backtest. */
  backtestId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** The backtest that was stopped, or had ended before. */
export type CancelBacktestPayload = {
  __typename?: 'CancelBacktestPayload';
  /** The backtest; null when refused. */
  backtest?: Maybe<Backtest>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Pending points to cancel. */
export type CancelPurchaseInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The purchase. */
  purchaseId: Scalars['ID']['input'];
};

/** What became of the cancellation. */
export type CancelPurchasePayload = {
  __typename?: 'CancelPurchasePayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** Held points to spend. */
export type CaptureRedemptionInput = {
  /** The hold. */
  holdId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How many; all that is held when left out. */
  points?: InputMaybe<Scalars['Points']['input']>;
};

/** What became of the capture. */
export type CaptureRedemptionPayload = {
  __typename?: 'CaptureRedemptionPayload';
  /** The hold; null when refused. */
  hold?: Maybe<Hold>;
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** A window to close. */
export type CloseSettlementWindowInput = {
  /**
   * The window's last day in the programme's time zone, from which the dates of its cycle are counted, where it is closed by hand before or after that
   * day's end. A day on which it was open. Left out, the day that the close ends.
   */
  closeDate?: InputMaybe<Scalars['Date']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Name for the window that is closed, such as `2026-03`, up to 100 characters. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** The window; must be the open one. */
  windowId: Scalars['ID']['input'];
};

/** What became of the close. */
export type CloseSettlementWindowPayload = {
  __typename?: 'CloseSettlementWindowPayload';
  /** The window that is open now; null when refused. */
  opened?: Maybe<SettlementWindow>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The window that was closed; null when refused. */
  window?: Maybe<SettlementWindow>;
};

/** A total by component. */
export type ComponentTotal = {
  __typename?: 'ComponentTotal';
  /** The component. */
  component: Scalars['String']['output'];
  /** Its total, signed: positive is owed to the partner. */
  total: Money;
};

/** Pending points to confirm. */
export type ConfirmPurchaseInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The purchase. */
  purchaseId: Scalars['ID']['input'];
};

/** What became of the confirmation. */
export type ConfirmPurchasePayload = {
  __typename?: 'ConfirmPurchasePayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** The member's word that it wants to spend. */
export type ConfirmRedemptionInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member, which is the caller. */
  memberId: Scalars['ID']['input'];
  /** How many points at most. */
  points: Scalars['Points']['input'];
  /** At which store; at any when left out. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
};

/** A confirmation for one redemption. */
export type ConfirmRedemptionPayload = {
  __typename?: 'ConfirmRedemptionPayload';
  /** Its id, for the till; null when refused. */
  confirmationId?: Maybe<Scalars['ID']['output']>;
  /** Until when it is good. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Proof that a tree begins with an earlier one (RFC 9162, 2.1.4). */
export type ConsistencyProof = {
  __typename?: 'ConsistencyProof';
  /** Lines of the earlier statement. */
  from: Scalars['Int']['output'];
  /** Hashes, base64url. */
  path: Array<Scalars['String']['output']>;
  /** Lines of the later one. */
  to: Scalars['Int']['output'];
};

export type Contract = {
  __typename?: 'Contract';
  /** Id of the contract version. */
  id: Scalars['ID']['output'];
};

/** The contract liability over a window: opening + consideration + reversals + expiry refunds + revenue = closing. */
export type ContractLiabilityPeriod = {
  __typename?: 'ContractLiabilityPeriod';
  /** Allocated to date. */
  allocatedToDate: Money;
  /** What is deferred at the end. */
  closing: Money;
  /** Allocated to the points that were issued. */
  consideration: Money;
  /** How many of them are expected to be redeemed. */
  expectedRedeemedPoints: Scalars['Points']['output'];
  /** Given back to funders for points that lapsed; not above zero. */
  expiryRefunds: Money;
  /** Points issued to date, less those clawed back. */
  netIssuedPoints: Scalars['Points']['output'];
  /** What was deferred at the beginning. */
  opening: Money;
  /** How many were, to date. */
  redeemedPoints: Scalars['Points']['output'];
  /** Recognised as revenue; below zero, as it leaves the liability. */
  revenue: Money;
  /** Revenue to date. */
  revenueToDate: Money;
  /** Taken back with points that were clawed back; not above zero. */
  reversals: Money;
  /** Number of the window. */
  window: Scalars['Int']['output'];
};

/** Where to be told of what. */
export type CreateWebhookInput = {
  /** What it is told of, at least one. */
  eventTypes: Array<WebhookEventType>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The partner whose events they are; left out by a partner for itself, and by the operator for everything. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** Where messages are posted: https on the public internet, up to 2,000 characters. */
  url: Scalars['String']['input'];
};

/** What became of the webhook. */
export type CreateWebhookPayload = {
  __typename?: 'CreateWebhookPayload';
  /** The secret, `whsec_` and base64, shown this once: null for a repeated request. */
  secret?: Maybe<Scalars['String']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The webhook as it is after the command; null when refused. */
  webhook?: Maybe<Webhook>;
};

/** Dates of a window's cycle. */
export type CycleDates = {
  __typename?: 'CycleDates';
  /** By when partners have their advice. */
  advice: Scalars['Date']['output'];
  /** The last day that belongs to the window. */
  close: Scalars['Date']['output'];
  /** Last day for disputes. */
  disputeDeadline: Scalars['Date']['output'];
  /** When money moves. */
  valueDate: Scalars['Date']['output'];
};

/** Points of a lot that repaid a debt. */
export type DebtRecovery = {
  __typename?: 'DebtRecovery';
  /** The debt. */
  debtId: Scalars['ID']['output'];
  /** The lot that paid. */
  lotId: Scalars['ID']['output'];
  /** How many. */
  points: Scalars['Points']['output'];
};

/** A dispute to decide. */
export type DecideDisputeInput = {
  /** The dispute. */
  disputeId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How it ends. */
  outcome: DisputeOutcome;
  /** Why, in the operator's words, 1 to 1000 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** How many points are given back, of a purchase, grant or redemption, for UPHELD and PARTIALLY_UPHELD; left out, whoever decides posts what follows. */
  upheldPoints?: InputMaybe<Scalars['Points']['input']>;
};

/** What became of the decision. */
export type DecideDisputePayload = {
  __typename?: 'DecideDisputePayload';
  /** The dispute; null when refused. */
  dispute?: Maybe<Dispute>;
  /** The release; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A proposal to decline. */
export type DeclineBreakAdjustmentInput = {
  /** The break. */
  breakId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Why, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** A webhook to end. */
export type DeleteWebhookInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The webhook. */
  webhookId: Scalars['ID']['input'];
};

/** What became of the webhook. */
export type DeleteWebhookPayload = {
  __typename?: 'DeleteWebhookPayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** Its id; null when refused. */
  webhookId?: Maybe<Scalars['ID']['output']>;
};

/** A contested transaction. */
export type Dispute = {
  __typename?: 'Dispute';
  /** The operator's first answer. */
  answer?: Maybe<Scalars['String']['output']>;
  /** By when the operator answers first. */
  answerBy?: Maybe<Scalars['Date']['output']>;
  /** When it was answered. */
  answeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** By when it is decided. */
  decideBy?: Maybe<Scalars['Date']['output']>;
  /** When it was decided. */
  decidedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The operator's words for the decision. */
  decision?: Maybe<Scalars['String']['output']>;
  /** The transaction that is contested. */
  disputed?: Maybe<Transaction>;
  /** Which of the transaction's money entries is contested, from 1. */
  entry: Scalars['Int']['output'];
  /** Whether it is open past the day of its first answer, or of its decision: somebody higher must look at it. */
  escalated: Scalars['Boolean']['output'];
  /** What is to be considered. */
  evidence: Array<DisputeEvidence>;
  /** What held the money back. */
  hold?: Maybe<Transaction>;
  /** Id of the dispute. */
  id: Scalars['ID']['output'];
  /** When it was opened. */
  openedAt: Scalars['DateTime']['output'];
  /** How it was decided; null while it is open. */
  outcome?: Maybe<DisputeOutcome>;
  /** The partner that contests it. */
  raisedBy?: Maybe<Partner>;
  /** Why. */
  reason: Scalars['String']['output'];
  /** The partner's own name for it. */
  reference?: Maybe<Scalars['String']['output']>;
  /** What released it; null while it is held. */
  release?: Maybe<Transaction>;
  /** What gave the points back; null until it is posted. */
  result?: Maybe<Transaction>;
  /** Why the points could not be given back. */
  resultRefusal?: Maybe<Scalars['String']['output']>;
  /** Where it stands. */
  state: DisputeState;
  /** How many points the decision gives back; null where it does not say. */
  upheldPoints?: Maybe<Scalars['Points']['output']>;
  /** The window of the contested transaction. */
  window?: Maybe<SettlementWindow>;
};

/** A page of disputes. */
export type DisputeConnection = {
  __typename?: 'DisputeConnection';
  /** The disputes with their cursors. */
  edges: Array<DisputeEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A dispute in a page. */
export type DisputeEdge = {
  __typename?: 'DisputeEdge';
  /** Cursor to continue after this dispute. */
  cursor: Scalars['String']['output'];
  /** The dispute. */
  node: Dispute;
};

/** What a party gave to be considered. */
export type DisputeEvidence = {
  __typename?: 'DisputeEvidence';
  /** When. */
  at: Scalars['DateTime']['output'];
  /** Who gave it. For the operator. */
  by?: Maybe<Scalars['String']['output']>;
  /** The text or reference. */
  text: Scalars['String']['output'];
};

/** How a dispute ends. */
export type DisputeOutcome =
  /** For it in part. */
  | 'PARTIALLY_UPHELD'
  /** Against it. */
  | 'REJECTED'
  /** For the partner that raised it. */
  | 'UPHELD'
  /** It gave up. */
  | 'WITHDRAWN';

/** Where a dispute stands. */
export type DisputeState =
  /** The money is held back; nobody has answered. */
  | 'HELD'
  /** Decided for it in part; released. */
  | 'PARTIALLY_UPHELD'
  /** Decided, and everything that follows is posted: `outcome` says how. */
  | 'POSTED'
  /** Decided against it; released. */
  | 'REJECTED'
  /** The operator has answered. */
  | 'UNDER_REVIEW'
  /** Decided for the partner that raised it; released. */
  | 'UPHELD'
  /** Withdrawn by it; released. */
  | 'WITHDRAWN';

export type EarnRule = {
  __typename?: 'EarnRule';
  /** What a promotion with a budget has given, by funder and business day; empty for others. For the operator, and of a partner its own part. */
  burnDown: Array<BudgetBurn>;
  /** Id of the rule. */
  id: Scalars['ID']['output'];
};

export type EarnRuleVersion = {
  __typename?: 'EarnRuleVersion';
  /** Id of the version. */
  id: Scalars['ID']['output'];
};

/** Something that the platform tells. */
export type Event = {
  __typename?: 'Event';
  /** `POSITION_LEVEL_CHANGED`: how far the cap was used from then on. */
  level?: Maybe<ExposureLevel>;
  /** The member concerned; null when there is none. */
  member?: Maybe<Member>;
  /** `MISSIONS_CHANGED`: missions of which a level was reached just now. */
  missionsReached: Array<Mission>;
  /** `ORDER_CHANGED`: the order as it is now. */
  order?: Maybe<RewardOrder>;
  /** The partners concerned, as far as they are the caller's to see. */
  partners: Array<Partner>;
  /** When it was committed, as near as the feed knows. */
  recordedAt: Scalars['DateTime']['output'];
  /** `POINTS_CHANGED`: what happened. */
  transaction?: Maybe<Transaction>;
  /** What kind of thing it is. */
  type: EventType;
  /** `POINTS_CHANGED`: the wallet after it. */
  wallet?: Maybe<Wallet>;
  /** `WINDOW_CHANGED`: the window as it is now. */
  window?: Maybe<SettlementWindow>;
};

/** A page of events, the oldest first. */
export type EventConnection = {
  __typename?: 'EventConnection';
  /** The events with their cursors. A page may hold fewer than were asked for although another follows: the feed is read in bounded steps. */
  edges: Array<EventEdge>;
  /** Where this page ends; `endCursor` is there for an empty page, too, and is where to ask on or subscribe. */
  pageInfo: PageInfo;
};

/** An event in a page. */
export type EventEdge = {
  __typename?: 'EventEdge';
  /** Where this event stands in the feed: continue after it here or in a subscription. */
  cursor: Scalars['String']['output'];
  /** The event. */
  node: Event;
};

/** What the platform tells of. */
export type EventType =
  /** Missions of a member, its circle or household went on. */
  | 'MISSIONS_CHANGED'
  /** A reward order was made or went on. */
  | 'ORDER_CHANGED'
  /** A member's points changed. */
  | 'POINTS_CHANGED'
  /** A partner's money position changed. */
  | 'POSITIONS_CHANGED'
  /** A partner came near its net debit cap, went beyond it, or came back: `level` says which. Told within seconds. */
  | 'POSITION_LEVEL_CHANGED'
  /** A settlement window was opened or went on. */
  | 'WINDOW_CHANGED';

/** A rate between the programme's currency and another, as two persons fixed it for a window. */
export type ExchangeRate = {
  __typename?: 'ExchangeRate';
  /** One unit of this currency, the programme's, is... */
  base: Scalars['CurrencyCode']['output'];
  /** ...so many of that one. */
  quote: Scalars['CurrencyCode']['output'];
  /** When the source published it. */
  quotedAt: Scalars['DateTime']['output'];
  /** The rate: a plain decimal, its digits as the source gave them. */
  rate: Scalars['Decimal']['output'];
  /** Who published it, such as ECB. */
  source: Scalars['String']['output'];
};

/** What one unit of the programme's currency is in another. */
export type ExchangeRateInput = {
  /** The other currency. */
  currency: Scalars['CurrencyCode']['input'];
  /** When the source published it: not in the future, and no more than two business days before the first day on which the window can be final. */
  quotedAt: Scalars['DateTime']['input'];
  /** The rate: a plain decimal above zero, at most 12 digits before and after the point. */
  rate: Scalars['Decimal']['input'];
  /** Who published it, such as ECB, 1 to 100 characters. */
  source: Scalars['String']['input'];
};

/** What to lapse. */
export type ExpirePointsInput = {
  /** Lapse what was last usable on this day or before; yesterday in the programme's time zone when left out, and never later. */
  asOf?: InputMaybe<Scalars['Date']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What lapsed. */
export type ExpirePointsPayload = {
  __typename?: 'ExpirePointsPayload';
  /** Points whose pending time was over and that became spendable. */
  confirmed?: Maybe<Scalars['Points']['output']>;
  /** Points that lapsed. */
  expired?: Maybe<Scalars['Points']['output']>;
  /** Holds whose time was over. */
  holds?: Maybe<Scalars['Points']['output']>;
  /** Members whose wallets changed. */
  members?: Maybe<Scalars['Points']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Points that lapse together. */
export type ExpiringPoints = {
  __typename?: 'ExpiringPoints';
  /** Last day on which they can be spent; null when they never lapse. */
  expiresOn?: Maybe<Scalars['Date']['output']>;
  /** How many. */
  points: Scalars['Points']['output'];
};

/** Why a transaction has its points. */
export type Explanation = {
  __typename?: 'Explanation';
  /** The contract version that decided; null where none did. */
  contract?: Maybe<Contract>;
  /** In a sentence. */
  sentence: Scalars['String']['output'];
  /** Rules that were applied, in order. */
  steps: Array<ExplanationStep>;
};

/** One rule's part in a transaction. */
export type ExplanationStep = {
  __typename?: 'ExplanationStep';
  /** Points it gave or took. */
  points: Scalars['Points']['output'];
  /** What it looked at, in a sentence. */
  reason: Scalars['String']['output'];
  /** The rule, such as `base-earn` or `clawback`. */
  rule: Scalars['String']['output'];
};

/** How far a net debit cap is used. */
export type ExposureLevel =
  /** Above the cap. */
  | 'BREACH'
  /** Below 80 per cent, or no cap. */
  | 'OK'
  /** From 80 per cent. */
  | 'WARNING';

/** A party's share of a membership fee. */
export type FeeShareInput = {
  /** Its share in basis points, 1 to 10,000. */
  basisPoints: Scalars['Int']['input'];
  /** The partner; the operator when left out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
};

/** A part of a file. */
export type FilePart = {
  __typename?: 'FilePart';
  /** Media type of the whole file. */
  mediaType: Scalars['String']['output'];
  /** Name of the whole file. */
  name: Scalars['String']['output'];
  /** What to give as `after` for the part that follows; null after the last. */
  next?: Maybe<Scalars['Int']['output']>;
  /** The part's text, to be written as UTF-8. */
  text: Scalars['String']['output'];
};

/** One payment of a file of pay-outs. */
export type FiledPayment = {
  __typename?: 'FiledPayment';
  /** The account: an IBAN, or a number of another kind. */
  account: Scalars['String']['output'];
  /** How much. */
  amount: Money;
  /** Of the bank that keeps the account. */
  bic?: Maybe<Scalars['String']['output']>;
  /** The payment's name at every bank. */
  endToEndId: Scalars['String']['output'];
  /** Holder of the account, as recorded. */
  name: Scalars['String']['output'];
  /** The partner that is paid. */
  partner?: Maybe<Partner>;
};

/** Points of one funder and vintage over a window. */
export type FundedPointsRow = {
  __typename?: 'FundedPointsRow';
  /** Outstanding at the end. */
  closing: Scalars['Points']['output'];
  /** Lapsed. */
  expired: Scalars['Points']['output'];
  /** Who funds them; null for the operator. */
  funder?: Maybe<Partner>;
  /** Issued in it. */
  issued: Scalars['Points']['output'];
  /** Outstanding at the beginning. */
  opening: Scalars['Points']['output'];
  /** Spent. */
  redeemed: Scalars['Points']['output'];
  /** Spent ones that came back. */
  restored: Scalars['Points']['output'];
  /** Taken back by returns. */
  reversed: Scalars['Points']['output'];
  /** Number of the window in which they were earned. */
  vintage: Scalars['Int']['output'];
  /** Number of the window. */
  window: Scalars['Int']['output'];
};

/** The part of spent points that one lot paid. */
export type FundingShare = {
  __typename?: 'FundingShare';
  /** Money that belongs to them. */
  amount?: Maybe<Money>;
  /** The partner that pays for the lot; null for the operator. */
  funder?: Maybe<Partner>;
  /** The lot. */
  lotId: Scalars['ID']['output'];
  /** Points from this lot. */
  points: Scalars['Points']['output'];
};

/** Points to give without a purchase. */
export type GrantPointsInput = {
  /** The points, 1 to 20 awards. */
  awards: Array<AwardInput>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member by identity; give this or `memberId`. */
  identity?: InputMaybe<MemberIdentityInput>;
  /** The member by id; give this or `identity`. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** When it happened; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The operator's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
};

/** What became of the grant. */
export type GrantPointsPayload = {
  __typename?: 'GrantPointsPayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** Points reserved for a redemption. */
export type Hold = {
  __typename?: 'Hold';
  /** When what is left goes back by itself. */
  expiresAt: Scalars['DateTime']['output'];
  /** Points still reserved. */
  held: Scalars['Points']['output'];
  /** Id of the hold: that of its authorisation. */
  id: Scalars['ID']['output'];
  /** Whose points. */
  member?: Maybe<Member>;
  /** The partner that asked. */
  partner?: Maybe<Partner>;
  /** Points reserved at first. */
  points: Scalars['Points']['output'];
  /** Whether it is open, and if not how it ended. */
  state: HoldState;
};

/** Whether a hold is open, and if not how it ended. */
export type HoldState =
  /** All was captured. */
  | 'CAPTURED'
  /** Its time was over; what was left was given back. */
  | 'EXPIRED'
  /** Points are reserved. */
  | 'OPEN'
  /** What was left was given back. */
  | 'VOIDED';

/** Proof that a line is in a tree (RFC 9162, 2.1.3). */
export type InclusionProof = {
  __typename?: 'InclusionProof';
  /** The hash function: SHA-256. */
  hash: Scalars['String']['output'];
  /** Place of the line. */
  leafIndex: Scalars['Int']['output'];
  /** Hashes from the leaf to the root, base64url. */
  path: Array<Scalars['String']['output']>;
  /** Lines of the statement. */
  treeSize: Scalars['Int']['output'];
  /** Version of this form: 1. */
  v: Scalars['Int']['output'];
};

/** A window to issue documents for. */
export type IssueDocumentsInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The window. */
  windowId: Scalars['ID']['input'];
};

/** What was issued. */
export type IssueDocumentsPayload = {
  __typename?: 'IssueDocumentsPayload';
  /** All documents of the window, by number; null when refused. */
  documents?: Maybe<Array<SettlementDocument>>;
  /** What keeps other partners' documents from being made. */
  problems?: Maybe<Array<SettlementDocumentProblem>>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Points of one issuer. */
export type IssuerLiability = {
  __typename?: 'IssuerLiability';
  /** Points taken back by returns. */
  clawedBack: Scalars['Points']['output'];
  /** Points that lapsed. */
  expired: Scalars['Points']['output'];
  /** All points ever issued. */
  issued: Scalars['Points']['output'];
  /** The issuer; null for the operator. */
  issuer?: Maybe<Partner>;
  /** Points members still hold. */
  outstanding: Scalars['Points']['output'];
  /** Points spent. */
  redeemed: Scalars['Points']['output'];
};

/** An entry of the operator's money journal. Its legs sum to zero. */
export type JournalEntry = {
  __typename?: 'JournalEntry';
  /** Its legs, in order. */
  legs: Array<JournalLeg>;
  /** What it is about where the type does not say it. */
  memo?: Maybe<Scalars['String']['output']>;
  /** EARN, BONUS, REDEEM, EARN_REVERSAL, REDEEM_REVERSAL, DEBT_RECOVERY, EXPIRY, DISPUTE_HOLD, DISPUTE_RELEASE, LEVY, SETTLEMENT, ADJUSTMENT, MEMBERSHIP_FEE, MEMBERSHIP_REFUND or BENEFIT. */
  type: Scalars['String']['output'];
};

/** A leg of a journal entry. */
export type JournalLeg = {
  __typename?: 'JournalLeg';
  /** `PARTNER:<partner>`, `OP:RESERVE` and the operator's other accounts. */
  account: Scalars['String']['output'];
  /** Below zero a debit: the partner owes more. Above zero a credit. */
  amount: Scalars['MinorUnits']['output'];
  /** What it is for, such as ISSUANCE, REDEMPTION, CLEARING_FEE, of a membership MEMBERSHIP_FEE (money taken) and MEMBERSHIP_SHARE (whose it is), or of a free reward BENEFIT (who honours it) and BENEFIT_FUNDING (who pays). */
  component: Scalars['String']['output'];
};

/** A partner's share of a window's levy. */
export type LevyShare = {
  __typename?: 'LevyShare';
  /** Its share. */
  amount: Scalars['MinorUnits']['output'];
  /** The partner. */
  partner?: Maybe<Partner>;
  /** Points it funded in the window, gross. */
  points: Scalars['Points']['output'];
};

/** The points of one earn that one funder pays for. */
export type Lot = {
  __typename?: 'Lot';
  /** Points of it that can be spent. */
  available: Scalars['Points']['output'];
  /** BASE, BONUS or CAMPAIGN:<id>. */
  component: Scalars['String']['output'];
  /** The funder's contract version under which they were earned; null for the operator. */
  contract?: Maybe<Contract>;
  /** The transaction that earned them. */
  earnedBy?: Maybe<Transaction>;
  /** Last day on which they can be spent; null when they never lapse. */
  expiresOn?: Maybe<Scalars['Date']['output']>;
  /** The partner that pays for them; null for the operator. */
  funder?: Maybe<Partner>;
  /** Points of it reserved by holds. */
  held: Scalars['Points']['output'];
  /** Id of the lot. */
  id: Scalars['ID']['output'];
  /** The partner at whose till they were earned; null for the operator. */
  issuer?: Maybe<Partner>;
  /** Points of it not yet spendable. */
  pending: Scalars['Points']['output'];
  /** Points at the earn. */
  points: Scalars['Points']['output'];
};

/** What happened to points of one lot. */
export type LotAllocation = {
  __typename?: 'LotAllocation';
  /** Return: points that had been spent and that the issuer bears. */
  absorbed?: Maybe<Scalars['Points']['output']>;
  /** Refund: the acceptor's money that belongs to them. */
  amount?: Maybe<Scalars['MinorUnits']['output']>;
  /** Return: points that had been spent and that the member owes. */
  debt?: Maybe<Scalars['Points']['output']>;
  /** Return: points that had lapsed. */
  expired?: Maybe<Scalars['Points']['output']>;
  /** The partner that pays for the lot; null for the operator. */
  funder?: Maybe<Partner>;
  /** The lot. */
  lotId: Scalars['ID']['output'];
  /** Points: given back by a refund, asked back by a return, lapsed. */
  points: Scalars['Points']['output'];
  /** Expiry: reserve that was set free. */
  reserveReleased?: Maybe<Scalars['MinorUnits']['output']>;
  /** Expiry: the part of it that went back to the funder. */
  returnedToFunder?: Maybe<Scalars['MinorUnits']['output']>;
  /** Return: points that were taken back. */
  reversed?: Maybe<Scalars['Points']['output']>;
};

/** Points of a lot that a return asked back after they had been spent. */
export type LotDebt = {
  __typename?: 'LotDebt';
  /** Id of the debt. */
  id: Scalars['ID']['output'];
  /** The lot. */
  lotId: Scalars['ID']['output'];
  /** How many. */
  points: Scalars['Points']['output'];
};

/** All of a lot: where its points went, and the money behind them. */
export type LotRecord = {
  __typename?: 'LotRecord';
  /** BASE, BONUS, ADJUSTMENT or CAMPAIGN:<id>. */
  component: Scalars['String']['output'];
  /** Points lapsed. */
  expired: Scalars['Points']['output'];
  /** Last day on which they can be spent; null when they never lapse. */
  expiresOn?: Maybe<Scalars['Date']['output']>;
  /** The partner that pays for them; null for the operator. */
  funder?: Maybe<Partner>;
  /** Id of the lot. */
  id: Scalars['ID']['output'];
  /** The partner at whose till they were earned; null for the operator. */
  issuer?: Maybe<Partner>;
  /** Points at the earn. */
  points: Scalars['Points']['output'];
  /** Points spent. */
  redeemed: Scalars['Points']['output'];
  /** Points not yet spent, lapsed or taken back. */
  remaining: Scalars['Points']['output'];
  /** What was set aside for them. */
  reserve: Scalars['MinorUnits']['output'];
  /** What is still set aside for what remains. */
  reserveLeft: Scalars['MinorUnits']['output'];
  /** Points taken back. */
  reversed: Scalars['Points']['output'];
  /** The operator's fee for them. */
  serviceFee: Scalars['MinorUnits']['output'];
};

/** What lots of one funder and vintage say now. */
export type LotStanding = {
  __typename?: 'LotStanding';
  /**
   * The funder's liability for them: what it would pay if all of them were redeemed now where they cost most, before any expectation of breakage and without
   * clearing fees.
   */
  exposure: Money;
  /** Who funds them; null for the operator. */
  funder?: Maybe<Partner>;
  /** Those of the points that the funder pays for when they are redeemed. */
  paidOnRedemption: Scalars['Points']['output'];
  /** Points that members hold of them, pending ones included. */
  points: Scalars['Points']['output'];
  /** What is left of their reserves. */
  reserve: Money;
  /** Number of the window in which they were earned. */
  vintage: Scalars['Int']['output'];
};

export type Member = {
  __typename?: 'Member';
  /** Id of the member. */
  id: Scalars['ID']['output'];
  /** The member's statement of a period: where it began, what happened, where it ended. For the member, the operator, and partners who serve the member. */
  statement?: Maybe<MemberStatement>;
  /** What happened to the member's points, the newest first. A partner sees what happened at its own tills. */
  transactions?: Maybe<TransactionConnection>;
  /** The member's points now, or as of a past moment. For the member, the operator, and partners who serve the member. */
  wallet?: Maybe<Wallet>;
};


export type MemberStatementArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


export type MemberTransactionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type MemberWalletArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A key that finds a member. */
export type MemberIdentityInput = {
  /** CARD, PHONE, EMAIL or EXTERNAL. */
  kind: Scalars['String']['input'];
  /** The key, 1 to 200 characters. */
  value: Scalars['String']['input'];
};

/** A member's points over a period, by the time of posting. */
export type MemberStatement = {
  __typename?: 'MemberStatement';
  /** The wallet at the end. */
  closing: Wallet;
  /** Beginning, exclusive. */
  from: Scalars['DateTime']['output'];
  /** The wallet at the beginning. */
  opening: Wallet;
  /** End, inclusive. */
  to: Scalars['DateTime']['output'];
  /** What was posted in the period, the newest first. A partner sees what happened at its own tills. */
  transactions: TransactionConnection;
};


/** A member's points over a period, by the time of posting. */
export type MemberStatementTransactionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};

/** A mission, told by the rewards subgraph. */
export type Mission = {
  __typename?: 'Mission';
  /** Id of the mission. */
  id: Scalars['ID']['output'];
};

/** Missions that went on. */
export type MissionsUpdate = {
  __typename?: 'MissionsUpdate';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** Whose missions they are. */
  member: Member;
  /** Those of which a level was reached just now. */
  reached: Array<Mission>;
};

/** An amount of money. */
export type Money = {
  __typename?: 'Money';
  /** The amount as a plain decimal with exactly the currency's digits: `"12.50"` EUR, `"1250"` JPY. */
  amount: Scalars['Decimal']['output'];
  /** ISO 4217 code of the currency. */
  currency: Scalars['CurrencyCode']['output'];
  /** The same amount as a whole count of minor units. */
  minorUnits: Scalars['MinorUnits']['output'];
};

/** An amount of money, given as a decimal and a currency. */
export type MoneyInput = {
  /** A plain decimal such as `"12.50"`. */
  amount: Scalars['Decimal']['input'];
  /** ISO 4217 code of the currency. */
  currency: Scalars['CurrencyCode']['input'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Ends a break that moves no points: timing that the next window explains, a match confirmed, a claim accepted or rejected. */
  acceptBreak: BreakPayload;
  /** Adds to what is to be considered, while the dispute is open: by whoever opened it, the partner at whose till it happened, or the operator. */
  addDisputeEvidence: AddDisputeEvidencePayload;
  /** The operator's first answer: the dispute is under review. */
  answerDispute: AnswerDisputePayload;
  /** Approves an adjustment and posts it. The one who proposed it cannot. */
  approveAdjustment: ApproveAdjustmentPayload;
  /** Approves a proposal and posts it in the open window. The one who proposed it cannot. For the operator. */
  approveBreakAdjustment: BreakPayload;
  /**
   * Approves what another person proposed, and does it: at once, or, for a window that is signed off early, when its last day for disputes is over. Binds to
   * the hash of what was shown: when positions, open disputes, breaks or items have changed since, APPROVAL_STALE. Service accounts never approve.
   */
  approveSettlementStep: ApproveSettlementStepPayload;
  /** Notes who looks into a break. */
  assignBreak: BreakPayload;
  /** Reserves points for a redemption until it is captured, voided or expires. Lots are allocated now. */
  authoriseRedemption: AuthoriseRedemptionPayload;
  /** Begins to replay the real purchases of a period through drafts of rules, beside the rules in force. It runs on its own; look at `backtest`. */
  backtestRules: BacktestRulesPayload;
  /** Partners have their advice of a closed window: its review begins. */
  beginReview: BeginReviewPayload;
  /** Stops a backtest that is running. */
  cancelBacktest: CancelBacktestPayload;
  /** Cancels the points of a purchase that are still pending. */
  cancelPurchase: CancelPurchasePayload;
  /** Redeems held points, whole or in part, once or several times. */
  captureRedemption: CaptureRedemptionPayload;
  /** Closes the open window and opens the next in the same transaction. Posting goes on. */
  closeSettlementWindow: CloseSettlementWindowPayload;
  /** Makes pending points of a purchase spendable now. */
  confirmPurchase: ConfirmPurchasePayload;
  /**
   * The member's word for one redemption of so many points at most, good for five minutes. For the member's own app; the till then redeems or authorises with
   * the confirmation's id.
   */
  confirmRedemption: ConfirmRedemptionPayload;
  /** Subscribes a partner's system, or the operator's, to events: each is posted to the URL, signed as Standard Webhooks says, until it is answered with 2xx. */
  createWebhook: CreateWebhookPayload;
  /**
   * Decides a dispute, or notes that it was withdrawn: what was held back is released in the open window. With `upheldPoints` so many points are given back
   * as a transaction of its own, at once; without, whoever decided refunds or returns what is upheld.
   */
  decideDispute: DecideDisputePayload;
  /** Declines a proposal: the break is open again. For the operator. */
  declineBreakAdjustment: BreakPayload;
  /** Ends a webhook; what waits is not sent. */
  deleteWebhook: DeleteWebhookPayload;
  /** Lapses points whose last day has passed, pending points that fell due, and holds whose time is over. Safe to run twice and at once. */
  expirePoints: ExpirePointsPayload;
  /** Gives points without a purchase: a welcome, a birthday. For the operator. */
  grantPoints: GrantPointsPayload;
  /** Issues the invoices and credit notes of a final window, gross with VAT, up to four for each partner, under numbers without gaps. What was issued stays; what is missing of a partner is told, and another call issues the rest. For the operator. */
  issueDocuments: IssueDocumentsPayload;
  /**
   * Contests a transaction that concerns the partner: what its entry did to partners is held back until the dispute is decided, in the window of the
   * transaction while that is not final, else in the open one. A partner's app opens for its own partner, the operator for any, or for itself.
   */
  openDispute: OpenDisputePayload;
  /**
   * Posts that a reward which comes with a tier or a paid membership was handed out: its funders pay the partner that honours it what that partner's contract pays
   * for as many points, split by largest remainder to the cent. No points move; it is netted, stated and invoiced like everything else, and taken
   * back by `reverseTransaction`. Asked by the rewards subgraph; for the operator.
   */
  postBenefit: PostBenefitPayload;
  /**
   * Posts what a member paid for a period of its membership: whoever took the money owes it, and each party is credited its share, split by
   * largest remainder to the cent. It is netted, stated and invoiced like everything else. Asked by the members subgraph; for the operator.
   */
  postMembershipFee: PostMembershipFeePayload;
  /** Proposes an adjustment with a reason. It posts when somebody else approves it. */
  proposeAdjustment: ProposeAdjustmentPayload;
  /** Proposes what is to be posted, or written off, for a break. It happens when somebody else approves exactly what is then shown. For the operator. */
  proposeBreakAdjustment: BreakPayload;
  /**
   * Proposes a step of settlement that needs two persons: to sign a window off, release its payments, suspend, resume or abort it, declare a partner in
   * default, take a default back, or enter what a partner brings along. Nothing happens before another person approves it.
   */
  proposeSettlementStep: ProposeSettlementStepPayload;
  /** What a redemption would take from which lots and what the acceptor would be paid. Writes nothing. */
  quoteRedemption: QuoteRedemptionPayload;
  /** Matches a partner's own file of a window with the ledger: every record on either side gets exactly one verdict. The same bytes again are no new version. A partner reconciles itself, the operator anyone. */
  reconcile: ReconcilePayload;
  /** Records a purchase and gives its points. The points stay pending where the contract or `pendingUntil` says so. */
  recordPurchase: RecordPurchasePayload;
  /** Records up to 1,000 purchases. Each has its own key and its own result; a refusal of one touches no other. */
  recordPurchases: RecordPurchasesPayload;
  /** Takes back what returned goods earned: of a whole purchase, of lines and quantities, or without a receipt at the contract's rate. */
  recordReturn: RecordReturnPayload;
  /** Spends points in one step. Every point is attributed to the lot it came from in the same transaction. */
  redeemPoints: RedeemPointsPayload;
  /** Sends a message anew, dead or delivered, under the same message id. */
  redeliverWebhook: RedeliverWebhookPayload;
  /** Gives back a membership fee or a part: what is left of each party's share pays for it, by largest remainder, so that a whole refund leaves nothing. */
  refundMembershipFee: RefundMembershipFeePayload;
  /** Gives back redeemed points, whole or in part, to the lots they came from. */
  refundRedemption: RefundRedemptionPayload;
  /** Ends a proposal: the one who made it withdraws it, another person rejects it. */
  rejectSettlementStep: RejectSettlementStepPayload;
  /**
   * Takes a message of the operator's bank: pain.002 (statuses), camt.053 or camt.054 (bookings). Payments are found by their EndToEndIds; executed ones are
   * booked, rejected ones wait for their next release, and what else it says is listed. The same bytes again change nothing. A file that is malformed, of
   * another kind or that declares a document type or entities is refused whole.
   */
  reportBankFile: ReportBankFilePayload;
  /** What the bank says of one payment: executed, it is booked; rejected, it waits for its next release. */
  reportPayment: ReportPaymentPayload;
  /** Undoes a transaction by a new one in the open window. A reversal cannot be reversed. */
  reverseTransaction: ReverseTransactionPayload;
  /** Ends a key that is no longer to be trusted: its private half is destroyed, and every statement that it signed is signed again over the same bytes. */
  revokeSettlementKey: RevokeSettlementKeyPayload;
  /** Puts a new key in the place of the one that signs statements; it also happens by itself once a year. What the old one signed stays good. */
  rotateSettlementKey: RotateSettlementKeyPayload;
  /** Gives a webhook a new secret. Until the overlap ends messages carry a signature with each. */
  rotateWebhookSecret: RotateWebhookSecretPayload;
  /**
   * Says that all money of a window has moved: one net amount per partner. Where the programme has dispute days, its payments must have been released
   * (`proposeSettlementStep`); where it has none, its closed window is settled as it is.
   */
  settleWindow: SettleWindowPayload;
  /** Moves points to another member. Lots keep issuer, cost and expiry. */
  transferPoints: TransferPointsPayload;
  /** Changes a webhook's URL or events, pauses it or lets it go on: what happened meanwhile is then sent. */
  updateWebhook: UpdateWebhookPayload;
  /** Takes a piece of a partner's file that is too large for one request; `reconcile` then names the upload. Pieces are kept for a day. */
  uploadPartnerFile: UploadPartnerFilePayload;
  /** Gives back what is still held. */
  voidRedemption: VoidRedemptionPayload;
  /** Whoever opened a dispute gives up: what was held back is released in the open window. */
  withdrawDispute: WithdrawDisputePayload;
};


export type MutationAcceptBreakArgs = {
  input: AcceptBreakInput;
};


export type MutationAddDisputeEvidenceArgs = {
  input: AddDisputeEvidenceInput;
};


export type MutationAnswerDisputeArgs = {
  input: AnswerDisputeInput;
};


export type MutationApproveAdjustmentArgs = {
  input: ApproveAdjustmentInput;
};


export type MutationApproveBreakAdjustmentArgs = {
  input: ApproveBreakAdjustmentInput;
};


export type MutationApproveSettlementStepArgs = {
  input: ApproveSettlementStepInput;
};


export type MutationAssignBreakArgs = {
  input: AssignBreakInput;
};


export type MutationAuthoriseRedemptionArgs = {
  input: AuthoriseRedemptionInput;
};


export type MutationBacktestRulesArgs = {
  input: BacktestRulesInput;
};


export type MutationBeginReviewArgs = {
  input: BeginReviewInput;
};


export type MutationCancelBacktestArgs = {
  input: CancelBacktestInput;
};


export type MutationCancelPurchaseArgs = {
  input: CancelPurchaseInput;
};


export type MutationCaptureRedemptionArgs = {
  input: CaptureRedemptionInput;
};


export type MutationCloseSettlementWindowArgs = {
  input: CloseSettlementWindowInput;
};


export type MutationConfirmPurchaseArgs = {
  input: ConfirmPurchaseInput;
};


export type MutationConfirmRedemptionArgs = {
  input: ConfirmRedemptionInput;
};


export type MutationCreateWebhookArgs = {
  input: CreateWebhookInput;
};


export type MutationDecideDisputeArgs = {
  input: DecideDisputeInput;
};


export type MutationDeclineBreakAdjustmentArgs = {
  input: DeclineBreakAdjustmentInput;
};


export type MutationDeleteWebhookArgs = {
  input: DeleteWebhookInput;
};


export type MutationExpirePointsArgs = {
  input: ExpirePointsInput;
};


export type MutationGrantPointsArgs = {
  input: GrantPointsInput;
};


export type MutationIssueDocumentsArgs = {
  input: IssueDocumentsInput;
};


export type MutationOpenDisputeArgs = {
  input: OpenDisputeInput;
};


export type MutationPostBenefitArgs = {
  input: PostBenefitInput;
};


export type MutationPostMembershipFeeArgs = {
  input: PostMembershipFeeInput;
};


export type MutationProposeAdjustmentArgs = {
  input: ProposeAdjustmentInput;
};


export type MutationProposeBreakAdjustmentArgs = {
  input: ProposeBreakAdjustmentInput;
};


export type MutationProposeSettlementStepArgs = {
  input: ProposeSettlementStepInput;
};


export type MutationQuoteRedemptionArgs = {
  input: QuoteRedemptionInput;
};


export type MutationReconcileArgs = {
  input: ReconcileInput;
};


export type MutationRecordPurchaseArgs = {
  input: RecordPurchaseInput;
};


export type MutationRecordPurchasesArgs = {
  input: RecordPurchasesInput;
};


export type MutationRecordReturnArgs = {
  input: RecordReturnInput;
};


export type MutationRedeemPointsArgs = {
  input: RedeemPointsInput;
};


export type MutationRedeliverWebhookArgs = {
  input: RedeliverWebhookInput;
};


export type MutationRefundMembershipFeeArgs = {
  input: RefundMembershipFeeInput;
};


export type MutationRefundRedemptionArgs = {
  input: RefundRedemptionInput;
};


export type MutationRejectSettlementStepArgs = {
  input: RejectSettlementStepInput;
};


export type MutationReportBankFileArgs = {
  input: ReportBankFileInput;
};


export type MutationReportPaymentArgs = {
  input: ReportPaymentInput;
};


export type MutationReverseTransactionArgs = {
  input: ReverseTransactionInput;
};


export type MutationRevokeSettlementKeyArgs = {
  input: RevokeSettlementKeyInput;
};


export type MutationRotateSettlementKeyArgs = {
  input: RotateSettlementKeyInput;
};


export type MutationRotateWebhookSecretArgs = {
  input: RotateWebhookSecretInput;
};


export type MutationSettleWindowArgs = {
  input: SettleWindowInput;
};


export type MutationTransferPointsArgs = {
  input: TransferPointsInput;
};


export type MutationUpdateWebhookArgs = {
  input: UpdateWebhookInput;
};


export type MutationUploadPartnerFileArgs = {
  input: UploadPartnerFileInput;
};


export type MutationVoidRedemptionArgs = {
  input: VoidRedemptionInput;
};


export type MutationWithdrawDisputeArgs = {
  input: WithdrawDisputeInput;
};

/** One partner's result of a window. */
export type NetPosition = {
  __typename?: 'NetPosition';
  /** What is to be done with it. */
  action: NetPositionAction;
  /** Totals by component, such as ISSUANCE, REDEMPTION or CLEARING_FEE. */
  components: Array<ComponentTotal>;
  /** What is owed to the partner. */
  credits: Money;
  /** What the partner owes. */
  debits: Money;
  /** opening + credits - debits. Positive: the operator pays the partner. */
  net: Money;
  /** Carried over from the window before. */
  opening: Money;
  /** The partner. */
  partner?: Maybe<Partner>;
};

/** What is to be done with a net position. */
export type NetPositionAction =
  /** Too small to move: carried into the next window. */
  | 'CARRY_FORWARD'
  /** The partner pays the operator. */
  | 'COLLECT_FROM_PARTNER'
  /** Nothing to do. */
  | 'NONE'
  /** The operator pays the partner. */
  | 'PAY_PARTNER';

/** What netting spares the coalition. */
export type NettingSavings = {
  __typename?: 'NettingSavings';
  /** What would change hands if every opening, credit and debit were paid for itself. */
  gross: Money;
  /** Payments without netting: one per partner and component. */
  grossPayments: Scalars['Int']['output'];
  /** What does change hands. */
  net: Money;
  /** Payments with netting. */
  netPayments: Scalars['Int']['output'];
  /** The difference. */
  saved: Money;
  /** Saved of gross, in hundredths of a per cent. */
  savedBasisPoints: Scalars['Int']['output'];
};

/** A transaction to contest. */
export type OpenDisputeInput = {
  /** Which of the transaction's money entries is contested, from 1. */
  entry: Scalars['Int']['input'];
  /** What is to be considered: up to 20 texts or references of 1 to 1000 characters. */
  evidence: Array<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The partner that contests it; the operator itself when left out. */
  raisedById?: InputMaybe<Scalars['ID']['input']>;
  /** Why, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The partner's own name for the dispute, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The transaction. */
  transactionId: Scalars['ID']['input'];
};

/** What became of the dispute. */
export type OpenDisputePayload = {
  __typename?: 'OpenDisputePayload';
  /** The dispute; null when refused. */
  dispute?: Maybe<Dispute>;
  /** The hold; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Where a page of a connection begins and ends. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last edge, null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more edges follow the last one of this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether edges come before the first one of this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge, null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type Partner = {
  __typename?: 'Partner';
  /** Id of the partner. */
  id: Scalars['ID']['output'];
  /** What members still have of the points that this partner pays for: what it stands behind when it leaves. For the operator and the partner itself. */
  outstanding?: Maybe<PartnerOutstanding>;
  /** The partner's running money position over all unsettled windows, exact after every transaction. For the operator and the partner itself. */
  position?: Maybe<Position>;
  /** What happened at the partner's tills, the newest first. For the operator and the partner itself. */
  transactions?: Maybe<TransactionConnection>;
};


export type PartnerTransactionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};

/** Something that happened at a partner's till. */
export type PartnerActivity = {
  __typename?: 'PartnerActivity';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** The member whose points it moved. */
  member?: Maybe<Member>;
  /** The partner. */
  partner?: Maybe<Partner>;
  /** What happened. */
  transaction: Transaction;
};

/** The form of a partner's file. */
export type PartnerFileFormat =
  /** Lines: header H, columns, records, trailer T. */
  | 'CSV'
  /** One document with header, records and trailer. */
  | 'JSON';

/** Why a partner's file cannot be taken. */
export type PartnerFileProblem = {
  __typename?: 'PartnerFileProblem';
  /** Stable code, such as TRAILER_COUNT_WRONG, BYTE_ORDER_MARK or DECIMAL_COMMA. */
  code: Scalars['String']['output'];
  /** Line of the file, from 1, as an editor shows it; null where there is none to name. */
  line?: Maybe<Scalars['Int']['output']>;
  /** Record, from 1; null outside the records. */
  record?: Maybe<Scalars['Int']['output']>;
  /** One sentence for the partner. */
  sentence: Scalars['String']['output'];
};

/** What a partner stands behind: points that it pays for and that can still be spent. */
export type PartnerOutstanding = {
  __typename?: 'PartnerOutstanding';
  /** What their redemption costs at most: at the highest reimbursement of any acceptor's contract in force. */
  highestCost: Money;
  /** Last day on which any of them can be spent; null when some never lapse, or there are none. */
  lastExpiresOn?: Maybe<Scalars['Date']['output']>;
  /** Members who have some. */
  members: Scalars['Int']['output'];
  /** Points, pending and held ones among them. */
  points: Scalars['Points']['output'];
};

/**
 * A file of pay-outs for the operator's bank: pain.001.001.09, one currency, one day. It was made when its release was proposed; two persons release it with the
 * proposal, whose hash covers it. It is never changed, and never made again under the same name.
 */
export type PaymentFile = {
  __typename?: 'PaymentFile';
  /** The day on which money is to move. */
  executionDate: Scalars['Date']['output'];
  /** When it was made. */
  madeAt: Scalars['DateTime']['output'];
  /** MsgId: the file's name at the bank, for ever. */
  messageId: Scalars['ID']['output'];
  /** The file itself, in parts; null before two persons have released it. */
  part?: Maybe<FilePart>;
  /** Number of its payments: NbOfTxs. */
  paymentCount: Scalars['Int']['output'];
  /** Who is paid how much on which account, in the order of the file. */
  payments: Array<FiledPayment>;
  /** Whether two persons released it. */
  released: Scalars['Boolean']['output'];
  /** SHA-256 of its bytes, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** Sum of its payments: CtrlSum. */
  total: Money;
  /** The window whose pay-outs these are. */
  window?: Maybe<SettlementWindow>;
};


/**
 * A file of pay-outs for the operator's bank: pain.001.001.09, one currency, one day. It was made when its release was proposed; two persons release it with the
 * proposal, whose hash covers it. It is never changed, and never made again under the same name.
 */
export type PaymentFilePartArgs = {
  after: Scalars['Int']['input'];
};

/** A payment as it was sent to the bank. */
export type PaymentInstruction = {
  __typename?: 'PaymentInstruction';
  /** Above zero the operator pays, below zero it collects. In the currency in which the partner settles. */
  amount: Money;
  /** 1 for the first, one more for each after a rejection. */
  attempt: Scalars['Int']['output'];
  /** The bank's own name for it. */
  bankReference?: Maybe<Scalars['String']['output']>;
  /** Of a payment in another currency than the programme's: what the bank moved in the programme's for it; null where the bank did not say. */
  booked?: Maybe<Money>;
  /** The name under which banks carry it; never used again. */
  endToEndId: Scalars['String']['output'];
  /** When it was released. */
  instructedAt: Scalars['DateTime']['output'];
  /** Why it was refused, or came back. */
  reason?: Maybe<Scalars['String']['output']>;
  /** When the bank's last word was recorded. */
  reportedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the bank said; null while it is under way. */
  result?: Maybe<PaymentResult>;
};

/** What the bank says of a payment. */
export type PaymentResult =
  /** The money has moved. */
  | 'EXECUTED'
  /** It was refused. */
  | 'REJECTED'
  /** It was executed, and the money came back. */
  | 'RETURNED';

/** Points under a heading. */
export type PointsBucket = {
  __typename?: 'PointsBucket';
  /** The heading. */
  bucket: Scalars['String']['output'];
  /** How many. */
  points: Scalars['Points']['output'];
};

/** Points of a programme at a moment. */
export type PointsLiability = {
  __typename?: 'PointsLiability';
  /** The moment. */
  asOf: Scalars['DateTime']['output'];
  /** Outstanding points by the month they lapse, `YYYY-MM`, or `never`. */
  byExpiryMonth: Array<PointsBucket>;
  /** Outstanding points by the month they were issued, `YYYY-MM`. */
  byIssueMonth: Array<PointsBucket>;
  /** The same by issuer. */
  byIssuer: Array<IssuerLiability>;
  /** Points taken back by returns. */
  clawedBack: Scalars['Points']['output'];
  /** Points that lapsed. */
  expired: Scalars['Points']['output'];
  /** All points ever issued. */
  issued: Scalars['Points']['output'];
  /** Points members still hold: issued - redeemed - expired - clawed back. */
  outstanding: Scalars['Points']['output'];
  /** Points spent. */
  redeemed: Scalars['Points']['output'];
};

/** Movement of an issuer's points between two moments. */
export type PointsRollForward = {
  __typename?: 'PointsRollForward';
  /** Taken back by returns since. */
  clawedBack: Scalars['Points']['output'];
  /** Outstanding at the end: opening + issued - redeemed - expired - clawed back. */
  closing: Scalars['Points']['output'];
  /** Lapsed since. */
  expired: Scalars['Points']['output'];
  /** Issued since. */
  issued: Scalars['Points']['output'];
  /** The issuer; null for the operator. */
  issuer?: Maybe<Partner>;
  /** Outstanding at the beginning. */
  opening: Scalars['Points']['output'];
  /** Redeemed since, less refunds. */
  redeemed: Scalars['Points']['output'];
};

/** A change of a member's points. */
export type PointsUpdate = {
  __typename?: 'PointsUpdate';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** The member. */
  member?: Maybe<Member>;
  /** The partner where it happened; null for the operator. */
  partner?: Maybe<Partner>;
  /** What happened. */
  transaction: Transaction;
  /** The wallet after it. */
  wallet: Wallet;
};

/** A partner's running money position, in the programme currency. Negative: the partner owes. */
export type Position = {
  __typename?: 'Position';
  /** The net debit cap of the contract in force; null when there is none. */
  cap?: Maybe<Money>;
  /** What is owed to the partner. */
  credits: Money;
  /** What the partner owes. */
  debits: Money;
  /** How far the cap is used. */
  level: ExposureLevel;
  /** The position. */
  net: Money;
};

/** A partner's position that may have changed. */
export type PositionUpdate = {
  __typename?: 'PositionUpdate';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** The partner. */
  partner?: Maybe<Partner>;
  /** The position now: it holds this event and what came after it. */
  position?: Maybe<Position>;
};

/** A reward that came with a tier or a paid membership. */
export type PostBenefitInput = {
  /** Who pays: 1 to 20 shares that sum to 10,000. */
  funding: Array<AwardFundingInput>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member that got it. */
  memberId: Scalars['ID']['input'];
  /** When it was handed out; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** How many points the reward costs others: the partner is paid what its contract pays for so many. */
  points: Scalars['Points']['input'];
  /** The caller's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store at which it is booked, of the partner that honours it. */
  storeId: Scalars['ID']['input'];
};

/** What became of the benefit. */
export type PostBenefitPayload = {
  __typename?: 'PostBenefitPayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What a member paid for a period of its membership. */
export type PostMembershipFeeInput = {
  /** What was paid, in the programme's currency. */
  amount: MoneyInput;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member that paid. */
  memberId: Scalars['ID']['input'];
  /** When it was paid; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The caller's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** Whose it is: 1 to 20 parties, each once, with shares that sum to 10,000. */
  shares: Array<FeeShareInput>;
  /** The store where the money was taken; the operator when left out. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of the fee. */
export type PostMembershipFeePayload = {
  __typename?: 'PostMembershipFeePayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An adjustment to propose. */
export type ProposeAdjustmentInput = {
  /** Last day on which points given can be spent; never lapsing when left out. */
  expiresOn?: InputMaybe<Scalars['Date']['input']>;
  /** Who pays for points given; the operator when left out. */
  funderId?: InputMaybe<Scalars['ID']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** For an earn that was missed: when it should have happened, however long ago. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Points to give (positive) or to take (negative); never zero. */
  points: Scalars['Points']['input'];
  /** Why, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** For an earn that was missed: the till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** For an earn that was missed: the store where it should have happened. Its partner pays for the points. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
};

/** The adjustment that was proposed. */
export type ProposeAdjustmentPayload = {
  __typename?: 'ProposeAdjustmentPayload';
  /** The adjustment; null when refused. */
  adjustment?: Maybe<Adjustment>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What to post for a break. */
export type ProposeBreakAdjustmentInput = {
  /** The break. */
  breakId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member, for something that the ledger does not know; else that of its transaction. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** Why, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The store, for something that the ledger does not know; else that of its transaction. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
  /** The purchase or redemption that a missing reversal belongs to. */
  transactionId?: InputMaybe<Scalars['ID']['input']>;
  /** Write it off instead of posting. */
  writeOff: Scalars['Boolean']['input'];
};

/** A step to propose. */
export type ProposeSettlementStepInput = {
  /** For OPENING_BALANCE, in the programme's currency: above zero the operator owes the partner, below zero the partner owes. Not zero. */
  amount?: InputMaybe<MoneyInput>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** For DEFAULT, REINCLUDE and OPENING_BALANCE the one partner; for RELEASE those whose payments go out, all when left out; else left out. */
  partnerIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /**
   * For FINALISE, one for each of the window's `ratesNeeded`; else left out. Each net that is paid in another currency is converted once, `net x rate` half up to
   * the digits of that currency; a net that comes to nothing is carried forward. The hash that is approved covers rates and amounts. Refused as
   * INVALID_AMOUNT (no plain decimal above zero, or a net comes to more than can be paid), UNKNOWN_CURRENCY, DATE_IN_FUTURE, INVALID_INPUT (a currency twice),
   * RATE_MISSING, RATE_NOT_NEEDED (the programme's own, too) and RATE_STALE.
   */
  rates?: InputMaybe<Array<ExchangeRateInput>>;
  /** Why, 1 to 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** What is proposed. */
  step: SettlementStep;
  /** The window. */
  windowId: Scalars['ID']['input'];
};

/** What became of the proposal. */
export type ProposeSettlementStepPayload = {
  __typename?: 'ProposeSettlementStepPayload';
  /** The proposal; null when refused. */
  proposal?: Maybe<SettlementProposal>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A line of a basket. */
export type PurchaseLineInput = {
  /** What the line cost in total, in the purchase's currency. */
  amount: Scalars['Decimal']['input'];
  /** Brand, up to 100 characters. */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** Category, up to 100 characters. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** How many, 1 to 1,000,000. */
  quantity: Scalars['Int']['input'];
  /** Article, 1 to 100 characters. */
  sku: Scalars['String']['input'];
};

export type Query = {
  __typename?: 'Query';
  /**
   * What accountants see, window by window: the operator's reserve, the contract liability of its pool (IFRS 15), points by funder and vintage. The operator
   * sees all of it, a partner the points that it funds. Null before the first window.
   */
  accounting?: Maybe<Accounting>;
  /** Runs every invariant of the books on one consistent snapshot. For the operator. */
  audit: AuditReport;
  /** A backtest by id. Null when there is none, or the caller may not see it. */
  backtest?: Maybe<Backtest>;
  /** Backtests of the programme, the newest first, up to 100; a partner sees its own. */
  backtests: Array<Backtest>;
  /** A message of the operator's bank by id. For the operator; null when there is none. */
  bankFile?: Maybe<BankFile>;
  /** Messages of the operator's bank, the newest first. For the operator. */
  bankFiles: BankFileConnection;
  /** A dispute by id. A partner sees those that concern it. */
  dispute?: Maybe<Dispute>;
  /** Disputes, the newest first. A partner sees those that it opened, and those about what happened at its tills. */
  disputes: DisputeConnection;
  /** What happened, the oldest first, for those who poll: the same events and the same cursors as the subscriptions. A member gets its own, a partner what happens at its tills, to its position and its orders, and windows; the operator everything. Kept for a week. Without `after` it begins with the oldest that is kept. */
  events: EventConnection;
  /** Cursor of the feed's present end. Read it, then read what you show, then subscribe with it as `after`: nothing falls between. */
  feedCursor: Scalars['String']['output'];
  /** A hold by id. Null when there is none, or the caller may not see it. */
  hold?: Maybe<Hold>;
  /** Points of the programme, in total and by issuer, now or as of a past moment. For the operator. */
  pointsLiability: PointsLiability;
  /** Movement of points between two moments, by issuer: opening, issued, redeemed, expired, clawed back, closing. For the operator. */
  pointsRollForward: Array<PointsRollForward>;
  /** What a purchase would be given now: the same answer as `recordPurchase`, with what became of every rule. Writes nothing. */
  quotePurchase: QuotePurchasePayload;
  /** A reconciliation by id: a partner's file of a window against the ledger. For the operator and the partner itself; null when there is none. */
  reconciliation?: Maybe<Reconciliation>;
  /** A break by id. For the operator and the partner itself; null when there is none. */
  reconciliationBreak?: Maybe<ReconciliationBreak>;
  /** Reconciliations, the newest first. A partner sees its own. */
  reconciliations: ReconciliationConnection;
  /** Invoices and credit notes of a window, by number. A partner sees its own. */
  settlementDocuments: Array<SettlementDocument>;
  /** The keys that sign the programme's statements, old and revoked ones included. Pin them: `npm run verify-statement -- FILE --keys JWKS` takes `jwks` as it is. */
  settlementKeys: SettlementKeys;
  /** A settlement window by id; the open one when no id is given. A programme's first window opens with its first posting: null before it. */
  settlementWindow?: Maybe<SettlementWindow>;
  /** Settlement windows of the programme, the newest first. */
  settlementWindows: SettlementWindowConnection;
  /** The same with drafts of rules as if they were in force, whatever their dates. Writes nothing. */
  simulatePurchase: QuotePurchasePayload;
  /**
   * A partner's statement of a closed window: the final one, or the advice while the window may still be appended to. Null before the window is
   * closed, and when nothing of it concerns the partner. A partner sees its own, the operator all.
   */
  statement?: Maybe<Statement>;
  /** One line of a statement with what proves it. Null when there is no such line or it is not the caller's to see. */
  statementLine?: Maybe<StatementLine>;
  /** A transaction by id. Null when there is none, or the caller may not see it. */
  transaction?: Maybe<Transaction>;
  /** What became of a command, by its idempotency key: its transaction, or null when it was never received or was refused. For the caller's own keys. */
  transactionByKey?: Maybe<Transaction>;
  /** A webhook by id; null when there is none, or it is somebody else's. */
  webhook?: Maybe<Webhook>;
  /** A partner's webhooks, the oldest first; the operator's own when the operator names no partner. */
  webhooks: Array<Webhook>;
};


export type QueryAccountingArgs = {
  last: Scalars['Int']['input'];
  windowId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryBacktestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBankFileArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBankFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type QueryDisputeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDisputesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  open?: InputMaybe<Scalars['Boolean']['input']>;
  partnerId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  types?: InputMaybe<Array<EventType>>;
};


export type QueryHoldArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPointsLiabilityArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryPointsRollForwardArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


export type QueryQuotePurchaseArgs = {
  input: QuotePurchaseInput;
};


export type QueryReconciliationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryReconciliationBreakArgs = {
  id: Scalars['ID']['input'];
};


export type QueryReconciliationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  windowId?: InputMaybe<Scalars['ID']['input']>;
};


export type QuerySettlementDocumentsArgs = {
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  windowId: Scalars['ID']['input'];
};


export type QuerySettlementWindowArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QuerySettlementWindowsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type QuerySimulatePurchaseArgs = {
  input: QuotePurchaseInput;
  ruleVersionIds: Array<Scalars['ID']['input']>;
};


export type QueryStatementArgs = {
  kind?: InputMaybe<StatementKind>;
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  windowId: Scalars['ID']['input'];
};


export type QueryStatementLineArgs = {
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  seq: Scalars['Int']['input'];
  windowId: Scalars['ID']['input'];
};


export type QueryTransactionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTransactionByKeyArgs = {
  idempotencyKey: Scalars['String']['input'];
};


export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhooksArgs = {
  partnerId?: InputMaybe<Scalars['ID']['input']>;
};

/** A purchase to quote. */
export type QuotePurchaseInput = {
  /** What would be paid in total, above zero. */
  amount: MoneyInput;
  /** Through which channel, as the programme names it. */
  channel?: InputMaybe<Scalars['String']['input']>;
  /** The member by identity; give this or `memberId`. */
  identity?: InputMaybe<MemberIdentityInput>;
  /** The basket, up to 500 lines that sum to `amount`. */
  lines: Array<PurchaseLineInput>;
  /** The member by id; give this or `identity`. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** When; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The part of the amount that would be paid with points. */
  paidWithPoints?: InputMaybe<Scalars['Decimal']['input']>;
  /** How it would be paid, as the programme names it. */
  paymentMethod?: InputMaybe<Scalars['String']['input']>;
  /** Keep the points pending until then; overrides the contract's days. */
  pendingUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Keep the points pending until they are confirmed. */
  pendingUntilConfirmed: Scalars['Boolean']['input'];
  /** Codes of promotions, up to 20. */
  promotionCodes: Array<Scalars['String']['input']>;
  /** The till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store. */
  storeId: Scalars['ID']['input'];
  /** The terminal of the store that it happens at, where the till says so. */
  terminalId?: InputMaybe<Scalars['ID']['input']>;
};

/** What a purchase would be given. */
export type QuotePurchasePayload = {
  __typename?: 'QuotePurchasePayload';
  /** The issuer's own points, which count for tiers. */
  basePoints?: Maybe<Scalars['Points']['output']>;
  /** Last day on which the base points could be spent; null when they never lapse, or there are none. */
  expiresOn?: Maybe<Scalars['Date']['output']>;
  /** The lots it would open: who pays for how many. */
  funding?: Maybe<Array<QuotedFunding>>;
  /** Points of each line of the basket, in its order. */
  lines?: Maybe<Array<Scalars['Points']['output']>>;
  /** Whether they would be pending. */
  pending?: Maybe<Scalars['Boolean']['output']>;
  /** When pending points become spendable by themselves; null when at once, or only a confirmation does it. */
  pendingUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Points in all; null when refused. */
  points?: Maybe<Scalars['Points']['output']>;
  /** Points of promotions. */
  promotionPoints?: Maybe<Scalars['Points']['output']>;
  /** What became of every rule that was looked at, in the order of looking. */
  rules?: Maybe<Array<RuleOutcome>>;
  /** Why, in a sentence. */
  sentence?: Maybe<Scalars['String']['output']>;
  /** Why it would be refused. */
  userErrors: Array<UserError>;
};

/** A redemption to price. */
export type QuoteRedemptionInput = {
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** How many. */
  points: Scalars['Points']['input'];
  /** The store that would take the points. */
  storeId: Scalars['ID']['input'];
};

/** What a redemption would do. */
export type QuoteRedemptionPayload = {
  __typename?: 'QuoteRedemptionPayload';
  /** What the acceptor would be paid; null when refused. */
  amount?: Maybe<Money>;
  /** Which lots would pay. */
  funding?: Maybe<Array<FundingShare>>;
  /** Why it would be refused. */
  userErrors: Array<UserError>;
};

/** Points that one funder would pay for. */
export type QuotedFunding = {
  __typename?: 'QuotedFunding';
  /** BASE or CAMPAIGN:<rule>/<version>. */
  component: Scalars['String']['output'];
  /** The partner that pays; null for the operator. */
  funder?: Maybe<Partner>;
  /** How many. */
  points: Scalars['Points']['output'];
};

/** A partner's file to match with the ledger. */
export type ReconcileInput = {
  /** CSV or JSON. */
  format: PartnerFileFormat;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The partner; left out by a partner that reconciles itself. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** The file as text; give this or `upload`. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Largest difference in minor units that is no break. */
  toleranceMinor: Scalars['MinorUnits']['input'];
  /** Largest difference in points that is no break. */
  tolerancePoints: Scalars['Points']['input'];
  /** Largest difference in seconds that is no break, up to 86,400. */
  toleranceSeconds: Scalars['Int']['input'];
  /** Name of the upload that holds its pieces; give this or `text`. */
  upload?: InputMaybe<Scalars['String']['input']>;
  /** The window. */
  windowId: Scalars['ID']['input'];
};

/** What became of the file. */
export type ReconcilePayload = {
  __typename?: 'ReconcilePayload';
  /** What is wrong with the file, when it was refused for that. */
  problem?: Maybe<PartnerFileProblem>;
  /** The reconciliation; null when refused. */
  reconciliation?: Maybe<Reconciliation>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A partner's own file of a window, matched with the ledger (one version of it). */
export type Reconciliation = {
  __typename?: 'Reconciliation';
  /** Open breaks by kind and age in business days. */
  ageing: Array<BreakAgeing>;
  /** How many breaks it found. */
  breakCount: Scalars['Int']['output'];
  /** Its breaks, in the order of the file, then those that the ledger alone knows. */
  breaks: ReconciliationBreakConnection;
  /** Whether breaks are open although the window's dispute deadline has passed. */
  escalated: Scalars['Boolean']['output'];
  /** Records of the ledger that an earlier file had named before their time: timing, now explained. */
  explainedByTiming: Scalars['Int']['output'];
  /** Id of the reconciliation. */
  id: Scalars['ID']['output'];
  /** Records that are in both, identical. */
  matched: Scalars['Int']['output'];
  /** Records that are in both and differ by no more than the tolerances. */
  matchedInTolerance: Scalars['Int']['output'];
  /** How many of them are open. */
  openBreaks: Scalars['Int']['output'];
  /** The partner whose file it is. */
  partner?: Maybe<Partner>;
  /** Points of all its records. */
  points: Scalars['Points']['output'];
  /** Records in the file. */
  records: Scalars['Int']['output'];
  /** SHA-256 of the file's bytes, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** Whether a later version took its place. */
  superseded: Scalars['Boolean']['output'];
  /** When it was handed in. */
  uploadedAt: Scalars['DateTime']['output'];
  /** 1 for the first file of the partner and window; another file is the next version, and only the last one counts. */
  version: Scalars['Int']['output'];
  /** The window that is reconciled. */
  window?: Maybe<SettlementWindow>;
};


/** A partner's own file of a window, matched with the ledger (one version of it). */
export type ReconciliationBreaksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  states?: InputMaybe<Array<BreakState>>;
};

/** A difference between a partner's file and the ledger. */
export type ReconciliationBreak = {
  __typename?: 'ReconciliationBreak';
  /** Its age in business days. */
  age: Scalars['Int']['output'];
  /** Who looks into it. */
  assignee?: Maybe<Scalars['String']['output']>;
  /** The till and the member's token, as the file tells them. */
  evidence?: Maybe<Scalars['String']['output']>;
  /** Id of the break. */
  id: Scalars['ID']['output'];
  /** Record of the file, from 1; null where the ledger alone knows it. */
  line?: Maybe<Scalars['Int']['output']>;
  /** What was last said about it. */
  note?: Maybe<Scalars['String']['output']>;
  /** Points in the ledger. */
  operatorPoints?: Maybe<Scalars['Points']['output']>;
  /** Points in the file. */
  partnerPoints?: Maybe<Scalars['Points']['output']>;
  /** What is proposed to be done; null when nothing is. */
  proposal?: Maybe<BreakProposal>;
  /** The reconciliation that found it. */
  reconciliation: Reconciliation;
  /** The reference, of the file or of the ledger. */
  reference?: Maybe<Scalars['String']['output']>;
  /** What it is. */
  result: BreakResult;
  /** Seconds between the two business times, where both have one. */
  seconds?: Maybe<Scalars['Int']['output']>;
  /** Business date since which it is open: a later version of the file does not make it younger. */
  since: Scalars['Date']['output'];
  /** Where it stands. */
  state: BreakState;
  /** The ledger's transaction; null where the file alone knows it. */
  transaction?: Maybe<Transaction>;
  /** EARN, REDEEM, EARN_REVERSAL or REDEEM_REVERSAL. */
  type: Scalars['String']['output'];
  /** What it is worth: the difference where both know it, the whole where one does. */
  value: BreakValue;
};

/** A page of breaks. */
export type ReconciliationBreakConnection = {
  __typename?: 'ReconciliationBreakConnection';
  /** The breaks with their cursors. */
  edges: Array<ReconciliationBreakEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A break in a page. */
export type ReconciliationBreakEdge = {
  __typename?: 'ReconciliationBreakEdge';
  /** Cursor to continue after it. */
  cursor: Scalars['String']['output'];
  /** The break. */
  node: ReconciliationBreak;
};

/** A page of reconciliations. */
export type ReconciliationConnection = {
  __typename?: 'ReconciliationConnection';
  /** The reconciliations with their cursors. */
  edges: Array<ReconciliationEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A reconciliation in a page. */
export type ReconciliationEdge = {
  __typename?: 'ReconciliationEdge';
  /** Cursor to continue after it. */
  cursor: Scalars['String']['output'];
  /** The reconciliation. */
  node: Reconciliation;
};

/** A purchase at a till. */
export type RecordPurchaseInput = {
  /** What was paid in total, above zero. */
  amount: MoneyInput;
  /** Points that an engine outside decided, up to 20 awards, instead of the contract's rate and the earn rules. Needs the scope `ledger:award`. */
  awards: Array<AwardInput>;
  /** Through which channel it was bought, as the programme names it, up to 64 characters. */
  channel?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member by identity; give this or `memberId`. */
  identity?: InputMaybe<MemberIdentityInput>;
  /** The basket, up to 500 lines that sum to `amount`. Needed for returns by line. */
  lines: Array<PurchaseLineInput>;
  /** The member by id; give this or `identity`. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** When it happened at the till; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The part of the amount that was paid with points, in the purchase's currency: a rule may keep it from earning. */
  paidWithPoints?: InputMaybe<Scalars['Decimal']['input']>;
  /** How it was paid, as the programme names it, up to 64 characters. */
  paymentMethod?: InputMaybe<Scalars['String']['input']>;
  /** Keep the points pending until then; overrides the contract's days. */
  pendingUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Keep the points pending until they are confirmed. */
  pendingUntilConfirmed: Scalars['Boolean']['input'];
  /** Codes of promotions that are activated by code, up to 20. */
  promotionCodes: Array<Scalars['String']['input']>;
  /** The till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store. */
  storeId: Scalars['ID']['input'];
  /** The terminal of the store that it happens at, where the till says so. */
  terminalId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of one purchase. */
export type RecordPurchasePayload = {
  __typename?: 'RecordPurchasePayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** Purchases to record. */
export type RecordPurchasesInput = {
  /** The purchases, 1 to 1,000, each with its own key. */
  purchases: Array<RecordPurchaseInput>;
};

/** What became of each purchase. */
export type RecordPurchasesPayload = {
  __typename?: 'RecordPurchasesPayload';
  /** One result per purchase, in the order given. */
  results: Array<RecordPurchasePayload>;
  /** Why the whole batch was refused. */
  userErrors: Array<UserError>;
};

/** Goods that come back. */
export type RecordReturnInput = {
  /** The amount that comes back, for a purchase without lines, or for a return without a receipt. */
  amount?: InputMaybe<MoneyInput>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member by identity, for a return without a receipt. */
  identity?: InputMaybe<MemberIdentityInput>;
  /** Lines and quantities that come back; all that is left of the purchase when neither lines nor an amount are given. */
  lines: Array<ReturnLineInput>;
  /** The member, for a return without a receipt. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** When it happened at the till; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** How many of the points come back, for a purchase without lines or a grant; instead of an amount. */
  points?: InputMaybe<Scalars['Points']['input']>;
  /** The purchase they belong to; null for a return without a receipt. */
  purchaseId?: InputMaybe<Scalars['ID']['input']>;
  /** The till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store that takes them back; left out by the operator for points of a grant. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
  /** The terminal of the store that it happens at, where the till says so. */
  terminalId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of the return. */
export type RecordReturnPayload = {
  __typename?: 'RecordReturnPayload';
  /** Points that became arrears because they had been spent. */
  arrears?: Maybe<Scalars['Points']['output']>;
  /** Points that were taken back from the wallet. */
  clawedBack?: Maybe<Scalars['Points']['output']>;
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Points that nobody could take back: expired, or never earned here. */
  unrecovered?: Maybe<Scalars['Points']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** Points to spend. */
export type RedeemPointsInput = {
  /** The member's confirmation, where it wants to be asked for this many points: see `confirmRedemption`. */
  confirmationId?: InputMaybe<Scalars['ID']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member by identity; give this or `memberId`. */
  identity?: InputMaybe<MemberIdentityInput>;
  /** The member by id; give this or `identity`. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** When it happened at the till; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** How many. */
  points: Scalars['Points']['input'];
  /** The till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store that takes the points. */
  storeId: Scalars['ID']['input'];
  /** The terminal of the store that it happens at, where the till says so. */
  terminalId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of the redemption. */
export type RedeemPointsPayload = {
  __typename?: 'RedeemPointsPayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** A message to send anew. */
export type RedeliverWebhookInput = {
  /** The message. */
  deliveryId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the message. */
export type RedeliverWebhookPayload = {
  __typename?: 'RedeliverWebhookPayload';
  /** The message as it is after the command; null when refused. */
  delivery?: Maybe<WebhookDelivery>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A membership fee to be given back. */
export type RefundMembershipFeeInput = {
  /** How much, in the programme's currency; at most what was not given back before. */
  amount: MoneyInput;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** When it was handed out; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The store that hands it out; the operator when left out. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
  /** The transaction of the fee. */
  transactionId: Scalars['ID']['input'];
};

/** What became of the refund. */
export type RefundMembershipFeePayload = {
  __typename?: 'RefundMembershipFeePayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Spent points to give back. */
export type RefundRedemptionInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** When it happened at the till; now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** How many; all that was not yet refunded when left out. */
  points?: InputMaybe<Scalars['Points']['input']>;
  /** The redemption or capture. */
  redemptionId: Scalars['ID']['input'];
};

/** What became of the refund. */
export type RefundRedemptionPayload = {
  __typename?: 'RefundRedemptionPayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/**
 * Reasons for a refusal, in the order in which a command is checked: the first that applies is the answer.
 * (A caller who is not authenticated, or whose token lacks the scope, gets a GraphQL error `UNAUTHENTICATED` or `FORBIDDEN` before any of these.)
 */
export type RefusalCode =
  /** No such activity in this programme, or not now. */
  | 'ACTIVITY_UNKNOWN'
  /** Not every funder has approved this exact version. */
  | 'APPROVAL_MISSING'
  /** What was approved is not what was shown: it has changed since. Look again. */
  | 'APPROVAL_STALE'
  /** The programme publishes only what was backtested within a day: this version was not. */
  | 'BACKTEST_MISSING'
  /** No such backtest in this programme. */
  | 'BACKTEST_UNKNOWN'
  /** No such badge in this programme. */
  | 'BADGE_UNKNOWN'
  /** Bank details of the operator, or of a partner that is to be paid, are missing or cannot be written into a file for the bank: the message says whose. */
  | 'BANK_DETAILS'
  /** The break's state does not allow this: it is resolved, or waits for something else. */
  | 'BREAK_STATE'
  /** The capture is larger than what is still held. */
  | 'CAPTURE_EXCEEDS_HOLD'
  /** The case's state does not allow this. */
  | 'CASE_STATE'
  /** No such case, or not one of this partner's. */
  | 'CASE_UNKNOWN'
  /** The programme has no category of this name. */
  | 'CATEGORY_UNKNOWN'
  /** The member is in a circle already, or in none, or the circle is full. */
  | 'CIRCLE_STATE'
  /** No such circle, or its invitation is another. */
  | 'CIRCLE_UNKNOWN'
  /** No such API client. */
  | 'CLIENT_UNKNOWN'
  /** This code is in use: by another programme, partner of the programme, or store of the partner. */
  | 'CODE_TAKEN'
  /** The code is wrong, was used already, or is no longer good. */
  | 'CODE_WRONG'
  /** The member wants to confirm what spends this many points, and has not: ask for a confirmation. */
  | 'CONFIRMATION_REQUIRED'
  /** No such confirmation for this member, store and points, or it was used or is no longer good. */
  | 'CONFIRMATION_UNKNOWN'
  /** The member has not consented to this partner and purpose. */
  | 'CONSENT_MISSING'
  /** No contract of the partner is in force at the business time. */
  | 'CONTRACT_MISSING'
  /** A contract version of this partner already begins at or after this instant. */
  | 'CONTRACT_OVERLAP'
  /** The contract does not cover purchases in this currency. */
  | 'CURRENCY_NOT_ACCEPTED'
  /** The business time lies in the future. */
  | 'DATE_IN_FUTURE'
  /** The transaction is in dispute already, or the dispute was decided already. */
  | 'DISPUTE_STATE'
  /** No such dispute in this programme. */
  | 'DISPUTE_UNKNOWN'
  /** The draw's state does not allow this: it takes entries no more, or not yet, or was drawn already. */
  | 'DRAW_STATE'
  /** No such draw in this programme. */
  | 'DRAW_UNKNOWN'
  /** The file cannot be taken; the payload's `problem` names the line and the reason. Nothing of it was kept. */
  | 'FILE_REFUSED'
  /** The one who proposed cannot approve. */
  | 'FOUR_EYES'
  /** What was to be paid for is over. */
  | 'FUNDING_STATE'
  /** Nothing of this id, or nothing that the caller is asked to pay for. */
  | 'FUNDING_UNKNOWN'
  /** The hold's or quote's time is over. */
  | 'HOLD_EXPIRED'
  /** The hold was captured, voided or expired already. */
  | 'HOLD_RESOLVED'
  /** No such hold or quote. */
  | 'HOLD_UNKNOWN'
  /** The member is in a household already, or the household would be left without a head. */
  | 'HOUSEHOLD_STATE'
  /** No such household of this member. */
  | 'HOUSEHOLD_UNKNOWN'
  /** The idempotency key was used before with another body. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** This identity already belongs to a member. */
  | 'IDENTITY_TAKEN'
  /** No such identity of this member. */
  | 'IDENTITY_UNKNOWN'
  /** The member has fewer usable points than this takes. */
  | 'INSUFFICIENT_POINTS'
  /** The amount is no plain decimal, is negative or zero where it may not be, is too large (a purchase, return or fee: above 10^13 minor units), or has more decimals than the currency. */
  | 'INVALID_AMOUNT'
  /** An empty batch, or one of more than 1,000 items. */
  | 'INVALID_BATCH_SIZE'
  /** The input is malformed: empty, too long, or contradictory. `field` says where. */
  | 'INVALID_INPUT'
  /** Points must be a whole number from 1 to 10^12. */
  | 'INVALID_POINTS'
  /** The settlement item's state does not allow this: no payment of it is under way. */
  | 'ITEM_STATE'
  /** No such settlement item or payment in this programme. */
  | 'ITEM_UNKNOWN'
  /** The business time lies further back than the contract's late-submission window. */
  | 'LATE_SUBMISSION'
  /** The member is on the leaderboard already, or is not, or the leaderboard is over. */
  | 'LEADERBOARD_STATE'
  /** No such leaderboard in this programme. */
  | 'LEADERBOARD_UNKNOWN'
  /** A limit or policy of the programme, contract or reward forbids this. */
  | 'LIMIT_EXCEEDED'
  /** The membership does not allow this: there is one already, none, or it has ended. */
  | 'MEMBERSHIP_STATE'
  /** The member is suspended, closed or merged. */
  | 'MEMBER_INACTIVE'
  /** No such member in this programme. */
  | 'MEMBER_UNKNOWN'
  /** The members cannot be merged, or the merge cannot be undone: merged already, in a circle, too long ago, or what came over was spent. */
  | 'MERGE_STATE'
  /** The partner's net debit cap leaves no room for this. */
  | 'NET_DEBIT_CAP_EXCEEDED'
  /** Somebody else on the leaderboard has this nickname. */
  | 'NICKNAME_TAKEN'
  /** The caller may not do this for this programme, partner, store or member. */
  | 'NOT_ALLOWED'
  /** The offer is over, was activated already, or has not begun. */
  | 'OFFER_UNAVAILABLE'
  /** No such offer, or not for this member. */
  | 'OFFER_UNKNOWN'
  /** The order's state, or the time that has passed, does not allow this. */
  | 'ORDER_STATE'
  /** No such order in this programme. */
  | 'ORDER_UNKNOWN'
  /** The partner is not active. */
  | 'PARTNER_INACTIVE'
  /** No such partner in this programme. */
  | 'PARTNER_UNKNOWN'
  /** No such membership plan in this programme. */
  | 'PLAN_UNKNOWN'
  /** The proof is missing, is not the right one, or was used before. */
  | 'PROOF_REFUSED'
  /** The proposal was answered already, or the same step was proposed and waits for its answer. */
  | 'PROPOSAL_STATE'
  /** No such proposal of a settlement step in this programme. */
  | 'PROPOSAL_UNKNOWN'
  /** Nets of the window are paid in a currency of which no rate was given. */
  | 'RATE_MISSING'
  /** A rate was given of a currency in which nothing of the window is paid. */
  | 'RATE_NOT_NEEDED'
  /** A rate is too old for the day on which the window can be final: give a later one. */
  | 'RATE_STALE'
  /** No such reconciliation, upload or break in this programme, or not one of this partner's. */
  | 'RECONCILIATION_UNKNOWN'
  /** Nobody can be referred so: oneself, somebody who has bought or was referred before, or in a ring. */
  | 'REFERRAL_REFUSED'
  /** The refund is larger than what was redeemed, or paid as a fee, and not yet refunded. */
  | 'REFUND_EXCEEDS_REDEMPTION'
  /** The return is larger than what was bought and not yet returned. */
  | 'RETURN_EXCEEDS_PURCHASE'
  /** The reward is not offered now, or is out of stock. */
  | 'REWARD_UNAVAILABLE'
  /** No such reward in this programme. */
  | 'REWARD_UNKNOWN'
  /** The contract does not give the partner this role: issuing or accepting points. */
  | 'ROLE_NOT_GRANTED'
  /** The state of this version of the earn rule does not allow this: it is published, withdrawn, superseded or ended. */
  | 'RULE_STATE'
  /** No such earn rule in this programme, or none that the caller may see. */
  | 'RULE_UNKNOWN'
  /** No such key among those that sign the programme's statements. */
  | 'SETTLEMENT_KEY_UNKNOWN'
  /** The store is not open at the business time. */
  | 'STORE_CLOSED'
  /** No such store of this partner. */
  | 'STORE_UNKNOWN'
  /** The survey was answered already. */
  | 'SURVEY_ANSWERED'
  /** No such survey, or the member was not asked. */
  | 'SURVEY_UNKNOWN'
  /** The terminal was out of use at the business time. */
  | 'TERMINAL_RETIRED'
  /** No such terminal of this store. */
  | 'TERMINAL_UNKNOWN'
  /** Two tiers of the ladder have the same rank, code or threshold. */
  | 'TIER_OVERLAP'
  /** No such tier in this programme. */
  | 'TIER_UNKNOWN'
  /** Too many wrong codes were tried. Nothing was remembered: wait, then send the same request with the same key. */
  | 'TOO_MANY_ATTEMPTS'
  /** The transaction is of a kind that this command cannot act on, or was reversed already. */
  | 'TRANSACTION_NOT_REVERSIBLE'
  /** No such transaction in this programme, or not one of this partner's. */
  | 'TRANSACTION_UNKNOWN'
  /** Too much is in flight. Nothing was written or remembered: send the same request with the same key again. */
  | 'TRY_AGAIN'
  /** ISO 4217 does not know this currency. */
  | 'UNKNOWN_CURRENCY'
  /** No such verification of this member, or its time is over. */
  | 'VERIFICATION_UNKNOWN'
  /** The voucher is no longer valid. */
  | 'VOUCHER_EXPIRED'
  /** The voucher does not fit: the store, the day, or the amount of the purchase; or it cannot be passed on. */
  | 'VOUCHER_NOT_APPLICABLE'
  /** No such voucher, or not one of this partner's. */
  | 'VOUCHER_UNKNOWN'
  /** The voucher was used already, as often as it may be. */
  | 'VOUCHER_USED'
  /** No such webhook, or message of one, or not one of this partner's. */
  | 'WEBHOOK_UNKNOWN'
  /** The settlement window's state does not allow this. */
  | 'WINDOW_STATE'
  /** No such settlement window in this programme. */
  | 'WINDOW_UNKNOWN';

/** A proposal to end. */
export type RejectSettlementStepInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The proposal. */
  proposalId: Scalars['ID']['input'];
};

/** What became of the rejection. */
export type RejectSettlementStepPayload = {
  __typename?: 'RejectSettlementStepPayload';
  /** The proposal; null when refused. */
  proposal?: Maybe<SettlementProposal>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A message of the operator's bank. Give one of `text` and `upload`. */
export type ReportBankFileInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The message as text, for small ones. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Name of an upload (`uploadPartnerFile`) whose pieces are the message's bytes, up to 8 MiB. */
  upload?: InputMaybe<Scalars['String']['input']>;
};

/** What became of the message. */
export type ReportBankFilePayload = {
  __typename?: 'ReportBankFilePayload';
  /** The message with what became of its words; null when refused. */
  bankFile?: Maybe<BankFile>;
  /** What is wrong with the file, when it was refused for that. */
  problem?: Maybe<BankFileProblem>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** The bank's word for a payment. */
export type ReportPaymentInput = {
  /** The bank's own name for it, 1 to 140 characters. */
  bankReference?: InputMaybe<Scalars['String']['input']>;
  /**
   * Of a payment in another currency than the programme's that was executed or came back: what the bank moved in the programme's for it, above zero. The
   * difference to the net is the operator's (`OP:FX_DIFF`). Left out, there is none; money that comes back does so at what was moved first.
   */
  booked?: InputMaybe<MoneyInput>;
  /** The payment's name. */
  endToEndId: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Why it was refused, or came back, 1 to 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** What the bank says. */
  result: PaymentResult;
};

/** What became of the report. */
export type ReportPaymentPayload = {
  __typename?: 'ReportPaymentPayload';
  /** The item; null when refused. */
  item?: Maybe<SettlementItem>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** Its window; null when refused. */
  window?: Maybe<SettlementWindow>;
};

/** The settlement reserve over a window. */
export type ReserveRollForward = {
  __typename?: 'ReserveRollForward';
  /** What it is at the end. */
  closing: Money;
  /** What moved it, by component. */
  movements: Array<ComponentTotal>;
  /** What it was at the beginning. */
  opening: Money;
  /** Number of the window. */
  window: Scalars['Int']['output'];
};

/** Part of a purchase's line that comes back. */
export type ReturnLineInput = {
  /** Number of the line in the purchase, from 1. */
  line: Scalars['Int']['input'];
  /** How many articles of it come back. */
  quantity: Scalars['Int']['input'];
};

/** A transaction to undo. */
export type ReverseTransactionInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Why, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The transaction. */
  transactionId: Scalars['ID']['input'];
};

/** What became of the reversal. */
export type ReverseTransactionPayload = {
  __typename?: 'ReverseTransactionPayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** A key that is not to be trusted any more. */
export type RevokeSettlementKeyInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Id of the key: its thumbprint. */
  keyId: Scalars['ID']['input'];
  /** Why, 1 to 500 characters; published with the key. */
  reason: Scalars['String']['input'];
};

/** What became of the revocation. */
export type RevokeSettlementKeyPayload = {
  __typename?: 'RevokeSettlementKeyPayload';
  /** The keys as they are now; null when refused. */
  keys?: Maybe<SettlementKeys>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A reward order, told by the rewards subgraph. */
export type RewardOrder = {
  __typename?: 'RewardOrder';
  /** Id of the order. */
  id: Scalars['ID']['output'];
};

/** A reward order that was made or went on. */
export type RewardOrderUpdate = {
  __typename?: 'RewardOrderUpdate';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** Who ordered. */
  member?: Maybe<Member>;
  /** The order as it is now. */
  order?: Maybe<RewardOrder>;
  /** The partner that honours it. */
  partner?: Maybe<Partner>;
};

/** A change of the key that signs statements. */
export type RotateSettlementKeyInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the change. */
export type RotateSettlementKeyPayload = {
  __typename?: 'RotateSettlementKeyPayload';
  /** The keys as they are now; null when refused. */
  keys?: Maybe<SettlementKeys>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A webhook to give a new secret. */
export type RotateWebhookSecretInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Seconds for which the previous secret signs, too, up to 30 days. */
  overlapSeconds: Scalars['Int']['input'];
  /** The webhook. */
  webhookId: Scalars['ID']['input'];
};

/** What became of the secret. */
export type RotateWebhookSecretPayload = {
  __typename?: 'RotateWebhookSecretPayload';
  /** The secret, `whsec_` and base64, shown this once: null for a repeated request. */
  secret?: Maybe<Scalars['String']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The webhook as it is after the command; null when refused. */
  webhook?: Maybe<Webhook>;
};

/** What became of a rule at a purchase. */
export type RuleOutcome = {
  __typename?: 'RuleOutcome';
  /** How much more would have to be spent for it to apply; null where money would not help. */
  missing?: Maybe<Money>;
  /** Points it gives. */
  points: Scalars['Points']['output'];
  /** Why, in a sentence: `3.50 more` is missing. */
  reason: Scalars['String']['output'];
  /** `code/version`, or `base-earn` for the contract's rate. */
  rule: Scalars['String']['output'];
  /** What became of it. */
  status: RuleOutcomeStatus;
  /** The version; null for the contract's rate. */
  version?: Maybe<EarnRuleVersion>;
};

/** What became of a rule. */
export type RuleOutcomeStatus =
  /** It gives its points; an exclusion keeps something from earning. */
  | 'APPLIED'
  /** Its budget leaves fewer of them, or none. */
  | 'BUDGET_EXHAUSTED'
  /** A cap leaves fewer of them, or none. */
  | 'CAPPED'
  /** What it would pay for is excluded from earning. */
  | 'EXCLUDED'
  /** A condition does not hold; `reason` and `missing` say what would. */
  | 'NOT_QUALIFIED'
  /** Another promotion of its group counts in its place. */
  | 'OUTRANKED';

/** A window to settle. */
export type SettleWindowInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The closed window. */
  windowId: Scalars['ID']['input'];
};

/** What became of the settlement. */
export type SettleWindowPayload = {
  __typename?: 'SettleWindowPayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The window; null when refused. */
  window?: Maybe<SettlementWindow>;
};

/** An invoice or credit note between the operator and a partner, as it was issued. Its tax is not part of the window's net. */
export type SettlementDocument = {
  __typename?: 'SettlementDocument';
  /** Net and tax. */
  gross: Money;
  /** When it was issued. */
  issuedOn: Scalars['Date']['output'];
  /** What it is. */
  kind: SettlementDocumentKind;
  /** Without VAT. */
  net: Money;
  /** Its number. */
  number: Scalars['String']['output'];
  /** The partner. */
  partner?: Maybe<Partner>;
  /** SHA-256 of the XML, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** VAT, one rounding a category. */
  tax: Money;
  /** The window. */
  window?: Maybe<SettlementWindow>;
  /** The document as Peppol UBL. */
  xml: Scalars['String']['output'];
};

/** What a settlement document is. */
export type SettlementDocumentKind =
  /** The operator gives some of it back (381). */
  | 'OPERATOR_CREDIT_NOTE'
  /** The operator bills the partner (380): prices, funding, fees, levy. */
  | 'OPERATOR_INVOICE'
  /** Some of that taken back (261). */
  | 'SELF_BILLED_CREDIT_NOTE'
  /** The partner's supply, billed by the operator for it (389): points it took as payment. */
  | 'SELF_BILLED_INVOICE';

/** What keeps a partner's documents from being made. */
export type SettlementDocumentProblem = {
  __typename?: 'SettlementDocumentProblem';
  /** Stable code, such as BILLING_MISSING, VAT_MISSING or ENDPOINT_WRONG. */
  code: Scalars['String']['output'];
  /** The partner. */
  partner?: Maybe<Partner>;
  /** One sentence. */
  sentence: Scalars['String']['output'];
};

/** What is to be paid to a partner, or collected from it, for a window. */
export type SettlementItem = {
  __typename?: 'SettlementItem';
  /** Above zero the operator pays, below zero the partner. In the programme's currency. */
  amount: Money;
  /** What the partner's collateral paid of a default. */
  collateral?: Maybe<Money>;
  /** When the money is to move; null until it is approved, and where nothing is paid. */
  dueOn?: Maybe<Scalars['Date']['output']>;
  /** When it was done. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The rate at which it was converted. */
  exchangeRate?: Maybe<ExchangeRate>;
  /** Id of the item. */
  id: Scalars['ID']['output'];
  /** The partner. */
  partner?: Maybe<Partner>;
  /** Each time it was sent to the bank, the first first. */
  payments: Array<PaymentInstruction>;
  /** What took a default, or what could not be paid, into a later window. */
  reincludedBy?: Maybe<Transaction>;
  /** What is paid where the partner settles in another currency: the amount, converted once when the window became final. Null before, and where nothing is. */
  settlementAmount?: Maybe<Money>;
  /** Where it stands. */
  state: SettlementItemState;
};

/** Where a settlement item stands. */
export type SettlementItemState =
  /** It is final and waits for its release. */
  | 'APPROVED'
  /** Its amount is known; it follows the review. */
  | 'CALCULATED'
  /** It is carried into another window: too small to move, the window was aborted, or it could not be paid (`reincludedBy`). */
  | 'CARRIED_FORWARD'
  /** The partner did not pay: its collateral did, then the operator. */
  | 'DEFAULTED'
  /** The bank refused it; it waits for its next release, or to be taken into the open window. */
  | 'FAILED'
  /** It was sent to the bank. */
  | 'INSTRUCTED'
  /** The partner should have paid by now. */
  | 'OVERDUE'
  /** The money came back after it was booked: it waits for its next release, or to be taken into the open window. Its window is SETTLING again. */
  | 'RETURNED'
  /** The money has moved. */
  | 'SETTLED'
  /** There is nothing to pay. */
  | 'ZERO';

/** A key that signs statements. */
export type SettlementKey = {
  __typename?: 'SettlementKey';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** RFC 7638 thumbprint: the `kid` of signatures. */
  id: Scalars['ID']['output'];
  /** The public key as JWK. */
  jwk: Scalars['JSON']['output'];
  /** From then on it signs nothing; what it signed before stays good. */
  retiredAt?: Maybe<Scalars['DateTime']['output']>;
  /** From then on its signatures are not to be trusted; what it had signed was signed again. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why. */
  revokedBecause?: Maybe<Scalars['String']['output']>;
};

/** Keys that sign statements. */
export type SettlementKeys = {
  __typename?: 'SettlementKeys';
  /** The keys that are not revoked, as a JWKS document: save it and pin it. */
  jwks: Scalars['String']['output'];
  /** All of them, the newest first. */
  keys: Array<SettlementKey>;
};

/** A step that somebody proposed. */
export type SettlementProposal = {
  __typename?: 'SettlementProposal';
  /** Of an opening balance: above zero the operator owes the partner. */
  amount?: Maybe<Money>;
  /** Why the one who proposed it approved it, too, in an emergency. */
  breakGlass?: Maybe<Scalars['String']['output']>;
  /** When. */
  decidedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who approved, rejected or withdrew it; null when it is void of itself, or not answered. */
  decidedBy?: Maybe<Scalars['String']['output']>;
  /** When it was done; null while it is not, or waits for its day. */
  doneAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the proposal. */
  id: Scalars['ID']['output'];
  /** The partners concerned; null is all of them. */
  partners?: Maybe<Array<Partner>>;
  /** Of a release: the files for the operator's bank, one a currency. None where the operator's account is not recorded, and where nothing is paid out. */
  paymentFiles: Array<PaymentFile>;
  /** When. */
  proposedAt: Scalars['DateTime']['output'];
  /** Who proposed it. */
  proposedBy: Scalars['String']['output'];
  /** Of the end of a review: the rates at which nets are converted that are paid in another currency than the programme's. */
  rates: Array<ExchangeRate>;
  /** Why. */
  reason?: Maybe<Scalars['String']['output']>;
  /** SHA-256 in hexadecimal of what was shown: the approval must name the same. */
  shownHash: Scalars['String']['output'];
  /** Where it stands. */
  state: SettlementProposalState;
  /** What is proposed. */
  step: SettlementStep;
  /** The window. */
  window?: Maybe<SettlementWindow>;
};

/** Where a proposal stands. */
export type SettlementProposalState =
  /** Two persons agreed. */
  | 'APPROVED'
  /** It waits for another person. */
  | 'PROPOSED'
  /** Another person said no. */
  | 'REJECTED'
  /** What it was about has changed. */
  | 'VOID'
  /** The one who proposed took it back. */
  | 'WITHDRAWN';

/** A step of settlement that two persons take. */
export type SettlementStep =
  /** A suspended window ends: what was to be paid is carried into the next one. */
  | 'ABORT'
  /** A partner does not pay what is overdue: its collateral does, then the operator. It must be suspended before. */
  | 'DEFAULT'
  /** The review is over: nothing is appended any more, and items are approved. Done when the last day for disputes is over. */
  | 'FINALISE'
  /**
   * What a partner brings along from before the programme is entered into the open window: money that it owes, or that it is owed. It is netted with all
   * else, and stands in the partner's statement as OPENING_BALANCE.
   */
  | 'OPENING_BALANCE'
  /** What was not paid is due again, in the open window: what a reinstated partner owed, or a payment that the bank refused or that came back. */
  | 'REINCLUDE'
  /**
   * Payments go to the bank: those that are approved, and those that failed or came back before. Where the operator's account is recorded, the pay-outs are written
   * into a file when this is proposed; it is shown to both persons and given out when the second has approved.
   */
  | 'RELEASE'
  /** A suspended window goes on. */
  | 'RESUME'
  /** A final window is stopped before anything was released. */
  | 'SUSPEND';

/** A run of postings settled together. Exactly one is open per programme. */
export type SettlementWindow = {
  __typename?: 'SettlementWindow';
  /** When it was closed. */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The cut-off of the programme's schedule that its close stands for; null where somebody closed it. */
  cutOffAt?: Maybe<Scalars['DateTime']['output']>;
  /** Dates of its cycle once it is closed, in business days of the programme's calendar. */
  cycle?: Maybe<CycleDates>;
  /** Disputes about what was posted in it, the newest first. A partner sees those that concern it. */
  disputes: DisputeConnection;
  /** Entries that closing and settling wrote: the levy, then the payments. For the operator. */
  entries?: Maybe<Array<JournalEntry>>;
  /** When its review was over. */
  finalisedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the window. */
  id: Scalars['ID']['output'];
  /** What is to become of each net, by partner. A partner sees its own. */
  items: Array<SettlementItem>;
  /** Name given when it was closed, such as `2026-03`; null while it is open, and when none was given. */
  label?: Maybe<Scalars['String']['output']>;
  /** The programme's levy, by partner: by points funded in it. For the operator. */
  levy?: Maybe<Array<LevyShare>>;
  /** 1 for the first window, one more for each that follows. */
  number: Scalars['Int']['output'];
  /** Who owes whom for redemptions and repaid debts in it, gross. For the operator. */
  obligations?: Maybe<Array<BilateralObligation>>;
  /** When it opened. */
  openedAt: Scalars['DateTime']['output'];
  /** What moved on each of the operator's accounts. For the operator. */
  operatorMovement?: Maybe<Array<AccountMovement>>;
  /** The operator's net position. For the operator. */
  operatorNet?: Maybe<Money>;
  /** Files of pay-outs for the operator's bank, the first first: those of proposed releases, and those that were released. For the operator. */
  paymentFiles?: Maybe<Array<PaymentFile>>;
  /** One net position per partner, by partner. A partner sees its own. */
  positions: Array<NetPosition>;
  /** Steps that were proposed, the first first. For the operator. */
  proposals?: Maybe<Array<SettlementProposal>>;
  /** Currencies of which a rate must be given to finalise it; none before it is closed and once it is final. For the operator. */
  ratesNeeded?: Maybe<Array<Scalars['CurrencyCode']['output']>>;
  /** When its review began. */
  reviewBeganAt?: Maybe<Scalars['DateTime']['output']>;
  /** What netting spares in it. For the operator. */
  savings?: Maybe<NettingSavings>;
  /** When it was settled. */
  settledAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * SHA-256 in hexadecimal of what whoever proposes or approves a step is shown: positions, open disputes and breaks, items, and the files of a proposed
   * release. Changes with any of them. For the operator.
   */
  shownHash?: Maybe<Scalars['String']['output']>;
  /** Where it stands. */
  state: SettlementWindowState;
  /** The latest statement of each partner, by partner; none while it is open. A partner sees its own. */
  statements: Array<Statement>;
  /** All net positions, the operator's included: always zero. For the operator. */
  sum?: Maybe<Money>;
  /** Transactions in it. */
  transactionCount: Scalars['Points']['output'];
};


/** A run of postings settled together. Exactly one is open per programme. */
export type SettlementWindowDisputesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


/** A run of postings settled together. Exactly one is open per programme. */
export type SettlementWindowShownHashArgs = {
  partnerIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  step: SettlementStep;
};

/** A page of settlement windows. */
export type SettlementWindowConnection = {
  __typename?: 'SettlementWindowConnection';
  /** The windows with their cursors. */
  edges: Array<SettlementWindowEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A settlement window in a page. */
export type SettlementWindowEdge = {
  __typename?: 'SettlementWindowEdge';
  /** Cursor to continue after this window. */
  cursor: Scalars['String']['output'];
  /** The window. */
  node: SettlementWindow;
};

/** Where a settlement window stands. */
export type SettlementWindowState =
  /** It ended without payments: what was to be paid is carried into the next window. */
  | 'ABORTED'
  /** Its totals are known; disputes may still be appended. */
  | 'CLOSED'
  /** Takes no more postings; its totals are being sealed. */
  | 'CLOSING'
  /** Nothing is appended any more. */
  | 'FINALISED'
  /** Partners have their advice; disputes may still be appended. */
  | 'IN_REVIEW'
  /** Takes postings. */
  | 'OPEN'
  /** Every net amount was paid or carried forward. */
  | 'SETTLED'
  /** Payments are under way. */
  | 'SETTLING'
  /** Two persons stopped it before anything was released. */
  | 'SUSPENDED';

/** A settlement window that went on. */
export type SettlementWindowUpdate = {
  __typename?: 'SettlementWindowUpdate';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** The state it went to. */
  state: SettlementWindowState;
  /** The window as it is now. */
  window: SettlementWindow;
};

/**
 * What one partner is told of one window, signed, in a form that it can prove without us: each line is a leaf of a Merkle tree (RFC 9162), the header
 * with the tree's root is signed (JWS, Ed25519), and names the digest of the statement before.
 */
export type Statement = {
  __typename?: 'Statement';
  /** What is to be done with it. */
  action: NetPositionAction;
  /** Of a final statement: the advice that it extends. */
  advice?: Maybe<Statement>;
  /** Totals by component, such as ISSUANCE, REDEMPTION or CLEARING_FEE. */
  components: Array<ComponentTotal>;
  /** Of a final statement with an advice: proof that it only appended to the advice's lines (RFC 9162, 2.1.4). */
  consistencyProof?: Maybe<ConsistencyProof>;
  /** What is owed to the partner. */
  credits: Money;
  /** What the partner owes. */
  debits: Money;
  /** The rate at which it was converted. */
  exchangeRate?: Maybe<ExchangeRate>;
  /** A part of the statement as a file: write the parts one after the other, from `after` 0 until `next` is null. */
  file: FilePart;
  /** What is signed: the header as canonical JSON (RFC 8785), byte for byte. */
  header: Scalars['String']['output'];
  /** SHA-256 of the header in base64url: what the next statement's header says as `prev`. */
  headerDigest: Scalars['String']['output'];
  /** Id of the statement. */
  id: Scalars['ID']['output'];
  /** When it was issued. */
  issuedAt: Scalars['DateTime']['output'];
  /** The header and its signature as compact JWS; the latest one when it was signed again. */
  jws: Scalars['String']['output'];
  /** Key that signed it: RFC 7638 thumbprint. */
  keyId: Scalars['ID']['output'];
  /** Advice or final. */
  kind: StatementKind;
  /** One of its lines by place, from 0; null when there is none. */
  line?: Maybe<StatementLine>;
  /** Lines. */
  lineCount: Scalars['Int']['output'];
  /** Its lines in the order of posting. */
  lines: StatementLineConnection;
  /** Root of the tree over the lines: SHA-256 in base64url. */
  merkleRoot: Scalars['String']['output'];
  /** opening + credits - debits. Positive: the operator pays the partner. */
  net: Money;
  /** Carried over from the window before. */
  opening: Money;
  /** The partner. */
  partner?: Maybe<Partner>;
  /** Digest of the statement that this one follows; null in the partner's first. */
  previousDigest?: Maybe<Scalars['String']['output']>;
  /** What is paid where the partner settles in another currency: `net`, converted once. Null in an advice, and where nothing is converted. */
  settlementAmount?: Maybe<Money>;
  /** When money moves. */
  valueDate: Scalars['Date']['output'];
  /** The window. */
  window?: Maybe<SettlementWindow>;
};


/**
 * What one partner is told of one window, signed, in a form that it can prove without us: each line is a leaf of a Merkle tree (RFC 9162), the header
 * with the tree's root is signed (JWS, Ed25519), and names the digest of the statement before.
 */
export type StatementFileArgs = {
  after: Scalars['Int']['input'];
  format: StatementFileFormat;
};


/**
 * What one partner is told of one window, signed, in a form that it can prove without us: each line is a leaf of a Merkle tree (RFC 9162), the header
 * with the tree's root is signed (JWS, Ed25519), and names the digest of the statement before.
 */
export type StatementLineArgs = {
  seq: Scalars['Int']['input'];
};


/**
 * What one partner is told of one window, signed, in a form that it can prove without us: each line is a leaf of a Merkle tree (RFC 9162), the header
 * with the tree's root is signed (JWS, Ed25519), and names the digest of the statement before.
 */
export type StatementLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};

/** A file that a statement can be had as. */
export type StatementFileFormat =
  /** What accounting systems read from banks: camt.053.001.08, the partner's settlement account with the operator. */
  | 'CAMT_053'
  /** For spreadsheets and books: RFC 4180, stable columns, formulas escaped. `npm run verify-statement` takes it with the envelope beside it. */
  | 'CSV'
  /** The first line of JSON_LINES alone: signatures of the statement, its advice and the statement before. */
  | 'ENVELOPE'
  /** What `npm run verify-statement` takes, whatever the length: the signed envelope (advice and previous statement included), then a line of JSON for each line. */
  | 'JSON_LINES';

/** Which of a window's two statements. */
export type StatementKind =
  /** Over the lines until the close, sent for review. A programme without a review has none. */
  | 'ADVICE'
  /** Over all lines, those that the review appended last; nothing follows it. */
  | 'FINAL';

/** A line of a statement: one leg on the partner's account. */
export type StatementLine = {
  __typename?: 'StatementLine';
  /** How much: positive is owed to the partner. */
  amount: Money;
  /** When it happened. */
  businessAt: Scalars['DateTime']['output'];
  /** The leaf: the line as canonical JSON (RFC 8785). */
  canonical: Scalars['String']['output'];
  /** The component, such as ISSUANCE or CLEARING_FEE. */
  component: Scalars['String']['output'];
  /** The line, its proof and the signed envelope as one JSON document that `npm run verify-statement` takes. */
  document: Scalars['String']['output'];
  /** Journal entry. */
  entry: Scalars['String']['output'];
  /** What the entry is, such as EARN or REDEEM. */
  entryType: Scalars['String']['output'];
  /** What proves that the line is in the statement. */
  inclusionProof: InclusionProof;
  /** SHA-256(0x00 || leaf) in base64url. */
  leafHash: Scalars['String']['output'];
  /** Place of the leg in the entry, from 0. */
  leg: Scalars['Int']['output'];
  /** 128 bits that make the line's hash unguessable. */
  nonce: Scalars['String']['output'];
  /** The partner's own reference. */
  partnerRef?: Maybe<Scalars['String']['output']>;
  /** Place in the statement, from 0 without gaps, in the order of posting. */
  seq: Scalars['Int']['output'];
  /** The transaction. Null where the caller may not see it, as when it was at another partner's till. */
  transaction?: Maybe<Transaction>;
};

/** A page of statement lines. */
export type StatementLineConnection = {
  __typename?: 'StatementLineConnection';
  /** The lines with their cursors. */
  edges: Array<StatementLineEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A statement line in a page. */
export type StatementLineEdge = {
  __typename?: 'StatementLineEdge';
  /** Cursor to continue after this line. */
  cursor: Scalars['String']['output'];
  /** The line. */
  node: StatementLine;
};

export type Store = {
  __typename?: 'Store';
  /** Id of the store. */
  id: Scalars['ID']['output'];
};

/** What can be followed live, over server-sent events or graphql-ws. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Each time that missions of a member, its circle or household go on: ask `member { missions { ... } }` for where they stand now, and `reached` for what was
   * just done. For the member and the operator.
   */
  missionsUpdated: MissionsUpdate;
  /** What happens at a partner's tills, as it is committed. For the partner (a client limited to stores hears of those) and the operator. */
  partnerActivity: PartnerActivity;
  /** Each change of a member's points as it is committed. With `after`, first everything since that cursor, then live, with no gap and no duplicate. */
  pointsUpdated: PointsUpdate;
  /** A partner's money position each time a batch of postings moved it or a window went on. Several changes in one batch are one event. For the operator and the whole partner. */
  positionUpdated: PositionUpdate;
  /** Each reward order that is made or stands somewhere else now: a member hears of its own, a partner of those it honours, the operator of all. */
  rewardOrderUpdated: RewardOrderUpdate;
  /** Each settlement window that opens or goes on to another state. For the operator and whole partners. */
  settlementWindowUpdated: SettlementWindowUpdate;
  /** The wallet after each change of it, for those who show no more than points: as `pointsUpdated`, without what happened. */
  walletUpdated: WalletUpdate;
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionMissionsUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionPartnerActivityArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  storeId?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionPointsUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionPositionUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  partnerId?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionRewardOrderUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  memberId?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionSettlementWindowUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be followed live, over server-sent events or graphql-ws. */
export type SubscriptionWalletUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
};

export type Terminal = {
  __typename?: 'Terminal';
  /** Id of the terminal. */
  id: Scalars['ID']['output'];
};

/** What happened, written once and never changed. */
export type Transaction = {
  __typename?: 'Transaction';
  /** What became of the points that a return, a refund or an expiry took from or gave back to each lot; null for all but the operator. */
  allocation?: Maybe<Array<LotAllocation>>;
  /** The purchase or return amount, or what a redemption pays the acceptor; null where there is no money. */
  amount?: Maybe<Money>;
  /** Debts that a return opened: points that had been spent; null for all but the operator. */
  debts?: Maybe<Array<LotDebt>>;
  /** The money it moved between the accounts of partners and the operator, in order; null for all but the operator. */
  entries?: Maybe<Array<JournalEntry>>;
  /** Why it has its points, as data. */
  explanation: Explanation;
  /** What its business time says of it beside the time of posting. Members are shown lateness alone. */
  flags: Array<TransactionFlag>;
  /** Who paid for it: the lots and funders of the points it spent or gave back. */
  funding: Array<FundingShare>;
  /** Id of the transaction. */
  id: Scalars['ID']['output'];
  /** The key it was sent under; only its own client sees it. */
  idempotencyKey?: Maybe<Scalars['String']['output']>;
  /** What happened. */
  kind: TransactionKind;
  /** The lots it opened, as they are now; null for all but the operator. */
  lots?: Maybe<Array<LotRecord>>;
  /** The member. */
  member?: Maybe<Member>;
  /** When it happened at the till. */
  occurredAt: Scalars['DateTime']['output'];
  /** The transaction that this one returns, refunds, captures or reverses. */
  original?: Maybe<Transaction>;
  /** The partner where it happened; null for the operator. */
  partner?: Maybe<Partner>;
  /** Points as they change the member's wallet in total: positive when it gains, negative when it gives. */
  points: Scalars['Points']['output'];
  /** When it was posted. */
  recordedAt: Scalars['DateTime']['output'];
  /** Which lots repaid which debts in it; null for all but the operator. */
  recoveries?: Maybe<Array<DebtRecovery>>;
  /** The store where it happened, when known. */
  store?: Maybe<Store>;
  /** The terminal of the store, where the till said which. */
  terminal?: Maybe<Terminal>;
  /** Movements between accounts, one debit and one credit each. */
  transfers: Array<Transfer>;
  /** The settlement window it fell in. */
  window?: Maybe<SettlementWindow>;
};

/** A page of transactions. */
export type TransactionConnection = {
  __typename?: 'TransactionConnection';
  /** The transactions with their cursors. */
  edges: Array<TransactionEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A transaction in a page. */
export type TransactionEdge = {
  __typename?: 'TransactionEdge';
  /** Cursor to continue after this transaction. */
  cursor: Scalars['String']['output'];
  /** The transaction. */
  node: Transaction;
};

/** What is out of the ordinary about a transaction's business time. */
export type TransactionFlag =
  /** It happened before the window opened that it is in: windows go by the order of posting. */
  | 'BUSINESS_DATE_IN_EARLIER_WINDOW'
  /** It came later than the contract's late-submission window, and the contract takes such events all the same. */
  | 'LATE';

/** What happened to points. */
export type TransactionKind =
  /** Points were adjusted with a reason and two persons. */
  | 'ADJUSTMENT'
  /** Points were reserved. */
  | 'AUTHORISATION'
  /** A reward that came with a tier or a paid membership was handed out: no points, but money between partners. */
  | 'BENEFIT'
  /** Pending points were cancelled. */
  | 'CANCELLATION'
  /** Reserved points were spent. */
  | 'CAPTURE'
  /** Pending points became spendable. */
  | 'CONFIRMATION'
  /** What a contested transaction did to partners is held back. */
  | 'DISPUTE_HOLD'
  /** What was held back is released. */
  | 'DISPUTE_RELEASE'
  /** Points lapsed. */
  | 'EXPIRY'
  /** Points given without a purchase. */
  | 'GRANT'
  /** A member paid for a period of its membership: no points, but money between partners. */
  | 'MEMBERSHIP_FEE'
  /** A membership fee, or a part of one, was given back. */
  | 'MEMBERSHIP_REFUND'
  /** What a partner brought along from before the programme. */
  | 'OPENING_BALANCE'
  /** A purchase that earned points. */
  | 'PURCHASE'
  /** Points were spent. */
  | 'REDEMPTION'
  /** Spent points were given back. */
  | 'REFUND'
  /** What a partner had not paid of an earlier window is due again. */
  | 'REINCLUSION'
  /** Returned goods took points back. */
  | 'RETURN'
  /** A transaction was undone. */
  | 'REVERSAL'
  /** A settlement window was settled: partners paid or were paid. */
  | 'SETTLEMENT'
  /** Points moved to another member. */
  | 'TRANSFER'
  /** Reserved points were given back. */
  | 'VOID';

/** A movement of points: one debit, one credit. */
export type Transfer = {
  __typename?: 'Transfer';
  /** The account that gets. */
  credit: Scalars['String']['output'];
  /** The account that gives: `issued:<partner>`, `member:<member>`, `held:<member>`, `pending:<member>`, `accepted:<partner>`, `breakage:<partner>`. */
  debit: Scalars['String']['output'];
  /** The lot they belong to. */
  lotId: Scalars['ID']['output'];
  /** How many, above zero. */
  points: Scalars['Points']['output'];
};

/** Points to move to another member. */
export type TransferPointsInput = {
  /** Who gives. */
  fromMemberId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How many. Left out: all that a merged member has, as it stands: to spend, pending, held, and what it owes. That is how members are merged (`mergeMembers`), for the operator. */
  points?: InputMaybe<Scalars['Points']['input']>;
  /** Who gets. */
  toMemberId: Scalars['ID']['input'];
};

/** What became of the transfer. */
export type TransferPointsPayload = {
  __typename?: 'TransferPointsPayload';
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The giver's wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** What to change of a webhook. */
export type UpdateWebhookInput = {
  /** What it is told of from now on; left out, as before. */
  eventTypes?: InputMaybe<Array<WebhookEventType>>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Whether nothing is sent for now; left out, as before. */
  paused?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where messages are posted from now on; left out, as before. */
  url?: InputMaybe<Scalars['String']['input']>;
  /** The webhook. */
  webhookId: Scalars['ID']['input'];
};

/** What became of the webhook. */
export type UpdateWebhookPayload = {
  __typename?: 'UpdateWebhookPayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The webhook as it is after the command; null when refused. */
  webhook?: Maybe<Webhook>;
};

/** A piece of a partner's file. */
export type UploadPartnerFileInput = {
  /** The bytes in base64, up to 1,400,000 characters. */
  base64: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Number of the piece, from 0, up to 999. */
  piece: Scalars['Int']['input'];
  /** Name of the upload, chosen by the caller, 1 to 100 characters: the pieces of one file share it. */
  upload: Scalars['String']['input'];
};

/** What became of the piece. */
export type UploadPartnerFilePayload = {
  __typename?: 'UploadPartnerFilePayload';
  /** Bytes of the upload so far; null when refused. */
  bytes?: Maybe<Scalars['Int']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Why a command was refused. A refusal writes nothing but the memory of itself: the same idempotency key gets the same refusal for ever. */
export type UserError = {
  __typename?: 'UserError';
  /** Stable code, in the published order of `RefusalCode`: the first that applies is given. */
  code: RefusalCode;
  /** Path of the input field at fault, such as `["input", "amount"]`; null when no single field is. */
  field?: Maybe<Array<Scalars['String']['output']>>;
  /** One sentence for a developer. Not stable; do not parse it. */
  message: Scalars['String']['output'];
};

/** A hold to end. */
export type VoidRedemptionInput = {
  /** The hold. */
  holdId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the hold. */
export type VoidRedemptionPayload = {
  __typename?: 'VoidRedemptionPayload';
  /** The hold; null when refused. */
  hold?: Maybe<Hold>;
  /** The transaction; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The wallet after it; null when refused. */
  wallet?: Maybe<Wallet>;
};

/** A member's points. */
export type Wallet = {
  __typename?: 'Wallet';
  /** Points the member owes after a return of points already spent; the next points repay them. */
  arrears: Scalars['Points']['output'];
  /** Points that can be spent now. */
  available: Scalars['Points']['output'];
  /** What lapses when, soonest first; points that never lapse come last. */
  expiring: Array<ExpiringPoints>;
  /** Points reserved by holds. */
  held: Scalars['Points']['output'];
  /** The open lots behind the balance, in spending order. */
  lots: Array<Lot>;
  /** Points earned but not yet spendable. */
  pending: Scalars['Points']['output'];
  /** Points that count for tiers, never spent. */
  qualifying: Scalars['Points']['output'];
};


/** A member's points. */
export type WalletLotsArgs = {
  first: Scalars['Int']['input'];
};

/** A member's wallet after a change. */
export type WalletUpdate = {
  __typename?: 'WalletUpdate';
  /** Where this event stands in the feed: give it as `after` to continue here. */
  cursor: Scalars['String']['output'];
  /** The member. */
  member?: Maybe<Member>;
  /** The wallet after the change. */
  wallet: Wallet;
};

/** Where a partner's system, or the operator's, is told of events. */
export type Webhook = {
  __typename?: 'Webhook';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Its messages, the latest first. */
  deliveries: WebhookDeliveryConnection;
  /** What it is told of. */
  eventTypes: Array<WebhookEventType>;
  /** When its server answered 410 Gone, which paused it; null when it did not, or was let go on since. */
  goneAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the webhook. */
  id: Scalars['ID']['output'];
  /** Whose it is; null for the operator. */
  partner?: Maybe<Partner>;
  /** Whether nothing is sent for now; messages wait. */
  paused: Scalars['Boolean']['output'];
  /** Until when messages carry a signature with the previous secret, too; null when no rotation is under way. */
  rotatingUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Where messages are posted. */
  url: Scalars['String']['output'];
};


/** Where a partner's system, or the operator's, is told of events. */
export type WebhookDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  states?: InputMaybe<Array<WebhookDeliveryState>>;
};

/** An attempt to deliver a message. */
export type WebhookAttempt = {
  __typename?: 'WebhookAttempt';
  /** When. */
  at: Scalars['DateTime']['output'];
  /** Why there was no answer: TIMED_OUT, CONNECTION_REFUSED, CONNECTION_LOST, NAME_UNKNOWN, CERTIFICATE_WRONG or FORBIDDEN_TARGET. */
  failure?: Maybe<Scalars['String']['output']>;
  /** How long it took, in milliseconds. */
  millis: Scalars['Int']['output'];
  /** From 1. */
  number: Scalars['Int']['output'];
  /** Status of the answer; null when there was none. */
  status?: Maybe<Scalars['Int']['output']>;
};

/** A message to a webhook. */
export type WebhookDelivery = {
  __typename?: 'WebhookDelivery';
  /** What came of each attempt, in order. */
  attempts: Array<WebhookAttempt>;
  /** The JSON that is posted. */
  body: Scalars['String']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it was answered with 2xx. */
  deliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the message, sent as `webhook-id` with every attempt. */
  id: Scalars['ID']['output'];
  /** When it is tried next; null when it is not. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  state: WebhookDeliveryState;
  /** What it tells. */
  type: WebhookEventType;
};

/** A page of messages. */
export type WebhookDeliveryConnection = {
  __typename?: 'WebhookDeliveryConnection';
  /** The messages with their cursors. */
  edges: Array<WebhookDeliveryEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A message in a page. */
export type WebhookDeliveryEdge = {
  __typename?: 'WebhookDeliveryEdge';
  /** Cursor to continue after it. */
  cursor: Scalars['String']['output'];
  /** The message. */
  node: WebhookDelivery;
};

/** Where a message stands. */
export type WebhookDeliveryState =
  /** It was given up after nine attempts in about a day and a half; `redeliverWebhook` sends it anew while it is kept. */
  | 'DEAD'
  /** It was answered with 2xx. */
  | 'DELIVERED'
  /** It is to be sent, the first time or again. */
  | 'PENDING';

/** What a webhook can be told of. A partner is told of what concerns it, the operator of everything. */
export type WebhookEventType =
  /**
   * Events were deleted before webhooks were told of them, because nobody had told any for weeks: those behind the cursor `after`, up to the message's
   * own `cursor`. Every webhook is told, whatever it asked for, and then of what comes next. Whoever hears it reads anew what it keeps.
   */
  | 'EVENTS_LOST'
  /** Missions of a member, its circle or household went on; `reached` names those of which a level was reached. The operator is told, partners are not. */
  | 'MISSIONS_CHANGED'
  /** A reward order was made or went on to another state. */
  | 'ORDER_CHANGED'
  /** A member's points changed, at a till of the partner. */
  | 'POINTS_CHANGED'
  /** The partner's money position changed. */
  | 'POSITIONS_CHANGED'
  /** The partner came near its net debit cap, went beyond it, or came back: `level` says which. */
  | 'POSITION_LEVEL_CHANGED'
  /** A settlement window opened or went on to another state. */
  | 'WINDOW_CHANGED';

/** A dispute that is given up. */
export type WithdrawDisputeInput = {
  /** The dispute. */
  disputeId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the withdrawal. */
export type WithdrawDisputePayload = {
  __typename?: 'WithdrawDisputePayload';
  /** The dispute; null when refused. */
  dispute?: Maybe<Dispute>;
  /** The release; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Adjustment: Adjustment;
  EarnRule: EarnRule;
  Hold: Hold;
  Member: Member;
  Partner: Partner;
  Reconciliation: Reconciliation;
  ReconciliationBreak: ReconciliationBreak;
  SettlementWindow: SettlementWindow;
  Transaction: Transaction;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Adjustment:
    ( { __typename: 'Adjustment' }
    & GraphQLRecursivePick<FederationTypes['Adjustment'], {"id":true}> );
  EarnRule:
    ( { __typename: 'EarnRule' }
    & GraphQLRecursivePick<FederationTypes['EarnRule'], {"id":true}> );
  Hold:
    ( { __typename: 'Hold' }
    & GraphQLRecursivePick<FederationTypes['Hold'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  Partner:
    ( { __typename: 'Partner' }
    & GraphQLRecursivePick<FederationTypes['Partner'], {"id":true}> );
  Reconciliation:
    ( { __typename: 'Reconciliation' }
    & GraphQLRecursivePick<FederationTypes['Reconciliation'], {"id":true}> );
  ReconciliationBreak:
    ( { __typename: 'ReconciliationBreak' }
    & GraphQLRecursivePick<FederationTypes['ReconciliationBreak'], {"id":true}> );
  SettlementWindow:
    ( { __typename: 'SettlementWindow' }
    & GraphQLRecursivePick<FederationTypes['SettlementWindow'], {"id":true}> );
  Transaction:
    ( { __typename: 'Transaction' }
    & GraphQLRecursivePick<FederationTypes['Transaction'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcceptBreakInput: AcceptBreakInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AccountMovement: ResolverTypeWrapper<AccountMovement>;
  Accounting: ResolverTypeWrapper<AccountingView>;
  AccountingTie: ResolverTypeWrapper<AccountingTie>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AddDisputeEvidenceInput: AddDisputeEvidenceInput;
  AddDisputeEvidencePayload: ResolverTypeWrapper<Omit<AddDisputeEvidencePayload, 'dispute'> & { dispute?: Maybe<ResolversTypes['Dispute']> }>;
  Adjustment: ResolverTypeWrapper<AdjustmentView>;
  AdjustmentState: AdjustmentState;
  AnswerDisputeInput: AnswerDisputeInput;
  AnswerDisputePayload: ResolverTypeWrapper<Omit<AnswerDisputePayload, 'dispute'> & { dispute?: Maybe<ResolversTypes['Dispute']> }>;
  ApproveAdjustmentInput: ApproveAdjustmentInput;
  ApproveAdjustmentPayload: ResolverTypeWrapper<Omit<ApproveAdjustmentPayload, 'adjustment' | 'transaction' | 'wallet'> & { adjustment?: Maybe<ResolversTypes['Adjustment']>, transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  ApproveBreakAdjustmentInput: ApproveBreakAdjustmentInput;
  ApproveSettlementStepInput: ApproveSettlementStepInput;
  ApproveSettlementStepPayload: ResolverTypeWrapper<Omit<ApproveSettlementStepPayload, 'proposal'> & { proposal?: Maybe<ResolversTypes['SettlementProposal']> }>;
  AssignBreakInput: AssignBreakInput;
  AuditCheck: ResolverTypeWrapper<AuditCheck>;
  AuditReport: ResolverTypeWrapper<AuditReport>;
  AuthoriseRedemptionInput: AuthoriseRedemptionInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AuthoriseRedemptionPayload: ResolverTypeWrapper<Omit<AuthoriseRedemptionPayload, 'hold' | 'transaction' | 'wallet'> & { hold?: Maybe<ResolversTypes['Hold']>, transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  AwardFundingInput: AwardFundingInput;
  AwardInput: AwardInput;
  Backtest: ResolverTypeWrapper<BacktestRow>;
  BacktestBudget: ResolverTypeWrapper<BacktestBudget>;
  BacktestDifference: ResolverTypeWrapper<Omit<BacktestDifference, 'transaction'> & { transaction?: Maybe<ResolversTypes['Transaction']> }>;
  BacktestFunder: ResolverTypeWrapper<Omit<BacktestFunder, 'funder'> & { funder?: Maybe<ResolversTypes['Partner']> }>;
  BacktestReport: ResolverTypeWrapper<Omit<BacktestReport, 'current' | 'draft' | 'largestDifferences'> & { current: ResolversTypes['BacktestSide'], draft: ResolversTypes['BacktestSide'], largestDifferences: Array<ResolversTypes['BacktestDifference']> }>;
  BacktestRulesInput: BacktestRulesInput;
  BacktestRulesPayload: ResolverTypeWrapper<Omit<BacktestRulesPayload, 'backtest'> & { backtest?: Maybe<ResolversTypes['Backtest']> }>;
  BacktestSide: ResolverTypeWrapper<Omit<BacktestSide, 'funders'> & { funders: Array<ResolversTypes['BacktestFunder']> }>;
  BacktestState: BacktestState;
  BankDirection: BankDirection;
  BankFile: ResolverTypeWrapper<BankFileRow>;
  BankFileConnection: ResolverTypeWrapper<Omit<BankFileConnection, 'edges'> & { edges: Array<ResolversTypes['BankFileEdge']> }>;
  BankFileEdge: ResolverTypeWrapper<Omit<BankFileEdge, 'node'> & { node: ResolversTypes['BankFile'] }>;
  BankFileProblem: ResolverTypeWrapper<BankFileProblem>;
  BankMessage: BankMessage;
  BankWord: ResolverTypeWrapper<BankWordRow>;
  BankWordConnection: ResolverTypeWrapper<Omit<BankWordConnection, 'edges'> & { edges: Array<ResolversTypes['BankWordEdge']> }>;
  BankWordEdge: ResolverTypeWrapper<Omit<BankWordEdge, 'node'> & { node: ResolversTypes['BankWord'] }>;
  BankWordOutcome: BankWordOutcome;
  BankWordResult: BankWordResult;
  BeginReviewInput: BeginReviewInput;
  BeginReviewPayload: ResolverTypeWrapper<Omit<BeginReviewPayload, 'window'> & { window?: Maybe<ResolversTypes['SettlementWindow']> }>;
  BilateralObligation: ResolverTypeWrapper<Omit<BilateralObligation, 'acceptor' | 'funder'> & { acceptor?: Maybe<ResolversTypes['Partner']>, funder?: Maybe<ResolversTypes['Partner']> }>;
  BreakAcceptance: BreakAcceptance;
  BreakAction: BreakAction;
  BreakAgeing: ResolverTypeWrapper<BreakAgeing>;
  BreakBucket: ResolverTypeWrapper<BreakBucket>;
  BreakPayload: ResolverTypeWrapper<Omit<BreakPayload, 'break'> & { break?: Maybe<ResolversTypes['ReconciliationBreak']> }>;
  BreakProposal: ResolverTypeWrapper<Omit<BreakProposal, 'member' | 'posted'> & { member?: Maybe<ResolversTypes['Member']>, posted?: Maybe<ResolversTypes['Transaction']> }>;
  BreakResult: BreakResult;
  BreakState: BreakState;
  BreakValue: ResolverTypeWrapper<BreakValue>;
  BreakageEstimateInput: BreakageEstimateInput;
  BudgetBurn: ResolverTypeWrapper<Omit<BudgetBurn, 'funder'> & { funder?: Maybe<ResolversTypes['Partner']> }>;
  CancelBacktestInput: CancelBacktestInput;
  CancelBacktestPayload: ResolverTypeWrapper<Omit<CancelBacktestPayload, 'backtest'> & { backtest?: Maybe<ResolversTypes['Backtest']> }>;
  CancelPurchaseInput: CancelPurchaseInput;
  CancelPurchasePayload: ResolverTypeWrapper<Omit<CancelPurchasePayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  CaptureRedemptionInput: CaptureRedemptionInput;
  CaptureRedemptionPayload: ResolverTypeWrapper<Omit<CaptureRedemptionPayload, 'hold' | 'transaction' | 'wallet'> & { hold?: Maybe<ResolversTypes['Hold']>, transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  CloseSettlementWindowInput: CloseSettlementWindowInput;
  CloseSettlementWindowPayload: ResolverTypeWrapper<Omit<CloseSettlementWindowPayload, 'opened' | 'window'> & { opened?: Maybe<ResolversTypes['SettlementWindow']>, window?: Maybe<ResolversTypes['SettlementWindow']> }>;
  ComponentTotal: ResolverTypeWrapper<ComponentTotal>;
  ConfirmPurchaseInput: ConfirmPurchaseInput;
  ConfirmPurchasePayload: ResolverTypeWrapper<Omit<ConfirmPurchasePayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  ConfirmRedemptionInput: ConfirmRedemptionInput;
  ConfirmRedemptionPayload: ResolverTypeWrapper<ConfirmRedemptionPayload>;
  ConsistencyProof: ResolverTypeWrapper<ConsistencyProof>;
  Contract: ResolverTypeWrapper<Contract>;
  ContractLiabilityPeriod: ResolverTypeWrapper<ContractLiabilityPeriod>;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: ResolverTypeWrapper<Omit<CreateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  CycleDates: ResolverTypeWrapper<CycleDates>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DebtRecovery: ResolverTypeWrapper<DebtRecovery>;
  DecideDisputeInput: DecideDisputeInput;
  DecideDisputePayload: ResolverTypeWrapper<Omit<DecideDisputePayload, 'dispute' | 'transaction'> & { dispute?: Maybe<ResolversTypes['Dispute']>, transaction?: Maybe<ResolversTypes['Transaction']> }>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DeclineBreakAdjustmentInput: DeclineBreakAdjustmentInput;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookPayload: ResolverTypeWrapper<DeleteWebhookPayload>;
  Dispute: ResolverTypeWrapper<DisputeRow>;
  DisputeConnection: ResolverTypeWrapper<Omit<DisputeConnection, 'edges'> & { edges: Array<ResolversTypes['DisputeEdge']> }>;
  DisputeEdge: ResolverTypeWrapper<Omit<DisputeEdge, 'node'> & { node: ResolversTypes['Dispute'] }>;
  DisputeEvidence: ResolverTypeWrapper<DisputeEvidence>;
  DisputeOutcome: DisputeOutcome;
  DisputeState: DisputeState;
  EarnRule: ResolverTypeWrapper<EntityReference>;
  EarnRuleVersion: ResolverTypeWrapper<EntityReference>;
  Event: ResolverTypeWrapper<EventView>;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'edges'> & { edges: Array<ResolversTypes['EventEdge']> }>;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  EventType: EventType;
  ExchangeRate: ResolverTypeWrapper<ExchangeRate>;
  ExchangeRateInput: ExchangeRateInput;
  ExpirePointsInput: ExpirePointsInput;
  ExpirePointsPayload: ResolverTypeWrapper<ExpirePointsPayload>;
  ExpiringPoints: ResolverTypeWrapper<ExpiringPoints>;
  Explanation: ResolverTypeWrapper<Explanation>;
  ExplanationStep: ResolverTypeWrapper<ExplanationStep>;
  ExposureLevel: ExposureLevel;
  FeeShareInput: FeeShareInput;
  FilePart: ResolverTypeWrapper<FilePart>;
  FiledPayment: ResolverTypeWrapper<FiledPaymentView>;
  FundedPointsRow: ResolverTypeWrapper<Omit<FundedPointsRow, 'funder'> & { funder?: Maybe<ResolversTypes['Partner']> }>;
  FundingShare: ResolverTypeWrapper<FundingShareView>;
  GrantPointsInput: GrantPointsInput;
  GrantPointsPayload: ResolverTypeWrapper<Omit<GrantPointsPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  Hold: ResolverTypeWrapper<HoldView>;
  HoldState: HoldState;
  InclusionProof: ResolverTypeWrapper<InclusionProof>;
  IssueDocumentsInput: IssueDocumentsInput;
  IssueDocumentsPayload: ResolverTypeWrapper<Omit<IssueDocumentsPayload, 'documents' | 'problems'> & { documents?: Maybe<Array<ResolversTypes['SettlementDocument']>>, problems?: Maybe<Array<ResolversTypes['SettlementDocumentProblem']>> }>;
  IssuerLiability: ResolverTypeWrapper<Omit<IssuerLiability, 'issuer'> & { issuer?: Maybe<ResolversTypes['Partner']> }>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JournalEntry: ResolverTypeWrapper<EntryRow>;
  JournalLeg: ResolverTypeWrapper<JournalLeg>;
  LevyShare: ResolverTypeWrapper<Omit<LevyShare, 'partner'> & { partner?: Maybe<ResolversTypes['Partner']> }>;
  Lot: ResolverTypeWrapper<LotView>;
  LotAllocation: ResolverTypeWrapper<Omit<LotAllocation, 'funder'> & { funder?: Maybe<ResolversTypes['Partner']> }>;
  LotDebt: ResolverTypeWrapper<LotDebt>;
  LotRecord: ResolverTypeWrapper<LotRecordRow>;
  LotStanding: ResolverTypeWrapper<Omit<LotStanding, 'funder'> & { funder?: Maybe<ResolversTypes['Partner']> }>;
  Member: ResolverTypeWrapper<EntityReference>;
  MemberIdentityInput: MemberIdentityInput;
  MemberStatement: ResolverTypeWrapper<MemberPeriod>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Mission: ResolverTypeWrapper<MissionReference>;
  MissionsUpdate: ResolverTypeWrapper<PlacedMissions>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NetPosition: ResolverTypeWrapper<NetPositionView>;
  NetPositionAction: NetPositionAction;
  NettingSavings: ResolverTypeWrapper<NettingSavings>;
  OpenDisputeInput: OpenDisputeInput;
  OpenDisputePayload: ResolverTypeWrapper<Omit<OpenDisputePayload, 'dispute' | 'transaction'> & { dispute?: Maybe<ResolversTypes['Dispute']>, transaction?: Maybe<ResolversTypes['Transaction']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Partner: ResolverTypeWrapper<EntityReference>;
  PartnerActivity: ResolverTypeWrapper<PlacedPoints>;
  PartnerFileFormat: PartnerFileFormat;
  PartnerFileProblem: ResolverTypeWrapper<PartnerFileProblem>;
  PartnerOutstanding: ResolverTypeWrapper<PartnerOutstanding>;
  PaymentFile: ResolverTypeWrapper<PaymentFileView>;
  PaymentInstruction: ResolverTypeWrapper<PaymentView>;
  PaymentResult: PaymentResult;
  Points: ResolverTypeWrapper<Scalars['Points']['output']>;
  PointsBucket: ResolverTypeWrapper<PointsBucket>;
  PointsLiability: ResolverTypeWrapper<Omit<PointsLiability, 'byIssuer'> & { byIssuer: Array<ResolversTypes['IssuerLiability']> }>;
  PointsRollForward: ResolverTypeWrapper<Omit<PointsRollForward, 'issuer'> & { issuer?: Maybe<ResolversTypes['Partner']> }>;
  PointsUpdate: ResolverTypeWrapper<PlacedPoints>;
  Position: ResolverTypeWrapper<Position>;
  PositionUpdate: ResolverTypeWrapper<PlacedPosition>;
  PostBenefitInput: PostBenefitInput;
  PostBenefitPayload: ResolverTypeWrapper<Omit<PostBenefitPayload, 'transaction'> & { transaction?: Maybe<ResolversTypes['Transaction']> }>;
  PostMembershipFeeInput: PostMembershipFeeInput;
  PostMembershipFeePayload: ResolverTypeWrapper<Omit<PostMembershipFeePayload, 'transaction'> & { transaction?: Maybe<ResolversTypes['Transaction']> }>;
  ProposeAdjustmentInput: ProposeAdjustmentInput;
  ProposeAdjustmentPayload: ResolverTypeWrapper<Omit<ProposeAdjustmentPayload, 'adjustment'> & { adjustment?: Maybe<ResolversTypes['Adjustment']> }>;
  ProposeBreakAdjustmentInput: ProposeBreakAdjustmentInput;
  ProposeSettlementStepInput: ProposeSettlementStepInput;
  ProposeSettlementStepPayload: ResolverTypeWrapper<Omit<ProposeSettlementStepPayload, 'proposal'> & { proposal?: Maybe<ResolversTypes['SettlementProposal']> }>;
  PurchaseLineInput: PurchaseLineInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  QuotePurchaseInput: QuotePurchaseInput;
  QuotePurchasePayload: ResolverTypeWrapper<Omit<QuotePurchasePayload, 'funding' | 'rules'> & { funding?: Maybe<Array<ResolversTypes['QuotedFunding']>>, rules?: Maybe<Array<ResolversTypes['RuleOutcome']>> }>;
  QuoteRedemptionInput: QuoteRedemptionInput;
  QuoteRedemptionPayload: ResolverTypeWrapper<Omit<QuoteRedemptionPayload, 'funding'> & { funding?: Maybe<Array<ResolversTypes['FundingShare']>> }>;
  QuotedFunding: ResolverTypeWrapper<Omit<QuotedFunding, 'funder'> & { funder?: Maybe<ResolversTypes['Partner']> }>;
  ReconcileInput: ReconcileInput;
  ReconcilePayload: ResolverTypeWrapper<Omit<ReconcilePayload, 'reconciliation'> & { reconciliation?: Maybe<ResolversTypes['Reconciliation']> }>;
  Reconciliation: ResolverTypeWrapper<ReconciliationRow>;
  ReconciliationBreak: ResolverTypeWrapper<BreakRow>;
  ReconciliationBreakConnection: ResolverTypeWrapper<Omit<ReconciliationBreakConnection, 'edges'> & { edges: Array<ResolversTypes['ReconciliationBreakEdge']> }>;
  ReconciliationBreakEdge: ResolverTypeWrapper<Omit<ReconciliationBreakEdge, 'node'> & { node: ResolversTypes['ReconciliationBreak'] }>;
  ReconciliationConnection: ResolverTypeWrapper<Omit<ReconciliationConnection, 'edges'> & { edges: Array<ResolversTypes['ReconciliationEdge']> }>;
  ReconciliationEdge: ResolverTypeWrapper<Omit<ReconciliationEdge, 'node'> & { node: ResolversTypes['Reconciliation'] }>;
  RecordPurchaseInput: RecordPurchaseInput;
  RecordPurchasePayload: ResolverTypeWrapper<Omit<RecordPurchasePayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  RecordPurchasesInput: RecordPurchasesInput;
  RecordPurchasesPayload: ResolverTypeWrapper<Omit<RecordPurchasesPayload, 'results'> & { results: Array<ResolversTypes['RecordPurchasePayload']> }>;
  RecordReturnInput: RecordReturnInput;
  RecordReturnPayload: ResolverTypeWrapper<Omit<RecordReturnPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  RedeemPointsInput: RedeemPointsInput;
  RedeemPointsPayload: ResolverTypeWrapper<Omit<RedeemPointsPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  RedeliverWebhookInput: RedeliverWebhookInput;
  RedeliverWebhookPayload: ResolverTypeWrapper<Omit<RedeliverWebhookPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['WebhookDelivery']> }>;
  RefundMembershipFeeInput: RefundMembershipFeeInput;
  RefundMembershipFeePayload: ResolverTypeWrapper<Omit<RefundMembershipFeePayload, 'transaction'> & { transaction?: Maybe<ResolversTypes['Transaction']> }>;
  RefundRedemptionInput: RefundRedemptionInput;
  RefundRedemptionPayload: ResolverTypeWrapper<Omit<RefundRedemptionPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  RefusalCode: RefusalCode;
  RejectSettlementStepInput: RejectSettlementStepInput;
  RejectSettlementStepPayload: ResolverTypeWrapper<Omit<RejectSettlementStepPayload, 'proposal'> & { proposal?: Maybe<ResolversTypes['SettlementProposal']> }>;
  ReportBankFileInput: ReportBankFileInput;
  ReportBankFilePayload: ResolverTypeWrapper<Omit<ReportBankFilePayload, 'bankFile'> & { bankFile?: Maybe<ResolversTypes['BankFile']> }>;
  ReportPaymentInput: ReportPaymentInput;
  ReportPaymentPayload: ResolverTypeWrapper<Omit<ReportPaymentPayload, 'item' | 'window'> & { item?: Maybe<ResolversTypes['SettlementItem']>, window?: Maybe<ResolversTypes['SettlementWindow']> }>;
  ReserveRollForward: ResolverTypeWrapper<ReserveRollForward>;
  ReturnLineInput: ReturnLineInput;
  ReverseTransactionInput: ReverseTransactionInput;
  ReverseTransactionPayload: ResolverTypeWrapper<Omit<ReverseTransactionPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  RevokeSettlementKeyInput: RevokeSettlementKeyInput;
  RevokeSettlementKeyPayload: ResolverTypeWrapper<RevokeSettlementKeyPayload>;
  RewardOrder: ResolverTypeWrapper<OrderReference>;
  RewardOrderUpdate: ResolverTypeWrapper<PlacedOrder>;
  RotateSettlementKeyInput: RotateSettlementKeyInput;
  RotateSettlementKeyPayload: ResolverTypeWrapper<RotateSettlementKeyPayload>;
  RotateWebhookSecretInput: RotateWebhookSecretInput;
  RotateWebhookSecretPayload: ResolverTypeWrapper<Omit<RotateWebhookSecretPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  RuleOutcome: ResolverTypeWrapper<Omit<RuleOutcome, 'version'> & { version?: Maybe<ResolversTypes['EarnRuleVersion']> }>;
  RuleOutcomeStatus: RuleOutcomeStatus;
  SettleWindowInput: SettleWindowInput;
  SettleWindowPayload: ResolverTypeWrapper<Omit<SettleWindowPayload, 'window'> & { window?: Maybe<ResolversTypes['SettlementWindow']> }>;
  SettlementDocument: ResolverTypeWrapper<DocumentRow>;
  SettlementDocumentKind: SettlementDocumentKind;
  SettlementDocumentProblem: ResolverTypeWrapper<DocumentProblem>;
  SettlementItem: ResolverTypeWrapper<ItemRow>;
  SettlementItemState: SettlementItemState;
  SettlementKey: ResolverTypeWrapper<SettlementKey>;
  SettlementKeys: ResolverTypeWrapper<SettlementKeys>;
  SettlementProposal: ResolverTypeWrapper<ProposalRow>;
  SettlementProposalState: SettlementProposalState;
  SettlementStep: SettlementStep;
  SettlementWindow: ResolverTypeWrapper<WindowRow>;
  SettlementWindowConnection: ResolverTypeWrapper<Omit<SettlementWindowConnection, 'edges'> & { edges: Array<ResolversTypes['SettlementWindowEdge']> }>;
  SettlementWindowEdge: ResolverTypeWrapper<Omit<SettlementWindowEdge, 'node'> & { node: ResolversTypes['SettlementWindow'] }>;
  SettlementWindowState: SettlementWindowState;
  SettlementWindowUpdate: ResolverTypeWrapper<PlacedWindow>;
  Statement: ResolverTypeWrapper<StatementReading>;
  StatementFileFormat: StatementFileFormat;
  StatementKind: StatementKind;
  StatementLine: ResolverTypeWrapper<LineReading>;
  StatementLineConnection: ResolverTypeWrapper<Omit<StatementLineConnection, 'edges'> & { edges: Array<ResolversTypes['StatementLineEdge']> }>;
  StatementLineEdge: ResolverTypeWrapper<Omit<StatementLineEdge, 'node'> & { node: ResolversTypes['StatementLine'] }>;
  Store: ResolverTypeWrapper<Store>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Terminal: ResolverTypeWrapper<Terminal>;
  Transaction: ResolverTypeWrapper<ShownTransaction>;
  TransactionConnection: ResolverTypeWrapper<Omit<TransactionConnection, 'edges'> & { edges: Array<ResolversTypes['TransactionEdge']> }>;
  TransactionEdge: ResolverTypeWrapper<Omit<TransactionEdge, 'node'> & { node: ResolversTypes['Transaction'] }>;
  TransactionFlag: TransactionFlag;
  TransactionKind: TransactionKind;
  Transfer: ResolverTypeWrapper<TransferRow>;
  TransferPointsInput: TransferPointsInput;
  TransferPointsPayload: ResolverTypeWrapper<Omit<TransferPointsPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookPayload: ResolverTypeWrapper<Omit<UpdateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  UploadPartnerFileInput: UploadPartnerFileInput;
  UploadPartnerFilePayload: ResolverTypeWrapper<UploadPartnerFilePayload>;
  UserError: ResolverTypeWrapper<UserError>;
  VoidRedemptionInput: VoidRedemptionInput;
  VoidRedemptionPayload: ResolverTypeWrapper<Omit<VoidRedemptionPayload, 'hold' | 'transaction' | 'wallet'> & { hold?: Maybe<ResolversTypes['Hold']>, transaction?: Maybe<ResolversTypes['Transaction']>, wallet?: Maybe<ResolversTypes['Wallet']> }>;
  Wallet: ResolverTypeWrapper<WalletView>;
  WalletUpdate: ResolverTypeWrapper<PlacedPoints>;
  Webhook: ResolverTypeWrapper<WebhookRow>;
  WebhookAttempt: ResolverTypeWrapper<WebhookAttempt>;
  WebhookDelivery: ResolverTypeWrapper<DeliveryRow>;
  WebhookDeliveryConnection: ResolverTypeWrapper<Omit<WebhookDeliveryConnection, 'edges'> & { edges: Array<ResolversTypes['WebhookDeliveryEdge']> }>;
  WebhookDeliveryEdge: ResolverTypeWrapper<Omit<WebhookDeliveryEdge, 'node'> & { node: ResolversTypes['WebhookDelivery'] }>;
  WebhookDeliveryState: WebhookDeliveryState;
  WebhookEventType: WebhookEventType;
  WithdrawDisputeInput: WithdrawDisputeInput;
  WithdrawDisputePayload: ResolverTypeWrapper<Omit<WithdrawDisputePayload, 'dispute' | 'transaction'> & { dispute?: Maybe<ResolversTypes['Dispute']>, transaction?: Maybe<ResolversTypes['Transaction']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptBreakInput: AcceptBreakInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  AccountMovement: AccountMovement;
  Accounting: AccountingView;
  AccountingTie: AccountingTie;
  Boolean: Scalars['Boolean']['output'];
  AddDisputeEvidenceInput: AddDisputeEvidenceInput;
  AddDisputeEvidencePayload: Omit<AddDisputeEvidencePayload, 'dispute'> & { dispute?: Maybe<ResolversParentTypes['Dispute']> };
  Adjustment: AdjustmentView;
  AnswerDisputeInput: AnswerDisputeInput;
  AnswerDisputePayload: Omit<AnswerDisputePayload, 'dispute'> & { dispute?: Maybe<ResolversParentTypes['Dispute']> };
  ApproveAdjustmentInput: ApproveAdjustmentInput;
  ApproveAdjustmentPayload: Omit<ApproveAdjustmentPayload, 'adjustment' | 'transaction' | 'wallet'> & { adjustment?: Maybe<ResolversParentTypes['Adjustment']>, transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  ApproveBreakAdjustmentInput: ApproveBreakAdjustmentInput;
  ApproveSettlementStepInput: ApproveSettlementStepInput;
  ApproveSettlementStepPayload: Omit<ApproveSettlementStepPayload, 'proposal'> & { proposal?: Maybe<ResolversParentTypes['SettlementProposal']> };
  AssignBreakInput: AssignBreakInput;
  AuditCheck: AuditCheck;
  AuditReport: AuditReport;
  AuthoriseRedemptionInput: AuthoriseRedemptionInput;
  Int: Scalars['Int']['output'];
  AuthoriseRedemptionPayload: Omit<AuthoriseRedemptionPayload, 'hold' | 'transaction' | 'wallet'> & { hold?: Maybe<ResolversParentTypes['Hold']>, transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  AwardFundingInput: AwardFundingInput;
  AwardInput: AwardInput;
  Backtest: BacktestRow;
  BacktestBudget: BacktestBudget;
  BacktestDifference: Omit<BacktestDifference, 'transaction'> & { transaction?: Maybe<ResolversParentTypes['Transaction']> };
  BacktestFunder: Omit<BacktestFunder, 'funder'> & { funder?: Maybe<ResolversParentTypes['Partner']> };
  BacktestReport: Omit<BacktestReport, 'current' | 'draft' | 'largestDifferences'> & { current: ResolversParentTypes['BacktestSide'], draft: ResolversParentTypes['BacktestSide'], largestDifferences: Array<ResolversParentTypes['BacktestDifference']> };
  BacktestRulesInput: BacktestRulesInput;
  BacktestRulesPayload: Omit<BacktestRulesPayload, 'backtest'> & { backtest?: Maybe<ResolversParentTypes['Backtest']> };
  BacktestSide: Omit<BacktestSide, 'funders'> & { funders: Array<ResolversParentTypes['BacktestFunder']> };
  BankFile: BankFileRow;
  BankFileConnection: Omit<BankFileConnection, 'edges'> & { edges: Array<ResolversParentTypes['BankFileEdge']> };
  BankFileEdge: Omit<BankFileEdge, 'node'> & { node: ResolversParentTypes['BankFile'] };
  BankFileProblem: BankFileProblem;
  BankWord: BankWordRow;
  BankWordConnection: Omit<BankWordConnection, 'edges'> & { edges: Array<ResolversParentTypes['BankWordEdge']> };
  BankWordEdge: Omit<BankWordEdge, 'node'> & { node: ResolversParentTypes['BankWord'] };
  BeginReviewInput: BeginReviewInput;
  BeginReviewPayload: Omit<BeginReviewPayload, 'window'> & { window?: Maybe<ResolversParentTypes['SettlementWindow']> };
  BilateralObligation: Omit<BilateralObligation, 'acceptor' | 'funder'> & { acceptor?: Maybe<ResolversParentTypes['Partner']>, funder?: Maybe<ResolversParentTypes['Partner']> };
  BreakAgeing: BreakAgeing;
  BreakBucket: BreakBucket;
  BreakPayload: Omit<BreakPayload, 'break'> & { break?: Maybe<ResolversParentTypes['ReconciliationBreak']> };
  BreakProposal: Omit<BreakProposal, 'member' | 'posted'> & { member?: Maybe<ResolversParentTypes['Member']>, posted?: Maybe<ResolversParentTypes['Transaction']> };
  BreakValue: BreakValue;
  BreakageEstimateInput: BreakageEstimateInput;
  BudgetBurn: Omit<BudgetBurn, 'funder'> & { funder?: Maybe<ResolversParentTypes['Partner']> };
  CancelBacktestInput: CancelBacktestInput;
  CancelBacktestPayload: Omit<CancelBacktestPayload, 'backtest'> & { backtest?: Maybe<ResolversParentTypes['Backtest']> };
  CancelPurchaseInput: CancelPurchaseInput;
  CancelPurchasePayload: Omit<CancelPurchasePayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  CaptureRedemptionInput: CaptureRedemptionInput;
  CaptureRedemptionPayload: Omit<CaptureRedemptionPayload, 'hold' | 'transaction' | 'wallet'> & { hold?: Maybe<ResolversParentTypes['Hold']>, transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  CloseSettlementWindowInput: CloseSettlementWindowInput;
  CloseSettlementWindowPayload: Omit<CloseSettlementWindowPayload, 'opened' | 'window'> & { opened?: Maybe<ResolversParentTypes['SettlementWindow']>, window?: Maybe<ResolversParentTypes['SettlementWindow']> };
  ComponentTotal: ComponentTotal;
  ConfirmPurchaseInput: ConfirmPurchaseInput;
  ConfirmPurchasePayload: Omit<ConfirmPurchasePayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  ConfirmRedemptionInput: ConfirmRedemptionInput;
  ConfirmRedemptionPayload: ConfirmRedemptionPayload;
  ConsistencyProof: ConsistencyProof;
  Contract: Contract;
  ContractLiabilityPeriod: ContractLiabilityPeriod;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: Omit<CreateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  CycleDates: CycleDates;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DebtRecovery: DebtRecovery;
  DecideDisputeInput: DecideDisputeInput;
  DecideDisputePayload: Omit<DecideDisputePayload, 'dispute' | 'transaction'> & { dispute?: Maybe<ResolversParentTypes['Dispute']>, transaction?: Maybe<ResolversParentTypes['Transaction']> };
  Decimal: Scalars['Decimal']['output'];
  DeclineBreakAdjustmentInput: DeclineBreakAdjustmentInput;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookPayload: DeleteWebhookPayload;
  Dispute: DisputeRow;
  DisputeConnection: Omit<DisputeConnection, 'edges'> & { edges: Array<ResolversParentTypes['DisputeEdge']> };
  DisputeEdge: Omit<DisputeEdge, 'node'> & { node: ResolversParentTypes['Dispute'] };
  DisputeEvidence: DisputeEvidence;
  EarnRule: EntityReference;
  EarnRuleVersion: EntityReference;
  Event: EventView;
  EventConnection: Omit<EventConnection, 'edges'> & { edges: Array<ResolversParentTypes['EventEdge']> };
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  ExchangeRate: ExchangeRate;
  ExchangeRateInput: ExchangeRateInput;
  ExpirePointsInput: ExpirePointsInput;
  ExpirePointsPayload: ExpirePointsPayload;
  ExpiringPoints: ExpiringPoints;
  Explanation: Explanation;
  ExplanationStep: ExplanationStep;
  FeeShareInput: FeeShareInput;
  FilePart: FilePart;
  FiledPayment: FiledPaymentView;
  FundedPointsRow: Omit<FundedPointsRow, 'funder'> & { funder?: Maybe<ResolversParentTypes['Partner']> };
  FundingShare: FundingShareView;
  GrantPointsInput: GrantPointsInput;
  GrantPointsPayload: Omit<GrantPointsPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  Hold: HoldView;
  InclusionProof: InclusionProof;
  IssueDocumentsInput: IssueDocumentsInput;
  IssueDocumentsPayload: Omit<IssueDocumentsPayload, 'documents' | 'problems'> & { documents?: Maybe<Array<ResolversParentTypes['SettlementDocument']>>, problems?: Maybe<Array<ResolversParentTypes['SettlementDocumentProblem']>> };
  IssuerLiability: Omit<IssuerLiability, 'issuer'> & { issuer?: Maybe<ResolversParentTypes['Partner']> };
  JSON: Scalars['JSON']['output'];
  JournalEntry: EntryRow;
  JournalLeg: JournalLeg;
  LevyShare: Omit<LevyShare, 'partner'> & { partner?: Maybe<ResolversParentTypes['Partner']> };
  Lot: LotView;
  LotAllocation: Omit<LotAllocation, 'funder'> & { funder?: Maybe<ResolversParentTypes['Partner']> };
  LotDebt: LotDebt;
  LotRecord: LotRecordRow;
  LotStanding: Omit<LotStanding, 'funder'> & { funder?: Maybe<ResolversParentTypes['Partner']> };
  Member: EntityReference;
  MemberIdentityInput: MemberIdentityInput;
  MemberStatement: MemberPeriod;
  MinorUnits: Scalars['MinorUnits']['output'];
  Mission: MissionReference;
  MissionsUpdate: PlacedMissions;
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  NetPosition: NetPositionView;
  NettingSavings: NettingSavings;
  OpenDisputeInput: OpenDisputeInput;
  OpenDisputePayload: Omit<OpenDisputePayload, 'dispute' | 'transaction'> & { dispute?: Maybe<ResolversParentTypes['Dispute']>, transaction?: Maybe<ResolversParentTypes['Transaction']> };
  PageInfo: PageInfo;
  Partner: EntityReference;
  PartnerActivity: PlacedPoints;
  PartnerFileProblem: PartnerFileProblem;
  PartnerOutstanding: PartnerOutstanding;
  PaymentFile: PaymentFileView;
  PaymentInstruction: PaymentView;
  Points: Scalars['Points']['output'];
  PointsBucket: PointsBucket;
  PointsLiability: Omit<PointsLiability, 'byIssuer'> & { byIssuer: Array<ResolversParentTypes['IssuerLiability']> };
  PointsRollForward: Omit<PointsRollForward, 'issuer'> & { issuer?: Maybe<ResolversParentTypes['Partner']> };
  PointsUpdate: PlacedPoints;
  Position: Position;
  PositionUpdate: PlacedPosition;
  PostBenefitInput: PostBenefitInput;
  PostBenefitPayload: Omit<PostBenefitPayload, 'transaction'> & { transaction?: Maybe<ResolversParentTypes['Transaction']> };
  PostMembershipFeeInput: PostMembershipFeeInput;
  PostMembershipFeePayload: Omit<PostMembershipFeePayload, 'transaction'> & { transaction?: Maybe<ResolversParentTypes['Transaction']> };
  ProposeAdjustmentInput: ProposeAdjustmentInput;
  ProposeAdjustmentPayload: Omit<ProposeAdjustmentPayload, 'adjustment'> & { adjustment?: Maybe<ResolversParentTypes['Adjustment']> };
  ProposeBreakAdjustmentInput: ProposeBreakAdjustmentInput;
  ProposeSettlementStepInput: ProposeSettlementStepInput;
  ProposeSettlementStepPayload: Omit<ProposeSettlementStepPayload, 'proposal'> & { proposal?: Maybe<ResolversParentTypes['SettlementProposal']> };
  PurchaseLineInput: PurchaseLineInput;
  Query: Record<PropertyKey, never>;
  QuotePurchaseInput: QuotePurchaseInput;
  QuotePurchasePayload: Omit<QuotePurchasePayload, 'funding' | 'rules'> & { funding?: Maybe<Array<ResolversParentTypes['QuotedFunding']>>, rules?: Maybe<Array<ResolversParentTypes['RuleOutcome']>> };
  QuoteRedemptionInput: QuoteRedemptionInput;
  QuoteRedemptionPayload: Omit<QuoteRedemptionPayload, 'funding'> & { funding?: Maybe<Array<ResolversParentTypes['FundingShare']>> };
  QuotedFunding: Omit<QuotedFunding, 'funder'> & { funder?: Maybe<ResolversParentTypes['Partner']> };
  ReconcileInput: ReconcileInput;
  ReconcilePayload: Omit<ReconcilePayload, 'reconciliation'> & { reconciliation?: Maybe<ResolversParentTypes['Reconciliation']> };
  Reconciliation: ReconciliationRow;
  ReconciliationBreak: BreakRow;
  ReconciliationBreakConnection: Omit<ReconciliationBreakConnection, 'edges'> & { edges: Array<ResolversParentTypes['ReconciliationBreakEdge']> };
  ReconciliationBreakEdge: Omit<ReconciliationBreakEdge, 'node'> & { node: ResolversParentTypes['ReconciliationBreak'] };
  ReconciliationConnection: Omit<ReconciliationConnection, 'edges'> & { edges: Array<ResolversParentTypes['ReconciliationEdge']> };
  ReconciliationEdge: Omit<ReconciliationEdge, 'node'> & { node: ResolversParentTypes['Reconciliation'] };
  RecordPurchaseInput: RecordPurchaseInput;
  RecordPurchasePayload: Omit<RecordPurchasePayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  RecordPurchasesInput: RecordPurchasesInput;
  RecordPurchasesPayload: Omit<RecordPurchasesPayload, 'results'> & { results: Array<ResolversParentTypes['RecordPurchasePayload']> };
  RecordReturnInput: RecordReturnInput;
  RecordReturnPayload: Omit<RecordReturnPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  RedeemPointsInput: RedeemPointsInput;
  RedeemPointsPayload: Omit<RedeemPointsPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  RedeliverWebhookInput: RedeliverWebhookInput;
  RedeliverWebhookPayload: Omit<RedeliverWebhookPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['WebhookDelivery']> };
  RefundMembershipFeeInput: RefundMembershipFeeInput;
  RefundMembershipFeePayload: Omit<RefundMembershipFeePayload, 'transaction'> & { transaction?: Maybe<ResolversParentTypes['Transaction']> };
  RefundRedemptionInput: RefundRedemptionInput;
  RefundRedemptionPayload: Omit<RefundRedemptionPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  RejectSettlementStepInput: RejectSettlementStepInput;
  RejectSettlementStepPayload: Omit<RejectSettlementStepPayload, 'proposal'> & { proposal?: Maybe<ResolversParentTypes['SettlementProposal']> };
  ReportBankFileInput: ReportBankFileInput;
  ReportBankFilePayload: Omit<ReportBankFilePayload, 'bankFile'> & { bankFile?: Maybe<ResolversParentTypes['BankFile']> };
  ReportPaymentInput: ReportPaymentInput;
  ReportPaymentPayload: Omit<ReportPaymentPayload, 'item' | 'window'> & { item?: Maybe<ResolversParentTypes['SettlementItem']>, window?: Maybe<ResolversParentTypes['SettlementWindow']> };
  ReserveRollForward: ReserveRollForward;
  ReturnLineInput: ReturnLineInput;
  ReverseTransactionInput: ReverseTransactionInput;
  ReverseTransactionPayload: Omit<ReverseTransactionPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  RevokeSettlementKeyInput: RevokeSettlementKeyInput;
  RevokeSettlementKeyPayload: RevokeSettlementKeyPayload;
  RewardOrder: OrderReference;
  RewardOrderUpdate: PlacedOrder;
  RotateSettlementKeyInput: RotateSettlementKeyInput;
  RotateSettlementKeyPayload: RotateSettlementKeyPayload;
  RotateWebhookSecretInput: RotateWebhookSecretInput;
  RotateWebhookSecretPayload: Omit<RotateWebhookSecretPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  RuleOutcome: Omit<RuleOutcome, 'version'> & { version?: Maybe<ResolversParentTypes['EarnRuleVersion']> };
  SettleWindowInput: SettleWindowInput;
  SettleWindowPayload: Omit<SettleWindowPayload, 'window'> & { window?: Maybe<ResolversParentTypes['SettlementWindow']> };
  SettlementDocument: DocumentRow;
  SettlementDocumentProblem: DocumentProblem;
  SettlementItem: ItemRow;
  SettlementKey: SettlementKey;
  SettlementKeys: SettlementKeys;
  SettlementProposal: ProposalRow;
  SettlementWindow: WindowRow;
  SettlementWindowConnection: Omit<SettlementWindowConnection, 'edges'> & { edges: Array<ResolversParentTypes['SettlementWindowEdge']> };
  SettlementWindowEdge: Omit<SettlementWindowEdge, 'node'> & { node: ResolversParentTypes['SettlementWindow'] };
  SettlementWindowUpdate: PlacedWindow;
  Statement: StatementReading;
  StatementLine: LineReading;
  StatementLineConnection: Omit<StatementLineConnection, 'edges'> & { edges: Array<ResolversParentTypes['StatementLineEdge']> };
  StatementLineEdge: Omit<StatementLineEdge, 'node'> & { node: ResolversParentTypes['StatementLine'] };
  Store: Store;
  Subscription: Record<PropertyKey, never>;
  Terminal: Terminal;
  Transaction: ShownTransaction;
  TransactionConnection: Omit<TransactionConnection, 'edges'> & { edges: Array<ResolversParentTypes['TransactionEdge']> };
  TransactionEdge: Omit<TransactionEdge, 'node'> & { node: ResolversParentTypes['Transaction'] };
  Transfer: TransferRow;
  TransferPointsInput: TransferPointsInput;
  TransferPointsPayload: Omit<TransferPointsPayload, 'transaction' | 'wallet'> & { transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookPayload: Omit<UpdateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  UploadPartnerFileInput: UploadPartnerFileInput;
  UploadPartnerFilePayload: UploadPartnerFilePayload;
  UserError: UserError;
  VoidRedemptionInput: VoidRedemptionInput;
  VoidRedemptionPayload: Omit<VoidRedemptionPayload, 'hold' | 'transaction' | 'wallet'> & { hold?: Maybe<ResolversParentTypes['Hold']>, transaction?: Maybe<ResolversParentTypes['Transaction']>, wallet?: Maybe<ResolversParentTypes['Wallet']> };
  Wallet: WalletView;
  WalletUpdate: PlacedPoints;
  Webhook: WebhookRow;
  WebhookAttempt: WebhookAttempt;
  WebhookDelivery: DeliveryRow;
  WebhookDeliveryConnection: Omit<WebhookDeliveryConnection, 'edges'> & { edges: Array<ResolversParentTypes['WebhookDeliveryEdge']> };
  WebhookDeliveryEdge: Omit<WebhookDeliveryEdge, 'node'> & { node: ResolversParentTypes['WebhookDelivery'] };
  WithdrawDisputeInput: WithdrawDisputeInput;
  WithdrawDisputePayload: Omit<WithdrawDisputePayload, 'dispute' | 'transaction'> & { dispute?: Maybe<ResolversParentTypes['Dispute']>, transaction?: Maybe<ResolversParentTypes['Transaction']> };
};

export type AccountMovementResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AccountMovement'] = ResolversParentTypes['AccountMovement']> = {
  account?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type AccountingResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Accounting'] = ResolversParentTypes['Accounting']> = {
  contractLiability?: Resolver<Maybe<Array<ResolversTypes['ContractLiabilityPeriod']>>, ParentType, ContextType, RequireFields<AccountingContractLiabilityArgs, 'breakage'>>;
  lots?: Resolver<Maybe<Array<ResolversTypes['LotStanding']>>, ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['FundedPointsRow']>, ParentType, ContextType>;
  reserve?: Resolver<Maybe<Array<ResolversTypes['ReserveRollForward']>>, ParentType, ContextType>;
  through?: Resolver<ResolversTypes['SettlementWindow'], ParentType, ContextType>;
  ties?: Resolver<Maybe<Array<ResolversTypes['AccountingTie']>>, ParentType, ContextType>;
};

export type AccountingTieResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AccountingTie'] = ResolversParentTypes['AccountingTie']> = {
  closing?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  lots?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ties?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AddDisputeEvidencePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AddDisputeEvidencePayload'] = ResolversParentTypes['AddDisputeEvidencePayload']> = {
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AdjustmentResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Adjustment'] = ResolversParentTypes['Adjustment'], FederationReferenceType extends FederationReferenceTypes['Adjustment'] = FederationReferenceTypes['Adjustment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Adjustment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  approvedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  proposedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['AdjustmentState'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
};

export type AnswerDisputePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AnswerDisputePayload'] = ResolversParentTypes['AnswerDisputePayload']> = {
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApproveAdjustmentPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ApproveAdjustmentPayload'] = ResolversParentTypes['ApproveAdjustmentPayload']> = {
  adjustment?: Resolver<Maybe<ResolversTypes['Adjustment']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type ApproveSettlementStepPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ApproveSettlementStepPayload'] = ResolversParentTypes['ApproveSettlementStepPayload']> = {
  proposal?: Resolver<Maybe<ResolversTypes['SettlementProposal']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AuditCheckResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AuditCheck'] = ResolversParentTypes['AuditCheck']> = {
  claim?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  findings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AuditReportResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AuditReport'] = ResolversParentTypes['AuditReport']> = {
  checks?: Resolver<Array<ResolversTypes['AuditCheck']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  takenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AuthoriseRedemptionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['AuthoriseRedemptionPayload'] = ResolversParentTypes['AuthoriseRedemptionPayload']> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type BacktestResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Backtest'] = ResolversParentTypes['Backtest']> = {
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  report?: Resolver<Maybe<ResolversTypes['BacktestReport']>, ParentType, ContextType>;
  ruleVersions?: Resolver<Array<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['BacktestState'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type BacktestBudgetResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BacktestBudget'] = ResolversParentTypes['BacktestBudget']> = {
  exhaustedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BacktestDifferenceResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BacktestDifference'] = ResolversParentTypes['BacktestDifference']> = {
  currentPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  draftPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
};

export type BacktestFunderResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BacktestFunder'] = ResolversParentTypes['BacktestFunder']> = {
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  money?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type BacktestReportResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BacktestReport'] = ResolversParentTypes['BacktestReport']> = {
  budgets?: Resolver<Array<ResolversTypes['BacktestBudget']>, ParentType, ContextType>;
  current?: Resolver<ResolversTypes['BacktestSide'], ParentType, ContextType>;
  draft?: Resolver<ResolversTypes['BacktestSide'], ParentType, ContextType>;
  largestDifferences?: Resolver<Array<ResolversTypes['BacktestDifference']>, ParentType, ContextType>;
  membersBetter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  membersSame?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  membersWorse?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notReproduced?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  postedPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  purchases?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BacktestRulesPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BacktestRulesPayload'] = ResolversParentTypes['BacktestRulesPayload']> = {
  backtest?: Resolver<Maybe<ResolversTypes['Backtest']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type BacktestSideResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BacktestSide'] = ResolversParentTypes['BacktestSide']> = {
  funders?: Resolver<Array<ResolversTypes['BacktestFunder']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type BankFileResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankFile'] = ResolversParentTypes['BankFile']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['BankMessage'], ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reportedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reportedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  wordCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['BankWordConnection'], ParentType, ContextType, RequireFields<BankFileWordsArgs, 'first'>>;
};

export type BankFileConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankFileConnection'] = ResolversParentTypes['BankFileConnection']> = {
  edges?: Resolver<Array<ResolversTypes['BankFileEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type BankFileEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankFileEdge'] = ResolversParentTypes['BankFileEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['BankFile'], ParentType, ContextType>;
};

export type BankFileProblemResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankFileProblem'] = ResolversParentTypes['BankFileProblem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entry?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BankWordResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankWord'] = ResolversParentTypes['BankWord']> = {
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  bankReference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  booked?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  direction?: Resolver<Maybe<ResolversTypes['BankDirection']>, ParentType, ContextType>;
  endToEndId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['SettlementItem']>, ParentType, ContextType>;
  messageId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['BankWordOutcome'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  result?: Resolver<ResolversTypes['BankWordResult'], ParentType, ContextType>;
};

export type BankWordConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankWordConnection'] = ResolversParentTypes['BankWordConnection']> = {
  edges?: Resolver<Array<ResolversTypes['BankWordEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type BankWordEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BankWordEdge'] = ResolversParentTypes['BankWordEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['BankWord'], ParentType, ContextType>;
};

export type BeginReviewPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BeginReviewPayload'] = ResolversParentTypes['BeginReviewPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type BilateralObligationResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BilateralObligation'] = ResolversParentTypes['BilateralObligation']> = {
  acceptor?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type BreakAgeingResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BreakAgeing'] = ResolversParentTypes['BreakAgeing']> = {
  buckets?: Resolver<Array<ResolversTypes['BreakBucket']>, ParentType, ContextType>;
  oldest?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  oldestAge?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  result?: Resolver<ResolversTypes['BreakResult'], ParentType, ContextType>;
};

export type BreakBucketResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BreakBucket'] = ResolversParentTypes['BreakBucket']> = {
  age?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type BreakPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BreakPayload'] = ResolversParentTypes['BreakPayload']> = {
  break?: Resolver<Maybe<ResolversTypes['ReconciliationBreak']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type BreakProposalResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BreakProposal'] = ResolversParentTypes['BreakProposal']> = {
  action?: Resolver<ResolversTypes['BreakAction'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  points?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  posted?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shownHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BreakValueResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BreakValue'] = ResolversParentTypes['BreakValue']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type BudgetBurnResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['BudgetBurn'] = ResolversParentTypes['BudgetBurn']> = {
  day?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  money?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type CancelBacktestPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['CancelBacktestPayload'] = ResolversParentTypes['CancelBacktestPayload']> = {
  backtest?: Resolver<Maybe<ResolversTypes['Backtest']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CancelPurchasePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['CancelPurchasePayload'] = ResolversParentTypes['CancelPurchasePayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type CaptureRedemptionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['CaptureRedemptionPayload'] = ResolversParentTypes['CaptureRedemptionPayload']> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type CloseSettlementWindowPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['CloseSettlementWindowPayload'] = ResolversParentTypes['CloseSettlementWindowPayload']> = {
  opened?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type ComponentTotalResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ComponentTotal'] = ResolversParentTypes['ComponentTotal']> = {
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ConfirmPurchasePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ConfirmPurchasePayload'] = ResolversParentTypes['ConfirmPurchasePayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type ConfirmRedemptionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ConfirmRedemptionPayload'] = ResolversParentTypes['ConfirmRedemptionPayload']> = {
  confirmationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ConsistencyProofResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ConsistencyProof'] = ResolversParentTypes['ConsistencyProof']> = {
  from?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ContractResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Contract'] = ResolversParentTypes['Contract']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ContractLiabilityPeriodResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ContractLiabilityPeriod'] = ResolversParentTypes['ContractLiabilityPeriod']> = {
  allocatedToDate?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  closing?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  consideration?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  expectedRedeemedPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expiryRefunds?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  netIssuedPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  redeemedPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  revenueToDate?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  reversals?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CreateWebhookPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['CreateWebhookPayload'] = ResolversParentTypes['CreateWebhookPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CycleDatesResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['CycleDates'] = ResolversParentTypes['CycleDates']> = {
  advice?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  close?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  disputeDeadline?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  valueDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DebtRecoveryResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['DebtRecovery'] = ResolversParentTypes['DebtRecovery']> = {
  debtId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type DecideDisputePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['DecideDisputePayload'] = ResolversParentTypes['DecideDisputePayload']> = {
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DeleteWebhookPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['DeleteWebhookPayload'] = ResolversParentTypes['DeleteWebhookPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhookId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type DisputeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Dispute'] = ResolversParentTypes['Dispute']> = {
  answer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  answerBy?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  answeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decideBy?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disputed?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  escalated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  evidence?: Resolver<Array<ResolversTypes['DisputeEvidence']>, ParentType, ContextType>;
  hold?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['DisputeOutcome']>, ParentType, ContextType>;
  raisedBy?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  release?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  resultRefusal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DisputeState'], ParentType, ContextType>;
  upheldPoints?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type DisputeConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['DisputeConnection'] = ResolversParentTypes['DisputeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DisputeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DisputeEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['DisputeEdge'] = ResolversParentTypes['DisputeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Dispute'], ParentType, ContextType>;
};

export type DisputeEvidenceResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['DisputeEvidence'] = ResolversParentTypes['DisputeEvidence']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EarnRuleResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['EarnRule'] = ResolversParentTypes['EarnRule'], FederationReferenceType extends FederationReferenceTypes['EarnRule'] = FederationReferenceTypes['EarnRule']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['EarnRule']> | FederationReferenceType, FederationReferenceType, ContextType>;
  burnDown?: Resolver<Array<ResolversTypes['BudgetBurn']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type EarnRuleVersionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['EarnRuleVersion'] = ResolversParentTypes['EarnRuleVersion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  level?: Resolver<Maybe<ResolversTypes['ExposureLevel']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  missionsReached?: Resolver<Array<ResolversTypes['Mission']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType>;
  partners?: Resolver<Array<ResolversTypes['Partner']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EventEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
};

export type ExchangeRateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ExchangeRate'] = ResolversParentTypes['ExchangeRate']> = {
  base?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  quote?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  quotedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rate?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExpirePointsPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ExpirePointsPayload'] = ResolversParentTypes['ExpirePointsPayload']> = {
  confirmed?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  expired?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  holds?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  members?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ExpiringPointsResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ExpiringPoints'] = ResolversParentTypes['ExpiringPoints']> = {
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  steps?: Resolver<Array<ResolversTypes['ExplanationStep']>, ParentType, ContextType>;
};

export type ExplanationStepResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ExplanationStep'] = ResolversParentTypes['ExplanationStep']> = {
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FilePartResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['FilePart'] = ResolversParentTypes['FilePart']> = {
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FiledPaymentResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['FiledPayment'] = ResolversParentTypes['FiledPayment']> = {
  account?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  bic?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endToEndId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type FundedPointsRowResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['FundedPointsRow'] = ResolversParentTypes['FundedPointsRow']> = {
  closing?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  issued?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  redeemed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  restored?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reversed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  vintage?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FundingShareResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['FundingShare'] = ResolversParentTypes['FundingShare']> = {
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  lotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type GrantPointsPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['GrantPointsPayload'] = ResolversParentTypes['GrantPointsPayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type HoldResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Hold'] = ResolversParentTypes['Hold'], FederationReferenceType extends FederationReferenceTypes['Hold'] = FederationReferenceTypes['Hold']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Hold']> | FederationReferenceType, FederationReferenceType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  held?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['HoldState'], ParentType, ContextType>;
};

export type InclusionProofResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['InclusionProof'] = ResolversParentTypes['InclusionProof']> = {
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  leafIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  treeSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  v?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IssueDocumentsPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['IssueDocumentsPayload'] = ResolversParentTypes['IssueDocumentsPayload']> = {
  documents?: Resolver<Maybe<Array<ResolversTypes['SettlementDocument']>>, ParentType, ContextType>;
  problems?: Resolver<Maybe<Array<ResolversTypes['SettlementDocumentProblem']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type IssuerLiabilityResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['IssuerLiability'] = ResolversParentTypes['IssuerLiability']> = {
  clawedBack?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  issued?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  issuer?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  outstanding?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  redeemed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JournalEntryResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['JournalEntry'] = ResolversParentTypes['JournalEntry']> = {
  legs?: Resolver<Array<ResolversTypes['JournalLeg']>, ParentType, ContextType>;
  memo?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type JournalLegResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['JournalLeg'] = ResolversParentTypes['JournalLeg']> = {
  account?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LevyShareResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['LevyShare'] = ResolversParentTypes['LevyShare']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type LotResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Lot'] = ResolversParentTypes['Lot']> = {
  available?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  earnedBy?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  held?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  pending?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type LotAllocationResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['LotAllocation'] = ResolversParentTypes['LotAllocation']> = {
  absorbed?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['MinorUnits']>, ParentType, ContextType>;
  debt?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  expired?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  lotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reserveReleased?: Resolver<Maybe<ResolversTypes['MinorUnits']>, ParentType, ContextType>;
  returnedToFunder?: Resolver<Maybe<ResolversTypes['MinorUnits']>, ParentType, ContextType>;
  reversed?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
};

export type LotDebtResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['LotDebt'] = ResolversParentTypes['LotDebt']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type LotRecordResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['LotRecord'] = ResolversParentTypes['LotRecord']> = {
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  redeemed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reserve?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  reserveLeft?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  reversed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  serviceFee?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type LotStandingResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['LotStanding'] = ResolversParentTypes['LotStanding']> = {
  exposure?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  paidOnRedemption?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reserve?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  vintage?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemberResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  statement?: Resolver<Maybe<ResolversTypes['MemberStatement']>, ParentType, ContextType, RequireFields<MemberStatementArgs, 'from' | 'to'>>;
  transactions?: Resolver<Maybe<ResolversTypes['TransactionConnection']>, ParentType, ContextType, RequireFields<MemberTransactionsArgs, 'first'>>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType, Partial<MemberWalletArgs>>;
};

export type MemberStatementResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['MemberStatement'] = ResolversParentTypes['MemberStatement']> = {
  closing?: Resolver<ResolversTypes['Wallet'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Wallet'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['TransactionConnection'], ParentType, ContextType, RequireFields<MemberStatementTransactionsArgs, 'first'>>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MissionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Mission'] = ResolversParentTypes['Mission']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MissionsUpdateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['MissionsUpdate'] = ResolversParentTypes['MissionsUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  reached?: Resolver<Array<ResolversTypes['Mission']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  minorUnits?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptBreak?: Resolver<ResolversTypes['BreakPayload'], ParentType, ContextType, RequireFields<MutationAcceptBreakArgs, 'input'>>;
  addDisputeEvidence?: Resolver<ResolversTypes['AddDisputeEvidencePayload'], ParentType, ContextType, RequireFields<MutationAddDisputeEvidenceArgs, 'input'>>;
  answerDispute?: Resolver<ResolversTypes['AnswerDisputePayload'], ParentType, ContextType, RequireFields<MutationAnswerDisputeArgs, 'input'>>;
  approveAdjustment?: Resolver<ResolversTypes['ApproveAdjustmentPayload'], ParentType, ContextType, RequireFields<MutationApproveAdjustmentArgs, 'input'>>;
  approveBreakAdjustment?: Resolver<ResolversTypes['BreakPayload'], ParentType, ContextType, RequireFields<MutationApproveBreakAdjustmentArgs, 'input'>>;
  approveSettlementStep?: Resolver<ResolversTypes['ApproveSettlementStepPayload'], ParentType, ContextType, RequireFields<MutationApproveSettlementStepArgs, 'input'>>;
  assignBreak?: Resolver<ResolversTypes['BreakPayload'], ParentType, ContextType, RequireFields<MutationAssignBreakArgs, 'input'>>;
  authoriseRedemption?: Resolver<ResolversTypes['AuthoriseRedemptionPayload'], ParentType, ContextType, RequireFields<MutationAuthoriseRedemptionArgs, 'input'>>;
  backtestRules?: Resolver<ResolversTypes['BacktestRulesPayload'], ParentType, ContextType, RequireFields<MutationBacktestRulesArgs, 'input'>>;
  beginReview?: Resolver<ResolversTypes['BeginReviewPayload'], ParentType, ContextType, RequireFields<MutationBeginReviewArgs, 'input'>>;
  cancelBacktest?: Resolver<ResolversTypes['CancelBacktestPayload'], ParentType, ContextType, RequireFields<MutationCancelBacktestArgs, 'input'>>;
  cancelPurchase?: Resolver<ResolversTypes['CancelPurchasePayload'], ParentType, ContextType, RequireFields<MutationCancelPurchaseArgs, 'input'>>;
  captureRedemption?: Resolver<ResolversTypes['CaptureRedemptionPayload'], ParentType, ContextType, RequireFields<MutationCaptureRedemptionArgs, 'input'>>;
  closeSettlementWindow?: Resolver<ResolversTypes['CloseSettlementWindowPayload'], ParentType, ContextType, RequireFields<MutationCloseSettlementWindowArgs, 'input'>>;
  confirmPurchase?: Resolver<ResolversTypes['ConfirmPurchasePayload'], ParentType, ContextType, RequireFields<MutationConfirmPurchaseArgs, 'input'>>;
  confirmRedemption?: Resolver<ResolversTypes['ConfirmRedemptionPayload'], ParentType, ContextType, RequireFields<MutationConfirmRedemptionArgs, 'input'>>;
  createWebhook?: Resolver<ResolversTypes['CreateWebhookPayload'], ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  decideDispute?: Resolver<ResolversTypes['DecideDisputePayload'], ParentType, ContextType, RequireFields<MutationDecideDisputeArgs, 'input'>>;
  declineBreakAdjustment?: Resolver<ResolversTypes['BreakPayload'], ParentType, ContextType, RequireFields<MutationDeclineBreakAdjustmentArgs, 'input'>>;
  deleteWebhook?: Resolver<ResolversTypes['DeleteWebhookPayload'], ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'input'>>;
  expirePoints?: Resolver<ResolversTypes['ExpirePointsPayload'], ParentType, ContextType, RequireFields<MutationExpirePointsArgs, 'input'>>;
  grantPoints?: Resolver<ResolversTypes['GrantPointsPayload'], ParentType, ContextType, RequireFields<MutationGrantPointsArgs, 'input'>>;
  issueDocuments?: Resolver<ResolversTypes['IssueDocumentsPayload'], ParentType, ContextType, RequireFields<MutationIssueDocumentsArgs, 'input'>>;
  openDispute?: Resolver<ResolversTypes['OpenDisputePayload'], ParentType, ContextType, RequireFields<MutationOpenDisputeArgs, 'input'>>;
  postBenefit?: Resolver<ResolversTypes['PostBenefitPayload'], ParentType, ContextType, RequireFields<MutationPostBenefitArgs, 'input'>>;
  postMembershipFee?: Resolver<ResolversTypes['PostMembershipFeePayload'], ParentType, ContextType, RequireFields<MutationPostMembershipFeeArgs, 'input'>>;
  proposeAdjustment?: Resolver<ResolversTypes['ProposeAdjustmentPayload'], ParentType, ContextType, RequireFields<MutationProposeAdjustmentArgs, 'input'>>;
  proposeBreakAdjustment?: Resolver<ResolversTypes['BreakPayload'], ParentType, ContextType, RequireFields<MutationProposeBreakAdjustmentArgs, 'input'>>;
  proposeSettlementStep?: Resolver<ResolversTypes['ProposeSettlementStepPayload'], ParentType, ContextType, RequireFields<MutationProposeSettlementStepArgs, 'input'>>;
  quoteRedemption?: Resolver<ResolversTypes['QuoteRedemptionPayload'], ParentType, ContextType, RequireFields<MutationQuoteRedemptionArgs, 'input'>>;
  reconcile?: Resolver<ResolversTypes['ReconcilePayload'], ParentType, ContextType, RequireFields<MutationReconcileArgs, 'input'>>;
  recordPurchase?: Resolver<ResolversTypes['RecordPurchasePayload'], ParentType, ContextType, RequireFields<MutationRecordPurchaseArgs, 'input'>>;
  recordPurchases?: Resolver<ResolversTypes['RecordPurchasesPayload'], ParentType, ContextType, RequireFields<MutationRecordPurchasesArgs, 'input'>>;
  recordReturn?: Resolver<ResolversTypes['RecordReturnPayload'], ParentType, ContextType, RequireFields<MutationRecordReturnArgs, 'input'>>;
  redeemPoints?: Resolver<ResolversTypes['RedeemPointsPayload'], ParentType, ContextType, RequireFields<MutationRedeemPointsArgs, 'input'>>;
  redeliverWebhook?: Resolver<ResolversTypes['RedeliverWebhookPayload'], ParentType, ContextType, RequireFields<MutationRedeliverWebhookArgs, 'input'>>;
  refundMembershipFee?: Resolver<ResolversTypes['RefundMembershipFeePayload'], ParentType, ContextType, RequireFields<MutationRefundMembershipFeeArgs, 'input'>>;
  refundRedemption?: Resolver<ResolversTypes['RefundRedemptionPayload'], ParentType, ContextType, RequireFields<MutationRefundRedemptionArgs, 'input'>>;
  rejectSettlementStep?: Resolver<ResolversTypes['RejectSettlementStepPayload'], ParentType, ContextType, RequireFields<MutationRejectSettlementStepArgs, 'input'>>;
  reportBankFile?: Resolver<ResolversTypes['ReportBankFilePayload'], ParentType, ContextType, RequireFields<MutationReportBankFileArgs, 'input'>>;
  reportPayment?: Resolver<ResolversTypes['ReportPaymentPayload'], ParentType, ContextType, RequireFields<MutationReportPaymentArgs, 'input'>>;
  reverseTransaction?: Resolver<ResolversTypes['ReverseTransactionPayload'], ParentType, ContextType, RequireFields<MutationReverseTransactionArgs, 'input'>>;
  revokeSettlementKey?: Resolver<ResolversTypes['RevokeSettlementKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeSettlementKeyArgs, 'input'>>;
  rotateSettlementKey?: Resolver<ResolversTypes['RotateSettlementKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateSettlementKeyArgs, 'input'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['RotateWebhookSecretPayload'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'input'>>;
  settleWindow?: Resolver<ResolversTypes['SettleWindowPayload'], ParentType, ContextType, RequireFields<MutationSettleWindowArgs, 'input'>>;
  transferPoints?: Resolver<ResolversTypes['TransferPointsPayload'], ParentType, ContextType, RequireFields<MutationTransferPointsArgs, 'input'>>;
  updateWebhook?: Resolver<ResolversTypes['UpdateWebhookPayload'], ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'input'>>;
  uploadPartnerFile?: Resolver<ResolversTypes['UploadPartnerFilePayload'], ParentType, ContextType, RequireFields<MutationUploadPartnerFileArgs, 'input'>>;
  voidRedemption?: Resolver<ResolversTypes['VoidRedemptionPayload'], ParentType, ContextType, RequireFields<MutationVoidRedemptionArgs, 'input'>>;
  withdrawDispute?: Resolver<ResolversTypes['WithdrawDisputePayload'], ParentType, ContextType, RequireFields<MutationWithdrawDisputeArgs, 'input'>>;
};

export type NetPositionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['NetPosition'] = ResolversParentTypes['NetPosition']> = {
  action?: Resolver<ResolversTypes['NetPositionAction'], ParentType, ContextType>;
  components?: Resolver<Array<ResolversTypes['ComponentTotal']>, ParentType, ContextType>;
  credits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  debits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type NettingSavingsResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['NettingSavings'] = ResolversParentTypes['NettingSavings']> = {
  gross?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  grossPayments?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  netPayments?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  saved?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  savedBasisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OpenDisputePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['OpenDisputePayload'] = ResolversParentTypes['OpenDisputePayload']> = {
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PartnerResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Partner'] = ResolversParentTypes['Partner'], FederationReferenceType extends FederationReferenceTypes['Partner'] = FederationReferenceTypes['Partner']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Partner']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  outstanding?: Resolver<Maybe<ResolversTypes['PartnerOutstanding']>, ParentType, ContextType>;
  position?: Resolver<Maybe<ResolversTypes['Position']>, ParentType, ContextType>;
  transactions?: Resolver<Maybe<ResolversTypes['TransactionConnection']>, ParentType, ContextType, RequireFields<PartnerTransactionsArgs, 'first'>>;
};

export type PartnerActivityResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PartnerActivity'] = ResolversParentTypes['PartnerActivity']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  transaction?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType>;
};

export type PartnerFileProblemResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PartnerFileProblem'] = ResolversParentTypes['PartnerFileProblem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PartnerOutstandingResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PartnerOutstanding'] = ResolversParentTypes['PartnerOutstanding']> = {
  highestCost?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  lastExpiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type PaymentFileResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PaymentFile'] = ResolversParentTypes['PaymentFile']> = {
  executionDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  madeAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  part?: Resolver<Maybe<ResolversTypes['FilePart']>, ParentType, ContextType, RequireFields<PaymentFilePartArgs, 'after'>>;
  paymentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  payments?: Resolver<Array<ResolversTypes['FiledPayment']>, ParentType, ContextType>;
  released?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type PaymentInstructionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PaymentInstruction'] = ResolversParentTypes['PaymentInstruction']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  bankReference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  booked?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  endToEndId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  instructedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reportedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['PaymentResult']>, ParentType, ContextType>;
};

export interface PointsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Points'], any> {
  name: 'Points';
}

export type PointsBucketResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PointsBucket'] = ResolversParentTypes['PointsBucket']> = {
  bucket?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type PointsLiabilityResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PointsLiability'] = ResolversParentTypes['PointsLiability']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  byExpiryMonth?: Resolver<Array<ResolversTypes['PointsBucket']>, ParentType, ContextType>;
  byIssueMonth?: Resolver<Array<ResolversTypes['PointsBucket']>, ParentType, ContextType>;
  byIssuer?: Resolver<Array<ResolversTypes['IssuerLiability']>, ParentType, ContextType>;
  clawedBack?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  issued?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  outstanding?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  redeemed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type PointsRollForwardResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PointsRollForward'] = ResolversParentTypes['PointsRollForward']> = {
  clawedBack?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  closing?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  issued?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  issuer?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  redeemed?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type PointsUpdateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PointsUpdate'] = ResolversParentTypes['PointsUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  transaction?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType>;
  wallet?: Resolver<ResolversTypes['Wallet'], ParentType, ContextType>;
};

export type PositionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Position'] = ResolversParentTypes['Position']> = {
  cap?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  credits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  debits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['ExposureLevel'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type PositionUpdateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PositionUpdate'] = ResolversParentTypes['PositionUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  position?: Resolver<Maybe<ResolversTypes['Position']>, ParentType, ContextType>;
};

export type PostBenefitPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PostBenefitPayload'] = ResolversParentTypes['PostBenefitPayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PostMembershipFeePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['PostMembershipFeePayload'] = ResolversParentTypes['PostMembershipFeePayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ProposeAdjustmentPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ProposeAdjustmentPayload'] = ResolversParentTypes['ProposeAdjustmentPayload']> = {
  adjustment?: Resolver<Maybe<ResolversTypes['Adjustment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ProposeSettlementStepPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ProposeSettlementStepPayload'] = ResolversParentTypes['ProposeSettlementStepPayload']> = {
  proposal?: Resolver<Maybe<ResolversTypes['SettlementProposal']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  accounting?: Resolver<Maybe<ResolversTypes['Accounting']>, ParentType, ContextType, RequireFields<QueryAccountingArgs, 'last'>>;
  audit?: Resolver<ResolversTypes['AuditReport'], ParentType, ContextType>;
  backtest?: Resolver<Maybe<ResolversTypes['Backtest']>, ParentType, ContextType, RequireFields<QueryBacktestArgs, 'id'>>;
  backtests?: Resolver<Array<ResolversTypes['Backtest']>, ParentType, ContextType>;
  bankFile?: Resolver<Maybe<ResolversTypes['BankFile']>, ParentType, ContextType, RequireFields<QueryBankFileArgs, 'id'>>;
  bankFiles?: Resolver<ResolversTypes['BankFileConnection'], ParentType, ContextType, RequireFields<QueryBankFilesArgs, 'first'>>;
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType, RequireFields<QueryDisputeArgs, 'id'>>;
  disputes?: Resolver<ResolversTypes['DisputeConnection'], ParentType, ContextType, RequireFields<QueryDisputesArgs, 'first'>>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, RequireFields<QueryEventsArgs, 'first'>>;
  feedCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType, RequireFields<QueryHoldArgs, 'id'>>;
  pointsLiability?: Resolver<ResolversTypes['PointsLiability'], ParentType, ContextType, Partial<QueryPointsLiabilityArgs>>;
  pointsRollForward?: Resolver<Array<ResolversTypes['PointsRollForward']>, ParentType, ContextType, RequireFields<QueryPointsRollForwardArgs, 'from' | 'to'>>;
  quotePurchase?: Resolver<ResolversTypes['QuotePurchasePayload'], ParentType, ContextType, RequireFields<QueryQuotePurchaseArgs, 'input'>>;
  reconciliation?: Resolver<Maybe<ResolversTypes['Reconciliation']>, ParentType, ContextType, RequireFields<QueryReconciliationArgs, 'id'>>;
  reconciliationBreak?: Resolver<Maybe<ResolversTypes['ReconciliationBreak']>, ParentType, ContextType, RequireFields<QueryReconciliationBreakArgs, 'id'>>;
  reconciliations?: Resolver<ResolversTypes['ReconciliationConnection'], ParentType, ContextType, RequireFields<QueryReconciliationsArgs, 'first'>>;
  settlementDocuments?: Resolver<Array<ResolversTypes['SettlementDocument']>, ParentType, ContextType, RequireFields<QuerySettlementDocumentsArgs, 'windowId'>>;
  settlementKeys?: Resolver<ResolversTypes['SettlementKeys'], ParentType, ContextType>;
  settlementWindow?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType, Partial<QuerySettlementWindowArgs>>;
  settlementWindows?: Resolver<ResolversTypes['SettlementWindowConnection'], ParentType, ContextType, RequireFields<QuerySettlementWindowsArgs, 'first'>>;
  simulatePurchase?: Resolver<ResolversTypes['QuotePurchasePayload'], ParentType, ContextType, RequireFields<QuerySimulatePurchaseArgs, 'input' | 'ruleVersionIds'>>;
  statement?: Resolver<Maybe<ResolversTypes['Statement']>, ParentType, ContextType, RequireFields<QueryStatementArgs, 'windowId'>>;
  statementLine?: Resolver<Maybe<ResolversTypes['StatementLine']>, ParentType, ContextType, RequireFields<QueryStatementLineArgs, 'seq' | 'windowId'>>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType, RequireFields<QueryTransactionArgs, 'id'>>;
  transactionByKey?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType, RequireFields<QueryTransactionByKeyArgs, 'idempotencyKey'>>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhooks?: Resolver<Array<ResolversTypes['Webhook']>, ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type QuotePurchasePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['QuotePurchasePayload'] = ResolversParentTypes['QuotePurchasePayload']> = {
  basePoints?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  funding?: Resolver<Maybe<Array<ResolversTypes['QuotedFunding']>>, ParentType, ContextType>;
  lines?: Resolver<Maybe<Array<ResolversTypes['Points']>>, ParentType, ContextType>;
  pending?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  pendingUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  points?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  promotionPoints?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  rules?: Resolver<Maybe<Array<ResolversTypes['RuleOutcome']>>, ParentType, ContextType>;
  sentence?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QuoteRedemptionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['QuoteRedemptionPayload'] = ResolversParentTypes['QuoteRedemptionPayload']> = {
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  funding?: Resolver<Maybe<Array<ResolversTypes['FundingShare']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QuotedFundingResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['QuotedFunding'] = ResolversParentTypes['QuotedFunding']> = {
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type ReconcilePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReconcilePayload'] = ResolversParentTypes['ReconcilePayload']> = {
  problem?: Resolver<Maybe<ResolversTypes['PartnerFileProblem']>, ParentType, ContextType>;
  reconciliation?: Resolver<Maybe<ResolversTypes['Reconciliation']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReconciliationResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Reconciliation'] = ResolversParentTypes['Reconciliation'], FederationReferenceType extends FederationReferenceTypes['Reconciliation'] = FederationReferenceTypes['Reconciliation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Reconciliation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  ageing?: Resolver<Array<ResolversTypes['BreakAgeing']>, ParentType, ContextType>;
  breakCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  breaks?: Resolver<ResolversTypes['ReconciliationBreakConnection'], ParentType, ContextType, RequireFields<ReconciliationBreaksArgs, 'first'>>;
  escalated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  explainedByTiming?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  matchedInTolerance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  openBreaks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  uploadedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type ReconciliationBreakResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReconciliationBreak'] = ResolversParentTypes['ReconciliationBreak'], FederationReferenceType extends FederationReferenceTypes['ReconciliationBreak'] = FederationReferenceTypes['ReconciliationBreak']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ReconciliationBreak']> | FederationReferenceType, FederationReferenceType, ContextType>;
  age?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  assignee?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  evidence?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operatorPoints?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  partnerPoints?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  proposal?: Resolver<Maybe<ResolversTypes['BreakProposal']>, ParentType, ContextType>;
  reconciliation?: Resolver<ResolversTypes['Reconciliation'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  result?: Resolver<ResolversTypes['BreakResult'], ParentType, ContextType>;
  seconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['BreakState'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['BreakValue'], ParentType, ContextType>;
};

export type ReconciliationBreakConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReconciliationBreakConnection'] = ResolversParentTypes['ReconciliationBreakConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReconciliationBreakEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReconciliationBreakEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReconciliationBreakEdge'] = ResolversParentTypes['ReconciliationBreakEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ReconciliationBreak'], ParentType, ContextType>;
};

export type ReconciliationConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReconciliationConnection'] = ResolversParentTypes['ReconciliationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReconciliationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReconciliationEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReconciliationEdge'] = ResolversParentTypes['ReconciliationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Reconciliation'], ParentType, ContextType>;
};

export type RecordPurchasePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RecordPurchasePayload'] = ResolversParentTypes['RecordPurchasePayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type RecordPurchasesPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RecordPurchasesPayload'] = ResolversParentTypes['RecordPurchasesPayload']> = {
  results?: Resolver<Array<ResolversTypes['RecordPurchasePayload']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RecordReturnPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RecordReturnPayload'] = ResolversParentTypes['RecordReturnPayload']> = {
  arrears?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  clawedBack?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  unrecovered?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type RedeemPointsPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RedeemPointsPayload'] = ResolversParentTypes['RedeemPointsPayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type RedeliverWebhookPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RedeliverWebhookPayload'] = ResolversParentTypes['RedeliverWebhookPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RefundMembershipFeePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RefundMembershipFeePayload'] = ResolversParentTypes['RefundMembershipFeePayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RefundRedemptionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RefundRedemptionPayload'] = ResolversParentTypes['RefundRedemptionPayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type RejectSettlementStepPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RejectSettlementStepPayload'] = ResolversParentTypes['RejectSettlementStepPayload']> = {
  proposal?: Resolver<Maybe<ResolversTypes['SettlementProposal']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReportBankFilePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReportBankFilePayload'] = ResolversParentTypes['ReportBankFilePayload']> = {
  bankFile?: Resolver<Maybe<ResolversTypes['BankFile']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['BankFileProblem']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReportPaymentPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReportPaymentPayload'] = ResolversParentTypes['ReportPaymentPayload']> = {
  item?: Resolver<Maybe<ResolversTypes['SettlementItem']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type ReserveRollForwardResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReserveRollForward'] = ResolversParentTypes['ReserveRollForward']> = {
  closing?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  movements?: Resolver<Array<ResolversTypes['ComponentTotal']>, ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReverseTransactionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['ReverseTransactionPayload'] = ResolversParentTypes['ReverseTransactionPayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type RevokeSettlementKeyPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RevokeSettlementKeyPayload'] = ResolversParentTypes['RevokeSettlementKeyPayload']> = {
  keys?: Resolver<Maybe<ResolversTypes['SettlementKeys']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RewardOrderResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RewardOrder'] = ResolversParentTypes['RewardOrder']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RewardOrderUpdateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RewardOrderUpdate'] = ResolversParentTypes['RewardOrderUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type RotateSettlementKeyPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RotateSettlementKeyPayload'] = ResolversParentTypes['RotateSettlementKeyPayload']> = {
  keys?: Resolver<Maybe<ResolversTypes['SettlementKeys']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RotateWebhookSecretPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RotateWebhookSecretPayload'] = ResolversParentTypes['RotateWebhookSecretPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type RuleOutcomeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['RuleOutcome'] = ResolversParentTypes['RuleOutcome']> = {
  missing?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RuleOutcomeStatus'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType>;
};

export type SettleWindowPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettleWindowPayload'] = ResolversParentTypes['SettleWindowPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type SettlementDocumentResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementDocument'] = ResolversParentTypes['SettlementDocument']> = {
  gross?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  issuedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SettlementDocumentKind'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
  xml?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SettlementDocumentProblemResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementDocumentProblem'] = ResolversParentTypes['SettlementDocumentProblem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SettlementItemResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementItem'] = ResolversParentTypes['SettlementItem']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  collateral?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  dueOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  exchangeRate?: Resolver<Maybe<ResolversTypes['ExchangeRate']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  payments?: Resolver<Array<ResolversTypes['PaymentInstruction']>, ParentType, ContextType>;
  reincludedBy?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  settlementAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SettlementItemState'], ParentType, ContextType>;
};

export type SettlementKeyResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementKey'] = ResolversParentTypes['SettlementKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jwk?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  retiredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedBecause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SettlementKeysResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementKeys'] = ResolversParentTypes['SettlementKeys']> = {
  jwks?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keys?: Resolver<Array<ResolversTypes['SettlementKey']>, ParentType, ContextType>;
};

export type SettlementProposalResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementProposal'] = ResolversParentTypes['SettlementProposal']> = {
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  breakGlass?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decidedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  partners?: Resolver<Maybe<Array<ResolversTypes['Partner']>>, ParentType, ContextType>;
  paymentFiles?: Resolver<Array<ResolversTypes['PaymentFile']>, ParentType, ContextType>;
  proposedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  proposedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rates?: Resolver<Array<ResolversTypes['ExchangeRate']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  shownHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SettlementProposalState'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['SettlementStep'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type SettlementWindowResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementWindow'] = ResolversParentTypes['SettlementWindow'], FederationReferenceType extends FederationReferenceTypes['SettlementWindow'] = FederationReferenceTypes['SettlementWindow']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['SettlementWindow']> | FederationReferenceType, FederationReferenceType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cutOffAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cycle?: Resolver<Maybe<ResolversTypes['CycleDates']>, ParentType, ContextType>;
  disputes?: Resolver<ResolversTypes['DisputeConnection'], ParentType, ContextType, RequireFields<SettlementWindowDisputesArgs, 'first'>>;
  entries?: Resolver<Maybe<Array<ResolversTypes['JournalEntry']>>, ParentType, ContextType>;
  finalisedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['SettlementItem']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  levy?: Resolver<Maybe<Array<ResolversTypes['LevyShare']>>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  obligations?: Resolver<Maybe<Array<ResolversTypes['BilateralObligation']>>, ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  operatorMovement?: Resolver<Maybe<Array<ResolversTypes['AccountMovement']>>, ParentType, ContextType>;
  operatorNet?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  paymentFiles?: Resolver<Maybe<Array<ResolversTypes['PaymentFile']>>, ParentType, ContextType>;
  positions?: Resolver<Array<ResolversTypes['NetPosition']>, ParentType, ContextType>;
  proposals?: Resolver<Maybe<Array<ResolversTypes['SettlementProposal']>>, ParentType, ContextType>;
  ratesNeeded?: Resolver<Maybe<Array<ResolversTypes['CurrencyCode']>>, ParentType, ContextType>;
  reviewBeganAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  savings?: Resolver<Maybe<ResolversTypes['NettingSavings']>, ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  shownHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<SettlementWindowShownHashArgs, 'step'>>;
  state?: Resolver<ResolversTypes['SettlementWindowState'], ParentType, ContextType>;
  statements?: Resolver<Array<ResolversTypes['Statement']>, ParentType, ContextType>;
  sum?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  transactionCount?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type SettlementWindowConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementWindowConnection'] = ResolversParentTypes['SettlementWindowConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SettlementWindowEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SettlementWindowEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementWindowEdge'] = ResolversParentTypes['SettlementWindowEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SettlementWindow'], ParentType, ContextType>;
};

export type SettlementWindowUpdateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['SettlementWindowUpdate'] = ResolversParentTypes['SettlementWindowUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SettlementWindowState'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['SettlementWindow'], ParentType, ContextType>;
};

export type StatementResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Statement'] = ResolversParentTypes['Statement']> = {
  action?: Resolver<ResolversTypes['NetPositionAction'], ParentType, ContextType>;
  advice?: Resolver<Maybe<ResolversTypes['Statement']>, ParentType, ContextType>;
  components?: Resolver<Array<ResolversTypes['ComponentTotal']>, ParentType, ContextType>;
  consistencyProof?: Resolver<Maybe<ResolversTypes['ConsistencyProof']>, ParentType, ContextType>;
  credits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  debits?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  exchangeRate?: Resolver<Maybe<ResolversTypes['ExchangeRate']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['FilePart'], ParentType, ContextType, RequireFields<StatementFileArgs, 'after' | 'format'>>;
  header?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  headerDigest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  jws?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keyId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StatementKind'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['StatementLine']>, ParentType, ContextType, RequireFields<StatementLineArgs, 'seq'>>;
  lineCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ResolversTypes['StatementLineConnection'], ParentType, ContextType, RequireFields<StatementLinesArgs, 'first'>>;
  merkleRoot?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  opening?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  previousDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  settlementAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  valueDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type StatementLineResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['StatementLine'] = ResolversParentTypes['StatementLine']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  businessAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  canonical?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entryType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  inclusionProof?: Resolver<ResolversTypes['InclusionProof'], ParentType, ContextType>;
  leafHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  leg?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nonce?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partnerRef?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
};

export type StatementLineConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['StatementLineConnection'] = ResolversParentTypes['StatementLineConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StatementLineEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StatementLineEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['StatementLineEdge'] = ResolversParentTypes['StatementLineEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StatementLine'], ParentType, ContextType>;
};

export type StoreResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Store'] = ResolversParentTypes['Store']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  missionsUpdated?: SubscriptionResolver<ResolversTypes['MissionsUpdate'], "missionsUpdated", ParentType, ContextType, RequireFields<SubscriptionMissionsUpdatedArgs, 'memberId'>>;
  partnerActivity?: SubscriptionResolver<ResolversTypes['PartnerActivity'], "partnerActivity", ParentType, ContextType, Partial<SubscriptionPartnerActivityArgs>>;
  pointsUpdated?: SubscriptionResolver<ResolversTypes['PointsUpdate'], "pointsUpdated", ParentType, ContextType, RequireFields<SubscriptionPointsUpdatedArgs, 'memberId'>>;
  positionUpdated?: SubscriptionResolver<ResolversTypes['PositionUpdate'], "positionUpdated", ParentType, ContextType, Partial<SubscriptionPositionUpdatedArgs>>;
  rewardOrderUpdated?: SubscriptionResolver<ResolversTypes['RewardOrderUpdate'], "rewardOrderUpdated", ParentType, ContextType, Partial<SubscriptionRewardOrderUpdatedArgs>>;
  settlementWindowUpdated?: SubscriptionResolver<ResolversTypes['SettlementWindowUpdate'], "settlementWindowUpdated", ParentType, ContextType, Partial<SubscriptionSettlementWindowUpdatedArgs>>;
  walletUpdated?: SubscriptionResolver<ResolversTypes['WalletUpdate'], "walletUpdated", ParentType, ContextType, RequireFields<SubscriptionWalletUpdatedArgs, 'memberId'>>;
};

export type TerminalResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Terminal'] = ResolversParentTypes['Terminal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type TransactionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction'], FederationReferenceType extends FederationReferenceTypes['Transaction'] = FederationReferenceTypes['Transaction']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Transaction']> | FederationReferenceType, FederationReferenceType, ContextType>;
  allocation?: Resolver<Maybe<Array<ResolversTypes['LotAllocation']>>, ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  debts?: Resolver<Maybe<Array<ResolversTypes['LotDebt']>>, ParentType, ContextType>;
  entries?: Resolver<Maybe<Array<ResolversTypes['JournalEntry']>>, ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  flags?: Resolver<Array<ResolversTypes['TransactionFlag']>, ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['FundingShare']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  idempotencyKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TransactionKind'], ParentType, ContextType>;
  lots?: Resolver<Maybe<Array<ResolversTypes['LotRecord']>>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  original?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recoveries?: Resolver<Maybe<Array<ResolversTypes['DebtRecovery']>>, ParentType, ContextType>;
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
  terminal?: Resolver<Maybe<ResolversTypes['Terminal']>, ParentType, ContextType>;
  transfers?: Resolver<Array<ResolversTypes['Transfer']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['SettlementWindow']>, ParentType, ContextType>;
};

export type TransactionConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['TransactionConnection'] = ResolversParentTypes['TransactionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TransactionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TransactionEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['TransactionEdge'] = ResolversParentTypes['TransactionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType>;
};

export type TransferResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Transfer'] = ResolversParentTypes['Transfer']> = {
  credit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  debit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type TransferPointsPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['TransferPointsPayload'] = ResolversParentTypes['TransferPointsPayload']> = {
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type UpdateWebhookPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['UpdateWebhookPayload'] = ResolversParentTypes['UpdateWebhookPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type UploadPartnerFilePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['UploadPartnerFilePayload'] = ResolversParentTypes['UploadPartnerFilePayload']> = {
  bytes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VoidRedemptionPayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['VoidRedemptionPayload'] = ResolversParentTypes['VoidRedemptionPayload']> = {
  hold?: Resolver<Maybe<ResolversTypes['Hold']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type WalletResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Wallet'] = ResolversParentTypes['Wallet']> = {
  arrears?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  expiring?: Resolver<Array<ResolversTypes['ExpiringPoints']>, ParentType, ContextType>;
  held?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  lots?: Resolver<Array<ResolversTypes['Lot']>, ParentType, ContextType, RequireFields<WalletLotsArgs, 'first'>>;
  pending?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  qualifying?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type WalletUpdateResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['WalletUpdate'] = ResolversParentTypes['WalletUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  wallet?: Resolver<ResolversTypes['Wallet'], ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['WebhookDeliveryConnection'], ParentType, ContextType, RequireFields<WebhookDeliveriesArgs, 'first'>>;
  eventTypes?: Resolver<Array<ResolversTypes['WebhookEventType']>, ParentType, ContextType>;
  goneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  paused?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rotatingUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookAttemptResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['WebhookAttempt'] = ResolversParentTypes['WebhookAttempt']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  millis?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WebhookDeliveryResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['WebhookDelivery'] = ResolversParentTypes['WebhookDelivery']> = {
  attempts?: Resolver<Array<ResolversTypes['WebhookAttempt']>, ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookDeliveryState'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['WebhookEventType'], ParentType, ContextType>;
};

export type WebhookDeliveryConnectionResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['WebhookDeliveryConnection'] = ResolversParentTypes['WebhookDeliveryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WebhookDeliveryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookDeliveryEdgeResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['WebhookDeliveryEdge'] = ResolversParentTypes['WebhookDeliveryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType>;
};

export type WithdrawDisputePayloadResolvers<ContextType = LedgerContext, ParentType extends ResolversParentTypes['WithdrawDisputePayload'] = ResolversParentTypes['WithdrawDisputePayload']> = {
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = LedgerContext> = {
  AccountMovement?: AccountMovementResolvers<ContextType>;
  Accounting?: AccountingResolvers<ContextType>;
  AccountingTie?: AccountingTieResolvers<ContextType>;
  AddDisputeEvidencePayload?: AddDisputeEvidencePayloadResolvers<ContextType>;
  Adjustment?: AdjustmentResolvers<ContextType>;
  AnswerDisputePayload?: AnswerDisputePayloadResolvers<ContextType>;
  ApproveAdjustmentPayload?: ApproveAdjustmentPayloadResolvers<ContextType>;
  ApproveSettlementStepPayload?: ApproveSettlementStepPayloadResolvers<ContextType>;
  AuditCheck?: AuditCheckResolvers<ContextType>;
  AuditReport?: AuditReportResolvers<ContextType>;
  AuthoriseRedemptionPayload?: AuthoriseRedemptionPayloadResolvers<ContextType>;
  Backtest?: BacktestResolvers<ContextType>;
  BacktestBudget?: BacktestBudgetResolvers<ContextType>;
  BacktestDifference?: BacktestDifferenceResolvers<ContextType>;
  BacktestFunder?: BacktestFunderResolvers<ContextType>;
  BacktestReport?: BacktestReportResolvers<ContextType>;
  BacktestRulesPayload?: BacktestRulesPayloadResolvers<ContextType>;
  BacktestSide?: BacktestSideResolvers<ContextType>;
  BankFile?: BankFileResolvers<ContextType>;
  BankFileConnection?: BankFileConnectionResolvers<ContextType>;
  BankFileEdge?: BankFileEdgeResolvers<ContextType>;
  BankFileProblem?: BankFileProblemResolvers<ContextType>;
  BankWord?: BankWordResolvers<ContextType>;
  BankWordConnection?: BankWordConnectionResolvers<ContextType>;
  BankWordEdge?: BankWordEdgeResolvers<ContextType>;
  BeginReviewPayload?: BeginReviewPayloadResolvers<ContextType>;
  BilateralObligation?: BilateralObligationResolvers<ContextType>;
  BreakAgeing?: BreakAgeingResolvers<ContextType>;
  BreakBucket?: BreakBucketResolvers<ContextType>;
  BreakPayload?: BreakPayloadResolvers<ContextType>;
  BreakProposal?: BreakProposalResolvers<ContextType>;
  BreakValue?: BreakValueResolvers<ContextType>;
  BudgetBurn?: BudgetBurnResolvers<ContextType>;
  CancelBacktestPayload?: CancelBacktestPayloadResolvers<ContextType>;
  CancelPurchasePayload?: CancelPurchasePayloadResolvers<ContextType>;
  CaptureRedemptionPayload?: CaptureRedemptionPayloadResolvers<ContextType>;
  CloseSettlementWindowPayload?: CloseSettlementWindowPayloadResolvers<ContextType>;
  ComponentTotal?: ComponentTotalResolvers<ContextType>;
  ConfirmPurchasePayload?: ConfirmPurchasePayloadResolvers<ContextType>;
  ConfirmRedemptionPayload?: ConfirmRedemptionPayloadResolvers<ContextType>;
  ConsistencyProof?: ConsistencyProofResolvers<ContextType>;
  Contract?: ContractResolvers<ContextType>;
  ContractLiabilityPeriod?: ContractLiabilityPeriodResolvers<ContextType>;
  CreateWebhookPayload?: CreateWebhookPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  CycleDates?: CycleDatesResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DebtRecovery?: DebtRecoveryResolvers<ContextType>;
  DecideDisputePayload?: DecideDisputePayloadResolvers<ContextType>;
  Decimal?: GraphQLScalarType;
  DeleteWebhookPayload?: DeleteWebhookPayloadResolvers<ContextType>;
  Dispute?: DisputeResolvers<ContextType>;
  DisputeConnection?: DisputeConnectionResolvers<ContextType>;
  DisputeEdge?: DisputeEdgeResolvers<ContextType>;
  DisputeEvidence?: DisputeEvidenceResolvers<ContextType>;
  EarnRule?: EarnRuleResolvers<ContextType>;
  EarnRuleVersion?: EarnRuleVersionResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  ExchangeRate?: ExchangeRateResolvers<ContextType>;
  ExpirePointsPayload?: ExpirePointsPayloadResolvers<ContextType>;
  ExpiringPoints?: ExpiringPointsResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  ExplanationStep?: ExplanationStepResolvers<ContextType>;
  FilePart?: FilePartResolvers<ContextType>;
  FiledPayment?: FiledPaymentResolvers<ContextType>;
  FundedPointsRow?: FundedPointsRowResolvers<ContextType>;
  FundingShare?: FundingShareResolvers<ContextType>;
  GrantPointsPayload?: GrantPointsPayloadResolvers<ContextType>;
  Hold?: HoldResolvers<ContextType>;
  InclusionProof?: InclusionProofResolvers<ContextType>;
  IssueDocumentsPayload?: IssueDocumentsPayloadResolvers<ContextType>;
  IssuerLiability?: IssuerLiabilityResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JournalEntry?: JournalEntryResolvers<ContextType>;
  JournalLeg?: JournalLegResolvers<ContextType>;
  LevyShare?: LevyShareResolvers<ContextType>;
  Lot?: LotResolvers<ContextType>;
  LotAllocation?: LotAllocationResolvers<ContextType>;
  LotDebt?: LotDebtResolvers<ContextType>;
  LotRecord?: LotRecordResolvers<ContextType>;
  LotStanding?: LotStandingResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  MemberStatement?: MemberStatementResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Mission?: MissionResolvers<ContextType>;
  MissionsUpdate?: MissionsUpdateResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NetPosition?: NetPositionResolvers<ContextType>;
  NettingSavings?: NettingSavingsResolvers<ContextType>;
  OpenDisputePayload?: OpenDisputePayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partner?: PartnerResolvers<ContextType>;
  PartnerActivity?: PartnerActivityResolvers<ContextType>;
  PartnerFileProblem?: PartnerFileProblemResolvers<ContextType>;
  PartnerOutstanding?: PartnerOutstandingResolvers<ContextType>;
  PaymentFile?: PaymentFileResolvers<ContextType>;
  PaymentInstruction?: PaymentInstructionResolvers<ContextType>;
  Points?: GraphQLScalarType;
  PointsBucket?: PointsBucketResolvers<ContextType>;
  PointsLiability?: PointsLiabilityResolvers<ContextType>;
  PointsRollForward?: PointsRollForwardResolvers<ContextType>;
  PointsUpdate?: PointsUpdateResolvers<ContextType>;
  Position?: PositionResolvers<ContextType>;
  PositionUpdate?: PositionUpdateResolvers<ContextType>;
  PostBenefitPayload?: PostBenefitPayloadResolvers<ContextType>;
  PostMembershipFeePayload?: PostMembershipFeePayloadResolvers<ContextType>;
  ProposeAdjustmentPayload?: ProposeAdjustmentPayloadResolvers<ContextType>;
  ProposeSettlementStepPayload?: ProposeSettlementStepPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  QuotePurchasePayload?: QuotePurchasePayloadResolvers<ContextType>;
  QuoteRedemptionPayload?: QuoteRedemptionPayloadResolvers<ContextType>;
  QuotedFunding?: QuotedFundingResolvers<ContextType>;
  ReconcilePayload?: ReconcilePayloadResolvers<ContextType>;
  Reconciliation?: ReconciliationResolvers<ContextType>;
  ReconciliationBreak?: ReconciliationBreakResolvers<ContextType>;
  ReconciliationBreakConnection?: ReconciliationBreakConnectionResolvers<ContextType>;
  ReconciliationBreakEdge?: ReconciliationBreakEdgeResolvers<ContextType>;
  ReconciliationConnection?: ReconciliationConnectionResolvers<ContextType>;
  ReconciliationEdge?: ReconciliationEdgeResolvers<ContextType>;
  RecordPurchasePayload?: RecordPurchasePayloadResolvers<ContextType>;
  RecordPurchasesPayload?: RecordPurchasesPayloadResolvers<ContextType>;
  RecordReturnPayload?: RecordReturnPayloadResolvers<ContextType>;
  RedeemPointsPayload?: RedeemPointsPayloadResolvers<ContextType>;
  RedeliverWebhookPayload?: RedeliverWebhookPayloadResolvers<ContextType>;
  RefundMembershipFeePayload?: RefundMembershipFeePayloadResolvers<ContextType>;
  RefundRedemptionPayload?: RefundRedemptionPayloadResolvers<ContextType>;
  RejectSettlementStepPayload?: RejectSettlementStepPayloadResolvers<ContextType>;
  ReportBankFilePayload?: ReportBankFilePayloadResolvers<ContextType>;
  ReportPaymentPayload?: ReportPaymentPayloadResolvers<ContextType>;
  ReserveRollForward?: ReserveRollForwardResolvers<ContextType>;
  ReverseTransactionPayload?: ReverseTransactionPayloadResolvers<ContextType>;
  RevokeSettlementKeyPayload?: RevokeSettlementKeyPayloadResolvers<ContextType>;
  RewardOrder?: RewardOrderResolvers<ContextType>;
  RewardOrderUpdate?: RewardOrderUpdateResolvers<ContextType>;
  RotateSettlementKeyPayload?: RotateSettlementKeyPayloadResolvers<ContextType>;
  RotateWebhookSecretPayload?: RotateWebhookSecretPayloadResolvers<ContextType>;
  RuleOutcome?: RuleOutcomeResolvers<ContextType>;
  SettleWindowPayload?: SettleWindowPayloadResolvers<ContextType>;
  SettlementDocument?: SettlementDocumentResolvers<ContextType>;
  SettlementDocumentProblem?: SettlementDocumentProblemResolvers<ContextType>;
  SettlementItem?: SettlementItemResolvers<ContextType>;
  SettlementKey?: SettlementKeyResolvers<ContextType>;
  SettlementKeys?: SettlementKeysResolvers<ContextType>;
  SettlementProposal?: SettlementProposalResolvers<ContextType>;
  SettlementWindow?: SettlementWindowResolvers<ContextType>;
  SettlementWindowConnection?: SettlementWindowConnectionResolvers<ContextType>;
  SettlementWindowEdge?: SettlementWindowEdgeResolvers<ContextType>;
  SettlementWindowUpdate?: SettlementWindowUpdateResolvers<ContextType>;
  Statement?: StatementResolvers<ContextType>;
  StatementLine?: StatementLineResolvers<ContextType>;
  StatementLineConnection?: StatementLineConnectionResolvers<ContextType>;
  StatementLineEdge?: StatementLineEdgeResolvers<ContextType>;
  Store?: StoreResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Terminal?: TerminalResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  TransactionConnection?: TransactionConnectionResolvers<ContextType>;
  TransactionEdge?: TransactionEdgeResolvers<ContextType>;
  Transfer?: TransferResolvers<ContextType>;
  TransferPointsPayload?: TransferPointsPayloadResolvers<ContextType>;
  UpdateWebhookPayload?: UpdateWebhookPayloadResolvers<ContextType>;
  UploadPartnerFilePayload?: UploadPartnerFilePayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  VoidRedemptionPayload?: VoidRedemptionPayloadResolvers<ContextType>;
  Wallet?: WalletResolvers<ContextType>;
  WalletUpdate?: WalletUpdateResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookAttempt?: WebhookAttemptResolvers<ContextType>;
  WebhookDelivery?: WebhookDeliveryResolvers<ContextType>;
  WebhookDeliveryConnection?: WebhookDeliveryConnectionResolvers<ContextType>;
  WebhookDeliveryEdge?: WebhookDeliveryEdgeResolvers<ContextType>;
  WithdrawDisputePayload?: WithdrawDisputePayloadResolvers<ContextType>;
};

