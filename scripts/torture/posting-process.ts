/** A process that posts: an engine with connections of its own, asked and answering over the channel to the parent. */
import { openDatabase } from '../../db/client.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';

export interface Asked {
  readonly id: number;
  readonly request: LedgerRequest;
}

/** A fault is told in words; what became of the request is then unknown. */
export type Answered = { readonly id: number; readonly reply: Reply } | { readonly id: number; readonly fault: string };

const [url = '', firstLane = '0'] = process.argv.slice(2);
const database = openDatabase({
  url,
  role: 'ledger',
  max: 4,
  applicationName: 'torture-posting',
  // Short, so that locks held by others are met.
  lockTimeout: 400,
  connectTimeout: 3,
});
const engine = createPostingEngine({
  sql: database.sql,
  clock: () => new Date(),
  firstLane: Number(firstLane),
  patience: 5_000,
});

process.on('message', ({ id, request }: Asked) => {
  engine.submit(request).then(
    (reply) => process.send?.({ id, reply } satisfies Answered),
    (error: unknown) =>
      process.send?.({ id, fault: error instanceof Error ? error.message : String(error) } satisfies Answered),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
