/**
 * Changes the cycle of a programme's windows: when they close by themselves, how long they are in review, when money moves, on which days.
 *
 * propose   the cycle as it would be (what is left out stays) -> waits, one at a time
 * approve   another person -> windows that open from now on follow it; those that have opened keep theirs
 * reject    another person; whoever proposed it may withdraw it
 */
import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { proposerOf, refuseApproval } from '../../shared/four-eyes.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { type CycleTerms, cycleProblems, cycleTermsOf } from '../domain/cycle-terms.ts';
import {
  type CycleChangeRow,
  endCycleChange,
  insertCycleChange,
  readCycleChange,
  takeCycleChange,
} from '../store/cycle-changes.ts';
import { lockProgramme, readProgramme } from '../store/programmes.ts';

/** What is left out, or null, stays as it is. */
export interface ProposeCycleChange {
  readonly idempotencyKey: string;
  readonly cycle: { readonly [Field in keyof CycleTerms]?: CycleTerms[Field] | null | undefined };
}

export interface DecideCycleChange {
  readonly idempotencyKey: string;
  readonly changeId: string;
}

type Changed = Outcome<{ readonly changeId: string; readonly programmeId: string }>;

/** Refusals in the published order: NOT_ALLOWED, INVALID_INPUT (nothing would change, too), IDEMPOTENCY_KEY_REUSED, PROPOSAL_STATE (another waits). */
export async function proposeCycleChange(
  deps: PartnersDeps,
  caller: Caller,
  input: ProposeCycleChange,
): Promise<Changed> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator changes the cycle.'));
  const { programmeId } = caller;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const named = Object.fromEntries(Object.entries(input.cycle).filter(([, value]) => value != null));
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'proposeCycleChange', body: named, at },
    async ({ db, sql }) => {
      await lockProgramme(db, programmeId);
      const programme = await readProgramme(db, programmeId);
      if (programme === null) return refused(refuse('NOT_ALLOWED', "There is no such programme as the caller's."));
      const now = cycleTermsOf(programme);
      const cycle = cycleTermsOf({ ...now, ...named });
      const fits = createInputCheck();
      for (const { field, message } of cycleProblems(cycle))
        fits.require(false, 'INVALID_INPUT', message, ['input', field]);
      const changes = (Object.keys(now) as (keyof CycleTerms)[]).some((field) => now[field] !== cycle[field]);
      fits.require(changes, 'INVALID_INPUT', 'This is the cycle as it is.', ['input']);
      const wrong = fits.first();
      if (wrong !== null) return refused(wrong);
      const changeId = deps.ids();
      const proposal = { ...cycle, changeId, programmeId, proposedBy: proposerOf(caller), proposedAt: at };
      if (!(await insertCycleChange(sql, proposal)))
        return refused(refuse('PROPOSAL_STATE', 'Another change of the cycle waits for its answer.', ['input']));
      return accepted({ changeId, programmeId });
    },
  );
  return outcome;
}

/** Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PROPOSAL_UNKNOWN, PROPOSAL_STATE, FOUR_EYES. */
export async function approveCycleChange(
  deps: PartnersDeps,
  caller: Caller,
  input: DecideCycleChange,
): Promise<Changed> {
  return decide(deps, caller, input, 'approveCycleChange', async (sql, { changeId, proposedBy }, at) => {
    const refusal = refuseApproval(proposedBy, caller);
    if (refusal !== null) return { ...refusal, field: ['input', 'changeId'] };
    await takeCycleChange(sql, changeId, proposerOf(caller), at);
    return null;
  });
}

/** Ends a proposal: whoever made it withdraws it, another person rejects it. Refusals: those of `approveCycleChange`. */
export async function rejectCycleChange(
  deps: PartnersDeps,
  caller: Caller,
  input: DecideCycleChange,
): Promise<Changed> {
  return decide(deps, caller, input, 'rejectCycleChange', async (sql, { changeId, proposedBy }, at) => {
    const by = proposerOf(caller);
    const own = by === proposedBy;
    if (!own && caller.person === null)
      return refuse('FOUR_EYES', 'A person rejects, never a service account.', ['input', 'changeId']);
    await endCycleChange(sql, changeId, { state: own ? 'WITHDRAWN' : 'REJECTED', by, at });
    return null;
  });
}

async function decide(
  deps: PartnersDeps,
  caller: Caller,
  input: DecideCycleChange,
  command: string,
  work: (
    sql: Parameters<typeof takeCycleChange>[0],
    change: CycleChangeRow,
    at: Date,
  ) => Promise<ReturnType<typeof refuse> | null>,
): Promise<Changed> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator changes the cycle.'));
  const { programmeId } = caller;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const changeId = input.changeId.toLowerCase();
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command, body: { changeId }, at: deps.clock() },
    async ({ db, sql }) => {
      await lockProgramme(db, programmeId);
      // After the lock: what is agreed later counts from later.
      const at = deps.clock();
      const change = isId(changeId) ? await readCycleChange(sql, programmeId, changeId) : null;
      if (change === null)
        return refused(refuse('PROPOSAL_UNKNOWN', 'No such change of the cycle.', ['input', 'changeId']));
      if (change.state !== 'PROPOSED')
        return refused(
          refuse('PROPOSAL_STATE', `The change is ${change.state.toLowerCase()} already.`, ['input', 'changeId']),
        );
      const refusal = await work(sql, change, at);
      return refusal === null ? accepted({ changeId, programmeId }) : refused(refusal);
    },
  );
  return outcome;
}
