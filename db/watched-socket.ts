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

export class WatchedSocket extends Socket {
  private readonly silenceMillis: number;
  private silence: NodeJS.Timeout | null = null;

  /** @param silenceMillis how long what was sent may stay without any answer; 0 is for ever */
  constructor(silenceMillis: number) {
    super();
    this.silenceMillis = silenceMillis;
  }

  // Not `write`: a socket that connects takes its class's own back.
  override _write(...given: Parameters<Socket['_write']>): void {
    this.expectAnswer();
    super._write(...given);
  }

  override _writev(...given: Parameters<NonNullable<Socket['_writev']>>): void {
    this.expectAnswer();
    super._writev?.(...given);
  }

  private expectAnswer(): void {
    if (this.silenceMillis > 0) this.silence ??= setTimeout(() => this.destroy(), this.silenceMillis).unref();
  }

  override emit(event: string | symbol, ...given: unknown[]): boolean {
    if (event === 'data' || event === 'close') {
      clearTimeout(this.silence ?? undefined);
      this.silence = null;
    }
    return super.emit(event, ...(event === 'close' ? [false] : given));
  }
}

/** Of postgres.js's options, what says where the server is. */
interface Where {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/** What postgres.js takes sockets from: one that is on its way. What is written before it arrives waits in it. */
export function watchedSockets(silenceMillis: number): (where: Where) => WatchedSocket {
  return ({ host, port, path }) => {
    const socket = new WatchedSocket(silenceMillis);
    if (path) socket.connect(path);
    else socket.connect(port[0] ?? 5432, host[0] ?? 'localhost');
    return socket;
  };
}
