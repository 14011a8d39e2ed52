// For resolvers: the caller, or the GraphQL error that says there is none.
import { type Caller, isInProgramme, type ProgrammeCaller } from './caller.ts';
import { forbidden, unauthenticated } from './errors.ts';

interface Called {
  readonly caller: Caller | null;
}

/** The caller. Throws `UNAUTHENTICATED` when there is none. */
export function requireCaller({ caller }: Called): Caller {
  if (caller === null) throw unauthenticated();
  return caller;
}

/** The caller inside a programme. Throws `UNAUTHENTICATED`, or `FORBIDDEN` for the platform. */
export function requireProgrammeCaller(context: Called): ProgrammeCaller {
  const caller = requireCaller(context);
  if (!isInProgramme(caller)) throw forbidden('This needs a caller of a programme.');
  return caller;
}
