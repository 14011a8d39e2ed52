/**
 * An encrypted connection to PostgreSQL, made before postgres.js (3.4.9) sees it: what it encrypts itself it takes from under the socket that it
 * was given, so that nobody could watch over it (watched-socket.ts).
 *
 * | `sslmode` of the URL                | the server's certificate | a server that does not encrypt |
 * |-------------------------------------|--------------------------|--------------------------------|
 * | none, `disable`                     |                          | is spoken to in the clear      |
 * | `allow`, `prefer`                   | may be any               | is spoken to in the clear      |
 * | `require`                           | may be any               | is not spoken to               |
 * | `verify-ca`, `verify-full`, others  | must be the host's, from an authority that Node trusts (`NODE_EXTRA_CA_CERTS` adds one) | is not spoken to |
 *
 * A path (a Unix socket) is never encrypted, as everywhere.
 */
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

export interface Encryption {
  /** Whether the server must show that it is the one of that name. */
  readonly verified: boolean;
  /** Whether a server that does not encrypt is spoken to all the same. */
  readonly optional: boolean;
}

/** What a database's URL asks for; null for a connection in the clear. */
export function encryptionOf(url: string): Encryption | null {
  const { searchParams } = new URL(url);
  const mode = searchParams.get('sslmode') ?? searchParams.get('ssl');
  if (mode === null || mode === 'disable' || mode === 'false') return null;
  const optional = mode === 'allow' || mode === 'prefer';
  return { optional, verified: !optional && mode !== 'require' };
}

/** "Shall we encrypt?", as the protocol says it: its length, and 1234, 5679. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Encrypts a connection that is on its way; answers the connection to speak on.
 * @throws why there is none; nothing is left open then
 */
export function encrypted(
  socket: Socket,
  host: string,
  { verified, optional }: Encryption,
  millis: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let secure: TLSSocket | null = null;
    const settle = (): void => {
      clearTimeout(patience);
      for (const each of [socket, secure]) each?.off('error', fail).off('close', closed);
    };
    const fail = (reason: Error): void => {
      settle();
      // What is said of it afterwards concerns nobody.
      for (const each of [secure, socket]) each?.on('error', () => {}).destroy();
      reject(reason);
    };
    const closed = (): void =>
      fail(failure('CONNECTION_CLOSED', 'The server closed the connection before it was encrypted.'));
    const patience = setTimeout(
      () => fail(failure('CONNECT_TIMEOUT', 'The connection to the server was not encrypted in time.')),
      millis,
    );
    socket.on('error', fail).on('close', closed);
    socket.write(SSL_REQUEST);
    socket.once('data', (answer: Buffer) => {
      const [word] = answer;
      // More than the one letter was put there by somebody in between, to be taken for encrypted words (CVE-2021-23222).
      if (answer.length !== 1) return fail(failure('CONNECTION_CLOSED', 'The server said more than was asked.'));
      if (word === 'N'.charCodeAt(0) && optional) {
        settle();
        resolve(socket);
        return;
      }
      if (word !== 'S'.charCodeAt(0)) return fail(failure('CONNECTION_CLOSED', 'The server does not encrypt.'));
      secure = connect({
        socket,
        host,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        rejectUnauthorized: verified,
      });
      const made = secure;
      made.on('error', fail).on('close', closed);
      made.once('secureConnect', () => {
        settle();
        resolve(made);
      });
    });
  });
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
