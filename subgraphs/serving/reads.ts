// What a request reads with: rows of its caller, and nothing else whatever is asked for (db/scoped-reads.ts).
import type { Database, Reads } from '../../db/client.ts';
import { NO_ROWS, type RowScope } from '../../db/row-scope.ts';
import { type Caller, isInProgramme, isOperator } from './caller.ts';

/** The rows that a caller may see at all; which of them it is shown, and how much of them, resolvers say. */
export function rowScopeOf(caller: Caller | null): RowScope {
  if (caller === null || !isInProgramme(caller)) return NO_ROWS;
  return {
    programmeId: caller.programmeId,
    wholeProgramme: isOperator(caller),
    partnerId: caller.partnerId,
    storeIds: caller.storeIds,
    memberId: caller.memberId,
  };
}

/** Reads for one caller. */
export function readsOf(database: Database, caller: Caller | null): Reads {
  return database.readAs(rowScopeOf(caller));
}
