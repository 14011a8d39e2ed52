import type { TransactionDetails, TransactionRecord } from '../domain/record.ts';

/**
 * An accepted transaction of the caller's programme, as it is read to be shown: without what is known of all of them, what nobody is shown, and its details, which
 * are many times its size and seldom asked for. Of these there is whom a transfer gave to: who sees it depends on that (access.ts).
 */
export type SeenTransaction = Omit<TransactionRecord, 'programmeId' | 'status' | 'hash' | 'reference' | 'details'> & {
  readonly counterpartyId: string | null;
};

/** One that the caller may see, with its details where they were at hand; else they are read when they are asked for (../resolvers/transaction.ts). */
export type ShownTransaction = Omit<SeenTransaction, 'counterpartyId'> & { readonly details?: TransactionDetails };
