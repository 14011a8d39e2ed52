/** Tokens of members, as the product's built-in issuer signs them. */
import { openDatabase } from '../../db/client.ts';
import { createIdentityProvider } from '../../gateway/identity/identity-provider.ts';
import { scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';

export interface MemberTokens {
  of(memberId: string): Promise<string>;
  close(): Promise<void>;
}

/** For the members of one programme, through a client of that name. */
export function memberTokens(databaseUrl: string, programmeId: string, clientId: string): MemberTokens {
  const platform = openDatabase({ url: databaseUrl, role: 'platform', max: 1 });
  const identity = createIdentityProvider(platform, {
    issuers: [],
    audience: 'loyalty',
    builtInIssuer: 'urn:coalition-loyalty',
    clock: systemClock,
    ids: uuidSource,
  });
  return {
    async of(memberId) {
      const { accessToken } = await identity.issueMemberToken({
        subject: memberId,
        clientId,
        role: 'member',
        programmeId,
        partnerId: null,
        storeIds: [],
        memberId,
        person: null,
        scopes: scopesOfRole('member'),
      });
      return accessToken;
    },
    close: () => platform.close(),
  };
}
