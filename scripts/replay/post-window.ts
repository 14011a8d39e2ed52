/**
 * Posts one statement month: members enrol, purchases and returns partner after partner, spends, then the window is closed
 * and settled. Every command's key is the row's line in the file, or the month and the card: a second run posts nothing twice.
 *
 * The order is the plan's, one partner at a time, so that two runs of one file on two machines give the same books.
 * Purchases go in batches; with `oneAtATime` each goes alone with several in flight, which is for measuring.
 */
import { formatAmount } from '../../subgraphs/shared/money.ts';
import type { Coalition, CoalitionPartner } from './coalition.ts';
import { forEachInFlight, must, mutate, mutationDocument, type Refused } from './mutate.ts';
import { businessTime, purchaseReference, returnReference, spendReference } from './own-file.ts';
import type { ReplayPlan, ReturnPiece, WindowPlan } from './plan.ts';
import type { PurchaseRow } from './read-rows.ts';
import { chooseSpend } from './spends.ts';

/** Points that a member spent at a partner's till. */
export interface TillSpend {
  readonly card: string;
  readonly month: string;
  readonly points: bigint;
  readonly at: string;
}

export interface ReplayState {
  readonly members: Map<string, string>;
  /** What was spent at each brand. */
  readonly spends: Map<string, TillSpend[]>;
  /** Transaction of each accepted purchase by its line; kept for purchases that come back. */
  readonly purchases: Map<number, string>;
  /** Points that each member surely has, and where they were earned. */
  readonly sure: Map<string, { available: bigint; earned: Map<string, bigint> }>;
  readonly totals: Totals;
}

export interface Totals {
  purchases: number;
  returns: number;
  returnsWithoutReceipt: number;
  spends: number;
  pointsIssued: bigint;
  pointsSpent: bigint;
  refusals: Map<string, number>;
  /** Commands sent: purchases, pieces of returns, spends. */
  commands: number;
}

export interface PostOptions {
  readonly seed: string;
  readonly currency: string;
  readonly batchSize: number;
  readonly inFlight: number;
  readonly oneAtATime: boolean;
  /** Called after each answer with the number of rows it covers. */
  readonly progress: (rows: number) => void;
  /** Asked between commands: true stops the replay. */
  readonly stopped: () => boolean;
}

/** The replay was asked to stop. */
export class Stopped extends Error {}

export function newState(): ReplayState {
  return {
    members: new Map(),
    spends: new Map(),
    purchases: new Map(),
    sure: new Map(),
    totals: {
      purchases: 0,
      returns: 0,
      returnsWithoutReceipt: 0,
      spends: 0,
      pointsIssued: 0n,
      pointsSpent: 0n,
      refusals: new Map(),
      commands: 0,
    },
  };
}

export async function postWindow(
  coalition: Coalition,
  plan: ReplayPlan,
  window: WindowPlan,
  state: ReplayState,
  options: PostOptions,
): Promise<void> {
  await enrol(coalition, window, state, options);
  for (const [brand, rows] of window.byBrand) {
    const partner = coalition.partners.get(brand);
    if (partner === undefined) throw new Error(`Broken promise: no partner for ${brand}`);
    let batch: PurchaseRow[] = [];
    for (const row of rows) {
      if (row.minor > 0n) {
        batch.push(row);
        if (batch.length < options.batchSize) continue;
      }
      await postPurchases(partner, batch, state, options);
      batch = [];
      if (row.minor < 0n) await postReturn(partner, row, plan.returns.get(row.line) ?? [], state, options);
    }
    await postPurchases(partner, batch, state, options);
  }
  await postSpends(coalition, plan, window, state, options);
}

async function enrol(
  coalition: Coalition,
  window: WindowPlan,
  state: ReplayState,
  options: PostOptions,
): Promise<void> {
  await forEachInFlight(window.enrolments, options.inFlight, async ({ card, brand }) => {
    checkStopped(options);
    const till = coalition.partners.get(brand)?.till;
    if (till === undefined) throw new Error(`Broken promise: no partner for ${brand}`);
    const reply = await mutate<{ member: { id: string } }>(
      till,
      'enrolMember',
      { idempotencyKey: `enrol:${card}`, identities: [{ kind: 'CARD', value: card }] },
      'member { id }',
    );
    if (reply.ok) state.members.set(card, reply.fields.member.id);
    else refuse(state, reply.refusal);
  });
}

interface PurchaseReply {
  readonly transaction: { readonly id: string; readonly points: number } | null;
  readonly userErrors: readonly Refused[];
}

