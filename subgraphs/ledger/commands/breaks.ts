/**
 * What people decide about the breaks of a reconciliation (domain/reconciliation-break.ts has the states).
 *
 * assign, accept   one person, nothing is posted
 * propose          what would be posted, and the hash of what is then shown
 * approve          another person, with that hash: APPROVED is written first, then the engine posts under a key made of the hash, then the
 *                  break says what was posted. A process that ends in between loses nothing: the next approval of the same, or the sweep
 *                  (`finishApproved`), goes on where it stood, and the key makes it one posting.
 *
 * The postings are ordinary requests: the engine's own refusals (a closed member, too few points) put the break back, with the reason.
 */
import { isOperator, keySpaceOf, mayActForWholePartner, type ProgrammeCaller } from '../../serving/caller.ts';
import { rememberCommand, requestHash } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { type Acting, proposerOf, refuseApproval } from '../../shared/four-eyes.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { mayBeTiming, proposalFor, refusalOfState } from '../domain/reconciliation-break.ts';
import type { Reply } from '../domain/record.ts';
import type { Actor, Instruction, LedgerRequest } from '../domain/requests.ts';
import type {
  AcceptBreakInput,
  ApproveBreakAdjustmentInput,
  AssignBreakInput,
  DeclineBreakAdjustmentInput,
  ProposeBreakAdjustmentInput,
} from '../generated.ts';
import { readTransactions } from '../store/reading/read-transactions.ts';
import {
  type BreakChange,
  type BreakRow,
  type KeptProposal,
  lockBreak,
  readApprovedBreaks,
  updateBreak,
} from '../store/reconciliation/breaks.ts';
import { RECONCILIATION_KEYS } from '../store/reconciliation/read-till-records.ts';
import { readId } from './read-input.ts';

type Done = { readonly breakId: string };
type Keyed = { readonly idempotencyKey: string; readonly breakId: string };

const UNKNOWN = refuse('RECONCILIATION_UNKNOWN', 'No such break.', ['input', 'breakId']);
const NO_PROPOSAL: BreakChange = { proposal: null, shownHash: null, proposedBy: null, approvedBy: null };

/** Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_UNKNOWN, BREAK_STATE. */
export async function assignBreak(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: AssignBreakInput,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  const assignee = check.text(input.assignee, ['input', 'assignee'], { max: 100 });
  return change(deps, caller, input, 'assignBreak', check.first(), (found) => {
    const refusal = refusalOfState(found.state);
    return refusal === null
      ? { change: { assignee, state: found.state === 'DETECTED' ? 'ASSIGNED' : found.state } }
      : { refusal };
  });
}

/**
 * Refusals in order: NOT_ALLOWED (REJECTED is the operator's word), INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_UNKNOWN,
 * BREAK_STATE.
 */
export async function acceptBreak(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: AcceptBreakInput,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  check.require(input.as !== 'REJECTED' || isOperator(caller), 'NOT_ALLOWED', 'Only the operator rejects a claim.', [
    'input',
    'as',
  ]);
  const note = input.note == null ? null : check.text(input.note, ['input', 'note'], { max: 500 });
  return change(deps, caller, input, 'acceptBreak', check.first(), (found) => {
    const refusal = refusalOfState(found.state);
    if (refusal !== null) return { refusal };
    if (input.as === 'TIMING' && !mayBeTiming(found.result))
      return {
        refusal: refuse('BREAK_STATE', `${found.result} is not a matter of cut-off.`, ['input', 'as']),
      };
    const state = input.as === 'TIMING' ? 'ACCEPTED_TIMING' : input.as;
    return { change: { state, note: note ?? found.note } };
  });
}

/**
 * Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_UNKNOWN, BREAK_STATE (nothing can be posted for such a break). Who
 * the member is and whether the store is the partner's, the posting says when it is approved.
 */
export async function proposeBreakAdjustment(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: ProposeBreakAdjustmentInput,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  const reason = check.text(input.reason, ['input', 'reason'], { max: 500 });
  return change(deps, caller, input, 'proposeBreakAdjustment', operatorOnly(caller) ?? check.first(), async (found) => {
    const refusal = refusalOfState(found.state);
    if (refusal !== null) return { refusal };
    const original = input.transactionId == null ? null : readId(input.transactionId);
    const proposed = input.writeOff
      ? { proposal: { action: 'WRITE_OFF' as const, points: null, transactionId: null } }
      : proposalFor(found, original);
    if ('refusal' in proposed) return proposed;
    const { action, points, transactionId } = proposed.proposal;
    const about = transactionId ?? found.transactionId;
    const [record] = about === null ? [] : await readTransactions(deps.database.sql, caller.programmeId, [about]);
    if (transactionId !== null && record?.partnerId !== found.partnerId)
      return { refusal: refuse('TRANSACTION_UNKNOWN', 'No such transaction.', ['input', 'transactionId']) };
    const memberId = record?.memberId ?? (input.memberId == null ? null : readId(input.memberId));
    const storeId = record?.storeId ?? (input.storeId == null ? null : readId(input.storeId));
    if (action !== 'WRITE_OFF' && memberId === null)
      return { refusal: refuse('INVALID_INPUT', 'Whose points are they?', ['input', 'memberId']) };
    if ((action === 'MISSED_EARN' || action === 'MISSED_REDEMPTION') && storeId === null)
      return { refusal: refuse('INVALID_INPUT', 'At which store did it happen?', ['input', 'storeId']) };
    const proposal: KeptProposal = {
      action,
      points: points?.toString() ?? null,
      transactionId,
      memberId: action === 'WRITE_OFF' ? null : memberId,
      storeId: action === 'WRITE_OFF' ? null : storeId,
      reason,
    };
    return {
      change: {
        state: 'ADJUSTMENT_PROPOSED',
        proposal,
        shownHash: hashOfShown(found, proposal),
        proposedBy: proposerOf(caller),
      },
    };
  });
}

/** Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_UNKNOWN, BREAK_STATE. */
export async function declineBreakAdjustment(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: DeclineBreakAdjustmentInput,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  const reason = check.text(input.reason, ['input', 'reason'], { max: 500 });
  return change(deps, caller, input, 'declineBreakAdjustment', operatorOnly(caller) ?? check.first(), (found) =>
    found.state === 'ADJUSTMENT_PROPOSED'
      ? { change: { ...NO_PROPOSAL, state: stateWithout(found), note: `Declined: ${reason}` } }
      : { refusal: noProposal() },
  );
}

/**
 * Refusals in order: IDEMPOTENCY_KEY_REUSED, RECONCILIATION_UNKNOWN, FOUR_EYES, APPROVAL_STALE, BREAK_STATE; then those of the posting. A
 * posting that is refused puts the break back, with the reason as its note.
 */
export async function approveBreakAdjustment(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: ApproveBreakAdjustmentInput,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = operatorOnly(caller) ?? check.first();
  if (malformed !== null) return refused(malformed);
  const breakId = readId(input.breakId);
  const { outcome } = await rememberCommand<Done>(
    deps.database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey,
      command: 'approveBreakAdjustment',
      body: { breakId, shownHash: input.shownHash },
      at: deps.clock(),
    },
    // Each step is done once however often it runs, so it may stand outside the transaction that remembers the outcome.
    async () => {
      const approved = await approve(deps, caller, breakId, input.shownHash);
      if ('refusal' in approved) return refused(approved.refusal);
      return finish(deps, approved.approved);
    },
  );
  return outcome;
}

/** Goes on with what was approved and not yet posted: a process ended in between. */
export async function finishApproved(deps: LedgerDeps, programmeId: string): Promise<void> {
  for (const found of await readApprovedBreaks(deps.database.sql, programmeId)) await finish(deps, found);
}

async function approve(
  deps: LedgerDeps,
  caller: ProgrammeCaller & Acting,
  breakId: string,
  shownHash: string,
): Promise<{ readonly approved: BreakRow } | { readonly refusal: Refusal }> {
  return deps.database.withTransaction(async ({ sql }) => {
    const found = await lockBreak(sql, caller.programmeId, breakId);
    if (found === null) return { refusal: UNKNOWN };
    const { state, proposal, proposedBy } = found;
    const isMine = found.approvedBy === caller.person && found.shownHash === shownHash;
    if ((state === 'APPROVED' || state === 'POSTED' || state === 'WRITTEN_OFF') && isMine) return { approved: found };
    if (state !== 'ADJUSTMENT_PROPOSED' || proposal === null || proposedBy === null) return { refusal: noProposal() };
    const refusal = refuseApproval(proposedBy, caller);
    if (refusal !== null) return { refusal };
    if (found.shownHash !== shownHash)
      return {
        refusal: refuse('APPROVAL_STALE', 'The proposal is not the one that was shown: look again.', [
          'input',
          'shownHash',
        ]),
      };
    const approved: BreakRow = {
      ...found,
      state: proposal.action === 'WRITE_OFF' ? 'WRITTEN_OFF' : 'APPROVED',
      approvedBy: caller.person,
    };
    await updateBreak(sql, found, approved);
    return { approved };
  });
}

/** Posts what was approved, and says so on the break. */
async function finish(deps: LedgerDeps, approved: BreakRow): Promise<Outcome<Done>> {
  const { breakId, programmeId } = approved;
  if (approved.state !== 'APPROVED') return accepted({ breakId });
  const reply = await post(deps, approved);
  if (!reply.ok && reply.refusal.code === 'TRY_AGAIN') return refused(reply.refusal);
  return deps.database.withTransaction(async ({ sql }) => {
    const now = await lockBreak(sql, programmeId, breakId);
    // Somebody else has finished it, or a later version of the file goes on with it.
    if (now === null || now.state !== 'APPROVED') return accepted({ breakId });
    if (!reply.ok) {
      const note = `Not posted (${reply.refusal.code}): ${reply.refusal.message}`;
      await updateBreak(sql, now, { ...NO_PROPOSAL, state: stateWithout(now), note });
      return refused(reply.refusal);
    }
    await updateBreak(sql, now, { state: 'POSTED', postedId: reply.record.transactionId });
    return accepted({ breakId });
  });
}

