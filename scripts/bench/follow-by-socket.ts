import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** Subscribes over a WebSocket and leaves when the stream says where it begins. */
export async function followBySocket(url: string, query: string, member: string, token: string): Promise<void> {
  let begun = (): void => {};
  const isOpen = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { ping: (received) => received && begun() },
  });
  await new Promise<void>((resolve, reject) => {
    const leave = client.subscribe(
      { query, variables: { member } },
      { next: () => {}, error: reject, complete: () => resolve() },
    );
    void isOpen.then(leave);
  });
  await client.dispose();
}
