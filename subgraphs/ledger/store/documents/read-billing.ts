import type { AnySql } from '../../../../db/client.ts';
import type { VatTreatment } from '../../domain/files/invoices.ts';

/** Who somebody is to banks and tax offices, as partners publishes it: the latest version. */
export interface BillingRow {
  /** Null is the operator. */
  readonly partnerId: string | null;
  readonly legalName: string;
  readonly street: string | null;
  readonly buildingNumber: string | null;
  readonly postCode: string | null;
  readonly town: string;
  readonly country: string;
  readonly vatId: string | null;
  readonly registrationId: string | null;
  readonly iban: string | null;
  readonly accountNumber: string | null;
  readonly bic: string | null;
  readonly endpointId: string | null;
  readonly endpointScheme: string | null;
}

/** Everybody's of a programme. */
export async function readBilling(sql: AnySql, programmeId: string): Promise<readonly BillingRow[]> {
  return sql<BillingRow[]>`
    SELECT partner_id AS "partnerId", legal_name AS "legalName", street, building_number AS "buildingNumber", post_code AS "postCode", town,
           country, vat_id AS "vatId", registration_id AS "registrationId", iban, account_number AS "accountNumber", bic,
           endpoint_id AS "endpointId", endpoint_scheme AS "endpointScheme"
    FROM partners.billing_reference WHERE programme_id = ${programmeId}`;
}

/** How both sides' supplies under a contract are taxed; null where the contract says nothing. */
export interface VatTermsRow {
  readonly partnerId: string;
  readonly operator: VatTreatment | null;
  readonly partner: VatTreatment | null;
  readonly selfBilling: boolean;
}

interface Columns {
  readonly partnerId: string;
  readonly operatorCategory: VatTreatment['category'] | null;
  readonly operatorRate: number | null;
  readonly operatorReason: string | null;
  readonly partnerCategory: VatTreatment['category'] | null;
  readonly partnerRate: number | null;
  readonly partnerReason: string | null;
  readonly selfBilling: boolean;
}

/** By the contracts in force at an instant. */
export async function readVatTerms(sql: AnySql, programmeId: string, at: Date): Promise<readonly VatTermsRow[]> {
  const rows = await sql<Columns[]>`
    SELECT partner_id AS "partnerId", operator_vat_category AS "operatorCategory", operator_vat_rate_basis_points AS "operatorRate",
           operator_vat_exemption_reason AS "operatorReason", partner_vat_category AS "partnerCategory",
           partner_vat_rate_basis_points AS "partnerRate", partner_vat_exemption_reason AS "partnerReason", self_billing AS "selfBilling"
    FROM partners.contract_terms
    WHERE programme_id = ${programmeId} AND valid_from <= ${at} AND (valid_until IS NULL OR valid_until > ${at})`;
  return rows.map((row) => ({
    partnerId: row.partnerId,
    selfBilling: row.selfBilling,
    operator: treatment(row.operatorCategory, row.operatorRate, row.operatorReason),
    partner: treatment(row.partnerCategory, row.partnerRate, row.partnerReason),
  }));
}

function treatment(
  category: VatTreatment['category'] | null,
  rate: number | null,
  reason: string | null,
): VatTreatment | null {
  if (category === null) return null;
  return { category, rateBasisPoints: BigInt(rate ?? 0), ...(reason === null ? {} : { exemptionReason: reason }) };
}
