// Offers for some: shown so often and no more, activated by the member, and measured against those who were held back.
import { createHash } from 'node:crypto';
import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { CODE, DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { isHeldOut, reasonFor, standingsOfPerson } from '../domain/offer.ts';
import type { ActivateOfferInput, CreateOfferInput, ShowOffersInput } from '../generated.ts';
import { readPersons, readStanding, tierExists } from '../store/members.ts';
import {
  activate,
  countShown,
  insertOffer,
  insertOfferMembers,
  lockOffersOf,
  readAtPartners,
  readOffers,
  readOffersRunning,
} from '../store/offers.ts';
import { readProgramme } from '../store/programmes.ts';
import { agreeAsMaker, readFunding } from './funding.ts';
import {
  actingFor,
  DESCRIPTION,
  isMaker,
  once,
  readOwner,
  refuseMember,
  refusePartners,
  requirePeriod,
} from './once.ts';
import { readProgrammeMoney } from './read-money.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const MOST_NAMED = 10_000;
const MOST_TIERS = 20;
const TIERS_AT = ['input', 'segment', 'tiers'];
const MOST_DAYS = 3_650;
const DAY_MILLIS = 86_400_000;
const OFFER_AT = ['input', 'offerId'];

/** Makes an offer. Refusals: NOT_ALLOWED, INVALID_INPUT, INVALID_POINTS, INVALID_AMOUNT, UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, TIER_UNKNOWN, CURRENCY_NOT_ACCEPTED. */
export async function createOffer(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateOfferInput,
): Promise<Outcome<{ offerId: string }>> {
  if (!isMaker(caller))
    return refused(refuse('NOT_ALLOWED', 'Offers are for the operator and whole partners to make.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const description = check.text(input.description ?? '', ['input', 'description'], DESCRIPTION) || null;
  const { points, maxShown, shownDays, holdOutBasisPoints, startsAt, endsAt } = input;
  check.require(isPositivePoints(points), 'INVALID_POINTS', 'An offer gives at least one point.', ['input', 'points']);
  const given = input.segment;
  const members = [...new Set(given.memberIds.slice(0, MOST_NAMED).map((id) => id.toLowerCase()))].sort();
  const few = given.memberIds.length <= MOST_NAMED && members.every(isId);
  check.require(few, 'INVALID_INPUT', `At most ${MOST_NAMED} members are named, by their ids.`, [
    'input',
    'segment',
    'memberIds',
  ]);
  const within = (value: number | null | undefined, least: number, most: number, field: string): void =>
    check.require(
      value == null || (value >= least && value <= most),
      'INVALID_INPUT',
      `\`${field}\` is from ${least} to ${most}.`,
      ['input', field],
    );
  check.require(given.tiers.length <= MOST_TIERS, 'INVALID_INPUT', `At most ${MOST_TIERS} tiers are named.`, TIERS_AT);
  const tiers = [
    ...new Set(given.tiers.slice(0, MOST_TIERS).map((tier, at) => check.text(tier, [...TIERS_AT, String(at)], CODE))),
  ].sort();
  within(given.minPurchases, 1, 1_000_000, 'segment');
  within(given.lapsedDays, 1, MOST_DAYS, 'segment');
  within(maxShown, 1, 1_000, 'maxShown');
  within(shownDays, 1, MOST_DAYS, 'shownDays');
  within(holdOutBasisPoints, 0, 9_000, 'holdOutBasisPoints');
  const minMinor = readProgrammeMoney(input.minAmount, check, ['input', 'minAmount']);
  requirePeriod(check, startsAt, endsAt);
  const funding = readFunding(caller, input.funding, check);
  const partnerId = readOwner(caller, input.partnerId, check);
  check.require(partnerId !== null, 'INVALID_INPUT', '`partnerId` is missing.', ['input', 'partnerId']);
  const malformed = check.first();
  if (malformed !== null || partnerId === null) return refused(malformed ?? refuse('INVALID_INPUT', 'No partner.'));
  const { programmeId } = caller;
  const { minPurchases = null, lapsedDays = null, newHere } = given;
  const segment = { memberIds: members, minPurchases, lapsedDays, newHere, tiers };
  const currency = input.minAmount?.currency ?? null;
  const facts = { name, description, segment, points, funding };
  const limits = { partnerId, minMinor, currency, maxShown, shownDays, holdOutBasisPoints, startsAt, endsAt };
  return once(deps, caller, { command: 'createOffer', key, body: { ...facts, ...limits } }, async (tx, at) => {
    const payers = funding.map(({ funderId }) => funderId);
    const stranger =
      (await refusePartners(tx, programmeId, [partnerId], ['input', 'partnerId'])) ??
      (await refusePartners(tx, programmeId, payers, ['input', 'funding']));
    if (stranger !== null) return refused(stranger);
    for (const tier of tiers)
      if (!(await tierExists(tx.sql, programmeId, tier)))
        return refused(refuse('TIER_UNKNOWN', 'No such tier in this programme.', TIERS_AT));
    const programme = await readProgramme(deps.database.sql, programmeId, tx.sql);
    if (currency !== null && currency !== programme?.currency)
      return refused(
        refuse('CURRENCY_NOT_ACCEPTED', 'An offer counts in the programme currency.', ['input', 'minAmount']),
      );
    const offerId = deps.ids();
    const row = {
      ...{ offer_id: offerId, programme_id: programmeId, partner_id: partnerId, ...facts, min_minor: minMinor },
      ...{ max_shown: maxShown, shown_days: shownDays, hold_out_basis_points: holdOutBasisPoints },
      ...{ starts_at: startsAt, ends_at: endsAt },
      agreed_at: await agreeAsMaker(tx, caller, { subjectId: offerId, funding }, at),
    };
    await insertOffer(tx.sql, row, at);
    return accepted({ offerId });
  });
}

/**
 * The offers to show a member now, counted as shown: none more often than it may be, none to whom it is held back from. Whom an offer fits is settled when this
 * is asked first, for good, so that both arms are measured from the same moment. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE.
 */
export async function showOffers(
  deps: RewardsDeps,
  asker: Caller,
  input: ShowOffersInput,
): Promise<Outcome<{ memberId: string; offerIds: readonly string[] }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const { limit } = input;
  check.require(limit >= 1 && limit <= 100, 'INVALID_INPUT', '`limit` is from 1 to 100.', ['input', 'limit']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  return once(deps, caller, { command: 'showOffers', key, body: { memberId, limit } }, async (tx, at) => {
    const { sql } = tx;
    const absent = await refuseMember(tx, programmeId, memberId);
    if (absent !== null) return refused(absent);
    const offers = await readOffersRunning(sql, programmeId, at);
    const persons = await readPersons(sql, memberId);
    const here = new Map((await readAtPartners(sql, persons)).map((row) => [row.partner_id, row]));
    const { tier } = await readStanding(sql, programmeId, memberId, at.toISOString().slice(0, 10));
    const known = new Set((await lockOffersOf(sql, persons)).map((row) => row.offer_id));
    const fitting = offers
      .filter((offer) => !known.has(offer.offer_id))
      .flatMap((offer) => {
        const did = here.get(offer.partner_id);
        const atPartner = did === undefined ? null : { purchases: did.purchases, lastAt: did.last_at };
        const reason = reasonFor(offer.segment, { persons, tier }, atPartner, at);
        if (reason === null) return [];
        const heldOut = isHeldOut(offer.offer_id, memberId, offer.hold_out_basis_points, sha256);
        const arm = heldOut ? ('HELD_OUT' as const) : ('OFFERED' as const);
        return [{ offer_id: offer.offer_id, member_id: memberId, arm, reason, since: at }];
      });
    await insertOfferMembers(sql, fitting);
    const standing = new Map(
      standingsOfPerson(await lockOffersOf(sql, persons), memberId).map((row) => [row.offer_id, row]),
    );
    const shown = offers
      .flatMap((offer) => {
        const row = standing.get(offer.offer_id);
        if (row?.arm !== 'OFFERED' || row.activated_at !== null) return [];
        const anew =
          row.shown_since === null || at.getTime() >= row.shown_since.getTime() + offer.shown_days * DAY_MILLIS;
        const { offer_id, member_id } = row;
        return anew || row.shown < offer.max_shown ? [{ offer_id, member_id, anew }] : [];
      })
      .slice(0, limit);
    await countShown(sql, shown, at);
    return accepted({ memberId, offerIds: shown.map(({ offer_id }) => offer_id) });
  });
}

/** Activates an offer. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, OFFER_UNKNOWN, OFFER_UNAVAILABLE. */
export async function activateOffer(
  deps: RewardsDeps,
  asker: Caller,
  input: ActivateOfferInput,
): Promise<Outcome<{ memberId: string; offerId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const offerId = input.offerId.toLowerCase();
  return once(deps, caller, { command: 'activateOffer', key, body: { offerId, memberId } }, async (tx, at) => {
    const absent = await refuseMember(tx, caller.programmeId, memberId);
    if (absent !== null) return refused(absent);
    const [offer] = isId(offerId) ? await readOffers(tx.sql, [offerId]) : [];
    const standings = await lockOffersOf(tx.sql, await readPersons(tx.sql, memberId));
    const mine = standingsOfPerson(standings, memberId).find((row) => row.offer_id === offerId);
    if (offer?.programme_id !== caller.programmeId || mine?.arm !== 'OFFERED')
      return refused(refuse('OFFER_UNKNOWN', 'No such offer for this member.', OFFER_AT));
    if (mine.activated_at !== null || at >= offer.ends_at)
      return refused(refuse('OFFER_UNAVAILABLE', 'The offer is over, or was activated already.', OFFER_AT));
    await activate(tx.sql, offerId, mine.member_id, at);
    return accepted({ memberId, offerId });
  });
}
