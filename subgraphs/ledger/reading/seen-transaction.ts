import type { TransactionRecord } from '../domain/record.ts';

/** An accepted transaction of the caller's programme, as it is shown: without what is known of all of them, and without the hash of what was sent. */
export type SeenTransaction = Omit<TransactionRecord, 'programmeId' | 'status' | 'hash'>;
