// Points that an outside engine decided, with who pays for them: each award becomes one lot per funder (settlement 2.4).
//
// The points of an award are split by largest remainder (R3) over its funders' basis points, in the order given; a share that comes to no
// point has no lot. A partner that funds needs a contract in force: its prices are those of that contract, wherever the points are earned.
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { Batch } from '../batch.ts';
import type { Found } from '../checks.ts';
import type { EarnComponent } from '../posting-rules/earn.ts';
import type { ExplanationStep } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Award } from '../requests.ts';
import { OPERATOR } from '../terms.ts';

/** The components of awards, in their order: PARTNER_UNKNOWN and CONTRACT_MISSING for a funder that cannot pay. */
export function componentsOf(batch: Batch, awards: readonly Award[], occurredAt: Date): Found<EarnComponent[]> {
  const { reference } = batch.facts;
  const components: EarnComponent[] = [];
  for (const [index, award] of awards.entries()) {
    const shares = allocateByLargestRemainder(
      award.points,
      award.funding.map(({ basisPoints }) => basisPoints),
    );
    for (const [at, { funderId }] of award.funding.entries()) {
      const contract = funderId === OPERATOR ? null : contractAt(reference, funderId, occurredAt);
      if (funderId !== OPERATOR && contract === null) return { refusal: cannotFund(batch, funderId, index, at) };
      const points = shares[at]!;
      if (points === 0n) continue;
      components.push({ component: award.component, funderId, contract, points, expiresOn: award.expiresOn });
    }
  }
  return { found: components };
}

function cannotFund(batch: Batch, funderId: string, award: number, share: number): Refusal {
  const field = ['input', 'awards', String(award), 'funding', String(share), 'funderId'];
  return batch.facts.reference.partners.has(funderId)
    ? refuse('CONTRACT_MISSING', 'No contract of the partner that funds is in force at the business time.', field)
    : refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', field);
}

/** Why there are these points, award by award. */
export function awardSteps(awards: readonly Award[]): ExplanationStep[] {
  return awards.map(({ component, points, funding }) => ({
    rule: 'award',
    points: points.toString(),
    reason: `${component}, paid for by ${funding.length === 1 ? 'one funder' : `${funding.length} funders`}.`,
  }));
}
