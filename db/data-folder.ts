/** The data folder: made when missing, and known to be writable before anything else is done. */
import { constants } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartFailure, wordsOf } from './start-failure.ts';

/** Throws `StartFailure` with one sentence when nothing can be written there. */
export async function openDataFolder(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!(await stat(dataDir)).isDirectory()) throw new Error('it is a file');
  } catch (error) {
    throw new StartFailure(`The data folder ${dataDir} is not writable: ${wordsOf(error)}.`, { cause: error });
  }
}

/**
 * Makes the folder and those above it, for everyone to pass through. (`mkdir` with `recursive` never returns where mkdir
 * answers ENOENT, as /proc does.)
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) !== null) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // The database's user must pass through, whatever our umask says; what is inside protects itself.
  await chmod(path, 0o755);
}
