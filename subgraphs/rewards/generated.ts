// Generated from schema/rewards.graphql by `npm run codegen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Reward as RewardRow, RewardOrder as RewardOrderRow, Voucher as VoucherTableRow } from '../../db/tables/rewards.ts';
import type { VoucherUseView } from './resolvers/voucher.ts';
import type { Funding } from './domain/funding.ts';
import type { PromisedRow, ApprovalRow, FundedRow } from './store/funding-approvals.ts';
import type { MissionRow } from './store/missions.ts';
import type { MissionLevel as MissionLevelTerms } from './domain/mission.ts';
import type { MissionProgressView, MissionCompletionView } from './resolvers/mission.ts';
import type { BadgeRow, MemberBadgeRow } from './store/badges.ts';
import type { CircleRow } from './store/circles.ts';
import type { BoardRow, EntryRow } from './store/leaderboards.ts';
import type { DrawRow, EntryRow as DrawEntryRow } from './store/draws.ts';
import type { ActivityRow } from './store/activities.ts';
import type { SurveyRow, InvitationRow, CaseRow } from './store/surveys.ts';
import type { Question, Answer } from './domain/survey.ts';
import type { OfferRow } from './store/offers.ts';
import type { MemberOfferView, OfferReportView, OfferArmView } from './resolvers/offer.ts';
import type { RewardsContext } from './context.ts';
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

