// The change feed: the subscriptions' events for those who poll. A row of the outbox holds the events of many: `mayBeTold` says which the caller is told.
import { keySpaceOf, mayActForPartner } from '../../serving/caller.ts';
import { MAX_PAGE } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { type FeedSubject, PLATFORM_EVENT_TYPES } from '../../shared/platform-event.ts';
import { cursorOf, eventsOf, isAfter, isSelected, PAST_ALL, resumeAt } from '../events/event-feed.ts';
import type { EventPlace, PlacedEvent } from '../events/outbox-tail.ts';
import type { EventResolvers, QueryResolvers } from '../generated.ts';
import { mayBeTold, type PlacedPoints, subjectsOf } from '../reading/placed-events.ts';
import { referenceTo } from '../reading/references.ts';
import { readOutboxHead, readOutboxOf } from '../store/events/read-outbox.ts';
import { partnerOf, transactionOf, walletOf } from './subscription.ts';

/** Positions that one page looks through at most. */
const SPAN = 20_000n;

export const eventQueries: Pick<QueryResolvers, 'events' | 'feedCursor'> = {
  events: async (_, { first, after, types }, context) => {
    if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE)
      throw badUserInput(`\`first\` must be from 1 to ${MAX_PAGE}.`);
    const caller = requireProgrammeCaller(context);
    const { tail, database } = context.deps;
    const subjects: FeedSubject[] = [...subjectsOf(caller)];
    // Windows concern partners without naming them; `mayBeTold` keeps what is not the partner's.
    if (caller.role === 'partner') subjects.push({ programme: true });
    const selection = { programmeId: caller.programmeId, subjects, types: types ?? PLATFORM_EVENT_TYPES };
    // What was acknowledged before this question is in the answer.
    await tail.catchUp();
    const start =
      after == null
        ? { position: (await readOutboxHead(database.sql)).prunedThrough, index: PAST_ALL }
        : await resumeAt(tail, database.sql, after);
    const end = (await readOutboxHead(database.sql)).position;
    const upTo = end - start.position > SPAN ? start.position + SPAN : end;
    const limit = first + 1;
    const rows = await tail.inTurn(keySpaceOf(caller), () =>
      readOutboxOf(database.sql, selection, start.position, upTo, limit),
    );
    const seen = rows
      .flatMap(eventsOf)
      .filter((event) => isAfter(event.place, start) && isSelected(event, selection) && mayBeTold(caller, event.event));
    const page = seen.slice(0, first);
    const last = rows.at(-1);
    // Where the next page begins: after the last event shown or, when all that was read is shown, after what was looked through.
    const lookedThrough = rows.length === limit && last !== undefined ? last.position : upTo;
    const reached: EventPlace =
      seen.length > page.length ? page.at(-1)!.place : { position: lookedThrough, index: PAST_ALL };
    const endCursor = reached.position > 0n ? cursorOf(isAfter(reached, start) ? reached : start) : null;
    return {
      edges: page.map((node) => ({ cursor: cursorOf(node.place), node })),
      pageInfo: {
        hasNextPage: seen.length > page.length || lookedThrough < end,
        hasPreviousPage: after != null,
        startCursor: page[0] === undefined ? null : cursorOf(page[0].place),
        endCursor,
      },
    };
  },
  feedCursor: async (_, __, context) => {
    requireProgrammeCaller(context);
    // What was acknowledged before this question has its number by the time it is answered.
    await context.deps.tail.catchUp();
    const { position } = await readOutboxHead(context.deps.database.sql);
    return cursorOf({ position, index: PAST_ALL });
  },
};

export const Event: EventResolvers = {
  type: ({ event }) => event.type,
  recordedAt: ({ recordedAt }) => recordedAt,
  member: ({ event }) => ('memberId' in event ? referenceTo(event.memberId) : null),
  partners: async (placed, _, context) => {
    const { event } = placed;
    if (event.type === 'POSITIONS_CHANGED') {
      const caller = requireCaller(context);
      return event.partnerIds.filter((id) => mayActForPartner(caller, id)).map((id) => ({ id }));
    }
    const partner = isPoints(placed)
      ? await partnerOf(placed, context)
      : event.type === 'ORDER_CHANGED' || event.type === 'POSITION_LEVEL_CHANGED'
        ? referenceTo(event.partnerId)
        : null;
    return partner === null ? [] : [partner];
  },
  transaction: (placed, _, context) => (isPoints(placed) ? transactionOf(placed, context) : null),
  wallet: (placed) => (isPoints(placed) ? walletOf(placed) : null),
  level: ({ event }) => (event.type === 'POSITION_LEVEL_CHANGED' ? event.level : null),
  window: ({ event }, _, context) =>
    event.type === 'WINDOW_CHANGED' ? context.loaders.windows.load(event.windowId) : null,
  order: ({ event }) => (event.type === 'ORDER_CHANGED' ? referenceTo(event.orderId) : null),
  missionsReached: ({ event }) => (event.type === 'MISSIONS_CHANGED' ? event.reached.map((id) => ({ id })) : []),
};

function isPoints(placed: PlacedEvent): placed is PlacedPoints {
  return placed.event.type === 'POINTS_CHANGED';
}
