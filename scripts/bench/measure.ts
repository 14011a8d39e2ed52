/** How rates and times are taken: a closed loop of so many requests in flight, things compared in turn, medians. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Does the thing once. It is told which of the requests in flight it is, from 0. */
export type Work = (slot: number) => Promise<unknown>;

/** Completed requests per second, with `inFlight` of them under way at any time for `seconds`. */
export async function ratePerSecond(work: Work, inFlight: number, seconds: number): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async (_, slot) => {
      while (performance.now() < until) {
        await work(slot);
        done += 1;
      }
    }),
  );
  return (done / (performance.now() - startedAt)) * 1000;
}

export interface Contender {
  readonly name: string;
  /** Runs for so many seconds and answers its rate. */
  rate(seconds: number): Promise<number>;
}

export interface Compared {
  /** Median rate of each contender, in the order given. */
  readonly medians: readonly number[];
  /** Every rate of each contender, in the order of the rounds. */
  readonly rates: readonly (readonly number[])[];
}

/** How long things are compared. */
export interface Rounds {
  readonly rounds: number;
  readonly seconds: number;
  /** Runs that do not count come first, until they get no faster, for so many seconds at most; half a round, a second at most, unless told. */
  readonly warmSeconds?: number;
}

/**
 * Runs the contenders one after the other, round after round (A B A B ...), so that whatever else the machine does falls on all of them
 * alike. Before the first round each is warmed up.
 */
export async function compareInTurn(
  contenders: readonly Contender[],
  { rounds, seconds, warmSeconds = Math.min(1, seconds / 2) }: Rounds,
): Promise<Compared> {
  for (const contender of contenders) await warmUp(contender, warmSeconds);
  const rates = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) rates[index]!.push(await contender.rate(seconds));
  }
  return { medians: rates.map(median), rates };
}

const WARM_SLICE_SECONDS = 1;
/** What a slice must be faster by than all before it, so that its contender counts as still getting faster. */
const STILL_FASTER = 1.02;
const SLICES_WITHOUT_GAIN = 3;

/** Runs in slices until three of them in a row were hardly faster than the best before, for so many seconds at most. */
async function warmUp(contender: Contender, atMostSeconds: number): Promise<void> {
  let best = 0;
  let withoutGain = 0;
  for (let left = atMostSeconds; left > 0 && withoutGain < SLICES_WITHOUT_GAIN; left -= WARM_SLICE_SECONDS) {
    const rate = await contender.rate(Math.min(WARM_SLICE_SECONDS, left));
    withoutGain = rate > best * STILL_FASTER ? 0 : withoutGain + 1;
    best = Math.max(best, rate);
  }
}

export interface Costed extends Contender {
  /** Median of what one answer took of this process's CPU time in the last `runs`, in microseconds. */
  cpuMicros(runs: number): number;
}

/** The same contender, and what it takes of this process's CPU time, everything that runs in it counted in. */
export function costed(contender: Contender): Costed {
  const micros: number[] = [];
  return {
    name: contender.name,
    async rate(seconds) {
      const startedAt = performance.now();
      const before = process.cpuUsage();
      const rate = await contender.rate(seconds);
      const { user, system } = process.cpuUsage(before);
      micros.push((user + system) / ((rate * (performance.now() - startedAt)) / 1000));
      return rate;
    },
    cpuMicros: (runs) => median(micros.slice(-runs)),
  };
}

/** The same contender, for those that share a process: what others have left is collected before each run, and not at its cost. */
export function onCleanHeap(contender: Contender): Contender {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return {
    name: contender.name,
    rate(seconds) {
      collect();
      return contender.rate(seconds);
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which so much (0 to 1) of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Median time of `times` runs one after the other, in milliseconds. */
export async function medianMillis(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    await work();
    taken.push(performance.now() - startedAt);
  }
  return median(taken);
}

/** To so many digits after the point. */
export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
