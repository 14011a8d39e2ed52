// What a posting would read of a purchase, read without its locks: for quotes and simulations. Those that are asked while others are read go
// together, as purchases do (posting-engine.ts): under load a quote costs a part of a trip.
import type { Sql } from '../../../db/client.ts';
import type { Clock } from '../../shared/clock.ts';
import { inBatches } from '../../shared/in-batches.ts';
import type { BatchFacts } from '../domain/batch.ts';
import type { Reference } from '../domain/reference.ts';
import type { Purchase } from '../domain/requests.ts';
import { NO_RULE_FACTS } from '../domain/rule-usage.ts';
import { readWallets } from '../store/posting/read-wallets.ts';
import { exposedPartners, planBatch } from './batch-plan.ts';
import { planRules, readRuleFacts } from './rule-reading.ts';
import { type BatchServices, findNamed, idList, readDetail, toBooks, toWallet } from './run-batch.ts';

/** A purchase to be quoted by this reference data, drafts among its rules or none. */
export interface Quoted {
  readonly programmeId: string;
  readonly reference: Reference;
  readonly purchase: Purchase;
}

export interface QuotedFacts {
  readonly facts: BatchFacts;
  /** When they were read: the time of decision. */
  readonly now: Date;
}

/** Reads what quotes of purchases ask. */
export type QuoteReading = (quoted: Quoted) => Promise<QuotedFacts>;

export function createQuoteReading(
  sql: Sql,
  clock: Clock,
  identityLookup: BatchServices['identityLookup'],
): QuoteReading {
  return inBatches(async (asked: readonly Quoted[]) => {
    const answers = new Map<Reference, Promise<QuotedFacts>>();
    for (const { programmeId, reference } of asked) {
      if (answers.has(reference)) continue;
      const purchases = asked.flatMap((one) => (one.reference === reference ? [one.purchase] : []));
      answers.set(reference, readFacts(sql, clock(), { identityLookup }, programmeId, reference, purchases));
    }
    return Promise.all(asked.map(({ reference }) => answers.get(reference)!));
  });
}

async function readFacts(
  sql: Sql,
  now: Date,
  services: Pick<BatchServices, 'identityLookup'>,
  programmeId: string,
  reference: Reference,
  purchases: readonly Purchase[],
): Promise<QuotedFacts> {
  const requests = purchases.map((instruction) => ({ instruction }));
  const plan = planBatch(requests, () => true);
  const { identities } = await findNamed(services, sql, programmeId, plan);
  const memberIds = idList(plan.memberIds);
  const exposed = exposedPartners(plan, requests, reference);
  const rulePlan = planRules(purchases, reference);
  const [members, detail, rules] = await Promise.all([
    readWallets(sql, programmeId, memberIds),
    // Only a cap that may block asks what a member holds and owes.
    exposed.length === 0 ? null : readDetail(sql, programmeId, plan, memberIds, exposed, false, '1970-01-01'),
    rulePlan === null ? NO_RULE_FACTS : readRuleFacts(sql, rulePlan, reference, [...plan.memberIds], now, false),
  ]);
  const facts: BatchFacts = {
    programmeId,
    windowId: '',
    reference,
    remembered: new Map(),
    identities,
    statuses: new Map(members.flatMap((row) => (row.status === null ? [] : [[row.memberId, row.status]]))),
    // Who has no wallet yet would be given an empty one.
    wallets: new Map(members.map((row) => [row.memberId, toWallet(row, programmeId)])),
    books: detail === null ? new Map() : toBooks(detail),
    originals: new Map(),
    followers: new Map(),
    holds: new Map(),
    adjustments: new Map(),
    positions: new Map(detail?.positions.map((row) => [row.partnerId, row.creditsMinor - row.debitsMinor])),
    rules,
  };
  return { facts, now };
}
