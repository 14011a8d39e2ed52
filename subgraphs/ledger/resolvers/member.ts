import { mayActForMember, mayActForPartner } from '../../serving/caller.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import type { MemberResolvers } from '../generated.ts';
import { asSeenByMember } from '../reading/as-seen-by-member.ts';
import { readTransactionsOfMember } from '../store/reading/read-transactions-of-member.ts';
import { readTransactionPage, transactionConnection } from './pages.ts';

/** The ledger's part of a member: points, and what happened to them. Who sees what: reading/access.ts. */
export const Member: MemberResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  wallet: async ({ id }, { asOf }, context) => {
    if (!mayActForMember(requireCaller(context), id)) return null;
    if (asOf != null && asOf > context.deps.clock()) throw badUserInput('`asOf` must not lie in the future.');
    return context.loaders.wallets.load({ memberId: id.toLowerCase(), asOf: asOf ?? null });
  },
  transactions: async ({ id }, args, context) => {
    const caller = requireProgrammeCaller(context);
    if (!mayActForMember(caller, id)) return null;
    const page = readTransactionPage(args);
    const memberId = id.toLowerCase();
    // Of another programme, or of none: nothing, as for its wallet.
    if ((await context.loaders.wallets.load({ memberId, asOf: null })) === null) return null;
    const { partnerId } = caller;
    const rows = await readTransactionsOfMember(context.deps.database.sql, {
      programmeId: caller.programmeId,
      memberId,
      before: page.before,
      limit: page.limit + 1,
      at: partnerId !== null && mayActForPartner(caller, partnerId) ? { partnerId, storeIds: caller.storeIds } : null,
    });
    const seen = caller.role === 'member' ? await asSeenByMember(rows, memberId, context.loaders) : rows;
    return transactionConnection(seen, page);
  },
};
