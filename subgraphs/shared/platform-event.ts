/**
 * What the platform tells, in one feed: the events of every subgraph, as they lie in the outbox (db/migrations/ledger/050).
 *
 * An event names what changed and whom it concerns, not everything about it: whoever is told reads the rest as it may be seen. The database
 * writes some of them itself (triggers of ledger/050 and rewards/050), so the texts below are also theirs.
 */

/** A member's points changed: one for each member that a transaction touched. A transfer between members has two, with the same transaction. */
export interface PointsChanged {
  readonly type: 'POINTS_CHANGED';
  readonly transactionId: string;
  readonly memberId: string;
  /** Where it happened; null for the operator. */
  readonly partnerId: string | null;
  readonly storeId: string | null;
  /** The member's totals after it: points as decimal texts. */
  readonly wallet: {
    readonly available: string;
    readonly held: string;
    readonly pending: string;
    readonly arrears: string;
    readonly qualifying: string;
  };
}

/** Money positions of these partners changed, by any of the transactions of a batch. */
export interface PositionsChanged {
  readonly type: 'POSITIONS_CHANGED';
  readonly partnerIds: readonly string[];
}

/** A partner came near its net debit cap, went beyond it, or came back: told within seconds of the posting. */
export interface PositionLevelChanged {
  readonly type: 'POSITION_LEVEL_CHANGED';
  readonly partnerId: string;
  /** `OK`, `WARNING` from 80 per cent of the cap, `BREACH` above it. */
  readonly level: 'OK' | 'WARNING' | 'BREACH';
  readonly before: 'OK' | 'WARNING' | 'BREACH';
}

/** A settlement window was opened or went on to another state. */
export interface WindowChanged {
  readonly type: 'WINDOW_CHANGED';
  readonly windowId: string;
  readonly state: string;
}

/** A reward order was made or stands somewhere else now. */
export interface OrderChanged {
  readonly type: 'ORDER_CHANGED';
  readonly orderId: string;
  readonly memberId: string;
  /** The partner that honours it. */
  readonly partnerId: string;
  readonly storeId: string;
  readonly state: string;
}

/** A member's missions, or those of its circle or household, went on. */
export interface MissionsChanged {
  readonly type: 'MISSIONS_CHANGED';
  readonly memberId: string;
  /** Missions of which a level was reached just now. */
  readonly reached: readonly string[];
}

export type PlatformEvent =
  | PointsChanged
  | PositionsChanged
  | PositionLevelChanged
  | WindowChanged
  | OrderChanged
  | MissionsChanged;

export type PlatformEventType = PlatformEvent['type'];

export const PLATFORM_EVENT_TYPES: readonly PlatformEventType[] = [
  'POINTS_CHANGED',
  'POSITIONS_CHANGED',
  'POSITION_LEVEL_CHANGED',
  'WINDOW_CHANGED',
  'ORDER_CHANGED',
  'MISSIONS_CHANGED',
];

/** Whom a reader of the feed follows: one member, one partner, or everything of the programme. */
export type FeedSubject = { readonly memberId: string } | { readonly partnerId: string } | { readonly programme: true };

/** Whether an event concerns a subject. */
export function concerns(event: PlatformEvent, subject: FeedSubject): boolean {
  if ('programme' in subject) return true;
  if ('memberId' in subject) return 'memberId' in event && event.memberId === subject.memberId;
  if (event.type === 'POSITIONS_CHANGED') return event.partnerIds.includes(subject.partnerId);
  return 'partnerId' in event && event.partnerId === subject.partnerId;
}

/** Names under which an event is handed to those who wait for it. */
export function topicsOf(programmeId: string, event: PlatformEvent): string[] {
  const topics = [programmeId];
  if ('memberId' in event) topics.push(event.memberId);
  if (event.type === 'POSITIONS_CHANGED') topics.push(...event.partnerIds);
  else if ('partnerId' in event && event.partnerId !== null) topics.push(event.partnerId);
  return topics;
}

/** The one of `topicsOf` under which a subject's events come. */
export function topicOf(programmeId: string, subject: FeedSubject): string {
  if ('programme' in subject) return programmeId;
  return 'memberId' in subject ? subject.memberId : subject.partnerId;
}
