/**
 * The clients of a bench that measures a server, in a process of their own (clients-program.ts): what asking costs is no cost of who answers. The server
 * stays in the process that starts these.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Contender } from './measure.ts';

/** What is asked of one server. */
export interface Questions {
  /** Says of whom the answers are, and is used once. */
  readonly name: string;
  /** Where requests are posted, over plain HTTP. */
  readonly url: string;
  /** Asked one after the other, round and round. */
  readonly requests: readonly ClientRequest[];
}

export interface ClientRequest {
  readonly token: string;
  /** JSON. `$NUMBER` in it becomes the number of the request: no other of the same questions has it. */
  readonly body: string;
  /** What every answer must hold; one without it, or with another status than 200, ends the run with an error. */
  readonly answer: string;
}

/** A closed loop: so many kept-alive connections, each with one request under way. */
export interface Load {
  readonly name: string;
  readonly inFlight: number;
  readonly seconds: number;
}

export type Outcome = { readonly answersPerSecond: number } | { readonly failure: string };

export interface Clients {
  /** Tells the clients what to ask; they keep it for whichever loads follow. */
  learn(questions: Questions): void;
  contender(name: string, inFlight: number): Contender;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./clients-program.ts', import.meta.url));

export function startClients(): Clients {
  const child: ChildProcess = fork(PROGRAM, {
    execArgv: [...process.execArgv, '--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  async function run(load: Load): Promise<number> {
    const answered = once(child, 'message') as Promise<[Outcome]>;
    child.send(load);
    const [outcome] = await answered;
    if ('failure' in outcome) throw new Error(outcome.failure);
    return outcome.answersPerSecond;
  }
  return {
    learn: (questions) => void child.send(questions),
    contender: (name, inFlight) => ({ name, rate: (seconds) => run({ name, inFlight, seconds }) }),
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
