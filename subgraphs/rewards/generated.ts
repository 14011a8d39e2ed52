// Generated from schema/rewards.graphql by `npm run codegen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Reward as RewardRow, RewardOrder as RewardOrderRow } from '../../db/tables/rewards.ts';
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
  /** A plain decimal in a string, such as `"12.50"`: no exponent, no grouping, no more decimals than the currency has. */
  Decimal: { input: string; output: string; }
  /** Structured detail whose shape is described where it is used. */
  JSON: { input: unknown; output: unknown; }
  /** A whole count of a currency's minor units (cents, yen, fils) as a JSON number, within ±(2^53 - 1). */
  MinorUnits: { input: bigint; output: bigint; }
  /** A whole number of points as a JSON number, within ±(2^53 - 1). Fractions and exponents are refused. */
  Points: { input: bigint; output: bigint; }
  _FieldSet: { input: string; output: string; }
};

/** A reward to offer. */
export type CreateRewardInput = {
  /** Until when it can be ordered. */
  availableUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** What it is, up to 2,000 characters in any script. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Key under which a repeated request is recognised, 1 to 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** Name shown to people, 1 to 200 characters in any script. */
  name: Scalars['String']['input'];
  /** The partner that honours it; a partner's app may leave it out. */
  partnerId?: InputMaybe<Scalars['ID']['input']>;
  /** What one costs. */
  points: Scalars['Points']['input'];
  /** How many there are; without limit when left out. */
  stock?: InputMaybe<Scalars['Points']['input']>;
  /** The store at which orders are booked; must be the partner's. */
  storeId: Scalars['ID']['input'];
};

/** The reward that was put into the catalogue. */
export type CreateRewardPayload = {
  __typename?: 'CreateRewardPayload';
  /** The reward; null when refused. */
  reward?: Maybe<Reward>;
  /** Why it was refused. */
  userErrors: Array<UserError>;
};

export type Member = {
  __typename?: 'Member';
  /** Id of the member. */
  id: Scalars['ID']['output'];
  /** What the member ordered, the newest first. For the member and the operator. */
  rewardOrders?: Maybe<RewardOrderConnection>;
};


export type MemberRewardOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
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
  /** Puts a reward into the catalogue. A partner's app adds its own. */
  createReward: CreateRewardPayload;
  /** Buys a reward with points. The points and the voucher come together or not at all, a crash in between included. */
  orderReward: OrderRewardPayload;
};


export type MutationCreateRewardArgs = {
  input: CreateRewardInput;
};


export type MutationOrderRewardArgs = {
  input: OrderRewardInput;
};

/** An order. */
export type OrderRewardInput = {
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
  /** A reward of the catalogue by id. Null when there is none. */
  reward?: Maybe<Reward>;
  /** An order by id. Null when there is none, or the caller may not see it. */
  rewardOrder?: Maybe<RewardOrder>;
  /** What points buy now, by name. Members and partners see what is offered; the operator sees all. */
  rewards: RewardConnection;
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
  maxPoints?: InputMaybe<Scalars['Points']['input']>;
  partnerId?: InputMaybe<Scalars['ID']['input']>;
};

/**
 * Reasons for a refusal, in the order in which a command is checked: the first that applies is the answer.
 * (A caller who is not authenticated, or whose token lacks the scope, gets a GraphQL error `UNAUTHENTICATED` or `FORBIDDEN` before any of these.)
 */
export type RefusalCode =
  /** What was approved is not what was shown: it has changed since. Look again. */
  | 'APPROVAL_STALE'
  /** The break's state does not allow this: it is resolved, or waits for something else. */
  | 'BREAK_STATE'
  /** The capture is larger than what is still held. */
  | 'CAPTURE_EXCEEDS_HOLD'
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
  /** The file cannot be taken; the payload's `problem` names the line and the reason. Nothing of it was kept. */
  | 'FILE_REFUSED'
  /** The one who proposed cannot approve. */
  | 'FOUR_EYES'
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
  /** The amount is no plain decimal, is negative or zero where it may not be, is too large, or has more decimals than the currency. */
  | 'INVALID_AMOUNT'
  /** An empty batch, or one of more than 1,000 items. */
  | 'INVALID_BATCH_SIZE'
  /** The input is malformed: empty, too long, or contradictory. `field` says where. */
  | 'INVALID_INPUT'
  /** Points must be a whole number from 1 to 2^53 - 1. */
  | 'INVALID_POINTS'
  /** The business time lies further back than the contract's late-submission window. */
  | 'LATE_SUBMISSION'
  /** A limit or policy of the programme, contract or reward forbids this. */
  | 'LIMIT_EXCEEDED'
  /** The membership does not allow this: there is one already, none, or it has ended. */
  | 'MEMBERSHIP_STATE'
  /** The member is suspended, closed or merged. */
  | 'MEMBER_INACTIVE'
  /** No such member in this programme. */
  | 'MEMBER_UNKNOWN'
  /** The members cannot be merged, or the merge cannot be undone: merged already, in a circle, or too long ago. */
  | 'MERGE_STATE'
  /** The partner's net debit cap leaves no room for this. */
  | 'NET_DEBIT_CAP_EXCEEDED'
  /** The caller may not do this for this programme, partner, store or member. */
  | 'NOT_ALLOWED'
  /** The partner is not active. */
  | 'PARTNER_INACTIVE'
  /** No such partner in this programme. */
  | 'PARTNER_UNKNOWN'
  /** No such membership plan in this programme. */
  | 'PLAN_UNKNOWN'
  /** No such reconciliation, upload or break in this programme, or not one of this partner's. */
  | 'RECONCILIATION_UNKNOWN'
  /** The refund is larger than what was redeemed and not yet refunded. */
  | 'REFUND_EXCEEDS_REDEMPTION'
  /** The return is larger than what was bought and not yet returned. */
  | 'RETURN_EXCEEDS_PURCHASE'
  /** The reward is not offered now, or is out of stock. */
  | 'REWARD_UNAVAILABLE'
  /** No such reward in this programme. */
  | 'REWARD_UNKNOWN'
  /** The contract does not give the partner this role: issuing or accepting points. */
  | 'ROLE_NOT_GRANTED'
  /** The store is not open at the business time. */
  | 'STORE_CLOSED'
  /** No such store of this partner. */
  | 'STORE_UNKNOWN'
  /** Two tiers of the ladder have the same rank, code or threshold. */
  | 'TIER_OVERLAP'
  /** No such tier in this programme. */
  | 'TIER_UNKNOWN'
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
  /** The settlement window's state does not allow this. */
  | 'WINDOW_STATE'
  /** No such settlement window in this programme. */
  | 'WINDOW_UNKNOWN';

