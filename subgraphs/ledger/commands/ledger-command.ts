// From a mutation's input to the ledger's answer: read the input, ask the engine.
//
// Refusals before the ledger are two: a caller outside any programme, and an idempotency key that cannot be one. They are remembered
// nowhere. Everything else, malformed input included, is remembered under its key by the engine.
import { isAdministrator } from '../../serving/audit-trail.ts';
import { isSubgraph } from '../../serving/call-subgraph.ts';
import { type Caller, isInProgramme, keySpaceOf } from '../../serving/caller.ts';
import { requestHash } from '../../serving/idempotency.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import type { Reply } from '../domain/record.ts';
import type { Actor, Instruction, Rejected } from '../domain/requests.ts';
import type { TrailedRequest } from '../engine/batch-trail.ts';
import type { PostingEngine } from '../engine/posting-engine.ts';

export interface LedgerCommand<Input> {
  /** Kind under which the transaction, or the refusal, is kept. */
  readonly kind: Rejected['of'];
  /** The scope that this input needs beyond the mutation's own; null is none. */
  readonly scopeFor?: (input: Input) => string | null;
  /** Reads the input; what is wrong goes to `check`, and the instruction then does not count. `at` is the path of the input. */
  readonly read: (input: Input, check: InputCheck, at: readonly string[]) => Instruction;
}

/** The request that an input stands for, or why it cannot even be remembered. */
export function toRequest<Input extends { readonly idempotencyKey: string }>(
  caller: Caller,
  input: Input,
  { kind, read, scopeFor }: LedgerCommand<Input>,
): { readonly request: TrailedRequest } | { readonly refusal: Refusal } {
  if (!isInProgramme(caller)) return { refusal: refuse('NOT_ALLOWED', 'This needs a caller of a programme.') };
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return { refusal: key.refusal };
  const check = createInputCheck();
  const scope = scopeFor?.(input) ?? null;
  check.require(scope === null || caller.scopes.includes(scope), 'NOT_ALLOWED', `This needs the scope ${scope}.`, [
    'input',
  ]);
  const instruction = read(input, check, ['input']);
  const refusal = check.first();
  const storeId = 'storeId' in instruction ? (instruction.storeId ?? null) : null;
  const { idempotencyKey: _, ...body } = input;
  return {
    request: {
      programmeId: caller.programmeId,
      keySpace: keySpaceOf(caller),
      key: key.text,
      hash: requestHash(kind, body),
      actor: actorOf(caller),
      instruction: refusal === null ? instruction : { kind: 'REJECTED', of: kind, refusal, storeId },
      ...(isAdministrator(caller) && !isSubgraph(caller) ? { administrator: caller } : {}),
    },
  };
}

/** Asks the ledger. */
export async function ask<Input extends { readonly idempotencyKey: string }>(
  engine: PostingEngine,
  caller: Caller,
  input: Input,
  command: LedgerCommand<Input>,
): Promise<Reply> {
  const asked = toRequest(caller, input, command);
  return 'refusal' in asked ? { ok: false, refusal: asked.refusal } : engine.submit(asked.request);
}

export function actorOf(caller: Caller): Actor {
  return {
    role: caller.role === 'operator' || caller.role === 'partner' ? caller.role : 'member',
    partnerId: caller.partnerId?.toLowerCase() ?? null,
    storeIds: caller.storeIds.map((id) => id.toLowerCase()),
    memberId: caller.memberId?.toLowerCase() ?? null,
    subject: caller.subject,
  };
}
