/**
 * The process of clients.ts: learns what to ask, asks it under the loads that it is told, and answers how much was answered. Connections are kept
 * for one load: servers close idle ones. HTTP is read as far as a bench needs it (status, `content-length`, body), so that the machine is left to the server.
 */
import { connect, type Socket } from 'node:net';
import type { ClientRequest, Load, Outcome, Questions } from './clients.ts';
import { ratePerSecond } from './measure.ts';

/** One kept-alive connection, one request at a time. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #bytes = 0;
  /** How long the answer is, once its head has come. */
  #length: number | null = null;
  #settle: { resolve: (answer: string) => void; reject: (fault: Error) => void } | null = null;

  constructor({ hostname, port }: URL) {
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (fault) => this.#settle?.reject(fault));
    this.#socket.on('close', () => this.#settle?.reject(new Error('The server closed the connection')));
  }

  /** Sends a request as it goes over the wire; gives the answer as it came. */
  ask(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = null;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#bytes += chunk.length;
    if (this.#length === null) {
      const head = Buffer.concat(this.#received).toString('latin1').split('\r\n\r\n', 1)[0] as string;
      if (head.length === this.#bytes) return;
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        this.#settle?.reject(new Error(`An answer without a length: ${head}`));
        return;
      }
      this.#length = head.length + 4 + Number(length);
    }
    if (this.#bytes < this.#length) return;
    const answer = Buffer.concat(this.#received).toString('utf8');
    [this.#received, this.#bytes, this.#length] = [[], 0, null];
    this.#settle?.resolve(answer);
  }
}

/** One server, what is asked of it, and how often it was. */
class Asking {
  readonly #questions: Questions;
  readonly #target: URL;
  #asked = 0;

  constructor(questions: Questions) {
    this.#questions = questions;
    this.#target = new URL(questions.url);
  }

  /** Answers per second. */
  async rate(inFlight: number, seconds: number): Promise<number> {
    const connections = Array.from({ length: inFlight }, () => new Connection(this.#target));
    try {
      return await ratePerSecond((slot) => this.#ask(connections[slot] as Connection), inFlight, seconds);
    } finally {
      for (const connection of connections) connection.close();
    }
  }

  async #ask(connection: Connection): Promise<void> {
    const { name, requests } = this.#questions;
    const request = requests[this.#asked % requests.length] as ClientRequest;
    this.#asked += 1;
    const answer = await connection.ask(this.#wire(request, this.#asked));
    if (!answer.startsWith('HTTP/1.1 200') || !answer.includes(request.answer)) {
      throw new Error(`${name} answers ${answer} where ${request.answer} was expected`);
    }
  }

  #wire({ token, body }: ClientRequest, number: number): string {
    const numbered = body.replace('$NUMBER', String(number));
    return (
      `POST ${this.#target.pathname} HTTP/1.1\r\nhost: ${this.#target.host}\r\naccept: application/json\r\n` +
      `content-type: application/json\r\nauthorization: Bearer ${token}\r\n` +
      `content-length: ${Buffer.byteLength(numbered)}\r\n\r\n${numbered}`
    );
  }
}

const known = new Map<string, Asking>();

async function run({ name, inFlight, seconds }: Load): Promise<Outcome> {
  const asking = known.get(name);
  if (!asking) return { failure: `Nobody said what to ask of ${name}` };
  return asking.rate(inFlight, seconds).then(
    (answersPerSecond) => ({ answersPerSecond }),
    (fault: unknown) => ({ failure: fault instanceof Error ? fault.message : String(fault) }),
  );
}

process.on('message', (message: Questions | Load) => {
  if ('requests' in message) known.set(message.name, new Asking(message));
  else void run(message).then((outcome) => process.send?.(outcome));
});
process.once('disconnect', () => process.exit());
