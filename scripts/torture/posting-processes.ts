/** The posting processes: asking one of them, killing one of them. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import type { Answered } from './posting-process.ts';

const PROGRAM = fileURLToPath(new URL('./posting-process.ts', import.meta.url));
const LANES = 2;

/** Nobody knows what became of the request: the process died, or says that it failed, or says nothing. */
export class NoAnswer extends Error {}

export interface PostingProcesses {
  /** Asks one of them. Throws NoAnswer. */
  ask(process: number, request: LedgerRequest): Promise<Reply>;
  /** How many ended without having been killed, with what they ended with. */
  readonly fallen: readonly string[];
  /** Kills one outright and puts another in its place. Resolves when that is ready. */
  kill(process: number): Promise<void>;
  stop(): void;
}

interface Worker {
  readonly child: ChildProcess;
  readonly waiting: Map<number, { resolve(reply: Reply): void; reject(error: NoAnswer): void }>;
}

export async function startPostingProcesses(
  url: string,
  count: number,
  patienceMillis: number,
): Promise<PostingProcesses> {
  let asked = 0;
  let stopped = false;
  const fallen: string[] = [];
  const start = async (index: number): Promise<Worker> => {
    const child = fork(PROGRAM, [url, String(index * LANES)], {
      execArgv: [...process.execArgv, '--import', 'tsx'],
      // Big integers, dates and bytes cross as they are.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const worker: Worker = { child, waiting: new Map() };
    child.on('exit', (code, signal) => {
      if (signal !== 'SIGKILL') {
        fallen.push(`a posting process ended by itself, with ${code ?? signal}`);
        if (!stopped) void start(index).then((another) => (workers[index] = another));
      }
      for (const { reject } of worker.waiting.values()) reject(new NoAnswer('the process died'));
      worker.waiting.clear();
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('error', reject);
      child.once('exit', () =>
        stopped ? resolve() : reject(new Error('A posting process ended before it was ready.')),
      );
    });
    child.on('message', (answered: Answered) => {
      const waiting = worker.waiting.get(answered.id);
      worker.waiting.delete(answered.id);
      if ('reply' in answered) waiting?.resolve(answered.reply);
      else waiting?.reject(new NoAnswer(`a fault: ${answered.fault}`));
    });
    return worker;
  };
  const workers = await Promise.all(Array.from({ length: count }, (_, index) => start(index)));

  return {
    fallen,
    ask(index, request) {
      const worker = workers[index % count]!;
      const id = ++asked;
      return new Promise<Reply>((resolve, reject) => {
        const timer = setTimeout(() => {
          worker.waiting.delete(id);
          reject(new NoAnswer('it said nothing in time'));
        }, patienceMillis);
        worker.waiting.set(id, {
          resolve(reply) {
            clearTimeout(timer);
            resolve(reply);
          },
          reject(error) {
            clearTimeout(timer);
            reject(error);
          },
        });
        if (!worker.child.connected) worker.waiting.get(id)!.reject(new NoAnswer('the process is not there'));
        else
          worker.child.send(
            { id, request },
            (error) => error && worker.waiting.get(id)?.reject(new NoAnswer('the process is gone')),
          );
      });
    },
    async kill(index) {
      const { child } = workers[index % count]!;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
      workers[index % count] = await start(index % count);
    },
    stop() {
      stopped = true;
      for (const { child } of workers) child.kill('SIGKILL');
    },
  };
}
