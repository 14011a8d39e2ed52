/** What a bench is, and what it is given. One file a bench; `all-benches.ts` lists them. */
import type { BenchServer } from './bench-server.ts';

/** Figures by name; the name says what and in which unit (`closeMillis`, `purchases64PerSecond`). A list belongs to one figure's parts. */
export type Figures = Record<
  string,
  number | string | boolean | null | readonly (number | string)[] | Record<string, number | string | null>
>;

export interface BenchContext {
  /** Everything smaller, so that the whole takes less than a minute. The figures are then rough. */
  readonly quick: boolean;
  /** For how long streams are opened and left, instead of everything else that `streams` measures; null is not. */
  readonly churnSeconds: number | null;
  /** Starts a durable PostgreSQL in a folder of its own the first time it is asked; the same one afterwards. */
  server(): Promise<BenchServer>;
  /** Says on standard error what is going on. */
  tell(sentence: string): void;
}

export interface Bench {
  readonly name: string;
  /** One line for `npm run bench -- --help`. */
  readonly what: string;
  run(context: BenchContext): Promise<Figures>;
}
