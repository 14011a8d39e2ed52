import {
  isMember,
  isOperator,
  keySpaceOf,
  mayActAtStore,
  mayActForPartner,
  mayActForWholePartner,
} from '../../serving/caller.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { mapEvents } from '../../serving/map-events.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { StreamMark } from '../../serving/stream-mark.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import type { FeedSubject, PlatformEventType } from '../../shared/platform-event.ts';
import type { LedgerContext } from '../context.ts';
import { cursorOf, type FeedItem, openEventFeed } from '../events/event-feed.ts';
import type { PlacedEvent } from '../events/outbox-tail.ts';
import type {
  MissionsUpdateResolvers,
  PartnerActivityResolvers,
  PointsUpdateResolvers,
  PositionUpdateResolvers,
  RewardOrderUpdateResolvers,
  SettlementWindowUpdateResolvers,
  SubscriptionResolvers,
  WalletUpdateResolvers,
} from '../generated.ts';
import { maySeeTransaction } from '../reading/access.ts';
import { asSeenByMember } from '../reading/as-seen-by-member.ts';
import {
  mayBeTold,
  type PlacedMissions,
  type PlacedOrder,
  type PlacedPoints,
  type PlacedPosition,
  type PlacedWindow,
} from '../reading/placed-events.ts';
import { referenceTo } from '../reading/references.ts';
import { positionOf } from './position.ts';

/** A member hears of itself, a partner of what happens at its own tills and to itself, the operator of everything in its programme. */
export const Subscription: SubscriptionResolvers = {
  pointsUpdated: {
    subscribe: async (_, { memberId, after }, context) => openPoints(context, memberId, after ?? null),
    resolve: (event: PlacedPoints) => event,
  },
  walletUpdated: {
    subscribe: async (_, { memberId, after }, context) => openPoints(context, memberId, after ?? null),
    resolve: (event: PlacedPoints) => event,
  },
  partnerActivity: {
    subscribe: async (_, { partnerId, storeId, after }, context) => {
      const partner = await partnerAsked(context, partnerId ?? null);
      const caller = requireProgrammeCaller(context);
      if (!mayActForPartner(caller, partner)) throw forbidden('A partner hears of its own tills only.');
      const store = storeId?.toLowerCase() ?? null;
      if (store !== null && !mayActAtStore(caller, partner, store))
        throw forbidden('This client is not for this store.');
      return open<PlacedPoints>(
        context,
        [{ partnerId: partner }],
        ['POINTS_CHANGED'],
        after ?? null,
        ({ event }) => event.type === 'POINTS_CHANGED' && (store === null || event.storeId === store),
      );
    },
    resolve: (event: PlacedPoints) => event,
  },
  positionUpdated: {
    subscribe: async (_, { partnerId, after }, context) => {
      const partner = await partnerAsked(context, partnerId ?? null);
      if (!mayActForWholePartner(requireProgrammeCaller(context), partner))
        throw forbidden('A position is for the operator and the whole partner.');
      // What was paid for a window changes a position without a posting.
      const subjects: FeedSubject[] = [{ partnerId: partner }, { programme: true }];
      const source = await open<PlacedEvent>(
        context,
        subjects,
        ['POSITIONS_CHANGED', 'WINDOW_CHANGED'],
        after ?? null,
        ({ event }) =>
          event.type === 'WINDOW_CHANGED' || (event.type === 'POSITIONS_CHANGED' && event.partnerIds.includes(partner)),
      );
      return mapEvents(source, (placed) =>
        placed instanceof StreamMark ? (placed as never) : ({ ...placed, partnerId: partner } satisfies PlacedPosition),
      );
    },
    resolve: (event: PlacedPosition) => event,
  },
  settlementWindowUpdated: {
    subscribe: async (_, { after }, context) => {
      const caller = requireProgrammeCaller(context);
      if (caller.role === 'member') throw forbidden('Settlement is between the operator and partners.');
      if (!mayActForWholePartner(caller, caller.partnerId ?? ''))
        throw forbidden('Windows are for the operator and the whole partner.');
      return open<PlacedWindow>(context, [{ programme: true }], ['WINDOW_CHANGED'], after ?? null);
    },
    resolve: (event: PlacedWindow) => event,
  },
  rewardOrderUpdated: {
    subscribe: async (_, { memberId, after }, context) => {
      const caller = requireProgrammeCaller(context);
      const member = memberId?.toLowerCase() ?? caller.memberId?.toLowerCase() ?? null;
      if (caller.role === 'member' && !isMember(caller, member ?? ''))
        throw forbidden('A member hears of its own orders only.');
      const subject: FeedSubject =
        member !== null
          ? { memberId: member }
          : caller.role === 'partner'
            ? { partnerId: (caller.partnerId ?? '').toLowerCase() }
            : { programme: true };
      return open<PlacedOrder>(context, [subject], ['ORDER_CHANGED'], after ?? null);
    },
    resolve: (event: PlacedOrder) => event,
  },
  missionsUpdated: {
    subscribe: async (_, { memberId, after }, context) => {
      const caller = requireProgrammeCaller(context);
      if (!isOperator(caller) && !isMember(caller, memberId))
        throw forbidden("A member's missions are its own and the operator's to follow.");
      const member = await memberAsked(context, memberId);
      return open<PlacedMissions>(context, [{ memberId: member }], ['MISSIONS_CHANGED'], after ?? null);
    },
    resolve: (event: PlacedMissions) => event,
  },
};

