// Asking for a backtest and stopping it. The run itself is a thread's (backtest/): a command only writes the row that it works from.
import {
  type Caller,
  isInProgramme,
  keySpaceOf,
  mayActForWholePartner,
  type ProgrammeCaller,
} from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import {
  type BacktestRow,
  insertBacktest,
  isBacktesting,
  readBacktest,
  stopBacktest,
} from '../store/backtests/backtests.ts';
import { withDrafts } from './quote-purchase.ts';

export interface BacktestRules {
  readonly idempotencyKey: string;
  readonly ruleVersionIds: readonly string[];
  readonly from: Date;
  readonly until: Date;
}

const MAX_DRAFTS = 100;

/** Whose backtests the caller may ask for and see: the operator's are of all tills, a partner's of its own. */
export function backtester(caller: Caller): caller is ProgrammeCaller {
  if (!isInProgramme(caller)) return false;
  return caller.role === 'operator' || (caller.partnerId !== null && mayActForWholePartner(caller, caller.partnerId));
}

/** Whether the caller may see a backtest. */
export function maySeeBacktest(caller: ProgrammeCaller, row: BacktestRow): boolean {
  return caller.role === 'operator' || (row.partnerId !== null && row.partnerId === caller.partnerId?.toLowerCase());
}

/**
 * Begins a backtest. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, RULE_UNKNOWN, LIMIT_EXCEEDED
 * (one of the programme is running).
 */
export async function backtestRules(
  deps: LedgerDeps,
  caller: Caller,
  input: BacktestRules,
): Promise<Outcome<{ backtestId: string }>> {
  if (!backtester(caller))
    return refused(refuse('NOT_ALLOWED', 'Backtests are for the operator and for whole partners.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const { from, until } = input;
  const ruleVersionIds = [...new Set(input.ruleVersionIds.map((id) => id.toLowerCase()))].sort();
  check.require(until > from, 'INVALID_INPUT', 'The period ends before it begins.', ['input', 'until']);
  check.require(
    ruleVersionIds.length <= MAX_DRAFTS,
    'INVALID_INPUT',
    `Up to ${MAX_DRAFTS} versions are tried at once.`,
    ['input', 'ruleVersionIds'],
  );
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const at = deps.clock();
  // Before the transaction: whoever holds a connection and waits for another may wait for himself.
  const reference = await deps.reference(programmeId);
  const { outcome, replayed } = await rememberCommand(
    deps.database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'backtestRules',
      body: { ruleVersionIds, from, until },
      at,
    },
    async ({ sql }) => {
      if (reference === null) return refused(refuse('NOT_ALLOWED', 'There is no such programme.'));
      const drafts = await withDrafts(sql, caller, reference, ruleVersionIds);
      if ('refusal' in drafts) return refused({ ...drafts.refusal, field: ['input', 'ruleVersionIds'] });
      if (await isBacktesting(sql, programmeId))
        return refused(refuse('LIMIT_EXCEEDED', 'A backtest of the programme is running: wait for it, or cancel it.'));
      const backtestId = deps.ids();
      await insertBacktest(sql, {
        ...{ backtestId, programmeId, ruleVersionIds, fromAt: from, untilAt: until, startedAt: at },
        partnerId: caller.role === 'operator' ? null : caller.partnerId,
        askedBy: caller.subject,
      });
      return accepted({ backtestId });
    },
  );
  if (outcome.ok && !replayed) deps.backtests.start(programmeId, outcome.result.backtestId);
  return outcome;
}

export interface CancelBacktest {
  readonly idempotencyKey: string;
  readonly backtestId: string;
}

/** Stops a backtest; one that has ended stays as it is. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, BACKTEST_UNKNOWN. */
export async function cancelBacktest(
  deps: LedgerDeps,
  caller: Caller,
  input: CancelBacktest,
): Promise<Outcome<{ backtestId: string }>> {
  if (!backtester(caller))
    return refused(refuse('NOT_ALLOWED', 'Backtests are for the operator and for whole partners.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const backtestId = input.backtestId.toLowerCase();
  const { outcome } = await rememberCommand(
    deps.database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'cancelBacktest',
      body: { backtestId },
      at: deps.clock(),
    },
    async ({ sql }) => {
      const row = isId(backtestId) ? await readBacktest(sql, caller.programmeId, backtestId) : null;
      if (row === null || !maySeeBacktest(caller, row))
        return refused(refuse('BACKTEST_UNKNOWN', 'No such backtest.', ['input', 'backtestId']));
      await stopBacktest(sql, backtestId, 'CANCELLED');
      return accepted({ backtestId });
    },
  );
  return outcome;
}