/** Who brought a member. */
export type AcceptReferralInput = {
  /** The activity of kind REFERRAL. */
  activityId: Scalars['ID']['input'];
  /** The code, as it was given or typed. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of it. */
export type AcceptReferralPayload = {
  __typename?: 'AcceptReferralPayload';
  /** True when it was accepted; null when refused. */
  accepted?: Maybe<Scalars['Boolean']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An offer to activate. */
export type ActivateOfferInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** The offer. */
  offerId: Scalars['ID']['input'];
};

/** The offer that was activated. */
export type ActivateOfferPayload = {
  __typename?: 'ActivateOfferPayload';
  /** The offer; null when refused. */
  offer?: Maybe<MemberOffer>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Something that earns points otherwise than by buying. */
export type Activity = {
  __typename?: 'Activity';
  /** When the last of them agreed; null until then. */
  agreedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who of them agreed to pay, the first one first. For the operator and those who pay; empty for others. */
  approvals: Array<FundingApproval>;
  /** Who of them has not agreed yet: nothing of it counts before, and members do not see it. */
  approvalsMissing: Array<RewardFunding>;
  /** Seconds until a member can do it again. */
  cooldownSeconds: Scalars['Int']['output'];
  /** What to do. */
  description?: Maybe<Scalars['String']['output']>;
  /** Until when it runs, exclusive. */
  endsAt: Scalars['DateTime']['output'];
  /** REFERRAL: what it gives the friend; 0 otherwise. */
  friendPoints: Scalars['Points']['output'];
  /** Who pays for its points. */
  funding: Array<RewardFunding>;
  /** Id of the activity. */
  id: Scalars['ID']['output'];
  /** What kind of thing it is. */
  kind: ActivityKind;
  /** How often it can be done by all together; null is without limit. */
  maxInAll?: Maybe<Scalars['Int']['output']>;
  /** How often a member can do it; null is without limit. */
  maxPerMember?: Maybe<Scalars['Int']['output']>;
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** The partner it is about; null is the programme. */
  partner?: Maybe<Partner>;
  /** What it gives; of a referral, to the one who brought a friend. */
  points: Scalars['Points']['output'];
  /** How it is shown that it was done. */
  proof: ActivityProof;
  /** From when it runs. */
  startsAt: Scalars['DateTime']['output'];
};

/** What kind of thing earns points. */
export type ActivityKind =
  /** Anything else, described in its text. */
  | 'OTHER'
  /** Completing the profile: a name, a birthday, and a phone or e-mail that was verified. It is looked at when the points are claimed. */
  | 'PROFILE'
  /** Bringing a friend. */
  | 'REFERRAL'
  /** Writing a review. */
  | 'REVIEW'
  /** Sharing something. */
  | 'SHARE'
  /** Visiting a store. */
  | 'VISIT';

/** How it is shown that something was done. */
export type ActivityProof =
  /** The member says so. */
  | 'NONE'
  /** The member gives a reference, such as a review's address: good once. */
  | 'REFERENCE'
  /** The partner's app or the operator says so. */
  | 'WITNESS';

/** Answers. */
export type AnswerSurveyInput = {
  /** An answer to every question; those in words may be left out. */
  answers: Array<SurveyAnswerInput>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The invitation. */
  invitationId: Scalars['ID']['input'];
};

/** What became of the answers. */
export type AnswerSurveyPayload = {
  __typename?: 'AnswerSurveyPayload';
  /** The points given; null when none are, or they are still on their way. */
  award?: Maybe<Transaction>;
  /** The invitation; null when refused. */
  invitation?: Maybe<SurveyInvitation>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An agreement to pay. */
export type ApproveFundingInput = {
  /** The mission, activity, survey, offer or draw, or what `fundingRequests` calls a free reward. */
  id: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** What was agreed to. */
export type ApproveFundingPayload = {
  __typename?: 'ApproveFundingPayload';
  /** It, as it is now; null when refused. */
  request?: Maybe<FundingRequest>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A sign of something done. */
export type Badge = {
  __typename?: 'Badge';
  /** What it is for. */
  description?: Maybe<Scalars['String']['output']>;
  /** Id of the badge. */
  id: Scalars['ID']['output'];
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** A picture of it, https. */
  pictureUrl?: Maybe<Scalars['String']['output']>;
};

/** An order to give up. */
export type CancelRewardOrderInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
};

/** What became of the order. */
export type CancelRewardOrderPayload = {
  __typename?: 'CancelRewardOrderPayload';
  /** The order; null when refused. */
  order?: Maybe<RewardOrder>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A case to move on. */
export type ChangeFeedbackCaseInput = {
  /** The case. */
  caseId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What was done, up to 2,000 characters; needed to close it. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Where it stands from now on. A closed case stays closed. */
  state: FeedbackCaseState;
};

/** The case as it is now. */
export type ChangeFeedbackCasePayload = {
  __typename?: 'ChangeFeedbackCasePayload';
  /** The case; null when refused. */
  case?: Maybe<FeedbackCase>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A change of a reward. */
export type ChangeRewardInput = {
  /** How many more there are; below zero how many fewer. */
  addStock: Scalars['Points']['input'];
  /** Until when it can be ordered from now on; unchanged when left out. */
  availableUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The reward. */
  rewardId: Scalars['ID']['input'];
  /** Whether it leaves the catalogue, for good. Orders and vouchers stay. */
  withdraw: Scalars['Boolean']['input'];
};

/** The reward as it is now. */
export type ChangeRewardPayload = {
  __typename?: 'ChangeRewardPayload';
  /** The reward; null when refused. */
  reward?: Maybe<Reward>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** People who work on missions together. */
export type Circle = {
  __typename?: 'Circle';
  /** Id of the circle. */
  id: Scalars['ID']['output'];
  /** What to give to somebody who shall join. For its members and the operator. */
  inviteCode: Scalars['String']['output'];
  /** Name shown to its members. */
  name: Scalars['String']['output'];
  /** How many are in it, 20 at most. */
  size: Scalars['Int']['output'];
};

/** Something done. */
export type ClaimActivityInput = {
  /** The activity. */
  activityId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** REFERENCE: the reference, up to 500 characters. Only its hash is kept. */
  proof?: InputMaybe<Scalars['String']['input']>;
};

/** What became of the claim. */
export type ClaimActivityPayload = {
  __typename?: 'ClaimActivityPayload';
  /** The points given; null when refused or when they are still on their way. */
  award?: Maybe<Transaction>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A draw to close. */
export type CloseDrawInput = {
  /** The draw. */
  drawId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** The draw that was closed. */
export type CloseDrawPayload = {
  __typename?: 'CloseDrawPayload';
  /** The draw; null when refused. */
  draw?: Maybe<Draw>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An activity to make. */
export type CreateActivityInput = {
  /** Seconds until a member can do it again. */
  cooldownSeconds: Scalars['Int']['input'];
  /** What to do, up to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Until when it runs, exclusive. */
  endsAt: Scalars['DateTime']['input'];
  /** REFERRAL: what it gives the friend. */
  friendPoints: Scalars['Points']['input'];
  /** Who pays for its points, up to 20, each once; whoever makes it when left out. Others than that have to agree (`approveFunding`) before it counts. */
  funding?: InputMaybe<Array<RewardFundingInput>>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What kind of thing it is. */
  kind: ActivityKind;
  /** How often it can be done by all together. */
  maxInAll?: InputMaybe<Scalars['Int']['input']>;
  /** How often a member can do it; of a referral, how many friends. */
  maxPerMember?: InputMaybe<Scalars['Int']['input']>;
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The partner it is about; a partner's app leaves it out or names its own. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** What it gives; of a referral, to the one who brought a friend. */
  points: Scalars['Points']['input'];
  /** How it is shown that it was done. */
  proof: ActivityProof;
  /** From when it runs. */
  startsAt: Scalars['DateTime']['input'];
};

/** The activity that was made. */
export type CreateActivityPayload = {
  __typename?: 'CreateActivityPayload';
  /** The activity; null when refused. */
  activity?: Maybe<Activity>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A badge to make. */
export type CreateBadgeInput = {
  /** What it is for, up to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** A picture of it, https. */
  pictureUrl?: InputMaybe<Scalars['String']['input']>;
};

/** The badge that was made. */
export type CreateBadgePayload = {
  __typename?: 'CreateBadgePayload';
  /** The badge; null when refused. */
  badge?: Maybe<Badge>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A circle to make. */
export type CreateCircleInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** Name shown to its members, 1 to 200 characters. */
  name: Scalars['String']['input'];
};

/** The circle that was made. */
export type CreateCirclePayload = {
  __typename?: 'CreateCirclePayload';
  /** The circle; null when refused. */
  circle?: Maybe<Circle>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A draw to make. */
export type CreateDrawInput = {
  /** Until when it takes entries, exclusive. */
  closesAt: Scalars['DateTime']['input'];
  /** Who pays for its points, up to 20, each once; whoever makes it when left out. Others than that have to agree (`approveFunding`) before it counts. */
  funding?: InputMaybe<Array<RewardFundingInput>>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How many entries a member may have, 1 to 1,000. */
  maxPerMember: Scalars['Int']['input'];
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** From when it takes entries. */
  opensAt: Scalars['DateTime']['input'];
  /** What an entry costs; free when left out. */
  pricePoints: Scalars['Points']['input'];
  /** What there is to win, in words, up to 2,000 characters. */
  prize: Scalars['String']['input'];
  /** Points that each winner gets. */
  prizePoints: Scalars['Points']['input'];
  /** The store at which entries that cost points are booked. */
  storeId?: InputMaybe<Scalars['ID']['input']>;
  /** How many win, 1 to 1,000. */
  winners: Scalars['Int']['input'];
};

/** The draw that was made. */
export type CreateDrawPayload = {
  __typename?: 'CreateDrawPayload';
  /** The draw; null when refused. */
  draw?: Maybe<Draw>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A leaderboard to make. */
export type CreateLeaderboardInput = {
  /** Until when purchases count, exclusive. */
  endsAt: Scalars['DateTime']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What counts. */
  measure: LeaderboardMeasure;
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** Where purchases count; anywhere when left out, for a partner's app at itself. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** From when purchases count. */
  startsAt: Scalars['DateTime']['input'];
};

/** The leaderboard that was made. */
export type CreateLeaderboardPayload = {
  __typename?: 'CreateLeaderboardPayload';
  /** The leaderboard; null when refused. */
  leaderboard?: Maybe<Leaderboard>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A mission to start. */
export type CreateMissionInput = {
  /** The badge that the last level gives. */
  badgeId?: InputMaybe<Scalars['ID']['input']>;
  /** What it is about, up to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Until when purchases count, exclusive. */
  endsAt: Scalars['DateTime']['input'];
  /** Who pays for its points, up to 20, each once; whoever makes it when left out. Others than that have to agree (`approveFunding`) before it counts. */
  funding?: InputMaybe<Array<RewardFundingInput>>;
  /** What to do. */
  goal: MissionGoalInput;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How far, 1 to 10, the easiest first. */
  levels: Array<MissionLevelInput>;
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** When it begins anew. */
  repeats: MissionRepeats;
  /** Who works on it. */
  scope: MissionScope;
  /** From when purchases count. */
  startsAt: Scalars['DateTime']['input'];
};

/** The mission that was started. */
export type CreateMissionPayload = {
  __typename?: 'CreateMissionPayload';
  /** The mission; null when refused. */
  mission?: Maybe<Mission>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An offer to make. */
export type CreateOfferInput = {
  /** What it is, up to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Until when it runs, exclusive. */
  endsAt: Scalars['DateTime']['input'];
  /** Who pays for its points, up to 20, each once; whoever makes it when left out. Others than that have to agree (`approveFunding`) before it counts. */
  funding?: InputMaybe<Array<RewardFundingInput>>;
  /** How many of 10,000 members are held back to compare with, 0 to 9,000. */
  holdOutBasisPoints: Scalars['Int']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How often it is shown to a member in `shownDays`. */
  maxShown: Scalars['Int']['input'];
  /** What the purchase must come to, in the programme's currency. */
  minAmount?: InputMaybe<MoneyInput>;
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The partner where to buy; a partner's app leaves it out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** What the purchase earns beside its own points. */
  points: Scalars['Points']['input'];
  /** Whom it is for. */
  segment: OfferSegmentInput;
  /** In how many days `maxShown` counts. */
  shownDays: Scalars['Int']['input'];
  /** From when it runs. */
  startsAt: Scalars['DateTime']['input'];
};

/** The offer that was made. */
export type CreateOfferPayload = {
  __typename?: 'CreateOfferPayload';
  /** The offer; null when refused. */
  offer?: Maybe<Offer>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A code to make. */
export type CreateReferralCodeInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** The code. */
export type CreateReferralCodePayload = {
  __typename?: 'CreateReferralCodePayload';
  /** What to give to friends; null when refused. */
  code?: Maybe<Scalars['String']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A reward to offer. */
export type CreateRewardInput = {
  /** From when it can be ordered. */
  availableFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until when it can be ordered. */
  availableUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Days on which it is neither ordered nor honoured, up to 400. */
  blackoutDays: Array<Scalars['Date']['input']>;
  /** Days after fulfilment in which the member may give it back; not at all when left out. */
  cancellableDays?: InputMaybe<Scalars['Int']['input']>;
  /** What it is, up to 2,000 characters in any script. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** What the voucher takes off a purchase, in the programme's currency; this or `discountBasisPoints`. */
  discount?: InputMaybe<MoneyInput>;
  /** What the voucher takes off a purchase, in hundredths of a percent, 1 to 10,000; this or `discount`. */
  discountBasisPoints?: InputMaybe<Scalars['Int']['input']>;
  /** How it reaches the member; a voucher unless told, nothing for a donation. */
  fulfilment?: InputMaybe<RewardFulfilment>;
  /** Stores of the partner that honour it; all when empty. */
  honouredAtStoreIds: Array<Scalars['ID']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What kind of thing it is. */
  kind: RewardKind;
  /** In which period `perMemberLimit` counts. */
  limitPeriod: RewardLimitPeriod;
  /** What a purchase must come to for the voucher to be honoured, in the programme's currency. */
  minSpend?: InputMaybe<MoneyInput>;
  /** What the member pays the partner beside the points, in the programme's currency. */
  money?: InputMaybe<MoneyInput>;
  /** Name shown to people, 1 to 200 characters in any script. */
  name: Scalars['String']['input'];
  /** The partner that honours it; a partner's app may leave it out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** How many a member may have in each `limitPeriod`; without limit when left out. */
  perMemberLimit?: InputMaybe<Scalars['Int']['input']>;
  /** Pictures, up to 20. */
  pictures: Array<RewardPictureInput>;
  /** What one costs. */
  points: Scalars['Points']['input'];
  /** How many there are; without limit when left out. */
  stock?: InputMaybe<Scalars['Points']['input']>;
  /** The store at which orders are booked; must be the partner's. */
  storeId: Scalars['ID']['input'];
  /** Under which terms, up to 10,000 characters in any script. */
  terms?: InputMaybe<Scalars['String']['input']>;
  /** Other prices and earlier starts for members of some tiers, up to 20. */
  tierTerms: Array<RewardTierTermsInput>;
  /** Whether its voucher can be passed on to another member. */
  transferable: Scalars['Boolean']['input'];
  /** The texts in other languages, up to 30. */
  translations: Array<RewardTranslationInput>;
  /** Days for which its voucher is valid; for ever when left out. */
  voucherDays?: InputMaybe<Scalars['Int']['input']>;
  /** How often its voucher can be used. */
  voucherUses: Scalars['Int']['input'];
};

/** The reward that was put into the catalogue. */
export type CreateRewardPayload = {
  __typename?: 'CreateRewardPayload';
  /** The reward; null when refused. */
  reward?: Maybe<Reward>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A survey to make. */
export type CreateSurveyInput = {
  /** Until when it runs, exclusive. */
  endsAt: Scalars['DateTime']['input'];
  /** Who pays for its points, up to 20, each once; whoever makes it when left out. Others than that have to agree (`approveFunding`) before it counts. */
  funding?: InputMaybe<Array<RewardFundingInput>>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How often a member is reminded. */
  maxReminders: Scalars['Int']['input'];
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** Days in which it can be answered. */
  openDays: Scalars['Int']['input'];
  /** The partner whose purchases it asks about; all when left out, for a partner's app its own. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** What an answer gives. */
  points: Scalars['Points']['input'];
  /** What it asks, 1 to 20 questions. */
  questions: Array<SurveyQuestionInput>;
  /** Days in which a member is asked once at most, by any survey. */
  quietDays: Scalars['Int']['input'];
  /** Days between being asked or reminded and being reminded. */
  reminderDays: Scalars['Int']['input'];
  /** From when it runs. */
  startsAt: Scalars['DateTime']['input'];
};

/** The survey that was made. */
export type CreateSurveyPayload = {
  __typename?: 'CreateSurveyPayload';
  /** The survey; null when refused. */
  survey?: Maybe<Survey>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A draw that anyone can check (`npm run verify-draw`): the seed's hash is public before the first entry, the entries' hash before the seed. */
export type Draw = {
  __typename?: 'Draw';
  /** When the last of them agreed; null until then. */
  agreedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who of them agreed to pay, the first one first. For the operator and those who pay; empty for others. */
  approvals: Array<FundingApproval>;
  /** Who of them has not agreed yet: nothing of it counts before, and members do not see it. */
  approvalsMissing: Array<RewardFunding>;
  /** Until when it takes entries, exclusive. */
  closesAt: Scalars['DateTime']['output'];
  /** When it was drawn; null before. */
  drawnAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many entries there are. */
  entries: Scalars['Int']['output'];
  /** SHA-256 of the entries, hex; null while it takes entries. */
  entriesHash?: Maybe<Scalars['String']['output']>;
  /** Who pays for its points. */
  funding: Array<RewardFunding>;
  /** Id of the draw. */
  id: Scalars['ID']['output'];
  /** How many entries a member may have. */
  maxPerMember: Scalars['Int']['output'];
  /** The caller's own entries, at most 100. */
  mine: Array<DrawEntry>;
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** From when it takes entries. */
  opensAt: Scalars['DateTime']['output'];
  /** What an entry costs; 0 is free. */
  pricePoints: Scalars['Points']['output'];
  /** What there is to win, in words. */
  prize: Scalars['String']['output'];
  /** Points that each winner gets; 0 is none. */
  prizePoints: Scalars['Points']['output'];
  /** All that is needed to check the draw: format, seedCommitment, entriesHash, winners, and entries as [number, id, word]; when it is drawn also seed and winningNumbers. Null while it takes entries. */
  proof?: Maybe<Scalars['JSON']['output']>;
  /** The seed, 64 hex digits; null until it is drawn. */
  seed?: Maybe<Scalars['String']['output']>;
  /** SHA-256 of the seed, hex: what the operator committed to when the draw was made. */
  seedCommitment: Scalars['String']['output'];
  /** Where it stands. */
  state: DrawState;
  /** How many win. */
  winners: Scalars['Int']['output'];
  /** The entries that won, the first prize first. Who they are only the operator and themselves see. */
  winningEntries: Array<DrawEntry>;
};

/** An entry in a draw. */
export type DrawEntry = {
  __typename?: 'DrawEntry';
  /** Id of the entry: how a member finds it among the published ones. */
  id: Scalars['ID']['output'];
  /** Whose it is; null for all but the operator and the member. */
  member?: Maybe<Member>;
  /** Its number, from 1; null while its points are on their way. */
  number?: Maybe<Scalars['Int']['output']>;
  /** Which prize it won, from 1; null when none, or not yet. */
  place?: Maybe<Scalars['Int']['output']>;
  /** What the member added. */
  word: Scalars['String']['output'];
};

/** Where a draw stands. */
export type DrawState =
  /** Its entries are fixed and their hash is public. */
  | 'CLOSED'
  /** The seed is public, and with it the winners. */
  | 'DRAWN'
  /** It takes entries, or will. */
  | 'OPEN';

/** A draw to draw. */
export type DrawWinnersInput = {
  /** The draw. */
  drawId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
};

/** The draw with its winners. */
export type DrawWinnersPayload = {
  __typename?: 'DrawWinnersPayload';
  /** The draw; null when refused. */
  draw?: Maybe<Draw>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A draw to enter. */
export type EnterDrawInput = {
  /** The draw. */
  drawId: Scalars['ID']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** Anything the member likes to add, up to 100 characters. It is published, without a name, and makes the winners depend on what nobody knew before. */
  word: Scalars['String']['input'];
};

/** The entry. */
export type EnterDrawPayload = {
  __typename?: 'EnterDrawPayload';
  /** The entry; null when refused. */
  entry?: Maybe<DrawEntry>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** An unhappy answer, until somebody has seen to it. */
export type FeedbackCase = {
  __typename?: 'FeedbackCase';
  /** What was answered. */
  answers: Array<SurveyAnswer>;
  /** When it was last changed. */
  changedAt: Scalars['DateTime']['output'];
  /** Id of the case. */
  id: Scalars['ID']['output'];
  /** Whose it is; what of the member the partner sees is the member's to say. */
  member?: Maybe<Member>;
  /** What was done, in words. */
  note?: Maybe<Scalars['String']['output']>;
  /** When it was opened. */
  openedAt: Scalars['DateTime']['output'];
  /** Who shall see to it. */
  partner?: Maybe<Partner>;
  /** Where it stands. */
  state: FeedbackCaseState;
  /** Where it was. */
  store?: Maybe<Store>;
};

/** A page of cases. */
export type FeedbackCaseConnection = {
  __typename?: 'FeedbackCaseConnection';
  /** The cases with their cursors. */
  edges: Array<FeedbackCaseEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A case in a page. */
export type FeedbackCaseEdge = {
  __typename?: 'FeedbackCaseEdge';
  /** Cursor to continue after this case. */
  cursor: Scalars['String']['output'];
  /** The case. */
  node: FeedbackCase;
};

/** Where a case stands. */
export type FeedbackCaseState =
  /** Seen to. */
  | 'CLOSED'
  /** Somebody sees to it. */
  | 'IN_PROGRESS'
  /** Nobody has seen to it. */
  | 'OPEN';

/** An order that was handed over. */
export type FulfilRewardOrderInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
};

/** What became of the order. */
export type FulfilRewardOrderPayload = {
  __typename?: 'FulfilRewardOrderPayload';
  /** The order; null when refused. */
  order?: Maybe<RewardOrder>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A free reward that comes with a tier or a paid membership: given once all partners that pay for it have agreed. */
export type FundedBenefit = {
  __typename?: 'FundedBenefit';
  /** Partners that agreed to pay, the first one first. */
  approvals: Array<FundingApproval>;
  /** Who pays the partner that honours it what its contract pays for as many points; that partner itself where it gives it for nothing. */
  funding: Array<RewardFunding>;
  /** Code of the plan; null for a tier's. */
  plan?: Maybe<Scalars['String']['output']>;
  /** What is given. */
  reward: Reward;
  /** Code of the tier; null for a plan's. */
  tier?: Maybe<Scalars['String']['output']>;
};

/** A funder's agreement to pay its share. */
export type FundingApproval = {
  __typename?: 'FundingApproval';
  /** When. */
  approvedAt: Scalars['DateTime']['output'];
  /** Who acted for it: the subject of the token. */
  approvedBy: Scalars['String']['output'];
  /** The partner; null for the operator. */
  partner?: Maybe<Partner>;
};

/** Something that others pay for as well: one of the six, the others are null. */
export type FundingRequest = {
  __typename?: 'FundingRequest';
  /** The activity. */
  activity?: Maybe<Activity>;
  /** The free reward of a tier or plan. A tier's id is another one when its reward or shares are. */
  benefit?: Maybe<FundedBenefit>;
  /** The draw. */
  draw?: Maybe<Draw>;
  /** Id of what is to be paid for: agree with it. */
  id: Scalars['ID']['output'];
  /** The mission. */
  mission?: Maybe<Mission>;
  /** The offer. */
  offer?: Maybe<Offer>;
  /** The survey. */
  survey?: Maybe<Survey>;
};

/** A circle to join. */
export type JoinCircleInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The invitation, as it was given or typed. */
  inviteCode: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** The circle that was joined. */
export type JoinCirclePayload = {
  __typename?: 'JoinCirclePayload';
  /** The circle; null when refused. */
  circle?: Maybe<Circle>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A leaderboard to be on. */
export type JoinLeaderboardInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The leaderboard. */
  leaderboardId: Scalars['ID']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** Under which name, 2 to 30 characters in any script; not an own name, phone number or address. */
  nickname: Scalars['String']['input'];
};

/** The entry on the leaderboard. */
export type JoinLeaderboardPayload = {
  __typename?: 'JoinLeaderboardPayload';
  /** The entry; null when refused. */
  entry?: Maybe<LeaderboardEntry>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** Who did most, of those who chose to be on it. */
export type Leaderboard = {
  __typename?: 'Leaderboard';
  /** What counts, in a sentence: everybody may read it. */
  criteria: Scalars['String']['output'];
  /** Until when purchases count, exclusive. */
  endsAt: Scalars['DateTime']['output'];
  /** Who is on it, the best first, by nickname only. */
  entries: LeaderboardEntryConnection;
  /** Id of the leaderboard. */
  id: Scalars['ID']['output'];
  /** What counts. */
  measure: LeaderboardMeasure;
  /** The caller's own entry; null for whoever is not on it. */
  mine?: Maybe<LeaderboardEntry>;
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** Where purchases count; null is anywhere. */
  partner?: Maybe<Partner>;
  /** How many are on it. */
  size: Scalars['Points']['output'];
  /** From when purchases count. */
  startsAt: Scalars['DateTime']['output'];
};


/** Who did most, of those who chose to be on it. */
export type LeaderboardEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};

/** Somebody on a leaderboard. */
export type LeaderboardEntry = {
  __typename?: 'LeaderboardEntry';
  /** The name chosen for this leaderboard. */
  nickname: Scalars['String']['output'];
  /** How many have a higher score, and one. Equal scores share a rank. */
  rank: Scalars['Points']['output'];
  /** What counted so far. */
  score: Scalars['Points']['output'];
};

/** A page of a leaderboard. */
export type LeaderboardEntryConnection = {
  __typename?: 'LeaderboardEntryConnection';
  /** The entries with their cursors. */
  edges: Array<LeaderboardEntryEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** An entry in a page. */
export type LeaderboardEntryEdge = {
  __typename?: 'LeaderboardEntryEdge';
  /** Cursor to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: LeaderboardEntry;
};

/** What counts on a leaderboard. */
export type LeaderboardMeasure =
  /** Points earned by purchases, less those taken back by returns. */
  | 'POINTS'
  /** Purchases, less those given back in whole. */
  | 'PURCHASES'
  /** Minor units paid, less those given back. */
  | 'SPEND';

/** A circle to leave. */
export type LeaveCircleInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of it. */
export type LeaveCirclePayload = {
  __typename?: 'LeaveCirclePayload';
  /** True when the member left; null when refused. */
  left?: Maybe<Scalars['Boolean']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

/** A leaderboard to leave. */
export type LeaveLeaderboardInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** The leaderboard. */
  leaderboardId: Scalars['ID']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of it. */
export type LeaveLeaderboardPayload = {
  __typename?: 'LeaveLeaderboardPayload';
  /** True when the member left; null when refused. */
  left?: Maybe<Scalars['Boolean']['output']>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

export type Member = {
  __typename?: 'Member';
  /** Offers that the member activated, that were not used yet and still run: what its next purchases can earn. For the member and the operator. */
  activatedOffers?: Maybe<Array<MemberOffer>>;
  /** Badges the member has, the latest first. For the member and the operator. */
  badges?: Maybe<Array<MemberBadge>>;
  /** The circle the member is in; null when in none. For the member and the operator. */
  circle?: Maybe<Circle>;
  /** Id of the member. */
  id: Scalars['ID']['output'];
  /** Levels of missions that the member or its circle reached and holds, the latest first: what to congratulate on. For the member and the operator. */
  missionCompletions?: Maybe<Array<MissionCompletion>>;
  /** Where the member stands in the missions that run now. For the member and the operator. */
  missions?: Maybe<Array<MissionProgress>>;
  /** The code to give to friends; null when none was made yet. For the member and the operator. */
  referralCode?: Maybe<Scalars['String']['output']>;
  /** What the member ordered, the newest first. For the member and the operator. */
  rewardOrders?: Maybe<RewardOrderConnection>;
  /** Every row that is kept here about the member, by table: for its archive (`memberExport`). For the member and the operator. */
  rewardsArchive?: Maybe<Scalars['JSON']['output']>;
  /** What the member is asked and has not answered, the oldest first. For the member and the operator. */
  surveyInvitations?: Maybe<Array<SurveyInvitation>>;
  /** Vouchers the member holds, the newest first. For the member and the operator. */
  vouchers?: Maybe<VoucherConnection>;
};


export type MemberMissionCompletionsArgs = {
  first: Scalars['Int']['input'];
};


export type MemberRewardOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type MemberVouchersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};

/** A badge that a member has. */
export type MemberBadge = {
  __typename?: 'MemberBadge';
  /** The badge. */
  badge: Badge;
  /** When it was earned. */
  earnedAt: Scalars['DateTime']['output'];
};

/** An offer as it is made to a member. */
export type MemberOffer = {
  __typename?: 'MemberOffer';
  /** When the member activated it; null before. */
  activatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The offer. */
  offer: Offer;
  /** Why the member gets it, in a sentence for the member. */
  reason: Scalars['String']['output'];
};

/** Something to do, at one or many partners, that gives points and badges. */
export type Mission = {
  __typename?: 'Mission';
  /** When the last of them agreed; null until then. */
  agreedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who of them agreed to pay, the first one first. For the operator and those who pay; empty for others. */
  approvals: Array<FundingApproval>;
  /** Who of them has not agreed yet: nothing of it counts before, and members do not see it. */
  approvalsMissing: Array<RewardFunding>;
  /** The badge that the last level gives; null is none. */
  badge?: Maybe<Badge>;
  /** What it is about, in words. */
  description?: Maybe<Scalars['String']['output']>;
  /** Until when purchases count, exclusive. */
  endsAt: Scalars['DateTime']['output'];
  /** Who pays for its points. */
  funding: Array<RewardFunding>;
  /** What to do. */
  goal: MissionGoal;
  /** Id of the mission. */
  id: Scalars['ID']['output'];
  /** How far, the easiest level first. */
  levels: Array<MissionLevel>;
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** When it begins anew. */
  repeats: MissionRepeats;
  /** Who works on it. */
  scope: MissionScope;
  /** From when purchases count. */
  startsAt: Scalars['DateTime']['output'];
};

/** What a mission collects. */
export type MissionCollect =
  /** Categories. */
  | 'CATEGORY'
  /** Partners. */
  | 'PARTNER'
  /** Stores. */
  | 'STORE';

/** A level of a mission that was reached. One that is held no more, because goods came back, is none: what it gave is taken back. */
export type MissionCompletion = {
  __typename?: 'MissionCompletion';
  /** What it gave the member; null while the points are on their way or were refused. */
  award?: Maybe<Transaction>;
  /** When the purchase that did it happened. */
  completedAt: Scalars['DateTime']['output'];
  /** Id of it. */
  id: Scalars['ID']['output'];
  /** The level. */
  level: MissionLevel;
  /** The mission. */
  mission: Mission;
  /** The purchase that did it. */
  purchase?: Maybe<Transaction>;
};

/** What counts for a mission. */
export type MissionGoal = {
  __typename?: 'MissionGoal';
  /** Categories whose purchases count; empty is all. */
  categories: Array<Scalars['String']['output']>;
  /** What is collected. */
  collect: MissionCollect;
  /** How it is counted. */
  kind: MissionGoalKind;
  /** What a purchase must come to; null is anything. */
  minAmount?: Maybe<Money>;
  /** Partners whose purchases count; empty is all. */
  partners: Array<Partner>;
  /** In which periods a streak is counted. */
  streakUnit: MissionStreakUnit;
};

/** What counts for a mission. */
export type MissionGoalInput = {
  /** Categories whose purchases count, up to 100; all when empty. */
  categories: Array<Scalars['String']['input']>;
  /** What is collected. */
  collect: MissionCollect;
  /** How it is counted. */
  kind: MissionGoalKind;
  /** What a purchase must come to, in the programme's currency. */
  minAmount?: InputMaybe<MoneyInput>;
  /** Partners whose purchases count, up to 100; all when empty, of a partner's mission its own. A partner names itself and those who pay with it. */
  partnerIds: Array<Scalars['ID']['input']>;
  /** In which periods a streak is counted. */
  streakUnit: MissionStreakUnit;
};

/** How a mission counts. */
export type MissionGoalKind =
  /** Different partners, stores or categories. */
  | 'COLLECT'
  /** Purchases. */
  | 'COUNT'
  /** Days, weeks or months in a row with a purchase. */
  | 'STREAK'
  /** What was paid, in minor units of the programme's currency. */
  | 'SUM';

/** A level of a mission. */
export type MissionLevel = {
  __typename?: 'MissionLevel';
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** What it gives; 0 is only the badge. */
  points: Scalars['Points']['output'];
  /** How much reaches it: purchases, minor units, periods in a row, or different ones. */
  target: Scalars['Points']['output'];
};

/** A level of a mission. */
export type MissionLevelInput = {
  /** Name shown to people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** What it gives; 0 is only the badge. */
  points: Scalars['Points']['input'];
  /** How much reaches it, at least 1 and more than the level before: purchases, minor units, periods in a row, or different ones. */
  target: Scalars['Points']['input'];
};

/** Where a member or circle stands in a mission. */
export type MissionProgress = {
  __typename?: 'MissionProgress';
  /** What was collected already: ids or names. */
  collected: Array<Scalars['String']['output']>;
  /** Levels reached in this round. */
  levelsReached: Scalars['Int']['output'];
  /** How much is missing to it; null when all are reached. */
  missing?: Maybe<Scalars['Points']['output']>;
  /** The mission. */
  mission: Mission;
  /** The level to reach next; null when all are. */
  next?: Maybe<MissionLevel>;
  /** How much is done in this round. */
  value: Scalars['Points']['output'];
};

/** When a mission begins anew. */
export type MissionRepeats =
  /** Every day of the programme. */
  | 'DAILY'
  /** On the first of every month. */
  | 'MONTHLY'
  /** Never. */
  | 'NEVER'
  /** When its last level is reached. */
  | 'ON_COMPLETION'
  /** Every Monday. */
  | 'WEEKLY';

/** Who works on a mission. */
export type MissionScope =
  /** The members of a circle together; each gets what it gives. */
  | 'CIRCLE'
  /** The members of a household together; each gets what it gives. */
  | 'HOUSEHOLD'
  /** Each member alone. */
  | 'MEMBER';

/** In which periods a streak is counted. */
export type MissionStreakUnit =
  /** Days. */
  | 'DAY'
  /** Calendar months. */
  | 'MONTH'
  /** Weeks, Monday to Sunday. */
  | 'WEEK';

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
  /** Says who brought the member, before its first purchase. Both get their points after that; when all of it comes back, they are taken back until the next purchase that stays. */
  acceptReferral: AcceptReferralPayload;
  /** Activates an offer that was shown: the next purchase that fits earns its points, and keeps them as long as it fits with what is left of it. */
  activateOffer: ActivateOfferPayload;
  /** Answers a survey, once. */
  answerSurvey: AnswerSurveyPayload;
  /** Agrees to pay a share of what a mission, activity, survey, offer or draw gives, or of a free reward. It counts when all who pay have; agreeing twice is once. */
  approveFunding: ApproveFundingPayload;
  /** Gives an order up: what was reserved goes back; what was spent is refunded, and the voucher is void. Refused once the voucher was used. */
  cancelRewardOrder: CancelRewardOrderPayload;
  /** Moves a case on: taken up, or closed with a note. */
  changeFeedbackCase: ChangeFeedbackCasePayload;
  /** Changes what may change of a reward: how many there are, until when, or no more at all. Price and terms never change. */
  changeReward: ChangeRewardPayload;
  /** Claims the points of something done, by the member, or by the partner that saw it. They are given at once. */
  claimActivity: ClaimActivityPayload;
  /** Closes a draw whose time is over: the hash of its entries is public from then on. For the operator. */
  closeDraw: CloseDrawPayload;
  /** Makes something that earns points otherwise than by buying. */
  createActivity: CreateActivityPayload;
  /** Makes a badge that missions give. */
  createBadge: CreateBadgePayload;
  /** Makes a circle of people who work on missions together, a household or friends, with the member as the first. */
  createCircle: CreateCirclePayload;
  /** Makes a draw that anyone can check: the hash of its seed is public from now on. For the operator. */
  createDraw: CreateDrawPayload;
  /** Makes a leaderboard. What counts is public and never changes. */
  createLeaderboard: CreateLeaderboardPayload;
  /** Starts a mission: what to do, in levels, and who pays for what it gives. It counts when all who pay have agreed (`approveFunding`). */
  createMission: CreateMissionPayload;
  /** Makes an offer for some members, measured against those who are held back. */
  createOffer: CreateOfferPayload;
  /** Gives the member a code for friends, always the same one. */
  createReferralCode: CreateReferralCodePayload;
  /** Puts a reward into the catalogue. A partner's app adds its own. */
  createReward: CreateRewardPayload;
  /** Makes a survey that asks members about their purchases. */
  createSurvey: CreateSurveyPayload;
  /** Reveals the seed of a closed draw, and with it the winners. For the operator. */
  drawWinners: DrawWinnersPayload;
  /** Enters a draw. Where it costs points, the points and the entry come together or not at all. */
  enterDraw: EnterDrawPayload;
  /** The partner has handed over an order that waited for it: the reserved points are spent. */
  fulfilRewardOrder: FulfilRewardOrderPayload;
  /** Joins a circle by its invitation. */
  joinCircle: JoinCirclePayload;
  /** Puts the member on a leaderboard under a nickname. Nobody is on one who did not ask; what counts, counts from then on. */
  joinLeaderboard: JoinLeaderboardPayload;
  /** Leaves the circle. */
  leaveCircle: LeaveCirclePayload;
  /** Takes the member off a leaderboard. */
  leaveLeaderboard: LeaveLeaderboardPayload;
  /** Buys a reward with points. The points and the voucher come together or not at all, a crash in between included. */
  orderReward: OrderRewardPayload;
  /** Honours a voucher at a store, once. A till that was offline sends it later with `usedAt`. */
  redeemVoucher: RedeemVoucherPayload;
  /** The offers to show the member now, counted as shown: none more often than it may be. */
  showOffers: ShowOffersPayload;
  /** Takes invitations whose members shall be reminded now, each once at its time: whoever takes them sends them. */
  takeSurveyReminders: TakeSurveyRemindersPayload;
  /** Passes a voucher on to another member. It gets a new code; the old one names nothing any more. */
  transferVoucher: TransferVoucherPayload;
};


export type MutationAcceptReferralArgs = {
  input: AcceptReferralInput;
};


export type MutationActivateOfferArgs = {
  input: ActivateOfferInput;
};


export type MutationAnswerSurveyArgs = {
  input: AnswerSurveyInput;
};


export type MutationApproveFundingArgs = {
  input: ApproveFundingInput;
};


export type MutationCancelRewardOrderArgs = {
  input: CancelRewardOrderInput;
};


export type MutationChangeFeedbackCaseArgs = {
  input: ChangeFeedbackCaseInput;
};


export type MutationChangeRewardArgs = {
  input: ChangeRewardInput;
};


export type MutationClaimActivityArgs = {
  input: ClaimActivityInput;
};


export type MutationCloseDrawArgs = {
  input: CloseDrawInput;
};


export type MutationCreateActivityArgs = {
  input: CreateActivityInput;
};


export type MutationCreateBadgeArgs = {
  input: CreateBadgeInput;
};


export type MutationCreateCircleArgs = {
  input: CreateCircleInput;
};


export type MutationCreateDrawArgs = {
  input: CreateDrawInput;
};


export type MutationCreateLeaderboardArgs = {
  input: CreateLeaderboardInput;
};


export type MutationCreateMissionArgs = {
  input: CreateMissionInput;
};


export type MutationCreateOfferArgs = {
  input: CreateOfferInput;
};


export type MutationCreateReferralCodeArgs = {
  input: CreateReferralCodeInput;
};


export type MutationCreateRewardArgs = {
  input: CreateRewardInput;
};


export type MutationCreateSurveyArgs = {
  input: CreateSurveyInput;
};


export type MutationDrawWinnersArgs = {
  input: DrawWinnersInput;
};


export type MutationEnterDrawArgs = {
  input: EnterDrawInput;
};


export type MutationFulfilRewardOrderArgs = {
  input: FulfilRewardOrderInput;
};


export type MutationJoinCircleArgs = {
  input: JoinCircleInput;
};


export type MutationJoinLeaderboardArgs = {
  input: JoinLeaderboardInput;
};


export type MutationLeaveCircleArgs = {
  input: LeaveCircleInput;
};


export type MutationLeaveLeaderboardArgs = {
  input: LeaveLeaderboardInput;
};


export type MutationOrderRewardArgs = {
  input: OrderRewardInput;
};


export type MutationRedeemVoucherArgs = {
  input: RedeemVoucherInput;
};


export type MutationShowOffersArgs = {
  input: ShowOffersInput;
};


export type MutationTakeSurveyRemindersArgs = {
  input: TakeSurveyRemindersInput;
};


export type MutationTransferVoucherArgs = {
  input: TransferVoucherInput;
};

/** Points for a purchase, for some members. */
export type Offer = {
  __typename?: 'Offer';
  /** When the last of them agreed; null until then. */
  agreedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who of them agreed to pay, the first one first. For the operator and those who pay; empty for others. */
  approvals: Array<FundingApproval>;
  /** Who of them has not agreed yet: nothing of it counts before, and members do not see it. */
  approvalsMissing: Array<RewardFunding>;
  /** What it is, in words. */
  description?: Maybe<Scalars['String']['output']>;
  /** Until when it runs, exclusive. */
  endsAt: Scalars['DateTime']['output'];
  /** Who pays for its points. */
  funding: Array<RewardFunding>;
  /** Id of the offer. */
  id: Scalars['ID']['output'];
  /** What the purchase must come to; null is anything. */
  minAmount?: Maybe<Money>;
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** The partner where to buy. */
  partner?: Maybe<Partner>;
  /** What the purchase earns beside its own points. */
  points: Scalars['Points']['output'];
  /** From when it runs. */
  startsAt: Scalars['DateTime']['output'];
};

/** One side of the comparison. */
export type OfferArm = {
  __typename?: 'OfferArm';
  /** How many activated the offer. */
  activated: Scalars['Int']['output'];
  /** How many of them bought. */
  buyers: Scalars['Int']['output'];
  /** How many members. */
  members: Scalars['Int']['output'];
  /** What they spent together. */
  spend: Money;
  /** How many bought what the offer asks for. */
  used: Scalars['Int']['output'];
};

/** What an offer did. Members are those whom it fits, from the moment that was settled; what they bought counts at the offer's partner. */
export type OfferReport = {
  __typename?: 'OfferReport';
  /** How many of 10,000 members bought that would not have bought; null below 20 in either arm. */
  conversionUplift?: Maybe<Scalars['Int']['output']>;
  /** Those held back to compare with; null below 20. */
  heldOut?: Maybe<OfferArm>;
  /** The offer. */
  offer: Offer;
  /** Those it was made to; null below 20. */
  offered?: Maybe<OfferArm>;
  /** What a member spent more; null below 20 in either arm. */
  spendUplift?: Maybe<Money>;
};

/** Whom an offer is for. Without anything: everybody. */
export type OfferSegmentInput = {
  /** Members whose last purchase at the partner lies at least so many days back. */
  lapsedDays?: InputMaybe<Scalars['Int']['input']>;
  /** These members and no others, up to 10,000. */
  memberIds: Array<Scalars['ID']['input']>;
  /** Members with at least so many purchases at the partner. */
  minPurchases?: InputMaybe<Scalars['Int']['input']>;
  /** Members who never bought at the partner. */
  newHere: Scalars['Boolean']['input'];
  /** Members of one of these tiers, by their codes, up to 20; beside what else is asked. */
  tiers: Array<Scalars['String']['input']>;
};

/** An order. */
export type OrderRewardInput = {
  /** The member's confirmation, where somebody else orders for it and it wants to be asked for this many points: see `confirmRedemption`. */
  confirmationId?: InputMaybe<Scalars['ID']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who orders; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
  /** What to order. */
  rewardId: Scalars['ID']['input'];
};

/** What became of the order. */
export type OrderRewardPayload = {
  __typename?: 'OrderRewardPayload';
  /** The order; null when refused. */
  order?: Maybe<RewardOrder>;
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
};

export type Query = {
  __typename?: 'Query';
  /** What earns points otherwise than by buying, now, the newest first, at most 100. */
  activities: Array<Activity>;
  /** A draw by id. Null when there is none. */
  draw?: Maybe<Draw>;
  /** Draws of the programme, the newest first, at most 100. */
  draws: Array<Draw>;
  /** Cases that unhappy answers opened, the newest first. For the operator, and a partner for itself. */
  feedbackCases: FeedbackCaseConnection;
  /** What waits until the caller agrees to pay its share (`approveFunding`) and is not over, the newest first, at most 100. For the operator and whole partners. */
  fundingRequests: Array<FundingRequest>;
  /** A leaderboard by id. Null when there is none. */
  leaderboard?: Maybe<Leaderboard>;
  /** Leaderboards of the programme, the newest first, at most 100. */
  leaderboards: Array<Leaderboard>;
  /** Missions that run now or will, the newest first, at most 100; for those who pay also what waits for an agreement. */
  missions: Array<Mission>;
  /** What an offer did beyond what would have happened anyway. For the operator, and the partner of the offer; null for others. */
  offerReport?: Maybe<OfferReport>;
  /** A reward of the catalogue by id. Null when there is none. */
  reward?: Maybe<Reward>;
  /** An order by id. Null when there is none, or the caller may not see it. */
  rewardOrder?: Maybe<RewardOrder>;
  /** What points buy now. Members and partners see what is offered; the operator sees all. */
  rewards: RewardConnection;
  /** What answers to a survey come to, by partner and store. Where fewer than five members answered, nothing is said. For the operator, and a partner for itself. */
  surveyResults: Array<SurveyResult>;
  /** A voucher by id. Null when there is none, or the caller may not see it. */
  voucher?: Maybe<Voucher>;
  /** The public keys (a JSON Web Key Set, RFC 7517) with which a till checks `Voucher.offlineToken` without a connection. */
  voucherKeys: Scalars['JSON']['output'];
};


export type QueryDrawArgs = {
  id: Scalars['ID']['input'];
};


export type QueryFeedbackCasesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type QueryLeaderboardArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOfferReportArgs = {
  offerId: Scalars['ID']['input'];
};


export type QueryRewardArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRewardOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRewardsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  kinds?: InputMaybe<Array<RewardKind>>;
  maxPoints?: InputMaybe<Scalars['Points']['input']>;
  orderBy: RewardOrdering;
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  storeId?: InputMaybe<Scalars['ID']['input']>;
};


export type QuerySurveyResultsArgs = {
  surveyId: Scalars['ID']['input'];
};


export type QueryVoucherArgs = {
  id: Scalars['ID']['input'];
};

/** A voucher at a till. */
export type RedeemVoucherInput = {
  /** The code as it was shown or typed: case, spaces and dashes do not matter, and Persian and Arabic digits are understood. */
  code: Scalars['String']['input'];
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** What is bought with it, before the voucher, in the programme's currency. Needed where the voucher asks for a minimum or takes off a share. */
  purchase?: InputMaybe<MoneyInput>;
  /** The store. */
  storeId: Scalars['ID']['input'];
  /** When it was used, for a till that was offline; now when left out. */
  usedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The voucher that was honoured. */
export type RedeemVoucherPayload = {
  __typename?: 'RedeemVoucherPayload';
  /** This use, with what it takes off; null when refused. */
  use?: Maybe<VoucherUse>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The voucher; null when refused. */
  voucher?: Maybe<Voucher>;
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

/** Something that points buy. */
export type Reward = {
  __typename?: 'Reward';
  /** From when it can be ordered; null is from ever. */
  availableFrom?: Maybe<Scalars['DateTime']['output']>;
  /** Until when it can be ordered; null is open-ended. */
  availableUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Days on which it is neither ordered nor honoured. */
  blackoutDays: Array<Scalars['Date']['output']>;
  /** Days after fulfilment in which the member may give it back; null is not at all. */
  cancellableDays?: Maybe<Scalars['Int']['output']>;
  /** What it is, as `name`. */
  description?: Maybe<Scalars['String']['output']>;
  /** What the voucher takes off a purchase; null when it is no such thing. */
  discount?: Maybe<Money>;
  /** What the voucher takes off a purchase, in hundredths of a percent; null when it is no such thing. */
  discountBasisPoints?: Maybe<Scalars['Int']['output']>;
  /** How it reaches the member. */
  fulfilment: RewardFulfilment;
  /** Stores that honour it; empty is all of the partner. */
  honouredAt: Array<Store>;
  /** Id of the reward. */
  id: Scalars['ID']['output'];
  /** What kind of thing it is. */
  kind: RewardKind;
  /** In which period `perMemberLimit` counts. */
  limitPeriod: RewardLimitPeriod;
  /** Languages it is translated to, BCP 47. */
  locales: Array<Scalars['String']['output']>;
  /** What a purchase must come to for the voucher to be honoured; null is anything. */
  minSpend?: Maybe<Money>;
  /** What one costs the member who asks, by its tier, and from when; null for everybody else. */
  mine?: Maybe<RewardForMember>;
  /** What the member pays the partner beside the points, when it is handed over; null is nothing. */
  money?: Maybe<Money>;
  /** Name shown to people, in the wished language where there is a translation, else in the reward's own. */
  name: Scalars['String']['output'];
  /** The partner that honours it and is paid for it. */
  partner?: Maybe<Partner>;
  /** How many a member may have in each `limitPeriod`; null is without limit. */
  perMemberLimit?: Maybe<Scalars['Int']['output']>;
  /** Pictures of it. */
  pictures: Array<RewardPicture>;
  /** What one costs. */
  points: Scalars['Points']['output'];
  /** How many are left; null is without limit. */
  stock?: Maybe<Scalars['Points']['output']>;
  /** Under which terms, as `name`. */
  terms?: Maybe<Scalars['String']['output']>;
  /** Other prices and earlier starts for members of some tiers. */
  tierTerms: Array<RewardTierTerms>;
  /** Whether its voucher can be passed on to another member. */
  transferable: Scalars['Boolean']['output'];
  /** Days for which its voucher is valid; null is for ever. */
  voucherDays?: Maybe<Scalars['Int']['output']>;
  /** How often its voucher can be used. */
  voucherUses: Scalars['Int']['output'];
  /** When it was taken out of the catalogue; null while it is in. */
  withdrawnAt?: Maybe<Scalars['DateTime']['output']>;
};


/** Something that points buy. */
export type RewardDescriptionArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};


/** Something that points buy. */
export type RewardNameArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};


/** Something that points buy. */
export type RewardTermsArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};

/** A page of rewards. */
export type RewardConnection = {
  __typename?: 'RewardConnection';
  /** The rewards with their cursors. */
  edges: Array<RewardEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A reward in a page. */
export type RewardEdge = {
  __typename?: 'RewardEdge';
  /** Cursor to continue after this reward. */
  cursor: Scalars['String']['output'];
  /** The reward. */
  node: Reward;
};

/** What a reward is to a member. */
export type RewardForMember = {
  __typename?: 'RewardForMember';
  /** From when the member can order it, by its tier or paid membership; null is from ever. */
  availableFrom?: Maybe<Scalars['DateTime']['output']>;
  /** What the member pays the partner beside the points; null is nothing. */
  money?: Maybe<Money>;
  /** Whether the member could order one now, if it has the points and has not had as many as it may. */
  offered: Scalars['Boolean']['output'];
  /** What one costs. */
  points: Scalars['Points']['output'];
};

/** How a reward reaches the member. */
export type RewardFulfilment =
  /** The partner hands it over and says so; until then the points are only reserved, at most 30 days. */
  | 'BY_PARTNER'
  /** Nothing is handed over, as with a donation. */
  | 'NOTHING'
  /** A voucher, at once. */
  | 'VOUCHER';

/** Who pays how much of the points that something gives. */
export type RewardFunding = {
  __typename?: 'RewardFunding';
  /** Its share in hundredths of a percent; all shares sum to 10,000. */
  basisPoints: Scalars['Int']['output'];
  /** The partner that pays; null is the operator. */
  funder?: Maybe<Partner>;
};

/** A share of the points that something gives. */
export type RewardFundingInput = {
  /** Its share in hundredths of a percent; all shares sum to 10,000. */
  basisPoints: Scalars['Int']['input'];
  /** The partner that pays; the operator when left out. */
  funderId?: InputMaybe<Scalars['ID']['input']>;
};

/** What kind of thing points buy. */
export type RewardKind =
  /** Money back. */
  | 'CASHBACK'
  /** A donation. */
  | 'CHARITY'
  /** Something off a purchase: a coupon. */
  | 'DISCOUNT'
  /** An event, early access, a service. */
  | 'EXPERIENCE'
  /** Something of the partner's own, described in its text. */
  | 'PARTNER_OWN'
  /** Goods. */
  | 'PRODUCT'
  /** A voucher for something worth a fixed amount. */
  | 'VOUCHER';

/** In which period a member's limit counts, by the programme's days. */
export type RewardLimitPeriod =
  /** A day. */
  | 'DAY'
  /** For ever. */
  | 'EVER'
  /** A calendar month. */
  | 'MONTH'
  /** A calendar year. */
  | 'YEAR';

/** A reward bought with points. */
export type RewardOrder = {
  __typename?: 'RewardOrder';
  /** Why it was cancelled; null unless it was. */
  cancelledBecause?: Maybe<Scalars['String']['output']>;
  /** When it was fulfilled; null before. */
  fulfilledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the order. */
  id: Scalars['ID']['output'];
  /** Who ordered. */
  member?: Maybe<Member>;
  /** What the member pays the partner beside the points; null is nothing. */
  money?: Maybe<Money>;
  /** When it was ordered. */
  orderedAt: Scalars['DateTime']['output'];
  /** What it cost; 0 is a free reward of a tier or a paid membership. */
  points: Scalars['Points']['output'];
  /** The transaction that gave the points back, or took back what others had paid; null unless the order is refunded. */
  refund?: Maybe<Transaction>;
  /** What was ordered. */
  reward: Reward;
  /** Where it stands. */
  state: RewardOrderState;
  /** The transaction that spent the points, or in which others paid for a free reward; null unless the order is fulfilled, and where the partner gives it for nothing. */
  transaction?: Maybe<Transaction>;
  /** The voucher; null unless the order is fulfilled, or the voucher was passed on. For the member, the partner and the operator. */
  voucher?: Maybe<Voucher>;
};

/** A page of orders. */
export type RewardOrderConnection = {
  __typename?: 'RewardOrderConnection';
  /** The orders with their cursors. */
  edges: Array<RewardOrderEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** An order in a page. */
export type RewardOrderEdge = {
  __typename?: 'RewardOrderEdge';
  /** Cursor to continue after this order. */
  cursor: Scalars['String']['output'];
  /** The order. */
  node: RewardOrder;
};

/** Where an order stands. */
export type RewardOrderState =
  /** Points and stock are reserved until the partner hands it over. */
  | 'AWAITING_PARTNER'
  /** Undone wholly: no points spent, no voucher. */
  | 'CANCELLED'
  /** Paid and delivered. */
  | 'FULFILLED'
  /** Points are being reserved, or it was just placed. */
  | 'PENDING'
  /** Given back: the points are the member's again, the voucher is void. */
  | 'REFUNDED'
  /** What was spent is being given back. */
  | 'REFUNDING'
  /** Stock and voucher are reserved, and the points where they are held; the points are being spent. */
  | 'RESERVED'
  /** What was reserved is being given back. */
  | 'UNDOING';

/** In which order rewards are listed. */
export type RewardOrdering =
  /** By name. */
  | 'NAME'
  /** The newest first. */
  | 'NEWEST'
  /** The cheapest first. */
  | 'POINTS';

/** A picture of a reward. */
export type RewardPicture = {
  __typename?: 'RewardPicture';
  /** What it shows, for those who cannot see it. */
  alt: Scalars['String']['output'];
  /** Where it is, https. */
  url: Scalars['String']['output'];
};

/** A picture of a reward. */
export type RewardPictureInput = {
  /** What it shows, for those who cannot see it, 1 to 500 characters. */
  alt: Scalars['String']['input'];
  /** Where it is, https. */
  url: Scalars['String']['input'];
};

/** What differs for members of a tier; what is null is as for everybody. */
export type RewardTierTerms = {
  __typename?: 'RewardTierTerms';
  /** From when it can be ordered. */
  availableFrom?: Maybe<Scalars['DateTime']['output']>;
  /** What the member pays beside the points. */
  money?: Maybe<Money>;
  /** What one costs. */
  points?: Maybe<Scalars['Points']['output']>;
  /** Code of the tier. */
  tier: Scalars['String']['output'];
};

/** What differs for members of a tier; what is left out is as for everybody. */
export type RewardTierTermsInput = {
  /** From when it can be ordered. */
  availableFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** What the member pays beside the points, in the programme's currency. */
  money?: InputMaybe<MoneyInput>;
  /** What one costs. */
  points?: InputMaybe<Scalars['Points']['input']>;
  /** Code of the tier, from the programme's ladder. */
  tier: Scalars['String']['input'];
};

/** A reward's texts in another language. */
export type RewardTranslationInput = {
  /** What it is, up to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** BCP 47 language tag, such as `fa`. */
  locale: Scalars['String']['input'];
  /** Name, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** Under which terms, up to 10,000 characters. */
  terms?: InputMaybe<Scalars['String']['input']>;
};

/** To whom to show offers. */
export type ShowOffersInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How many at most, 1 to 100. */
  limit: Scalars['Int']['input'];
  /** Who; a member's own token may leave it out. */
  memberId?: InputMaybe<Scalars['ID']['input']>;
};

/** The offers to show. */
export type ShowOffersPayload = {
  __typename?: 'ShowOffersPayload';
  /** The offers, the newest first; null when refused. */
  offers?: Maybe<Array<MemberOffer>>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

export type Store = {
  __typename?: 'Store';
  /** Id of the store. */
  id: Scalars['ID']['output'];
};

/** A survey. */
export type Survey = {
  __typename?: 'Survey';
  /** When the last of them agreed; null until then. */
  agreedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who of them agreed to pay, the first one first. For the operator and those who pay; empty for others. */
  approvals: Array<FundingApproval>;
  /** Who of them has not agreed yet: nothing of it counts before, and members do not see it. */
  approvalsMissing: Array<RewardFunding>;
  /** Until when it asks, exclusive. */
  endsAt: Scalars['DateTime']['output'];
  /** Who pays for its points. */
  funding: Array<RewardFunding>;
  /** Id of the survey. */
  id: Scalars['ID']['output'];
  /** Name shown to people. */
  name: Scalars['String']['output'];
  /** The partner whose purchases it asks about; null is all. */
  partner?: Maybe<Partner>;
  /** What an answer gives; 0 is nothing. */
  points: Scalars['Points']['output'];
  /** What it asks, in order. */
  questions: Array<SurveyQuestion>;
  /** From when it asks. */
  startsAt: Scalars['DateTime']['output'];
};

/** What a question was answered. */
export type SurveyAnswer = {
  __typename?: 'SurveyAnswer';
  /** CHOICE: what was chosen. */
  choice?: Maybe<Scalars['String']['output']>;
  /** The question's number. */
  questionId: Scalars['ID']['output'];
  /** NPS and CSAT: the score. */
  score?: Maybe<Scalars['Int']['output']>;
  /** TEXT: the words. */
  text?: Maybe<Scalars['String']['output']>;
};

/** How often an answer was given. */
export type SurveyAnswerCount = {
  __typename?: 'SurveyAnswerCount';
  /** The score or the choice. */
  answer: Scalars['String']['output'];
  /** How often. */
  times: Scalars['Int']['output'];
};

/** An answer to a question. */
export type SurveyAnswerInput = {
  /** CHOICE: what was chosen. */
  choice?: InputMaybe<Scalars['String']['input']>;
  /** The question's number. */
  questionId: Scalars['ID']['input'];
  /** NPS: 0 to 10; CSAT: 1 to 5. */
  score?: InputMaybe<Scalars['Int']['input']>;
  /** In words, up to 2,000 characters; also beside a score. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** A member asked about a purchase. */
export type SurveyInvitation = {
  __typename?: 'SurveyInvitation';
  /** When it was answered; null before. */
  answeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Until when it can be answered, exclusive. */
  expiresAt: Scalars['DateTime']['output'];
  /** Id of the invitation: answer with it. */
  id: Scalars['ID']['output'];
  /** When the member was asked. */
  invitedAt: Scalars['DateTime']['output'];
  /** Who is asked. */
  member?: Maybe<Member>;
  /** About which purchase. */
  purchase?: Maybe<Transaction>;
  /** How often the member was reminded. */
  reminders: Scalars['Int']['output'];
  /** What is asked. */
  survey: Survey;
};

/** A question of a survey. */
export type SurveyQuestion = {
  __typename?: 'SurveyQuestion';
  /** What to choose among; empty for other kinds. */
  choices: Array<Scalars['String']['output']>;
  /** Its number in the survey. */
  id: Scalars['ID']['output'];
  /** How it is answered. */
  kind: SurveyQuestionKind;
  /** The question. */
  text: Scalars['String']['output'];
};

/** A question of a survey. */
export type SurveyQuestionInput = {
  /** CHOICE: 2 to 20 things to choose among. */
  choices: Array<Scalars['String']['input']>;
  /** How it is answered. */
  kind: SurveyQuestionKind;
  /** The question, 1 to 500 characters. */
  text: Scalars['String']['input'];
};

/** How a question is answered. */
export type SurveyQuestionKind =
  /** One of several. */
  | 'CHOICE'
  /** How satisfied, 1 to 5. */
  | 'CSAT'
  /** How likely a recommendation is, 0 to 10. */
  | 'NPS'
  /** In words; may be left out. */
  | 'TEXT';

/** What a question was answered, at one partner and store. */
export type SurveyQuestionResult = {
  __typename?: 'SurveyQuestionResult';
  /** How often each score or choice was given, in the order of the scale; empty for a question that asks for words. */
  counts: Array<SurveyAnswerCount>;
  /** The question. */
  question: SurveyQuestion;
  /** What was said in words, the latest first, 100 at most, without saying by whom. */
  words: Array<Scalars['String']['output']>;
};

/** What answers come to, at one partner and store. */
export type SurveyResult = {
  __typename?: 'SurveyResult';
  /** How many answers; null below five members, as all of it. */
  answers?: Maybe<Scalars['Int']['output']>;
  /** Mean satisfaction in hundredths, 100 to 500; null without such a question or below five. */
  csatHundredths?: Maybe<Scalars['Int']['output']>;
  /** Promoters less detractors, in percent; null without such a question or below five. */
  nps?: Maybe<Scalars['Int']['output']>;
  /** Where. */
  partner?: Maybe<Partner>;
  /** Question by question; null below five. */
  questions?: Maybe<Array<SurveyQuestionResult>>;
  /** Where; null for purchases without a store. */
  store?: Maybe<Store>;
};

/** How many reminders to take. */
export type TakeSurveyRemindersInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** How many at most, 1 to 1,000. */
  limit: Scalars['Int']['input'];
};

/** Whom to remind. */
export type TakeSurveyRemindersPayload = {
  __typename?: 'TakeSurveyRemindersPayload';
  /** The invitations; null when refused. */
  invitations?: Maybe<Array<SurveyInvitation>>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

export type Transaction = {
  __typename?: 'Transaction';
  /** Id of the transaction. */
  id: Scalars['ID']['output'];
};

/** A voucher to pass on. */
export type TransferVoucherInput = {
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Who gets it. */
  toMemberId: Scalars['ID']['input'];
  /** The voucher. */
  voucherId: Scalars['ID']['input'];
};

/** The voucher that was passed on. */
export type TransferVoucherPayload = {
  __typename?: 'TransferVoucherPayload';
  /** Why it was refused. */
  userErrors: Array<UserError>;
  /** The voucher as its holder or the operator sees it; null when refused, and for the one who gave it away, whose it is no more. */
  voucher?: Maybe<Voucher>;
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

/** What an order gave: honoured at the stores of its partner. */
export type Voucher = {
  __typename?: 'Voucher';
  /** The code to show at the till. For its holder and the operator. */
  code?: Maybe<Scalars['String']['output']>;
  /** Until when it is valid, exclusive; null is for ever. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the voucher. */
  id: Scalars['ID']['output'];
  /** When it was issued. */
  issuedAt: Scalars['DateTime']['output'];
  /** Who holds it. */
  member?: Maybe<Member>;
  /** The voucher as a compact JWS (EdDSA) that a till without a connection checks with `voucherKeys`. For its holder and the operator. */
  offlineToken?: Maybe<Scalars['String']['output']>;
  /** What it is for. */
  reward: Reward;
  /** Where it stands. */
  state: VoucherState;
  /** Each time it was used, the first one first. */
  used: Array<VoucherUse>;
  /** How often it can be used in all. */
  uses: Scalars['Int']['output'];
  /** How often it can still be used. */
  usesLeft: Scalars['Int']['output'];
};

/** A page of vouchers. */
export type VoucherConnection = {
  __typename?: 'VoucherConnection';
  /** The vouchers with their cursors. */
  edges: Array<VoucherEdge>;
  /** Where this page begins and ends. */
  pageInfo: PageInfo;
};

/** A voucher in a page. */
export type VoucherEdge = {
  __typename?: 'VoucherEdge';
  /** Cursor to continue after this voucher. */
  cursor: Scalars['String']['output'];
  /** The voucher. */
  node: Voucher;
};

/** Where a voucher stands. */
export type VoucherState =
  /** Can be used. */
  | 'ACTIVE'
  /** Its order was refunded. */
  | 'CANCELLED'
  /** Its time is over. */
  | 'EXPIRED'
  /** Was used as often as it may be. */
  | 'USED';

/** A time a voucher was used. */
export type VoucherUse = {
  __typename?: 'VoucherUse';
  /** What it took off. */
  discount: Money;
  /** Id of the use. */
  id: Scalars['ID']['output'];
  /** What was bought with it; null when the till did not say. */
  purchase?: Maybe<Money>;
  /** Where. */
  store?: Maybe<Store>;
  /** When, at the till. */
  usedAt: Scalars['DateTime']['output'];
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
  Activity: Activity;
  Badge: Badge;
  Draw: Draw;
  Leaderboard: Leaderboard;
  Member: Member;
  Mission: Mission;
  Offer: Offer;
  Reward: Reward;
  RewardOrder: RewardOrder;
  Survey: Survey;
  Voucher: Voucher;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Activity:
    ( { __typename: 'Activity' }
    & GraphQLRecursivePick<FederationTypes['Activity'], {"id":true}> );
  Badge:
    ( { __typename: 'Badge' }
    & GraphQLRecursivePick<FederationTypes['Badge'], {"id":true}> );
  Draw:
    ( { __typename: 'Draw' }
    & GraphQLRecursivePick<FederationTypes['Draw'], {"id":true}> );
  Leaderboard:
    ( { __typename: 'Leaderboard' }
    & GraphQLRecursivePick<FederationTypes['Leaderboard'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  Mission:
    ( { __typename: 'Mission' }
    & GraphQLRecursivePick<FederationTypes['Mission'], {"id":true}> );
  Offer:
    ( { __typename: 'Offer' }
    & GraphQLRecursivePick<FederationTypes['Offer'], {"id":true}> );
  Reward:
    ( { __typename: 'Reward' }
    & GraphQLRecursivePick<FederationTypes['Reward'], {"id":true}> );
  RewardOrder:
    ( { __typename: 'RewardOrder' }
    & GraphQLRecursivePick<FederationTypes['RewardOrder'], {"id":true}> );
  Survey:
    ( { __typename: 'Survey' }
    & GraphQLRecursivePick<FederationTypes['Survey'], {"id":true}> );
  Voucher:
    ( { __typename: 'Voucher' }
    & GraphQLRecursivePick<FederationTypes['Voucher'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcceptReferralInput: AcceptReferralInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AcceptReferralPayload: ResolverTypeWrapper<AcceptReferralPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ActivateOfferInput: ActivateOfferInput;
  ActivateOfferPayload: ResolverTypeWrapper<Omit<ActivateOfferPayload, 'offer'> & { offer?: Maybe<ResolversTypes['MemberOffer']> }>;
  Activity: ResolverTypeWrapper<ActivityRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ActivityKind: ActivityKind;
  ActivityProof: ActivityProof;
  AnswerSurveyInput: AnswerSurveyInput;
  AnswerSurveyPayload: ResolverTypeWrapper<Omit<AnswerSurveyPayload, 'invitation'> & { invitation?: Maybe<ResolversTypes['SurveyInvitation']> }>;
  ApproveFundingInput: ApproveFundingInput;
  ApproveFundingPayload: ResolverTypeWrapper<Omit<ApproveFundingPayload, 'request'> & { request?: Maybe<ResolversTypes['FundingRequest']> }>;
  Badge: ResolverTypeWrapper<BadgeRow>;
  CancelRewardOrderInput: CancelRewardOrderInput;
  CancelRewardOrderPayload: ResolverTypeWrapper<Omit<CancelRewardOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['RewardOrder']> }>;
  ChangeFeedbackCaseInput: ChangeFeedbackCaseInput;
  ChangeFeedbackCasePayload: ResolverTypeWrapper<Omit<ChangeFeedbackCasePayload, 'case'> & { case?: Maybe<ResolversTypes['FeedbackCase']> }>;
  ChangeRewardInput: ChangeRewardInput;
  ChangeRewardPayload: ResolverTypeWrapper<Omit<ChangeRewardPayload, 'reward'> & { reward?: Maybe<ResolversTypes['Reward']> }>;
  Circle: ResolverTypeWrapper<CircleRow>;
  ClaimActivityInput: ClaimActivityInput;
  ClaimActivityPayload: ResolverTypeWrapper<ClaimActivityPayload>;
  CloseDrawInput: CloseDrawInput;
  CloseDrawPayload: ResolverTypeWrapper<Omit<CloseDrawPayload, 'draw'> & { draw?: Maybe<ResolversTypes['Draw']> }>;
  CreateActivityInput: CreateActivityInput;
  CreateActivityPayload: ResolverTypeWrapper<Omit<CreateActivityPayload, 'activity'> & { activity?: Maybe<ResolversTypes['Activity']> }>;
  CreateBadgeInput: CreateBadgeInput;
  CreateBadgePayload: ResolverTypeWrapper<Omit<CreateBadgePayload, 'badge'> & { badge?: Maybe<ResolversTypes['Badge']> }>;
  CreateCircleInput: CreateCircleInput;
  CreateCirclePayload: ResolverTypeWrapper<Omit<CreateCirclePayload, 'circle'> & { circle?: Maybe<ResolversTypes['Circle']> }>;
  CreateDrawInput: CreateDrawInput;
  CreateDrawPayload: ResolverTypeWrapper<Omit<CreateDrawPayload, 'draw'> & { draw?: Maybe<ResolversTypes['Draw']> }>;
  CreateLeaderboardInput: CreateLeaderboardInput;
  CreateLeaderboardPayload: ResolverTypeWrapper<Omit<CreateLeaderboardPayload, 'leaderboard'> & { leaderboard?: Maybe<ResolversTypes['Leaderboard']> }>;
  CreateMissionInput: CreateMissionInput;
  CreateMissionPayload: ResolverTypeWrapper<Omit<CreateMissionPayload, 'mission'> & { mission?: Maybe<ResolversTypes['Mission']> }>;
  CreateOfferInput: CreateOfferInput;
  CreateOfferPayload: ResolverTypeWrapper<Omit<CreateOfferPayload, 'offer'> & { offer?: Maybe<ResolversTypes['Offer']> }>;
  CreateReferralCodeInput: CreateReferralCodeInput;
  CreateReferralCodePayload: ResolverTypeWrapper<CreateReferralCodePayload>;
  CreateRewardInput: CreateRewardInput;
  CreateRewardPayload: ResolverTypeWrapper<Omit<CreateRewardPayload, 'reward'> & { reward?: Maybe<ResolversTypes['Reward']> }>;
  CreateSurveyInput: CreateSurveyInput;
  CreateSurveyPayload: ResolverTypeWrapper<Omit<CreateSurveyPayload, 'survey'> & { survey?: Maybe<ResolversTypes['Survey']> }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Draw: ResolverTypeWrapper<DrawRow>;
  DrawEntry: ResolverTypeWrapper<DrawEntryRow>;
  DrawState: DrawState;
  DrawWinnersInput: DrawWinnersInput;
  DrawWinnersPayload: ResolverTypeWrapper<Omit<DrawWinnersPayload, 'draw'> & { draw?: Maybe<ResolversTypes['Draw']> }>;
  EnterDrawInput: EnterDrawInput;
  EnterDrawPayload: ResolverTypeWrapper<Omit<EnterDrawPayload, 'entry'> & { entry?: Maybe<ResolversTypes['DrawEntry']> }>;
  FeedbackCase: ResolverTypeWrapper<CaseRow>;
  FeedbackCaseConnection: ResolverTypeWrapper<Omit<FeedbackCaseConnection, 'edges'> & { edges: Array<ResolversTypes['FeedbackCaseEdge']> }>;
  FeedbackCaseEdge: ResolverTypeWrapper<Omit<FeedbackCaseEdge, 'node'> & { node: ResolversTypes['FeedbackCase'] }>;
  FeedbackCaseState: FeedbackCaseState;
  FulfilRewardOrderInput: FulfilRewardOrderInput;
  FulfilRewardOrderPayload: ResolverTypeWrapper<Omit<FulfilRewardOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['RewardOrder']> }>;
  FundedBenefit: ResolverTypeWrapper<PromisedRow>;
  FundingApproval: ResolverTypeWrapper<ApprovalRow>;
  FundingRequest: ResolverTypeWrapper<FundedRow>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JoinCircleInput: JoinCircleInput;
  JoinCirclePayload: ResolverTypeWrapper<Omit<JoinCirclePayload, 'circle'> & { circle?: Maybe<ResolversTypes['Circle']> }>;
  JoinLeaderboardInput: JoinLeaderboardInput;
  JoinLeaderboardPayload: ResolverTypeWrapper<Omit<JoinLeaderboardPayload, 'entry'> & { entry?: Maybe<ResolversTypes['LeaderboardEntry']> }>;
  Leaderboard: ResolverTypeWrapper<BoardRow>;
  LeaderboardEntry: ResolverTypeWrapper<EntryRow>;
  LeaderboardEntryConnection: ResolverTypeWrapper<Omit<LeaderboardEntryConnection, 'edges'> & { edges: Array<ResolversTypes['LeaderboardEntryEdge']> }>;
  LeaderboardEntryEdge: ResolverTypeWrapper<Omit<LeaderboardEntryEdge, 'node'> & { node: ResolversTypes['LeaderboardEntry'] }>;
  LeaderboardMeasure: LeaderboardMeasure;
  LeaveCircleInput: LeaveCircleInput;
  LeaveCirclePayload: ResolverTypeWrapper<LeaveCirclePayload>;
  LeaveLeaderboardInput: LeaveLeaderboardInput;
  LeaveLeaderboardPayload: ResolverTypeWrapper<LeaveLeaderboardPayload>;
  Member: ResolverTypeWrapper<Omit<Member, 'activatedOffers' | 'badges' | 'circle' | 'missionCompletions' | 'missions' | 'rewardOrders' | 'surveyInvitations' | 'vouchers'> & { activatedOffers?: Maybe<Array<ResolversTypes['MemberOffer']>>, badges?: Maybe<Array<ResolversTypes['MemberBadge']>>, circle?: Maybe<ResolversTypes['Circle']>, missionCompletions?: Maybe<Array<ResolversTypes['MissionCompletion']>>, missions?: Maybe<Array<ResolversTypes['MissionProgress']>>, rewardOrders?: Maybe<ResolversTypes['RewardOrderConnection']>, surveyInvitations?: Maybe<Array<ResolversTypes['SurveyInvitation']>>, vouchers?: Maybe<ResolversTypes['VoucherConnection']> }>;
  MemberBadge: ResolverTypeWrapper<MemberBadgeRow>;
  MemberOffer: ResolverTypeWrapper<MemberOfferView>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Mission: ResolverTypeWrapper<MissionRow>;
  MissionCollect: MissionCollect;
  MissionCompletion: ResolverTypeWrapper<MissionCompletionView>;
  MissionGoal: ResolverTypeWrapper<MissionRow>;
  MissionGoalInput: MissionGoalInput;
  MissionGoalKind: MissionGoalKind;
  MissionLevel: ResolverTypeWrapper<MissionLevelTerms>;
  MissionLevelInput: MissionLevelInput;
  MissionProgress: ResolverTypeWrapper<MissionProgressView>;
  MissionRepeats: MissionRepeats;
  MissionScope: MissionScope;
  MissionStreakUnit: MissionStreakUnit;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Offer: ResolverTypeWrapper<OfferRow>;
  OfferArm: ResolverTypeWrapper<OfferArmView>;
  OfferReport: ResolverTypeWrapper<OfferReportView>;
  OfferSegmentInput: OfferSegmentInput;
  OrderRewardInput: OrderRewardInput;
  OrderRewardPayload: ResolverTypeWrapper<Omit<OrderRewardPayload, 'order'> & { order?: Maybe<ResolversTypes['RewardOrder']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Partner: ResolverTypeWrapper<Partner>;
  Points: ResolverTypeWrapper<Scalars['Points']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RedeemVoucherInput: RedeemVoucherInput;
  RedeemVoucherPayload: ResolverTypeWrapper<Omit<RedeemVoucherPayload, 'use' | 'voucher'> & { use?: Maybe<ResolversTypes['VoucherUse']>, voucher?: Maybe<ResolversTypes['Voucher']> }>;
  RefusalCode: RefusalCode;
  Reward: ResolverTypeWrapper<RewardRow>;
  RewardConnection: ResolverTypeWrapper<Omit<RewardConnection, 'edges'> & { edges: Array<ResolversTypes['RewardEdge']> }>;
  RewardEdge: ResolverTypeWrapper<Omit<RewardEdge, 'node'> & { node: ResolversTypes['Reward'] }>;
  RewardForMember: ResolverTypeWrapper<RewardForMember>;
  RewardFulfilment: RewardFulfilment;
  RewardFunding: ResolverTypeWrapper<Funding>;
  RewardFundingInput: RewardFundingInput;
  RewardKind: RewardKind;
  RewardLimitPeriod: RewardLimitPeriod;
  RewardOrder: ResolverTypeWrapper<RewardOrderRow>;
  RewardOrderConnection: ResolverTypeWrapper<Omit<RewardOrderConnection, 'edges'> & { edges: Array<ResolversTypes['RewardOrderEdge']> }>;
  RewardOrderEdge: ResolverTypeWrapper<Omit<RewardOrderEdge, 'node'> & { node: ResolversTypes['RewardOrder'] }>;
  RewardOrderState: RewardOrderState;
  RewardOrdering: RewardOrdering;
  RewardPicture: ResolverTypeWrapper<RewardPicture>;
  RewardPictureInput: RewardPictureInput;
  RewardTierTerms: ResolverTypeWrapper<RewardTierTerms>;
  RewardTierTermsInput: RewardTierTermsInput;
  RewardTranslationInput: RewardTranslationInput;
  ShowOffersInput: ShowOffersInput;
  ShowOffersPayload: ResolverTypeWrapper<Omit<ShowOffersPayload, 'offers'> & { offers?: Maybe<Array<ResolversTypes['MemberOffer']>> }>;
  Store: ResolverTypeWrapper<Store>;
  Survey: ResolverTypeWrapper<SurveyRow>;
  SurveyAnswer: ResolverTypeWrapper<Answer>;
  SurveyAnswerCount: ResolverTypeWrapper<SurveyAnswerCount>;
  SurveyAnswerInput: SurveyAnswerInput;
  SurveyInvitation: ResolverTypeWrapper<InvitationRow>;
  SurveyQuestion: ResolverTypeWrapper<Question>;
  SurveyQuestionInput: SurveyQuestionInput;
  SurveyQuestionKind: SurveyQuestionKind;
  SurveyQuestionResult: ResolverTypeWrapper<Omit<SurveyQuestionResult, 'question'> & { question: ResolversTypes['SurveyQuestion'] }>;
  SurveyResult: ResolverTypeWrapper<Omit<SurveyResult, 'questions'> & { questions?: Maybe<Array<ResolversTypes['SurveyQuestionResult']>> }>;
  TakeSurveyRemindersInput: TakeSurveyRemindersInput;
  TakeSurveyRemindersPayload: ResolverTypeWrapper<Omit<TakeSurveyRemindersPayload, 'invitations'> & { invitations?: Maybe<Array<ResolversTypes['SurveyInvitation']>> }>;
  Transaction: ResolverTypeWrapper<Transaction>;
  TransferVoucherInput: TransferVoucherInput;
  TransferVoucherPayload: ResolverTypeWrapper<Omit<TransferVoucherPayload, 'voucher'> & { voucher?: Maybe<ResolversTypes['Voucher']> }>;
  UserError: ResolverTypeWrapper<UserError>;
  Voucher: ResolverTypeWrapper<VoucherTableRow>;
  VoucherConnection: ResolverTypeWrapper<Omit<VoucherConnection, 'edges'> & { edges: Array<ResolversTypes['VoucherEdge']> }>;
  VoucherEdge: ResolverTypeWrapper<Omit<VoucherEdge, 'node'> & { node: ResolversTypes['Voucher'] }>;
  VoucherState: VoucherState;
  VoucherUse: ResolverTypeWrapper<VoucherUseView>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptReferralInput: AcceptReferralInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  AcceptReferralPayload: AcceptReferralPayload;
  Boolean: Scalars['Boolean']['output'];
  ActivateOfferInput: ActivateOfferInput;
  ActivateOfferPayload: Omit<ActivateOfferPayload, 'offer'> & { offer?: Maybe<ResolversParentTypes['MemberOffer']> };
  Activity: ActivityRow;
  Int: Scalars['Int']['output'];
  AnswerSurveyInput: AnswerSurveyInput;
  AnswerSurveyPayload: Omit<AnswerSurveyPayload, 'invitation'> & { invitation?: Maybe<ResolversParentTypes['SurveyInvitation']> };
  ApproveFundingInput: ApproveFundingInput;
  ApproveFundingPayload: Omit<ApproveFundingPayload, 'request'> & { request?: Maybe<ResolversParentTypes['FundingRequest']> };
  Badge: BadgeRow;
  CancelRewardOrderInput: CancelRewardOrderInput;
  CancelRewardOrderPayload: Omit<CancelRewardOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['RewardOrder']> };
  ChangeFeedbackCaseInput: ChangeFeedbackCaseInput;
  ChangeFeedbackCasePayload: Omit<ChangeFeedbackCasePayload, 'case'> & { case?: Maybe<ResolversParentTypes['FeedbackCase']> };
  ChangeRewardInput: ChangeRewardInput;
  ChangeRewardPayload: Omit<ChangeRewardPayload, 'reward'> & { reward?: Maybe<ResolversParentTypes['Reward']> };
  Circle: CircleRow;
  ClaimActivityInput: ClaimActivityInput;
  ClaimActivityPayload: ClaimActivityPayload;
  CloseDrawInput: CloseDrawInput;
  CloseDrawPayload: Omit<CloseDrawPayload, 'draw'> & { draw?: Maybe<ResolversParentTypes['Draw']> };
  CreateActivityInput: CreateActivityInput;
  CreateActivityPayload: Omit<CreateActivityPayload, 'activity'> & { activity?: Maybe<ResolversParentTypes['Activity']> };
  CreateBadgeInput: CreateBadgeInput;
  CreateBadgePayload: Omit<CreateBadgePayload, 'badge'> & { badge?: Maybe<ResolversParentTypes['Badge']> };
  CreateCircleInput: CreateCircleInput;
  CreateCirclePayload: Omit<CreateCirclePayload, 'circle'> & { circle?: Maybe<ResolversParentTypes['Circle']> };
  CreateDrawInput: CreateDrawInput;
  CreateDrawPayload: Omit<CreateDrawPayload, 'draw'> & { draw?: Maybe<ResolversParentTypes['Draw']> };
  CreateLeaderboardInput: CreateLeaderboardInput;
  CreateLeaderboardPayload: Omit<CreateLeaderboardPayload, 'leaderboard'> & { leaderboard?: Maybe<ResolversParentTypes['Leaderboard']> };
  CreateMissionInput: CreateMissionInput;
  CreateMissionPayload: Omit<CreateMissionPayload, 'mission'> & { mission?: Maybe<ResolversParentTypes['Mission']> };
  CreateOfferInput: CreateOfferInput;
  CreateOfferPayload: Omit<CreateOfferPayload, 'offer'> & { offer?: Maybe<ResolversParentTypes['Offer']> };
  CreateReferralCodeInput: CreateReferralCodeInput;
  CreateReferralCodePayload: CreateReferralCodePayload;
  CreateRewardInput: CreateRewardInput;
  CreateRewardPayload: Omit<CreateRewardPayload, 'reward'> & { reward?: Maybe<ResolversParentTypes['Reward']> };
  CreateSurveyInput: CreateSurveyInput;
  CreateSurveyPayload: Omit<CreateSurveyPayload, 'survey'> & { survey?: Maybe<ResolversParentTypes['Survey']> };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Draw: DrawRow;
  DrawEntry: DrawEntryRow;
  DrawWinnersInput: DrawWinnersInput;
  DrawWinnersPayload: Omit<DrawWinnersPayload, 'draw'> & { draw?: Maybe<ResolversParentTypes['Draw']> };
  EnterDrawInput: EnterDrawInput;
  EnterDrawPayload: Omit<EnterDrawPayload, 'entry'> & { entry?: Maybe<ResolversParentTypes['DrawEntry']> };
  FeedbackCase: CaseRow;
  FeedbackCaseConnection: Omit<FeedbackCaseConnection, 'edges'> & { edges: Array<ResolversParentTypes['FeedbackCaseEdge']> };
  FeedbackCaseEdge: Omit<FeedbackCaseEdge, 'node'> & { node: ResolversParentTypes['FeedbackCase'] };
  FulfilRewardOrderInput: FulfilRewardOrderInput;
  FulfilRewardOrderPayload: Omit<FulfilRewardOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['RewardOrder']> };
  FundedBenefit: PromisedRow;
  FundingApproval: ApprovalRow;
  FundingRequest: FundedRow;
  JSON: Scalars['JSON']['output'];
  JoinCircleInput: JoinCircleInput;
  JoinCirclePayload: Omit<JoinCirclePayload, 'circle'> & { circle?: Maybe<ResolversParentTypes['Circle']> };
  JoinLeaderboardInput: JoinLeaderboardInput;
  JoinLeaderboardPayload: Omit<JoinLeaderboardPayload, 'entry'> & { entry?: Maybe<ResolversParentTypes['LeaderboardEntry']> };
  Leaderboard: BoardRow;
  LeaderboardEntry: EntryRow;
  LeaderboardEntryConnection: Omit<LeaderboardEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['LeaderboardEntryEdge']> };
  LeaderboardEntryEdge: Omit<LeaderboardEntryEdge, 'node'> & { node: ResolversParentTypes['LeaderboardEntry'] };
  LeaveCircleInput: LeaveCircleInput;
  LeaveCirclePayload: LeaveCirclePayload;
  LeaveLeaderboardInput: LeaveLeaderboardInput;
  LeaveLeaderboardPayload: LeaveLeaderboardPayload;
  Member: Omit<Member, 'activatedOffers' | 'badges' | 'circle' | 'missionCompletions' | 'missions' | 'rewardOrders' | 'surveyInvitations' | 'vouchers'> & { activatedOffers?: Maybe<Array<ResolversParentTypes['MemberOffer']>>, badges?: Maybe<Array<ResolversParentTypes['MemberBadge']>>, circle?: Maybe<ResolversParentTypes['Circle']>, missionCompletions?: Maybe<Array<ResolversParentTypes['MissionCompletion']>>, missions?: Maybe<Array<ResolversParentTypes['MissionProgress']>>, rewardOrders?: Maybe<ResolversParentTypes['RewardOrderConnection']>, surveyInvitations?: Maybe<Array<ResolversParentTypes['SurveyInvitation']>>, vouchers?: Maybe<ResolversParentTypes['VoucherConnection']> } | FederationReferenceTypes['Member'];
  MemberBadge: MemberBadgeRow;
  MemberOffer: MemberOfferView;
  MinorUnits: Scalars['MinorUnits']['output'];
  Mission: MissionRow;
  MissionCompletion: MissionCompletionView;
  MissionGoal: MissionRow;
  MissionGoalInput: MissionGoalInput;
  MissionLevel: MissionLevelTerms;
  MissionLevelInput: MissionLevelInput;
  MissionProgress: MissionProgressView;
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Offer: OfferRow;
  OfferArm: OfferArmView;
  OfferReport: OfferReportView;
  OfferSegmentInput: OfferSegmentInput;
  OrderRewardInput: OrderRewardInput;
  OrderRewardPayload: Omit<OrderRewardPayload, 'order'> & { order?: Maybe<ResolversParentTypes['RewardOrder']> };
  PageInfo: PageInfo;
  Partner: Partner;
  Points: Scalars['Points']['output'];
  Query: Record<PropertyKey, never>;
  RedeemVoucherInput: RedeemVoucherInput;
  RedeemVoucherPayload: Omit<RedeemVoucherPayload, 'use' | 'voucher'> & { use?: Maybe<ResolversParentTypes['VoucherUse']>, voucher?: Maybe<ResolversParentTypes['Voucher']> };
  Reward: RewardRow;
  RewardConnection: Omit<RewardConnection, 'edges'> & { edges: Array<ResolversParentTypes['RewardEdge']> };
  RewardEdge: Omit<RewardEdge, 'node'> & { node: ResolversParentTypes['Reward'] };
  RewardForMember: RewardForMember;
  RewardFunding: Funding;
  RewardFundingInput: RewardFundingInput;
  RewardOrder: RewardOrderRow;
  RewardOrderConnection: Omit<RewardOrderConnection, 'edges'> & { edges: Array<ResolversParentTypes['RewardOrderEdge']> };
  RewardOrderEdge: Omit<RewardOrderEdge, 'node'> & { node: ResolversParentTypes['RewardOrder'] };
  RewardPicture: RewardPicture;
  RewardPictureInput: RewardPictureInput;
  RewardTierTerms: RewardTierTerms;
  RewardTierTermsInput: RewardTierTermsInput;
  RewardTranslationInput: RewardTranslationInput;
  ShowOffersInput: ShowOffersInput;
  ShowOffersPayload: Omit<ShowOffersPayload, 'offers'> & { offers?: Maybe<Array<ResolversParentTypes['MemberOffer']>> };
  Store: Store;
  Survey: SurveyRow;
  SurveyAnswer: Answer;
  SurveyAnswerCount: SurveyAnswerCount;
  SurveyAnswerInput: SurveyAnswerInput;
  SurveyInvitation: InvitationRow;
  SurveyQuestion: Question;
  SurveyQuestionInput: SurveyQuestionInput;
  SurveyQuestionResult: Omit<SurveyQuestionResult, 'question'> & { question: ResolversParentTypes['SurveyQuestion'] };
  SurveyResult: Omit<SurveyResult, 'questions'> & { questions?: Maybe<Array<ResolversParentTypes['SurveyQuestionResult']>> };
  TakeSurveyRemindersInput: TakeSurveyRemindersInput;
  TakeSurveyRemindersPayload: Omit<TakeSurveyRemindersPayload, 'invitations'> & { invitations?: Maybe<Array<ResolversParentTypes['SurveyInvitation']>> };
  Transaction: Transaction;
  TransferVoucherInput: TransferVoucherInput;
  TransferVoucherPayload: Omit<TransferVoucherPayload, 'voucher'> & { voucher?: Maybe<ResolversParentTypes['Voucher']> };
  UserError: UserError;
  Voucher: VoucherTableRow;
  VoucherConnection: Omit<VoucherConnection, 'edges'> & { edges: Array<ResolversParentTypes['VoucherEdge']> };
  VoucherEdge: Omit<VoucherEdge, 'node'> & { node: ResolversParentTypes['Voucher'] };
  VoucherUse: VoucherUseView;
};

export type AcceptReferralPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['AcceptReferralPayload'] = ResolversParentTypes['AcceptReferralPayload']> = {
  accepted?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ActivateOfferPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['ActivateOfferPayload'] = ResolversParentTypes['ActivateOfferPayload']> = {
  offer?: Resolver<Maybe<ResolversTypes['MemberOffer']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ActivityResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Activity'] = ResolversParentTypes['Activity'], FederationReferenceType extends FederationReferenceTypes['Activity'] = FederationReferenceTypes['Activity']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Activity']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agreedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['FundingApproval']>, ParentType, ContextType>;
  approvalsMissing?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  cooldownSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  friendPoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ActivityKind'], ParentType, ContextType>;
  maxInAll?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxPerMember?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  proof?: Resolver<ResolversTypes['ActivityProof'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AnswerSurveyPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['AnswerSurveyPayload'] = ResolversParentTypes['AnswerSurveyPayload']> = {
  award?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  invitation?: Resolver<Maybe<ResolversTypes['SurveyInvitation']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApproveFundingPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['ApproveFundingPayload'] = ResolversParentTypes['ApproveFundingPayload']> = {
  request?: Resolver<Maybe<ResolversTypes['FundingRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type BadgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Badge'] = ResolversParentTypes['Badge'], FederationReferenceType extends FederationReferenceTypes['Badge'] = FederationReferenceTypes['Badge']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Badge']> | FederationReferenceType, FederationReferenceType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pictureUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CancelRewardOrderPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CancelRewardOrderPayload'] = ResolversParentTypes['CancelRewardOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChangeFeedbackCasePayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['ChangeFeedbackCasePayload'] = ResolversParentTypes['ChangeFeedbackCasePayload']> = {
  case?: Resolver<Maybe<ResolversTypes['FeedbackCase']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChangeRewardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['ChangeRewardPayload'] = ResolversParentTypes['ChangeRewardPayload']> = {
  reward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CircleResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Circle'] = ResolversParentTypes['Circle']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inviteCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ClaimActivityPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['ClaimActivityPayload'] = ResolversParentTypes['ClaimActivityPayload']> = {
  award?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CloseDrawPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CloseDrawPayload'] = ResolversParentTypes['CloseDrawPayload']> = {
  draw?: Resolver<Maybe<ResolversTypes['Draw']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateActivityPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateActivityPayload'] = ResolversParentTypes['CreateActivityPayload']> = {
  activity?: Resolver<Maybe<ResolversTypes['Activity']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateBadgePayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateBadgePayload'] = ResolversParentTypes['CreateBadgePayload']> = {
  badge?: Resolver<Maybe<ResolversTypes['Badge']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateCirclePayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateCirclePayload'] = ResolversParentTypes['CreateCirclePayload']> = {
  circle?: Resolver<Maybe<ResolversTypes['Circle']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateDrawPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateDrawPayload'] = ResolversParentTypes['CreateDrawPayload']> = {
  draw?: Resolver<Maybe<ResolversTypes['Draw']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateLeaderboardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateLeaderboardPayload'] = ResolversParentTypes['CreateLeaderboardPayload']> = {
  leaderboard?: Resolver<Maybe<ResolversTypes['Leaderboard']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateMissionPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateMissionPayload'] = ResolversParentTypes['CreateMissionPayload']> = {
  mission?: Resolver<Maybe<ResolversTypes['Mission']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateOfferPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateOfferPayload'] = ResolversParentTypes['CreateOfferPayload']> = {
  offer?: Resolver<Maybe<ResolversTypes['Offer']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateReferralCodePayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateReferralCodePayload'] = ResolversParentTypes['CreateReferralCodePayload']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateRewardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateRewardPayload'] = ResolversParentTypes['CreateRewardPayload']> = {
  reward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateSurveyPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateSurveyPayload'] = ResolversParentTypes['CreateSurveyPayload']> = {
  survey?: Resolver<Maybe<ResolversTypes['Survey']>, ParentType, ContextType>;
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

export type DrawResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Draw'] = ResolversParentTypes['Draw'], FederationReferenceType extends FederationReferenceTypes['Draw'] = FederationReferenceTypes['Draw']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Draw']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agreedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['FundingApproval']>, ParentType, ContextType>;
  approvalsMissing?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  closesAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  drawnAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  entriesHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxPerMember?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mine?: Resolver<Array<ResolversTypes['DrawEntry']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opensAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  pricePoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  prize?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prizePoints?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  proof?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  seed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seedCommitment?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DrawState'], ParentType, ContextType>;
  winners?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  winningEntries?: Resolver<Array<ResolversTypes['DrawEntry']>, ParentType, ContextType>;
};

export type DrawEntryResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['DrawEntry'] = ResolversParentTypes['DrawEntry']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  word?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DrawWinnersPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['DrawWinnersPayload'] = ResolversParentTypes['DrawWinnersPayload']> = {
  draw?: Resolver<Maybe<ResolversTypes['Draw']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EnterDrawPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['EnterDrawPayload'] = ResolversParentTypes['EnterDrawPayload']> = {
  entry?: Resolver<Maybe<ResolversTypes['DrawEntry']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type FeedbackCaseResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FeedbackCase'] = ResolversParentTypes['FeedbackCase']> = {
  answers?: Resolver<Array<ResolversTypes['SurveyAnswer']>, ParentType, ContextType>;
  changedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['FeedbackCaseState'], ParentType, ContextType>;
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
};

export type FeedbackCaseConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FeedbackCaseConnection'] = ResolversParentTypes['FeedbackCaseConnection']> = {
  edges?: Resolver<Array<ResolversTypes['FeedbackCaseEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type FeedbackCaseEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FeedbackCaseEdge'] = ResolversParentTypes['FeedbackCaseEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['FeedbackCase'], ParentType, ContextType>;
};

export type FulfilRewardOrderPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FulfilRewardOrderPayload'] = ResolversParentTypes['FulfilRewardOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type FundedBenefitResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FundedBenefit'] = ResolversParentTypes['FundedBenefit']> = {
  approvals?: Resolver<Array<ResolversTypes['FundingApproval']>, ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  plan?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reward?: Resolver<ResolversTypes['Reward'], ParentType, ContextType>;
  tier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FundingApprovalResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FundingApproval'] = ResolversParentTypes['FundingApproval']> = {
  approvedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  approvedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type FundingRequestResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['FundingRequest'] = ResolversParentTypes['FundingRequest']> = {
  activity?: Resolver<Maybe<ResolversTypes['Activity']>, ParentType, ContextType>;
  benefit?: Resolver<Maybe<ResolversTypes['FundedBenefit']>, ParentType, ContextType>;
  draw?: Resolver<Maybe<ResolversTypes['Draw']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mission?: Resolver<Maybe<ResolversTypes['Mission']>, ParentType, ContextType>;
  offer?: Resolver<Maybe<ResolversTypes['Offer']>, ParentType, ContextType>;
  survey?: Resolver<Maybe<ResolversTypes['Survey']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JoinCirclePayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['JoinCirclePayload'] = ResolversParentTypes['JoinCirclePayload']> = {
  circle?: Resolver<Maybe<ResolversTypes['Circle']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type JoinLeaderboardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['JoinLeaderboardPayload'] = ResolversParentTypes['JoinLeaderboardPayload']> = {
  entry?: Resolver<Maybe<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LeaderboardResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Leaderboard'] = ResolversParentTypes['Leaderboard'], FederationReferenceType extends FederationReferenceTypes['Leaderboard'] = FederationReferenceTypes['Leaderboard']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Leaderboard']> | FederationReferenceType, FederationReferenceType, ContextType>;
  criteria?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['LeaderboardEntryConnection'], ParentType, ContextType, RequireFields<LeaderboardEntriesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['LeaderboardMeasure'], ParentType, ContextType>;
  mine?: Resolver<Maybe<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type LeaderboardEntryResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['LeaderboardEntry'] = ResolversParentTypes['LeaderboardEntry']> = {
  nickname?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type LeaderboardEntryConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['LeaderboardEntryConnection'] = ResolversParentTypes['LeaderboardEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LeaderboardEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LeaderboardEntryEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['LeaderboardEntryEdge'] = ResolversParentTypes['LeaderboardEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LeaderboardEntry'], ParentType, ContextType>;
};

export type LeaveCirclePayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['LeaveCirclePayload'] = ResolversParentTypes['LeaveCirclePayload']> = {
  left?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LeaveLeaderboardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['LeaveLeaderboardPayload'] = ResolversParentTypes['LeaveLeaderboardPayload']> = {
  left?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  activatedOffers?: Resolver<Maybe<Array<ResolversTypes['MemberOffer']>>, ParentType, ContextType>;
  badges?: Resolver<Maybe<Array<ResolversTypes['MemberBadge']>>, ParentType, ContextType>;
  circle?: Resolver<Maybe<ResolversTypes['Circle']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  missionCompletions?: Resolver<Maybe<Array<ResolversTypes['MissionCompletion']>>, ParentType, ContextType, RequireFields<MemberMissionCompletionsArgs, 'first'>>;
  missions?: Resolver<Maybe<Array<ResolversTypes['MissionProgress']>>, ParentType, ContextType>;
  referralCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rewardOrders?: Resolver<Maybe<ResolversTypes['RewardOrderConnection']>, ParentType, ContextType, RequireFields<MemberRewardOrdersArgs, 'first'>>;
  rewardsArchive?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  surveyInvitations?: Resolver<Maybe<Array<ResolversTypes['SurveyInvitation']>>, ParentType, ContextType>;
  vouchers?: Resolver<Maybe<ResolversTypes['VoucherConnection']>, ParentType, ContextType, RequireFields<MemberVouchersArgs, 'first'>>;
};

export type MemberBadgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['MemberBadge'] = ResolversParentTypes['MemberBadge']> = {
  badge?: Resolver<ResolversTypes['Badge'], ParentType, ContextType>;
  earnedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MemberOfferResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['MemberOffer'] = ResolversParentTypes['MemberOffer']> = {
  activatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  offer?: Resolver<ResolversTypes['Offer'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MissionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Mission'] = ResolversParentTypes['Mission'], FederationReferenceType extends FederationReferenceTypes['Mission'] = FederationReferenceTypes['Mission']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Mission']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agreedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['FundingApproval']>, ParentType, ContextType>;
  approvalsMissing?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  badge?: Resolver<Maybe<ResolversTypes['Badge']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  goal?: Resolver<ResolversTypes['MissionGoal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  levels?: Resolver<Array<ResolversTypes['MissionLevel']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  repeats?: Resolver<ResolversTypes['MissionRepeats'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['MissionScope'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MissionCompletionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['MissionCompletion'] = ResolversParentTypes['MissionCompletion']> = {
  award?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  completedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['MissionLevel'], ParentType, ContextType>;
  mission?: Resolver<ResolversTypes['Mission'], ParentType, ContextType>;
  purchase?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
};

export type MissionGoalResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['MissionGoal'] = ResolversParentTypes['MissionGoal']> = {
  categories?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  collect?: Resolver<ResolversTypes['MissionCollect'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MissionGoalKind'], ParentType, ContextType>;
  minAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  partners?: Resolver<Array<ResolversTypes['Partner']>, ParentType, ContextType>;
  streakUnit?: Resolver<ResolversTypes['MissionStreakUnit'], ParentType, ContextType>;
};

export type MissionLevelResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['MissionLevel'] = ResolversParentTypes['MissionLevel']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  target?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type MissionProgressResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['MissionProgress'] = ResolversParentTypes['MissionProgress']> = {
  collected?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  levelsReached?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  missing?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  mission?: Resolver<ResolversTypes['Mission'], ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['MissionLevel']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  minorUnits?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptReferral?: Resolver<ResolversTypes['AcceptReferralPayload'], ParentType, ContextType, RequireFields<MutationAcceptReferralArgs, 'input'>>;
  activateOffer?: Resolver<ResolversTypes['ActivateOfferPayload'], ParentType, ContextType, RequireFields<MutationActivateOfferArgs, 'input'>>;
  answerSurvey?: Resolver<ResolversTypes['AnswerSurveyPayload'], ParentType, ContextType, RequireFields<MutationAnswerSurveyArgs, 'input'>>;
  approveFunding?: Resolver<ResolversTypes['ApproveFundingPayload'], ParentType, ContextType, RequireFields<MutationApproveFundingArgs, 'input'>>;
  cancelRewardOrder?: Resolver<ResolversTypes['CancelRewardOrderPayload'], ParentType, ContextType, RequireFields<MutationCancelRewardOrderArgs, 'input'>>;
  changeFeedbackCase?: Resolver<ResolversTypes['ChangeFeedbackCasePayload'], ParentType, ContextType, RequireFields<MutationChangeFeedbackCaseArgs, 'input'>>;
  changeReward?: Resolver<ResolversTypes['ChangeRewardPayload'], ParentType, ContextType, RequireFields<MutationChangeRewardArgs, 'input'>>;
  claimActivity?: Resolver<ResolversTypes['ClaimActivityPayload'], ParentType, ContextType, RequireFields<MutationClaimActivityArgs, 'input'>>;
  closeDraw?: Resolver<ResolversTypes['CloseDrawPayload'], ParentType, ContextType, RequireFields<MutationCloseDrawArgs, 'input'>>;
  createActivity?: Resolver<ResolversTypes['CreateActivityPayload'], ParentType, ContextType, RequireFields<MutationCreateActivityArgs, 'input'>>;
  createBadge?: Resolver<ResolversTypes['CreateBadgePayload'], ParentType, ContextType, RequireFields<MutationCreateBadgeArgs, 'input'>>;
  createCircle?: Resolver<ResolversTypes['CreateCirclePayload'], ParentType, ContextType, RequireFields<MutationCreateCircleArgs, 'input'>>;
  createDraw?: Resolver<ResolversTypes['CreateDrawPayload'], ParentType, ContextType, RequireFields<MutationCreateDrawArgs, 'input'>>;
  createLeaderboard?: Resolver<ResolversTypes['CreateLeaderboardPayload'], ParentType, ContextType, RequireFields<MutationCreateLeaderboardArgs, 'input'>>;
  createMission?: Resolver<ResolversTypes['CreateMissionPayload'], ParentType, ContextType, RequireFields<MutationCreateMissionArgs, 'input'>>;
  createOffer?: Resolver<ResolversTypes['CreateOfferPayload'], ParentType, ContextType, RequireFields<MutationCreateOfferArgs, 'input'>>;
  createReferralCode?: Resolver<ResolversTypes['CreateReferralCodePayload'], ParentType, ContextType, RequireFields<MutationCreateReferralCodeArgs, 'input'>>;
  createReward?: Resolver<ResolversTypes['CreateRewardPayload'], ParentType, ContextType, RequireFields<MutationCreateRewardArgs, 'input'>>;
  createSurvey?: Resolver<ResolversTypes['CreateSurveyPayload'], ParentType, ContextType, RequireFields<MutationCreateSurveyArgs, 'input'>>;
  drawWinners?: Resolver<ResolversTypes['DrawWinnersPayload'], ParentType, ContextType, RequireFields<MutationDrawWinnersArgs, 'input'>>;
  enterDraw?: Resolver<ResolversTypes['EnterDrawPayload'], ParentType, ContextType, RequireFields<MutationEnterDrawArgs, 'input'>>;
  fulfilRewardOrder?: Resolver<ResolversTypes['FulfilRewardOrderPayload'], ParentType, ContextType, RequireFields<MutationFulfilRewardOrderArgs, 'input'>>;
  joinCircle?: Resolver<ResolversTypes['JoinCirclePayload'], ParentType, ContextType, RequireFields<MutationJoinCircleArgs, 'input'>>;
  joinLeaderboard?: Resolver<ResolversTypes['JoinLeaderboardPayload'], ParentType, ContextType, RequireFields<MutationJoinLeaderboardArgs, 'input'>>;
  leaveCircle?: Resolver<ResolversTypes['LeaveCirclePayload'], ParentType, ContextType, RequireFields<MutationLeaveCircleArgs, 'input'>>;
  leaveLeaderboard?: Resolver<ResolversTypes['LeaveLeaderboardPayload'], ParentType, ContextType, RequireFields<MutationLeaveLeaderboardArgs, 'input'>>;
  orderReward?: Resolver<ResolversTypes['OrderRewardPayload'], ParentType, ContextType, RequireFields<MutationOrderRewardArgs, 'input'>>;
  redeemVoucher?: Resolver<ResolversTypes['RedeemVoucherPayload'], ParentType, ContextType, RequireFields<MutationRedeemVoucherArgs, 'input'>>;
  showOffers?: Resolver<ResolversTypes['ShowOffersPayload'], ParentType, ContextType, RequireFields<MutationShowOffersArgs, 'input'>>;
  takeSurveyReminders?: Resolver<ResolversTypes['TakeSurveyRemindersPayload'], ParentType, ContextType, RequireFields<MutationTakeSurveyRemindersArgs, 'input'>>;
  transferVoucher?: Resolver<ResolversTypes['TransferVoucherPayload'], ParentType, ContextType, RequireFields<MutationTransferVoucherArgs, 'input'>>;
};

export type OfferResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Offer'] = ResolversParentTypes['Offer'], FederationReferenceType extends FederationReferenceTypes['Offer'] = FederationReferenceTypes['Offer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Offer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agreedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['FundingApproval']>, ParentType, ContextType>;
  approvalsMissing?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  minAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OfferArmResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['OfferArm'] = ResolversParentTypes['OfferArm']> = {
  activated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  buyers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  spend?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OfferReportResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['OfferReport'] = ResolversParentTypes['OfferReport']> = {
  conversionUplift?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  heldOut?: Resolver<Maybe<ResolversTypes['OfferArm']>, ParentType, ContextType>;
  offer?: Resolver<ResolversTypes['Offer'], ParentType, ContextType>;
  offered?: Resolver<Maybe<ResolversTypes['OfferArm']>, ParentType, ContextType>;
  spendUplift?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type OrderRewardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['OrderRewardPayload'] = ResolversParentTypes['OrderRewardPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PartnerResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Partner'] = ResolversParentTypes['Partner']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface PointsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Points'], any> {
  name: 'Points';
}

export type QueryResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  activities?: Resolver<Array<ResolversTypes['Activity']>, ParentType, ContextType>;
  draw?: Resolver<Maybe<ResolversTypes['Draw']>, ParentType, ContextType, RequireFields<QueryDrawArgs, 'id'>>;
  draws?: Resolver<Array<ResolversTypes['Draw']>, ParentType, ContextType>;
  feedbackCases?: Resolver<ResolversTypes['FeedbackCaseConnection'], ParentType, ContextType, RequireFields<QueryFeedbackCasesArgs, 'first'>>;
  fundingRequests?: Resolver<Array<ResolversTypes['FundingRequest']>, ParentType, ContextType>;
  leaderboard?: Resolver<Maybe<ResolversTypes['Leaderboard']>, ParentType, ContextType, RequireFields<QueryLeaderboardArgs, 'id'>>;
  leaderboards?: Resolver<Array<ResolversTypes['Leaderboard']>, ParentType, ContextType>;
  missions?: Resolver<Array<ResolversTypes['Mission']>, ParentType, ContextType>;
  offerReport?: Resolver<Maybe<ResolversTypes['OfferReport']>, ParentType, ContextType, RequireFields<QueryOfferReportArgs, 'offerId'>>;
  reward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType, RequireFields<QueryRewardArgs, 'id'>>;
  rewardOrder?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType, RequireFields<QueryRewardOrderArgs, 'id'>>;
  rewards?: Resolver<ResolversTypes['RewardConnection'], ParentType, ContextType, RequireFields<QueryRewardsArgs, 'first' | 'orderBy'>>;
  surveyResults?: Resolver<Array<ResolversTypes['SurveyResult']>, ParentType, ContextType, RequireFields<QuerySurveyResultsArgs, 'surveyId'>>;
  voucher?: Resolver<Maybe<ResolversTypes['Voucher']>, ParentType, ContextType, RequireFields<QueryVoucherArgs, 'id'>>;
  voucherKeys?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type RedeemVoucherPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RedeemVoucherPayload'] = ResolversParentTypes['RedeemVoucherPayload']> = {
  use?: Resolver<Maybe<ResolversTypes['VoucherUse']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  voucher?: Resolver<Maybe<ResolversTypes['Voucher']>, ParentType, ContextType>;
};

export type RewardResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Reward'] = ResolversParentTypes['Reward'], FederationReferenceType extends FederationReferenceTypes['Reward'] = FederationReferenceTypes['Reward']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Reward']> | FederationReferenceType, FederationReferenceType, ContextType>;
  availableFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  availableUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  blackoutDays?: Resolver<Array<ResolversTypes['Date']>, ParentType, ContextType>;
  cancellableDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, Partial<RewardDescriptionArgs>>;
  discount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  discountBasisPoints?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  fulfilment?: Resolver<ResolversTypes['RewardFulfilment'], ParentType, ContextType>;
  honouredAt?: Resolver<Array<ResolversTypes['Store']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RewardKind'], ParentType, ContextType>;
  limitPeriod?: Resolver<ResolversTypes['RewardLimitPeriod'], ParentType, ContextType>;
  locales?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  minSpend?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  mine?: Resolver<Maybe<ResolversTypes['RewardForMember']>, ParentType, ContextType>;
  money?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<RewardNameArgs>>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  perMemberLimit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pictures?: Resolver<Array<ResolversTypes['RewardPicture']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  terms?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, Partial<RewardTermsArgs>>;
  tierTerms?: Resolver<Array<ResolversTypes['RewardTierTerms']>, ParentType, ContextType>;
  transferable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  voucherDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  voucherUses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  withdrawnAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type RewardConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardConnection'] = ResolversParentTypes['RewardConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RewardEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RewardEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardEdge'] = ResolversParentTypes['RewardEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Reward'], ParentType, ContextType>;
};

export type RewardForMemberResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardForMember'] = ResolversParentTypes['RewardForMember']> = {
  availableFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  money?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  offered?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
};

export type RewardFundingResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardFunding'] = ResolversParentTypes['RewardFunding']> = {
  basisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  funder?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
};

export type RewardOrderResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardOrder'] = ResolversParentTypes['RewardOrder'], FederationReferenceType extends FederationReferenceTypes['RewardOrder'] = FederationReferenceTypes['RewardOrder']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RewardOrder']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cancelledBecause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fulfilledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  money?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  orderedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  refund?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  reward?: Resolver<ResolversTypes['Reward'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RewardOrderState'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  voucher?: Resolver<Maybe<ResolversTypes['Voucher']>, ParentType, ContextType>;
};

export type RewardOrderConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardOrderConnection'] = ResolversParentTypes['RewardOrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RewardOrderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RewardOrderEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardOrderEdge'] = ResolversParentTypes['RewardOrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RewardOrder'], ParentType, ContextType>;
};

export type RewardPictureResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardPicture'] = ResolversParentTypes['RewardPicture']> = {
  alt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RewardTierTermsResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardTierTerms'] = ResolversParentTypes['RewardTierTerms']> = {
  availableFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  money?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  points?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShowOffersPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['ShowOffersPayload'] = ResolversParentTypes['ShowOffersPayload']> = {
  offers?: Resolver<Maybe<Array<ResolversTypes['MemberOffer']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StoreResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Store'] = ResolversParentTypes['Store']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SurveyResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Survey'] = ResolversParentTypes['Survey'], FederationReferenceType extends FederationReferenceTypes['Survey'] = FederationReferenceTypes['Survey']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Survey']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agreedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['FundingApproval']>, ParentType, ContextType>;
  approvalsMissing?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  funding?: Resolver<Array<ResolversTypes['RewardFunding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  questions?: Resolver<Array<ResolversTypes['SurveyQuestion']>, ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SurveyAnswerResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['SurveyAnswer'] = ResolversParentTypes['SurveyAnswer']> = {
  choice?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  questionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SurveyAnswerCountResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['SurveyAnswerCount'] = ResolversParentTypes['SurveyAnswerCount']> = {
  answer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  times?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SurveyInvitationResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['SurveyInvitation'] = ResolversParentTypes['SurveyInvitation']> = {
  answeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  purchase?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  reminders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  survey?: Resolver<ResolversTypes['Survey'], ParentType, ContextType>;
};

export type SurveyQuestionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['SurveyQuestion'] = ResolversParentTypes['SurveyQuestion']> = {
  choices?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SurveyQuestionKind'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SurveyQuestionResultResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['SurveyQuestionResult'] = ResolversParentTypes['SurveyQuestionResult']> = {
  counts?: Resolver<Array<ResolversTypes['SurveyAnswerCount']>, ParentType, ContextType>;
  question?: Resolver<ResolversTypes['SurveyQuestion'], ParentType, ContextType>;
  words?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SurveyResultResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['SurveyResult'] = ResolversParentTypes['SurveyResult']> = {
  answers?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  csatHundredths?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  nps?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  questions?: Resolver<Maybe<Array<ResolversTypes['SurveyQuestionResult']>>, ParentType, ContextType>;
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
};

export type TakeSurveyRemindersPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['TakeSurveyRemindersPayload'] = ResolversParentTypes['TakeSurveyRemindersPayload']> = {
  invitations?: Resolver<Maybe<Array<ResolversTypes['SurveyInvitation']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TransactionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type TransferVoucherPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['TransferVoucherPayload'] = ResolversParentTypes['TransferVoucherPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  voucher?: Resolver<Maybe<ResolversTypes['Voucher']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VoucherResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Voucher'] = ResolversParentTypes['Voucher'], FederationReferenceType extends FederationReferenceTypes['Voucher'] = FederationReferenceTypes['Voucher']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Voucher']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  offlineToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reward?: Resolver<ResolversTypes['Reward'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['VoucherState'], ParentType, ContextType>;
  used?: Resolver<Array<ResolversTypes['VoucherUse']>, ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usesLeft?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VoucherConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['VoucherConnection'] = ResolversParentTypes['VoucherConnection']> = {
  edges?: Resolver<Array<ResolversTypes['VoucherEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type VoucherEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['VoucherEdge'] = ResolversParentTypes['VoucherEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Voucher'], ParentType, ContextType>;
};

export type VoucherUseResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['VoucherUse'] = ResolversParentTypes['VoucherUse']> = {
  discount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  purchase?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  store?: Resolver<Maybe<ResolversTypes['Store']>, ParentType, ContextType>;
  usedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RewardsContext> = {
  AcceptReferralPayload?: AcceptReferralPayloadResolvers<ContextType>;
  ActivateOfferPayload?: ActivateOfferPayloadResolvers<ContextType>;
  Activity?: ActivityResolvers<ContextType>;
  AnswerSurveyPayload?: AnswerSurveyPayloadResolvers<ContextType>;
  ApproveFundingPayload?: ApproveFundingPayloadResolvers<ContextType>;
  Badge?: BadgeResolvers<ContextType>;
  CancelRewardOrderPayload?: CancelRewardOrderPayloadResolvers<ContextType>;
  ChangeFeedbackCasePayload?: ChangeFeedbackCasePayloadResolvers<ContextType>;
  ChangeRewardPayload?: ChangeRewardPayloadResolvers<ContextType>;
  Circle?: CircleResolvers<ContextType>;
  ClaimActivityPayload?: ClaimActivityPayloadResolvers<ContextType>;
  CloseDrawPayload?: CloseDrawPayloadResolvers<ContextType>;
  CreateActivityPayload?: CreateActivityPayloadResolvers<ContextType>;
  CreateBadgePayload?: CreateBadgePayloadResolvers<ContextType>;
  CreateCirclePayload?: CreateCirclePayloadResolvers<ContextType>;
  CreateDrawPayload?: CreateDrawPayloadResolvers<ContextType>;
  CreateLeaderboardPayload?: CreateLeaderboardPayloadResolvers<ContextType>;
  CreateMissionPayload?: CreateMissionPayloadResolvers<ContextType>;
  CreateOfferPayload?: CreateOfferPayloadResolvers<ContextType>;
  CreateReferralCodePayload?: CreateReferralCodePayloadResolvers<ContextType>;
  CreateRewardPayload?: CreateRewardPayloadResolvers<ContextType>;
  CreateSurveyPayload?: CreateSurveyPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Draw?: DrawResolvers<ContextType>;
  DrawEntry?: DrawEntryResolvers<ContextType>;
  DrawWinnersPayload?: DrawWinnersPayloadResolvers<ContextType>;
  EnterDrawPayload?: EnterDrawPayloadResolvers<ContextType>;
  FeedbackCase?: FeedbackCaseResolvers<ContextType>;
  FeedbackCaseConnection?: FeedbackCaseConnectionResolvers<ContextType>;
  FeedbackCaseEdge?: FeedbackCaseEdgeResolvers<ContextType>;
  FulfilRewardOrderPayload?: FulfilRewardOrderPayloadResolvers<ContextType>;
  FundedBenefit?: FundedBenefitResolvers<ContextType>;
  FundingApproval?: FundingApprovalResolvers<ContextType>;
  FundingRequest?: FundingRequestResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JoinCirclePayload?: JoinCirclePayloadResolvers<ContextType>;
  JoinLeaderboardPayload?: JoinLeaderboardPayloadResolvers<ContextType>;
  Leaderboard?: LeaderboardResolvers<ContextType>;
  LeaderboardEntry?: LeaderboardEntryResolvers<ContextType>;
  LeaderboardEntryConnection?: LeaderboardEntryConnectionResolvers<ContextType>;
  LeaderboardEntryEdge?: LeaderboardEntryEdgeResolvers<ContextType>;
  LeaveCirclePayload?: LeaveCirclePayloadResolvers<ContextType>;
  LeaveLeaderboardPayload?: LeaveLeaderboardPayloadResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  MemberBadge?: MemberBadgeResolvers<ContextType>;
  MemberOffer?: MemberOfferResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Mission?: MissionResolvers<ContextType>;
  MissionCompletion?: MissionCompletionResolvers<ContextType>;
  MissionGoal?: MissionGoalResolvers<ContextType>;
  MissionLevel?: MissionLevelResolvers<ContextType>;
  MissionProgress?: MissionProgressResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Offer?: OfferResolvers<ContextType>;
  OfferArm?: OfferArmResolvers<ContextType>;
  OfferReport?: OfferReportResolvers<ContextType>;
  OrderRewardPayload?: OrderRewardPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partner?: PartnerResolvers<ContextType>;
  Points?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  RedeemVoucherPayload?: RedeemVoucherPayloadResolvers<ContextType>;
  Reward?: RewardResolvers<ContextType>;
  RewardConnection?: RewardConnectionResolvers<ContextType>;
  RewardEdge?: RewardEdgeResolvers<ContextType>;
  RewardForMember?: RewardForMemberResolvers<ContextType>;
  RewardFunding?: RewardFundingResolvers<ContextType>;
  RewardOrder?: RewardOrderResolvers<ContextType>;
  RewardOrderConnection?: RewardOrderConnectionResolvers<ContextType>;
  RewardOrderEdge?: RewardOrderEdgeResolvers<ContextType>;
  RewardPicture?: RewardPictureResolvers<ContextType>;
  RewardTierTerms?: RewardTierTermsResolvers<ContextType>;
  ShowOffersPayload?: ShowOffersPayloadResolvers<ContextType>;
  Store?: StoreResolvers<ContextType>;
  Survey?: SurveyResolvers<ContextType>;
  SurveyAnswer?: SurveyAnswerResolvers<ContextType>;
  SurveyAnswerCount?: SurveyAnswerCountResolvers<ContextType>;
  SurveyInvitation?: SurveyInvitationResolvers<ContextType>;
  SurveyQuestion?: SurveyQuestionResolvers<ContextType>;
  SurveyQuestionResult?: SurveyQuestionResultResolvers<ContextType>;
  SurveyResult?: SurveyResultResolvers<ContextType>;
  TakeSurveyRemindersPayload?: TakeSurveyRemindersPayloadResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  TransferVoucherPayload?: TransferVoucherPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Voucher?: VoucherResolvers<ContextType>;
  VoucherConnection?: VoucherConnectionResolvers<ContextType>;
  VoucherEdge?: VoucherEdgeResolvers<ContextType>;
  VoucherUse?: VoucherUseResolvers<ContextType>;
};

