/**
 * The figures of this process, for whoever watches it (Prometheus): one register, whichever parts of the product run here.
 *
 * A counter or a histogram is told when something happens. A gauge is asked when somebody looks (`gauge`): each part that is started adds a
 * source of its own and takes it away when it stops. Labels are names of ours (kinds, codes, routes, subgraphs), never ids of programmes,
 * partners, members or clients: a figure holds no personal data, and the number of series is fixed by the code.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows. */
export const figures = new Registry();

/** Seconds: from a look into a cache to the longest that an operation may take. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Counter<Label>({ name: `loyalty_${name}`, help, labelNames: [...labelNames], registers: [figures] });
}

/** Of seconds. */
export function durations<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  const labels = [...labelNames];
  return new Histogram<Label>({
    name: `loyalty_${name}`,
    help,
    labelNames: labels,
    buckets: DURATIONS,
    registers: [figures],
  });
}

/** A value, or values by the gauge's label; null where there is none to tell now. */
type Told = number | null | Readonly<Record<string, number>>;

/** Adds a source, which is asked at every look. Returns how to take it away. */
export type AddSource = (source: () => Told | Promise<Told>) => () => void;

const unread = counter('figures_unread_total', 'Looks at a figure that could not be read.', ['figure']);

/**
 * A gauge that is the sum of what its sources say. A source that fails is left out of the sum and counted; one that has nothing to say is
 * left out, and a gauge without a value is not shown.
 */
export function gauge(name: string, help: string, label?: string): AddSource {
  const sources = new Set<() => Told | Promise<Told>>();
  new Gauge({
    name: `loyalty_${name}`,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [figures],
    async collect() {
      const told = await Promise.all(
        [...sources].map(async (source) => {
          try {
            return await source();
          } catch {
            unread.inc({ figure: name });
            return null;
          }
        }),
      );
      this.reset();
      if (label === undefined) this.remove();
      for (const value of told) {
        if (typeof value === 'number') this.inc(value);
        else for (const [of, part] of Object.entries(value ?? {})) this.inc({ [label ?? '']: of }, part);
      }
    },
  });
  return (source) => {
    sources.add(source);
    return () => void sources.delete(source);
  };
}

/** Reads at most once in `millis`: several gauges share a reading, and whoever looks often does not keep the database busy. */
export function atMostEvery<Reading>(millis: number, read: () => Promise<Reading>): () => Promise<Reading> {
  let last: { readonly reading: Promise<Reading>; readonly at: number } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - last.at >= millis) last = { reading: read(), at: now };
    return last.reading;
  };
}
