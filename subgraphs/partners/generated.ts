// Generated from schema/partners.graphql by `npm run codegen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ProgrammeRow, ContractRow, StoreRow, BillingRow } from '../../db/tables/partners.ts';
import type { PartnerFace } from './store/known-faces.ts';
import type { TerminalRow, ContractDraftRow } from './store/contract-life.ts';
import type { ApiClientFace } from './store/api-clients.ts';
import type { CycleChangeRow } from './store/cycle-changes.ts';
import type { RuleRow, RuleVersionRow } from './store/rules.ts';
import type { PartnersContext } from './context.ts';
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

/** A store to add. */
export type AddStoreInput = {
  /** Until when. */
  closesAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Short name, unique within the partner, 1 to 100 characters in any script. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Name shown to people, 1 to 200 characters in any script. */
  name: Scalars['String']['input'];
  /** From when purchases may happen here. */
  opensAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The partner it belongs to; a partner's app may leave it out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** IANA time zone; the programme's when left out. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

/** The store that was added. */
export type AddStorePayload = {
  __typename?: 'AddStorePayload';
  /** The store; null when refused. */
  store?: Maybe<Store>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A terminal to add. */
export type AddTerminalInput = {
  /** Short name, unique within the store, 1 to 100 characters in any script. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The store. */
  storeId: Scalars['ID']['input'];
};

/** The store with its terminal. */
export type AddTerminalPayload = {
  __typename?: 'AddTerminalPayload';
  /** The store; null when refused. */
  store?: Maybe<Store>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Credentials of a partner's app or of the operator. */
export type ApiClient = {
  __typename?: 'ApiClient';
  /** Client id for the OAuth2 client credentials grant. */
  clientId: Scalars['ID']['output'];
  /** What it is for, as given. */
  name: Scalars['String']['output'];
  /** The partner it acts for; null for an operator client. */
  partner?: Maybe<Partner>;
  /** The person who holds it and acts in their own name; null for a service account, which never approves anything. */
  person?: Maybe<Scalars['String']['output']>;
  /** When it was revoked; null while it works. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Scopes its tokens carry. */
  scopes: Array<Scalars['String']['output']>;
  /** Stores it is limited to; empty is every store of the partner. */
  storeIds: Array<Scalars['ID']['output']>;
};

/** A proposed change of the cycle to approve. */
export type ApproveCycleChangeInput = {
  /** The change. */
  changeId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the approval. */
export type ApproveCycleChangePayload = {
  __typename?: 'ApproveCycleChangePayload';
  /** The change; null when refused. */
  change?: Maybe<CycleChange>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A version to approve. */
export type ApproveRuleInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Id of the version. */
  ruleVersionId: Scalars['ID']['input'];
};

/** The version that was approved. */
export type ApproveRulePayload = {
  __typename?: 'ApproveRulePayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The version; null when refused. */
  version?: Maybe<EarnRuleVersion>;
};

/** One change, written in the transaction that made it. It is never changed or deleted. */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  /** Network address that the request came from; null where there was none. */
  address?: Maybe<Scalars['String']['output']>;
  /** What was asked for, without secrets; null where it would hold data of members. */
  asked?: Maybe<Scalars['JSON']['output']>;
  /** Client id of the credentials. */
  clientId: Scalars['ID']['output'];
  /** What was done, such as `signContract` or `WINDOW_CLOSE`. */
  command: Scalars['String']['output'];
  /** Idempotency key of the request. */
  idempotencyKey?: Maybe<Scalars['String']['output']>;
  /** The person who acted; null for a service account. */
  person?: Maybe<Scalars['String']['output']>;
  /** When it was made. */
  recordedAt: Scalars['DateTime']['output'];
  /** Id of the request, as in the logs and in the `x-request-id` header of its answer. */
  requestId: Scalars['String']['output'];
  /** Role of who did it: `platform`, `operator`, `partner`, `member`, or `system` for the product itself. */
  role: Scalars['String']['output'];
  /** Ids of what was made or changed. */
  target: Scalars['JSON']['output'];
};

/** A page of the audit trail. */
export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  /** The entries with their cursors, the latest first. */
  edges: Array<AuditEntryEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** An entry in a page. */
export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  /** Cursor to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** Who somebody is to banks and tax offices. */
export type Billing = {
  __typename?: 'Billing';
  /** Account for settlement, where it has none. */
  accountNumber?: Maybe<Scalars['String']['output']>;
  /** Of the bank that keeps the account; null where the IBAN alone leads there. */
  bic?: Maybe<Scalars['String']['output']>;
  /** House number. */
  buildingNumber?: Maybe<Scalars['String']['output']>;
  /** ISO 3166-1 alpha-2. */
  country: Scalars['String']['output'];
  /** Electronic address for invoices. */
  endpointId?: Maybe<Scalars['String']['output']>;
  /** Scheme of the electronic address (Peppol EAS code). */
  endpointScheme?: Maybe<Scalars['String']['output']>;
  /** Account for settlement, where it has an IBAN. */
  iban?: Maybe<Scalars['String']['output']>;
  /** Name of the legal entity, holder of the account. */
  legalName: Scalars['String']['output'];
  /** Post code. */
  postCode?: Maybe<Scalars['String']['output']>;
  /** When this version was recorded. */
  recordedAt: Scalars['DateTime']['output'];
  /** Number in the register of companies. */
  registrationId?: Maybe<Scalars['String']['output']>;
  /** Street of the address. */
  street?: Maybe<Scalars['String']['output']>;
  /** Town of the address. */
  town: Scalars['String']['output'];
  /** VAT number with its country prefix. */
  vatId?: Maybe<Scalars['String']['output']>;
  /** 1 for the first version, one more for each that follows. */
  version: Scalars['Int']['output'];
};

/** How close to the birthday. */
export type BirthdayWindow =
  /** The day itself. Whoever was born on 29 February has it on the 28th of other years. */
  | 'DAY'
  /** The month of it. */
  | 'MONTH';

/** What happens when a partner's position reaches its net debit cap. */
export type CapMode =
  /** A warning only. */
  | 'ALERT'
  /** Nothing that deepens the position beyond the cap is posted. */
  | 'BLOCK_ALL'
  /** No points are issued beyond the cap. */
  | 'BLOCK_ISSUE';

/** A change of a partner's status. */
export type ChangePartnerStatusInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The partner. */
  partnerId: Scalars['ID']['input'];
  /** ACTIVE, SUSPENDED, RUN_OFF or LEFT. ONBOARDING follows from the contracts and cannot be given. */
  status: PartnerStatus;
  /** RUN_OFF: until when members may spend points here; in the future. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The partner with its new status. */
export type ChangePartnerStatusPayload = {
  __typename?: 'ChangePartnerStatusPayload';
  /** The partner; null when refused. */
  partner?: Maybe<Partner>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** When a store opens and closes; what is left out is open-ended. */
export type ChangeStoreInput = {
  /** Until when, exclusive. */
  closesAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** From when purchases may happen here. */
  opensAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The store. */
  storeId: Scalars['ID']['input'];
};

/** The store as it is now. */
export type ChangeStorePayload = {
  __typename?: 'ChangeStorePayload';
  /** The store; null when refused. */
  store?: Maybe<Store>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Who bears the clearing fee of a redemption. */
export type ClearingFeePayer =
  /** Who accepted them. */
  | 'ACCEPTOR'
  /** Who funded the points. */
  | 'FUNDER';

/** One immutable version of a partner's terms. Prices are micros: millionths of the programme currency per point. */
export type Contract = {
  __typename?: 'Contract';
  /** What the cap does. */
  capMode: CapMode;
  /** Net amounts of a window closer to zero than this are carried into the next one. */
  carryForwardBelow: Money;
  /** Clearing fee on redemptions of this partner's points, in basis points of the amount. */
  clearingFeeBasisPoints: Scalars['Int']['output'];
  /** Who bears the clearing fee. */
  clearingFeePayer: ClearingFeePayer;
  /** What the partner has deposited or guaranteed: called when it does not pay. */
  collateral: Money;
  /** The amount that earns `earnPoints`. */
  earnPer: Money;
  /** Points given per `earnPer` spent. */
  earnPoints: Scalars['Points']['output'];
  /** Days after a purchase in which its goods may come back; null is no limit. */
  earnReversalDays?: Maybe<Scalars['Int']['output']>;
  /** Whether a return gives the service fee back with the price. */
  earnReversalRefundsServiceFee: Scalars['Boolean']['output'];
  /** How a fraction of a point is rounded. */
  earnRounding: EarnRounding;
  /** Who gets the reserve of points that lapse. */
  expiryBeneficiary: ExpiryBeneficiary;
  /** When points lapse. */
  expiryModel: ExpiryModel;
  /** Month and day for FIXED, `MM-DD`. */
  expiryMonthDay?: Maybe<Scalars['String']['output']>;
  /** Months for ROLLING and INACTIVITY. */
  expiryMonths?: Maybe<Scalars['Int']['output']>;
  /** Calendar unit to whose end the expiry date moves. */
  expiryRounding: ExpiryRounding;
  /** Share of the reserve of lapsed points that goes back to the funder, in basis points. */
  expiryShareBasisPoints: Scalars['Int']['output'];
  /** When money for the points flows. */
  fundingModel: FundingModel;
  /** Id of this version. */
  id: Scalars['ID']['output'];
  /** What the issuer pays the operator per point, in micros. */
  issuePriceMicros: Scalars['MinorUnits']['output'];
  /** What becomes of events that come later. */
  lateBeyondLimit: LateBeyondLimit;
  /** Oldest business date accepted, in days before the posting; null is no limit. */
  lateSubmissionDays?: Maybe<Scalars['Int']['output']>;
  /** Net debit cap in the programme currency; null is no cap. */
  netDebitCap?: Maybe<Money>;
  /** VAT on what the operator supplies to the partner; null where the contract says nothing. */
  operatorVat?: Maybe<VatTreatment>;
  /** Whether redeeming at the issuer itself is free of the clearing fee. */
  ownBrandFeeExempt: Scalars['Boolean']['output'];
  /** VAT on what the partner supplies to the operator by accepting points; null where the contract says nothing. */
  partnerVat?: Maybe<VatTreatment>;
  /** Days until points of a purchase can be spent; 0 is at once. */
  pendingDays: Scalars['Int']['output'];
  /** HYBRID: share of the points, in basis points, that the operator's pool stands behind; else null. */
  poolShareBasisPoints?: Maybe<Scalars['Int']['output']>;
  /** Currency of the purchases that the earn rule covers. */
  purchaseCurrency: Scalars['CurrencyCode']['output'];
  /** Days after a redemption at this partner in which it may be refunded; null is no limit. */
  redemptionReversalDays?: Maybe<Scalars['Int']['output']>;
  /** Whether a refund gives the clearing fee back. */
  redemptionReversalRefundsClearingFee: Scalars['Boolean']['output'];
  /** Who bears points that a return cannot take back. */
  refundShortfall: RefundShortfall;
  /** What this partner gets per point it accepts, in micros; null when it accepts none. */
  reimbursementMicros?: Maybe<Scalars['MinorUnits']['output']>;
  /** The part of the issue price that is set aside for redemption, in micros. */
  reserveRateMicros: Scalars['MinorUnits']['output'];
  /** What the partner may do. */
  roles: Array<PartnerRole>;
  /** Whether the partner agreed that the operator writes its invoices. */
  selfBilling: Scalars['Boolean']['output'];
  /** The operator's fee per point issued, in micros, where the issuer pays on redemption. */
  serviceFeeMicros: Scalars['MinorUnits']['output'];
  /** In which currency the partner pays and is paid. What is posted, netted and invoiced is in the programme's all the same. */
  settlementCurrency: Scalars['CurrencyCode']['output'];
  /** Where this version stands now. */
  state: ContractState;
  /** From when this version counts. */
  validFrom: Scalars['DateTime']['output'];
  /** Until when it counts, exclusive; null while nothing supersedes or terminates it. */
  validUntil?: Maybe<Scalars['DateTime']['output']>;
  /** 1 for the first version, one more for each that follows. */
  version: Scalars['Int']['output'];
};

/** Terms written down for both sides to sign. They never change: other terms are another draft. */
export type ContractDraft = {
  __typename?: 'ContractDraft';
  /** The version it became; null before both have signed. */
  contract?: Maybe<Contract>;
  /** When it was drafted. */
  draftedAt: Scalars['DateTime']['output'];
  /** Id of the draft. */
  id: Scalars['ID']['output'];
  /** When. */
  operatorSignedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who signed for the operator: the subject of the token; null before. */
  operatorSignedBy?: Maybe<Scalars['String']['output']>;
  /** The partner it is for. */
  partner?: Maybe<Partner>;
  /** When. */
  partnerSignedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who signed for the partner; null before. */
  partnerSignedBy?: Maybe<Scalars['String']['output']>;
  /** Where it stands. */
  state: ContractDraftState;
  /** All terms, named as in `Contract`, money in minor units. */
  terms: Scalars['JSON']['output'];
  /** From when it would count. */
  validFrom: Scalars['DateTime']['output'];
};

/** A draft of a contract, and the version it became. */
export type ContractDraftPayload = {
  __typename?: 'ContractDraftPayload';
  /** The version; null until both have signed. */
  contract?: Maybe<Contract>;
  /** The draft; null when refused. */
  draft?: Maybe<ContractDraft>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Where a draft of a contract stands. */
export type ContractDraftState =
  /** Nobody has signed it. */
  | 'DRAFT'
  /** Both have signed: it is a version of the contract. */
  | 'SIGNED'
  /** The operator has signed, the partner has not. */
  | 'SIGNED_BY_OPERATOR'
  /** The partner has signed, the operator has not. */
  | 'SIGNED_BY_PARTNER';

/** Where a version of a contract stands. */
export type ContractState =
  /** It counts now. */
  | 'IN_FORCE'
  /** Signed; its time has not begun. */
  | 'SIGNED'
  /** A later version counts in its place. */
  | 'SUPERSEDED'
  /** It was ended without another version. */
  | 'TERMINATED';

/** Credentials to create. */
export type CreateApiClientInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What it is for. */
  name: Scalars['String']['input'];
  /** The partner it acts for; null for another operator client. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * The person who will hold it and act in their own name, such as `ann@example.com`; left out for a service account. What needs two persons
   * counts these names, without regard to case. Needs the scope `persons:write`, which no client of a person may have: nobody makes a second self.
   */
  person?: InputMaybe<Scalars['String']['input']>;
  /** Scopes its tokens carry; all that the role may have when left out. */
  scopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Stores it is limited to; every store of the partner when empty. */
  storeIds: Array<Scalars['ID']['input']>;
};

/** The credentials that were created. */
export type CreateApiClientPayload = {
  __typename?: 'CreateApiClientPayload';
  /** The client; null when refused. */
  client?: Maybe<ApiClient>;
  /** Its secret, shown once: null when the same request is repeated. */
  secret?: Maybe<Scalars['String']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What makes a programme. */
export type CreateProgrammeInput = {
  /** Business days from the close of a window to its advice, 0 to 60. */
  adviceBusinessDays: Scalars['Int']['input'];
  /** On which days money can move: `TARGET`, `WEEKENDS`, `WEEKLY:5` (closed on Fridays), or several joined by `+`. */
  calendar: Scalars['String']['input'];
  /**
   * When windows close by themselves, at midnight of the time zone: `MANUAL` (somebody closes them), `DAILY`, `WEEKLY:7` (at the end of a day of the week,
   * 1 Monday to 7 Sunday), `MONTHLY` (at the end of the month), `MONTHLY:15` (at the end of that day, 1 to 28).
   */
  closeSchedule: Scalars['String']['input'];
  /** Short unique name: letters, digits, `-` and `_`, 1 to 64. */
  code: Scalars['String']['input'];
  /** Currency in which prices are set and partners settle. */
  currency: Scalars['CurrencyCode']['input'];
  /** Business days from the opening of a dispute to its first answer, 0 to 60. */
  disputeAnswerBusinessDays: Scalars['Int']['input'];
  /** Business days from the close of a window to the last day for disputes, 0 to 60; 0 needs no finalising before settling. */
  disputeBusinessDays: Scalars['Int']['input'];
  /** Business days from the opening of a dispute to its decision, after which it is escalated; at least those of the first answer, at most 250. */
  disputeDecisionBusinessDays: Scalars['Int']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What each settlement window costs all partners together, in minor units: split by points funded in it. */
  levyPerWindow: Scalars['MinorUnits']['input'];
  /** Name shown to people. */
  name: Scalars['String']['input'];
  /** When money for the points that the operator funds flows. */
  operatorFundingModel: OperatorFundingModel;
  /** What the operator sets aside per point it funds, in micros. */
  operatorReserveRateMicros: Scalars['MinorUnits']['input'];
  /** Whether rules are published only after a backtest not older than a day. */
  publishNeedsBacktest: Scalars['Boolean']['input'];
  /** Days a lot lives again when a refund restores points to it after it lapsed. */
  restoreGraceDays: Scalars['Int']['input'];
  /** Which lots a spend takes first. */
  spendingOrder: SpendingOrder;
  /** IANA time zone in which business dates are counted. */
  timeZone: Scalars['String']['input'];
  /** Business days from the close of a window to when money moves, 0 to 60. */
  valueBusinessDays: Scalars['Int']['input'];
};

/** A new programme and its first operator credentials. */
export type CreateProgrammePayload = {
  __typename?: 'CreateProgrammePayload';
  /** Operator client; null when refused. */
  client?: Maybe<ApiClient>;
  /** The programme; null when refused. */
  programme?: Maybe<Programme>;
  /** The client's secret, shown once: null when the same request is repeated. */
  secret?: Maybe<Scalars['String']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A cycle that somebody proposed for the programme's windows. */
export type CycleChange = {
  __typename?: 'CycleChange';
  /** Business days from the close of a window to its advice, 0 to 60. */
  adviceBusinessDays: Scalars['Int']['output'];
  /** On which days money can move, as in `CreateProgrammeInput`. */
  calendar: Scalars['String']['output'];
  /** When windows close by themselves, as in `CreateProgrammeInput`. */
  closeSchedule: Scalars['String']['output'];
  /** When. */
  decidedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who approved, rejected or withdrew it; null while it waits. */
  decidedBy?: Maybe<Scalars['String']['output']>;
  /** Business days from the opening of a dispute to its first answer, 0 to 60. */
  disputeAnswerBusinessDays: Scalars['Int']['output'];
  /** Business days from the close of a window to the last day for disputes, 0 to 60; 0 needs no finalising before settling. */
  disputeBusinessDays: Scalars['Int']['output'];
  /** Business days from the opening of a dispute to its decision; at least those of the first answer, at most 250. */
  disputeDecisionBusinessDays: Scalars['Int']['output'];
  /** Windows that open from then on follow it; null unless it is approved. */
  effectiveFrom?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the change. */
  id: Scalars['ID']['output'];
  /** When. */
  proposedAt: Scalars['DateTime']['output'];
  /** Who proposed it. */
  proposedBy: Scalars['String']['output'];
  /** Where it stands. */
  state: CycleChangeState;
  /** Business days from the close of a window to when money moves, 0 to 60. */
  valueBusinessDays: Scalars['Int']['output'];
};

/** Where a proposed change of the cycle stands. */
export type CycleChangeState =
  /** Two persons agreed. */
  | 'APPROVED'
  /** It waits for another person. */
  | 'PROPOSED'
  /** Another person said no. */
  | 'REJECTED'
  /** The one who proposed it took it back. */
  | 'WITHDRAWN';

/** Categories to add. */
export type DefineCategoriesInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Names, up to 1,000, as tills send them with the lines of a basket. */
  names: Array<Scalars['String']['input']>;
};

/** The categories there are now. */
export type DefineCategoriesPayload = {
  __typename?: 'DefineCategoriesPayload';
  /** All of them, by name; null when refused. */
  categories?: Maybe<Array<Scalars['String']['output']>>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Terms for both sides to sign. Prices are micros: millionths of the programme currency per point; 8500 is 0.0085. */
export type DraftContractInput = {
  /** What the cap does. */
  capMode: CapMode;
  /** Net amounts of a window closer to zero than this are carried into the next one, as a decimal of the programme currency. */
  carryForwardBelow: Scalars['Decimal']['input'];
  /** Clearing fee on redemptions of this partner's points, 0 to 10000 basis points. */
  clearingFeeBasisPoints: Scalars['Int']['input'];
  /** Who bears the clearing fee on this partner's points. */
  clearingFeePayer: ClearingFeePayer;
  /** What the partner has deposited or guaranteed, as a decimal of the programme currency. */
  collateral: Scalars['Decimal']['input'];
  /** The amount that earns `earnPoints`, above zero. Its currency is that of the purchases covered. */
  earnPer: MoneyInput;
  /** Points given per `earnPer` spent, 0 or more. */
  earnPoints: Scalars['Points']['input'];
  /** Days after a purchase in which its goods may come back, 0 to 3650; null is no limit. */
  earnReversalDays?: InputMaybe<Scalars['Int']['input']>;
  /** Whether a return gives the service fee back with the price. */
  earnReversalRefundsServiceFee: Scalars['Boolean']['input'];
  /** How a fraction of a point is rounded, once per purchase. */
  earnRounding: EarnRounding;
  /** Who gets the reserve of points that lapse. Left out: whom `expiryShareBasisPoints` makes it. */
  expiryBeneficiary?: InputMaybe<ExpiryBeneficiary>;
  /** When points lapse. */
  expiryModel: ExpiryModel;
  /** Month and day for FIXED, `MM-DD`. */
  expiryMonthDay?: InputMaybe<Scalars['String']['input']>;
  /** Months for ROLLING and INACTIVITY, 1 to 120. */
  expiryMonths?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar unit to whose end the expiry date moves. */
  expiryRounding: ExpiryRounding;
  /** Share of the reserve of lapsed points that goes back to the funder, 0 to 10000 basis points; for SPLIT 1 to 9999. */
  expiryShareBasisPoints: Scalars['Int']['input'];
  /** When money for the points flows. */
  fundingModel: FundingModel;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What the issuer pays the operator per point. */
  issuePriceMicros: Scalars['MinorUnits']['input'];
  /** What becomes of events that come later. */
  lateBeyondLimit: LateBeyondLimit;
  /** Oldest business date accepted, in days before the posting; null is no limit. */
  lateSubmissionDays?: InputMaybe<Scalars['Int']['input']>;
  /** Net debit cap as a decimal of the programme currency; null is no cap. */
  netDebitCap?: InputMaybe<Scalars['Decimal']['input']>;
  /** VAT on what the operator supplies to the partner. */
  operatorVat?: InputMaybe<VatTreatmentInput>;
  /** Whether redeeming at the issuer itself is free of the clearing fee. */
  ownBrandFeeExempt: Scalars['Boolean']['input'];
  /** The partner. */
  partnerId: Scalars['ID']['input'];
  /** VAT on what the partner supplies to the operator by accepting points. */
  partnerVat?: InputMaybe<VatTreatmentInput>;
  /** Days until points of a purchase can be spent, 0 to 365. */
  pendingDays: Scalars['Int']['input'];
  /** HYBRID: share of the points that the operator's pool stands behind, 1 to 9999 basis points. Other models have none. */
  poolShareBasisPoints?: InputMaybe<Scalars['Int']['input']>;
  /** Days after a redemption at this partner in which it may be refunded, 0 to 3650; null is no limit. */
  redemptionReversalDays?: InputMaybe<Scalars['Int']['input']>;
  /** Whether a refund gives the clearing fee back. */
  redemptionReversalRefundsClearingFee: Scalars['Boolean']['input'];
  /** Who bears points that a return cannot take back. */
  refundShortfall: RefundShortfall;
  /** What this partner gets per point it accepts; needed for an acceptor. */
  reimbursementMicros?: InputMaybe<Scalars['MinorUnits']['input']>;
  /** The part of the issue price set aside for redemption; at most the issue price. */
  reserveRateMicros: Scalars['MinorUnits']['input'];
  /** What the partner may do; at least one. */
  roles: Array<PartnerRole>;
  /** Whether the partner agreed that the operator writes its invoices. */
  selfBilling: Scalars['Boolean']['input'];
  /** The operator's fee per point issued, where the issuer pays on redemption. */
  serviceFeeMicros: Scalars['MinorUnits']['input'];
  /**
   * In which currency the partner pays and is paid; the programme's when left out. Another needs a programme with dispute days: the final net is converted
   * once, at the rate that two persons fix when they finalise the window. A window without a review is settled in the programme's currency.
   */
  settlementCurrency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** From when this version counts; after the start of every earlier version. */
  validFrom: Scalars['DateTime']['input'];
};

/** A version of a rule to draft. */
export type DraftRuleInput = {
  /** Short name of the rule: letters, digits, `-` and `_`, 1 to 64. A new one makes a new rule. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What the rule says. */
  rule: EarnRuleInput;
  /** The draft that this one replaces. Left out: it stands beside the versions there are. A published version is never replaced. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** The version that was drafted. */
export type DraftRulePayload = {
  __typename?: 'DraftRulePayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The version; null when refused. */
  version?: Maybe<EarnRuleVersion>;
};

/** How a fraction of a point is rounded, once per purchase. */
export type EarnRounding =
  /** Towards zero. */
  | 'DOWN'
  /** To the nearest, half away from zero. */
  | 'HALF_UP'
  /** Away from zero. */
  | 'UP';

/** A rule that gives points, or keeps something from earning. What it says is in its versions, each of them immutable. */
export type EarnRule = {
  __typename?: 'EarnRule';
  /** Short name, unique in the programme. */
  code: Scalars['String']['output'];
  /** The version in force at an instant, now by default; null when none is. */
  current?: Maybe<EarnRuleVersion>;
  /** From when the rule was ended before its time; null when it was not. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the rule. */
  id: Scalars['ID']['output'];
  /** The partner that made it; null for the operator. */
  owner?: Maybe<Partner>;
  /** Its versions that the caller may see, the oldest first, withdrawn drafts included. */
  versions: Array<EarnRuleVersion>;
};


/** A rule that gives points, or keeps something from earning. What it says is in its versions, each of them immutable. */
export type EarnRuleCurrentArgs = {
  at?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a rule says. Partners are named by id or code, stores by id or `partner/store`. A file says the same (`npm run terms`). */
export type EarnRuleInput = {
  /** How a promotion becomes the member's; AUTOMATIC when left out. */
  activation?: InputMaybe<RuleActivationInput>;
  /** What it gives; for all but an exclusion. */
  award?: InputMaybe<RuleAwardInput>;
  /** When a promotion is used up: the purchase that reaches its end gets what is left. */
  budget?: InputMaybe<RuleBudgetInput>;
  /** How much it gives at most, up to 20 caps. */
  caps?: InputMaybe<Array<RuleCapInput>>;
  /** When it applies: all that is given must hold. */
  conditions?: InputMaybe<RuleConditionsInput>;
  /** What an exclusion keeps from earning. */
  excludes?: InputMaybe<RuleExclusion>;
  /** Who pays for a promotion: shares that sum to 10000 basis points. Each has to approve the version. */
  fundingSplit?: InputMaybe<Array<RuleFundingInput>>;
  /** What the rule does. */
  kind: EarnRuleKind;
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** Lower comes first: among base rules that want the same line, and in a stacking group of FIRST. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /** Which promotions stand in for each other; left out: it adds to everything. */
  stacking?: InputMaybe<RuleStackingInput>;
  /** From when it counts, by the time of the purchase. */
  validFrom: Scalars['DateTime']['input'];
  /** Until when, exclusive; left out is open-ended. */
  validUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a rule does. */
export type EarnRuleKind =
  /** Gives points that are the issuer's own. Lines that a base rule per amount or quantity pays for do not earn at the contract's rate as well. */
  | 'BASE'
  /** Keeps lines, or the part paid with points, from earning. */
  | 'EXCLUSION'
  /** Gives points on top, paid for by its funders. */
  | 'PROMOTION';

/** Where a version of a rule stands. */
export type EarnRuleState =
  /** Approved by every funder, not published. */
  | 'APPROVED'
  /** Drafted; not every funder has approved it. */
  | 'DRAFT'
  /** Its time is over, or the rule was ended. */
  | 'ENDED'
  /** It counts now. */
  | 'LIVE'
  /** Published; its time has not begun. */
  | 'SCHEDULED'
  /** A later version counts in its place. */
  | 'SUPERSEDED'
  /** Another draft took its place. */
  | 'WITHDRAWN';

/** One immutable version of a rule. */
export type EarnRuleVersion = {
  __typename?: 'EarnRuleVersion';
  /** Who agreed to pay for exactly this version, in order. */
  approvals: Array<RuleApproval>;
  /** Who has not yet agreed. */
  approvalsMissing: Array<RuleFunder>;
  /** Who pays, with the share of each; empty where the points are the issuer's own. */
  fundingSplit: Array<RuleFunder>;
  /** Id of this version. */
  id: Scalars['ID']['output'];
  /** What the rule does. */
  kind: EarnRuleKind;
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** When it was published; null for a draft. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The rule it is of. */
  rule: EarnRule;
  /** Where it stands now. */
  state: EarnRuleState;
  /** All it says, in the shape of `EarnRuleInput`, partners and stores by id. */
  terms: Scalars['JSON']['output'];
  /** From when it counts. */
  validFrom: Scalars['DateTime']['output'];
  /** Until when, exclusive; null is open-ended. */
  validUntil?: Maybe<Scalars['DateTime']['output']>;
  /** 1 for the first version, one more for each that follows. */
  version: Scalars['Int']['output'];
};

/** A rule to end. */
export type EndRuleInput = {
  /** From when; now when left out, never in the past. */
  at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Code of the rule. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** The rule that was ended. */
export type EndRulePayload = {
  __typename?: 'EndRulePayload';
  /** The rule; null when refused. */
  rule?: Maybe<EarnRule>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Who gets the reserve of points that lapse. */
export type ExpiryBeneficiary =
  /** Whoever funded the points. */
  | 'FUNDER'
  /** The operator. */
  | 'OPERATOR'
  /** The funder gets `expiryShareBasisPoints` of it, the operator the rest. */
  | 'SPLIT';

/** When points lapse. */
export type ExpiryModel =
  /** On the next occurrence of a day of the year. */
  | 'FIXED'
  /** A number of months after the member's last activity. */
  | 'INACTIVITY'
  /** Never. */
  | 'NONE'
  /** A number of months after they were earned. */
  | 'ROLLING';

/** To the end of which calendar unit an expiry date is moved. */
export type ExpiryRounding =
  /** Not moved. */
  | 'DAY'
  /** To the end of the month. */
  | 'MONTH'
  /** To the end of the quarter. */
  | 'QUARTER'
  /** To the end of the year. */
  | 'YEAR';

/** When the money for points flows between partners. */
export type FundingModel =
  /** Both: the operator's pool stands behind `poolShareBasisPoints` of the points, the issuer pays for the rest on redemption. */
  | 'HYBRID'
  /** The issuer pays when its points are redeemed, wherever that is. */
  | 'ISSUER_PAYS_ON_REDEMPTION'
  /** The issuer pays the operator when points are issued; the operator keeps a reserve and reimburses the acceptor. */
  | 'OPERATOR_POOL';

/** A promotion to opt in to. */
export type JoinPromotionInput = {
  /** Code of the promotion. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** The promotion that was joined. */
export type JoinPromotionPayload = {
  __typename?: 'JoinPromotionPayload';
  /** The promotion; null when refused. */
  rule?: Maybe<EarnRule>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What becomes of an event that comes later than the contract's late-submission window. */
export type LateBeyondLimit =
  /** It is posted and marked late. */
  | 'FLAG'
  /** It is refused. */
  | 'REJECT';

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

/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Adds a store to a partner. */
  addStore: AddStorePayload;
  /** Adds a terminal to a store. */
  addTerminal: AddTerminalPayload;
  /** Approves a change of the cycle that another person proposed: windows that open from now on follow it, those that have opened keep theirs. */
  approveCycleChange: ApproveCycleChangePayload;
  /** Approves exactly this version, for the partner or operator whose credentials these are: it will pay its part. */
  approveRule: ApproveRulePayload;
  /** Suspends or reinstates a partner, puts it in run-off, or ends its part in the programme. A partner that left stays out. */
  changePartnerStatus: ChangePartnerStatusPayload;
  /** Sets when a store opens and closes. */
  changeStore: ChangeStorePayload;
  /** Creates credentials for a partner's app or for the operator. The secret is shown once and stored only as a hash. */
  createApiClient: CreateApiClientPayload;
  /** Creates a programme with its first operator client. For the platform's owner. */
  createProgramme: CreateProgrammePayload;
  /** Adds categories that rules may name. */
  defineCategories: DefineCategoriesPayload;
  /** Writes terms down for both sides to sign: by the operator, or by the partner itself. */
  draftContract: ContractDraftPayload;
  /** Drafts a version of an earn rule or promotion; the first one makes the rule. A draft counts nowhere but in simulations and backtests. */
  draftRule: DraftRulePayload;
  /** Ends a rule before its time, for good. */
  endRule: EndRulePayload;
  /** Opts a member in to a promotion that asks for it. Opting in twice is once. */
  joinPromotion: JoinPromotionPayload;
  /**
   * Proposes another cycle for the programme's windows: when they close, how long their review is, when money moves, on which days. For the operator;
   * another person approves it.
   */
  proposeCycleChange: ProposeCycleChangePayload;
  /** Publishes a version that every funder has approved; whoever publishes approves for itself. It counts for purchases posted from now on. */
  publishRule: PublishRulePayload;
  /** Says who a partner, or the operator itself, is to banks and tax offices. The latest version counts; earlier ones are kept. */
  recordBilling: RecordBillingPayload;
  /** Brings a merchant into the programme. It issues and accepts nothing before a contract is in force. */
  registerPartner: RegisterPartnerPayload;
  /** Ends a proposed change of the cycle: whoever proposed it withdraws it, another person rejects it. */
  rejectCycleChange: RejectCycleChangePayload;
  /** Takes a terminal out of use, for good: what happens there from then on is refused. */
  retireTerminal: RetireTerminalPayload;
  /** Revokes credentials. Tokens already given end within their life time; no new ones are given. */
  revokeApiClient: RevokeApiClientPayload;
  /** Says whether rules are published only after a backtest not older than a day. For the operator. */
  setPublishGate: SetPublishGatePayload;
  /** Puts a new version of a partner's terms in force from an instant. Versions are immutable; a change is a new version. */
  signContract: SignContractPayload;
  /** Signs a draft for the side whose credentials these are. When both have signed exactly these terms they are a version of the contract. */
  signContractDraft: ContractDraftPayload;
  /** Ends a partner's contract from an instant on, without another version. */
  terminateContract: TerminateContractPayload;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationAddStoreArgs = {
  input: AddStoreInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationAddTerminalArgs = {
  input: AddTerminalInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationApproveCycleChangeArgs = {
  input: ApproveCycleChangeInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationApproveRuleArgs = {
  input: ApproveRuleInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationChangePartnerStatusArgs = {
  input: ChangePartnerStatusInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationChangeStoreArgs = {
  input: ChangeStoreInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationCreateApiClientArgs = {
  input: CreateApiClientInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationCreateProgrammeArgs = {
  input: CreateProgrammeInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationDefineCategoriesArgs = {
  input: DefineCategoriesInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationDraftContractArgs = {
  input: DraftContractInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationDraftRuleArgs = {
  input: DraftRuleInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationEndRuleArgs = {
  input: EndRuleInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationJoinPromotionArgs = {
  input: JoinPromotionInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationProposeCycleChangeArgs = {
  input: ProposeCycleChangeInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationPublishRuleArgs = {
  input: PublishRuleInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationRecordBillingArgs = {
  input: RecordBillingInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationRegisterPartnerArgs = {
  input: RegisterPartnerInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationRejectCycleChangeArgs = {
  input: RejectCycleChangeInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationRetireTerminalArgs = {
  input: RetireTerminalInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationRevokeApiClientArgs = {
  input: RevokeApiClientInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationSetPublishGateArgs = {
  input: SetPublishGateInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationSignContractArgs = {
  input: SignContractInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationSignContractDraftArgs = {
  input: SignContractDraftInput;
};


/** What can be done. Every mutation that moves points or money takes an `idempotencyKey`: the same key with the same body gets the same reply for ever. */
export type MutationTerminateContractArgs = {
  input: TerminateContractInput;
};

/** When money for the operator's own points flows. */
export type OperatorFundingModel =
  /** Paid when they are redeemed. */
  | 'ISSUER_PAYS_ON_REDEMPTION'
  /** Set aside when they are given. */
  | 'OPERATOR_POOL';

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

/** A merchant in the programme. */
export type Partner = {
  __typename?: 'Partner';
  /** Credentials of the partner's apps, the oldest first, revoked ones included. Only the operator and the partner itself see them. */
  apiClients?: Maybe<Array<ApiClient>>;
  /** Who the partner is to banks and tax offices; null until it was recorded. Only the operator and the partner itself see it. */
  billing?: Maybe<Billing>;
  /** Short name, unique in the programme. */
  code: Scalars['String']['output'];
  /** Contract in force at an instant, now by default. Only the operator and the partner itself see it. */
  contract?: Maybe<Contract>;
  /** Terms that were written down for both sides to sign, the oldest first. Only the operator and the partner itself see them. */
  contractDrafts?: Maybe<Array<ContractDraft>>;
  /** Every version of the contract, oldest first. Only the operator and the partner itself see them. */
  contracts?: Maybe<Array<Contract>>;
  /** Id of the partner. */
  id: Scalars['ID']['output'];
  /** Name shown to people, in any script. */
  name: Scalars['String']['output'];
  /** Until when a partner in run-off takes points; null for others. */
  runOffUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Where the partner stands in its life with the programme. */
  status: PartnerStatus;
  /** Stores of the partner, by code. */
  stores: StoreConnection;
};


/** A merchant in the programme. */
export type PartnerContractArgs = {
  at?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A merchant in the programme. */
export type PartnerStoresArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};

/** A page of partners. */
export type PartnerConnection = {
  __typename?: 'PartnerConnection';
  /** The partners with their cursors. */
  edges: Array<PartnerEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A partner in a page. */
export type PartnerEdge = {
  __typename?: 'PartnerEdge';
  /** Cursor to continue after this partner. */
  cursor: Scalars['String']['output'];
  /** The partner. */
  node: Partner;
};

/** A role that a contract grants. */
export type PartnerRole =
  /** Takes points as payment. */
  | 'ACCEPTOR'
  /** Gives points at its tills. */
  | 'ISSUER';

/** Where a partner stands in its life with the programme. */
export type PartnerStatus =
  /** Issues and accepts as its contract says. */
  | 'ACTIVE'
  /** Left the programme: neither issues nor accepts. */
  | 'LEFT'
  /** Registered, no contract in force yet. */
  | 'ONBOARDING'
  /** On its way out: accepts points until a date, issues none; then it has left. */
  | 'RUN_OFF'
  /** Accepts points, issues none. */
  | 'SUSPENDED';

/** A coalition: one points currency, one set of terms, one settlement calendar. */
export type Programme = {
  __typename?: 'Programme';
  /** Business days from the close of a window to its advice. */
  adviceBusinessDays: Scalars['Int']['output'];
  /** Who the operator is to banks and tax offices; null until it was recorded. Only the operator sees it. */
  billing?: Maybe<Billing>;
  /** On which days money can move. */
  calendar: Scalars['String']['output'];
  /** When windows close by themselves. */
  closeSchedule: Scalars['String']['output'];
  /** Short unique name for people and files. */
  code: Scalars['String']['output'];
  /** Currency in which prices are set and partners settle. */
  currency: Scalars['CurrencyCode']['output'];
  /**
   * Changes of the cycle, proposed ones included, the newest first. The fields above say what windows that open now follow; a window that had opened
   * before a change keeps the cycle of then (`SettlementWindow.cycle`). Only the operator sees them.
   */
  cycleChanges?: Maybe<Array<CycleChange>>;
  /** Business days from the opening of a dispute to its first answer. */
  disputeAnswerBusinessDays: Scalars['Int']['output'];
  /** Business days from the close of a window to the last day for disputes. */
  disputeBusinessDays: Scalars['Int']['output'];
  /** Business days from the opening of a dispute to its decision; later it is escalated. */
  disputeDecisionBusinessDays: Scalars['Int']['output'];
  /** Id of the programme. */
  id: Scalars['ID']['output'];
  /** What each settlement window costs all partners together, in minor units: split by points funded in it. */
  levyPerWindow: Scalars['MinorUnits']['output'];
  /** Name shown to people, in any script. */
  name: Scalars['String']['output'];
  /** Credentials of the operator's own clients, the oldest first, revoked ones included. Only the operator sees them. */
  operatorClients?: Maybe<Array<ApiClient>>;
  /** Whether rules are published only after a backtest not older than a day. */
  publishNeedsBacktest: Scalars['Boolean']['output'];
  /** Which lots a spend takes first. */
  spendingOrder: SpendingOrder;
  /** IANA time zone in which business dates are counted. */
  timeZone: Scalars['String']['output'];
  /** Business days from the close of a window to when money moves. */
  valueBusinessDays: Scalars['Int']['output'];
};

/** Another cycle for the programme's windows. What is left out stays as it is. */
export type ProposeCycleChangeInput = {
  /** Business days from the close of a window to its advice, 0 to 60. */
  adviceBusinessDays?: InputMaybe<Scalars['Int']['input']>;
  /** On which days money can move, as in `CreateProgrammeInput`. */
  calendar?: InputMaybe<Scalars['String']['input']>;
  /** When windows close by themselves, as in `CreateProgrammeInput`. */
  closeSchedule?: InputMaybe<Scalars['String']['input']>;
  /** Business days from the opening of a dispute to its first answer, 0 to 60. */
  disputeAnswerBusinessDays?: InputMaybe<Scalars['Int']['input']>;
  /** Business days from the close of a window to the last day for disputes, 0 to 60; 0 needs no finalising before settling. */
  disputeBusinessDays?: InputMaybe<Scalars['Int']['input']>;
  /** Business days from the opening of a dispute to its decision; at least those of the first answer, at most 250. */
  disputeDecisionBusinessDays?: InputMaybe<Scalars['Int']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Business days from the close of a window to when money moves, 0 to 60. */
  valueBusinessDays?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of the proposal. */
export type ProposeCycleChangePayload = {
  __typename?: 'ProposeCycleChangePayload';
  /** The change; null when refused. */
  change?: Maybe<CycleChange>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A version to publish. */
export type PublishRuleInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Id of the version. */
  ruleVersionId: Scalars['ID']['input'];
};

/** The version that was published. */
export type PublishRulePayload = {
  __typename?: 'PublishRulePayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The version; null when refused. */
  version?: Maybe<EarnRuleVersion>;
};

/** What can be asked. */
export type Query = {
  __typename?: 'Query';
  /** Who changed what in the programme, and from where: the latest first. For the operator. */
  auditTrail: AuditEntryConnection;
  /** Categories that rules may name, by name. */
  categories: Array<Scalars['String']['output']>;
  /** An earn rule by its code. Null when there is none, or the caller may not see it. */
  earnRule?: Maybe<EarnRule>;
  /** Earn rules and promotions, by code. The operator sees all; a partner those it made, funds or is named by, and what is published for everybody. */
  earnRules: Array<EarnRule>;
  /** A partner of the programme by id or by code. Null when there is none, or the caller may not see it. */
  partner?: Maybe<Partner>;
  /** Partners of the programme, by code. A partner's app sees every partner's public face. */
  partners: PartnerConnection;
  /** The programme of the caller's token. */
  programme?: Maybe<Programme>;
  /** Stores of a partner, by code. */
  stores: StoreConnection;
};


/** What can be asked. */
export type QueryAuditTrailArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  clientId?: InputMaybe<Scalars['ID']['input']>;
  command?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  person?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked. */
export type QueryEarnRuleArgs = {
  code: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryEarnRulesArgs = {
  state?: InputMaybe<EarnRuleState>;
};


/** What can be asked. */
export type QueryPartnerArgs = {
  code?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be asked. */
export type QueryPartnersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


/** What can be asked. */
export type QueryStoresArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  partnerId: Scalars['ID']['input'];
};

/** Who somebody is to banks and tax offices, whole: what is left out is not known. */
export type RecordBillingInput = {
  /** Account for settlement where there is no IBAN: letters and digits, up to 34. */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** Of the bank that keeps the account, 8 or 11 characters. */
  bic?: InputMaybe<Scalars['String']['input']>;
  /** House number, up to 16 characters. */
  buildingNumber?: InputMaybe<Scalars['String']['input']>;
  /** ISO 3166-1 alpha-2, such as `DE`. */
  country: Scalars['String']['input'];
  /** Electronic address for invoices; with `endpointScheme`. */
  endpointId?: InputMaybe<Scalars['String']['input']>;
  /** Scheme of the electronic address: a Peppol EAS code, such as `0088`. */
  endpointScheme?: InputMaybe<Scalars['String']['input']>;
  /** Account for settlement; spaces do not count. Either this or `accountNumber`. */
  iban?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Name of the legal entity, holder of the account, 1 to 200 characters. */
  legalName: Scalars['String']['input'];
  /** The partner; the operator itself when left out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** Post code, up to 16 characters. */
  postCode?: InputMaybe<Scalars['String']['input']>;
  /** Number in the register of companies, up to 100 characters. */
  registrationId?: InputMaybe<Scalars['String']['input']>;
  /** Street of the address, up to 70 characters. */
  street?: InputMaybe<Scalars['String']['input']>;
  /** Town of the address, 1 to 70 characters. */
  town: Scalars['String']['input'];
  /** VAT number with its country prefix, such as `DE123456789`. */
  vatId?: InputMaybe<Scalars['String']['input']>;
};

/** What was recorded. */
export type RecordBillingPayload = {
  __typename?: 'RecordBillingPayload';
  /** The version that counts now; null when refused. */
  billing?: Maybe<Billing>;
  /** The partner; null for the operator itself, and when refused. */
  partner?: Maybe<Partner>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What becomes of points that a return asks back and that the member has already spent. */
export type RefundShortfall =
  /** The issuer bears them. */
  | 'ISSUER_ABSORBS'
  /** The member owes them; the next points repay. */
  | 'MEMBER_DEBT';

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

/** A merchant to bring in. */
export type RegisterPartnerInput = {
  /** Short name, unique in the programme: letters, digits, `-` and `_`, 1 to 64. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Name shown to people, 1 to 200 characters in any script. */
  name: Scalars['String']['input'];
};

/** The merchant that was brought in. */
export type RegisterPartnerPayload = {
  __typename?: 'RegisterPartnerPayload';
  /** The partner; null when refused. */
  partner?: Maybe<Partner>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A proposed change of the cycle to end. */
export type RejectCycleChangeInput = {
  /** The change. */
  changeId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What became of the rejection. */
export type RejectCycleChangePayload = {
  __typename?: 'RejectCycleChangePayload';
  /** The change; null when refused. */
  change?: Maybe<CycleChange>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A terminal to take out of use. */
export type RetireTerminalInput = {
  /** From when; now when left out, never in the past. */
  at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The terminal. */
  terminalId: Scalars['ID']['input'];
};

/** The terminal as it is now. */
export type RetireTerminalPayload = {
  __typename?: 'RetireTerminalPayload';
  /** The terminal; null when refused. */
  terminal?: Maybe<Terminal>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Credentials to revoke. */
export type RevokeApiClientInput = {
  /** The client. */
  clientId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** The credentials that were revoked. */
export type RevokeApiClientPayload = {
  __typename?: 'RevokeApiClientPayload';
  /** The client; null when refused. */
  client?: Maybe<ApiClient>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** How a promotion becomes a member's. */
export type RuleActivationInput = {
  /** CODE: the code. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** The way. */
  type: RuleActivationType;
};

/** How a promotion becomes a member's. */
export type RuleActivationType =
  /** By itself. */
  | 'AUTOMATIC'
  /** The till sends a code with the purchase. */
  | 'CODE'
  /** The member opts in (`joinPromotion`). */
  | 'OPT_IN';

/** A funder's agreement to a version. */
export type RuleApproval = {
  __typename?: 'RuleApproval';
  /** When. */
  approvedAt: Scalars['DateTime']['output'];
  /** Who acted for it: the subject of the token. */
  approvedBy: Scalars['String']['output'];
  /** The partner; null for the operator. */
  partner?: Maybe<Partner>;
};

/** What a rule gives. */
export type RuleAwardInput = {
  /** MULTIPLIER: above 10000. */
  basisPoints?: InputMaybe<Scalars['Int']['input']>;
  /** PER_AMOUNT: what earns `points`. */
  perAmount?: InputMaybe<MoneyInput>;
  /** PER_QUANTITY: how many pieces earn `points`. */
  perQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** For all but the multipliers; above zero. */
  points?: InputMaybe<Scalars['Points']['input']>;
  /** PER_AMOUNT: how a fraction of a point is rounded; DOWN when left out. */
  rounding?: InputMaybe<EarnRounding>;
  /** How the points are counted. */
  type: RuleAwardType;
};

/** How a rule counts its points. */
export type RuleAwardType =
  /** The same with what the member's tier or paid membership multiplies by, whichever is more. */
  | 'BENEFIT_MULTIPLIER'
  /** `points` for each purchase that qualifies. */
  | 'FIXED'
  /** The base points of the lines it matches, times `basisPoints`: 20000 doubles them. */
  | 'MULTIPLIER'
  /** `points` for every `perAmount` on the lines it matches, rounded once. */
  | 'PER_AMOUNT'
  /** `points` for every `perQuantity` whole pieces. */
  | 'PER_QUANTITY'
  /** `points` once per member, partner and day. */
  | 'PER_VISIT';

/** How much a promotion gives in all. */
export type RuleBudgetInput = {
  /** Money per funder, in the programme's currency, at the funder's price per point: the issue price of its contract, the operator's reserve rate. */
  money?: InputMaybe<Array<RuleMoneyBudgetInput>>;
  /** Points in all. */
  points?: InputMaybe<Scalars['Points']['input']>;
};

/** What happens to points that would go beyond a cap. */
export type RuleCapExcess =
  /** Nothing of the rule is given. */
  | 'REJECT'
  /** What is left is given. */
  | 'TRUNCATE';

/** The most that a rule gives. */
export type RuleCapInput = {
  /** To whom; MEMBER when left out. */
  of?: InputMaybe<RuleCapSubject>;
  /** What happens beyond. */
  onExceed: RuleCapExcess;
  /** In what stretch of time. */
  per: RuleCapPeriod;
  /** How many points; not below a single award. */
  points: Scalars['Points']['input'];
};

/** In what stretch of time a cap counts. Days are business dates of the programme. */
export type RuleCapPeriod =
  /** A day. */
  | 'DAY'
  /** A calendar month. */
  | 'MONTH'
  /** The rule's whole life. */
  | 'PERIOD'
  /** One purchase. */
  | 'PURCHASE'
  /** A week from Monday. */
  | 'WEEK'
  /** A calendar year. */
  | 'YEAR';

/** Whose points a cap counts. */
export type RuleCapSubject =
  /** Those of the member's household together; of who has none, the member's. */
  | 'HOUSEHOLD'
  /** The member's. */
  | 'MEMBER';

/** When a rule applies. What is left out asks nothing. */
export type RuleConditionsInput = {
  /** Only on the member's birthday, or in its month. */
  birthday?: InputMaybe<BirthdayWindow>;
  /** Lines of these brands. */
  brands?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Lines of these categories; with `skus` and `brands`: any of them. */
  categories?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Through which channels, as tills name them. */
  channels?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Days of the week, in the store's time zone. */
  days?: InputMaybe<Array<Weekday>>;
  /** Not lines of these brands. */
  excludeBrands?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Not lines of these categories. */
  excludeCategories?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Not lines of these articles. */
  excludeSkus?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only the member's first purchase in the programme. */
  firstPurchase?: InputMaybe<Scalars['Boolean']['input']>;
  /** Time of day in the store's time zone. */
  hours?: InputMaybe<RuleHoursInput>;
  /** Least amount on the lines that match. */
  minimumSpend?: InputMaybe<MoneyInput>;
  /** At whose tills, by id or code. */
  partners?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Paid in one of these ways, as tills name them. */
  paymentMethods?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The member has a paid membership of one of these plans, by code, days of grace included. */
  plans?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The member has one of these tags. */
  segments?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Lines of these articles. */
  skus?: InputMaybe<Array<Scalars['String']['input']>>;
  /** At which stores, by id or `partner/store`. */
  stores?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The member's tier is one of these. */
  tiers?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What an exclusion keeps from earning. */
export type RuleExclusion =
  /** The lines that its conditions match: gift cards, tobacco. */
  | 'ITEMS'
  /** The part of the purchase that was paid with points. */
  | 'PART_PAID_WITH_POINTS';

/** Who pays for a promotion, or must agree to a rule. */
export type RuleFunder = {
  __typename?: 'RuleFunder';
  /** Its share of the points; null where there is no split. */
  basisPoints?: Maybe<Scalars['Int']['output']>;
  /** The partner; null for the operator. */
  partner?: Maybe<Partner>;
};

/** A funder's share. */
export type RuleFundingInput = {
  /** Its share of the points, 1 to 10000. */
  basisPoints: Scalars['Int']['input'];
  /** The partner by id or code; left out is the operator. */
  partner?: InputMaybe<Scalars['String']['input']>;
};

/** A time of day. */
export type RuleHoursInput = {
  /** `HH:MM`, inclusive. */
  from: Scalars['String']['input'];
  /** `HH:MM`, exclusive; before `from` it is the next morning. */
  until: Scalars['String']['input'];
};

/** What a funder spends on a promotion at most. */
export type RuleMoneyBudgetInput = {
  /** The amount. */
  amount: MoneyInput;
  /** The partner by id or code; left out is the operator. */
  partner?: InputMaybe<Scalars['String']['input']>;
};

/** Where a promotion stands among others. */
export type RuleStackingInput = {
  /** Name of the group. */
  group: Scalars['String']['input'];
  /** What its promotions do beside each other: the same for all of a group. */
  mode: RuleStackingMode;
};

/** What promotions of one group do beside each other. */
export type RuleStackingMode =
  /** All count. */
  | 'ALL'
  /** The one that gives the member most counts; of equals the first in order. */
  | 'BEST'
  /** The first in order that gives points counts. */
  | 'FIRST';

/** Whether publishing needs a backtest. */
export type SetPublishGateInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Whether it does. */
  needsBacktest: Scalars['Boolean']['input'];
};

/** The programme with its gate. */
export type SetPublishGatePayload = {
  __typename?: 'SetPublishGatePayload';
  /** The programme; null when refused. */
  programme?: Maybe<Programme>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A draft to sign. */
export type SignContractDraftInput = {
  /** The draft. */
  draftId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** Terms of a new contract version. Prices are micros: millionths of the programme currency per point; 8500 is 0.0085. */
export type SignContractInput = {
  /** What the cap does. */
  capMode: CapMode;
  /** Net amounts of a window closer to zero than this are carried into the next one, as a decimal of the programme currency. */
  carryForwardBelow: Scalars['Decimal']['input'];
  /** Clearing fee on redemptions of this partner's points, 0 to 10000 basis points. */
  clearingFeeBasisPoints: Scalars['Int']['input'];
  /** Who bears the clearing fee on this partner's points. */
  clearingFeePayer: ClearingFeePayer;
  /** What the partner has deposited or guaranteed, as a decimal of the programme currency. */
  collateral: Scalars['Decimal']['input'];
  /** The amount that earns `earnPoints`, above zero. Its currency is that of the purchases covered. */
  earnPer: MoneyInput;
  /** Points given per `earnPer` spent, 0 or more. */
  earnPoints: Scalars['Points']['input'];
  /** Days after a purchase in which its goods may come back, 0 to 3650; null is no limit. */
  earnReversalDays?: InputMaybe<Scalars['Int']['input']>;
  /** Whether a return gives the service fee back with the price. */
  earnReversalRefundsServiceFee: Scalars['Boolean']['input'];
  /** How a fraction of a point is rounded, once per purchase. */
  earnRounding: EarnRounding;
  /** Who gets the reserve of points that lapse. Left out: whom `expiryShareBasisPoints` makes it. */
  expiryBeneficiary?: InputMaybe<ExpiryBeneficiary>;
  /** When points lapse. */
  expiryModel: ExpiryModel;
  /** Month and day for FIXED, `MM-DD`. */
  expiryMonthDay?: InputMaybe<Scalars['String']['input']>;
  /** Months for ROLLING and INACTIVITY, 1 to 120. */
  expiryMonths?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar unit to whose end the expiry date moves. */
  expiryRounding: ExpiryRounding;
  /** Share of the reserve of lapsed points that goes back to the funder, 0 to 10000 basis points; for SPLIT 1 to 9999. */
  expiryShareBasisPoints: Scalars['Int']['input'];
  /** When money for the points flows. */
  fundingModel: FundingModel;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What the issuer pays the operator per point. */
  issuePriceMicros: Scalars['MinorUnits']['input'];
  /** What becomes of events that come later. */
  lateBeyondLimit: LateBeyondLimit;
  /** Oldest business date accepted, in days before the posting; null is no limit. */
  lateSubmissionDays?: InputMaybe<Scalars['Int']['input']>;
  /** Net debit cap as a decimal of the programme currency; null is no cap. */
  netDebitCap?: InputMaybe<Scalars['Decimal']['input']>;
  /** VAT on what the operator supplies to the partner. */
  operatorVat?: InputMaybe<VatTreatmentInput>;
  /** Whether redeeming at the issuer itself is free of the clearing fee. */
  ownBrandFeeExempt: Scalars['Boolean']['input'];
  /** The partner. */
  partnerId: Scalars['ID']['input'];
  /** VAT on what the partner supplies to the operator by accepting points. */
  partnerVat?: InputMaybe<VatTreatmentInput>;
  /** Days until points of a purchase can be spent, 0 to 365. */
  pendingDays: Scalars['Int']['input'];
  /** HYBRID: share of the points that the operator's pool stands behind, 1 to 9999 basis points. Other models have none. */
  poolShareBasisPoints?: InputMaybe<Scalars['Int']['input']>;
  /** Days after a redemption at this partner in which it may be refunded, 0 to 3650; null is no limit. */
  redemptionReversalDays?: InputMaybe<Scalars['Int']['input']>;
  /** Whether a refund gives the clearing fee back. */
  redemptionReversalRefundsClearingFee: Scalars['Boolean']['input'];
  /** Who bears points that a return cannot take back. */
  refundShortfall: RefundShortfall;
  /** What this partner gets per point it accepts; needed for an acceptor. */
  reimbursementMicros?: InputMaybe<Scalars['MinorUnits']['input']>;
  /** The part of the issue price set aside for redemption; at most the issue price. */
  reserveRateMicros: Scalars['MinorUnits']['input'];
  /** What the partner may do; at least one. */
  roles: Array<PartnerRole>;
  /** Whether the partner agreed that the operator writes its invoices. */
  selfBilling: Scalars['Boolean']['input'];
  /** The operator's fee per point issued, where the issuer pays on redemption. */
  serviceFeeMicros: Scalars['MinorUnits']['input'];
  /**
   * In which currency the partner pays and is paid; the programme's when left out. Another needs a programme with dispute days: the final net is converted
   * once, at the rate that two persons fix when they finalise the window. A window without a review is settled in the programme's currency.
   */
  settlementCurrency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** From when this version counts; after the start of every earlier version. */
  validFrom: Scalars['DateTime']['input'];
};

/** The contract version that was signed. */
export type SignContractPayload = {
  __typename?: 'SignContractPayload';
  /** The version; null when refused. */
  contract?: Maybe<Contract>;
  /** The partner; null when refused. */
  partner?: Maybe<Partner>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Which lots a spend takes first. */
export type SpendingOrder =
  /** The oldest lot first, whatever its expiry. */
  | 'OLDEST_FIRST'
  /** Soonest expiry first, then the oldest. The default. */
  | 'SOONEST_EXPIRY';

/** A place where purchases happen. */
export type Store = {
  __typename?: 'Store';
  /** Until when; null is open-ended. */
  closesAt?: Maybe<Scalars['DateTime']['output']>;
  /** Short name, unique within the partner. */
  code: Scalars['String']['output'];
  /** Id of the store. */
  id: Scalars['ID']['output'];
  /** Name shown to people, in any script. */
  name: Scalars['String']['output'];
  /** From when purchases may happen here; null is always. */
  opensAt?: Maybe<Scalars['DateTime']['output']>;
  /** The partner it belongs to. */
  partner: Partner;
  /** Its terminals, by code. */
  terminals: Array<Terminal>;
  /** IANA time zone of the store; the programme's when none was given. */
  timeZone: Scalars['String']['output'];
};

/** A page of stores. */
export type StoreConnection = {
  __typename?: 'StoreConnection';
  /** The stores with their cursors. */
  edges: Array<StoreEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A store in a page. */
export type StoreEdge = {
  __typename?: 'StoreEdge';
  /** Cursor to continue after this store. */
  cursor: Scalars['String']['output'];
  /** The store. */
  node: Store;
};

/** A till or other device of a store. */
export type Terminal = {
  __typename?: 'Terminal';
  /** Short name, unique within the store. */
  code: Scalars['String']['output'];
  /** Id of the terminal. */
  id: Scalars['ID']['output'];
  /** From when it is out of use; null while it is in use. */
  retiredAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A contract to end. */
export type TerminateContractInput = {
  /** From when; now when left out, never in the past. */
  at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The partner. */
  partnerId: Scalars['ID']['input'];
};

/** The version that was ended. */
export type TerminateContractPayload = {
  __typename?: 'TerminateContractPayload';
  /** The version; null when refused. */
  contract?: Maybe<Contract>;
  /** The partner; null when refused. */
  partner?: Maybe<Partner>;
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

/** How a supply is taxed: category of EN 16931 (UNCL5305). */
export type VatCategory =
  /** Reverse charge. */
  | 'AE'
  /** Exempt. */
  | 'E'
  /** Outside the scope of VAT. */
  | 'O'
  /** Standard rate. */
  | 'S'
  /** Zero rated. */
  | 'Z';

/** How the supplies of one side are taxed. */
export type VatTreatment = {
  __typename?: 'VatTreatment';
  /** Category of EN 16931. */
  category: VatCategory;
  /** Why there is no VAT, as an invoice says it: for `E`, `AE` and `O`. */
  exemptionReason?: Maybe<Scalars['String']['output']>;
  /** 1900 is 19 %: above 0 for `S`, else 0. */
  rateBasisPoints: Scalars['Int']['output'];
};

/** How the supplies of one side are taxed. */
export type VatTreatmentInput = {
  /** Category of EN 16931. */
  category: VatCategory;
  /** Why there is no VAT, as an invoice says it, 1 to 200 characters: for `E`, `AE` and `O` only. */
  exemptionReason?: InputMaybe<Scalars['String']['input']>;
  /** 1900 is 19 %: from 1 to 10000 for `S`, else 0. */
  rateBasisPoints: Scalars['Int']['input'];
};

/** A day of the week. */
export type Weekday =
  /** Friday. */
  | 'FRIDAY'
  /** Monday. */
  | 'MONDAY'
  /** Saturday. */
  | 'SATURDAY'
  /** Sunday. */
  | 'SUNDAY'
  /** Thursday. */
  | 'THURSDAY'
  /** Tuesday. */
  | 'TUESDAY'
  /** Wednesday. */
  | 'WEDNESDAY';



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
  Contract: Contract;
  EarnRule: EarnRule;
  EarnRuleVersion: EarnRuleVersion;
  Partner: Partner;
  Programme: Programme;
  Store: Store;
  Terminal: Terminal;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Contract:
    ( { __typename: 'Contract' }
    & GraphQLRecursivePick<FederationTypes['Contract'], {"id":true}> );
  EarnRule:
    ( { __typename: 'EarnRule' }
    & GraphQLRecursivePick<FederationTypes['EarnRule'], {"id":true}> );
  EarnRuleVersion:
    ( { __typename: 'EarnRuleVersion' }
    & GraphQLRecursivePick<FederationTypes['EarnRuleVersion'], {"id":true}> );
  Partner:
    ( { __typename: 'Partner' }
    & GraphQLRecursivePick<FederationTypes['Partner'], {"id":true}> );
  Programme:
    ( { __typename: 'Programme' }
    & GraphQLRecursivePick<FederationTypes['Programme'], {"id":true}> );
  Store:
    ( { __typename: 'Store' }
    & GraphQLRecursivePick<FederationTypes['Store'], {"id":true}> );
  Terminal:
    ( { __typename: 'Terminal' }
    & GraphQLRecursivePick<FederationTypes['Terminal'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddStoreInput: AddStoreInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AddStorePayload: ResolverTypeWrapper<Omit<AddStorePayload, 'store'> & { store?: Maybe<ResolversTypes['Store']> }>;
  AddTerminalInput: AddTerminalInput;
  AddTerminalPayload: ResolverTypeWrapper<Omit<AddTerminalPayload, 'store'> & { store?: Maybe<ResolversTypes['Store']> }>;
  ApiClient: ResolverTypeWrapper<ApiClientFace>;
  ApproveCycleChangeInput: ApproveCycleChangeInput;
  ApproveCycleChangePayload: ResolverTypeWrapper<Omit<ApproveCycleChangePayload, 'change'> & { change?: Maybe<ResolversTypes['CycleChange']> }>;
  ApproveRuleInput: ApproveRuleInput;
  ApproveRulePayload: ResolverTypeWrapper<Omit<ApproveRulePayload, 'version'> & { version?: Maybe<ResolversTypes['EarnRuleVersion']> }>;
  AuditEntry: ResolverTypeWrapper<AuditEntry>;
  AuditEntryConnection: ResolverTypeWrapper<AuditEntryConnection>;
  AuditEntryEdge: ResolverTypeWrapper<AuditEntryEdge>;
  Billing: ResolverTypeWrapper<BillingRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  BirthdayWindow: BirthdayWindow;
  CapMode: CapMode;
  ChangePartnerStatusInput: ChangePartnerStatusInput;
  ChangePartnerStatusPayload: ResolverTypeWrapper<Omit<ChangePartnerStatusPayload, 'partner'> & { partner?: Maybe<ResolversTypes['Partner']> }>;
  ChangeStoreInput: ChangeStoreInput;
  ChangeStorePayload: ResolverTypeWrapper<Omit<ChangeStorePayload, 'store'> & { store?: Maybe<ResolversTypes['Store']> }>;
  ClearingFeePayer: ClearingFeePayer;
  Contract: ResolverTypeWrapper<ContractRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ContractDraft: ResolverTypeWrapper<ContractDraftRow>;
  ContractDraftPayload: ResolverTypeWrapper<Omit<ContractDraftPayload, 'contract' | 'draft'> & { contract?: Maybe<ResolversTypes['Contract']>, draft?: Maybe<ResolversTypes['ContractDraft']> }>;
  ContractDraftState: ContractDraftState;
  ContractState: ContractState;
  CreateApiClientInput: CreateApiClientInput;
  CreateApiClientPayload: ResolverTypeWrapper<Omit<CreateApiClientPayload, 'client'> & { client?: Maybe<ResolversTypes['ApiClient']> }>;
  CreateProgrammeInput: CreateProgrammeInput;
  CreateProgrammePayload: ResolverTypeWrapper<Omit<CreateProgrammePayload, 'client' | 'programme'> & { client?: Maybe<ResolversTypes['ApiClient']>, programme?: Maybe<ResolversTypes['Programme']> }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  CycleChange: ResolverTypeWrapper<CycleChangeRow>;
  CycleChangeState: CycleChangeState;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DefineCategoriesInput: DefineCategoriesInput;
  DefineCategoriesPayload: ResolverTypeWrapper<DefineCategoriesPayload>;
  DraftContractInput: DraftContractInput;
  DraftRuleInput: DraftRuleInput;
  DraftRulePayload: ResolverTypeWrapper<Omit<DraftRulePayload, 'version'> & { version?: Maybe<ResolversTypes['EarnRuleVersion']> }>;
  EarnRounding: EarnRounding;
  EarnRule: ResolverTypeWrapper<RuleRow>;
  EarnRuleInput: EarnRuleInput;
  EarnRuleKind: EarnRuleKind;
  EarnRuleState: EarnRuleState;
  EarnRuleVersion: ResolverTypeWrapper<RuleVersionRow>;
  EndRuleInput: EndRuleInput;
  EndRulePayload: ResolverTypeWrapper<Omit<EndRulePayload, 'rule'> & { rule?: Maybe<ResolversTypes['EarnRule']> }>;
  ExpiryBeneficiary: ExpiryBeneficiary;
  ExpiryModel: ExpiryModel;
  ExpiryRounding: ExpiryRounding;
  FundingModel: FundingModel;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JoinPromotionInput: JoinPromotionInput;
  JoinPromotionPayload: ResolverTypeWrapper<Omit<JoinPromotionPayload, 'rule'> & { rule?: Maybe<ResolversTypes['EarnRule']> }>;
  LateBeyondLimit: LateBeyondLimit;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OperatorFundingModel: OperatorFundingModel;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Partner: ResolverTypeWrapper<PartnerFace>;
  PartnerConnection: ResolverTypeWrapper<Omit<PartnerConnection, 'edges'> & { edges: Array<ResolversTypes['PartnerEdge']> }>;
  PartnerEdge: ResolverTypeWrapper<Omit<PartnerEdge, 'node'> & { node: ResolversTypes['Partner'] }>;
  PartnerRole: PartnerRole;
  PartnerStatus: PartnerStatus;
  Points: ResolverTypeWrapper<Scalars['Points']['output']>;
  Programme: ResolverTypeWrapper<ProgrammeRow>;
  ProposeCycleChangeInput: ProposeCycleChangeInput;
  ProposeCycleChangePayload: ResolverTypeWrapper<Omit<ProposeCycleChangePayload, 'change'> & { change?: Maybe<ResolversTypes['CycleChange']> }>;
  PublishRuleInput: PublishRuleInput;
  PublishRulePayload: ResolverTypeWrapper<Omit<PublishRulePayload, 'version'> & { version?: Maybe<ResolversTypes['EarnRuleVersion']> }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordBillingInput: RecordBillingInput;
  RecordBillingPayload: ResolverTypeWrapper<Omit<RecordBillingPayload, 'billing' | 'partner'> & { billing?: Maybe<ResolversTypes['Billing']>, partner?: Maybe<ResolversTypes['Partner']> }>;
  RefundShortfall: RefundShortfall;
  RefusalCode: RefusalCode;
  RegisterPartnerInput: RegisterPartnerInput;
  RegisterPartnerPayload: ResolverTypeWrapper<Omit<RegisterPartnerPayload, 'partner'> & { partner?: Maybe<ResolversTypes['Partner']> }>;
  RejectCycleChangeInput: RejectCycleChangeInput;
  RejectCycleChangePayload: ResolverTypeWrapper<Omit<RejectCycleChangePayload, 'change'> & { change?: Maybe<ResolversTypes['CycleChange']> }>;
  RetireTerminalInput: RetireTerminalInput;
  RetireTerminalPayload: ResolverTypeWrapper<Omit<RetireTerminalPayload, 'terminal'> & { terminal?: Maybe<ResolversTypes['Terminal']> }>;
  RevokeApiClientInput: RevokeApiClientInput;
  RevokeApiClientPayload: ResolverTypeWrapper<Omit<RevokeApiClientPayload, 'client'> & { client?: Maybe<ResolversTypes['ApiClient']> }>;
  RuleActivationInput: RuleActivationInput;
  RuleActivationType: RuleActivationType;
  RuleApproval: ResolverTypeWrapper<Omit<RuleApproval, 'partner'> & { partner?: Maybe<ResolversTypes['Partner']> }>;
  RuleAwardInput: RuleAwardInput;
  RuleAwardType: RuleAwardType;
  RuleBudgetInput: RuleBudgetInput;
  RuleCapExcess: RuleCapExcess;
  RuleCapInput: RuleCapInput;
  RuleCapPeriod: RuleCapPeriod;
  RuleCapSubject: RuleCapSubject;
  RuleConditionsInput: RuleConditionsInput;
  RuleExclusion: RuleExclusion;
  RuleFunder: ResolverTypeWrapper<Omit<RuleFunder, 'partner'> & { partner?: Maybe<ResolversTypes['Partner']> }>;
  RuleFundingInput: RuleFundingInput;
  RuleHoursInput: RuleHoursInput;
  RuleMoneyBudgetInput: RuleMoneyBudgetInput;
  RuleStackingInput: RuleStackingInput;
  RuleStackingMode: RuleStackingMode;
  SetPublishGateInput: SetPublishGateInput;
  SetPublishGatePayload: ResolverTypeWrapper<Omit<SetPublishGatePayload, 'programme'> & { programme?: Maybe<ResolversTypes['Programme']> }>;
  SignContractDraftInput: SignContractDraftInput;
  SignContractInput: SignContractInput;
  SignContractPayload: ResolverTypeWrapper<Omit<SignContractPayload, 'contract' | 'partner'> & { contract?: Maybe<ResolversTypes['Contract']>, partner?: Maybe<ResolversTypes['Partner']> }>;
  SpendingOrder: SpendingOrder;
  Store: ResolverTypeWrapper<StoreRow>;
  StoreConnection: ResolverTypeWrapper<Omit<StoreConnection, 'edges'> & { edges: Array<ResolversTypes['StoreEdge']> }>;
  StoreEdge: ResolverTypeWrapper<Omit<StoreEdge, 'node'> & { node: ResolversTypes['Store'] }>;
  Terminal: ResolverTypeWrapper<TerminalRow>;
  TerminateContractInput: TerminateContractInput;
  TerminateContractPayload: ResolverTypeWrapper<Omit<TerminateContractPayload, 'contract' | 'partner'> & { contract?: Maybe<ResolversTypes['Contract']>, partner?: Maybe<ResolversTypes['Partner']> }>;
  UserError: ResolverTypeWrapper<UserError>;
  VatCategory: VatCategory;
  VatTreatment: ResolverTypeWrapper<VatTreatment>;
  VatTreatmentInput: VatTreatmentInput;
  Weekday: Weekday;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddStoreInput: AddStoreInput;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  AddStorePayload: Omit<AddStorePayload, 'store'> & { store?: Maybe<ResolversParentTypes['Store']> };
  AddTerminalInput: AddTerminalInput;
  AddTerminalPayload: Omit<AddTerminalPayload, 'store'> & { store?: Maybe<ResolversParentTypes['Store']> };
  ApiClient: ApiClientFace;
  ApproveCycleChangeInput: ApproveCycleChangeInput;
  ApproveCycleChangePayload: Omit<ApproveCycleChangePayload, 'change'> & { change?: Maybe<ResolversParentTypes['CycleChange']> };
  ApproveRuleInput: ApproveRuleInput;
  ApproveRulePayload: Omit<ApproveRulePayload, 'version'> & { version?: Maybe<ResolversParentTypes['EarnRuleVersion']> };
  AuditEntry: AuditEntry;
  AuditEntryConnection: AuditEntryConnection;
  AuditEntryEdge: AuditEntryEdge;
  Billing: BillingRow;
  Int: Scalars['Int']['output'];
  ChangePartnerStatusInput: ChangePartnerStatusInput;
  ChangePartnerStatusPayload: Omit<ChangePartnerStatusPayload, 'partner'> & { partner?: Maybe<ResolversParentTypes['Partner']> };
  ChangeStoreInput: ChangeStoreInput;
  ChangeStorePayload: Omit<ChangeStorePayload, 'store'> & { store?: Maybe<ResolversParentTypes['Store']> };
  Contract: ContractRow;
  Boolean: Scalars['Boolean']['output'];
  ContractDraft: ContractDraftRow;
  ContractDraftPayload: Omit<ContractDraftPayload, 'contract' | 'draft'> & { contract?: Maybe<ResolversParentTypes['Contract']>, draft?: Maybe<ResolversParentTypes['ContractDraft']> };
  CreateApiClientInput: CreateApiClientInput;
  CreateApiClientPayload: Omit<CreateApiClientPayload, 'client'> & { client?: Maybe<ResolversParentTypes['ApiClient']> };
  CreateProgrammeInput: CreateProgrammeInput;
  CreateProgrammePayload: Omit<CreateProgrammePayload, 'client' | 'programme'> & { client?: Maybe<ResolversParentTypes['ApiClient']>, programme?: Maybe<ResolversParentTypes['Programme']> };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  CycleChange: CycleChangeRow;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  DefineCategoriesInput: DefineCategoriesInput;
  DefineCategoriesPayload: DefineCategoriesPayload;
  DraftContractInput: DraftContractInput;
  DraftRuleInput: DraftRuleInput;
  DraftRulePayload: Omit<DraftRulePayload, 'version'> & { version?: Maybe<ResolversParentTypes['EarnRuleVersion']> };
  EarnRule: RuleRow;
  EarnRuleInput: EarnRuleInput;
  EarnRuleVersion: RuleVersionRow;
  EndRuleInput: EndRuleInput;
  EndRulePayload: Omit<EndRulePayload, 'rule'> & { rule?: Maybe<ResolversParentTypes['EarnRule']> };
  JSON: Scalars['JSON']['output'];
  JoinPromotionInput: JoinPromotionInput;
  JoinPromotionPayload: Omit<JoinPromotionPayload, 'rule'> & { rule?: Maybe<ResolversParentTypes['EarnRule']> };
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Partner: PartnerFace;
  PartnerConnection: Omit<PartnerConnection, 'edges'> & { edges: Array<ResolversParentTypes['PartnerEdge']> };
  PartnerEdge: Omit<PartnerEdge, 'node'> & { node: ResolversParentTypes['Partner'] };
  Points: Scalars['Points']['output'];
  Programme: ProgrammeRow;
  ProposeCycleChangeInput: ProposeCycleChangeInput;
  ProposeCycleChangePayload: Omit<ProposeCycleChangePayload, 'change'> & { change?: Maybe<ResolversParentTypes['CycleChange']> };
  PublishRuleInput: PublishRuleInput;
  PublishRulePayload: Omit<PublishRulePayload, 'version'> & { version?: Maybe<ResolversParentTypes['EarnRuleVersion']> };
  Query: Record<PropertyKey, never>;
  RecordBillingInput: RecordBillingInput;
  RecordBillingPayload: Omit<RecordBillingPayload, 'billing' | 'partner'> & { billing?: Maybe<ResolversParentTypes['Billing']>, partner?: Maybe<ResolversParentTypes['Partner']> };
  RegisterPartnerInput: RegisterPartnerInput;
  RegisterPartnerPayload: Omit<RegisterPartnerPayload, 'partner'> & { partner?: Maybe<ResolversParentTypes['Partner']> };
  RejectCycleChangeInput: RejectCycleChangeInput;
  RejectCycleChangePayload: Omit<RejectCycleChangePayload, 'change'> & { change?: Maybe<ResolversParentTypes['CycleChange']> };
  RetireTerminalInput: RetireTerminalInput;
  RetireTerminalPayload: Omit<RetireTerminalPayload, 'terminal'> & { terminal?: Maybe<ResolversParentTypes['Terminal']> };
  RevokeApiClientInput: RevokeApiClientInput;
  RevokeApiClientPayload: Omit<RevokeApiClientPayload, 'client'> & { client?: Maybe<ResolversParentTypes['ApiClient']> };
  RuleActivationInput: RuleActivationInput;
  RuleApproval: Omit<RuleApproval, 'partner'> & { partner?: Maybe<ResolversParentTypes['Partner']> };
  RuleAwardInput: RuleAwardInput;
  RuleBudgetInput: RuleBudgetInput;
  RuleCapInput: RuleCapInput;
  RuleConditionsInput: RuleConditionsInput;
  RuleFunder: Omit<RuleFunder, 'partner'> & { partner?: Maybe<ResolversParentTypes['Partner']> };
  RuleFundingInput: RuleFundingInput;
  RuleHoursInput: RuleHoursInput;
  RuleMoneyBudgetInput: RuleMoneyBudgetInput;
  RuleStackingInput: RuleStackingInput;
  SetPublishGateInput: SetPublishGateInput;
  SetPublishGatePayload: Omit<SetPublishGatePayload, 'programme'> & { programme?: Maybe<ResolversParentTypes['Programme']> };
  SignContractDraftInput: SignContractDraftInput;
  SignContractInput: SignContractInput;
  SignContractPayload: Omit<SignContractPayload, 'contract' | 'partner'> & { contract?: Maybe<ResolversParentTypes['Contract']>, partner?: Maybe<ResolversParentTypes['Partner']> };
  Store: StoreRow;
  StoreConnection: Omit<StoreConnection, 'edges'> & { edges: Array<ResolversParentTypes['StoreEdge']> };
  StoreEdge: Omit<StoreEdge, 'node'> & { node: ResolversParentTypes['Store'] };
  Terminal: TerminalRow;
  TerminateContractInput: TerminateContractInput;
  TerminateContractPayload: Omit<TerminateContractPayload, 'contract' | 'partner'> & { contract?: Maybe<ResolversParentTypes['Contract']>, partner?: Maybe<ResolversParentTypes['Partner']> };
  UserError: UserError;
  VatTreatment: VatTreatment;
  VatTreatmentInput: VatTreatmentInput;
};

export type AddStorePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['AddStorePayload'] = ResolversParentTypes['AddStorePayload']> = {
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AddTerminalPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['AddTerminalPayload'] = ResolversParentTypes['AddTerminalPayload']> = {
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiClientResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ApiClient'] = ResolversParentTypes['ApiClient']> = {
  clientId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  storeIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ApproveCycleChangePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ApproveCycleChangePayload'] = ResolversParentTypes['ApproveCycleChangePayload']> = {
  change?: Resolver<Maybe<ResolversTypes['CycleChange']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApproveRulePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ApproveRulePayload'] = ResolversParentTypes['ApproveRulePayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asked?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  clientId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  command?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  idempotencyKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  target?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type BillingResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Billing'] = ResolversParentTypes['Billing']> = {
  accountNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  bic?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  buildingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endpointId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endpointScheme?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  iban?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  legalName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  registrationId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  town?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  vatId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChangePartnerStatusPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ChangePartnerStatusPayload'] = ResolversParentTypes['ChangePartnerStatusPayload']> = {
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChangeStorePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ChangeStorePayload'] = ResolversParentTypes['ChangeStorePayload']> = {
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ContractResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Contract'] = ResolversParentTypes['Contract'], FederationReferenceType extends FederationReferenceTypes['Contract'] = FederationReferenceTypes['Contract']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Contract']> | FederationReferenceType, FederationReferenceType, ContextType>;
  capMode?: Resolver<ResolversTypes['CapMode'], ParentType, ContextType>;
  carryForwardBelow?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  clearingFeeBasisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  clearingFeePayer?: Resolver<ResolversTypes['ClearingFeePayer'], ParentType, ContextType>;
  collateral?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  earnPer?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  earnPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  earnReversalDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  earnReversalRefundsServiceFee?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  earnRounding?: Resolver<ResolversTypes['EarnRounding'], ParentType, ContextType>;
  expiryBeneficiary?: Resolver<ResolversTypes['ExpiryBeneficiary'], ParentType, ContextType>;
  expiryModel?: Resolver<ResolversTypes['ExpiryModel'], ParentType, ContextType>;
  expiryMonthDay?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiryMonths?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  expiryRounding?: Resolver<ResolversTypes['ExpiryRounding'], ParentType, ContextType>;
  expiryShareBasisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fundingModel?: Resolver<ResolversTypes['FundingModel'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuePriceMicros?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  lateBeyondLimit?: Resolver<ResolversTypes['LateBeyondLimit'], ParentType, ContextType>;
  lateSubmissionDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  netDebitCap?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  operatorVat?: Resolver<Maybe<ResolversTypes['VatTreatment']>, ParentType, ContextType>;
  ownBrandFeeExempt?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  partnerVat?: Resolver<Maybe<ResolversTypes['VatTreatment']>, ParentType, ContextType>;
  pendingDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  poolShareBasisPoints?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  purchaseCurrency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  redemptionReversalDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  redemptionReversalRefundsClearingFee?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refundShortfall?: Resolver<ResolversTypes['RefundShortfall'], ParentType, ContextType>;
  reimbursementMicros?: Resolver<Maybe<ResolversTypes['MinorUnits']>, ParentType, ContextType>;
  reserveRateMicros?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['PartnerRole']>, ParentType, ContextType>;
  selfBilling?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  serviceFeeMicros?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  settlementCurrency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ContractState'], ParentType, ContextType>;
  validFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  validUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ContractDraftResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ContractDraft'] = ResolversParentTypes['ContractDraft']> = {
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  draftedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operatorSignedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  operatorSignedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  partnerSignedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  partnerSignedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ContractDraftState'], ParentType, ContextType>;
  terms?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  validFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ContractDraftPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ContractDraftPayload'] = ResolversParentTypes['ContractDraftPayload']> = {
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  draft?: Resolver<Maybe<ResolversTypes['ContractDraft']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateApiClientPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['CreateApiClientPayload'] = ResolversParentTypes['CreateApiClientPayload']> = {
  client?: Resolver<Maybe<ResolversTypes['ApiClient']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateProgrammePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['CreateProgrammePayload'] = ResolversParentTypes['CreateProgrammePayload']> = {
  client?: Resolver<Maybe<ResolversTypes['ApiClient']>, ParentType, ContextType>;
  programme?: Resolver<Maybe<ResolversTypes['Programme']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CycleChangeResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['CycleChange'] = ResolversParentTypes['CycleChange']> = {
  adviceBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  calendar?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  closeSchedule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decidedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disputeAnswerBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disputeBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disputeDecisionBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  effectiveFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  proposedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  proposedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['CycleChangeState'], ParentType, ContextType>;
  valueBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DefineCategoriesPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['DefineCategoriesPayload'] = ResolversParentTypes['DefineCategoriesPayload']> = {
  categories?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DraftRulePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['DraftRulePayload'] = ResolversParentTypes['DraftRulePayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType>;
};

export type EarnRuleResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['EarnRule'] = ResolversParentTypes['EarnRule'], FederationReferenceType extends FederationReferenceTypes['EarnRule'] = FederationReferenceTypes['EarnRule']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['EarnRule']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  current?: Resolver<Maybe<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType, Partial<EarnRuleCurrentArgs>>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType>;
};

export type EarnRuleVersionResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['EarnRuleVersion'] = ResolversParentTypes['EarnRuleVersion'], FederationReferenceType extends FederationReferenceTypes['EarnRuleVersion'] = FederationReferenceTypes['EarnRuleVersion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['EarnRuleVersion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['RuleApproval']>, ParentType, ContextType>;
  approvalsMissing?: Resolver<Array<ResolversTypes['RuleFunder']>, ParentType, ContextType>;
  fundingSplit?: Resolver<Array<ResolversTypes['RuleFunder']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EarnRuleKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['EarnRule'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['EarnRuleState'], ParentType, ContextType>;
  terms?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  validFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  validUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EndRulePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['EndRulePayload'] = ResolversParentTypes['EndRulePayload']> = {
  rule?: Resolver<Maybe<ResolversTypes['EarnRule']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JoinPromotionPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['JoinPromotionPayload'] = ResolversParentTypes['JoinPromotionPayload']> = {
  rule?: Resolver<Maybe<ResolversTypes['EarnRule']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  minorUnits?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addStore?: Resolver<ResolversTypes['AddStorePayload'], ParentType, ContextType, RequireFields<MutationAddStoreArgs, 'input'>>;
  addTerminal?: Resolver<ResolversTypes['AddTerminalPayload'], ParentType, ContextType, RequireFields<MutationAddTerminalArgs, 'input'>>;
  approveCycleChange?: Resolver<ResolversTypes['ApproveCycleChangePayload'], ParentType, ContextType, RequireFields<MutationApproveCycleChangeArgs, 'input'>>;
  approveRule?: Resolver<ResolversTypes['ApproveRulePayload'], ParentType, ContextType, RequireFields<MutationApproveRuleArgs, 'input'>>;
  changePartnerStatus?: Resolver<ResolversTypes['ChangePartnerStatusPayload'], ParentType, ContextType, RequireFields<MutationChangePartnerStatusArgs, 'input'>>;
  changeStore?: Resolver<ResolversTypes['ChangeStorePayload'], ParentType, ContextType, RequireFields<MutationChangeStoreArgs, 'input'>>;
  createApiClient?: Resolver<ResolversTypes['CreateApiClientPayload'], ParentType, ContextType, RequireFields<MutationCreateApiClientArgs, 'input'>>;
  createProgramme?: Resolver<ResolversTypes['CreateProgrammePayload'], ParentType, ContextType, RequireFields<MutationCreateProgrammeArgs, 'input'>>;
  defineCategories?: Resolver<ResolversTypes['DefineCategoriesPayload'], ParentType, ContextType, RequireFields<MutationDefineCategoriesArgs, 'input'>>;
  draftContract?: Resolver<ResolversTypes['ContractDraftPayload'], ParentType, ContextType, RequireFields<MutationDraftContractArgs, 'input'>>;
  draftRule?: Resolver<ResolversTypes['DraftRulePayload'], ParentType, ContextType, RequireFields<MutationDraftRuleArgs, 'input'>>;
  endRule?: Resolver<ResolversTypes['EndRulePayload'], ParentType, ContextType, RequireFields<MutationEndRuleArgs, 'input'>>;
  joinPromotion?: Resolver<ResolversTypes['JoinPromotionPayload'], ParentType, ContextType, RequireFields<MutationJoinPromotionArgs, 'input'>>;
  proposeCycleChange?: Resolver<ResolversTypes['ProposeCycleChangePayload'], ParentType, ContextType, RequireFields<MutationProposeCycleChangeArgs, 'input'>>;
  publishRule?: Resolver<ResolversTypes['PublishRulePayload'], ParentType, ContextType, RequireFields<MutationPublishRuleArgs, 'input'>>;
  recordBilling?: Resolver<ResolversTypes['RecordBillingPayload'], ParentType, ContextType, RequireFields<MutationRecordBillingArgs, 'input'>>;
  registerPartner?: Resolver<ResolversTypes['RegisterPartnerPayload'], ParentType, ContextType, RequireFields<MutationRegisterPartnerArgs, 'input'>>;
  rejectCycleChange?: Resolver<ResolversTypes['RejectCycleChangePayload'], ParentType, ContextType, RequireFields<MutationRejectCycleChangeArgs, 'input'>>;
  retireTerminal?: Resolver<ResolversTypes['RetireTerminalPayload'], ParentType, ContextType, RequireFields<MutationRetireTerminalArgs, 'input'>>;
  revokeApiClient?: Resolver<ResolversTypes['RevokeApiClientPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiClientArgs, 'input'>>;
  setPublishGate?: Resolver<ResolversTypes['SetPublishGatePayload'], ParentType, ContextType, RequireFields<MutationSetPublishGateArgs, 'input'>>;
  signContract?: Resolver<ResolversTypes['SignContractPayload'], ParentType, ContextType, RequireFields<MutationSignContractArgs, 'input'>>;
  signContractDraft?: Resolver<ResolversTypes['ContractDraftPayload'], ParentType, ContextType, RequireFields<MutationSignContractDraftArgs, 'input'>>;
  terminateContract?: Resolver<ResolversTypes['TerminateContractPayload'], ParentType, ContextType, RequireFields<MutationTerminateContractArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PartnerResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Partner'] = ResolversParentTypes['Partner'], FederationReferenceType extends FederationReferenceTypes['Partner'] = FederationReferenceTypes['Partner']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Partner']> | FederationReferenceType, FederationReferenceType, ContextType>;
  apiClients?: Resolver<Maybe<Array<ResolversTypes['ApiClient']>>, ParentType, ContextType>;
  billing?: Resolver<Maybe<ResolversTypes['Billing']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType, Partial<PartnerContractArgs>>;
  contractDrafts?: Resolver<Maybe<Array<ResolversTypes['ContractDraft']>>, ParentType, ContextType>;
  contracts?: Resolver<Maybe<Array<ResolversTypes['Contract']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  runOffUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PartnerStatus'], ParentType, ContextType>;
  stores?: Resolver<ResolversTypes['StoreConnection'], ParentType, ContextType, RequireFields<PartnerStoresArgs, 'first'>>;
};

export type PartnerConnectionResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['PartnerConnection'] = ResolversParentTypes['PartnerConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PartnerEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PartnerEdgeResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['PartnerEdge'] = ResolversParentTypes['PartnerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Partner'], ParentType, ContextType>;
};

export interface PointsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Points'], any> {
  name: 'Points';
}

export type ProgrammeResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Programme'] = ResolversParentTypes['Programme'], FederationReferenceType extends FederationReferenceTypes['Programme'] = FederationReferenceTypes['Programme']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Programme']> | FederationReferenceType, FederationReferenceType, ContextType>;
  adviceBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  billing?: Resolver<Maybe<ResolversTypes['Billing']>, ParentType, ContextType>;
  calendar?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  closeSchedule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  cycleChanges?: Resolver<Maybe<Array<ResolversTypes['CycleChange']>>, ParentType, ContextType>;
  disputeAnswerBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disputeBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disputeDecisionBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  levyPerWindow?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operatorClients?: Resolver<Maybe<Array<ResolversTypes['ApiClient']>>, ParentType, ContextType>;
  publishNeedsBacktest?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  spendingOrder?: Resolver<ResolversTypes['SpendingOrder'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  valueBusinessDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProposeCycleChangePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['ProposeCycleChangePayload'] = ResolversParentTypes['ProposeCycleChangePayload']> = {
  change?: Resolver<Maybe<ResolversTypes['CycleChange']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PublishRulePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['PublishRulePayload'] = ResolversParentTypes['PublishRulePayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['EarnRuleVersion']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditTrail?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, RequireFields<QueryAuditTrailArgs, 'first'>>;
  categories?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  earnRule?: Resolver<Maybe<ResolversTypes['EarnRule']>, ParentType, ContextType, RequireFields<QueryEarnRuleArgs, 'code'>>;
  earnRules?: Resolver<Array<ResolversTypes['EarnRule']>, ParentType, ContextType, Partial<QueryEarnRulesArgs>>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType, Partial<QueryPartnerArgs>>;
  partners?: Resolver<ResolversTypes['PartnerConnection'], ParentType, ContextType, RequireFields<QueryPartnersArgs, 'first'>>;
  programme?: Resolver<Maybe<ResolversTypes['Programme']>, ParentType, ContextType>;
  stores?: Resolver<ResolversTypes['StoreConnection'], ParentType, ContextType, RequireFields<QueryStoresArgs, 'first' | 'partnerId'>>;
};

export type RecordBillingPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RecordBillingPayload'] = ResolversParentTypes['RecordBillingPayload']> = {
  billing?: Resolver<Maybe<ResolversTypes['Billing']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RegisterPartnerPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RegisterPartnerPayload'] = ResolversParentTypes['RegisterPartnerPayload']> = {
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RejectCycleChangePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RejectCycleChangePayload'] = ResolversParentTypes['RejectCycleChangePayload']> = {
  change?: Resolver<Maybe<ResolversTypes['CycleChange']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RetireTerminalPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RetireTerminalPayload'] = ResolversParentTypes['RetireTerminalPayload']> = {
  terminal?: Resolver<Maybe<ResolversTypes['Terminal']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RevokeApiClientPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RevokeApiClientPayload'] = ResolversParentTypes['RevokeApiClientPayload']> = {
  client?: Resolver<Maybe<ResolversTypes['ApiClient']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RuleApprovalResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RuleApproval'] = ResolversParentTypes['RuleApproval']> = {
  approvedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  approvedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type RuleFunderResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['RuleFunder'] = ResolversParentTypes['RuleFunder']> = {
  basisPoints?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type SetPublishGatePayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['SetPublishGatePayload'] = ResolversParentTypes['SetPublishGatePayload']> = {
  programme?: Resolver<Maybe<ResolversTypes['Programme']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SignContractPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['SignContractPayload'] = ResolversParentTypes['SignContractPayload']> = {
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StoreResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Store'] = ResolversParentTypes['Store'], FederationReferenceType extends FederationReferenceTypes['Store'] = FederationReferenceTypes['Store']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Store']> | FederationReferenceType, FederationReferenceType, ContextType>;
  closesAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opensAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  partner?: Resolver<ResolversTypes['Partner'], ParentType, ContextType>;
  terminals?: Resolver<Array<ResolversTypes['Terminal']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StoreConnectionResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['StoreConnection'] = ResolversParentTypes['StoreConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StoreEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StoreEdgeResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['StoreEdge'] = ResolversParentTypes['StoreEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Store'], ParentType, ContextType>;
};

export type TerminalResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['Terminal'] = ResolversParentTypes['Terminal'], FederationReferenceType extends FederationReferenceTypes['Terminal'] = FederationReferenceTypes['Terminal']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Terminal']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  retiredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type TerminateContractPayloadResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['TerminateContractPayload'] = ResolversParentTypes['TerminateContractPayload']> = {
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VatTreatmentResolvers<ContextType = PartnersContext, ParentType extends ResolversParentTypes['VatTreatment'] = ResolversParentTypes['VatTreatment']> = {
  category?: Resolver<ResolversTypes['VatCategory'], ParentType, ContextType>;
  exemptionReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rateBasisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = PartnersContext> = {
  AddStorePayload?: AddStorePayloadResolvers<ContextType>;
  AddTerminalPayload?: AddTerminalPayloadResolvers<ContextType>;
  ApiClient?: ApiClientResolvers<ContextType>;
  ApproveCycleChangePayload?: ApproveCycleChangePayloadResolvers<ContextType>;
  ApproveRulePayload?: ApproveRulePayloadResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  Billing?: BillingResolvers<ContextType>;
  ChangePartnerStatusPayload?: ChangePartnerStatusPayloadResolvers<ContextType>;
  ChangeStorePayload?: ChangeStorePayloadResolvers<ContextType>;
  Contract?: ContractResolvers<ContextType>;
  ContractDraft?: ContractDraftResolvers<ContextType>;
  ContractDraftPayload?: ContractDraftPayloadResolvers<ContextType>;
  CreateApiClientPayload?: CreateApiClientPayloadResolvers<ContextType>;
  CreateProgrammePayload?: CreateProgrammePayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  CycleChange?: CycleChangeResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  DefineCategoriesPayload?: DefineCategoriesPayloadResolvers<ContextType>;
  DraftRulePayload?: DraftRulePayloadResolvers<ContextType>;
  EarnRule?: EarnRuleResolvers<ContextType>;
  EarnRuleVersion?: EarnRuleVersionResolvers<ContextType>;
  EndRulePayload?: EndRulePayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JoinPromotionPayload?: JoinPromotionPayloadResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partner?: PartnerResolvers<ContextType>;
  PartnerConnection?: PartnerConnectionResolvers<ContextType>;
  PartnerEdge?: PartnerEdgeResolvers<ContextType>;
  Points?: GraphQLScalarType;
  Programme?: ProgrammeResolvers<ContextType>;
  ProposeCycleChangePayload?: ProposeCycleChangePayloadResolvers<ContextType>;
  PublishRulePayload?: PublishRulePayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordBillingPayload?: RecordBillingPayloadResolvers<ContextType>;
  RegisterPartnerPayload?: RegisterPartnerPayloadResolvers<ContextType>;
  RejectCycleChangePayload?: RejectCycleChangePayloadResolvers<ContextType>;
  RetireTerminalPayload?: RetireTerminalPayloadResolvers<ContextType>;
  RevokeApiClientPayload?: RevokeApiClientPayloadResolvers<ContextType>;
  RuleApproval?: RuleApprovalResolvers<ContextType>;
  RuleFunder?: RuleFunderResolvers<ContextType>;
  SetPublishGatePayload?: SetPublishGatePayloadResolvers<ContextType>;
  SignContractPayload?: SignContractPayloadResolvers<ContextType>;
  Store?: StoreResolvers<ContextType>;
  StoreConnection?: StoreConnectionResolvers<ContextType>;
  StoreEdge?: StoreEdgeResolvers<ContextType>;
  Terminal?: TerminalResolvers<ContextType>;
  TerminateContractPayload?: TerminateContractPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  VatTreatment?: VatTreatmentResolvers<ContextType>;
};

