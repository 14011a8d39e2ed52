/**
 * Whether a token that verifies is still good: it may have been revoked, or its client, member or partner may have changed
 * (db/migrations/platform/130). Also on streams that are open, in every gateway.
 *
 * | when                                   | what                                                                          |
 * |----------------------------------------|-------------------------------------------------------------------------------|
 * | a token comes                          | the table is asked, many tokens in one query; the answer is kept for a minute |
 * | a bar is written (NOTIFY)              | open streams that it concerns are ended, kept answers that it concerns do not count |
 * | the connection for NOTIFY comes back,  | all that is open is asked for again: what was not heard is found              |
 * | and every 10 s                         |                                                                               |
 *
 * A database that does not answer is told as such: a token that may have been revoked is not taken for a good one.
 */
import DataLoader from 'dataloader';
import type { Database } from '../../db/client.ts';
import type { TokenMark } from '../../subgraphs/serving/caller.ts';
import { isWellFormed } from '../../subgraphs/serving/text.ts';
import type { Identity } from './claims.ts';

export interface TokenBars {
  /** Whether the token is barred. Throws when the database does not answer. */
  isBarred(identity: Identity): Promise<boolean>;
  /** Calls once, as soon as the token is known to be barred. Returns how to be called no more. */
  watch(identity: Identity, onBarred: () => void): () => void;
  stop(): Promise<void>;
}

/** Where no token is ever barred. */
export const NO_BARS: TokenBars = { isBarred: async () => false, watch: () => () => {}, stop: async () => {} };

const KEEP_MILLIS = 60_000;
const ASK_EVERY = 10_000;
/** Subjects per query. */
const SUBJECTS_AT_ONCE = 2_000;
const FOREVER = Number.POSITIVE_INFINITY;
const NEVER = Number.NEGATIVE_INFINITY;

interface Watcher {
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly onBarred: () => void;
}

/**
 * Begins to listen.
 * @param database pool of the platform role
 * @param onFault is told when bars could not be read for what is open
 */
export async function startTokenBars(
  database: Database,
  onFault: (fault: unknown) => void,
  askEvery = ASK_EVERY,
): Promise<TokenBars> {
  const { sql } = database;
  /** When a token was last found good. A verifier gives the same mark for the same token as long as it remembers it. */
  const foundGood = new WeakMap<TokenMark, number>();
  /** Subjects of bars that were written within the last minute, with the time of it. */
  const changed = new Map<string, number>();
  const watchers = new Map<string, Set<Watcher>>();
  /** Kept answers of before do not count: what was written meanwhile was not heard. */
  let listeningSince = 0;
  let stopped = false;

  /** Subjects with a bar, each with the issue of the last token that it bars: milliseconds since 1970, or for ever. */
  async function readBars(subjects: readonly string[]): Promise<Map<string, number>> {
    const rows = await sql<{ subject: string; until: number | null }[]>`
      SELECT kind || ' ' || subject AS subject,
        CASE WHEN isfinite(issued_until) THEN extract(epoch FROM issued_until)::float8 * 1000 END AS until
      FROM unnest(${subjects.map(kindOf)}::text[], ${subjects.map(nameOf)}::text[]) AS asked (kind, subject)
      JOIN platform.token_bar USING (kind, subject)`;
    return new Map(rows.map(({ subject, until }) => [subject, until ?? FOREVER]));
  }
  /** Requests of one turn are asked for together. */
  const bars = new DataLoader<string, number>(
    async (subjects) => {
      const found = await readBars(subjects);
      return subjects.map((subject) => found.get(subject) ?? NEVER);
    },
    { cache: false, maxBatchSize: SUBJECTS_AT_ONCE },
  );

  async function isBarred(identity: Identity): Promise<boolean> {
    const now = performance.now();
    const good = (identity.token && foundGood.get(identity.token)) ?? NEVER;
    const subjects = subjectsOf(identity);
    const isKept = good > Math.max(now - KEEP_MILLIS, listeningSince);
    if (isKept && subjects.every((subject) => (changed.get(subject) ?? NEVER) < good)) return false;
    const untils = await Promise.all(subjects.map((subject) => bars.load(subject)));
    if (untils.some((until) => until >= issuedAt(identity))) return true;
    if (identity.token) foundGood.set(identity.token, now);
    return false;
  }

  /** Ends what is open and barred. */
  async function review(subjects: readonly string[]): Promise<void> {
    try {
      for (let from = 0; from < subjects.length; from += SUBJECTS_AT_ONCE) {
        for (const [subject, until] of await readBars(subjects.slice(from, from + SUBJECTS_AT_ONCE))) {
          for (const watcher of [...(watchers.get(subject) ?? [])]) if (watcher.issuedAt <= until) watcher.onBarred();
        }
      }
    } catch (fault) {
      if (!stopped) onFault(fault);
    }
  }

  function reviewAll(): void {
    const now = performance.now();
    for (const [subject, at] of changed) if (now - at > KEEP_MILLIS) changed.delete(subject);
    void review([...watchers.keys()]);
  }

  function heard(subject: string): void {
    changed.set(subject, performance.now());
    void review([subject]);
  }

  const listening = await sql.listen('token_bar', heard, () => {
    listeningSince = performance.now();
    reviewAll();
  });
  const poll = setInterval(reviewAll, askEvery).unref();

  return {
    isBarred,
    watch(identity, onBarred) {
      const subjects = subjectsOf(identity);
      const watcher: Watcher = { issuedAt: issuedAt(identity), onBarred: () => leave() && onBarred() };
      function leave(): boolean {
        let was = false;
        for (const subject of subjects) {
          const others = watchers.get(subject);
          was = others?.delete(watcher) || was;
          if (others?.size === 0) watchers.delete(subject);
        }
        return was;
      }
      for (const subject of subjects) watchers.set(subject, (watchers.get(subject) ?? new Set()).add(watcher));
      // Barred after the token was checked: nobody was there to be told.
      isBarred(identity).then(
        (barred) => barred && watcher.onBarred(),
        () => {},
      );
      return () => void leave();
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(poll);
      watchers.clear();
      await listening.unlisten();
    },
  };
}

/** Under which bars a token may fall, kept as long as its mark. */
const known = new WeakMap<TokenMark, readonly string[]>();

function subjectsOf(identity: Identity): readonly string[] {
  const { token } = identity;
  if (!token) return readSubjects(identity);
  const subjects = known.get(token) ?? readSubjects(identity);
  known.set(token, subjects);
  return subjects;
}

/** `KIND subject`. What PostgreSQL cannot hold (NUL) nobody can have barred. */
function readSubjects({ token, clientId, memberId, partnerId, frontEndOf }: Identity): string[] {
  return [
    ...(token?.id == null ? [] : [`TOKEN ${token.id}`]),
    `CLIENT ${clientId}`,
    ...(memberId === null ? [] : [`MEMBER ${memberId.toLowerCase()}`]),
    ...(partnerId === null ? [] : [`PARTNER ${partnerId.toLowerCase()}`]),
    ...(frontEndOf === undefined ? [] : [`PARTNER ${frontEndOf.toLowerCase()}`]),
  ].filter(isWellFormed);
}

/** A token that does not say when it was issued falls under every bar. */
function issuedAt({ token }: Identity): number {
  return token?.issuedAt ?? 0;
}

const kindOf = (subject: string): string => subject.slice(0, subject.indexOf(' '));
const nameOf = (subject: string): string => subject.slice(subject.indexOf(' ') + 1);
