// Who may ask for what: the first of the published refusals, before even a used key is looked at.
import type { Refusal } from '../../shared/refusal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Batch } from './batch.ts';
import { checkMayActAtStore } from './checks.ts';
import type { Actor, Instruction } from './requests.ts';

/**
 * NOT_ALLOWED when the caller may not ask for this, whatever else is the matter with it; else null. What hangs on a transaction or a hold
 * that is named is not decided here: of others' there is nothing to see, so they are unknown.
 */
export function checkMayAsk(batch: Batch, actor: Actor, instruction: Instruction): Refusal | null {
  switch (instruction.kind) {
    case 'PURCHASE':
    case 'REDEMPTION':
    case 'AUTHORISATION':
      return checkMayActAtStore(batch, actor, instruction.storeId);
    case 'RETURN':
      if (instruction.storeId !== null) return checkMayActAtStore(batch, actor, instruction.storeId);
      return isOperator(actor) ? null : refuse('NOT_ALLOWED', 'A return belongs to a store.', ['input', 'storeId']);
    case 'REJECTED':
      return instruction.storeId == null ? null : checkMayActAtStore(batch, actor, instruction.storeId);
    case 'TRANSFER':
      return isOperator(actor) || (actor.role === 'member' && actor.memberId === instruction.fromMemberId)
        ? null
        : refuse('NOT_ALLOWED', 'A member may give away its own points only.', ['input', 'fromMemberId']);
    case 'GRANT':
      return isOperator(actor) ? null : refuse('NOT_ALLOWED', 'Grants are for the operator.');
    case 'PROPOSAL':
    case 'ADJUSTMENT':
      return isOperator(actor) ? null : refuse('NOT_ALLOWED', 'Adjustments are for the operator.');
    case 'MEMBERSHIP_FEE':
    case 'MEMBERSHIP_REFUND':
      return isOperator(actor) ? null : refuse('NOT_ALLOWED', 'Fees of memberships are posted by the programme.');
    case 'BENEFIT':
      return isOperator(actor) ? null : refuse('NOT_ALLOWED', 'Benefits of members are posted by the programme.');
    case 'REVERSAL':
      return isOperator(actor) ? null : refuse('NOT_ALLOWED', 'Reversals are for the operator.');
    default:
      return null;
  }
}

function isOperator(actor: Actor): boolean {
  return actor.role === 'operator';
}
