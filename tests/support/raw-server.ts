/* A server that speaks HTTP in any way it likes, for the hop between gateway and subgraph. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RawServer {
  readonly server: Server;
  readonly url: string;
  close(): void;
}

export async function rawServer(listener: RequestListener): Promise<RawServer> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
