/**
 * Who is told what of the feed (as reading/access.ts says who sees what):
 *
 * | event             | operator | partner                                   | member                  | scope           |
 * |-------------------|----------|-------------------------------------------|-------------------------|-----------------|
 * | POINTS_CHANGED    | all      | at its own tills (its stores, if limited) | its own                 | ledger:read     |
 * | POSITIONS_CHANGED | all      | its own (the whole partner)               | none                    | settlement:read |
 * | POSITION_LEVEL_CHANGED | all | its own (the whole partner)               | none                    | settlement:read |
 * | WINDOW_CHANGED    | all      | all (the whole partner)                   | none                    | settlement:read |
 * | ORDER_CHANGED     | all      | those it honours (at its stores)          | its own                 | rewards:read    |
 * | MISSIONS_CHANGED  | all      | none                                      | its own                 | rewards:read    |
 */
import {
  type Caller,
  isMember,
  isOperator,
  mayActAtStore,
  mayActForWholePartner,
  type ProgrammeCaller,
} from '../../serving/caller.ts';
import { unreachable } from '../../shared/assert.ts';
import type {
  FeedSubject,
  MissionsChanged,
  OrderChanged,
  PlatformEvent,
  PointsChanged,
  WindowChanged,
} from '../../shared/platform-event.ts';
import type { PlacedEvent } from '../events/outbox-tail.ts';
import { maySeeEvent } from './access.ts';

export type PlacedPoints = PlacedEvent & { readonly event: PointsChanged };
export type PlacedOrder = PlacedEvent & { readonly event: OrderChanged };
export type PlacedMissions = PlacedEvent & { readonly event: MissionsChanged };
export type PlacedWindow = PlacedEvent & { readonly event: WindowChanged };

/** Positions may have moved: by postings, or by a window that went on. */
export interface PlacedPosition extends PlacedEvent {
  /** The partner that was asked for. */
  readonly partnerId: string;
}

/** An event as the change feed shows it. */
export type EventView = PlacedEvent;

/** Whether the caller is told of an event of its programme. */
export function mayBeTold(caller: Caller, event: PlatformEvent): boolean {
  switch (event.type) {
    case 'POINTS_CHANGED':
      return caller.scopes.includes('ledger:read') && maySeeEvent(caller, event);
    case 'POSITIONS_CHANGED':
      return (
        caller.scopes.includes('settlement:read') && event.partnerIds.some((id) => mayActForWholePartner(caller, id))
      );
    case 'POSITION_LEVEL_CHANGED':
      return caller.scopes.includes('settlement:read') && mayActForWholePartner(caller, event.partnerId);
    case 'WINDOW_CHANGED':
      return caller.scopes.includes('settlement:read') && isWhole(caller);
    case 'ORDER_CHANGED':
      return caller.scopes.includes('rewards:read') && maySeeOrder(caller, event);
    case 'MISSIONS_CHANGED':
      return caller.scopes.includes('rewards:read') && (isOperator(caller) || isMember(caller, event.memberId));
    default:
      return unreachable(event);
  }
}

/** What the caller's events are about: what may concern it, before `mayBeTold` looks closer. */
export function subjectsOf(caller: ProgrammeCaller): readonly FeedSubject[] {
  if (caller.role === 'partner' && caller.partnerId !== null) return [{ partnerId: caller.partnerId.toLowerCase() }];
  if (caller.role === 'member' && caller.memberId !== null) return [{ memberId: caller.memberId.toLowerCase() }];
  return isOperator(caller) ? [{ programme: true }] : [];
}

function isWhole(caller: Caller): boolean {
  return isOperator(caller) || (caller.partnerId !== null && mayActForWholePartner(caller, caller.partnerId));
}

function maySeeOrder(caller: Caller, order: OrderChanged): boolean {
  if (isOperator(caller) || isMember(caller, order.memberId)) return true;
  return caller.role === 'partner' && mayActAtStore(caller, order.partnerId, order.storeId);
}
