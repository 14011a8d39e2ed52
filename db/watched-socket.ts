/**
 * A socket to PostgreSQL whose loss is always told, and soon.
 *
 * | what is lost                                            | what postgres.js (3.4.9) does                          | here                               |
 * |---------------------------------------------------------|--------------------------------------------------------|------------------------------------|
 * | the connection; statements come before it has closed    | nothing: `closed` tells them only where no error was,  | it closes as if there were none:   |
 * |                                                         | so they wait for ever                                  | all that waits is told             |
 * | the way to the server, and nobody says so (a half-open  | nothing until the system gives up, after a quarter of  | it is given up when what was sent  |
 * | connection: porsager/postgres issue 1089)               | an hour; the pool's connections are all used up by then| has no answer in time              |
 *
 * A server answers every statement within `statement_timeout`. Who only listens sends nothing and is never given up.
 */
import { Socket } from 'node:net';
import { type Encryption, encrypted } from './encrypted-socket.ts';

/**
 * Watches over a socket, encrypted or not, from now on; answers the same one.
 * @param silenceMillis how long what was sent may stay without any answer; 0 is for ever
 */
export function watched<Kind extends Socket>(socket: Kind, silenceMillis: number): Kind {
  let silence: NodeJS.Timeout | null = null;
  const expectAnswer = (): void => {
    if (silenceMillis > 0) silence ??= setTimeout(() => socket.destroy(), silenceMillis).unref();
  };
  // Not `write`: a socket that connects takes its class's own back.
  const write = socket._write.bind(socket);
  socket._write = (...given) => {
    expectAnswer();
    write(...given);
  };
  const writev = socket._writev?.bind(socket);
  if (writev !== undefined)
    socket._writev = (...given) => {
      expectAnswer();
      writev(...given);
    };
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...given: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...given: unknown[]): boolean => {
    if (event === 'data' || event === 'close') {
      clearTimeout(silence ?? undefined);
      silence = null;
    }
    return emit(event, ...(event === 'close' ? [false] : given));
  };
  return socket;
}

/** Of postgres.js's options, what says where the server is. */
interface Where {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/** How long an encrypted connection may take to be made, and an answer to come. */
export interface Patience {
  readonly connectMillis: number;
  readonly silenceMillis: number;
}

/** What postgres.js takes sockets from: one that is on its way, and what is written before it arrives waits in it; or an encrypted one once it is. */
export function watchedSockets(
  encryption: Encryption | null,
  { connectMillis, silenceMillis }: Patience,
): (where: Where) => Socket | Promise<Socket> {
  return ({ host: hosts, port: ports, path }) => {
    const [host = 'localhost'] = hosts;
    const socket = new Socket();
    if (path) socket.connect(path);
    else socket.connect(ports[0] ?? 5432, host);
    if (encryption === null || path) return watched(socket, silenceMillis);
    return encrypted(socket, host, encryption, connectMillis).then(
      (made) => watched(made, silenceMillis),
      (reason: Error) => watched(failing(reason), silenceMillis),
    );
  };
}

/** postgres.js hears of failures from sockets only: one that fails when it is first written to. */
function failing(reason: Error): Socket {
  const socket = new Socket();
  socket._write = (_data, _encoding, done) => done(reason);
  return socket;
}