async function postPurchases(
  partner: CoalitionPartner,
  rows: readonly PurchaseRow[],
  state: ReplayState,
  options: PostOptions,
): Promise<void> {
  // Members whose enrolment was refused are counted there; their rows have nobody to go to.
  const known = rows.filter((row) => state.members.has(row.card));
  for (const row of rows) if (!state.members.has(row.card)) refuse(state, { code: 'MEMBER_UNKNOWN', message: '' });
  if (known.length === 0) return;
  checkStopped(options);
  const inputs = known.map((row) => ({
    idempotencyKey: `row:${row.line}`,
    storeId: partner.stores.get(row.merchant),
    memberId: state.members.get(row.card),
    amount: { amount: formatAmount(row.minor, options.currency), currency: options.currency },
    occurredAt: businessTime(row),
    reference: purchaseReference(row),
  }));
  let replies: readonly PurchaseReply[];
  if (options.oneAtATime) {
    replies = await forEachInFlight(inputs, options.inFlight, async (input) => {
      checkStopped(options);
      const reply = await mutate<Omit<PurchaseReply, 'userErrors'>>(
        partner.till,
        'recordPurchase',
        input,
        'transaction { id points }',
      );
      options.progress(1);
      return reply.ok ? { ...reply.fields, userErrors: [] } : { transaction: null, userErrors: [reply.refusal] };
    });
  } else {
    replies = await postBatch(partner, inputs);
    options.progress(known.length);
  }
  known.forEach((row, at) => {
    const reply = replies[at];
    state.totals.commands += 1;
    if (!reply?.transaction) {
      refuse(state, reply?.userErrors[0] ?? { code: 'NO_ANSWER', message: '' });
      return;
    }
    const points = BigInt(reply.transaction.points);
    state.totals.purchases += 1;
    state.totals.pointsIssued += points;
    state.purchases.set(row.line, reply.transaction.id);
    const sure = sureOf(state, row.card);
    sure.available += points;
    sure.earned.set(partner.brand, (sure.earned.get(partner.brand) ?? 0n) + points);
  });
}

const BATCH = mutationDocument('recordPurchases', 'results { transaction { id points } userErrors { code message } }');

/** Sends a batch; purchases that are told to try again are sent again, under the same keys, until they are answered. */
async function postBatch(
  partner: CoalitionPartner,
  inputs: readonly { idempotencyKey: string }[],
): Promise<PurchaseReply[]> {
  const data = await partner.till.ask<{ recordPurchases: { results: PurchaseReply[]; userErrors: Refused[] } }>(BATCH, {
    input: { purchases: inputs },
  });
  const { results, userErrors } = data.recordPurchases;
  const [refusal] = userErrors;
  if (refusal) throw new Error(`recordPurchases was refused: ${refusal.code}, ${refusal.message}`);
  const again = results.flatMap((reply, at) => (reply.userErrors[0]?.code === 'TRY_AGAIN' ? [at] : []));
  if (again.length > 0) {
    const replies = await postBatch(
      partner,
      again.map((at) => inputs[at] as { idempotencyKey: string }),
    );
    again.forEach((at, index) => {
      results[at] = replies[index] as PurchaseReply;
    });
  }
  return results;
}

async function postReturn(
  partner: CoalitionPartner,
  row: PurchaseRow,
  pieces: readonly ReturnPiece[],
  state: ReplayState,
  options: PostOptions,
): Promise<void> {
  const memberId = state.members.get(row.card);
  let accepted = memberId !== undefined;
  if (memberId === undefined) refuse(state, { code: 'MEMBER_UNKNOWN', message: '' });
  else {
    for (const [at, { purchase, minor }] of pieces.entries()) {
      checkStopped(options);
      const purchaseId = purchase === null ? undefined : state.purchases.get(purchase.line);
      const reply = await mutate<{ transaction: { id: string } }>(
        partner.till,
        'recordReturn',
        {
          idempotencyKey: `row:${row.line}:${at + 1}`,
          storeId: partner.stores.get(row.merchant),
          ...(purchaseId === undefined ? { memberId } : { purchaseId }),
          amount: { amount: formatAmount(minor, options.currency), currency: options.currency },
          occurredAt: businessTime(row),
          reference: returnReference(row, at),
        },
        'transaction { id }',
      );
      state.totals.commands += 1;
      if (!reply.ok) {
        accepted = false;
        refuse(state, reply.refusal);
        continue;
      }
      if (purchaseId === undefined) state.totals.returnsWithoutReceipt += 1;
      // A point per unit of money, rounded against the member: what is left is surely there.
      const unit = BigInt(10 ** digitsOf(options.currency));
      sureOf(state, row.card).available -= (minor + unit - 1n) / unit;
    }
  }
  if (accepted) state.totals.returns += 1;
  options.progress(1);
}

