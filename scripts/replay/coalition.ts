/**
 * The coalition of a file: a programme of its own, a partner per brand with its contract and its own credentials, a store per
 * merchant. Everything has a key, so setting it up again changes nothing.
 *
 * Keys belong to the client that sends them, so a second run must act with the first run's credentials: they are kept in the
 * data folder as soon as they are shown.
 */
import { createHash } from 'node:crypto';
import type { Api, ApiCaller, Credentials } from '../api.ts';
import { keep, readKept } from '../credentials.ts';
import { forEachInFlight, must, mutate } from './mutate.ts';
import type { ReplayPlan } from './plan.ts';

export interface Coalition {
  readonly programmeId: string;
  readonly operator: ApiCaller;
  readonly partners: ReadonlyMap<string, CoalitionPartner>;
}

export interface CoalitionPartner {
  readonly brand: string;
  readonly partnerId: string;
  /** The partner's own app. */
  readonly till: ApiCaller;
  readonly stores: ReadonlyMap<string, string>;
}

interface KeptCredentials {
  programmeId: string;
  operator: Credentials;
  partners: Record<string, Credentials>;
}

/** Terms of every partner: a point per unit of money, never lapsing, however late the row is sent. */
const TERMS = {
  earnPoints: 1,
  issuePriceMicros: 10_000,
  reserveRateMicros: 8_500,
  reimbursementMicros: 8_000,
  expiryModel: 'NONE',
  expiryMonths: null,
  lateSubmissionDays: null,
} as const;

const SECRET_ATTEMPTS = 5;

export async function setUpCoalition(
  api: Api,
  platform: Credentials,
  dataDir: string,
  file: { readonly digest: string; readonly name: string; readonly currency: string; readonly firstDate: string },
  plan: ReplayPlan,
  inFlight: number,
): Promise<Coalition> {
  const keptName = `replay-${file.digest}.json`;
  let kept = await readKept<KeptCredentials>(dataDir, keptName);
  if (kept === null) {
    kept = await createProgramme(api, platform, file);
    await keep(dataDir, keptName, kept);
  }
  const operator = api.as(kept.operator);
  const credentials = kept;

  const partners = await forEachInFlight(plan.brands, inFlight, async (brand): Promise<CoalitionPartner> => {
    const code = codeOf(brand, 64);
    const { partner } = await must<{ partner: { id: string } }>(
      operator,
      'registerPartner',
      { idempotencyKey: `partner:${code}`, code, name: brand },
      'partner { id }',
    );
    await must(
      operator,
      'signContract',
      {
        ...TERMS,
        idempotencyKey: `contract:${code}`,
        partnerId: partner.id,
        validFrom: `${file.firstDate}T00:00:00Z`,
        earnPer: { amount: '1', currency: file.currency },
      },
      'contract { id }',
    );
    const own = credentials.partners[brand] ?? (await createClient(operator, partner.id, code));
    credentials.partners[brand] = own;
    return { brand, partnerId: partner.id, till: api.as(own), stores: new Map() };
  });
  await keep(dataDir, keptName, credentials);

  const merchants = partners.flatMap((partner) =>
    (plan.merchants.get(partner.brand) ?? []).map((merchant) => ({ partner, merchant })),
  );
  const stores = await forEachInFlight(merchants, inFlight, async ({ partner, merchant }) => {
    const code = codeOf(merchant, 100);
    const { store } = await must<{ store: { id: string } }>(
      operator,
      'addStore',
      {
        idempotencyKey: `store:${partner.partnerId}:${code}`,
        partnerId: partner.partnerId,
        code,
        name: cut(merchant, 200),
      },
      'store { id }',
    );
    return { brand: partner.brand, merchant, storeId: store.id };
  });
  const storesOf = new Map(partners.map((partner) => [partner.brand, new Map<string, string>()]));
  for (const { brand, merchant, storeId } of stores) storesOf.get(brand)?.set(merchant, storeId);
  return {
    programmeId: credentials.programmeId,
    operator,
    partners: new Map(
      partners.map((partner) => [partner.brand, { ...partner, stores: storesOf.get(partner.brand) ?? new Map() }]),
    ),
  };
}

/** Creates the file's programme. A secret that was shown and lost makes the programme useless: another one is made. */
async function createProgramme(
  api: Api,
  platform: Credentials,
  file: { readonly digest: string; readonly name: string; readonly currency: string },
): Promise<KeptCredentials> {
  const caller = api.as(platform);
  for (let attempt = 1; attempt <= SECRET_ATTEMPTS; attempt += 1) {
    const code = attempt === 1 ? `replay-${file.digest}` : `replay-${file.digest}-${attempt}`;
    const made = await must<{ programme: { id: string }; client: { clientId: string }; secret: string | null }>(
      caller,
      'createProgramme',
      { idempotencyKey: code, code, name: cut(`Replay of ${file.name}`, 200), currency: file.currency },
      'programme { id } client { clientId } secret',
    );
    if (made.secret !== null) {
      return {
        programmeId: made.programme.id,
        operator: { clientId: made.client.clientId, clientSecret: made.secret },
        partners: {},
      };
    }
    if (attempt === 1) {
      process.stderr.write(
        `This file was replayed before, but its credentials are not in the data folder: it is replayed into a new programme.\n`,
      );
    }
  }
  throw new Error('This file was replayed too often with lost credentials: give the data folder of an earlier run.');
}

async function createClient(operator: ApiCaller, partnerId: string, code: string): Promise<Credentials> {
  for (let attempt = 1; attempt <= SECRET_ATTEMPTS; attempt += 1) {
    const reply = await mutate<{ client: { clientId: string }; secret: string | null }>(
      operator,
      'createApiClient',
      { idempotencyKey: `client:${code}:${attempt}`, partnerId, name: `Till of ${code}` },
      'client { clientId } secret',
    );
    if (!reply.ok) throw new Error(`createApiClient was refused: ${reply.refusal.code}, ${reply.refusal.message}`);
    if (reply.fields.secret !== null)
      return { clientId: reply.fields.client.clientId, clientSecret: reply.fields.secret };
  }
  throw new Error(`The credentials of ${code} were lost too often: give the data folder of an earlier run.`);
}

/** The name itself where it can be a code, else a readable part of it and a digest. */
function codeOf(name: string, max: number): string {
  if (/^[A-Za-z0-9_-]+$/.test(name) && name.length <= max) return name;
  const readable = name
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${readable}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`.replace(/^-/, '');
}

function cut(text: string, max: number): string {
  return [...text].slice(0, max).join('');
}
