/** A programme with published earn rules and one draft, written straight into the reference tables, and purchases of ten lines in it. */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Sql } from '../../db/client.ts';
import type { LedgerRequest, Purchase } from '../../subgraphs/ledger/domain/requests.ts';
import type { WrittenRule } from '../../subgraphs/partners/domain/rules/rule-schema.ts';
import { type LoadCoalition, writeCoalition } from '../load/coalition.ts';
import { partnerActor, requestOf } from '../load/requests.ts';

export interface TermsProgramme {
  readonly coalition: LoadCoalition;
  /** Versions for a backtest. */
  readonly draftIds: readonly string[];
}

/** `sql` is the owner's. The draft is the last rule again, as another version. */
export async function makeTermsProgramme(
  sql: Sql,
  rules: readonly WrittenRule[],
  members: number,
): Promise<TermsProgramme> {
  const coalition = await writeCoalition(sql, { partners: 4, members });
  const { programmeId } = coalition;
  const draftId = v7();
  for (const [index, terms] of rules.entries()) {
    const ruleId = v7();
    await sql`
      INSERT INTO partners.earn_rule (rule_id, programme_id, code, created_at)
      VALUES (${ruleId}, ${programmeId}, ${`rule-${index}`}, now())`;
    const versions = index === rules.length - 1 ? [v7(), draftId] : [v7()];
    for (const [at, id] of versions.entries())
      await sql`
        INSERT INTO partners.earn_rule_version (rule_version_id, programme_id, rule_id, version, terms, drafted_by, drafted_at, published_at, published_by)
        VALUES (${id}, ${programmeId}, ${ruleId}, ${at + 1}, ${JSON.stringify(terms)}::jsonb, 'bench', now(),
          ${at === 0 ? new Date() : null}, ${at === 0 ? 'bench' : null})`;
  }
  return { coalition, draftIds: [draftId] };
}

/** Purchases of ten lines each, of members and partners in turn. */
export function purchasesOf(
  { coalition }: TermsProgramme,
  count: number,
  categories: readonly string[],
): LedgerRequest[] {
  const { partners, memberIds } = coalition;
  return Array.from({ length: count }, (_, round) => {
    const partner = partners[round % partners.length]!;
    const lines = Array.from({ length: 10 }, (_line, index) => ({
      sku: `sku-${(round * 7 + index * 13) % 400}`,
      quantity: BigInt(1 + (index % 3)),
      amountMinor: BigInt(199 + index * 151),
      category: categories[(round + index) % categories.length]!,
    }));
    const purchase: Purchase = {
      kind: 'PURCHASE',
      storeId: partner.storeId,
      member: { memberId: memberIds[(round * 31) % memberIds.length]! },
      amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0n),
      currency: 'EUR',
      occurredAt: null,
      lines,
      pendingUntil: null,
      pendingUntilConfirmed: false,
      reference: null,
    };
    return requestOf(coalition, partnerActor(partner), randomUUID(), purchase);
  });
}