/** Something that points buy. */
export type Reward = {
  __typename?: 'Reward';
  /** Until when it can be ordered; null is open-ended. */
  availableUntil?: Maybe<Scalars['DateTime']['output']>;
  /** What it is, in any script. */
  description?: Maybe<Scalars['String']['output']>;
  /** Id of the reward. */
  id: Scalars['ID']['output'];
  /** Name shown to people, in any script. */
  name: Scalars['String']['output'];
  /** The partner that honours it and is paid for it. */
  partner?: Maybe<Partner>;
  /** What one costs. */
  points: Scalars['Points']['output'];
  /** How many are left; null is without limit. */
  stock?: Maybe<Scalars['Points']['output']>;
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

/** A reward bought with points. */
export type RewardOrder = {
  __typename?: 'RewardOrder';
  /** Id of the order. */
  id: Scalars['ID']['output'];
  /** Who ordered. */
  member?: Maybe<Member>;
  /** When it was ordered. */
  orderedAt: Scalars['DateTime']['output'];
  /** What it cost. */
  points: Scalars['Points']['output'];
  /** What was ordered. */
  reward: Reward;
  /** Where it stands. */
  state: RewardOrderState;
  /** The transaction that spent the points; null unless the order is fulfilled. */
  transaction?: Maybe<Transaction>;
  /** The voucher; null unless the order is fulfilled. For the member and the operator. */
  voucherCode?: Maybe<Scalars['String']['output']>;
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
  /** Undone wholly: no points spent, no voucher. */
  | 'CANCELLED'
  /** Paid and delivered. */
  | 'FULFILLED'
  /** Points are being reserved and spent. */
  | 'PENDING';

export type Transaction = {
  __typename?: 'Transaction';
  /** Id of the transaction. */
  id: Scalars['ID']['output'];
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
  Reward: Reward;
  RewardOrder: RewardOrder;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  Reward:
    ( { __typename: 'Reward' }
    & GraphQLRecursivePick<FederationTypes['Reward'], {"id":true}> );
  RewardOrder:
    ( { __typename: 'RewardOrder' }
    & GraphQLRecursivePick<FederationTypes['RewardOrder'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CreateRewardInput: CreateRewardInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CreateRewardPayload: ResolverTypeWrapper<Omit<CreateRewardPayload, 'reward'> & { reward?: Maybe<ResolversTypes['Reward']> }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Member: ResolverTypeWrapper<Omit<Member, 'rewardOrders'> & { rewardOrders?: Maybe<ResolversTypes['RewardOrderConnection']> }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OrderRewardInput: OrderRewardInput;
  OrderRewardPayload: ResolverTypeWrapper<Omit<OrderRewardPayload, 'order'> & { order?: Maybe<ResolversTypes['RewardOrder']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Partner: ResolverTypeWrapper<Partner>;
  Points: ResolverTypeWrapper<Scalars['Points']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RefusalCode: RefusalCode;
  Reward: ResolverTypeWrapper<RewardRow>;
  RewardConnection: ResolverTypeWrapper<Omit<RewardConnection, 'edges'> & { edges: Array<ResolversTypes['RewardEdge']> }>;
  RewardEdge: ResolverTypeWrapper<Omit<RewardEdge, 'node'> & { node: ResolversTypes['Reward'] }>;
  RewardOrder: ResolverTypeWrapper<RewardOrderRow>;
  RewardOrderConnection: ResolverTypeWrapper<Omit<RewardOrderConnection, 'edges'> & { edges: Array<ResolversTypes['RewardOrderEdge']> }>;
  RewardOrderEdge: ResolverTypeWrapper<Omit<RewardOrderEdge, 'node'> & { node: ResolversTypes['RewardOrder'] }>;
  RewardOrderState: RewardOrderState;
  Transaction: ResolverTypeWrapper<Transaction>;
  UserError: ResolverTypeWrapper<UserError>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CreateRewardInput: CreateRewardInput;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  CreateRewardPayload: Omit<CreateRewardPayload, 'reward'> & { reward?: Maybe<ResolversParentTypes['Reward']> };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  JSON: Scalars['JSON']['output'];
  Member: Omit<Member, 'rewardOrders'> & { rewardOrders?: Maybe<ResolversParentTypes['RewardOrderConnection']> } | FederationReferenceTypes['Member'];
  Int: Scalars['Int']['output'];
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  OrderRewardInput: OrderRewardInput;
  OrderRewardPayload: Omit<OrderRewardPayload, 'order'> & { order?: Maybe<ResolversParentTypes['RewardOrder']> };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Partner: Partner;
  Points: Scalars['Points']['output'];
  Query: Record<PropertyKey, never>;
  Reward: RewardRow;
  RewardConnection: Omit<RewardConnection, 'edges'> & { edges: Array<ResolversParentTypes['RewardEdge']> };
  RewardEdge: Omit<RewardEdge, 'node'> & { node: ResolversParentTypes['Reward'] };
  RewardOrder: RewardOrderRow;
  RewardOrderConnection: Omit<RewardOrderConnection, 'edges'> & { edges: Array<ResolversParentTypes['RewardOrderEdge']> };
  RewardOrderEdge: Omit<RewardOrderEdge, 'node'> & { node: ResolversParentTypes['RewardOrder'] };
  Transaction: Transaction;
  UserError: UserError;
};

export type CreateRewardPayloadResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['CreateRewardPayload'] = ResolversParentTypes['CreateRewardPayload']> = {
  reward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType>;
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

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MemberResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rewardOrders?: Resolver<Maybe<ResolversTypes['RewardOrderConnection']>, ParentType, ContextType, RequireFields<MemberRewardOrdersArgs, 'first'>>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  minorUnits?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createReward?: Resolver<ResolversTypes['CreateRewardPayload'], ParentType, ContextType, RequireFields<MutationCreateRewardArgs, 'input'>>;
  orderReward?: Resolver<ResolversTypes['OrderRewardPayload'], ParentType, ContextType, RequireFields<MutationOrderRewardArgs, 'input'>>;
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
  reward?: Resolver<Maybe<ResolversTypes['Reward']>, ParentType, ContextType, RequireFields<QueryRewardArgs, 'id'>>;
  rewardOrder?: Resolver<Maybe<ResolversTypes['RewardOrder']>, ParentType, ContextType, RequireFields<QueryRewardOrderArgs, 'id'>>;
  rewards?: Resolver<ResolversTypes['RewardConnection'], ParentType, ContextType, RequireFields<QueryRewardsArgs, 'first'>>;
};

export type RewardResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Reward'] = ResolversParentTypes['Reward'], FederationReferenceType extends FederationReferenceTypes['Reward'] = FederationReferenceTypes['Reward']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Reward']> | FederationReferenceType, FederationReferenceType, ContextType>;
  availableUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partner?: Resolver<Maybe<ResolversTypes['Partner']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['Points']>, ParentType, ContextType>;
};

export type RewardConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardConnection'] = ResolversParentTypes['RewardConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RewardEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RewardEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardEdge'] = ResolversParentTypes['RewardEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Reward'], ParentType, ContextType>;
};

export type RewardOrderResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardOrder'] = ResolversParentTypes['RewardOrder'], FederationReferenceType extends FederationReferenceTypes['RewardOrder'] = FederationReferenceTypes['RewardOrder']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RewardOrder']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  orderedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Points'], ParentType, ContextType>;
  reward?: Resolver<ResolversTypes['Reward'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RewardOrderState'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
  voucherCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RewardOrderConnectionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardOrderConnection'] = ResolversParentTypes['RewardOrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RewardOrderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RewardOrderEdgeResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['RewardOrderEdge'] = ResolversParentTypes['RewardOrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RewardOrder'], ParentType, ContextType>;
};

export type TransactionResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RewardsContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['RefusalCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RewardsContext> = {
  CreateRewardPayload?: CreateRewardPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  Member?: MemberResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OrderRewardPayload?: OrderRewardPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partner?: PartnerResolvers<ContextType>;
  Points?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Reward?: RewardResolvers<ContextType>;
  RewardConnection?: RewardConnectionResolvers<ContextType>;
  RewardEdge?: RewardEdgeResolvers<ContextType>;
  RewardOrder?: RewardOrderResolvers<ContextType>;
  RewardOrderConnection?: RewardOrderConnectionResolvers<ContextType>;
  RewardOrderEdge?: RewardOrderEdgeResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