/** Asks the engine. The key is the hash of what was shown: one posting, however often it is asked. */
async function post({ engine }: LedgerDeps, approved: BreakRow): Promise<Reply> {
  const { programmeId, proposal, proposedBy, approvedBy, shownHash } = approved;
  if (proposal === null || proposedBy === null || approvedBy === null || shownHash === null)
    throw new Error('Broken promise: what was approved was proposed');
  const request = (name: string, person: string, instruction: Instruction): LedgerRequest => ({
    programmeId,
    keySpace: RECONCILIATION_KEYS,
    key: `${name} ${shownHash}`,
    hash: Buffer.from(shownHash, 'hex'),
    actor: operatorNamed(person),
    instruction,
  });
  if (proposal.action !== 'MISSED_EARN')
    return engine.submit(request('break', approvedBy, instructionOf(approved, proposal)));
  const proposed = await engine.submit(request('proposal', proposedBy, instructionOf(approved, proposal)));
  const adjustmentId = proposed.ok ? proposed.record.details.adjustment?.adjustmentId : undefined;
  if (adjustmentId === undefined) return proposed;
  return engine.submit(request('break', approvedBy, { kind: 'ADJUSTMENT', adjustmentId }));
}

function operatorNamed(person: string): Actor {
  return { role: 'operator', partnerId: null, storeIds: [], memberId: null, subject: person };
}

function instructionOf({ businessAt, reference }: BreakRow, proposal: KeptProposal): Instruction {
  const { action, memberId, storeId, transactionId, reason } = proposal;
  const points = BigInt(proposal.points ?? '0');
  switch (action) {
    case 'MISSED_EARN':
      return {
        kind: 'PROPOSAL',
        memberId: memberId ?? '',
        points,
        funderId: null,
        reason,
        expiresOn: null,
        missed: { storeId: storeId ?? '', occurredAt: businessAt, reference },
      };
    case 'MISSED_REDEMPTION':
      // It happened then and is posted now: a late redemption that two persons stand for is not late.
      return {
        kind: 'REDEMPTION',
        storeId: storeId ?? '',
        member: { memberId: memberId ?? '' },
        points,
        occurredAt: null,
        reference,
      };
    case 'RETURN':
      return {
        kind: 'RETURN',
        storeId,
        purchaseId: transactionId,
        member: null,
        lines: [],
        amountMinor: null,
        currency: null,
        points,
        occurredAt: null,
        reference,
      };
    case 'REFUND':
      return { kind: 'REFUND', redemptionId: transactionId ?? '', points, occurredAt: null };
    case 'REVERSE':
      return { kind: 'REVERSAL', transactionId: transactionId ?? '', reason };
    case 'WRITE_OFF':
      throw new Error('Broken promise: a write-off posts nothing');
  }
}

/** SHA-256, in hexadecimal, over the break and what is proposed for it: what a second person looks at. */
function hashOfShown(found: BreakRow, proposal: KeptProposal): string {
  const { breakId, result, type, reference, line, partnerPoints, operatorPoints, transactionId, businessAt } = found;
  return requestHash('break', {
    breakId,
    result,
    type,
    reference,
    line,
    partnerPoints,
    operatorPoints,
    transactionId,
    businessAt,
    proposal,
  }).toString('hex');
}

type Decided = { readonly change: BreakChange } | { readonly refusal: Refusal };

/** One decision about one break, once per key. */
async function change(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: Keyed,
  command: string,
  malformed: Refusal | null,
  decide: (found: BreakRow) => Decided | Promise<Decided>,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const first = malformed?.code === 'NOT_ALLOWED' ? malformed : (check.first() ?? malformed);
  if (first !== null) return refused(first);
  const breakId = readId(input.breakId);
  const { outcome } = await rememberCommand<Done>(
    deps.database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey,
      command,
      body: { ...input, breakId, idempotencyKey: undefined },
      at: deps.clock(),
    },
    async ({ sql }) => {
      const found = await lockBreak(sql, caller.programmeId, breakId);
      if (found === null || !mayActForWholePartner(caller, found.partnerId)) return refused(UNKNOWN);
      const decided = await decide(found);
      if ('refusal' in decided) return refused(decided.refusal);
      await updateBreak(sql, found, decided.change);
      return accepted({ breakId });
    },
  );
  return outcome;
}

function operatorOnly(caller: ProgrammeCaller): Refusal | null {
  return isOperator(caller) ? null : refuse('NOT_ALLOWED', 'Proposals and approvals are for the operator.');
}

function stateWithout({ assignee }: BreakRow): 'ASSIGNED' | 'DETECTED' {
  return assignee === null ? 'DETECTED' : 'ASSIGNED';
}

function noProposal(): Refusal {
  return refuse('BREAK_STATE', 'No proposal waits for approval.', ['input', 'breakId']);
}
