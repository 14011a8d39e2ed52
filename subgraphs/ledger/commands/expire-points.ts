// The operator's sweep. It is remembered under its key when it is done: a repeated command sweeps again, finds little or nothing, and
// answers what the first one did.
import { type Caller, isOperator } from '../../serving/caller.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Reply } from '../domain/record.ts';
import type { SweepServices } from '../engine/sweep.ts';
import { sweepProgramme } from '../engine/sweep.ts';
import type { ExpirePointsInput } from '../generated.ts';
import { toRequest } from './ledger-command.ts';

export async function expirePoints(services: SweepServices, caller: Caller, input: ExpirePointsInput): Promise<Reply> {
  if (!isOperator(caller)) return { ok: false, refusal: refuse('NOT_ALLOWED', 'Sweeps are for the operator.') };
  const nothing = { kind: 'SWEEP', members: 0n, expired: 0n, confirmed: 0n, holds: 0n } as const;
  const asked = toRequest(caller, input, { kind: 'SWEEP', read: () => nothing });
  if ('refusal' in asked) return { ok: false, refusal: asked.refusal };
  const swept = await sweepProgramme(services, caller.programmeId, input.asOf ?? null);
  return services.engine.submit({ ...asked.request, instruction: { kind: 'SWEEP', ...swept } });
}
