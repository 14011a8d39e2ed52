/** Runs one of the project's scripts as its users do: a process of its own, with its output kept. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface RunningScript {
  readonly pid: number;
  /** What it has printed so far, both streams. */
  output(): string;
  /** Resolves when the text has been printed; rejects when the script ends without it. */
  printed(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<ScriptEnd>;
}

export interface ScriptEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Starts `scripts/<name>.ts`, inside a test; it is killed when the test ends. The options' variables of the surroundings are not inherited. */
export function spawnScript(
  name: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): RunningScript {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever becomes of the test, no process is left behind.
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const heard = () => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<ScriptEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    output: () => stdout + stderr,
    signal: (signal) => void child.kill(signal),
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!`${stdout}${stderr}`.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        ended.then(() => reject(new Error(`It ended without printing "${text}":\n${stdout}${stderr}`)), reject);
      }),
  };
}
