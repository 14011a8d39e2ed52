// Reading points that an engine outside decided: for a purchase instead of the contract's rule, or given without one.
import type { InputCheck } from '../../serving/input-check.ts';
import type { Award, AwardFunding } from '../domain/requests.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { AwardFundingInput, AwardInput, GrantPointsInput } from '../generated.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { readId, readMember, readPoints, readReference } from './read-input.ts';

/** What a caller needs to say itself how many points there are. */
export const AWARD_SCOPE = 'ledger:award';

const MAX_AWARDS = 20;
const WHOLE = 10_000;
const COMPONENT = /^(BASE|BONUS|CAMPAIGN:[^,{}"\\\s]+)$/;

export const grantPoints: LedgerCommand<GrantPointsInput> = {
  kind: 'GRANT',
  read: (input, check, at) => ({
    kind: 'GRANT',
    member: readMember(input, check, at),
    awards: readAwards(input.awards, check, at),
    occurredAt: input.occurredAt ?? null,
    reference: readReference(input.reference, check, at),
  }),
};

/** 1 to 20 awards, each with its funders' shares. */
export function readAwards(inputs: readonly AwardInput[], check: InputCheck, at: readonly string[]): Award[] {
  const allowed = inputs.length >= 1 && inputs.length <= MAX_AWARDS;
  check.require(allowed, 'INVALID_INPUT', `There are 1 to ${MAX_AWARDS} awards.`, [...at, 'awards']);
  return inputs.slice(0, MAX_AWARDS).map((award, index) => {
    const path = [...at, 'awards', String(index)];
    const component = check.text(award.component, [...path, 'component'], { max: 100 });
    const named = COMPONENT.test(component);
    check.require(named, 'INVALID_INPUT', 'A component is BASE, BONUS or CAMPAIGN:<id>.', [...path, 'component']);
    return {
      component,
      points: readPoints(award.points, check, [...path, 'points']),
      funding: readFunding(award.funding, check, [...path, 'funding']),
      expiresOn: award.expiresOn ?? null,
    };
  });
}

/** Who pays: 1 to 20 shares above zero that sum to the whole. */
export function readFunding(
  inputs: readonly AwardFundingInput[],
  check: InputCheck,
  at: readonly string[],
): AwardFunding[] {
  const sum = inputs.reduce((total, { basisPoints }) => total + basisPoints, 0);
  check.require(
    inputs.length <= MAX_AWARDS && inputs.every(({ basisPoints }) => basisPoints >= 1) && sum === WHOLE,
    'INVALID_INPUT',
    `The shares, 1 to ${MAX_AWARDS} of them, are above zero and sum to ${WHOLE}.`,
    at,
  );
  return inputs.map(({ funderId, basisPoints }) => ({
    funderId: funderId == null ? OPERATOR : readId(funderId),
    basisPoints: BigInt(basisPoints),
  }));
}
