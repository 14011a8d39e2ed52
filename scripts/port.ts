/** Ports to listen on, and the sentence for one that cannot be had. */
import { createServer } from 'node:net';
import { StartFailure, wordsOf } from '../db/start-failure.ts';

/**
 * Throws `StartFailure` when nothing can listen there. Asked before anything starts, so that a second start by mistake
 * does not make a database first; the gateway's own listening may still lose a race and says the same through `portFailure`.
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => reject(portFailure(error, host, port)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** The sentence for an error of `listen`. */
export function portFailure(error: unknown, host: string, port: number): StartFailure {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'EADDRINUSE':
      return new StartFailure(`Port ${port} is in use by another program: stop it, or choose another with PORT.`);
    case 'EACCES':
      return new StartFailure(`Port ${port} may only be opened by the administrator: choose another with PORT.`);
    default:
      return new StartFailure(`Nothing can listen on ${host} port ${port}: ${wordsOf(error)}.`);
  }
}
