/**
 * A partner's own file of a window against the ledger (settlement.md 7).
 *
 * bytes -> read the file whole or refuse it with its line -> lock (window, partner) -> the same bytes as last time: nothing to do
 *       -> read what happened at the tills -> match (domain/reconciliation.ts) -> write a version and its breaks
 *
 * Between versions and windows:
 * - a break that a later version still has keeps its age, its person and its decision; open ones that it no longer has are SUPERSEDED;
 * - TIMING ends by itself: what another window's file named early, and this window holds, is explained and no break here, and what this
 *   file names late closes the other window's MISSING_AT_PARTNER.
 *
 * Reads one snapshot without a lock on posting. Cost: about 20 us a record of the file and as much a record of the ledger.
 */
import { createHash } from 'node:crypto';
import { keySpaceOf, mayActForWholePartner, type ProgrammeCaller } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { type PartnerFileProblem, type PartnerFileRecord, readPartnerFile } from '../domain/files/partner-file.ts';
import { breakValueOf, isBreak, type LedgerRecord, reconcile, type Verdict } from '../domain/reconciliation.ts';
import { type BreakResult, OPEN_STATES } from '../domain/reconciliation-break.ts';
import type { ReconcileInput } from '../generated.ts';
import {
  type BreakRow,
  endBreaks,
  insertBreaks,
  readBreaksOf,
  readOpenTimingElsewhere,
} from '../store/reconciliation/breaks.ts';
import { prunePieces, readPieces } from '../store/reconciliation/partner-file-pieces.ts';
import {
  readTillRecords,
  readTillRecordsElsewhere,
  type TillRecordRow,
} from '../store/reconciliation/read-till-records.ts';
import {
  insertReconciliation,
  lockReconciliation,
  type ReconciliationRow,
  readVersions,
} from '../store/reconciliation/reconciliations.ts';
import { readPartnerCodes } from '../store/statements/statement-trees.ts';
import { readWindows } from '../store/windows/read-windows.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { readId } from './read-input.ts';

/** What became of a file: an id, a refusal, and what is wrong with the file where that is why. */
export interface Reconciled {
  readonly outcome: Outcome<{ readonly reconciliationId: string }>;
  readonly problem: PartnerFileProblem | null;
}

const DAY = 86_400_000;
/** Seconds of a day: beyond it two times are two events. */
const MOST_TOLERANCE = 86_400;

/**
 * Refusals in order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, WINDOW_UNKNOWN, WINDOW_STATE (a window is
 * reconciled when it is closed), FILE_REFUSED, RECONCILIATION_UNKNOWN (no such upload).
 */
