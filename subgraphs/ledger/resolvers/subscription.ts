import { isMember } from '../../serving/caller.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import type { PlacedEvent } from '../events/outbox-tail.ts';
import { cursorOf, openPointsFeed } from '../events/points-feed.ts';
import type { PointsUpdateResolvers, SubscriptionResolvers } from '../generated.ts';
import { maySeeEvent, maySeeTransaction } from '../reading/access.ts';
import { asSeenByMember } from '../reading/as-seen-by-member.ts';
import { referenceTo } from '../reading/references.ts';

/** A member hears of itself, a partner of what happens at its own tills, the operator of everything in its programme. */
export const Subscription: SubscriptionResolvers = {
  pointsUpdated: {
    subscribe: async (_, { memberId, after }, context) => {
      const caller = requireProgrammeCaller(context);
      if (caller.role === 'member' && !isMember(caller, memberId))
        throw forbidden('A member hears of its own points only.');
      const member = memberId.toLowerCase();
      const wallet = await context.loaders.wallets.load({ memberId: member, asOf: null });
      if (wallet === null) throw badUserInput('`memberId` names no member of this programme.');
      return openPointsFeed(context.deps.tail, context.deps.database.sql, {
        programmeId: caller.programmeId,
        memberId: member,
        after: after ?? null,
        maySee: ({ event }) => maySeeEvent(caller, event),
      });
    },
    resolve: (event: PlacedEvent) => event,
  },
};

export const PointsUpdate: PointsUpdateResolvers = {
  cursor: ({ place }) => cursorOf(place),
  member: ({ event }) => referenceTo(event.memberId),
  transaction: async ({ event }, _, context) => {
    const caller = requireCaller(context);
    const record = await context.loaders.transactions.load(event.transactionId);
    assert(record !== null, `transaction ${event.transactionId} of an event exists`);
    if (caller.role !== 'member') return record;
    const [seen] = await asSeenByMember([record], event.memberId, context.loaders);
    return seen ?? record;
  },
  partner: async ({ event }, _, context) => {
    const record = await context.loaders.transactions.load(event.transactionId);
    return record !== null && maySeeTransaction(requireCaller(context), record) ? referenceTo(event.partnerId) : null;
  },
  wallet: ({ event }) => ({
    memberId: event.memberId,
    available: BigInt(event.wallet.available),
    held: BigInt(event.wallet.held),
    pending: BigInt(event.wallet.pending),
    arrears: BigInt(event.wallet.arrears),
    qualifying: BigInt(event.wallet.qualifying),
    asOf: null,
  }),
};
