/**
 * The demo programme: what a newcomer finds after `npm start` on an empty database.
 *
 * Three merchants of one town share points: a bakery, a bookshop and a café. Two members have collected, one has spent.
 * Everything goes through the API with keys of its own, so a start that was interrupted is completed by the next one.
 */
import type { Api, ApiCaller, Credentials } from './api.ts';
import { keep, readKept } from './credentials.ts';

interface DemoCredentials {
  readonly operator: Credentials;
  readonly partner: Credentials;
  readonly memberId: string;
  readonly storeId: string;
}

export interface Demo {
  /** Tokens ready to paste. */
  readonly operatorToken: string;
  readonly partnerToken: string;
  readonly memberToken: string;
  readonly memberId: string;
  /** A store of the partner whose token is given. */
  readonly storeId: string;
}

const FILE = 'demo-credentials.json';
/** How the codes of demo programmes begin. */
export const DEMO_CODE = 'demo-';

const PARTNERS = [
  { code: 'bakery', name: 'Bäckerei Sonne', store: 'Marktplatz', earnPoints: 1, micros: 10_000 },
  { code: 'bookshop', name: 'کتاب‌فروشی باران', store: 'Hauptstraße', earnPoints: 2, micros: 9_500 },
  { code: 'cafe', name: 'Café Central', store: 'Bahnhof', earnPoints: 1, micros: 10_500 },
] as const;

/** Makes the demo programme when the database has no programme yet; gives tokens when there is a demo, else null. */
export async function prepareDemo(
  api: Api,
  platform: Credentials,
  dataDir: string,
  hasProgrammes: boolean,
): Promise<Demo | null> {
  let kept = await readKept<DemoCredentials>(dataDir, FILE);
  if (kept === null && hasProgrammes) return null;
  if (kept === null) {
    kept = await makeDemo(api, platform);
    await keep(dataDir, FILE, kept);
  }
  const operator = api.as(kept.operator);
  const [operatorToken, partnerToken, member] = await Promise.all([
    api.token(kept.operator),
    api.token(kept.partner),
    operator.ask<{ issueMemberToken: { accessToken: string } }>(
      `mutation ($memberId: ID!) { issueMemberToken(input: { memberId: $memberId }) { accessToken } }`,
      { memberId: kept.memberId },
    ),
  ]);
  return {
    operatorToken: operatorToken.accessToken,
    partnerToken: partnerToken.accessToken,
    memberToken: member.issueMemberToken.accessToken,
    memberId: kept.memberId,
    storeId: kept.storeId,
  };
}

type Payload<Fields> = Record<string, Fields & { userErrors: { code: string; message: string }[] }>;

/** Runs one mutation and gives its payload; a refusal is a fault here. */
async function must<Fields>(caller: ApiCaller, mutation: string, input: object, selection: string): Promise<Fields> {
  const inputType = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const data = await caller.ask<Payload<Fields>>(
    `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} userErrors { code message } } }`,
    { input },
  );
  const payload = data[mutation];
  const refusal = payload?.userErrors[0];
  if (payload === undefined || refusal)
    throw new Error(`The demo's ${mutation} was refused: ${refusal?.code} ${refusal?.message}`);
  return payload;
}

async function makeDemo(api: Api, platformCredentials: Credentials): Promise<DemoCredentials> {
  // A key per start: a programme whose secret was never kept is of no use, so an interrupted start makes a new one.
  const start = Date.now().toString(36);
  const made = await must<{ client: { clientId: string }; secret: string }>(
    api.as(platformCredentials),
    'createProgramme',
    {
      idempotencyKey: `demo:${start}`,
      code: `${DEMO_CODE}${start}`,
      name: 'Altstadt Punkte',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
    },
    'client { clientId } secret',
  );
  const operatorCredentials = { clientId: made.client.clientId, clientSecret: made.secret };
  const operator = api.as(operatorCredentials);
  const yearStart = `${new Date().getUTCFullYear() - 1}-01-01T00:00:00Z`;

  const tills: { credentials: Credentials; storeId: string; till: ApiCaller }[] = [];
  for (const { code, name, store, earnPoints, micros } of PARTNERS) {
    const { partner } = await must<{ partner: { id: string } }>(
      operator,
      'registerPartner',
      { idempotencyKey: `partner:${code}`, code, name },
      'partner { id }',
    );
    await must(
      operator,
      'signContract',
      {
        idempotencyKey: `contract:${code}`,
        partnerId: partner.id,
        validFrom: yearStart,
        earnPoints,
        earnPer: { amount: '1.00', currency: 'EUR' },
        issuePriceMicros: micros,
      },
      'contract { id }',
    );
    const added = await must<{ store: { id: string } }>(
      operator,
      'addStore',
      { idempotencyKey: `store:${code}`, partnerId: partner.id, code: store, name: store },
      'store { id }',
    );
    const client = await must<{ client: { clientId: string }; secret: string }>(
      operator,
      'createApiClient',
      { idempotencyKey: `client:${code}`, partnerId: partner.id, name: `Till of ${name}` },
      'client { clientId } secret',
    );
    const credentials = { clientId: client.client.clientId, clientSecret: client.secret };
    tills.push({ credentials, storeId: added.store.id, till: api.as(credentials) });
  }
  const [bakery, bookshop, cafe] = tills;
  if (!bakery || !bookshop || !cafe) throw new Error('Broken promise: the demo has three partners');

  const enrol = async (card: string, displayName: string, locale: string): Promise<string> => {
    const { member } = await must<{ member: { id: string } }>(
      operator,
      'enrolMember',
      { idempotencyKey: `member:${card}`, identities: [{ kind: 'CARD', value: card }], displayName, locale },
      'member { id }',
    );
    return member.id;
  };
  const anna = await enrol('DEMO0001', 'Anna Weber', 'de');
  const dariush = await enrol('DEMO0002', 'داریوش رضایی', 'fa');

  const buy = (at: (typeof tills)[number], memberId: string, amount: string, key: string) =>
    must(
      at.till,
      'recordPurchase',
      { idempotencyKey: key, storeId: at.storeId, memberId, amount: { amount, currency: 'EUR' } },
      'transaction { id }',
    );
  await buy(bakery, anna, '12.40', 'demo-1');
  await buy(bookshop, anna, '58.90', 'demo-2');
  await buy(cafe, anna, '9.80', 'demo-3');
  await buy(bookshop, dariush, '120.00', 'demo-4');
  await must(
    cafe.till,
    'redeemPoints',
    { idempotencyKey: 'demo-5', storeId: cafe.storeId, memberId: dariush, points: 100 },
    'transaction { id }',
  );
  await must(
    cafe.till,
    'createReward',
    {
      idempotencyKey: 'demo-6',
      storeId: cafe.storeId,
      name: 'Cappuccino',
      description: 'One, any size.',
      points: 30,
      stock: 100,
    },
    'reward { id }',
  );
  return { operator: operatorCredentials, partner: bakery.credentials, memberId: anna, storeId: bakery.storeId };
}
