/** A TCP link to a server that a test cuts: every connection there is, in the middle of whatever is on its way. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CutLink {
  /** The server's URL, through the link. */
  readonly url: string;
  /** Cuts every connection. Returns how many clients were connected. */
  cut(): number;
  close(): Promise<void>;
}

export async function openCutLink(url: string): Promise<CutLink> {
  const target = new URL(url);
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    clients.add(client);
    const end = (): void => {
      clients.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const link = new URL(url);
  link.port = String((server.address() as AddressInfo).port);
  const cut = (): number => {
    const cutNow = clients.size;
    for (const client of [...clients]) client.destroy();
    return cutNow;
  };
  return {
    url: link.href,
    cut,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
