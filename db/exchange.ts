/**
 * Statements that go to PostgreSQL together and are answered together: the few of its messages (protocol 3.0, "Extended Query") that this takes.
 *
 * Why not the driver's own statements: postgres.js (3.4.9) ends each with a Sync, which the server answers on its own. A batch of one is four
 * statements in two trips: four answers to send and to wake up for, a turn of the event loop before each short message, objects made for
 * each. Here a trip is one message out, one Sync, one message back, and a purchase that comes alone takes a third less of our process's
 * time. The driver keeps the connection: it opens it, proves who we are, and sends everything else on it (held-connections.ts).
 *
 * Parameters and answers are text. A statement is prepared the first time it is sent, under a name of its own. After an error the server
 * passes over what follows, up to the Sync: the exchange fails as one.
 */
import type { Socket } from 'node:net';
import postgres from 'postgres';
import { connectionLost } from './failures.ts';

/** A statement by its text, which never changes, and its parameters `$1`, `$2`, ... Each is cast in the text where its type does not follow. */
export interface WireStatement {
  readonly text: string;
  readonly parameters: readonly WireParameter[];
}

export type WireParameter = string | number | null;

/** Values of a row as text, in the order of its columns. */
export type WireRow = readonly (string | null)[];

const [DATA_ROW, COMMAND_COMPLETE, ERROR, READY] = ['D', 'C', 'E', 'Z'].map((letter) => letter.charCodeAt(0));
const NOTHING = Buffer.alloc(0);
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

/**
 * Over the socket of a connection that the driver has opened. What comes while an exchange is under way is taken from the driver: it is handed
 * what lies behind it, or nothing, for whoever watches the socket is to know that the server answers.
 */
export class Exchanges {
  private readonly socket: Socket;
  private readonly names = new Map<string, string>();
  private named = 0;
  private current: Exchange | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    const emit = socket.emit.bind(socket) as (event: string | symbol, ...given: unknown[]) => boolean;
    socket.emit = (event: string | symbol, ...given: unknown[]): boolean => {
      if (this.current !== null && event === 'data') return emit(event, this.take(given[0] as Buffer));
      if (this.current !== null && event === 'close') this.end()?.fail(connectionLost());
      return emit(event, ...given);
    };
  }

  /**
   * Sends these statements at once; answers the rows of each, in their order. The driver must wait for nothing: what it sends from now on is
   * answered behind them.
   */
  send(statements: readonly WireStatement[]): Promise<WireRow[][]> {
    if (this.current !== null) throw new Error('Broken promise: an exchange begins when the one before it has ended');
    if (this.socket.destroyed || !this.socket.writable) return Promise.reject(connectionLost());
    let prepares = false;
    for (const { text, parameters } of statements) {
      let name = this.names.get(text);
      if (name === undefined) {
        this.named += 1;
        name = `exchange${this.named}`;
        this.names.set(text, name);
        prepares = true;
        writeParse(name, text);
      }
      writeBind(name, parameters);
      writeExecute();
    }
    const message = takeMessage();
    return new Promise<WireRow[][]>((resolve, reject) => {
      this.current = new Exchange(resolve, (error) => {
        // A statement that was passed over was not prepared: all are prepared anew, under other names.
        if (prepares || PLAN_IS_GONE.has(codeOf(error))) this.names.clear();
        reject(error);
      });
      this.socket.write(message);
    });
  }

  private take(bytes: Buffer): Buffer {
    const rest = this.current!.take(bytes);
    if (this.current!.ended) this.end();
    return rest;
  }

  private end(): Exchange | null {
    const ended = this.current;
    this.current = null;
    return ended;
  }
}

/** The server has changed what a prepared statement answers, or does not know it: its tables were altered, a pooler took it away. */
const PLAN_IS_GONE = new Set<unknown>(['0A000', '26000']);

class Exchange {
  ended = false;
  private readonly results: WireRow[][] = [];
  private rows: WireRow[] = [];
  private failure: Error | null = null;
  private pending: Buffer | null = null;
  private readonly resolve: (results: WireRow[][]) => void;
  readonly fail: (error: Error) => void;

  constructor(resolve: (results: WireRow[][]) => void, fail: (error: Error) => void) {
    this.resolve = resolve;
    this.fail = fail;
  }

