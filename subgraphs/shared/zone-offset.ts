// How far the clocks of a time zone are from UTC.
//
// Cost: a zone's offset is looked up once per quarter of an hour (offsets change at no other moments since 1972) and kept; a posting asks
// several times, a time zone library would cost more than the rest of its decision.
import { IANAZone } from 'luxon';
import { assert } from './assert.ts';

const QUARTER_HOUR_MS = 15 * 60 * 1000;
const KEPT_OFFSETS = 50_000;

const offsetsByZone = new Map<string, Map<number, number>>();

/** Milliseconds to add to an instant (`getTime`) for the zone's wall clock to be read off as UTC. */
export function zoneOffsetMs(at: number, timeZone: string): number {
  let offsets = offsetsByZone.get(timeZone);
  if (offsets === undefined) {
    offsets = new Map();
    offsetsByZone.set(timeZone, offsets);
  }
  const quarter = Math.floor(at / QUARTER_HOUR_MS);
  let offset = offsets.get(quarter);
  if (offset === undefined) {
    offset = IANAZone.create(timeZone).offset(quarter * QUARTER_HOUR_MS) * 60_000;
    assert(Number.isFinite(offset), `${timeZone} is no time zone`);
    if (offsets.size >= KEPT_OFFSETS) offsets.clear();
    offsets.set(quarter, offset);
  }
  return offset;
}
