/**
 * The database of a command: the server that DATABASE_URL names, else an embedded one in the data folder; migrated either way.
 */
import { openDataFolder } from '../db/data-folder.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import type { DatabaseChoice } from './options.ts';
import type { Shutdown } from './shutdown.ts';

export interface ReadyDatabase {
  /** For `openDatabase({ url, role })`. */
  readonly url: string;
  /** Migrations that this start applied. */
  readonly applied: readonly string[];
  /** Resolves when the embedded server has ended, asked or not; never for a server of its own. */
  readonly ended: Promise<void>;
}

/**
 * Opens and migrates. Throws `StartFailure` with one sentence; whatever was started is closed by `shutdown`.
 * @param tell receives sentences worth knowing
 */
export async function readyDatabase(
  choice: DatabaseChoice,
  shutdown: Shutdown,
  tell: (sentence: string) => void,
): Promise<ReadyDatabase> {
  if (choice.databaseUrl !== null) {
    await openDataFolder(choice.dataDir);
    const { applied } = await migrate({ url: choice.databaseUrl });
    return { url: choice.databaseUrl, applied, ended: new Promise(() => {}) };
  }
  const server = await startEmbeddedPostgres({ dataDir: choice.dataDir, tell });
  await shutdown.add(() => server.stop());
  const { applied } = await migrate({ url: server.socketUrl });
  return { url: server.socketUrl, applied, ended: server.ended };
}
