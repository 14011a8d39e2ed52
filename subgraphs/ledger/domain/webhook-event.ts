// Which events a webhook is told of, and what the message says: what its partner may see, and nothing of others.

/** What of an event decides who is told. */
export interface ToldEvent {
  readonly type: string;
  readonly memberId?: string | null;
  readonly partnerId?: string | null;
  readonly partnerIds?: readonly string[];
  readonly windowId?: string;
}

/** What every webhook is told in place of events that were deleted first: those behind the cursor `after`, up to the message's own. */
export interface LostEvents extends ToldEvent {
  readonly type: 'EVENTS_LOST';
  readonly after: string;
}

export interface WebhookWish {
  /** Null is the operator, who is told of everything. */
  readonly partnerId: string | null;
  readonly eventTypes: readonly string[];
}

/** What the webhook is told of an event; null when it is none of its business. Of positions a partner hears of its own alone. */
export function toldOf(event: ToldEvent, { partnerId, eventTypes }: WebhookWish): ToldEvent | null {
  if (!eventTypes.includes(event.type)) return null;
  if (partnerId === null || event.type === 'WINDOW_CHANGED') return event;
  if (event.partnerIds !== undefined)
    return event.partnerIds.includes(partnerId) ? { ...event, partnerIds: [partnerId] } : null;
  return event.partnerId === partnerId ? event : null;
}

/** What messages have in common that must come in order: their member, or their window; all others of a webhook follow one another. */
export function orderingOf(event: ToldEvent): string {
  return event.memberId ?? event.windowId ?? event.type;
}

/** The message, as Standard Webhooks has it: what, when, and the event with the cursor at which the change feed goes on after it. */
export function messageBody(event: ToldEvent, at: Date, cursor: string): string {
  const { type, ...data } = event;
  return JSON.stringify({ type, timestamp: at.toISOString(), data: { ...data, cursor } });
}
