// Random histories for the ledger: steps that fast-check draws and shrinks, made into requests against what has happened so far.
import fc from 'fast-check';
import type { TransactionRecord } from '../../subgraphs/ledger/domain/record.ts';
import type { Actor, Instruction, LedgerRequest, MemberRef } from '../../subgraphs/ledger/domain/requests.ts';
import { refuse } from '../../subgraphs/shared/refusal.ts';
import { request } from './ledger-requests.ts';
import type { NaivePartner, NaiveTerms } from './naive-ledger.ts';

const KINDS = [
  ...(['PURCHASE', 'PURCHASE', 'PURCHASE', 'PURCHASE', 'REDEMPTION', 'REDEMPTION', 'REDEMPTION'] as const),
  ...(['RETURN', 'RETURN', 'NO_RECEIPT', 'AUTHORISATION', 'AUTHORISATION', 'CAPTURE', 'CAPTURE', 'VOID'] as const),
  ...(['REFUND', 'REFUND', 'CONFIRMATION', 'CANCELLATION', 'TRANSFER', 'TRANSFER', 'LAPSE', 'LAPSE'] as const),
  ...(['PROPOSAL', 'ADJUSTMENT', 'REVERSAL', 'REVERSAL', 'RESEND', 'CONFLICT', 'REJECTED'] as const),
];

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  /** Small numbers are members in good standing; see `memberOf`. */
  member: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4),
  other: fc.constantFrom(0, 1, 1, 2, 3),
  partner: fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 4, 5),
  /** Who asks: the partner itself, mostly. */
  by: fc.constantFrom('own', 'own', 'own', 'own', 'own', 'own', 'own', 'other', 'operator', 'member'),
  points: fc.integer({ min: 1, max: 60 }),
  cents: fc.integer({ min: 0, max: 99 }),
  pick: fc.nat(1_000),
  mode: fc.nat(11),
  /** Days from now of the business time; null is none. */
  days: fc.constantFrom(null, null, null, null, null, null, -2, -40, 3),
});
export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

export interface HistoryBatch {
  /** Hours since the batch before. */
  readonly hours: number;
  readonly steps: readonly Step[];
}

/**
 * Batches of one to so many steps, hours or weeks apart. Half of the histories are ordinary days alone: two members buy and spend, now, at
 * partners whose points lapse in one month, in two or never. What a batch reads depends on what is in it, and one request of another kind, or
 * of another day, makes it read for all: only ordinary days, several in a row, show whether what a spend reads holds the points that go first.
 */
export function history(batches: number, perBatch: number): fc.Arbitrary<HistoryBatch[]> {
  const ordinary = fc
    .tuple(
      step,
      fc.constantFrom<Step['kind']>('PURCHASE', 'REDEMPTION'),
      fc.constantFrom<Step['member']>(0, 1),
      fc.constantFrom<Step['partner']>(0, 1, 2),
    )
    .map(([one, kind, member, partner]): Step => ({ ...one, kind, member, partner, by: 'own', days: null }));
  const several = <Drawn>(of: fc.Arbitrary<Drawn>, most: number) => fc.array(of, { minLength: 1, maxLength: most });
  const historyOf = (steps: fc.Arbitrary<Step[]>): fc.Arbitrary<HistoryBatch[]> =>
    several(fc.record({ hours: fc.constantFrom(1, 1, 1, 30, 24 * 20), steps }), batches);
  return fc.oneof(
    historyOf(fc.oneof(several(step, perBatch), several(ordinary, perBatch))),
    historyOf(several(ordinary, perBatch)),
  );
}

/** What later steps may refer to: filled from the replies. */
export interface Past {
  readonly requests: LedgerRequest[];
  readonly records: TransactionRecord[];
}

export interface Cast {
  readonly programmeId: string;
  readonly terms: NaiveTerms;
  /** Three active ones, one suspended, one of nobody. */
  readonly memberIds: readonly string[];
}

