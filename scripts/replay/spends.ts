/**
 * Who spends what where at the end of a window: a seeded choice, the same for the same seed, month and card whatever happened
 * before, so that a second run asks the same under the same key.
 */
import { createHash } from 'node:crypto';

export interface Spend {
  readonly brand: string;
  readonly points: bigint;
}

/** One member in three spends; a quarter to three quarters of what it surely has. */
const SPENDERS_IN_TEN_THOUSAND = 3_333;
const SMALLEST_SPEND = 10n;

/**
 * A member's spend in a window, or null. It goes to a partner that issued none of the member's points; where every partner did,
 * to none that issued the most.
 * @param earned points the member got at each brand so far
 * @param available points the member surely has
 */
export function chooseSpend(
  seed: string,
  month: string,
  card: string,
  brands: readonly string[],
  earned: ReadonlyMap<string, bigint>,
  available: bigint,
): Spend | null {
  const draw = drawsFor(`${seed}|${month}|${card}`);
  if (draw(10_000) >= SPENDERS_IN_TEN_THOUSAND || available < SMALLEST_SPEND) return null;
  const points = (available * BigInt(25 + draw(51))) / 100n;
  const strangers = brands.filter((brand) => !earned.has(brand));
  const most = [...earned].reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0n] as [string, bigint])[0];
  const choice = strangers.length > 0 ? strangers : brands.filter((brand) => brand !== most);
  const brand = choice[draw(choice.length)];
  return brand === undefined || points < 1n ? null : { brand, points };
}

/** Whole numbers below a bound, drawn from a hash: the same name gives the same draws on every machine. */
function drawsFor(name: string): (bound: number) => number {
  let count = 0;
  return (bound) => {
    const hash = createHash('sha256').update(`${name}|${count}`).digest();
    count += 1;
    return bound <= 0 ? 0 : hash.readUIntBE(0, 6) % bound;
  };
}
