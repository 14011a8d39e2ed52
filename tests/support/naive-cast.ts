// Who takes part in random histories: partners that differ in one thing each, members in good standing, a suspended one, and nobody.
import type { NaivePartner, NaiveTerms } from './naive-ledger.ts';
import type { Cast } from './random-history.ts';

/** What makes the partners differ; their ids come from whoever makes them. */
export const PARTNER_KINDS: readonly Omit<NaivePartner, 'partnerId' | 'storeId'>[] = [
  { standing: 'ACTIVE', issuer: true, acceptor: true, absorbs: false, pendingDays: 0, months: null, lateDays: null },
  { standing: 'ACTIVE', issuer: true, acceptor: true, absorbs: false, pendingDays: 0, months: 1, lateDays: 10 },
  { standing: 'ACTIVE', issuer: true, acceptor: true, absorbs: true, pendingDays: 2, months: 2, lateDays: 30 },
  { standing: 'SUSPENDED', issuer: true, acceptor: true, absorbs: false, pendingDays: 0, months: null, lateDays: null },
  { standing: 'ACTIVE', issuer: false, acceptor: true, absorbs: false, pendingDays: 0, months: null, lateDays: null },
  { standing: 'ACTIVE', issuer: true, acceptor: false, absorbs: false, pendingDays: 0, months: 1, lateDays: null },
];

export const MEMBER_STATUSES = ['ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED'] as const;

/** A cast with ids of its own numbering, for a ledger in memory. */
export function castInMemory(order: NaiveTerms['order']): Cast {
  const id = (kind: string, number: number): string =>
    `${kind}0000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const memberIds = [0, 1, 2, 3, 4].map((number) => id('a', number));
  return {
    programmeId: id('c', 0),
    memberIds,
    terms: {
      order,
      graceDays: 30,
      partners: PARTNER_KINDS.map((kind, number) => ({
        ...kind,
        partnerId: id('b', number),
        storeId: id('d', number),
      })),
      members: new Map(MEMBER_STATUSES.map((status, number) => [memberIds[number]!, status])),
    },
  };
}
