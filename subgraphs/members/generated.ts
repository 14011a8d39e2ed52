// Generated from schema/members.graphql by `npm run codegen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MemberRow, ConsentRow } from '../../db/tables/members.ts';
import type { HouseholdRow } from './store/households.ts';
import type { MergeRow } from './store/merges.ts';
import type { MembershipRow, PlanRow, PeriodRow } from './store/memberships.ts';
import type { FeeShareRow, LadderTier, PublishedLadder } from './store/tiers.ts';
import type { TierView } from './reading/tier-view.ts';
import type { KnownIdentity } from './store/identities.ts';
import type { MembersContext } from './context.ts';
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

/** Messages that were sent. */
export type AcknowledgeMessagesInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Ids of 1 to 100 messages. */
  messageIds: Array<Scalars['ID']['input']>;
};

/** What became of the messages. */
export type AcknowledgeMessagesPayload = {
  __typename?: 'AcknowledgeMessagesPayload';
  /** How many of them still waited; null when refused. */
  acknowledged?: Maybe<Scalars['Int']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An identity to add. */
export type AddMemberIdentityInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The identity. */
  identity: IdentityInput;
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** The member with its new identity. */
export type AddMemberIdentityPayload = {
  __typename?: 'AddMemberIdentityPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An identity to block. */
export type BlockMemberIdentityInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The identity, by its id. */
  identityId: Scalars['ID']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Why. */
  reason: BlockReason;
};

/** The member with its identity blocked. */
export type BlockMemberIdentityPayload = {
  __typename?: 'BlockMemberIdentityPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Why an identity was blocked. */
export type BlockReason =
  /** It cannot be read. */
  | 'DAMAGED'
  /** Nobody knows where it is. */
  | 'LOST'
  /** There is a newer one. */
  | 'REPLACED'
  /** Somebody else has it. */
  | 'STOLEN';

/** A membership that is to end. */
export type CancelMembershipInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Whose membership. */
  memberId: Scalars['ID']['input'];
  /** The store that hands out what is given back; the operator does when left out. A partner that cancels now says which of its stores. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
  /** When it ends. */
  when: MembershipEnd;
};

/** What became of the cancellation. */
export type CancelMembershipPayload = {
  __typename?: 'CancelMembershipPayload';
  /** The membership; null when refused. */
  membership?: Maybe<Membership>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A change of a member's status. */
export type ChangeMemberStatusInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** The new status. */
  status: MemberStatus;
};

/** The member with its new status. */
export type ChangeMemberStatusPayload = {
  __typename?: 'ChangeMemberStatusPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A code that came back. */
export type ConfirmVerificationInput = {
  /** The six digits, in any script. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Id that the request was answered with. */
  verificationId: Scalars['ID']['input'];
};

/** The member with its verified identity. */
export type ConfirmVerificationPayload = {
  __typename?: 'ConfirmVerificationPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A member's answer to a question about its data, with its proof. */
export type Consent = {
  __typename?: 'Consent';
  /** When it was given. */
  decidedAt: Scalars['DateTime']['output'];
  /** Yes or no. */
  granted: Scalars['Boolean']['output'];
  /** Id of the answer. */
  id: Scalars['ID']['output'];
  /** Whom it is for; null is the programme itself. */
  partner?: Maybe<Partner>;
  /** What for. */
  purpose: ConsentPurpose;
  /** Who wrote it down. */
  recordedAs: ConsentRecorder;
  /** What the member was shown: the text, or its name and version. */
  wording: Scalars['String']['output'];
  /** SHA-256 of the wording, in hexadecimal. */
  wordingHash: Scalars['String']['output'];
};

/** An answer of a member. */
export type ConsentInput = {
  /** Yes or no. */
  granted: Scalars['Boolean']['input'];
  /** Whom it is for; the programme itself when left out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** What for. */
  purpose: ConsentPurpose;
  /** What the member was shown: the text, or its name and version, up to 4,000 characters. */
  wording: Scalars['String']['input'];
};

/** What a consent is for. */
export type ConsentPurpose =
  /** Being written to. */
  | 'MARKETING'
  /** Offers made from what the member bought. */
  | 'PERSONALISATION'
  /** Knowing who the member is: name, birthday, keys. Without it the member is a pseudonym. */
  | 'PROFILE'
  /** Surveys and statistics about single members. */
  | 'RESEARCH';

/** Who wrote a consent down. */
export type ConsentRecorder =
  /** The member, in its own app. */
  | 'MEMBER'
  /** The operator. */
  | 'OPERATOR'
  /** The partner for whom it is. */
  | 'PARTNER';

/** A plan of a paid membership. */
export type CreateMembershipPlanInput = {
  /** Short name, unique in the programme: letters, digits, `-` and `_`, up to 64. */
  code: Scalars['String']['input'];
  /** Hours by which rewards open earlier, 0 to 8760. */
  earlyAccessHours: Scalars['Int']['input'];
  /** Who pays the partner that honours the free reward what its contract pays for as many points: 1 to 20 parties, each once, with shares that sum to 10,000. Left out: nobody, that partner gives it for nothing. */
  freeRewardFunding?: InputMaybe<Array<MembershipShareInput>>;
  /** A reward that comes with each period that is paid for: given by itself. */
  freeRewardId?: InputMaybe<Scalars['ID']['input']>;
  /** Days after the end of a period in which the benefits go on and it can still be renewed, 0 to 366. */
  graceDays: Scalars['Int']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What base points are multiplied by, 10000 to 1000000: 15000 is one and a half times. */
  multiplierBasisPoints: Scalars['Int']['input'];
  /** Name shown to people, up to 200 characters. */
  name: Scalars['String']['input'];
  /** Months that one fee pays for, 1 to 60. */
  periodMonths: Scalars['Int']['input'];
  /** The fee of a period, above zero, in the programme's currency. */
  price: MoneyInput;
  /** Days of FULL_WITHIN_DAYS, 1 to 1830; left out for other rules. */
  refundDays?: InputMaybe<Scalars['Int']['input']>;
  /** What is given back when it is cancelled. */
  refundRule: MembershipRefundRule;
  /** Whose the fee is: 1 to 20 parties, each once, with shares that sum to 10,000. */
  shares: Array<MembershipShareInput>;
};

/** What became of the plan. */
export type CreateMembershipPlanPayload = {
  __typename?: 'CreateMembershipPlanPayload';
  /** The plan; null when refused. */
  plan?: Maybe<MembershipPlan>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Points to draw. */
export type DrawFromHouseholdInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** How many. */
  points: Scalars['Points']['input'];
};

/** What came over. */
export type DrawFromHouseholdPayload = {
  __typename?: 'DrawFromHouseholdPayload';
  /** Points that came over: fewer than asked when the others spent meanwhile. */
  drawn?: Maybe<Scalars['Points']['output']>;
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Who joins. */
export type EnrolMemberInput = {
  /** What the member consents to. */
  consents: Array<ConsentInput>;
  /** Name as the member writes it, up to 200 characters in any script. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Keys that will find the member; at least one. */
  identities: Array<IdentityInput>;
  /** BCP 47 language tag. */
  locale: Scalars['String']['input'];
  /** How the member comes. */
  through: EnrolmentChannel;
};

/** Who joined. */
export type EnrolMemberPayload = {
  __typename?: 'EnrolMemberPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** How a member came. */
export type EnrolmentChannel =
  /** As an anonymous card that was handed out. */
  | 'CARD'
  /** A partner's clerk. */
  | 'PARTNER'
  /** At its first purchase. */
  | 'PURCHASE'
  /** By itself, in an app. */
  | 'SELF';

/** Whom to forget. */
export type EraseMemberInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** What is left of the member. */
export type EraseMemberPayload = {
  __typename?: 'EraseMemberPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** People who collect and spend together. */
export type Household = {
  __typename?: 'Household';
  /** Id of the household. */
  id: Scalars['ID']['output'];
  /** Who belongs to it, heads first. */
  members: Array<HouseholdMember>;
  /** Name of the household. */
  name: Scalars['String']['output'];
};

/** Somebody of a household. */
export type HouseholdMember = {
  __typename?: 'HouseholdMember';
  /** Since when. */
  joinedAt: Scalars['DateTime']['output'];
  /** Id of the member. */
  memberId: Scalars['ID']['output'];
  /** Points of the others that it may draw in a calendar month; null is without limit. */
  monthlyLimit?: Maybe<Scalars['Points']['output']>;
  /** As what. */
  role: HouseholdRole;
};

/** As what somebody belongs to a household. */
export type HouseholdRole =
  /** A grown-up. */
  | 'ADULT'
  /** A child: draws nothing unless it is given a limit. */
  | 'CHILD'
  /** Gives first, and leaves last. */
  | 'HEAD';

/** A key that finds a member. */
export type IdentityInput = {
  /** What kind of key. */
  kind: IdentityKind;
  /** The key, 1 to 200 characters. */
  value: Scalars['String']['input'];
};

/** What kind of key an identity is. */
export type IdentityKind =
  /** A card number. */
  | 'CARD'
  /** An e-mail address. */
  | 'EMAIL'
  /** An id of another system. */
  | 'EXTERNAL'
  /** A phone number in E.164, such as `+4930123456`. */
  | 'PHONE';

/** An invitation to a tier. */
export type InviteToTierInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Code of the tier. */
  tier: Scalars['String']['input'];
  /** Last day; for good when left out. */
  until?: InputMaybe<Scalars['Date']['input']>;
};

/** The member with its tier. */
export type InviteToTierPayload = {
  __typename?: 'InviteToTierPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** How many cards to issue. */
export type IssueCardsInput = {
  /** 1 to 100. */
  count: Scalars['Int']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** The cards that were issued. */
export type IssueCardsPayload = {
  __typename?: 'IssueCardsPayload';
  /** The new members, each with its card as an identity; null when refused. */
  members?: Maybe<Array<Member>>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** For whom a token is wanted. */
export type IssueMemberTokenInput = {
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** A member's token. */
export type IssueMemberTokenPayload = {
  __typename?: 'IssueMemberTokenPayload';
  /** The token; null when refused. */
  accessToken?: Maybe<Scalars['String']['output']>;
  /** When it ends. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Who joins a household. */
export type JoinHouseholdInput = {
  /** A head of the household. */
  headId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Points of the others that it may draw in a calendar month; without limit when left out, 0 for a child. */
  monthlyLimit?: InputMaybe<Scalars['Points']['input']>;
  /** As what. */
  role: HouseholdRole;
};

/** The member in its household. */
export type JoinHouseholdPayload = {
  __typename?: 'JoinHouseholdPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A membership that was sold. */
export type JoinMembershipInput = {
  /** Whether it is renewed by itself on its last paid day, the fee collected by the operator. */
  autoRenew: Scalars['Boolean']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who joins. */
  memberId: Scalars['ID']['input'];
  /** What was sold. */
  planId: Scalars['ID']['input'];
  /** The store that took the fee; the operator took it when left out. A partner says which of its stores. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of the joining. */
export type JoinMembershipPayload = {
  __typename?: 'JoinMembershipPayload';
  /** The membership; null when refused. */
  membership?: Maybe<Membership>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Who leaves its household. */
export type LeaveHouseholdInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** The member on its own. */
export type LeaveHouseholdPayload = {
  __typename?: 'LeaveHouseholdPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A household to make. */
export type MakeHouseholdInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Name of the household, up to 200 characters. */
  name: Scalars['String']['input'];
};

/** The head of the household. */
export type MakeHouseholdPayload = {
  __typename?: 'MakeHouseholdPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/**
 * A person who collects points across all partners. A partner whom the member has not told who it is (consent `PROFILE`) sees a pseudonym: the id, and nothing that
 * is personal.
 */
export type Member = {
  __typename?: 'Member';
  /** Birthday, in the Gregorian calendar; null when unknown, and for partners without consent. */
  birthDate?: Maybe<Scalars['Date']['output']>;
  /** Above how many points a redemption needs the member's word; null is never, and for partners. The lower one of a member that was merged into it counts until it says its own. */
  confirmAbove?: Maybe<Scalars['Points']['output']>;
  /** Every answer the member ever gave, the oldest first; null for partners. */
  consentHistory?: Maybe<Array<Consent>>;
  /** What the member consents to now. A partner sees what it was told itself. With members that were merged into it, one 'no' is a 'no', until it is said anew. */
  consents: Array<Consent>;
  /** Name as the member writes it, in any script; null for an anonymous card, and for partners without consent. */
  displayName?: Maybe<Scalars['String']['output']>;
  /** When the member joined. */
  enrolledAt: Scalars['DateTime']['output'];
  /** How the member came. */
  enrolledThrough: EnrolmentChannel;
  /** When the member was forgotten; null for others. */
  erasedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The household; null without one, and for partners without consent. */
  household?: Maybe<Household>;
  /** Id of the member. */
  id: Scalars['ID']['output'];
  /** Keys that find the member. Masked for partners, and none for those without consent. */
  identities: Array<MemberIdentity>;
  /** BCP 47 language tag, such as `en` or `fa`. */
  locale: Scalars['String']['output'];
  /** The member's paid membership: the open one, else the newest; null when it never had one. One that came with a merge is among them. */
  membership?: Maybe<Membership>;
  /** The member that this one was found to be; null for others. */
  mergedInto?: Maybe<Member>;
  /** Merges into this member, the newest first; null for partners. */
  merges?: Maybe<Array<MemberMerge>>;
  /** By which way the member likes to hear from us. */
  preferredChannel?: Maybe<PreferredChannel>;
  /** Hour of the day, 0 to 23 in the programme's time zone, at which the member likes to hear from us. */
  preferredHour?: Maybe<Scalars['Int']['output']>;
  /** Whether the member takes part. */
  status: MemberStatus;
  /** Segments in which the operator has put the member; empty for partners. */
  tags: Array<Scalars['String']['output']>;
  /** The member's tier, its progress and its history; null in a programme without tiers. */
  tier?: Maybe<MemberTier>;
  /** The tier that a purchase today would leave the member with. What it would earn is for `quotePurchase` to say. */
  tierAfter?: Maybe<MemberTier>;
};


/**
 * A person who collects points across all partners. A partner whom the member has not told who it is (consent `PROFILE`) sees a pseudonym: the id, and nothing that
 * is personal.
 */
export type MemberTierAfterArgs = {
  partnerId: Scalars['ID']['input'];
  points: Scalars['Points']['input'];
  spendMinorUnits: Scalars['MinorUnits']['input'];
};

/** A key that finds a member. One member has many. */
export type MemberIdentity = {
  __typename?: 'MemberIdentity';
  /** When it was added. */
  addedAt: Scalars['DateTime']['output'];
  /** Why it was blocked. */
  blockReason?: Maybe<BlockReason>;
  /** Since when it finds nobody any more; null when it does. */
  blockedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the identity. */
  id: Scalars['ID']['output'];
  /** What kind of key. */
  kind: IdentityKind;
  /** The key: whole for the member and the operator, masked for others. */
  value: Scalars['String']['output'];
  /** When the member proved to have it, by a code; null where a partner or the operator says so. */
  verifiedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A merge of two members. */
export type MemberMerge = {
  __typename?: 'MemberMerge';
  /** The member that was found to be the other. */
  duplicate?: Maybe<Member>;
  /** Id of the merge. */
  id: Scalars['ID']['output'];
  /** When it was done. */
  mergedAt: Scalars['DateTime']['output'];
  /** Until when it can be undone. */
  reversibleUntil: Scalars['DateTime']['output'];
  /** Where it stands. */
  state: MergeState;
};

/** Whether a member takes part. */
export type MemberStatus =
  /** Collects and spends. */
  | 'ACTIVE'
  /** Left for good. */
  | 'CLOSED'
  /** Found to be another member, who collects and spends for both. */
  | 'MERGED'
  /** Collects and spends nothing for now. */
  | 'SUSPENDED';

/** A member's tier. */
export type MemberTier = {
  __typename?: 'MemberTier';
  /** What happened before, the oldest first. */
  changes: Array<TierChange>;
  /** Until when it must be kept; null when it cannot be lost. */
  keepBy?: Maybe<Scalars['Date']['output']>;
  /** What counts today. */
  measured: Scalars['Points']['output'];
  /** What is missing for it. */
  missingForNext?: Maybe<Scalars['Points']['output']>;
  /** What is missing to keep it; 0 when it is kept already. */
  missingToKeep?: Maybe<Scalars['Points']['output']>;
  /** The next tier that can be reached; null at the top. */
  next?: Maybe<Tier>;
  /** All of it in a sentence, such as `320 points more by 2027-03-31 keeps Gold`. */
  sentence: Scalars['String']['output'];
  /** Since when. */
  since: Scalars['Date']['output'];
  /** How the member came to it. */
  source: TierSource;
  /** The tier. */
  tier: Tier;
  /** Last day on which it is held without qualifying again; null when it cannot be lost. */
  until?: Maybe<Scalars['Date']['output']>;
};

/** A member's paid membership. */
export type Membership = {
  __typename?: 'Membership';
  /** Whether it is renewed by itself on its last paid day. */
  autoRenew: Scalars['Boolean']['output'];
  /** Last day that was paid for; null before the first fee is booked. */
  coveredUntil?: Maybe<Scalars['Date']['output']>;
  /** First day without it; null while it is open. */
  endedOn?: Maybe<Scalars['Date']['output']>;
  /** Last day on which its benefits count and it can be renewed; null before the first fee is booked. */
  graceUntil?: Maybe<Scalars['Date']['output']>;
  /** Id of the membership. */
  id: Scalars['ID']['output'];
  /** Whose it is. */
  member?: Maybe<Member>;
  /** What was paid for, in order; null for partners. */
  periods?: Maybe<Array<MembershipPeriod>>;
  /** What was bought. */
  plan: MembershipPlan;
  /** First day. */
  startedOn: Scalars['Date']['output'];
  /** How it stands. */
  status: MembershipStatus;
};

/** A page of memberships. */
export type MembershipConnection = {
  __typename?: 'MembershipConnection';
  /** The memberships, with their cursors. */
  edges: Array<MembershipEdge>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
};

/** A membership with its cursor. */
export type MembershipEdge = {
  __typename?: 'MembershipEdge';
  /** Cursor of this membership. */
  cursor: Scalars['String']['output'];
  /** The membership. */
  node: Membership;
};

/** When a membership ends that is cancelled. */
export type MembershipEnd =
  /** When what was paid for is over: it is not renewed. */
  | 'AT_PERIOD_END'
  /** Today, with what the plan gives back. */
  | 'NOW'
  /** Today, because the last fee could not be collected: that fee is taken back whole. For the operator. */
  | 'UNPAID';

/** A party's share of a membership fee, or of what a free reward costs. */
export type MembershipFeeShare = {
  __typename?: 'MembershipFeeShare';
  /** Its share in basis points. */
  basisPoints: Scalars['Int']['output'];
  /** The partner; null for the operator. */
  partner?: Maybe<Partner>;
};

/** A period of a membership that was paid for. */
export type MembershipPeriod = {
  __typename?: 'MembershipPeriod';
  /** The fee, in minor units of the programme's currency. */
  fee: Scalars['MinorUnits']['output'];
  /** First day. */
  from: Scalars['Date']['output'];
  /** 1 for the first one. */
  number: Scalars['Int']['output'];
  /** When it was paid. */
  paidAt: Scalars['DateTime']['output'];
  /** The transaction of the refund; null without one. */
  refund?: Maybe<Transaction>;
  /** What was given back of it, in minor units; null when nothing was. */
  refunded?: Maybe<Scalars['MinorUnits']['output']>;
  /** Where it was paid; null for the operator. */
  store?: Maybe<Store>;
  /** The transaction of the fee; null while it is being booked. */
  transaction?: Maybe<Transaction>;
  /** Last day. */
  until: Scalars['Date']['output'];
};

/** A plan of a paid membership, whose benefits count at every partner. */
export type MembershipPlan = {
  __typename?: 'MembershipPlan';
  /** Short name, unique in the programme. */
  code: Scalars['String']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Hours by which rewards open earlier. */
  earlyAccessHours: Scalars['Int']['output'];
  /** A reward that comes with each period that is paid for: given by itself. */
  freeReward?: Maybe<Reward>;
  /** Who pays the partner that honours the free reward what its contract pays for as many points; the shares sum to 10,000. Null: nobody, that partner gives it for nothing. Partners agree to either first (`fundingRequests`). */
  freeRewardFunding?: Maybe<Array<MembershipFeeShare>>;
  /** Days after the end of a period in which the benefits go on and it can still be renewed. */
  graceDays: Scalars['Int']['output'];
  /** Id of the plan. */
  id: Scalars['ID']['output'];
  /** What base points are multiplied by, in hundredths of a per cent: 15000 is one and a half times. Promotions that award a benefit multiplier apply it. */
  multiplierBasisPoints: Scalars['Int']['output'];
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** Months that one fee pays for. */
  periodMonths: Scalars['Int']['output'];
  /** The fee of a period. */
  price: Money;
  /** Days of FULL_WITHIN_DAYS; null for other rules. */
  refundDays?: Maybe<Scalars['Int']['output']>;
  /** What is given back when it is cancelled. */
  refundRule: MembershipRefundRule;
  /** Whose the fee is; the shares sum to 10,000. */
  shares: Array<MembershipFeeShare>;
  /** When it was taken off the market; null while it is for sale. */
  withdrawnAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What is given back of a period's fee when a membership is cancelled. */
export type MembershipRefundRule =
  /** All of it in the period's first days, nothing later. */
  | 'FULL_WITHIN_DAYS'
  /** Nothing. */
  | 'NONE'
  /** The days that are left, in proportion; the day of the cancellation counts as used. */
  | 'PRO_RATA';

/** A party's share of a membership fee, or of what a free reward costs. */
export type MembershipShareInput = {
  /** Its share in basis points, 1 to 10,000. */
  basisPoints: Scalars['Int']['input'];
  /** The partner; the operator when left out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
};

/** How a membership stands. */
export type MembershipStatus =
  /** Paid for. */
  | 'ACTIVE'
  /** Cancelled. */
  | 'CANCELLED'
  /** Not paid for any more, and can still be renewed. */
  | 'GRACE'
  /** Not renewed in time. */
  | 'LAPSED'
  /** The first fee is being booked. */
  | 'PENDING'
  /** The first fee could not be booked. */
  | 'REFUSED';

/** Two members that are one person. */
export type MergeMembersInput = {
  /** Who was found to be the other. */
  duplicateId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who goes on. */
  survivorId: Scalars['ID']['input'];
};

/** The member that goes on. */
export type MergeMembersPayload = {
  __typename?: 'MergeMembersPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Id under which it can be undone. */
  mergeId?: Maybe<Scalars['ID']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Where a merge stands. */
export type MergeState =
  /** Done. */
  | 'MERGED'
  /** Points are moving over. */
  | 'MERGING'
  /** Undone. */
  | 'UNDONE';

/** By which way a message goes. */
export type MessageChannel =
  /** To an e-mail address. */
  | 'EMAIL'
  /** To a phone number. */
  | 'SMS';

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
  /** Says that messages were sent; they are kept no longer. */
  acknowledgeMessages: AcknowledgeMessagesPayload;
  /** Gives a member one more identity. */
  addMemberIdentity: AddMemberIdentityPayload;
  /** Blocks an identity, such as a lost card: it finds nobody any more, and nobody else may have it. */
  blockMemberIdentity: BlockMemberIdentityPayload;
  /** Ends a membership: now, with what the plan gives back; when what was paid for is over; or because its fee could not be collected. */
  cancelMembership: CancelMembershipPayload;
  /** Suspends, closes or reactivates a member. A closed member stays closed. */
  changeMemberStatus: ChangeMemberStatusPayload;
  /** Takes the code that was sent. The address is then a verified identity of the member. */
  confirmVerification: ConfirmVerificationPayload;
  /** Makes a plan of a paid membership. A plan never changes: another price or other shares are another plan. */
  createMembershipPlan: CreateMembershipPlanPayload;
  /** Draws points of the others of the household, to spend them: heads give first. */
  drawFromHousehold: DrawFromHouseholdPayload;
  /**
   * Makes a person a member of the programme, collecting and spending at every partner. An identity that is taken is refused. A till that does not know whether somebody is a member
   * sends `enrolMember` and `recordPurchase` by the same identity in one request, through PURCHASE: fields of a mutation are done one after the other, and who is a member already is
   * refused by the first and collects by the second.
   */
  enrolMember: EnrolMemberPayload;
  /**
   * Forgets who a member is, for good, and closes it; so those that were merged into it. What it pays for is cancelled first, with what the plan gives back. Transactions, lots and statements stay and name an id that is then nobody's. Idempotency keys and
   * references of purchases are the clients' own words and stay: write no personal data into them.
   */
  eraseMember: EraseMemberPayload;
  /** Gives a member a tier by invitation. */
  inviteToTier: InviteToTierPayload;
  /** Issues anonymous cards to hand out: each is an active member without a name, whose first purchase needs nothing else. */
  issueCards: IssueCardsPayload;
  /** Gives a short-lived token for a member's own front end, to the operator or to the partner's app that serves the member. */
  issueMemberToken: IssueMemberTokenPayload;
  /** Brings a member into a household; for the operator, and for partners whom both let know who they are (`PROFILE`), with both before them. */
  joinHousehold: JoinHouseholdPayload;
  /** Sells a member a membership: whoever took the fee owes it, and each party is credited its share in the settlement window that is open. */
  joinMembership: JoinMembershipPayload;
  /** Leaves the household, with one's own points: what the member drew from the others and did not spend goes back to them. */
  leaveHousehold: LeaveHouseholdPayload;
  /** Makes a household with the member as its head. Points stay everybody's own until somebody draws them. */
  makeHousehold: MakeHouseholdPayload;
  /**
   * Merges a duplicate into the member that it is: its keys find the survivor at once, all that it has moves over as it stands (points with origin, price and expiry, pending and held ones, what it owes), its history is told with the survivor's, and what still comes into its wallet goes
   * on. So do its tier, segments, paid membership, place in a household, progress in missions and offers; consent is not widened. For 90 days, as long as nothing that came over was spent, it can be undone.
   */
  mergeMembers: MergeMembersPayload;
  /** Takes the QR code that a member shows at a till. A code is good once, and for half a minute more or less. */
  presentQrToken: PresentQrTokenPayload;
  /** Publishes the next version of the programme's ladder of tiers. Everybody is decided anew in the background. */
  publishTierLadder: PublishTierLadderPayload;
  /** Writes down what a member consents to, or no longer does. The newest answer counts at once. */
  recordConsent: RecordConsentPayload;
  /**
   * Spends points of a member at a till, and of its household what the member is short of, up to its monthly limit: heads give first, lots keep who issued and
   * pays for them. Refused, nothing is spent and what was drawn goes back. Points that are given back later (`refundRedemption`) go to the member that spent them.
   */
  redeemWithHousehold: RedeemWithHouseholdPayload;
  /** Sets up the device that shows the member's QR code; the one before it is good no more. For the member's own app. */
  registerQrDevice: RegisterQrDevicePayload;
  /** Takes the fee of the next period, which follows the last one without a gap; up to the end of the grace, and at most one period ahead. */
  renewMembership: RenewMembershipPayload;
  /** Blocks a card and issues a new one to the same member. A card is replaced once: asked for again, the answer is the same new one. */
  replaceCard: ReplaceCardPayload;
  /** Sends a code to a phone number or e-mail address, to prove that it is the member's. Whether others have the address a member learns when the code came back. Three codes an hour go to an address, ten to those of a member. */
  requestVerification: RequestVerificationPayload;
  /** Says above how many points a redemption needs the member's word (`confirmRedemption`). For the member's own app. */
  setConfirmationLimit: SetConfirmationLimitPayload;
  /** Puts a member into segments of the operator's, and takes it out of others. */
  tagMember: TagMemberPayload;
  /** Undoes a merge: the duplicate is itself again, with its keys, points and history. */
  unmergeMembers: UnmergeMembersPayload;
  /** Changes who the member is and how it likes to be spoken to. */
  updateMemberProfile: UpdateMemberProfilePayload;
  /** Takes a plan off the market: nobody joins or renews any more, and who has it keeps it to the end of what was paid. */
  withdrawMembershipPlan: WithdrawMembershipPlanPayload;
};


export type MutationAcknowledgeMessagesArgs = {
  input: AcknowledgeMessagesInput;
};


export type MutationAddMemberIdentityArgs = {
  input: AddMemberIdentityInput;
};


export type MutationBlockMemberIdentityArgs = {
  input: BlockMemberIdentityInput;
};


export type MutationCancelMembershipArgs = {
  input: CancelMembershipInput;
};


export type MutationChangeMemberStatusArgs = {
  input: ChangeMemberStatusInput;
};


export type MutationConfirmVerificationArgs = {
  input: ConfirmVerificationInput;
};


export type MutationCreateMembershipPlanArgs = {
  input: CreateMembershipPlanInput;
};


export type MutationDrawFromHouseholdArgs = {
  input: DrawFromHouseholdInput;
};


export type MutationEnrolMemberArgs = {
  input: EnrolMemberInput;
};


export type MutationEraseMemberArgs = {
  input: EraseMemberInput;
};


export type MutationInviteToTierArgs = {
  input: InviteToTierInput;
};


export type MutationIssueCardsArgs = {
  input: IssueCardsInput;
};


export type MutationIssueMemberTokenArgs = {
  input: IssueMemberTokenInput;
};


export type MutationJoinHouseholdArgs = {
  input: JoinHouseholdInput;
};


export type MutationJoinMembershipArgs = {
  input: JoinMembershipInput;
};


export type MutationLeaveHouseholdArgs = {
  input: LeaveHouseholdInput;
};


export type MutationMakeHouseholdArgs = {
  input: MakeHouseholdInput;
};


export type MutationMergeMembersArgs = {
  input: MergeMembersInput;
};


export type MutationPresentQrTokenArgs = {
  input: PresentQrTokenInput;
};


export type MutationPublishTierLadderArgs = {
  input: PublishTierLadderInput;
};


export type MutationRecordConsentArgs = {
  input: RecordConsentInput;
};


export type MutationRedeemWithHouseholdArgs = {
  input: RedeemWithHouseholdInput;
};


export type MutationRegisterQrDeviceArgs = {
  input: RegisterQrDeviceInput;
};


export type MutationRenewMembershipArgs = {
  input: RenewMembershipInput;
};


export type MutationReplaceCardArgs = {
  input: ReplaceCardInput;
};


export type MutationRequestVerificationArgs = {
  input: RequestVerificationInput;
};


export type MutationSetConfirmationLimitArgs = {
  input: SetConfirmationLimitInput;
};


export type MutationTagMemberArgs = {
  input: TagMemberInput;
};


export type MutationUnmergeMembersArgs = {
  input: UnmergeMembersInput;
};


export type MutationUpdateMemberProfileArgs = {
  input: UpdateMemberProfileInput;
};


export type MutationWithdrawMembershipPlanArgs = {
  input: WithdrawMembershipPlanInput;
};

/** A message that waits to be sent to a member. */
export type OutgoingMessage = {
  __typename?: 'OutgoingMessage';
  /** By which way it goes. */
  channel: MessageChannel;
  /** After this it is not worth sending. */
  expiresAt: Scalars['DateTime']['output'];
  /** Id of the message. */
  id: Scalars['ID']['output'];
  /** Language of the member. */
  locale: Scalars['String']['output'];
  /** Name of the template, such as `verification-code`. */
  template: Scalars['String']['output'];
  /** Where it goes: a phone number or an e-mail address. */
  to: Scalars['String']['output'];
  /** Values for the template, such as `{"code": "123456"}`. */
  values: Scalars['JSON']['output'];
  /** When it was written. */
  writtenAt: Scalars['DateTime']['output'];
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
};

/** By which way a member likes to hear from us. */
export type PreferredChannel =
  /** E-mail. */
  | 'EMAIL'
  /** Not at all, but for what must be said. */
  | 'NONE'
  /** Notifications of an app. */
  | 'PUSH'
  /** Text messages. */
  | 'SMS';

/** A code that a member shows. */
export type PresentQrTokenInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What was scanned. */
  token: Scalars['String']['input'];
};

/** Whose code it was. */
export type PresentQrTokenPayload = {
  __typename?: 'PresentQrTokenPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A ladder of tiers. */
export type PublishTierLadderInput = {
  /** Days after the end of a period in which a tier may still be kept, 0 to 366. */
  graceDays: Scalars['Int']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Where who does not keep a tier lands. */
  landing: TierLanding;
  /** What counts. */
  measure: TierMeasure;
  /** 1 to 20 tiers; the first has rank 0 and threshold 0, and thresholds rise with the rank. */
  tiers: Array<TierInput>;
  /** The last so many months count, 1 to 60; the calendar year when left out. */
  windowMonths?: InputMaybe<Scalars['Int']['input']>;
};

/** The ladder that was published. */
export type PublishTierLadderPayload = {
  __typename?: 'PublishTierLadderPayload';
  /** The ladder; null when refused. */
  ladder?: Maybe<TierLadder>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

export type Query = {
  __typename?: 'Query';
  /**
   * Memberships that renew and whose paid days end by a day, the soonest first: what the operator is to collect. On its last paid day each is renewed by itself.
   * For the operator; empty for others.
   */
  dueMemberships: MembershipConnection;
  /** The member of the caller's token. */
  me?: Maybe<Member>;
  /** A member of the programme by id. Null when there is none, or the caller may not see it. */
  member?: Maybe<Member>;
  /** The member to whom an identity belongs. Null when it belongs to nobody here. */
  memberByIdentity?: Maybe<Member>;
  /** All that is known of a member, as one JSON archive to take along. For the member and the operator; null for others. */
  memberExport?: Maybe<Scalars['JSON']['output']>;
  /** Plans of paid memberships, by code, withdrawn ones among them. */
  membershipPlans: Array<MembershipPlan>;
  /** Messages that wait to be sent to members, the oldest first: for the operator's own sender, empty for others. They hold addresses and codes; acknowledge them once they are sent. */
  outgoingMessages: Array<OutgoingMessage>;
  /** The programme's ladder of tiers as it is now; null when it has none. */
  tierLadder?: Maybe<TierLadder>;
};


export type QueryDueMembershipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  by: Scalars['Date']['input'];
  first: Scalars['Int']['input'];
};


export type QueryMemberArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMemberByIdentityArgs = {
  identity: IdentityInput;
};


export type QueryMemberExportArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOutgoingMessagesArgs = {
  first: Scalars['Int']['input'];
};

/** Answers of a member. */
export type RecordConsentInput = {
  /** 1 to 20 answers, each to another question. A partner gives those that are for itself, and no yes over the member's own no; a no may be given by anybody. */
  consents: Array<ConsentInput>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** The member with its consents. */
export type RecordConsentPayload = {
  __typename?: 'RecordConsentPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Points to spend at a till, together. */
export type RedeemWithHouseholdInput = {
  /** The member's confirmation, where it wants to be asked for this many points: see `confirmRedemption`. */
  confirmationId?: InputMaybe<Scalars['ID']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who spends, by identity; give this or `memberId`. */
  identity?: InputMaybe<IdentityInput>;
  /** Who spends, by id; give this or `identity`. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** How many. */
  points: Scalars['Points']['input'];
  /** The till's own reference, up to 100 characters. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The store that takes the points. */
  storeId: Scalars['ID']['input'];
};

/** What became of it. */
export type RedeemWithHouseholdPayload = {
  __typename?: 'RedeemWithHouseholdPayload';
  /** How many of the points were the others'; null when refused. */
  drawn?: Maybe<Scalars['Points']['output']>;
  /** Who spent; null when refused. */
  member?: Maybe<Member>;
  /** The redemption; null when refused. */
  transaction?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
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

/** A device to set up. */
export type RegisterQrDeviceInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** How the device is set up. */
export type RegisterQrDevicePayload = {
  __typename?: 'RegisterQrDevicePayload';
  /** The QR code shows `LQ1.<handle>.<the eight digits>`. */
  handle?: Maybe<Scalars['String']['output']>;
  /** otpauth URI (RFC 6238: SHA-256, 8 digits, 30 seconds) for the device; its label is the handle. Keep it secret. Null when refused, and when a later device has replaced this one. */
  uri?: Maybe<Scalars['String']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** The fee of the next period was taken. */
export type RenewMembershipInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Whose membership. */
  memberId: Scalars['ID']['input'];
  /** The store that took the fee; the operator took it when left out. A partner says which of its stores. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of the renewal. */
export type RenewMembershipPayload = {
  __typename?: 'RenewMembershipPayload';
  /** The membership; null when refused. */
  membership?: Maybe<Membership>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A card to replace. */
export type ReplaceCardInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The card, by the id of its identity; blocked already or not. */
  identityId: Scalars['ID']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Why. */
  reason: BlockReason;
};

/** The member with its new card. */
export type ReplaceCardPayload = {
  __typename?: 'ReplaceCardPayload';
  /** The new card. */
  card?: Maybe<MemberIdentity>;
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An address to verify. */
export type RequestVerificationInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** A phone number or an e-mail address: one the member has, or a new one. */
  identity: IdentityInput;
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** A code on its way. */
export type RequestVerificationPayload = {
  __typename?: 'RequestVerificationPayload';
  /** Until when the code is good. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** Id under which the code is to come back; null when refused. */
  verificationId?: Maybe<Scalars['ID']['output']>;
};

export type Reward = {
  __typename?: 'Reward';
  /** Id of the reward. */
  id: Scalars['ID']['output'];
};

/** From how many points on the member wants to be asked. */
export type SetConfirmationLimitInput = {
  /** Redemptions of more points need the member's word; 0 is every one, never when left out. */
  confirmAbove?: InputMaybe<Scalars['Points']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
};

/** The member with its limit. */
export type SetConfirmationLimitPayload = {
  __typename?: 'SetConfirmationLimitPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

export type Store = {
  __typename?: 'Store';
  /** Id of the store. */
  id: Scalars['ID']['output'];
};

/** Tags to add and to remove. */
export type TagMemberInput = {
  /** Words of a-z, 0-9, `-` and `_`, up to 64 characters. */
  add: Array<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** Words that are not to stand any more; none that is added. */
  remove: Array<Scalars['String']['input']>;
};

/** The member with its tags. */
export type TagMemberPayload = {
  __typename?: 'TagMemberPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A tier and its benefits. */
export type Tier = {
  __typename?: 'Tier';
  /** Short name, unique in the ladder. */
  code: Scalars['String']['output'];
  /** Hours by which rewards and offers open earlier. */
  earlyAccessHours: Scalars['Int']['output'];
  /** A reward that comes with the tier, once in the ladder's window: given by itself from the day after it is reached. Not with the first tier. */
  freeReward?: Maybe<Reward>;
  /** Who pays the partner that honours the free reward what its contract pays for as many points; the shares sum to 10,000. Null: nobody, that partner gives it for nothing. Partners agree to either first (`fundingRequests`). */
  freeRewardFunding?: Maybe<Array<MembershipFeeShare>>;
  /** Points ever earned from which on the tier is never lost; null is never. */
  lifetimePoints?: Maybe<Scalars['Points']['output']>;
  /** What points are multiplied by, in hundredths of a per cent: 15000 is one and a half times. Promotions that award a benefit multiplier apply it. */
  multiplierBasisPoints: Scalars['Int']['output'];
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** 0 for the tier where everybody begins; higher is better. */
  rank: Scalars['Int']['output'];
  /** What the measure must reach; null is by invitation only. */
  threshold?: Maybe<Scalars['Points']['output']>;
};

/** A change of a member's tier. */
export type TierChange = {
  __typename?: 'TierChange';
  /** What happened. */
  event: TierEvent;
  /** Code of the tier before; null at the first. */
  fromTier?: Maybe<Scalars['String']['output']>;
  /** On which day, in the programme's time zone. */
  onDay: Scalars['Date']['output'];
  /** Why, in a sentence. */
  reason: Scalars['String']['output'];
  /** Code of the tier after. */
  toTier: Scalars['String']['output'];
};

/** What happened to a tier. */
export type TierEvent =
  /** A lower one, at the end of a period. */
  | 'DOWNGRADED'
  /** It was reached again at the end of its period. */
  | 'PROLONGED'
  /** What had lifted the member was undone on the same day. */
  | 'TAKEN_BACK'
  /** A higher one was reached. */
  | 'UPGRADED';

/** A tier. */
export type TierInput = {
  /** Short name: letters, digits, `-` and `_`. */
  code: Scalars['String']['input'];
  /** Hours by which rewards and offers open earlier, up to 8,760. */
  earlyAccessHours: Scalars['Int']['input'];
  /** Who pays the partner that honours the free reward what its contract pays for as many points: 1 to 20 parties, each once, with shares that sum to 10,000. Left out: nobody, that partner gives it for nothing. */
  freeRewardFunding?: InputMaybe<Array<MembershipShareInput>>;
  /** A reward that comes with the tier, once in the ladder's window: given by itself from the day after it is reached. Not with the first tier. */
  freeRewardId?: InputMaybe<Scalars['ID']['input']>;
  /** Points ever earned from which on the tier is never lost. */
  lifetimePoints?: InputMaybe<Scalars['Points']['input']>;
  /** 10000 is once, 15000 one and a half times. */
  multiplierBasisPoints: Scalars['Int']['input'];
  /** Name shown to people. */
  name: Scalars['String']['input'];
  /** 0 for the tier where everybody begins; higher is better. */
  rank: Scalars['Int']['input'];
  /** What the measure must reach; by invitation only when left out. */
  threshold?: InputMaybe<Scalars['Points']['input']>;
};

/** A ladder of tiers: what counts, for how long, and what happens at the end of a period. */
export type TierLadder = {
  __typename?: 'TierLadder';
  /** Days after the end of a period in which a tier may still be kept. */
  graceDays: Scalars['Int']['output'];
  /** Id of this version. */
  id: Scalars['ID']['output'];
  /** Where who does not keep a tier lands. */
  landing: TierLanding;
  /** What counts. */
  measure: TierMeasure;
  /** When it was published. */
  publishedAt: Scalars['DateTime']['output'];
  /** The tiers, the first one first. */
  tiers: Array<Tier>;
  /** 1 for the first one. */
  version: Scalars['Int']['output'];
  /** The last so many months count; null is the calendar year. */
  windowMonths?: Maybe<Scalars['Int']['output']>;
};

/** Where who does not keep a tier lands. */
export type TierLanding =
  /** At the tier that was reached. */
  | 'AS_QUALIFIED'
  /** One tier down, whatever was reached: a soft landing. */
  | 'ONE_DOWN';

/** What counts towards a tier. */
export type TierMeasure =
  /** Different partners. */
  | 'PARTNERS'
  /** Points earned at tills. */
  | 'POINTS'
  /** Money spent, in minor units of the programme's currency. */
  | 'SPEND'
  /** Visits: a day at a partner is one. */
  | 'VISITS';

/** How a member came to a tier. */
export type TierSource =
  /** The operator invited it. */
  | 'INVITATION'
  /** It earned so many points in all that the tier is never lost. */
  | 'LIFETIME'
  /** It reached the threshold, or landed here. */
  | 'QUALIFIED';

export type Transaction = {
  __typename?: 'Transaction';
  /** Id of the transaction. */
  id: Scalars['ID']['output'];
};

/** A merge to undo. */
export type UnmergeMembersInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The merge. */
  mergeId: Scalars['ID']['input'];
};

/** The member that is itself again. */
export type UnmergeMembersPayload = {
  __typename?: 'UnmergeMembersPayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** What is to be changed: what is left out stays, null takes it away. */
export type UpdateMemberProfileInput = {
  /** Birthday in the Gregorian calendar, from 1900 on. */
  birthDate?: InputMaybe<Scalars['Date']['input']>;
  /** Name as the member writes it, up to 200 characters in any script. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** BCP 47 language tag. */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** The member. */
  memberId: Scalars['ID']['input'];
  /** By which way the member likes to hear from us. */
  preferredChannel?: InputMaybe<PreferredChannel>;
  /** 0 to 23, in the programme's time zone. */
  preferredHour?: InputMaybe<Scalars['Int']['input']>;
};

/** The member as it then is. */
export type UpdateMemberProfilePayload = {
  __typename?: 'UpdateMemberProfilePayload';
  /** The member; null when refused. */
  member?: Maybe<Member>;
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

/** A plan that is to be sold no more. */
export type WithdrawMembershipPlanInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The plan. */
  planId: Scalars['ID']['input'];
};

/** What became of the withdrawal. */
export type WithdrawMembershipPlanPayload = {
  __typename?: 'WithdrawMembershipPlanPayload';
  /** The plan; null when refused. */
  plan?: Maybe<MembershipPlan>;
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
  Member: Member;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcknowledgeMessagesInput: AcknowledgeMessagesInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AcknowledgeMessagesPayload: ResolverTypeWrapper<AcknowledgeMessagesPayload>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AddMemberIdentityInput: AddMemberIdentityInput;
  AddMemberIdentityPayload: ResolverTypeWrapper<Omit<AddMemberIdentityPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  BlockMemberIdentityInput: BlockMemberIdentityInput;
  BlockMemberIdentityPayload: ResolverTypeWrapper<Omit<BlockMemberIdentityPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  BlockReason: BlockReason;
  CancelMembershipInput: CancelMembershipInput;
  CancelMembershipPayload: ResolverTypeWrapper<Omit<CancelMembershipPayload, 'membership'> & { membership?: Maybe<ResolversTypes['Membership']> }>;
  ChangeMemberStatusInput: ChangeMemberStatusInput;
  ChangeMemberStatusPayload: ResolverTypeWrapper<Omit<ChangeMemberStatusPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  ConfirmVerificationInput: ConfirmVerificationInput;
  ConfirmVerificationPayload: ResolverTypeWrapper<Omit<ConfirmVerificationPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  Consent: ResolverTypeWrapper<ConsentRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ConsentInput: ConsentInput;
  ConsentPurpose: ConsentPurpose;
  ConsentRecorder: ConsentRecorder;
  CreateMembershipPlanInput: CreateMembershipPlanInput;
  CreateMembershipPlanPayload: ResolverTypeWrapper<Omit<CreateMembershipPlanPayload, 'plan'> & { plan?: Maybe<ResolversTypes['MembershipPlan']> }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DrawFromHouseholdInput: DrawFromHouseholdInput;
  DrawFromHouseholdPayload: ResolverTypeWrapper<Omit<DrawFromHouseholdPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  EnrolMemberInput: EnrolMemberInput;
  EnrolMemberPayload: ResolverTypeWrapper<Omit<EnrolMemberPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  EnrolmentChannel: EnrolmentChannel;
  EraseMemberInput: EraseMemberInput;
  EraseMemberPayload: ResolverTypeWrapper<Omit<EraseMemberPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  Household: ResolverTypeWrapper<HouseholdRow>;
  HouseholdMember: ResolverTypeWrapper<HouseholdMember>;
  HouseholdRole: HouseholdRole;
  IdentityInput: IdentityInput;
  IdentityKind: IdentityKind;
  InviteToTierInput: InviteToTierInput;
  InviteToTierPayload: ResolverTypeWrapper<Omit<InviteToTierPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  IssueCardsInput: IssueCardsInput;
  IssueCardsPayload: ResolverTypeWrapper<Omit<IssueCardsPayload, 'members'> & { members?: Maybe<Array<ResolversTypes['Member']>> }>;
  IssueMemberTokenInput: IssueMemberTokenInput;
  IssueMemberTokenPayload: ResolverTypeWrapper<IssueMemberTokenPayload>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JoinHouseholdInput: JoinHouseholdInput;
  JoinHouseholdPayload: ResolverTypeWrapper<Omit<JoinHouseholdPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  JoinMembershipInput: JoinMembershipInput;
  JoinMembershipPayload: ResolverTypeWrapper<Omit<JoinMembershipPayload, 'membership'> & { membership?: Maybe<ResolversTypes['Membership']> }>;
  LeaveHouseholdInput: LeaveHouseholdInput;
  LeaveHouseholdPayload: ResolverTypeWrapper<Omit<LeaveHouseholdPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  MakeHouseholdInput: MakeHouseholdInput;
  MakeHouseholdPayload: ResolverTypeWrapper<Omit<MakeHouseholdPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  Member: ResolverTypeWrapper<MemberRow>;
  MemberIdentity: ResolverTypeWrapper<KnownIdentity>;
  MemberMerge: ResolverTypeWrapper<MergeRow>;
  MemberStatus: MemberStatus;
  MemberTier: ResolverTypeWrapper<TierView>;
  Membership: ResolverTypeWrapper<MembershipRow>;
  MembershipConnection: ResolverTypeWrapper<Omit<MembershipConnection, 'edges'> & { edges: Array<ResolversTypes['MembershipEdge']> }>;
  MembershipEdge: ResolverTypeWrapper<Omit<MembershipEdge, 'node'> & { node: ResolversTypes['Membership'] }>;
  MembershipEnd: MembershipEnd;
  MembershipFeeShare: ResolverTypeWrapper<FeeShareRow>;
  MembershipPeriod: ResolverTypeWrapper<PeriodRow>;
  MembershipPlan: ResolverTypeWrapper<PlanRow>;
  MembershipRefundRule: MembershipRefundRule;
  MembershipShareInput: MembershipShareInput;
  MembershipStatus: MembershipStatus;
  MergeMembersInput: MergeMembersInput;
  MergeMembersPayload: ResolverTypeWrapper<Omit<MergeMembersPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  MergeState: MergeState;
  MessageChannel: MessageChannel;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OutgoingMessage: ResolverTypeWrapper<OutgoingMessage>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Partner: ResolverTypeWrapper<Partner>;
  Points: ResolverTypeWrapper<Scalars['Points']['output']>;
  PreferredChannel: PreferredChannel;
  PresentQrTokenInput: PresentQrTokenInput;
  PresentQrTokenPayload: ResolverTypeWrapper<Omit<PresentQrTokenPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  PublishTierLadderInput: PublishTierLadderInput;
  PublishTierLadderPayload: ResolverTypeWrapper<Omit<PublishTierLadderPayload, 'ladder'> & { ladder?: Maybe<ResolversTypes['TierLadder']> }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordConsentInput: RecordConsentInput;
  RecordConsentPayload: ResolverTypeWrapper<Omit<RecordConsentPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  RedeemWithHouseholdInput: RedeemWithHouseholdInput;
  RedeemWithHouseholdPayload: ResolverTypeWrapper<Omit<RedeemWithHouseholdPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  RefusalCode: RefusalCode;
  RegisterQrDeviceInput: RegisterQrDeviceInput;
  RegisterQrDevicePayload: ResolverTypeWrapper<RegisterQrDevicePayload>;
  RenewMembershipInput: RenewMembershipInput;
  RenewMembershipPayload: ResolverTypeWrapper<Omit<RenewMembershipPayload, 'membership'> & { membership?: Maybe<ResolversTypes['Membership']> }>;
  ReplaceCardInput: ReplaceCardInput;
  ReplaceCardPayload: ResolverTypeWrapper<Omit<ReplaceCardPayload, 'card' | 'member'> & { card?: Maybe<ResolversTypes['MemberIdentity']>, member?: Maybe<ResolversTypes['Member']> }>;
  RequestVerificationInput: RequestVerificationInput;
  RequestVerificationPayload: ResolverTypeWrapper<RequestVerificationPayload>;
  Reward: ResolverTypeWrapper<Reward>;
  SetConfirmationLimitInput: SetConfirmationLimitInput;
  SetConfirmationLimitPayload: ResolverTypeWrapper<Omit<SetConfirmationLimitPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  Store: ResolverTypeWrapper<Store>;
  TagMemberInput: TagMemberInput;
  TagMemberPayload: ResolverTypeWrapper<Omit<TagMemberPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  Tier: ResolverTypeWrapper<LadderTier>;
  TierChange: ResolverTypeWrapper<TierChange>;
  TierEvent: TierEvent;
  TierInput: TierInput;
  TierLadder: ResolverTypeWrapper<PublishedLadder>;
  TierLanding: TierLanding;
  TierMeasure: TierMeasure;
  TierSource: TierSource;
  Transaction: ResolverTypeWrapper<Transaction>;
  UnmergeMembersInput: UnmergeMembersInput;
  UnmergeMembersPayload: ResolverTypeWrapper<Omit<UnmergeMembersPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  UpdateMemberProfileInput: UpdateMemberProfileInput;
  UpdateMemberProfilePayload: ResolverTypeWrapper<Omit<UpdateMemberProfilePayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  UserError: ResolverTypeWrapper<UserError>;
  WithdrawMembershipPlanInput: WithdrawMembershipPlanInput;
  WithdrawMembershipPlanPayload: ResolverTypeWrapper<Omit<WithdrawMembershipPlanPayload, 'plan'> & { plan?: Maybe<ResolversTypes['MembershipPlan']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcknowledgeMessagesInput: AcknowledgeMessagesInput;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  AcknowledgeMessagesPayload: AcknowledgeMessagesPayload;
  Int: Scalars['Int']['output'];
  AddMemberIdentityInput: AddMemberIdentityInput;
  AddMemberIdentityPayload: Omit<AddMemberIdentityPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  BlockMemberIdentityInput: BlockMemberIdentityInput;
  BlockMemberIdentityPayload: Omit<BlockMemberIdentityPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  CancelMembershipInput: CancelMembershipInput;
  CancelMembershipPayload: Omit<CancelMembershipPayload, 'membership'> & { membership?: Maybe<ResolversParentTypes['Membership']> };
  ChangeMemberStatusInput: ChangeMemberStatusInput;
  ChangeMemberStatusPayload: Omit<ChangeMemberStatusPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  ConfirmVerificationInput: ConfirmVerificationInput;
  ConfirmVerificationPayload: Omit<ConfirmVerificationPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Consent: ConsentRow;
  Boolean: Scalars['Boolean']['output'];
  ConsentInput: ConsentInput;
  CreateMembershipPlanInput: CreateMembershipPlanInput;
  CreateMembershipPlanPayload: Omit<CreateMembershipPlanPayload, 'plan'> & { plan?: Maybe<ResolversParentTypes['MembershipPlan']> };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  DrawFromHouseholdInput: DrawFromHouseholdInput;
  DrawFromHouseholdPayload: Omit<DrawFromHouseholdPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  EnrolMemberInput: EnrolMemberInput;
  EnrolMemberPayload: Omit<EnrolMemberPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  EraseMemberInput: EraseMemberInput;
  EraseMemberPayload: Omit<EraseMemberPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Household: HouseholdRow;
  HouseholdMember: HouseholdMember;
  IdentityInput: IdentityInput;
  InviteToTierInput: InviteToTierInput;
  InviteToTierPayload: Omit<InviteToTierPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  IssueCardsInput: IssueCardsInput;
  IssueCardsPayload: Omit<IssueCardsPayload, 'members'> & { members?: Maybe<Array<ResolversParentTypes['Member']>> };
  IssueMemberTokenInput: IssueMemberTokenInput;
  IssueMemberTokenPayload: IssueMemberTokenPayload;
  JSON: Scalars['JSON']['output'];
  JoinHouseholdInput: JoinHouseholdInput;
  JoinHouseholdPayload: Omit<JoinHouseholdPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  JoinMembershipInput: JoinMembershipInput;
  JoinMembershipPayload: Omit<JoinMembershipPayload, 'membership'> & { membership?: Maybe<ResolversParentTypes['Membership']> };
  LeaveHouseholdInput: LeaveHouseholdInput;
  LeaveHouseholdPayload: Omit<LeaveHouseholdPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  MakeHouseholdInput: MakeHouseholdInput;
  MakeHouseholdPayload: Omit<MakeHouseholdPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Member: MemberRow;
  MemberIdentity: KnownIdentity;
  MemberMerge: MergeRow;
  MemberTier: TierView;
  Membership: MembershipRow;
  MembershipConnection: Omit<MembershipConnection, 'edges'> & { edges: Array<ResolversParentTypes['MembershipEdge']> };
  MembershipEdge: Omit<MembershipEdge, 'node'> & { node: ResolversParentTypes['Membership'] };
  MembershipFeeShare: FeeShareRow;
  MembershipPeriod: PeriodRow;
  MembershipPlan: PlanRow;
  MembershipShareInput: MembershipShareInput;
  MergeMembersInput: MergeMembersInput;
  MergeMembersPayload: Omit<MergeMembersPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  OutgoingMessage: OutgoingMessage;
  PageInfo: PageInfo;
  Partner: Partner;
  Points: Scalars['Points']['output'];
  PresentQrTokenInput: PresentQrTokenInput;
  PresentQrTokenPayload: Omit<PresentQrTokenPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  PublishTierLadderInput: PublishTierLadderInput;
  PublishTierLadderPayload: Omit<PublishTierLadderPayload, 'ladder'> & { ladder?: Maybe<ResolversParentTypes['TierLadder']> };
  Query: Record<PropertyKey, never>;
  RecordConsentInput: RecordConsentInput;
  RecordConsentPayload: Omit<RecordConsentPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  RedeemWithHouseholdInput: RedeemWithHouseholdInput;
  RedeemWithHouseholdPayload: Omit<RedeemWithHouseholdPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  RegisterQrDeviceInput: RegisterQrDeviceInput;
  RegisterQrDevicePayload: RegisterQrDevicePayload;
  RenewMembershipInput: RenewMembershipInput;
  RenewMembershipPayload: Omit<RenewMembershipPayload, 'membership'> & { membership?: Maybe<ResolversParentTypes['Membership']> };
  ReplaceCardInput: ReplaceCardInput;
  ReplaceCardPayload: Omit<ReplaceCardPayload, 'card' | 'member'> & { card?: Maybe<ResolversParentTypes['MemberIdentity']>, member?: Maybe<ResolversParentTypes['Member']> };
  RequestVerificationInput: RequestVerificationInput;
  RequestVerificationPayload: RequestVerificationPayload;
  Reward: Reward;
  SetConfirmationLimitInput: SetConfirmationLimitInput;
  SetConfirmationLimitPayload: Omit<SetConfirmationLimitPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Store: Store;
  TagMemberInput: TagMemberInput;
  TagMemberPayload: Omit<TagMemberPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Tier: LadderTier;
  TierChange: TierChange;
  TierInput: TierInput;
  TierLadder: PublishedLadder;
  Transaction: Transaction;
  UnmergeMembersInput: UnmergeMembersInput;
  UnmergeMembersPayload: Omit<UnmergeMembersPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  UpdateMemberProfileInput: UpdateMemberProfileInput;
  UpdateMemberProfilePayload: Omit<UpdateMemberProfilePayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  UserError: UserError;
  WithdrawMembershipPlanInput: WithdrawMembershipPlanInput;
  WithdrawMembershipPlanPayload: Omit<WithdrawMembershipPlanPayload, 'plan'> & { plan?: Maybe<ResolversParentTypes['MembershipPlan']> };
};

export type AcknowledgeMessagesPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['AcknowledgeMessagesPayload'] = ResolversParentTypes['AcknowledgeMessagesPayload']> = {
  acknowledged?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AddMemberIdentityPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['AddMemberIdentityPayload'] = ResolversParentTypes['AddMemberIdentityPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type BlockMemberIdentityPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['BlockMemberIdentityPayload'] = ResolversParentTypes['BlockMemberIdentityPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CancelMembershipPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['CancelMembershipPayload'] = ResolversParentTypes['CancelMembershipPayload']> = {
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChangeMemberStatusPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['ChangeMemberStatusPayload'] = ResolversParentTypes['ChangeMemberStatusPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ConfirmVerificationPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['ConfirmVerificationPayload'] = ResolversParentTypes['ConfirmVerificationPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ConsentResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Consent'] = ResolversParentTypes['Consent']> = {
  decidedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  granted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['ConsentPurpose'], ParentType, ContextType>;
  recordedAs?: Resolver<ResolversTypes['ConsentRecorder'], ParentType, ContextType>;
  wording?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  wordingHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateMembershipPlanPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['CreateMembershipPlanPayload'] = ResolversParentTypes['CreateMembershipPlanPayload']> = {
  plan?: Resolver<Maybe<ResolversTypes['MembershipPlan']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DrawFromHouseholdPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['DrawFromHouseholdPayload'] = ResolversParentTypes['DrawFromHouseholdPayload']> = {
  drawn?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EnrolMemberPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['EnrolMemberPayload'] = ResolversParentTypes['EnrolMemberPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EraseMemberPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['EraseMemberPayload'] = ResolversParentTypes['EraseMemberPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type HouseholdResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Household'] = ResolversParentTypes['Household']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  members?: Resolver<Array<ResolversTypes['HouseholdMember']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type HouseholdMemberResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['HouseholdMember'] = ResolversParentTypes['HouseholdMember']> = {
  joinedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  memberId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  monthlyLimit?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['HouseholdRole'], ParentType, ContextType>;
};

export type InviteToTierPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['InviteToTierPayload'] = ResolversParentTypes['InviteToTierPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type IssueCardsPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['IssueCardsPayload'] = ResolversParentTypes['IssueCardsPayload']> = {
  members?: Resolver<Maybe<Array<ResolversTypes['Member']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type IssueMemberTokenPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['IssueMemberTokenPayload'] = ResolversParentTypes['IssueMemberTokenPayload']> = {
  accessToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JoinHouseholdPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['JoinHouseholdPayload'] = ResolversParentTypes['JoinHouseholdPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type JoinMembershipPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['JoinMembershipPayload'] = ResolversParentTypes['JoinMembershipPayload']> = {
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LeaveHouseholdPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['LeaveHouseholdPayload'] = ResolversParentTypes['LeaveHouseholdPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MakeHouseholdPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MakeHouseholdPayload'] = ResolversParentTypes['MakeHouseholdPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  confirmAbove?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  consentHistory?: Resolver<Maybe<Array<ResolversTypes['Consent']>>, ParentType, ContextType>;
  consents?: Resolver<Array<ResolversTypes['Consent']>, ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  enrolledAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  enrolledThrough?: Resolver<ResolversTypes['EnrolmentChannel'], ParentType, ContextType>;
  erasedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  household?: Resolver<Maybe<ResolversTypes['Household']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identities?: Resolver<Array<ResolversTypes['MemberIdentity']>, ParentType, ContextType>;
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  mergedInto?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  merges?: Resolver<Maybe<Array<ResolversTypes['MemberMerge']>>, ParentType, ContextType>;
  preferredChannel?: Resolver<Maybe<ResolversTypes['PreferredChannel']>, ParentType, ContextType>;
  preferredHour?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['MemberStatus'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  tier?: Resolver<Maybe<ResolversTypes['MemberTier']>, ParentType, ContextType>;
  tierAfter?: Resolver<Maybe<ResolversTypes['MemberTier']>, ParentType, ContextType, RequireFields<MemberTierAfterArgs, 'partnerId' | 'points' | 'spendMinorUnits'>>;
};

export type MemberIdentityResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MemberIdentity'] = ResolversParentTypes['MemberIdentity']> = {
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  blockReason?: Resolver<Maybe<ResolversTypes['BlockReason']>, ParentType, ContextType>;
  blockedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IdentityKind'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verifiedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type MemberMergeResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MemberMerge'] = ResolversParentTypes['MemberMerge']> = {
  duplicate?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mergedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reversibleUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MergeState'], ParentType, ContextType>;
};

export type MemberTierResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MemberTier'] = ResolversParentTypes['MemberTier']> = {
  changes?: Resolver<Array<ResolversTypes['TierChange']>, ParentType, ContextType>;
  keepBy?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  measured?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  missingForNext?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  missingToKeep?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['Tier']>, ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['TierSource'], ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['Tier'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type MembershipResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Membership'] = ResolversParentTypes['Membership']> = {
  autoRenew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  coveredUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  endedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  graceUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  periods?: Resolver<Maybe<Array<ResolversTypes['MembershipPeriod']>>, ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['MembershipPlan'], ParentType, ContextType>;
  startedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['MembershipStatus'], ParentType, ContextType>;
};

export type MembershipConnectionResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MembershipConnection'] = ResolversParentTypes['MembershipConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MembershipEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MembershipEdgeResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MembershipEdge'] = ResolversParentTypes['MembershipEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Membership'], ParentType, ContextType>;
};

export type MembershipFeeShareResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MembershipFeeShare'] = ResolversParentTypes['MembershipFeeShare']> = {
  basisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type MembershipPeriodResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MembershipPeriod'] = ResolversParentTypes['MembershipPeriod']> = {
  fee?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  paidAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refund?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  refunded?: Resolver<Maybe<ResolversTypes['MinorUnits']>, ParentType, ContextType>;
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type MembershipPlanResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MembershipPlan'] = ResolversParentTypes['MembershipPlan']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  earlyAccessHours?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  freeReward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType>;
  freeRewardFunding?: Resolver<Maybe<Array<ResolversTypes['MembershipFeeShare']>>, ParentType, ContextType>;
  graceDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  multiplierBasisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  periodMonths?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refundDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  refundRule?: Resolver<ResolversTypes['MembershipRefundRule'], ParentType, ContextType>;
  shares?: Resolver<Array<ResolversTypes['MembershipFeeShare']>, ParentType, ContextType>;
  withdrawnAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type MergeMembersPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MergeMembersPayload'] = ResolversParentTypes['MergeMembersPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  mergeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  minorUnits?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acknowledgeMessages?: Resolver<ResolversTypes['AcknowledgeMessagesPayload'], ParentType, ContextType, RequireFields<MutationAcknowledgeMessagesArgs, 'input'>>;
  addMemberIdentity?: Resolver<ResolversTypes['AddMemberIdentityPayload'], ParentType, ContextType, RequireFields<MutationAddMemberIdentityArgs, 'input'>>;
  blockMemberIdentity?: Resolver<ResolversTypes['BlockMemberIdentityPayload'], ParentType, ContextType, RequireFields<MutationBlockMemberIdentityArgs, 'input'>>;
  cancelMembership?: Resolver<ResolversTypes['CancelMembershipPayload'], ParentType, ContextType, RequireFields<MutationCancelMembershipArgs, 'input'>>;
  changeMemberStatus?: Resolver<ResolversTypes['ChangeMemberStatusPayload'], ParentType, ContextType, RequireFields<MutationChangeMemberStatusArgs, 'input'>>;
  confirmVerification?: Resolver<ResolversTypes['ConfirmVerificationPayload'], ParentType, ContextType, RequireFields<MutationConfirmVerificationArgs, 'input'>>;
  createMembershipPlan?: Resolver<ResolversTypes['CreateMembershipPlanPayload'], ParentType, ContextType, RequireFields<MutationCreateMembershipPlanArgs, 'input'>>;
  drawFromHousehold?: Resolver<ResolversTypes['DrawFromHouseholdPayload'], ParentType, ContextType, RequireFields<MutationDrawFromHouseholdArgs, 'input'>>;
  enrolMember?: Resolver<ResolversTypes['EnrolMemberPayload'], ParentType, ContextType, RequireFields<MutationEnrolMemberArgs, 'input'>>;
  eraseMember?: Resolver<ResolversTypes['EraseMemberPayload'], ParentType, ContextType, RequireFields<MutationEraseMemberArgs, 'input'>>;
  inviteToTier?: Resolver<ResolversTypes['InviteToTierPayload'], ParentType, ContextType, RequireFields<MutationInviteToTierArgs, 'input'>>;
  issueCards?: Resolver<ResolversTypes['IssueCardsPayload'], ParentType, ContextType, RequireFields<MutationIssueCardsArgs, 'input'>>;
  issueMemberToken?: Resolver<ResolversTypes['IssueMemberTokenPayload'], ParentType, ContextType, RequireFields<MutationIssueMemberTokenArgs, 'input'>>;
  joinHousehold?: Resolver<ResolversTypes['JoinHouseholdPayload'], ParentType, ContextType, RequireFields<MutationJoinHouseholdArgs, 'input'>>;
  joinMembership?: Resolver<ResolversTypes['JoinMembershipPayload'], ParentType, ContextType, RequireFields<MutationJoinMembershipArgs, 'input'>>;
  leaveHousehold?: Resolver<ResolversTypes['LeaveHouseholdPayload'], ParentType, ContextType, RequireFields<MutationLeaveHouseholdArgs, 'input'>>;
  makeHousehold?: Resolver<ResolversTypes['MakeHouseholdPayload'], ParentType, ContextType, RequireFields<MutationMakeHouseholdArgs, 'input'>>;
  mergeMembers?: Resolver<ResolversTypes['MergeMembersPayload'], ParentType, ContextType, RequireFields<MutationMergeMembersArgs, 'input'>>;
  presentQrToken?: Resolver<ResolversTypes['PresentQrTokenPayload'], ParentType, ContextType, RequireFields<MutationPresentQrTokenArgs, 'input'>>;
  publishTierLadder?: Resolver<ResolversTypes['PublishTierLadderPayload'], ParentType, ContextType, RequireFields<MutationPublishTierLadderArgs, 'input'>>;
  recordConsent?: Resolver<ResolversTypes['RecordConsentPayload'], ParentType, ContextType, RequireFields<MutationRecordConsentArgs, 'input'>>;
  redeemWithHousehold?: Resolver<ResolversTypes['RedeemWithHouseholdPayload'], ParentType, ContextType, RequireFields<MutationRedeemWithHouseholdArgs, 'input'>>;
  registerQrDevice?: Resolver<ResolversTypes['RegisterQrDevicePayload'], ParentType, ContextType, RequireFields<MutationRegisterQrDeviceArgs, 'input'>>;
  renewMembership?: Resolver<ResolversTypes['RenewMembershipPayload'], ParentType, ContextType, RequireFields<MutationRenewMembershipArgs, 'input'>>;
  replaceCard?: Resolver<ResolversTypes['ReplaceCardPayload'], ParentType, ContextType, RequireFields<MutationReplaceCardArgs, 'input'>>;
  requestVerification?: Resolver<ResolversTypes['RequestVerificationPayload'], ParentType, ContextType, RequireFields<MutationRequestVerificationArgs, 'input'>>;
  setConfirmationLimit?: Resolver<ResolversTypes['SetConfirmationLimitPayload'], ParentType, ContextType, RequireFields<MutationSetConfirmationLimitArgs, 'input'>>;
  tagMember?: Resolver<ResolversTypes['TagMemberPayload'], ParentType, ContextType, RequireFields<MutationTagMemberArgs, 'input'>>;
  unmergeMembers?: Resolver<ResolversTypes['UnmergeMembersPayload'], ParentType, ContextType, RequireFields<MutationUnmergeMembersArgs, 'input'>>;
  updateMemberProfile?: Resolver<ResolversTypes['UpdateMemberProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateMemberProfileArgs, 'input'>>;
  withdrawMembershipPlan?: Resolver<ResolversTypes['WithdrawMembershipPlanPayload'], ParentType, ContextType, RequireFields<MutationWithdrawMembershipPlanArgs, 'input'>>;
};

export type OutgoingMessageResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['OutgoingMessage'] = ResolversParentTypes['OutgoingMessage']> = {
  channel?: Resolver<ResolversTypes['MessageChannel'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  template?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  values?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  writtenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PartnerResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Partner'] = ResolversParentTypes['Partner']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface PointsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Points'], any> {
  name: 'Points';
}

export type PresentQrTokenPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['PresentQrTokenPayload'] = ResolversParentTypes['PresentQrTokenPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PublishTierLadderPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['PublishTierLadderPayload'] = ResolversParentTypes['PublishTierLadderPayload']> = {
  ladder?: Resolver<Maybe<ResolversTypes['TierLadder']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  dueMemberships?: Resolver<ResolversTypes['MembershipConnection'], ParentType, ContextType, RequireFields<QueryDueMembershipsArgs, 'by' | 'first'>>;
  me?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberArgs, 'id'>>;
  memberByIdentity?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberByIdentityArgs, 'identity'>>;
  memberExport?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, RequireFields<QueryMemberExportArgs, 'id'>>;
  membershipPlans?: Resolver<Array<ResolversTypes['MembershipPlan']>, ParentType, ContextType>;
  outgoingMessages?: Resolver<Array<ResolversTypes['OutgoingMessage']>, ParentType, ContextType, RequireFields<QueryOutgoingMessagesArgs, 'first'>>;
  tierLadder?: Resolver<Maybe<ResolversTypes['TierLadder']>, ParentType, ContextType>;
};

export type RecordConsentPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['RecordConsentPayload'] = ResolversParentTypes['RecordConsentPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RedeemWithHouseholdPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['RedeemWithHouseholdPayload'] = ResolversParentTypes['RedeemWithHouseholdPayload']> = {
  drawn?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RegisterQrDevicePayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['RegisterQrDevicePayload'] = ResolversParentTypes['RegisterQrDevicePayload']> = {
  handle?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RenewMembershipPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['RenewMembershipPayload'] = ResolversParentTypes['RenewMembershipPayload']> = {
  membership?: Resolver<Maybe<ResolversTypes['Membership']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReplaceCardPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['ReplaceCardPayload'] = ResolversParentTypes['ReplaceCardPayload']> = {
  card?: Resolver<Maybe<ResolversTypes['MemberIdentity']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RequestVerificationPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['RequestVerificationPayload'] = ResolversParentTypes['RequestVerificationPayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  verificationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type RewardResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Reward'] = ResolversParentTypes['Reward']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SetConfirmationLimitPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['SetConfirmationLimitPayload'] = ResolversParentTypes['SetConfirmationLimitPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StoreResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Store'] = ResolversParentTypes['Store']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type TagMemberPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['TagMemberPayload'] = ResolversParentTypes['TagMemberPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TierResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Tier'] = ResolversParentTypes['Tier']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  earlyAccessHours?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  freeReward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType>;
  freeRewardFunding?: Resolver<Maybe<Array<ResolversTypes['MembershipFeeShare']>>, ParentType, ContextType>;
  lifetimePoints?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  multiplierBasisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  threshold?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
};

export type TierChangeResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['TierChange'] = ResolversParentTypes['TierChange']> = {
  event?: Resolver<ResolversTypes['TierEvent'], ParentType, ContextType>;
  fromTier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  onDay?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  toTier?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TierLadderResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['TierLadder'] = ResolversParentTypes['TierLadder']> = {
  graceDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  landing?: Resolver<ResolversTypes['TierLanding'], ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['TierMeasure'], ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  tiers?: Resolver<Array<ResolversTypes['Tier']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  windowMonths?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TransactionResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UnmergeMembersPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['UnmergeMembersPayload'] = ResolversParentTypes['UnmergeMembersPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UpdateMemberProfilePayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['UpdateMemberProfilePayload'] = ResolversParentTypes['UpdateMemberProfilePayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WithdrawMembershipPlanPayloadResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['WithdrawMembershipPlanPayload'] = ResolversParentTypes['WithdrawMembershipPlanPayload']> = {
  plan?: Resolver<Maybe<ResolversTypes['MembershipPlan']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = MembersContext> = {
  AcknowledgeMessagesPayload?: AcknowledgeMessagesPayloadResolvers<ContextType>;
  AddMemberIdentityPayload?: AddMemberIdentityPayloadResolvers<ContextType>;
  BlockMemberIdentityPayload?: BlockMemberIdentityPayloadResolvers<ContextType>;
  CancelMembershipPayload?: CancelMembershipPayloadResolvers<ContextType>;
  ChangeMemberStatusPayload?: ChangeMemberStatusPayloadResolvers<ContextType>;
  ConfirmVerificationPayload?: ConfirmVerificationPayloadResolvers<ContextType>;
  Consent?: ConsentResolvers<ContextType>;
  CreateMembershipPlanPayload?: CreateMembershipPlanPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  DrawFromHouseholdPayload?: DrawFromHouseholdPayloadResolvers<ContextType>;
  EnrolMemberPayload?: EnrolMemberPayloadResolvers<ContextType>;
  EraseMemberPayload?: EraseMemberPayloadResolvers<ContextType>;
  Household?: HouseholdResolvers<ContextType>;
  HouseholdMember?: HouseholdMemberResolvers<ContextType>;
  InviteToTierPayload?: InviteToTierPayloadResolvers<ContextType>;
  IssueCardsPayload?: IssueCardsPayloadResolvers<ContextType>;
  IssueMemberTokenPayload?: IssueMemberTokenPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JoinHouseholdPayload?: JoinHouseholdPayloadResolvers<ContextType>;
  JoinMembershipPayload?: JoinMembershipPayloadResolvers<ContextType>;
  LeaveHouseholdPayload?: LeaveHouseholdPayloadResolvers<ContextType>;
  MakeHouseholdPayload?: MakeHouseholdPayloadResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  MemberIdentity?: MemberIdentityResolvers<ContextType>;
  MemberMerge?: MemberMergeResolvers<ContextType>;
  MemberTier?: MemberTierResolvers<ContextType>;
  Membership?: MembershipResolvers<ContextType>;
  MembershipConnection?: MembershipConnectionResolvers<ContextType>;
  MembershipEdge?: MembershipEdgeResolvers<ContextType>;
  MembershipFeeShare?: MembershipFeeShareResolvers<ContextType>;
  MembershipPeriod?: MembershipPeriodResolvers<ContextType>;
  MembershipPlan?: MembershipPlanResolvers<ContextType>;
  MergeMembersPayload?: MergeMembersPayloadResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OutgoingMessage?: OutgoingMessageResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partner?: PartnerResolvers<ContextType>;
  Points?: GraphQLScalarType;
  PresentQrTokenPayload?: PresentQrTokenPayloadResolvers<ContextType>;
  PublishTierLadderPayload?: PublishTierLadderPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordConsentPayload?: RecordConsentPayloadResolvers<ContextType>;
  RedeemWithHouseholdPayload?: RedeemWithHouseholdPayloadResolvers<ContextType>;
  RegisterQrDevicePayload?: RegisterQrDevicePayloadResolvers<ContextType>;
  RenewMembershipPayload?: RenewMembershipPayloadResolvers<ContextType>;
  ReplaceCardPayload?: ReplaceCardPayloadResolvers<ContextType>;
  RequestVerificationPayload?: RequestVerificationPayloadResolvers<ContextType>;
  Reward?: RewardResolvers<ContextType>;
  SetConfirmationLimitPayload?: SetConfirmationLimitPayloadResolvers<ContextType>;
  Store?: StoreResolvers<ContextType>;
  TagMemberPayload?: TagMemberPayloadResolvers<ContextType>;
  Tier?: TierResolvers<ContextType>;
  TierChange?: TierChangeResolvers<ContextType>;
  TierLadder?: TierLadderResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  UnmergeMembersPayload?: UnmergeMembersPayloadResolvers<ContextType>;
  UpdateMemberProfilePayload?: UpdateMemberProfilePayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  WithdrawMembershipPlanPayload?: WithdrawMembershipPlanPayloadResolvers<ContextType>;
};

