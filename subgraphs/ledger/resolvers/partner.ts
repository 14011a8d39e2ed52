import { costOfPoints } from '../../partners/domain/rules/promotion-funding.ts';
import { mayActForPartner, mayActForWholePartner } from '../../serving/caller.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import { contractAt } from '../domain/reference.ts';
import type { PartnerResolvers } from '../generated.ts';
import { readOutstanding } from '../store/reading/read-outstanding.ts';
import { readTransactionsOfPartner } from '../store/reading/read-transactions-of-partner.ts';
import { toMoney } from './money.ts';
import { readTransactionPage, transactionConnection } from './pages.ts';
import { positionOf } from './position.ts';

/** The ledger's part of a partner: what it owes or is owed, and what happened at its tills. For the operator and the partner itself. */
export const Partner: PartnerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  position: ({ id }, _, context) => positionOf(id, context),
  outstanding: async ({ id }, _, context) => {
    const caller = requireProgrammeCaller(context);
    const reference = await context.loaders.programme();
    const partnerId = id.toLowerCase();
    if (!mayActForWholePartner(caller, partnerId) || !reference.partners.has(partnerId)) return null;
    const { points, members, lastExpiresOn } = await readOutstanding(context.reads.sql, caller.programmeId, partnerId);
    const now = context.deps.clock();
    let highest = 0n;
    for (const acceptorId of reference.partners.keys()) {
      const rate = contractAt(reference, acceptorId, now)?.reimbursementMicros ?? 0n;
      if (rate > highest) highest = rate;
    }
    const { currency, exponent } = reference.programme;
    return {
      points,
      members: Number(members),
      highestCost: toMoney(costOfPoints(points, highest, exponent), currency),
      lastExpiresOn,
    };
  },
  transactions: async ({ id }, args, context) => {
    const caller = requireProgrammeCaller(context);
    if (!isId(id) || !mayActForPartner(caller, id)) return null;
    const page = readTransactionPage(args);
    const rows = await readTransactionsOfPartner(context.reads.sql, {
      programmeId: caller.programmeId,
      partnerId: id,
      storeIds: caller.role === 'partner' ? caller.storeIds : [],
      before: page.before,
      limit: page.limit + 1,
    });
    return transactionConnection(rows, page);
  },
};
