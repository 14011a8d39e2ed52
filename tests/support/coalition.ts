/**
 * A coalition written straight into the database, for tests of the ledger: programme, partners with a contract and a store each, members.
 * Every test makes its own, so that tests never meet.
 */
import { v7 } from 'uuid';
import type { Sql } from '../../db/client.ts';
import { identityRow } from './personal-data.ts';

export interface ContractFields {
  readonly validFrom?: Date;
  readonly issuer?: boolean;
  readonly acceptor?: boolean;
  readonly fundingModel?: 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION';
  readonly earnPoints?: bigint;
  /** Minor units that earn `earnPoints`; 100 unless told: one point per euro. */
  readonly earnPerMinor?: bigint;
  readonly earnRounding?: 'DOWN' | 'HALF_UP' | 'UP';
  readonly pendingDays?: number;
  readonly refundShortfall?: 'MEMBER_DEBT' | 'ISSUER_ABSORBS';
  readonly expiryModel?: 'NONE' | 'ROLLING' | 'FIXED' | 'INACTIVITY';
  readonly expiryMonths?: number;
  readonly expiryRounding?: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR';
  readonly expiryMonthDay?: string;
  readonly lateSubmissionDays?: number | null;
  readonly netDebitCapMinor?: bigint | null;
  readonly capMode?: 'ALERT' | 'BLOCK_ISSUE' | 'BLOCK_ALL';
  readonly purchaseCurrency?: string;
}

export interface TestPartner {
  readonly partnerId: string;
  readonly storeId: string;
  readonly contractVersionId: string;
}

export interface Coalition {
  readonly programmeId: string;
  partner(name: string, contract?: ContractFields): Promise<TestPartner>;
  /** Another version of a partner's contract. */
  sign(partnerId: string, version: number, contract: ContractFields): Promise<string>;
  store(partnerId: string, hours?: { readonly opensAt?: Date; readonly closesAt?: Date }): Promise<string>;
  member(status?: 'ACTIVE' | 'SUSPENDED' | 'CLOSED'): Promise<string>;
  members(count: number): Promise<string[]>;
  identity(memberId: string, kind: string, value: string): Promise<void>;
}

/** Makes a programme in EUR and gives the means to fill it. `sql` is the owner's. */
export async function makeCoalition(
  sql: Sql,
  options: { readonly timeZone?: string; readonly spendingOrder?: 'SOONEST_EXPIRY' | 'OLDEST_FIRST' } = {},
): Promise<Coalition> {
  const programmeId = v7();
  const { timeZone = 'Europe/Berlin', spendingOrder = 'SOONEST_EXPIRY' } = options;
  await sql`
    INSERT INTO partners.programme (programme_id, code, name, currency, exponent, time_zone, spending_order, restore_grace_days, created_at)
    VALUES (${programmeId}, ${programmeId}, 'Test', 'EUR', 2, ${timeZone}, ${spendingOrder}, 30, now())`;

  const sign = async (partnerId: string, version: number, terms: ContractFields): Promise<string> => {
    const contractVersionId = v7();
    const acceptor = terms.acceptor ?? true;
    const expiryModel = terms.expiryModel ?? 'ROLLING';
    const months = expiryModel === 'ROLLING' || expiryModel === 'INACTIVITY' ? (terms.expiryMonths ?? 24) : null;
    await sql`
      INSERT INTO partners.contract ${sql({
        contract_version_id: contractVersionId,
        programme_id: programmeId,
        partner_id: partnerId,
        version,
        valid_from: terms.validFrom ?? new Date('2020-01-01T00:00:00Z'),
        issuer: terms.issuer ?? true,
        acceptor,
        funding_model: terms.fundingModel ?? 'OPERATOR_POOL',
        issue_price_micros: 10_000n,
        reserve_rate_micros: 8_500n,
        service_fee_micros: 500n,
        reimbursement_micros: acceptor ? 8_000n : null,
        clearing_fee_basis_points: 100,
        own_brand_fee_exempt: true,
        expiry_share_basis_points: 5000,
        refund_shortfall: terms.refundShortfall ?? 'MEMBER_DEBT',
        purchase_currency: terms.purchaseCurrency ?? 'EUR',
        earn_points: terms.earnPoints ?? 1n,
        earn_per_minor: terms.earnPerMinor ?? 100n,
        earn_rounding: terms.earnRounding ?? 'DOWN',
        pending_days: terms.pendingDays ?? 0,
        expiry_model: expiryModel,
        expiry_months: months,
        expiry_rounding: terms.expiryRounding ?? 'MONTH',
        expiry_month_day: expiryModel === 'FIXED' ? (terms.expiryMonthDay ?? '12-31') : null,
        late_submission_days: terms.lateSubmissionDays === undefined ? 30 : terms.lateSubmissionDays,
        net_debit_cap_minor: terms.netDebitCapMinor ?? null,
        cap_mode: terms.capMode ?? 'ALERT',
        signed_at: new Date(),
      })}`;
    return contractVersionId;
  };
  const store: Coalition['store'] = async (partnerId, hours = {}) => {
    const storeId = v7();
    await sql`
      INSERT INTO partners.store (store_id, programme_id, partner_id, code, name, opens_at, closes_at, added_at)
      VALUES (${storeId}, ${programmeId}, ${partnerId}, ${storeId}, 'Store', ${hours.opensAt ?? null}, ${hours.closesAt ?? null}, now())`;
    return storeId;
  };
  const members: Coalition['members'] = async (count) => {
    const ids = Array.from({ length: count }, () => v7());
    await sql`
      INSERT INTO members.member (member_id, programme_id, locale, status, enrolled_at, status_changed_at)
      SELECT member_id, ${programmeId}::uuid, 'en', 'ACTIVE', now(), now() FROM unnest(${ids}::uuid[]) AS member_id`;
    return ids;
  };
  return {
    programmeId,
    sign,
    store,
    members,
    async partner(name, contract = {}) {
      const partnerId = v7();
      await sql`
        INSERT INTO partners.partner (partner_id, programme_id, code, name, registered_at)
        VALUES (${partnerId}, ${programmeId}, ${partnerId}, ${name}, now())`;
      return { partnerId, contractVersionId: await sign(partnerId, 1, contract), storeId: await store(partnerId) };
    },
    async member(status = 'ACTIVE') {
      const [memberId] = await members(1);
      if (status !== 'ACTIVE') await sql`UPDATE members.member SET status = ${status} WHERE member_id = ${memberId!}`;
      return memberId!;
    },
    async identity(memberId, kind, value) {
      await sql`INSERT INTO members.identity ${sql(identityRow(v7(), programmeId, memberId, kind, value))}`;
    },
  };
}
