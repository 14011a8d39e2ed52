/**
 * A TCP proxy between the product and PostgreSQL that understands as much of the protocol as it must: which statements are executed.
 * It counts them, and cuts connections: all of them now, or one at the moment its COMMIT has gone to the server and before the answer
 * comes back, which is the moment when nobody can know what became of a transaction.
 *
 * Frames: a start-up message is length and body; every later one is a type byte, a length and a body. `P` (Parse) names a statement and
 * holds its text, `B` (Bind) says which statement is meant, `E` executes it.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface WireProxy {
  /** The URL to give to the product instead. */
  readonly url: string;
  /** Statements executed since the last call. */
  takeExecuted(): number;
  /** The next `commits` transactions that send COMMIT lose their connection before the answer. */
  cutAfterCommit(commits: number): void;
  /** Keeps every COMMIT from the server until the answer is called; `held` then says how many wait. */
  holdCommits(): () => void;
  held(): number;
  /** From now on new connections go to this server. */
  retarget(serverUrl: string): void;
  /** Ends every connection there is now, in both directions. Answers how many. */
  cutAll(): number;
  /** How many connections were cut after their COMMIT. */
  readonly cutCommits: () => number;
  close(): Promise<void>;
}

export async function startWireProxy(serverUrl: string): Promise<WireProxy> {
  let target = new URL(serverUrl);
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let executed = 0;
  let commitsToCut = 0;
  let holding: (() => void)[] | null = null;
  let cutCommits = 0;

  const proxy = createServer((client) => {
    const server = connect(Number(target.port || 5432), target.hostname);
    const pair = { client, server };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.setNoDelay(true);
    server.setNoDelay(true);
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    server.on('data', (bytes) => void client.write(bytes));

    const statements = new Map<string, string>();
    let bound = '';
    let started = false;
    let rest: Buffer = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      let commit = false;
      let at = 0;
      for (;;) {
        const header = started ? 5 : 4;
        if (rest.length - at < header) break;
        const length = rest.readUInt32BE(at + header - 4) + header - 4;
        if (rest.length - at < length) break;
        const body = rest.subarray(at + header, at + length);
        const type = started ? String.fromCharCode(rest[at]!) : 'start';
        at += length;
        started = true;
        if (type === 'P') statements.set(textAt(body, 0), textAt(body, body.indexOf(0) + 1));
        else if (type === 'B') bound = textAt(body, body.indexOf(0) + 1);
        else if (type === 'E') {
          executed += 1;
          commit ||= /^commit$/i.test((statements.get(bound) ?? '').trim());
        } else if (type === 'Q') {
          executed += 1;
          commit ||= /^commit;?$/i.test(textAt(body, 0).trim());
        }
      }
      rest = rest.subarray(at);
      if (commit && holding !== null) {
        holding.push(() => void server.write(bytes));
        return;
      }
      if (commit && commitsToCut > 0) {
        commitsToCut -= 1;
        cutCommits += 1;
        // The server gets everything; nobody hears its answer. It is left to end by itself once it has answered.
        pairs.delete(pair);
        server.removeAllListeners('data');
        client.removeAllListeners();
        client.on('error', () => {});
        client.destroy();
        server.end(bytes);
        server.resume();
        return;
      }
      server.write(bytes);
    });
  });
  await new Promise<void>((resolve, reject) => {
    proxy.on('error', reject);
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  // Of a Unix socket: it would lead past us.
  url.searchParams.delete('host');

  const cutAll = (): number => {
    const cut = [...pairs];
    for (const { client, server } of cut) {
      client.destroy();
      server.destroy();
    }
    return cut.length;
  };
  return {
    url: url.href,
    takeExecuted() {
      const count = executed;
      executed = 0;
      return count;
    },
    holdCommits() {
      holding = [];
      return () => {
        const waiting = holding ?? [];
        holding = null;
        for (const send of waiting) send();
      };
    },
    held: () => holding?.length ?? 0,
    retarget(url) {
      target = new URL(url);
    },
    cutAfterCommit(commits) {
      commitsToCut += commits;
    },
    cutAll,
    cutCommits: () => cutCommits,
    async close() {
      cutAll();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}

function textAt(body: Buffer, from: number): string {
  const end = body.indexOf(0, from);
  return body.toString('utf8', from, end < 0 ? body.length : end);
}