export async function reconcileFile(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: ReconcileInput,
): Promise<Reconciled> {
  const { database, clock } = deps;
  const { programmeId } = caller;
  const partnerId = input.partnerId == null ? (caller.partnerId ?? '') : readId(input.partnerId);
  const check = createInputCheck();
  check.require(
    partnerId === '' || mayActForWholePartner(caller, partnerId),
    'NOT_ALLOWED',
    'A partner reconciles itself, and with all of its stores.',
    ['input', 'partnerId'],
  );
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  check.require(partnerId !== '', 'INVALID_INPUT', 'Which partner’s file is it?', ['input', 'partnerId']);
  check.require((input.text == null) !== (input.upload == null), 'INVALID_INPUT', 'Give one of `text` and `upload`.', [
    'input',
    'text',
  ]);
  const upload = input.upload == null ? null : check.text(input.upload, ['input', 'upload'], { max: 100 });
  check.require(input.tolerancePoints >= 0n, 'INVALID_INPUT', 'A tolerance is not negative.', [
    'input',
    'tolerancePoints',
  ]);
  check.require(input.toleranceMinor >= 0n, 'INVALID_INPUT', 'A tolerance is not negative.', [
    'input',
    'toleranceMinor',
  ]);
  check.require(
    input.toleranceSeconds >= 0 && input.toleranceSeconds <= MOST_TOLERANCE,
    'INVALID_INPUT',
    `Seconds are from 0 to ${MOST_TOLERANCE}.`,
    ['input', 'toleranceSeconds'],
  );
  const malformed = check.first();
  if (malformed !== null) return { outcome: refused(malformed), problem: null };

  const keySpace = keySpaceOf(caller);
  const bytes =
    upload === null
      ? [new TextEncoder().encode(input.text ?? '')]
      : ((await readPieces(database.sql, { programmeId, keySpace, upload })) ?? []);
  const sha256 = createHash('sha256');
  for (const piece of bytes) sha256.update(piece);
  const hash = sha256.digest();
  const reference = await deps.reference(programmeId);
  const partner = reference?.partners.get(partnerId);
  const windowId = input.windowId.toLowerCase();
  const [window] = isId(windowId) ? await readWindows(database.sql, programmeId, [windowId]) : [];
  const reading =
    reference === null || partner === undefined || window === undefined
      ? null
      : await readPartnerFile(input.format, bytes, {
          partner: [partner.name, ...(await readPartnerCodes(database.sql, [partnerId])).values(), partnerId],
          window: [
            ...(window.label === null ? [] : [window.label]),
            `W${window.number}`,
            String(window.number),
            windowId,
          ],
        });

  const { outcome } = await rememberCommand<{ reconciliationId: string }>(
    database,
    'ledger',
    {
      keySpace,
      caller,
      idempotencyKey,
      command: 'reconcile',
      body: { ...input, idempotencyKey: undefined, text: undefined, partnerId, windowId, sha256: hash.toString('hex') },
      at: clock(),
    },
    async ({ sql }) => {
      if (reference === null || partner === undefined)
        return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      if (window === undefined)
        return refused(refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']));
      if (window.state === 'OPEN' || window.state === 'CLOSING')
        return refused(refuse('WINDOW_STATE', 'A window is reconciled once it is closed.', ['input', 'windowId']));
      if (upload !== null && bytes.length === 0)
        return refused(
          refuse('RECONCILIATION_UNKNOWN', 'No such upload, or one of its pieces is missing.', ['input', 'upload']),
        );
      if (reading === null || !reading.ok)
        return refused(
          refuse('FILE_REFUSED', reading?.ok === false ? reading.problem.sentence : 'The file cannot be read.', [
            'input',
            upload === null ? 'text' : 'upload',
          ]),
        );
      await lockReconciliation(sql, windowId, partnerId);
      const [last] = await readVersions(sql, windowId, partnerId);
      if (last !== undefined && isSame(last, hash, input)) return accepted({ reconciliationId: last.reconciliationId });
      const at = clock();
      const version = await matchVersion(sql, {
        deps,
        window,
        partnerId,
        last: last ?? null,
        records: reading.records,
        terms: input,
        row: { sha256: hash, uploadedAt: at, uploadedBy: caller.subject },
        today: businessDate(at, reference.programme.timeZone),
      });
      await prunePieces(sql, new Date(at.getTime() - DAY));
      return accepted({ reconciliationId: version.reconciliationId });
    },
  );
  const told = !outcome.ok && outcome.refusal.code === 'FILE_REFUSED' && reading !== null && !reading.ok;
  return { outcome, problem: told ? reading.problem : null };
}

type Tolerances = Pick<ReconcileInput, 'tolerancePoints' | 'toleranceMinor' | 'toleranceSeconds'>;

function isSame(last: ReconciliationRow, sha256: Buffer, terms: Tolerances): boolean {
  return (
    sha256.equals(last.sha256) &&
    last.tolerancePoints === terms.tolerancePoints &&
    last.toleranceMinor === terms.toleranceMinor &&
    last.toleranceSeconds === terms.toleranceSeconds
  );
}

interface Matching {
  readonly deps: LedgerDeps;
  readonly window: WindowRow;
  readonly partnerId: string;
  readonly last: ReconciliationRow | null;
  readonly records: readonly PartnerFileRecord[];
  readonly terms: Tolerances;
  readonly row: Pick<ReconciliationRow, 'sha256' | 'uploadedAt' | 'uploadedBy'>;
  /** Business date from which new breaks are counted. */
  readonly today: string;
}

type StoreSql = Parameters<typeof insertBreaks>[0];

async function matchVersion(sql: StoreSql, matching: Matching): Promise<ReconciliationRow> {
  const { deps, window, partnerId, last, records, terms } = matching;
  const { programmeId, windowId } = window;
  const here = (await readTillRecords(sql, { programmeId, partnerId, windowId })).map(toLedgerRecord);
  const known = new Set(here.map((record) => nameOf(record.partnerRef, record.type)));
  const unknown = records.filter((record) => !known.has(nameOf(record.partnerRef, record.type)));
  const elsewhere =
    unknown.length === 0
      ? []
      : await readTillRecordsElsewhere(sql, {
          programmeId,
          partnerId,
          windowId,
          references: [...new Set(unknown.map(({ partnerRef }) => partnerRef))],
        });

  // What another window's file named early is explained by being here, unless this file names it, too.
  const timing = await readOpenTimingElsewhere(sql, partnerId, windowId);
  const named = new Set(records.map((record) => nameOf(record.partnerRef, record.type)));
  const early = new Map(timing.filter(({ result }) => result === 'TIMING').map((one) => [one.transactionId, one]));
  const late = new Map(
    timing.filter(({ result }) => result === 'MISSING_AT_PARTNER').map((one) => [one.transactionId, one]),
  );
  const explained = here.filter(
    (record) => early.has(record.transactionId) && !named.has(nameOf(record.partnerRef, record.type)),
  );
  const gone = new Set(explained.map(({ transactionId }) => transactionId));
  const verdicts = reconcile(
    records,
    [...here.filter(({ transactionId }) => !gone.has(transactionId)), ...elsewhere.map(toLedgerRecord)],
    {
      window: windowId,
      tolerancePoints: terms.tolerancePoints,
      toleranceMinor: terms.toleranceMinor,
      toleranceSeconds: terms.toleranceSeconds,
    },
  );

  const earlier = last === null ? [] : await readBreaksOf(sql, last.reconciliationId);
  const posted = new Set(earlier.map(({ postedId }) => postedId));
  const reconciliationId = deps.ids();
  const inherited = byName(earlier);
  const closed: string[] = explained.flatMap(({ transactionId }) => early.get(transactionId)?.breakId ?? []);
  const breaks: BreakRow[] = [];
  for (const verdict of verdicts) {
    if (!isBreak(verdict)) {
      const other = early.get(verdict.ledger?.transactionId ?? '');
      if (other !== undefined) closed.push(other.breakId);
      continue;
    }
    const found = breakOf(verdict, {
      breakId: deps.ids(),
      reconciliationId,
      ordinal: breaks.length,
      programmeId,
      partnerId,
      windowId,
      since: matching.today,
    });
    const transactionId = found.transactionId ?? '';
    const lateThere = found.result === 'TIMING' ? late.get(transactionId) : undefined;
    if (lateThere !== undefined) closed.push(lateThere.breakId);
    const isExplained = lateThere !== undefined || (found.result === 'TIMING' && posted.has(transactionId));
    breaks.push(
      isExplained ? { ...found, state: 'AUTO_CLOSED' } : inherit(found, inherited.get(nameOfBreak(found))?.shift()),
    );
  }
  const count = (result: Verdict['result']): number => verdicts.filter((verdict) => verdict.result === result).length;
  const row: ReconciliationRow = {
    ...matching.row,
    reconciliationId,
    programmeId,
    partnerId,
    windowId,
    version: (last?.version ?? 0) + 1,
    tolerancePoints: terms.tolerancePoints,
    toleranceMinor: terms.toleranceMinor,
    toleranceSeconds: terms.toleranceSeconds,
    records: records.length,
    points: records.reduce((sum, { points }) => sum + points, 0n),
    matched: count('MATCHED'),
    matchedInTolerance: count('MATCHED_IN_TOLERANCE'),
    explainedByTiming: explained.length,
    breaks: breaks.length,
  };
  await insertReconciliation(sql, row);
  await insertBreaks(sql, breaks);
  await endBreaks(
    sql,
    earlier.filter(({ state }) => OPEN_STATES.includes(state)).map(({ breakId }) => breakId),
    'SUPERSEDED',
    `Version ${row.version} of the file took its place.`,
  );
  await endBreaks(sql, closed, 'AUTO_CLOSED', `Explained by the file of window ${window.label ?? window.number}.`);
  return row;
}

function toLedgerRecord(row: TillRecordRow): LedgerRecord {
  return {
    transactionId: row.transactionId,
    window: row.windowId,
    partnerRef: row.reference,
    type: row.type,
    points: row.points,
    amount:
      row.amountMinor === null || row.currency === null ? null : { minor: row.amountMinor, currency: row.currency },
    businessAt: row.occurredAt,
  };
}

/** A name that no two different pairs share. */
function nameOf(reference: string | null, type: string): string {
  return `${type} ${reference ?? ''}`;
}

function breakOf(
  verdict: Verdict,
  place: Pick<
    BreakRow,
    'breakId' | 'reconciliationId' | 'ordinal' | 'programmeId' | 'partnerId' | 'windowId' | 'since'
  >,
): BreakRow {
  const { ledger } = verdict;
  const file = verdict.file as PartnerFileRecord | null;
  const one = file ?? ledger;
  if (one === null) throw new Error('Broken promise: a verdict is about a record');
  const value = breakValueOf(verdict);
  return {
    ...place,
    result: verdict.result as BreakResult,
    state: 'DETECTED',
    line: file?.line ?? null,
    partnerPoints: file?.points ?? null,
    partnerAmountMinor: file?.amount?.minor ?? null,
    currency: file?.amount?.currency ?? ledger?.amount?.currency ?? null,
    businessAt: one.businessAt,
    till: file?.till ?? null,
    memberToken: file?.memberToken ?? null,
    transactionId: ledger?.transactionId ?? null,
    operatorPoints: ledger?.points ?? null,
    reference: one.partnerRef,
    type: one.type,
    valuePoints: value.points,
    valueMinor: value.minor,
    seconds: 'seconds' in verdict ? Math.round(verdict.seconds) : null,
    assignee: null,
    note: verdict.result === 'DUPLICATE_IN_PARTNER_FILE' ? `A copy of record ${verdict.copyOfLine}.` : null,
    proposal: null,
    shownHash: null,
    proposedBy: null,
    approvedBy: null,
    postedId: null,
  };
}

/** Breaks of an earlier version by what they are about; those alike in their order. */
function byName(breaks: readonly BreakRow[]): Map<string, BreakRow[]> {
  const named = new Map<string, BreakRow[]>();
  for (const one of breaks) {
    const name = nameOfBreak(one);
    const alike = named.get(name);
    if (alike === undefined) named.set(name, [one]);
    else alike.push(one);
  }
  return named;
}

function nameOfBreak(one: BreakRow): string {
  return JSON.stringify([
    one.result,
    one.type,
    one.reference,
    one.transactionId,
    one.partnerPoints?.toString() ?? null,
    one.operatorPoints?.toString() ?? null,
    one.partnerAmountMinor?.toString() ?? null,
    one.businessAt.getTime(),
  ]);
}

/** What is the same as in the version before goes on where it stood. */
function inherit(found: BreakRow, before: BreakRow | undefined): BreakRow {
  if (before === undefined || before.state === 'SUPERSEDED') return found;
  const { state, since, assignee, note, proposal, shownHash, proposedBy, approvedBy, postedId } = before;
  return { ...found, state, since, assignee, note, proposal, shownHash, proposedBy, approvedBy, postedId };
}
