/**
 * Signs the statements of a closed window: what its partners hold us to (settlement.md 9).
 *
 * | statement | when                               | over                                   | follows                              |
 * |-----------|------------------------------------|----------------------------------------|--------------------------------------|
 * | advice    | the window is closed               | the lines until the close              | the partner's last final statement   |
 * | final     | nothing is appended any more       | all lines, what the review appended last | the same: every window before is final |
 *
 * A programme without a review has no advice: closed is final. A window that is aborted pays nothing and carries everything forward: its final
 * statement is given again, over the same lines, with the next revision. One transaction signs all partners of the window, so there is never a
 * window of which some have theirs. Done twice, by two processes or after a crash, it finds them signed. The lines were hashed while
 * the window was open (follow-journal.ts): what is left here is the last second of them, however many there are.
 */
import type { Database, TransactionSql } from '../../../db/client.ts';
import { assert } from '../../shared/assert.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { rootOf } from '../domain/merkle-tree.ts';
import { settlementAction } from '../domain/netting.ts';
import { contractAt, type Reference } from '../domain/reference.ts';
import { type HeaderFigures, headerDigest, statementHeader } from '../domain/statement.ts';
import { signHeader } from '../domain/statement-signature.ts';
import { completeFrom, tilesReadBy } from '../domain/tree-tiles.ts';
import { FINAL_STATES } from '../domain/window-states.ts';
import { cycleOf, type WindowTerms, windowTermsOf } from '../domain/window-terms.ts';
import { paidIn, readItemsOf } from '../store/settlement/items.ts';
import { readRatesOf } from '../store/settlement/rates.ts';
import { beginProgress, lockStatements, readProgress } from '../store/statements/statement-progress.ts';
import { readPartnerCodes, readTiles, readTrees } from '../store/statements/statement-trees.ts';
import {
  insertStatements,
  readStatements,
  readStatementsBefore,
  type StatementKind,
  type StatementRow,
} from '../store/statements/statements.ts';
import {
  anyUnstatedBefore,
  markAdvised,
  markStated,
  readWindowToState,
  type WindowToState,
} from '../store/statements/windows-to-state.ts';
import { type NetPositionRow, readNetPositions } from '../store/windows/read-net-positions.ts';
import { growStatements } from './grow-statements.ts';
import { sha256 } from './sha256.ts';
import type { StatementKeys } from './statement-keys.ts';

export interface StatementServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly keys: StatementKeys;
  readonly reference: (programmeId: string) => Promise<Reference | null>;
}

/** Greater than any number of the order of posting. */
const EVERYTHING = 9_223_372_036_854_775_807n;

/** Which statement of a window is to be signed next; null while there is none. */
export function statementDue(window: WindowToState, terms: Pick<WindowTerms, 'hasReview'>): StatementKind | null {
  if (window.closedAt === null || window.statedAt !== null) return null;
  const hasReview = terms.hasReview(window);
  const final = FINAL_STATES.has(window.state) || !hasReview;
  if (final && (!hasReview || window.advisedAt !== null)) return 'FINAL';
  return window.advisedAt === null ? 'ADVICE' : null;
}

/** Signs what is due of a window, the advice and then the final statement. Answers what was signed. */
export async function issueStatements(services: StatementServices, windowId: string): Promise<StatementKind[]> {
  const issued: StatementKind[] = [];
  for (;;) {
    const window = await readWindowToState(services.database.sql, windowId);
    const reference = await services.reference(window.programmeId);
    assert(reference !== null, 'a window is of a programme that exists');
    const kind = statementDue(window, windowTermsOf(reference));
    if (kind === null || !(await issue(services, window, reference, kind))) return issued;
    issued.push(kind);
  }
}

/** False when a window before must have its final statements first. */
async function issue(
  services: StatementServices,
  window: WindowToState,
  reference: Reference,
  kind: StatementKind,
): Promise<boolean> {
  const { database, clock, keys } = services;
  const through = kind === 'ADVICE' ? (window.lastBatch ?? EVERYTHING) : EVERYTHING;
  const growing = { ...window, currency: reference.programme.currency };
  const grow = (sql: TransactionSql): Promise<boolean> => growStatements(sql, keys, growing, through, clock());
  // A long way to go is gone in transactions of its own; the last one signs.
  while (
    await database.withTransaction(async ({ sql }) => {
      await lockStatements(sql, window.windowId);
      return grow(sql);
    })
  );
  return database.withTransaction(async ({ sql }) => {
    await lockStatements(sql, window.windowId);
    const now = await readWindowToState(sql, window.windowId);
    if (statementDue(now, windowTermsOf(reference)) !== kind) return true;
    if (kind === 'FINAL' && (await anyUnstatedBefore(sql, window.programmeId, window.number))) return false;
    while (await grow(sql));
    const at = clock();
    await insertStatements(sql, at, await statementsOf(services, sql, now, reference, kind, at));
    if (kind === 'FINAL') await markStated(sql, window.windowId, at);
    else await markAdvised(sql, window.windowId, at);
    return true;
  });
}