/** The request of a step, keys numbered; null when the step has nothing to refer to. */
export function requestOf(cast: Cast, past: Past, one: Step, now: Date, key: string): LedgerRequest | null {
  if (one.kind === 'RESEND' || one.kind === 'CONFLICT') {
    const earlier = past.requests[one.pick % Math.max(1, past.requests.length)];
    if (earlier === undefined) return null;
    if (one.kind === 'RESEND') return earlier;
    const other = instructionOf(cast, past, { ...one, kind: 'PURCHASE' }, now)!;
    return request(cast.programmeId, other.instruction, {
      key: earlier.key,
      keySpace: earlier.keySpace,
      actor: other.actor,
    });
  }
  const made = instructionOf(cast, past, one, now);
  return made === null ? null : request(cast.programmeId, made.instruction, { key, actor: made.actor });
}

function instructionOf(
  cast: Cast,
  past: Past,
  one: Step,
  now: Date,
): { instruction: Instruction; actor: Actor } | null {
  const partners = cast.terms.partners;
  const partner = partners[one.partner]!;
  const memberId = cast.memberIds[one.member]!;
  const member: MemberRef = { memberId };
  const occurredAt = one.days === null ? null : new Date(now.getTime() + one.days * 24 * 60 * 60 * 1000);
  const points = BigInt(one.points);
  const amountMinor = points * 100n + BigInt(one.cents);
  const currency = one.mode === 11 ? 'USD' : 'EUR';
  const latest = (...kinds: string[]): TransactionRecord | null => {
    // Mostly something of a right kind, now and then anything.
    const fitting = past.records.filter((record) => kinds.includes(record.kind));
    const some = one.mode === 10 || fitting.length === 0 ? past.records : fitting;
    return some[one.pick % Math.max(1, some.length)] ?? null;
  };
  const ownerOf = (record: TransactionRecord): NaivePartner =>
    partners.find(({ partnerId }) => partnerId === record.partnerId) ?? partner;
  const made = (instruction: Instruction, of: NaivePartner = partner) => ({
    instruction,
    actor: actorOf(one.by, of, partners, memberId),
  });
  const asOperator = (instruction: Instruction, subject = 'operator') => ({
    instruction,
    actor: { ...actorOf(one.by === 'other' ? 'own' : 'operator', partner, partners, memberId), subject },
  });

  switch (one.kind) {
    case 'PURCHASE': {
      const lines =
        one.mode % 3 === 0
          ? [
              { sku: 'a', quantity: 2n, amountMinor: amountMinor / 3n, category: null },
              { sku: 'b', quantity: 3n, amountMinor: amountMinor - amountMinor / 3n, category: 'x' },
            ]
          : [];
      return made({
        ...{
          kind: 'PURCHASE',
          storeId: one.mode === 9 ? cast.programmeId : partner.storeId,
          member,
          amountMinor,
          currency,
          occurredAt,
          lines,
        },
        pendingUntil: one.mode === 5 ? new Date(now.getTime() + 36 * 60 * 60 * 1000) : null,
        pendingUntilConfirmed: one.mode === 6 || one.mode === 7,
        reference: null,
      });
    }
    case 'RETURN': {
      const purchase = latest('PURCHASE');
      if (purchase === null) return null;
      const of = ownerOf(purchase);
      const lines =
        purchase.details.lines === undefined || one.mode % 2 === 0
          ? []
          : [{ line: 1 + (one.pick % 3), quantity: BigInt(1 + (one.mode % 3)) }];
      const part = lines.length === 0 && one.mode % 3 === 1 ? amountMinor : null;
      return made(
        {
          ...{ kind: 'RETURN', storeId: of.storeId, purchaseId: purchase.transactionId, member: null, lines },
          ...{ amountMinor: part, currency: part === null ? null : currency, occurredAt, reference: null },
        },
        of,
      );
    }
    case 'NO_RECEIPT':
      return made({
        ...{
          kind: 'RETURN',
          storeId: partner.storeId,
          purchaseId: null,
          member,
          lines: [],
          amountMinor,
          currency,
          occurredAt,
          reference: null,
        },
      });
    case 'REDEMPTION':
      return made({ kind: 'REDEMPTION', storeId: partner.storeId, member, points, occurredAt, reference: null });
    case 'AUTHORISATION':
      return made({
        ...{
          kind: 'AUTHORISATION',
          storeId: partner.storeId,
          member,
          points,
          timeToLiveSeconds: 3600 * (1 + one.mode * 3),
          reference: null,
        },
      });
    case 'CAPTURE':
    case 'VOID': {
      const hold = latest('AUTHORISATION');
      if (hold === null) return null;
      const { transactionId: holdId } = hold;
      const instruction: Instruction =
        one.kind === 'VOID'
          ? { kind: 'VOID', holdId }
          : { kind: 'CAPTURE', holdId, points: one.mode % 2 === 0 ? null : points };
      return made(instruction, ownerOf(hold));
    }
    case 'REFUND': {
      const spent = latest('REDEMPTION', 'CAPTURE');
      if (spent === null) return null;
      const some = one.mode % 2 === 0 ? null : points;
      return made({ kind: 'REFUND', redemptionId: spent.transactionId, points: some, occurredAt }, ownerOf(spent));
    }
    case 'CONFIRMATION':
    case 'CANCELLATION': {
      const purchase = latest('PURCHASE');
      return purchase === null ? null : made({ kind: one.kind, purchaseId: purchase.transactionId }, ownerOf(purchase));
    }
    case 'TRANSFER':
      return asOperator({ kind: 'TRANSFER', fromMemberId: memberId, toMemberId: cast.memberIds[one.other]!, points });
    case 'PROPOSAL': {
      const signed = one.mode % 2 === 0 ? points : -points;
      const expiresOn =
        one.mode % 3 === 0 && signed > 0n ? new Date(now.getTime() + 9e8).toISOString().slice(0, 10) : null;
      return asOperator(
        { kind: 'PROPOSAL', memberId, points: signed, funderId: null, reason: 'goodwill', expiresOn },
        'first',
      );
    }
    case 'ADJUSTMENT': {
      const adjustmentId = latest('PROPOSAL')?.details.adjustment?.adjustmentId ?? cast.programmeId;
      return asOperator({ kind: 'ADJUSTMENT', adjustmentId }, one.mode === 0 ? 'first' : 'second');
    }
    case 'REVERSAL': {
      const some = latest('PURCHASE', 'REDEMPTION', 'CAPTURE', 'AUTHORISATION', 'TRANSFER', 'ADJUSTMENT');
      return some === null
        ? null
        : asOperator({ kind: 'REVERSAL', transactionId: some.transactionId, reason: 'mistake' });
    }
    case 'LAPSE':
      return {
        instruction: {
          kind: 'LAPSE',
          memberId,
          asOf: new Date(now.getTime() - one.mode * 864e5).toISOString().slice(0, 10),
        },
        actor: { role: 'system', partnerId: null, storeIds: [], memberId: null, subject: 'sweep' },
      };
    case 'REJECTED':
      return made({
        kind: 'REJECTED',
        of: 'PURCHASE',
        refusal: refuse('INVALID_POINTS', 'Points are whole numbers from 1 to 10^12.'),
      });
    default:
      throw new Error(`No request is made of ${one.kind}`);
  }
}

function actorOf(by: Step['by'], partner: NaivePartner, partners: readonly NaivePartner[], memberId: string): Actor {
  const none = { partnerId: null, storeIds: [], memberId: null };
  switch (by) {
    case 'operator':
      return { ...none, role: 'operator', subject: 'operator' };
    case 'member':
      return { ...none, role: 'member', memberId, subject: memberId };
    case 'own':
    case 'other': {
      const asking = by === 'own' ? partner : partners[(partners.indexOf(partner) + 1) % partners.length]!;
      return { ...none, role: 'partner', partnerId: asking.partnerId, subject: `app of ${asking.partnerId}` };
    }
    default:
      throw new Error(`Nobody is ${String(by)}`);
  }
}
