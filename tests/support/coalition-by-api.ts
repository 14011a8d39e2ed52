/**
 * A coalition made as its users make one: through GraphQL over HTTP, each with its own credentials, with nothing of the product but
 * its address. Attacks start here.
 */
import { askGateway } from './gateway-under-test.ts';

export type Fields = Record<string, unknown>;

/** A payload, or what GraphQL said instead. */
export type Reply = Fields & {
  userErrors: { code: string; message: string; field: string[] | null }[];
  errors?: { message: string; extensions: { code: string } }[];
};

export interface PartnerByApi {
  id: string;
  storeId: string;
  secondStoreId: string;
  /** May act at every store. */
  token: string;
  /** May act at the second store only. */
  limited: string;
}

export interface ProgrammeByApi {
  id: string;
  operator: string;
  operatorCredentials: { clientId: string; clientSecret: string };
}

export interface MemberByApi {
  id: string;
  token: string;
}

export interface Api {
  url: string;
  /** Runs an operation. */
  ask(token: string | null, query: string, variables?: object): ReturnType<typeof askGateway>;
  /** Runs one mutation with a key of its own unless `input` has one. `selection` is asked for beside `userErrors`. */
  mutate(token: string, name: string, input: Fields, selection?: string): Promise<Reply>;
  tokenOf(credentials: { clientId: string; clientSecret: string }): Promise<string>;
  key(): string;
  programme(code: string, more?: Fields): Promise<ProgrammeByApi>;
  partner(programme: ProgrammeByApi, code: string, terms?: Fields): Promise<PartnerByApi>;
  member(programme: ProgrammeByApi): Promise<MemberByApi>;
  /** A token of a person who works for the operator. */
  person(programme: ProgrammeByApi, name: string, scopes?: readonly string[]): Promise<string>;
  /** A step of settlement proposed by one person and approved by another. Throws where it is refused. */
  agree(programme: ProgrammeByApi, windowId: string, step: string): Promise<void>;
}

export const WHAT = 'transaction { id kind points } wallet { available held pending arrears }';
export const eur = (amount: string): Fields => ({ amount, currency: 'EUR' });

/** What came of a mutation, in short: OK, the refusal's code, or `ERROR` and the code of a GraphQL error. */
export function outcomeOf(reply: Reply): string {
  if (reply.errors !== undefined) return `ERROR ${reply.errors.map(({ extensions }) => extensions.code).join()}`;
  return reply.userErrors.map(({ code }) => code).join() || 'OK';
}

/** How often each outcome came. */
export function tally(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of replies.map(outcomeOf).sort()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const KEYLESS = new Set(['recordPurchases', 'quoteRedemption', 'issueMemberToken']);
let count = 0;

/** The API at a base URL, with the platform's credentials. */
export function apiAt(url: string, platform: { clientId: string; clientSecret: string }): Api {
  const key = (): string => {
    count += 1;
    return `key ${count}`;
  };
  const ask: Api['ask'] = (token, query, variables = {}) =>
    askGateway(`${url}/graphql`, { query, variables }, token === null ? {} : { authorization: `Bearer ${token}` });
  const mutate: Api['mutate'] = async (token, name, input, selection = '') => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const answer = await ask(
      token,
      `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message field } } }`,
      { input: KEYLESS.has(name) ? input : { idempotencyKey: key(), ...input } },
    );
    return (answer.data?.[name] ?? { userErrors: [], errors: answer.errors }) as Reply;
  };
  const must: Api['mutate'] = async (token, name, input, selection) => {
    const reply = await mutate(token, name, input, selection);
    if (outcomeOf(reply) !== 'OK') throw new Error(`${name}: ${JSON.stringify(reply)}`);
    return reply;
  };
  const tokenOf: Api['tokenOf'] = async ({ clientId, clientSecret }) => {
    const response = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }).toString(),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`No token for ${clientId}: ${response.status}`);
    return token;
  };
  const clientOf = async (operator: string, input: Fields): Promise<{ clientId: string; clientSecret: string }> => {
    const made = await must(operator, 'createApiClient', { name: 'till', ...input }, 'client { clientId } secret');
    return { clientId: (made.client as { clientId: string }).clientId, clientSecret: made.secret as string };
  };
  const idOf = (reply: Reply, name: string): string => (reply[name] as { id: string }).id;

  return {
    url,
    ask,
    mutate,
    tokenOf,
    key,
    async programme(code, more = {}) {
      const made = await must(
        await tokenOf(platform),
        'createProgramme',
        { code, name: code, currency: 'EUR', ...more },
        'programme { id } client { clientId } secret',
      );
      const { clientId } = made.client as { clientId: string };
      const operatorCredentials = { clientId, clientSecret: made.secret as string };
      return { id: idOf(made, 'programme'), operator: await tokenOf(operatorCredentials), operatorCredentials };
    },
    async partner({ operator }, code, terms = {}) {
      const partnerId = idOf(
        await must(operator, 'registerPartner', { code, name: code }, 'partner { id }'),
        'partner',
      );
      await must(operator, 'signContract', {
        partnerId,
        validFrom: '2020-01-01T00:00:00Z',
        earnPer: eur('1.00'),
        ...terms,
      });
      const store = async (name: string): Promise<string> =>
        idOf(await must(operator, 'addStore', { partnerId, code: name, name }, 'store { id }'), 'store');
      const storeId = await store('first');
      const secondStoreId = await store('second');
      return {
        id: partnerId,
        storeId,
        secondStoreId,
        token: await tokenOf(await clientOf(operator, { partnerId })),
        limited: await tokenOf(await clientOf(operator, { partnerId, storeIds: [secondStoreId] })),
      };
    },
    async person({ operator }, name, scopes) {
      return tokenOf(await clientOf(operator, { name, person: name, ...(scopes === undefined ? {} : { scopes }) }));
    },
    async agree(programme, windowId, step) {
      const [proposer, approver] = await Promise.all(['ann', 'bert'].map((name) => this.person(programme, name)));
      const made = await must(proposer!, 'proposeSettlementStep', { windowId, step }, 'proposal { id shownHash }');
      const { id: proposalId, shownHash } = made.proposal as { id: string; shownHash: string };
      await must(approver!, 'approveSettlementStep', { proposalId, shownHash });
    },
    async member({ operator }) {
      const identities = [{ kind: 'CARD', value: `4000000${++count}` }];
      const id = idOf(await must(operator, 'enrolMember', { identities }, 'member { id }'), 'member');
      const { accessToken } = await must(operator, 'issueMemberToken', { memberId: id }, 'accessToken');
      return { id, token: accessToken as string };
    },
  };
}
