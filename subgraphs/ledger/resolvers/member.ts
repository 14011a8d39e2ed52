import type { GraphQLResolveInfo } from 'graphql';
import { isOperator, mayActForMember, mayActForPartner } from '../../serving/caller.ts';
import type { PageArguments } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { createSelects } from '../../serving/selects.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import type { LedgerContext } from '../context.ts';
import type { MemberResolvers, MemberStatementResolvers } from '../generated.ts';
import { asSeenByMember } from '../reading/as-seen-by-member.ts';
import type { MemberPeriod } from '../reading/references.ts';
import type { WalletView } from '../reading/wallet-view.ts';
import { readTransactionsOfMember } from '../store/reading/read-transactions-of-member.ts';
import { readTransactionPage, transactionConnection } from './pages.ts';

/** Whether the caller may see a member's points, and there is such a member in its programme. */
async function isSeen(memberId: string, context: LedgerContext): Promise<boolean> {
  if (!mayActForMember(requireCaller(context), memberId)) return false;
  return (await context.loaders.wallets.load({ memberId, asOf: null })) !== null;
}

/** Whether a transaction's details are asked for: fields that are made of them (transaction.ts), and more of them for the operator. */
const selectsDetails = createSelects(new Set(['terminal', 'explanation']));
const selectsOperatorsDetails = createSelects(new Set(['allocation', 'debts', 'recoveries']));

/** A page of what happened to the points of a member that the caller may see. A partner gets its own tills. */
async function transactionsOf(
  memberId: string,
  period: Pick<MemberPeriod, 'from' | 'to'> | null,
  args: PageArguments,
  context: LedgerContext,
  info: GraphQLResolveInfo,
) {
  const caller = requireProgrammeCaller(context);
  const page = readTransactionPage(args);
  const { partnerId, frontEndOf } = caller;
  const atFrontEnd = frontEndOf === undefined ? null : { partnerId: frontEndOf, storeIds: [] };
  const records = await readTransactionsOfMember(context.reads, {
    programmeId: caller.programmeId,
    memberId,
    before: page.before,
    limit: page.limit + 1,
    at:
      partnerId !== null && mayActForPartner(caller, partnerId) ? { partnerId, storeIds: caller.storeIds } : atFrontEnd,
    period,
    withDetails: selectsDetails(info) || (isOperator(caller) && selectsOperatorsDetails(info)),
  });
  const seen = caller.role === 'member' ? await asSeenByMember(records, memberId, context.loaders) : records;
  return transactionConnection(seen, page);
}

/** The ledger's part of a member: points, and what happened to them. Who sees what: reading/access.ts. */
export const Member: MemberResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  wallet: async ({ id }, { asOf }, context) => {
    if (!mayActForMember(requireCaller(context), id)) return null;
    if (asOf != null && asOf > context.deps.clock()) throw badUserInput('`asOf` must not lie in the future.');
    return context.loaders.wallets.load({ memberId: id.toLowerCase(), asOf: asOf ?? null });
  },
  transactions: async ({ id }, args, context, info) => {
    const memberId = id.toLowerCase();
    if (!isId(memberId) || !mayActForMember(requireCaller(context), memberId)) return null;
    const [isKnown, transactions] = await Promise.all([
      isSeen(memberId, context),
      transactionsOf(memberId, null, args, context, info),
    ]);
    return isKnown ? transactions : null;
  },
  statement: async ({ id }, { from, to }, context) => {
    const memberId = id.toLowerCase();
    if (!(await isSeen(memberId, context))) return null;
    if (from > to) throw badUserInput('`from` must not lie after `to`.');
    if (to > context.deps.clock()) throw badUserInput('`to` must not lie in the future.');
    return { memberId, from, to };
  },
};

async function walletAt(memberId: string, asOf: Date, context: LedgerContext): Promise<WalletView> {
  const wallet = await context.loaders.wallets.load({ memberId, asOf });
  assert(wallet !== null, 'the member of a statement is seen');
  return wallet;
}

export const MemberStatement: MemberStatementResolvers = {
  opening: ({ memberId, from }, _, context) => walletAt(memberId, from, context),
  transactions: ({ memberId, from, to }, args, context, info) =>
    transactionsOf(memberId, { from, to }, args, context, info),
  closing: ({ memberId, to }, _, context) => walletAt(memberId, to, context),
};
