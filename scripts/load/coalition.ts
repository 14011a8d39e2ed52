/**
 * A coalition written straight into the reference tables, for benches and for the torture: partners, one contract and one store each,
 * members that are named by their ids. As the owner of the database; what happens then goes through the posting engine like everything else.
 *
 * Terms are the same for every partner unless told: one point per currency unit, 1 cent a point (0.8 set aside, 0.2 service fee), 0.8 of its price
 * paid to who accepts it. Round on purpose: bulk history can then be added up in SQL.
 */
import { v7 } from 'uuid';
import type { Sql } from '../../db/client.ts';

export interface LoadPartner {
  readonly partnerId: string;
  readonly storeId: string;
  readonly contractVersionId: string;
}

export interface LoadCoalition {
  readonly programmeId: string;
  readonly partners: readonly LoadPartner[];
  readonly memberIds: readonly string[];
}

/** What a test or the torture wants other than the usual contract; the partner is numbered from 0. */
export interface ContractChange {
  readonly fundingModel?: 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION';
  readonly netDebitCapMinor?: bigint;
  readonly capMode?: 'ALERT' | 'BLOCK_ISSUE' | 'BLOCK_ALL';
  readonly refundShortfall?: 'MEMBER_DEBT' | 'ISSUER_ABSORBS';
  readonly expiryMonths?: number;
  readonly expiryModel?: 'NONE' | 'ROLLING' | 'INACTIVITY';
  /** What a point costs, in millionths of a euro: a multiple of ten. */
  readonly issuePriceMicros?: bigint;
}

export interface CoalitionSize {
  readonly partners: number;
  readonly members: number;
  readonly contract?: (partner: number) => ContractChange;
}

/** Writes the coalition and answers its ids. `sql` is the owner's. */
export async function writeCoalition(sql: Sql, size: CoalitionSize): Promise<LoadCoalition> {
  const programmeId = v7();
  await sql`
    INSERT INTO partners.programme (programme_id, code, name, currency, exponent, time_zone, spending_order, restore_grace_days, created_at)
    VALUES (${programmeId}, ${`load-${programmeId}`}, 'Load', 'EUR', 2, 'Europe/Berlin', 'OLDEST_FIRST', 30, now())`;
  const partners = Array.from({ length: size.partners }, () => ({
    partnerId: v7(),
    storeId: v7(),
    contractVersionId: v7(),
  }));
  for (const [index, { partnerId, storeId, contractVersionId }] of partners.entries()) {
    const terms = size.contract?.(index) ?? {};
    const price = terms.issuePriceMicros ?? 10_000n;
    const reserve = (price * 8n) / 10n;
    await sql`
      INSERT INTO partners.partner (partner_id, programme_id, code, name, registered_at)
      VALUES (${partnerId}, ${programmeId}, ${`p${index}`}, ${`Partner ${index}`}, now())`;
    await sql`
      INSERT INTO partners.contract (contract_version_id, programme_id, partner_id, version, valid_from, issuer, acceptor, funding_model,
        issue_price_micros, reserve_rate_micros, service_fee_micros, reimbursement_micros, clearing_fee_basis_points, own_brand_fee_exempt,
        expiry_share_basis_points, refund_shortfall, purchase_currency, earn_points, earn_per_minor, earn_rounding, pending_days,
        expiry_model, expiry_months, expiry_rounding, late_submission_days, net_debit_cap_minor, cap_mode, signed_at)
      VALUES (${contractVersionId}, ${programmeId}, ${partnerId}, 1, '2020-01-01Z', true, true, ${terms.fundingModel ?? 'OPERATOR_POOL'},
        ${price}, ${reserve}, ${price - reserve}, ${reserve}, 150, true, 0, ${terms.refundShortfall ?? 'MEMBER_DEBT'}, 'EUR', 1, 100, 'DOWN', 0,
        ${terms.expiryModel ?? 'NONE'}, ${terms.expiryMonths ?? null}, 'MONTH', NULL, ${terms.netDebitCapMinor ?? null},
        ${terms.capMode ?? 'ALERT'}, now())`;
    await sql`
      INSERT INTO partners.store (store_id, programme_id, partner_id, code, name, added_at)
      VALUES (${storeId}, ${programmeId}, ${partnerId}, ${`s${index}`}, ${`Store ${index}`}, now())`;
  }
  const memberIds = Array.from({ length: size.members }, () => v7());
  for (let from = 0; from < memberIds.length; from += 20_000) {
    const some = memberIds.slice(from, from + 20_000);
    await sql`
      INSERT INTO members.member (member_id, programme_id, locale, status, enrolled_at, status_changed_at)
      SELECT member_id, ${programmeId}, 'en', 'ACTIVE', now(), now() FROM unnest(${some}::uuid[]) AS member_id`;
  }
  return { programmeId, partners, memberIds };
}
