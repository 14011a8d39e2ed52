/**
 * Which user of the operating system runs PostgreSQL. PostgreSQL refuses to run as root, and a container's only user is
 * often root, so a root process starts it as somebody else. No user is created for it: that would change the machine.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartFailure } from '../start-failure.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Null when this process can run PostgreSQL itself. For root: the owner of the cluster that is already there, else whoever
 * called sudo, else `postgres`, else `nobody`.
 */
export function chooseSystemUser(clusterFolder: string): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterFolder, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of [process.env.SUDO_USER, 'postgres', 'nobody']) {
    const user = name === undefined ? null : findUser(name);
    if (user !== null && user.uid !== 0) return user;
  }
  throw new StartFailure(
    'PostgreSQL does not run as root and this machine has neither a user postgres nor nobody: start as another user, or set DATABASE_URL.',
  );
}

function findUser(name: string): SystemUser | null {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

/** Whether `user` may enter every folder above `path` that exists. Root's home is usually closed to everyone else. */
export function canReach(path: string, user: SystemUser | null): boolean {
  if (user === null) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat !== undefined) {
      const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/** The part of spawn's options that changes the user. */
export function asUser(user: SystemUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}
