import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';

/** A statement of a batch: built now, sent when `execute` is called, so that many go out in one trip. */
export type Statement<Row extends object> = postgres.PendingQuery<Row[]>;

export type { AnySql };
