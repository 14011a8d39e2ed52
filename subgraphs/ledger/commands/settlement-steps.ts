/**
 * The steps of settlement that two persons take (settlement.md 5.1, 7): sign a window off, release its payments, suspend, resume or abort it, declare
 * a partner in default, take a default or what could not be paid back into settlement, enter what a partner brings along.
 *
 * propose   lock -> the step is possible -> the proposal, bound to the hash of what is shown: positions, open disputes and breaks, items; of the end
 *           of a review, the rates and what nets come to at them (domain/settlement-currencies.ts); of a release, the files for the bank
 *           (payment-files.ts)
 * approve   lock -> another person, with the same hash, and nothing has changed since -> the step is done in the same transaction
 * reject    lock -> the proposal ends; whoever made it may withdraw it
 *
 * What has changed voids the proposal: APPROVAL_STALE, and somebody proposes anew. Two persons may sign a window off before its last day for
 * disputes is over: then the step waits, and the scheduler does it when that day has passed and nothing has changed (`finishApproved`).
 * Service accounts propose and never approve. In an emergency the one who proposed approves with a reason, if their credentials have the
 * scope for it: that is logged as a warning and stays on the proposal.
 */
import type { AnySql, TransactionSql } from '../../../db/client.ts';
import { requestHash } from '../../serving/idempotency.ts';
import { type Acting, proposerOf, refuseApproval } from '../../shared/four-eyes.ts';
import { accepted, firstInOrder, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import { addDays, businessDate } from '../domain/business-calendar.ts';
import type { ExchangeRate } from '../domain/exchange-rates.ts';
import { contractAt, type Reference } from '../domain/reference.ts';
import { conversionsOf, type RateDay, refuseRates } from '../domain/settlement-currencies.ts';
import { type ProposedStep, stepRefused } from '../domain/window-states.ts';
import { calendarAt, cycleOf, windowTermsOf } from '../domain/window-terms.ts';
import { type ItemRow, moveItems, readItemsOf } from '../store/settlement/items.ts';
import { insertPaymentFile } from '../store/settlement/payment-files.ts';
import {
  decideProposal,
  insertProposal,
  markDone,
  type ProposalRow,
  readOpenProposal,
  readProposals,
  readWaitingApprovals,
} from '../store/settlement/proposals.ts';
import { insertRates, readRatesOf } from '../store/settlement/rates.ts';
import { readOpenMatters } from '../store/settlement/read-open-matters.ts';
import { lockWindowsForClosing } from '../store/window-lock.ts';
import { readNetPositions } from '../store/windows/read-net-positions.ts';
import { allBeforeAre, anyFinalAfter, readOpenWindow, readWindows } from '../store/windows/read-windows.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { carryNets, markFinalised, moveFinalWindow } from '../store/windows/write-close.ts';
import { makePaymentFiles, type PaymentFiles, type ProposedRelease } from './payment-files.ts';
import { resealFrom } from './reseal.ts';
import {
  approveItems,
  bookDefault,
  bookOpening,
  bookReinclusion,
  instructItems,
  reincludable,
  releasable,
} from './settlement-items.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices, type WindowWork } from './window-command.ts';

type StepCommand = Omit<WindowCommand, 'windowId'> & { readonly acting: Acting; readonly reference: Reference };

export interface ProposeStep extends StepCommand {
  readonly windowId: string;
  readonly step: ProposedStep;
  /** Of DEFAULT, REINCLUDE and OPENING_BALANCE one, of RELEASE those to be paid; null is all. */
  readonly partnerIds: readonly string[] | null;
  /** Of OPENING_BALANCE, minor units: above zero the operator owes the partner. Else null. */
  readonly amountMinor: bigint | null;
  /** Of FINALISE: from the programme's currency to each that a net is paid in, well-formed, none twice. Else none. */
  readonly rates: readonly ExchangeRate[];
  readonly reason: string | null;
}

export interface ApproveStep extends StepCommand {
  readonly proposalId: string;
  /** Hexadecimal, as it was shown to the one who approves. */
  readonly shownHash: string;
  /** Why the one who proposed approves, too; null is the ordinary way. */
  readonly breakGlass: string | null;
}

export interface StepDone {
  readonly proposalId: string;
  readonly windowId: string;
}

const PROPOSAL_UNKNOWN = refuse('PROPOSAL_UNKNOWN', 'No such proposal in this programme.', ['input', 'proposalId']);

/**
 * Refusals in order: IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, PARTNER_INACTIVE, WINDOW_UNKNOWN, WINDOW_STATE, PROPOSAL_STATE, then those of `refuseRates`,
 * BANK_DETAILS.
 */
export async function proposeStep(services: WindowCommandServices, command: ProposeStep): Promise<Outcome<StepDone>> {
  const { programmeId, windowId, step, amountMinor, rates, reason, acting, reference } = command;
  const partnerIds = command.partnerIds === null ? null : [...new Set(command.partnerIds)].sort();
  return runWindowCommand<StepDone>(
    services,
    {
      ...command,
      kind: 'WINDOW_PROPOSAL',
      statusWhenDone: 'NOTED',
      body: { windowId, step, partnerIds, amountMinor, rates, reason },
    },
    async (sql, _transactionId, at) => {
      const not = (refusal: Refusal) => ({ outcome: refused(refusal), sentence: 'Nothing was proposed.' });
      const [window] = await readWindows(sql, programmeId, [windowId]);
      const refusal = await refusalOfStep(sql, reference, window, step, partnerIds);
      if (window === undefined || refusal !== null) return not(refusal ?? unknownWindow());
      if ((await readOpenProposal(sql, windowId, step, partnerIds)) !== null)
        return not(
          refuse('PROPOSAL_STATE', 'This was proposed already and waits for its answer or its day.', ['input', 'step']),
        );
      const proposalId = services.ids();
      const shown = await shownOf(
        sql,
        reference,
        window,
        { proposalId, step, partnerIds, amountMinor, rates, proposedAt: at },
        at,
      );
      const unpayable = shown.rateRefusal ?? refusalOfFiles(shown.problems);
      if (unpayable !== null) return not(unpayable);
      await insertProposal(sql, {
        proposalId,
        programmeId,
        windowId,
        step,
        partnerIds,
        amountMinor,
        reason,
        shownHash: shown.hash,
        proposedBy: proposerOf(acting),
        proposedAt: at,
      });
      await insertRates(sql, { proposalId, programmeId }, rates);
      for (const file of shown.files) await insertPaymentFile(sql, file);
      return {
        outcome: accepted({ proposalId, windowId }),
        sentence: `${step} of window ${window.number} was proposed.`,
      };
    },
  );
}

/**
 * Refusals in order: IDEMPOTENCY_KEY_REUSED, PARTNER_INACTIVE, PROPOSAL_UNKNOWN, PROPOSAL_STATE, FOUR_EYES, APPROVAL_STALE, WINDOW_STATE, RATE_STALE.
 * `onBreakGlass` is told of an approval by the one who proposed.
 */
export async function approveStep(
  services: WindowCommandServices,
  command: ApproveStep,
  onBreakGlass: (proposal: ProposalRow, reason: string) => void,
): Promise<Outcome<StepDone>> {
  const { programmeId, proposalId, acting, reference, breakGlass } = command;
  let broken: ProposalRow | null = null;
  const outcome = await runWindowCommand<StepDone>(
    services,
    {
      ...command,
      kind: 'WINDOW_DECISION',
      statusWhenDone: 'NOTED',
      body: { proposalId, shownHash: command.shownHash, breakGlass, decision: 'APPROVE' },
    },
    async (sql, transactionId, at) => {
      broken = null;
      const not = (refusal: Refusal) => ({ outcome: refused(refusal), sentence: 'Nothing was approved.' });
      const [proposal] = await readProposals(sql, programmeId, [proposalId]);
      if (proposal === undefined) return not(PROPOSAL_UNKNOWN);
      const { windowId, step, partnerIds } = proposal;
      if (proposal.state !== 'PROPOSED')
        return not(
          refuse('PROPOSAL_STATE', `The proposal is ${proposal.state.toLowerCase()} already.`, ['input', 'proposalId']),
        );
      const [window] = await readWindows(sql, programmeId, [windowId]);
      if (window === undefined) return not(unknownWindow());
      const isOwn = acting.person !== null && acting.person === proposal.proposedBy;
      const fourEyes = isOwn && breakGlass !== null ? null : refuseApproval(proposal.proposedBy, acting);
      const { hash: now, rateRefusal: stale } = await shownOf(
        sql,
        reference,
        window,
        await withRates(sql, proposal),
        at,
      );
      const changed = now.equals(proposal.shownHash)
        ? null
        : refuse('APPROVAL_STALE', 'What was proposed has changed since: propose it anew.');
      const unseen =
        command.shownHash.toLowerCase() === now.toString('hex')
          ? null
          : refuse('APPROVAL_STALE', 'What was shown to you is not what was proposed: look again.', [
              'input',
              'shownHash',
            ]);
      const refusal = firstInOrder(
        [fourEyes, changed, unseen, stale, await refusalOfStep(sql, reference, window, step, partnerIds)].filter(
          (one) => one !== null,
        ),
      );
      if (refusal !== null) {
        if (refusal === changed || refusal === stale)
          await decideProposal(sql, proposalId, { state: 'VOID', decidedBy: null, decidedAt: at });
        return not(refusal);
      }
      if (isOwn) broken = proposal;
      await decideProposal(sql, proposalId, {
        state: 'APPROVED',
        decidedBy: acting.person,
        decidedAt: at,
        breakGlass: isOwn ? breakGlass : null,
      });
      const done = { outcome: accepted({ proposalId, windowId }), windowId };
      if (waits(reference, window, step, at))
        return { ...done, sentence: `Window ${window.number} will be final when its last day for disputes is over.` };
      return { ...done, ...(await take(sql, services, reference, window, proposal, transactionId, at)) };
    },
  );
  if (outcome.ok && broken !== null && breakGlass !== null) onBreakGlass(broken, breakGlass);
  return outcome;
}

/** Ends a proposal: whoever made it withdraws it, another person rejects it. Refusals in order: IDEMPOTENCY_KEY_REUSED, PROPOSAL_UNKNOWN, PROPOSAL_STATE, FOUR_EYES. */
export async function rejectStep(
  services: WindowCommandServices,
  command: StepCommand & { readonly proposalId: string },
): Promise<Outcome<StepDone>> {
  const { programmeId, proposalId, acting } = command;
  return runWindowCommand<StepDone>(
    services,
    { ...command, kind: 'WINDOW_DECISION', statusWhenDone: 'NOTED', body: { proposalId, decision: 'REJECT' } },
    async (sql, _transactionId, at) => {
      const not = (refusal: Refusal) => ({ outcome: refused(refusal), sentence: 'Nothing was rejected.' });
      const [proposal] = await readProposals(sql, programmeId, [proposalId]);
      if (proposal === undefined) return not(PROPOSAL_UNKNOWN);
      const own = proposerOf(acting) === proposal.proposedBy;
      const open = proposal.state === 'PROPOSED' || (proposal.state === 'APPROVED' && proposal.doneAt === null);
      if (!open)
        return not(
          refuse('PROPOSAL_STATE', `The proposal is ${proposal.state.toLowerCase()} already.`, ['input', 'proposalId']),
        );
      if (!own && acting.person === null)
        return not(refuse('FOUR_EYES', 'A person rejects, never a service account.', ['input', 'proposalId']));
      const state = own ? 'WITHDRAWN' : 'REJECTED';
      await decideProposal(sql, proposalId, { state, decidedBy: proposerOf(acting), decidedAt: at });
      return {
        outcome: accepted({ proposalId, windowId: proposal.windowId }),
        windowId: proposal.windowId,
        sentence: `${proposal.step} was ${state.toLowerCase()}.`,
      };
    },
  );
}

/** Does what two persons approved and had to wait: windows whose last day for disputes is over. What has changed meanwhile is void. Answers the windows. */
export async function finishApproved(
  services: WindowCommandServices,
  programmeId: string,
  reference: Reference,
): Promise<string[]> {
  const { database, clock } = services;
  const done: string[] = [];
  for (const { proposalId } of await readWaitingApprovals(database.sql, programmeId)) {
    await database.withTransaction(
      async ({ sql }) => {
        await lockWindowsForClosing(sql, programmeId);
        const at = clock();
        const [proposal] = await readProposals(sql, programmeId, [proposalId]);
        if (proposal?.state !== 'APPROVED' || proposal.doneAt !== null) return;
        const { step, partnerIds, windowId } = proposal;
        const [window] = await readWindows(sql, programmeId, [windowId]);
        if (window === undefined || waits(reference, window, step, at)) return;
        const refusal = await refusalOfStep(sql, reference, window, step, partnerIds);
        // A window before this one is not final yet: next time.
        if (refusal?.code === 'WINDOW_STATE' && window.state === 'IN_REVIEW') return;
        const { hash: now, rateRefusal } = await shownOf(sql, reference, window, await withRates(sql, proposal), at);
        if (refusal !== null || rateRefusal !== null || !now.equals(proposal.shownHash))
          return decideProposal(sql, proposalId, { state: 'VOID', decidedBy: proposal.decidedBy, decidedAt: at });
        await take(sql, services, reference, window, proposal, services.ids(), at);
        done.push(windowId);
      },
      { attempts: 3 },
    );
  }
  return done;
}

/** What is shown of a step before it is taken. */
type ShownProposal = ProposedRelease & {
  readonly step: ProposedStep;
  readonly amountMinor: bigint | null;
  readonly rates: readonly ExchangeRate[];
};

async function withRates(sql: AnySql, proposal: ProposalRow): Promise<ProposalRow & ShownProposal> {
  const rates = proposal.step === 'FINALISE' ? await readRatesOf(sql, [proposal.proposalId]) : [];
  return { ...proposal, rates: rates.map(({ proposalId: _, ...rate }) => rate) };
}

interface Shown extends PaymentFiles {
  readonly hash: Buffer;
  /** Why the window can not be finalised at the rates. */
  readonly rateRefusal: Refusal | null;
}

/** What whoever proposes and approves a step is shown, as a SHA-256; of a release also the files for the bank, or why there are none. */
async function shownOf(
  sql: AnySql,
  reference: Reference,
  window: WindowRow,
  proposal: ShownProposal,
  at: Date,
): Promise<Shown> {
  const { windowId, operatorNetMinor } = window;
  const { step, partnerIds, amountMinor, rates } = proposal;
  const positions = await readNetPositions(sql, [windowId]);
  const items = (await readItemsOf(sql, [windowId])).map((item) => {
    const { itemId, state, amountMinor, settlementCurrency, settlementMinor } = item;
    return { itemId, state, amountMinor, settlementCurrency, settlementMinor };
  });
  const matters = await readOpenMatters(sql, windowId);
  const nets = positions.map(({ partnerId, openingMinor, creditsMinor, debitsMinor, netMinor, action }) => ({
    ...{ partnerId, openingMinor, creditsMinor, debitsMinor, netMinor, action },
  }));
  const { files, problems } =
    step === 'RELEASE' ? await makePaymentFiles(sql, reference, window, proposal, at) : { files: [], problems: [] };
  const conversions =
    step === 'FINALISE' && window.closedAt !== null ? conversionsOf(reference, window.closedAt, positions, rates) : [];
  const hash = requestHash('settlement step', {
    ...{ windowId, step, partnerIds, amountMinor, operatorNetMinor, nets, items, ...matters },
    files: files.map((file) => Buffer.from(file.sha256).toString('hex')),
    ...{ rates: [...rates].sort((one, other) => (one.quote < other.quote ? -1 : 1)), conversions },
  });
  const rateRefusal = step === 'FINALISE' ? refuseRates(conversions, rates, rateDay(reference, window, at)) : null;
  return { hash, files, problems, rateRefusal };
}

/** The same hash for whoever looks: of what was proposed and waits for an answer, else of what would be proposed now. */
export async function shownHash(
  sql: AnySql,
  reference: Reference,
  window: WindowRow,
  step: ProposedStep,
  partnerIds: readonly string[] | null,
  at: Date,
): Promise<Buffer> {
  const open = await readOpenProposal(sql, window.windowId, step, partnerIds);
  const asked = { proposalId: '', step, partnerIds, amountMinor: null, rates: [], proposedAt: at };
  return (await shownOf(sql, reference, window, open === null ? asked : await withRates(sql, open), at)).hash;
}

const MOST_TOLD = 5;

function refusalOfFiles(problems: PaymentFiles['problems']): Refusal | null {
  if (problems.length === 0) return null;
  const told = problems.slice(0, MOST_TOLD).map(({ sentence }) => sentence);
  const more = problems.length > MOST_TOLD ? [`And ${problems.length - MOST_TOLD} more.`] : [];
  return refuse('BANK_DETAILS', [...told, ...more].join(' '), ['input', 'partnerIds']);
}

function unknownWindow(): Refusal {
  return refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']);
}

/** Whether a step is agreed before its day. */
function waits(reference: Reference, window: WindowRow, step: ProposedStep, at: Date): boolean {
  if (step !== 'FINALISE' || window.closedAt === null) return false;
  return businessDate(at, reference.programme.timeZone) < firstFinalDay(reference, window, window.closedAt);
}

/** Nothing is final before the last day for disputes is over, or the money moves. */
function firstFinalDay(reference: Reference, window: WindowRow, closedAt: Date): string {
  const { disputeDeadline, valueDate } = cycleOf(reference, window, window.cutOffAt ?? closedAt);
  const dayAfter = addDays(disputeDeadline, 1);
  return dayAfter < valueDate ? dayAfter : valueDate;
}

/** The first day on which a window can become final from now on: its rates must be fresh then. */
function rateDay(reference: Reference, window: WindowRow, at: Date): RateDay {
  const { timeZone } = reference.programme;
  const today = businessDate(at, timeZone);
  const first = window.closedAt === null ? today : firstFinalDay(reference, window, window.closedAt);
  return { finalOn: first > today ? first : today, calendar: calendarAt(reference, window.openedAt), timeZone };
}

async function refusalOfStep(
  sql: AnySql,
  reference: Reference,
  window: WindowRow | undefined,
  step: ProposedStep,
  partnerIds: readonly string[] | null,
): Promise<Refusal | null> {
  const stranger = partnerIds?.find((partnerId) => !reference.partners.has(partnerId));
  if (stranger !== undefined)
    return refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerIds']);
  const standing = reference.partners.get(partnerIds?.[0] ?? '')?.standing;
  if (step === 'DEFAULT' && standing === 'ACTIVE')
    return refuse('PARTNER_INACTIVE', 'Suspend the partner first: who is in default issues no points.', [
      'input',
      'partnerIds',
    ]);
  if (step === 'REINCLUDE' && standing !== 'ACTIVE')
    return refuse('PARTNER_INACTIVE', 'Reinstate the partner first: what it owes is then due again.', [
      'input',
      'partnerIds',
    ]);
  if (window === undefined) return unknownWindow();
  const state = (message: string): Refusal => refuse('WINDOW_STATE', message, ['input', 'windowId']);
  const refusal = stepRefused(step, window.state);
  if (refusal !== null) return state(refusal);
  const { programmeId, number, windowId } = window;
  switch (step) {
    case 'FINALISE':
      return (await allBeforeAre(sql, programmeId, number, ['FINALISED', 'SETTLING', 'SETTLED', 'ABORTED']))
        ? null
        : state('A window before this one is not final yet: it comes first.');
    case 'RELEASE':
      return releasable(await readItemsOf(sql, [windowId]), partnerIds).length > 0
        ? null
        : state('Nothing of this window waits for its release.');
    case 'ABORT':
      return (await anyFinalAfter(sql, programmeId, number))
        ? state('A window after this one is final already: nothing can be carried into it.')
        : null;
    case 'DEFAULT':
      return (await itemOf(sql, windowId, partnerIds))?.state === 'OVERDUE'
        ? null
        : state('Nothing that this partner owes is overdue.');
    case 'REINCLUDE': {
      const item = await itemOf(sql, windowId, partnerIds);
      return item !== null && reincludable(item)
        ? null
        : state('Nothing of this partner is in default, was rejected or came back.');
    }
    case 'SUSPEND':
    case 'RESUME':
    case 'OPENING_BALANCE':
      return null;
  }
}

async function itemOf(sql: AnySql, windowId: string, partnerIds: readonly string[] | null): Promise<ItemRow | null> {
  const items = await readItemsOf(sql, [windowId]);
  return items.find(({ partnerId }) => partnerIds?.includes(partnerId)) ?? null;
}

/** Does an approved step. Everything was checked under the same lock. */
async function take(
  sql: TransactionSql,
  services: WindowCommandServices,
  reference: Reference,
  window: WindowRow,
  proposal: ProposalRow,
  transactionId: string,
  at: Date,
): Promise<Pick<WindowWork<StepDone>, 'sentence' | 'kind' | 'status' | 'windowId' | 'partnerId'>> {
  const { windowId, number, programmeId } = window;
  const { step, partnerIds, amountMinor, proposalId } = proposal;
  await markDone(sql, proposalId, at);
  switch (step) {
    case 'FINALISE': {
      const { rates } = await withRates(sql, proposal);
      const closedAt = window.closedAt ?? at;
      const conversions = conversionsOf(reference, closedAt, await readNetPositions(sql, [windowId]), rates);
      const toNothing = conversions.filter(({ amountMinor }) => amountMinor === 0n);
      if (toNothing.length > 0) {
        await carryNets(
          sql,
          windowId,
          toNothing.map(({ partnerId }) => partnerId),
        );
        await resealFrom(sql, programmeId, number + 1, windowTermsOf(reference), services.ids);
      }
      await markFinalised(sql, windowId, at);
      const { valueDate } = cycleOf(reference, window, window.cutOffAt ?? closedAt);
      await approveItems(sql, window, { dueOn: valueDate, at, conversions, ratesOf: proposalId });
      return { sentence: `The review of window ${number} is over.` };
    }
    case 'RELEASE': {
      const released = await instructItems(sql, reference, window, { proposalId, partnerIds, at });
      return { sentence: `${released} payments of window ${number} were released.` };
    }
    case 'SUSPEND':
      await moveFinalWindow(sql, windowId, 'SUSPENDED');
      return { sentence: `Window ${number} is suspended.` };
    case 'RESUME':
      await moveFinalWindow(sql, windowId, 'FINALISED');
      return { sentence: `Window ${number} goes on.` };
    case 'ABORT': {
      await carryNets(sql, windowId, null);
      const approved = (await readItemsOf(sql, [windowId])).filter(({ state }) => state === 'APPROVED');
      const itemIds = approved.map(({ itemId }) => itemId);
      await moveItems(sql, itemIds, 'CARRIED_FORWARD', at);
      await moveFinalWindow(sql, windowId, 'ABORTED');
      await resealFrom(sql, programmeId, number + 1, windowTermsOf(reference), services.ids);
      return { sentence: `Window ${number} is aborted: what was to be paid is carried into the next one.` };
    }
    case 'DEFAULT': {
      const item = await itemOf(sql, windowId, partnerIds);
      if (item === null) throw new Error('Broken promise: a default is of an item');
      const collateral = contractAt(reference, item.partnerId, at)?.collateralMinor ?? 0n;
      const cover = await bookDefault(sql, window, item, transactionId, collateral, at);
      return {
        ...{ kind: 'SETTLEMENT', status: 'OK', partnerId: item.partnerId, windowId },
        sentence: `The partner is in default: its collateral pays ${cover.collateralMinor} minor units, the operator ${cover.operatorMinor}.`,
      };
    }
    case 'REINCLUDE': {
      const item = await itemOf(sql, windowId, partnerIds);
      const open = await readOpenWindow(sql, programmeId);
      if (item === null || open === null) throw new Error('Broken promise: an item is taken back into an open window');
      await bookReinclusion(sql, window, open, item, transactionId, {
        ...{ transactionId: services.ids(), proposalId, at },
      });
      return {
        ...{ kind: 'REINCLUSION', status: 'OK', partnerId: item.partnerId, windowId: open.windowId },
        sentence: `What was not paid of window ${number} is due again.`,
      };
    }
    case 'OPENING_BALANCE': {
      const [partnerId] = partnerIds ?? [];
      if (partnerId === undefined || amountMinor === null)
        throw new Error('Broken promise: an opening balance is of a partner and has an amount');
      await bookOpening(sql, window, partnerId, amountMinor, transactionId);
      return {
        ...{ kind: 'OPENING_BALANCE', status: 'OK', partnerId, windowId },
        sentence: `The partner brings ${amountMinor} minor units along.`,
      };
    }
  }
}
