// A member's tier as it is shown: the standing, its progress, and what a purchase would do.

import type { AnySql } from '../../../db/client.ts';
import { badUserInput } from '../../serving/errors.ts';
import { counted } from '../../shared/counted.ts';
import { isId } from '../../shared/ids.ts';
import { formatAmount } from '../../shared/money.ts';
import {
  decideTier,
  firstStanding,
  progressSentence,
  type QualifyingDay,
  type TierLadder,
  type TierProgress,
  type TierStanding,
  tierProgress,
  windowStart,
} from '../domain/tiers.ts';
import { readKnownPartners } from '../store/memberships.ts';
import { type ProgrammeTerms, readProgramme } from '../store/programmes.ts';
import {
  type LadderTier,
  type PublishedLadder,
  readBroughtTiers,
  readLadder,
  readMemberTiers,
  readQualifying,
  sumLifetime,
  sumMergedLifetime,
} from '../store/tiers.ts';
import { standingBefore } from '../tiers/decide-members.ts';
import { dayIn } from '../tiers/programme-day.ts';

export interface TierView {
  readonly memberId: string;
  readonly ladder: PublishedLadder;
  readonly programme: ProgrammeTerms;
  readonly standing: TierStanding;
  readonly tier: LadderTier;
  readonly progress: TierProgress;
  readonly sentence: string;
}

interface TierState {
  readonly ladder: PublishedLadder;
  readonly programme: ProgrammeTerms;
  readonly today: string;
  readonly now: TierStanding;
  /** How it stood before today: what a purchase today is decided from. */
  readonly before: TierStanding;
  readonly days: readonly QualifyingDay[];
  readonly lifetime: bigint;
  /** Standings of members that were merged into it. */
  readonly brought: readonly TierStanding[];
}

/** The member's tier; null in a programme without tiers. */
export async function readTierView(
  sql: AnySql,
  programmeId: string,
  memberId: string,
  at: Date,
): Promise<TierView | null> {
  const state = await readState(sql, programmeId, memberId, at);
  return state === null ? null : viewOf(memberId, state, state.now, state.days);
}

/** The tier that a purchase today would leave the member with; null in a programme without tiers. Bad user input where it has no such partner. */
export async function previewTier(
  sql: AnySql,
  programmeId: string,
  memberId: string,
  at: Date,
  purchase: { readonly partnerId: string; readonly points: bigint; readonly spendMinor: bigint },
): Promise<TierView | null> {
  const { partnerId } = purchase;
  const isHere = isId(partnerId) && (await readKnownPartners(sql, programmeId, [partnerId])).size === 1;
  if (!isHere) throw badUserInput('No such partner in this programme.');
  const state = await readState(sql, programmeId, memberId, at);
  if (state === null) return null;
  const { ladder, today } = state;
  const same = (one: QualifyingDay): boolean => one.day === today && one.partnerId === purchase.partnerId;
  const known = state.days.find(same);
  const days = [
    ...state.days.filter((one) => !same(one)),
    {
      day: today,
      partnerId: purchase.partnerId,
      points: (known?.points ?? 0n) + purchase.points,
      spendMinor: (known?.spendMinor ?? 0n) + purchase.spendMinor,
      purchases: (known?.purchases ?? 0) + 1,
    },
  ];
  const after = decideTier(ladder, state.before, days, state.lifetime + purchase.points, today, state.brought);
  return viewOf(memberId, state, after, days);
}

async function readState(sql: AnySql, programmeId: string, memberId: string, at: Date): Promise<TierState | null> {
  const [ladder, programme] = [await readLadder(sql, programmeId), await readProgramme(sql, programmeId)];
  if (ladder === null || programme === null) return null;
  const today = dayIn(programme.timeZone, at);
  const row = (await readMemberTiers(sql, [memberId], false)).get(memberId);
  const first = firstStanding(ladder, today);
  const now = row ?? first;
  const starts = [today, now.until ?? today].map((day) => windowStart(ladder, day < today ? day : today));
  const days = (await readQualifying(sql, [memberId], starts.sort()[0] ?? today)).get(memberId) ?? [];
  const own = row?.lifetime ?? (await sumLifetime(sql, [memberId])).get(memberId) ?? 0n;
  const lifetime = own + ((await sumMergedLifetime(sql, [memberId])).get(memberId) ?? 0n);
  const brought = (await readBroughtTiers(sql, [memberId])).get(memberId) ?? [];
  return { ladder, programme, today, now, before: row ? standingBefore(row, today) : first, days, lifetime, brought };
}

function viewOf(
  memberId: string,
  { ladder, programme, today }: TierState,
  { tier: code, since, until, source }: TierStanding,
  days: readonly QualifyingDay[],
): TierView {
  const tier = ladder.tiers.find((one) => one.code === code) ?? (ladder.tiers[0] as LadderTier);
  const standing = { tier: tier.code, since, until, source };
  const progress = tierProgress(ladder, standing, days, today);
  const sentence = progressSentence(ladder, standing, progress, (quantity) => say(ladder, programme, quantity));
  return { memberId, ladder, programme, standing, tier, progress, sentence };
}

function say({ measure }: TierLadder, { currency }: ProgrammeTerms, quantity: bigint): string {
  switch (measure) {
    case 'POINTS':
      return counted(quantity, 'point');
    case 'SPEND':
      return `${formatAmount(quantity, currency)} ${currency}`;
    case 'VISITS':
      return counted(quantity, 'visit');
    case 'PARTNERS':
      return counted(quantity, 'partner');
  }
}
