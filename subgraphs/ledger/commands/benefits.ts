// Reading who pays for a reward that came with a tier or a paid membership.
import type { PostBenefitInput } from '../generated.ts';
import { readFunding } from './awards.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { readId, readPoints, readReference } from './read-input.ts';

export const postBenefit: LedgerCommand<PostBenefitInput> = {
  kind: 'BENEFIT',
  read: (input, check, at) => ({
    kind: 'BENEFIT',
    memberId: readId(input.memberId),
    storeId: readId(input.storeId),
    points: readPoints(input.points, check, [...at, 'points']),
    funding: readFunding(input.funding, check, [...at, 'funding']),
    occurredAt: input.occurredAt ?? null,
    reference: readReference(input.reference, check, at),
  }),
};
