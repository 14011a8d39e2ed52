/**
 * A link to PostgreSQL that breaks where a test wants it to: a TCP proxy that sees COMMIT go by.
 *
 *   link.next('before-commit')   the next COMMIT never arrives: the server sees the connection end
 *   link.next('after-commit')    it arrives and is done; the answer never comes back
 */
import { connect, createServer, type Socket } from 'node:net';

export type Break = 'before-commit' | 'after-commit';

export interface FaultyLink {
  readonly url: string;
  next(kind: Break): void;
  /** How many connections were broken. */
  broken(): number;
  close(): Promise<void>;
}

export async function openFaultyLink(databaseUrl: string): Promise<FaultyLink> {
  const target = new URL(databaseUrl);
  let planned: Break | null = null;
  let broken = 0;
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    let swallowAnswer = false;
    /** Name under which the client has prepared COMMIT on this connection: later ones are sent by it alone. */
    let prepared: string | null = null;
    client.on('data', (data) => {
      const text = data.toString('latin1');
      // Parse: name and statement, each ended by NUL. Bind: portal (none) and name.
      prepared = /([a-z0-9]+)\0COMMIT\0/.exec(text)?.[1] ?? prepared;
      const commits = text.includes('COMMIT\0') || (prepared !== null && text.includes(`\0${prepared}\0`));
      if (planned === null || !commits) {
        upstream.write(data);
        return;
      }
      const kind = planned;
      planned = null;
      broken += 1;
      if (kind === 'before-commit') {
        client.destroy();
        upstream.destroy();
        return;
      }
      swallowAnswer = true;
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (!swallowAnswer) {
        client.write(data);
        return;
      }
      // CommandComplete of COMMIT: the transaction is over, and nobody hears of it.
      if (data.includes('COMMIT\0')) {
        client.destroy();
        upstream.destroy();
      }
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The link has no port.');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return {
    url: url.href,
    next(kind) {
      planned = kind;
    },
    broken: () => broken,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
