import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command of these lines, in a process of its own, and asks it to stop when it says that it is up. */
async function stopped(lines: string): Promise<{ code: number | null; said: string }> {
  const program = `import { runCommand } from './scripts/run-command.ts';
    await runCommand(async (shutdown) => { ${lines} });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    if (said === 'up\n') child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said };
}

test('a command that never ends by itself ends when it is asked to, with what it opened closed', async () => {
  const ended = await stopped(`
    setInterval(() => {}, 1_000);
    await shutdown.add(async () => console.log('closed'));
    console.log('up');
    await new Promise(() => {});`);
  expect(ended).toEqual({ code: 0, said: 'up\nclosed\n' });
});

test('a command that was asked to stop may say a last word', async () => {
  const ended = await stopped(`
    const alive = setInterval(() => {}, 1_000);
    console.log('up');
    await shutdown.stopped;
    clearInterval(alive);
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log('the last word');`);
  expect(ended).toEqual({ code: 0, said: 'up\nthe last word\n' });
});
