import { isMember, isOperator } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { readRowsOfMembers } from '../../serving/rows-of-member.ts';
import { isId } from '../../shared/ids.ts';
import type { RewardsContext } from '../context.ts';
import type { MemberResolvers } from '../generated.ts';
import { readBadgesOfMembers } from '../store/badges.ts';
import { readCircle, readCirclesOf } from '../store/circles.ts';
import { readMemberStatus } from '../store/members.ts';
import { readReferralCode } from '../store/referrals.ts';
import { readOpenInvitations } from '../store/surveys.ts';
import { listVouchersOfMembers } from '../store/vouchers.ts';
import { completionsOf, progressOf } from './mission.ts';
import { activatedOffersOf } from './offer.ts';

export const Member: MemberResolvers = {
  async rewardOrders(member, args, context) {
    const caller = requireCaller(context);
    if (!isOperator(caller) && !isMember(caller, member.id)) return null;
    const page = readPage(args, 'reward-order', 1);
    const after = page.after?.[0] ?? null;
    const found =
      after === null || isId(after)
        ? await context.loaders.ordersOfMember({ limit: page.limit + 1, after }).load(member.id)
        : null;
    const orders = found?.orders.filter((order) => order.programmeId === caller.programmeId) ?? [];
    return connectionOf(orders, page, (order) => [order.orderId]);
  },
  async vouchers(member, args, context) {
    const caller = requireCaller(context);
    if (!isOperator(caller) && !isMember(caller, member.id)) return null;
    const page = readPage(args, 'voucher', 1);
    const after = page.after?.[0] ?? null;
    const known = isId(member.id) && (after === null || isId(after));
    const persons = await context.loaders.persons.load(member.id);
    const rows = known ? await listVouchersOfMembers(context.reads.db, persons, { limit: page.limit + 1, after }) : [];
    const vouchers = rows.filter((voucher) => voucher.programmeId === caller.programmeId);
    return connectionOf(vouchers, page, (voucher) => [voucher.voucherId]);
  },
  missions(member, _, context) {
    const programmeId = ownProgramme(context, member.id);
    return programmeId === null ? null : progressOf(context, programmeId, member.id);
  },
  missionCompletions(member, { first }, context) {
    const programmeId = ownProgramme(context, member.id);
    const { limit } = readPage({ first }, 'mission-completion', 1);
    return programmeId === null ? null : completionsOf(context, programmeId, member.id, limit);
  },
  async badges(member, _, context) {
    if (ownProgramme(context, member.id) === null) return null;
    return readBadgesOfMembers(context.reads.sql, await context.loaders.persons.load(member.id));
  },
  referralCode: (member, _, context) =>
    ownProgramme(context, member.id) === null ? null : readReferralCode(context.reads.sql, member.id),
  // Read past the row scope, which shows no technical columns and not every table: so whose the member is, is asked first.
  async rewardsArchive(member, _, context) {
    const programmeId = ownProgramme(context, member.id);
    const { sql } = context.deps.database;
    if (programmeId === null || (await readMemberStatus(sql, programmeId, member.id)) === null) return null;
    return readRowsOfMembers(sql, 'rewards', await context.loaders.persons.load(member.id));
  },
  activatedOffers(member, _, context) {
    const programmeId = ownProgramme(context, member.id);
    return programmeId === null ? null : activatedOffersOf(context, programmeId, member.id);
  },
  async surveyInvitations(member, _, context) {
    const programmeId = ownProgramme(context, member.id);
    if (programmeId === null) return null;
    const persons = await context.loaders.persons.load(member.id);
    const open = await readOpenInvitations(context.reads.sql, persons, context.deps.clock());
    return open.filter((invitation) => invitation.programme_id === programmeId);
  },
  async circle(member, _, context) {
    const programmeId = ownProgramme(context, member.id);
    if (programmeId === null) return null;
    const { sql } = context.reads;
    const mine = (await readCirclesOf(sql, [member.id])).find(({ member_id }) => member_id === member.id);
    const circle = mine === undefined ? null : await readCircle(sql, mine.circle_id);
    return circle?.programme_id === programmeId ? circle : null;
  },
};

/** The caller's programme when it may see what is the member's own: the member and the operator. */
function ownProgramme(context: RewardsContext, memberId: string): string | null {
  const caller = requireCaller(context);
  return isId(memberId) && (isOperator(caller) || isMember(caller, memberId)) ? caller.programmeId : null;
}
