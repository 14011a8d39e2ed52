import type { ConsentResolvers } from '../generated.ts';

export const Consent: ConsentResolvers = {
  id: ({ consentId }) => consentId,
  partner: ({ partnerId }) => (partnerId === null ? null : { id: partnerId }),
  wordingHash: ({ wordingHash }) => Buffer.from(wordingHash).toString('hex'),
};
