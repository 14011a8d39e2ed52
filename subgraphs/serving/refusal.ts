// From a command's outcome to a payload: one place, so that every mutation answers in the same shape.
import type { Outcome, Refusal, RefusalCode } from '../shared/refusal.ts';
import { counter } from './figures.ts';

const refusals = counter('refusals_total', 'Refusals that were answered, those of repeated requests included.', [
  'code',
]);

/** `UserError` of schema/common.graphql. */
export interface UserErrorPayload {
  readonly code: RefusalCode;
  readonly message: string;
  readonly field: string[] | null;
}

/** A refusal as it is answered; it is counted here. */
export function toUserError(refusal: Refusal): UserErrorPayload {
  refusals.inc({ code: refusal.code });
  return {
    code: refusal.code,
    message: refusal.message,
    field: refusal.field === undefined ? null : [...refusal.field],
  };
}

/**
 * The payload of a mutation: what `whenOk` makes of the result, or `whenRefused` (every result field null) with the one
 * refusal in `userErrors`.
 */
export async function toPayload<Result, Fields extends object>(
  outcome: Outcome<Result>,
  whenOk: (result: Result) => Fields | Promise<Fields>,
  whenRefused: { readonly [Key in keyof Fields]: null },
): Promise<(Fields | { readonly [Key in keyof Fields]: null }) & { userErrors: UserErrorPayload[] }> {
  if (!outcome.ok) return { ...whenRefused, userErrors: [toUserError(outcome.refusal)] };
  return { ...(await whenOk(outcome.result)), userErrors: [] };
}
