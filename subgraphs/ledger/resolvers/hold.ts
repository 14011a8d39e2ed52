import { requireCaller } from '../../serving/required-caller.ts';
import type { LedgerContext } from '../context.ts';
import type { HoldResolvers } from '../generated.ts';
import { maySeeHold } from '../reading/access.ts';
import { referenceTo } from '../reading/references.ts';
import type { HoldView } from '../store/reading/read-holds.ts';

/** The hold when the caller may see it. */
export async function seenHold(id: string, context: LedgerContext): Promise<HoldView | null> {
  const hold = await context.loaders.holds.load(id);
  if (hold === null) return null;
  return (await maySeeHold(requireCaller(context), context.loaders.persons, hold)) ? hold : null;
}

export const Hold: HoldResolvers = {
  __resolveReference: ({ id }, context) => seenHold(id, context),
  id: ({ holdId }) => holdId,
  member: ({ memberId }) => referenceTo(memberId),
  partner: ({ partnerId }) => referenceTo(partnerId),
};