async function statementsOf(
  { ids, keys }: StatementServices,
  sql: TransactionSql,
  window: WindowToState,
  reference: Reference,
  kind: StatementKind,
  at: Date,
): Promise<Omit<StatementRow, 'issuedAt'>[]> {
  const { windowId, programmeId, number } = window;
  const closedAt = window.closedAt!;
  const positions = await readNetPositions(sql, [windowId]);
  const partnerIds = positions.map((position) => position.partnerId);
  const progress = (await readProgress(sql, windowId)) ?? (await beginProgress(sql, programmeId, number));
  const trees = new Map((await readTrees(sql, windowId, null)).map((tree) => [tree.partnerId, tree]));
  const codes = await readPartnerCodes(sql, partnerIds);
  const before = new Map(
    (await readStatementsBefore(sql, programmeId, number, partnerIds)).map((row) => [row.partnerId, row]),
  );
  const roots = await rootsOf(
    sql,
    windowId,
    [...trees.values()].map(({ partnerId, size }) => ({ partnerId, size })),
  );
  const given = new Map(
    (await readStatements(sql, programmeId, [windowId], null))
      .filter((row) => row.kind === kind)
      .map((row) => [row.partnerId, row.revision]),
  );
  const settlements = kind === 'FINAL' ? await settlementsOf(sql, windowId) : new Map<string, never>();
  const key = await keys.signing(sql, programmeId, at);
  const { valueDate } = cycleOf(reference, window, window.cutOffAt ?? closedAt);
  return Promise.all(
    positions.map(async (position) => {
      const { partnerId, openingMinor } = position;
      const tree = trees.get(partnerId);
      const figures = {
        creditsMinor: tree?.creditsMinor ?? 0n,
        debitsMinor: tree?.debitsMinor ?? 0n,
        size: tree?.size ?? 0,
        root: roots.get(partnerId) ?? rootOf(sha256, nothingToRead, 0),
      };
      if (kind === 'FINAL') assertSealed(window, position, figures);
      const header = statementHeader(
        {
          programme: progress.programmeCode,
          model: contractAt(reference, partnerId, closedAt)?.fundingModel ?? reference.programme.operatorFundingModel,
          window: progress.windowName,
          partner: tree?.partnerCode ?? codes.get(partnerId) ?? partnerId,
          currency: reference.programme.currency,
        },
        {
          kind,
          openingMinor,
          ...figures,
          action: actionOf(position, openingMinor + figures.creditsMinor - figures.debitsMinor, reference, closedAt),
          valueDate,
          prev: before.get(partnerId)?.headerDigest ?? null,
          // What an aborted window was to pay is carried forward as it is.
          settlement: position.action === 'CARRY_FORWARD' ? null : (settlements.get(partnerId) ?? null),
        },
      );
      return {
        ...{ statementId: ids(), programmeId, windowId, partnerId, kind, size: figures.size },
        revision: (given.get(partnerId) ?? 0) + 1,
        components: tree?.components ?? {},
        header: canonicalJson(header),
        headerDigest: headerDigest(sha256, header),
        jws: await signHeader(header, key),
        keyId: key.kid,
      };
    }),
  );
}

/** What nets are paid in where that is another currency than the statement's, by partner. */
async function settlementsOf(
  sql: TransactionSql,
  windowId: string,
): Promise<Map<string, NonNullable<HeaderFigures['settlement']>>> {
  const converted = (await readItemsOf(sql, [windowId])).filter(({ ratesOf }) => ratesOf !== null);
  const rates = await readRatesOf(
    sql,
    converted.map(({ ratesOf }) => ratesOf!),
  );
  return new Map(
    converted.map((item) => {
      const paid = paidIn(item);
      const rate = rates.find(({ proposalId, quote }) => proposalId === item.ratesOf && quote === paid.currency);
      assert(rate !== undefined, 'what was converted has the rate at which it was');
      return [item.partnerId, { paid, rate }];
    }),
  );
}

/** What was sealed with the window is what its lines add up to: two ways of counting, compared before anything is signed. */
function assertSealed(
  { windowId }: WindowToState,
  sealed: NetPositionRow,
  lines: { readonly creditsMinor: bigint; readonly debitsMinor: bigint },
): void {
  assert(
    sealed.creditsMinor === lines.creditsMinor && sealed.debitsMinor === lines.debitsMinor,
    `the lines of partner ${sealed.partnerId} in window ${windowId} add up to what was sealed`,
  );
}

/** An advice that is signed late may stand beside nets that a dispute has changed since: it speaks of its own lines. */
function actionOf(position: NetPositionRow, netMinor: bigint, reference: Reference, closedAt: Date) {
  if (netMinor === position.netMinor) return position.action;
  return settlementAction(netMinor, windowTermsOf(reference).carryForwardBelowMinor(position.partnerId, closedAt));
}

/** Roots of trees as they are stored, by partner. */
async function rootsOf(
  sql: TransactionSql,
  windowId: string,
  trees: readonly { readonly partnerId: string; readonly size: number }[],
): Promise<Map<string, Uint8Array>> {
  const needed = trees.flatMap(({ partnerId, size }) =>
    tilesReadBy((hash, complete) => void rootOf(hash, complete, size)).map((address) => ({ ...address, partnerId })),
  );
  const tiles = new Map(
    (await readTiles(sql, windowId, needed)).map((row) => [`${row.partnerId} ${row.level} ${row.tile}`, row.hashes]),
  );
  return new Map(
    trees.map(({ partnerId, size }) => {
      const complete = completeFrom(sha256, ({ level, tile }) => tiles.get(`${partnerId} ${level} ${tile}`)!);
      return [partnerId, Uint8Array.from(rootOf(sha256, complete, size))];
    }),
  );
}

function nothingToRead(): never {
  throw new Error('Broken promise: an empty tree is read nowhere');
}
