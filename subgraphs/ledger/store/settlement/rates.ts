import type { AnySql } from '../../../../db/client.ts';
import type { ExchangeRate } from '../../domain/exchange-rates.ts';

/** A rate, and the proposal to finalise a window that it came with. */
export interface RateRow extends ExchangeRate {
  readonly proposalId: string;
}

export async function insertRates(
  sql: AnySql,
  proposal: { readonly proposalId: string; readonly programmeId: string },
  rates: readonly ExchangeRate[],
): Promise<void> {
  if (rates.length === 0) return;
  await sql`
    INSERT INTO ledger.settlement_rate (proposal_id, programme_id, base, quote, rate, source, quoted_at)
    SELECT ${proposal.proposalId}, ${proposal.programmeId}, * FROM unnest(
      ${rates.map(({ base }) => base)}::text[],
      ${rates.map(({ quote }) => quote)}::text[],
      ${rates.map(({ rate }) => rate)}::text[],
      ${rates.map(({ source }) => source)}::text[],
      ${sql.array(rates.map(({ quotedAt }) => quotedAt))}::timestamptz[])`;
}

/** Rates of proposals, by currency. */
export async function readRatesOf(sql: AnySql, proposalIds: readonly string[]): Promise<readonly RateRow[]> {
  return sql<RateRow[]>`
    SELECT proposal_id AS "proposalId", base, quote, rate, source, quoted_at AS "quotedAt" FROM ledger.settlement_rate
    WHERE proposal_id = ANY(${proposalIds as string[]}::uuid[])
    ORDER BY proposal_id, quote`;
}