  /** Takes what came; answers what lies behind the end. */
  take(given: Buffer): Buffer {
    const bytes = this.pending === null ? given : Buffer.concat([this.pending, given]);
    let at = 0;
    while (bytes.length - at >= 5) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      const type = bytes[at];
      if (type === DATA_ROW) this.rows.push(readRow(bytes, at + 5));
      else if (type === COMMAND_COMPLETE) {
        this.results.push(this.rows);
        this.rows = [];
      } else if (type === ERROR) this.failure = readError(bytes, at + 5);
      else if (type === READY) {
        this.ended = true;
        if (this.failure === null) this.resolve(this.results);
        else this.fail(this.failure);
        return bytes.subarray(end);
      }
      at = end;
    }
    this.pending = at === bytes.length ? null : bytes.subarray(at);
    return NOTHING;
  }
}

function readRow(bytes: Buffer, start: number): WireRow {
  const columns = bytes.readUInt16BE(start);
  const row = new Array<string | null>(columns);
  let at = start + 2;
  for (let column = 0; column < columns; column += 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) row[column] = null;
    else {
      row[column] = bytes.toString('utf8', at, at + length);
      at += length;
    }
  }
  return row;
}

/** Fields of an error under the names that postgres.js gives them (protocol: "Error and Notice Message Fields"). */
const ERROR_FIELDS: Readonly<Record<string, string>> = {
  S: 'severity_local',
  V: 'severity',
  C: 'code',
  M: 'message',
  D: 'detail',
  H: 'hint',
  W: 'where',
  s: 'schema_name',
  t: 'table_name',
  c: 'column_name',
  n: 'constraint_name',
  R: 'routine',
};

function readError(bytes: Buffer, start: number): Error {
  const fields: Record<string, string> = {};
  for (let at = start; bytes[at] !== 0; ) {
    const end = bytes.indexOf(0, at);
    const name = ERROR_FIELDS[String.fromCharCode(bytes[at]!)];
    if (name !== undefined) fields[name] = bytes.toString('utf8', at + 1, end);
    at = end + 1;
  }
  return new (postgres.PostgresError as unknown as new (fields: object) => Error)(fields);
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

// One message is put together at a time, in one place for all connections.
let place = Buffer.allocUnsafe(64 * 1024);
let at = 0;

function takeMessage(): Buffer {
  need(SYNC.length);
  at += SYNC.copy(place, at);
  const message = Buffer.from(place.subarray(0, at));
  at = 0;
  return message;
}

function need(bytes: number): void {
  if (at + bytes <= place.length) return;
  const larger = Buffer.allocUnsafe(Math.max(2 * place.length, at + bytes));
  place.copy(larger, 0, 0, at);
  place = larger;
}

function writeParse(name: string, text: string): void {
  const lengthAt = open('P');
  writeName(name);
  writeText(text);
  need(3);
  place[at] = 0;
  place.writeUInt16BE(0, at + 1);
  at += 3;
  close(lengthAt);
}

function writeBind(name: string, parameters: readonly WireParameter[]): void {
  const lengthAt = open('B');
  writeName('');
  writeName(name);
  need(4);
  place.writeUInt16BE(0, at);
  place.writeUInt16BE(parameters.length, at + 2);
  at += 4;
  for (const parameter of parameters) {
    need(4);
    const parameterAt = at;
    at += 4;
    if (parameter === null) place.writeInt32BE(-1, parameterAt);
    else {
      writeText(typeof parameter === 'string' ? parameter : String(parameter));
      place.writeInt32BE(at - parameterAt - 4, parameterAt);
    }
  }
  need(2);
  place.writeUInt16BE(0, at);
  at += 2;
  close(lengthAt);
}

function writeExecute(): void {
  const lengthAt = open('E');
  writeName('');
  need(4);
  place.writeUInt32BE(0, at);
  at += 4;
  close(lengthAt);
}

function open(type: string): number {
  need(5);
  place[at] = type.charCodeAt(0);
  at += 5;
  return at - 4;
}

/** A message says how long it is, its type left out. */
function close(lengthAt: number): void {
  place.writeUInt32BE(at - lengthAt, lengthAt);
}

function writeName(name: string): void {
  writeText(name);
  need(1);
  place[at] = 0;
  at += 1;
}

/** Ids and numbers are short and plain: they are copied here, faster than by a call out of JavaScript. */
const SHORT = 40;

function writeText(text: string): void {
  need(3 * text.length);
  if (text.length <= SHORT) {
    let index = 0;
    for (; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) break;
      place[at + index] = code;
    }
    if (index === text.length) {
      at += index;
      return;
    }
  }
  at += place.write(text, at, 'utf8');
}