async function postSpends(
  coalition: Coalition,
  plan: ReplayPlan,
  window: WindowPlan,
  state: ReplayState,
  options: PostOptions,
): Promise<void> {
  const dates = [...window.byBrand.values()].flat().flatMap((row) => (state.purchases.has(row.line) ? row.date : []));
  const lastDate = dates.reduce((latest, date) => (date > latest ? date : latest), '');
  if (lastDate === '') return;
  const cards = [...state.sure.keys()].sort();
  const spends = cards.flatMap((card) => {
    const { available, earned } = sureOf(state, card);
    const spend = chooseSpend(options.seed, window.month, card, plan.brands, earned, available);
    return spend === null ? [] : [{ card, ...spend }];
  });
  // Members spend independently of each other, so their order does not matter to the books.
  await forEachInFlight(spends, options.inFlight, async ({ card, brand, points }) => {
    checkStopped(options);
    const partner = coalition.partners.get(brand);
    const storeId = partner?.stores.values().next().value;
    if (partner === undefined || storeId === undefined) throw new Error(`Broken promise: no store of ${brand}`);
    const reply = await mutate<{ transaction: { id: string } }>(
      partner.till,
      'redeemPoints',
      {
        idempotencyKey: `spend:${options.seed}:${window.month}:${card}`,
        storeId,
        memberId: state.members.get(card),
        points: Number(points),
        occurredAt: `${lastDate}T18:00:00Z`,
        reference: spendReference(options.seed, window.month, card),
      },
      'transaction { id }',
    );
    state.totals.commands += 1;
    if (!reply.ok) {
      refuse(state, reply.refusal);
      return;
    }
    state.totals.spends += 1;
    (state.spends.get(partner.brand) ?? startOf(state.spends, partner.brand)).push({
      card,
      month: window.month,
      points,
      at: `${lastDate}T18:00:00Z`,
    });
    state.totals.pointsSpent += points;
    sureOf(state, card).available -= points;
  });
}

function startOf(spends: Map<string, TillSpend[]>, brand: string): TillSpend[] {
  const list: TillSpend[] = [];
  spends.set(brand, list);
  return list;
}

interface WindowNode {
  readonly id: string;
  readonly label: string | null;
  readonly state: string;
}

/** Closes the open window under the month's name and settles it; does what is left of that when some was done before. */
export async function closeAndSettle(coalition: Coalition, month: string): Promise<string> {
  let windowId = (await windowsByLabel(coalition)).get(month)?.id;
  if (windowId === undefined) {
    const { settlementWindow } = await coalition.operator.ask<{ settlementWindow: WindowNode | null }>(
      'query { settlementWindow { id label state } }',
    );
    if (settlementWindow === null) throw new Error('The programme has no open window.');
    const { window } = await must<{ window: WindowNode }>(
      coalition.operator,
      'closeSettlementWindow',
      { idempotencyKey: `close:${month}`, windowId: settlementWindow.id, label: month },
      'window { id label state }',
    );
    windowId = window.id;
  }
  const now = await coalition.operator.ask<{ settlementWindow: WindowNode }>(
    'query ($id: ID!) { settlementWindow(id: $id) { id label state } }',
    { id: windowId },
  );
  if (now.settlementWindow.state !== 'SETTLED') {
    await must(coalition.operator, 'settleWindow', { idempotencyKey: `settle:${month}`, windowId }, 'window { id }');
  }
  return windowId;
}

async function windowsByLabel(coalition: Coalition): Promise<Map<string, WindowNode>> {
  const found = new Map<string, WindowNode>();
  let after: string | null = null;
  do {
    const page: {
      settlementWindows: {
        edges: { node: WindowNode }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    } = await coalition.operator.ask(
      `query ($after: String) {
          settlementWindows(first: 100, after: $after) { edges { node { id label state } } pageInfo { hasNextPage endCursor } }
        }`,
      { after },
    );
    for (const { node } of page.settlementWindows.edges) if (node.label !== null) found.set(node.label, node);
    after = page.settlementWindows.pageInfo.hasNextPage ? page.settlementWindows.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

function refuse(state: ReplayState, refusal: Refused): void {
  state.totals.refusals.set(refusal.code, (state.totals.refusals.get(refusal.code) ?? 0) + 1);
}

function sureOf(state: ReplayState, card: string): { available: bigint; earned: Map<string, bigint> } {
  let sure = state.sure.get(card);
  if (sure === undefined) {
    sure = { available: 0n, earned: new Map() };
    state.sure.set(card, sure);
  }
  return sure;
}

function digitsOf(currency: string): number {
  return formatAmount(0n, currency).split('.')[1]?.length ?? 0;
}

function checkStopped(options: PostOptions): void {
  if (options.stopped()) throw new Stopped('The replay was stopped.');
}