/** Opens the feed of what the caller may be told, of these types about these subjects. */
async function open<Placed extends PlacedEvent>(
  context: LedgerContext,
  subjects: readonly FeedSubject[],
  types: readonly PlatformEventType[],
  after: string | null,
  wanted: (event: PlacedEvent) => boolean = () => true,
): Promise<AsyncIterableIterator<Placed>> {
  const caller = requireProgrammeCaller(context);
  const feed = await openEventFeed(context.deps.tail, context.deps.database.sql, {
    programmeId: caller.programmeId,
    reader: keySpaceOf(caller),
    subjects,
    types,
    after,
    markEvery: context.deps.markEvery,
    maySee: (placed) => mayBeTold(caller, placed.event) && wanted(placed),
  });
  // The types asked for are those of `Placed`; marks are no events, and are taken out before a resolver sees them.
  return feed as AsyncIterableIterator<FeedItem> as AsyncIterableIterator<Placed>;
}

async function openPoints(
  context: LedgerContext,
  memberId: string,
  after: string | null,
): Promise<AsyncIterableIterator<PlacedPoints>> {
  const caller = requireProgrammeCaller(context);
  if (caller.role === 'member' && !isMember(caller, memberId))
    throw forbidden('A member hears of its own points only.');
  const member = await memberAsked(context, memberId);
  return open<PlacedPoints>(context, [{ memberId: member }], ['POINTS_CHANGED'], after);
}

/** The member that was asked for. Throws `BAD_USER_INPUT` for one that the programme does not have. */
async function memberAsked(context: LedgerContext, memberId: string): Promise<string> {
  const member = memberId.toLowerCase();
  const wallet = await context.loaders.wallets.load({ memberId: member, asOf: null });
  if (wallet === null) throw badUserInput('`memberId` names no member of this programme.');
  return member;
}

/** The partner that was asked for, or the caller's own. Throws `BAD_USER_INPUT` for one that the programme does not have. */
async function partnerAsked(context: LedgerContext, partnerId: string | null): Promise<string> {
  const caller = requireProgrammeCaller(context);
  if (caller.role === 'member') throw forbidden('This is for the operator and partners.');
  const id = (partnerId ?? caller.partnerId)?.toLowerCase();
  if (id === undefined) throw badUserInput('`partnerId` is needed: the caller is no partner.');
  const reference = await context.loaders.programme();
  if (!isId(id) || !reference.partners.has(id)) throw badUserInput('`partnerId` names no partner of this programme.');
  return id;
}

/** The transaction of an event, as the caller sees it. */
export async function transactionOf({ event }: PlacedPoints, context: LedgerContext) {
  const caller = requireCaller(context);
  const record = await context.loaders.transactions.load(event.transactionId);
  assert(record !== null, `transaction ${event.transactionId} of an event exists`);
  if (caller.role !== 'member') return record;
  const [seen] = await asSeenByMember([record], event.memberId, context.loaders);
  return seen ?? record;
}

/** The partner of an event, when the caller may know it. */
export async function partnerOf({ event }: PlacedPoints, context: LedgerContext) {
  const record = await context.loaders.transactions.load(event.transactionId);
  if (record === null) return null;
  const seen = await maySeeTransaction(requireCaller(context), context.loaders.persons, record);
  return seen ? referenceTo(event.partnerId) : null;
}

/** The wallet as the event tells it. */
export function walletOf({ event }: PlacedPoints) {
  return {
    memberId: event.memberId,
    available: BigInt(event.wallet.available),
    held: BigInt(event.wallet.held),
    pending: BigInt(event.wallet.pending),
    arrears: BigInt(event.wallet.arrears),
    qualifying: BigInt(event.wallet.qualifying),
    asOf: null,
  };
}

export const PointsUpdate: PointsUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  member: ({ event }) => referenceTo(event.memberId),
  transaction: (placed, _, context) => transactionOf(placed, context),
  partner: (placed, _, context) => partnerOf(placed, context),
  wallet: (placed) => walletOf(placed),
};

export const WalletUpdate: WalletUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  member: ({ event }) => referenceTo(event.memberId),
  wallet: (placed) => walletOf(placed),
};

export const PartnerActivity: PartnerActivityResolvers = {
  cursor: ({ place }) => cursorOf(place),
  partner: ({ event }) => referenceTo(event.partnerId),
  member: ({ event }) => referenceTo(event.memberId),
  transaction: (placed, _, context) => transactionOf(placed, context),
};

export const PositionUpdate: PositionUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  partner: ({ partnerId }) => referenceTo(partnerId),
  position: ({ partnerId }, _, context) => positionOf(partnerId, context),
};

export const SettlementWindowUpdate: SettlementWindowUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  state: ({ event }) => event.state as never,
  window: async ({ event }, _, context) => {
    const window = await context.loaders.windows.load(event.windowId);
    assert(window !== null, `window ${event.windowId} of an event exists`);
    return window;
  },
};

export const MissionsUpdate: MissionsUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  member: ({ event }) => ({ id: event.memberId }),
  reached: ({ event }) => event.reached.map((id) => ({ id })),
};

export const RewardOrderUpdate: RewardOrderUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  order: ({ event }) => referenceTo(event.orderId),
  member: ({ event }) => referenceTo(event.memberId),
  partner: ({ event }) => referenceTo(event.partnerId),
};
