/** The coalition of a scenario, made through the API as an operator makes it: programme, partners, contracts, a store each, members. */
import { formatAmount } from '../../subgraphs/shared/money.ts';
import type { Api, ApiCaller, Credentials } from '../api.ts';
import { must } from '../replay/mutate.ts';
import type { Scenario, ScenarioPartner } from './input.ts';

export type FundingModel = 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION';

export interface Coalition {
  readonly operator: ApiCaller;
  readonly operatorCredentials: Credentials;
  /** By the scenario's own names. */
  readonly partners: ReadonlyMap<string, { readonly partnerId: string; readonly storeId: string }>;
  readonly members: ReadonlyMap<string, string>;
  /** The scenario's name of a partner or member by its id. */
  readonly names: ReadonlyMap<string, string>;
  /** The operator client of a person; other names are other persons. */
  person(name: string): Promise<ApiCaller>;
}

const CAP_MODES = ['ALERT', 'BLOCK_ISSUE', 'BLOCK_ALL'] as const;
const SHORT: Record<FundingModel, string> = { OPERATOR_POOL: 'pool', ISSUER_PAYS_ON_REDEMPTION: 'redemption' };

/** Before anything that could happen: contracts hold for every business time. */
const ALWAYS = '1990-01-01T00:00:00Z';

export async function setUpCoalition(
  api: Api,
  platform: Credentials,
  scenario: Scenario,
  model: FundingModel,
): Promise<Coalition> {
  const { programme, rules, cycle } = scenario;
  const made = await must<{ client: { clientId: string }; secret: string }>(
    api.as(platform),
    'createProgramme',
    {
      idempotencyKey: `${model}:${programme.id}`.slice(0, 200),
      code: codeOf(`${programme.id}-${SHORT[model]}`, `scenario-${SHORT[model]}`),
      name: programme.id,
      currency: programme.currency,
      timeZone: programme.timeZone,
      spendingOrder: /soonest/i.test(rules.lotOrder ?? '') ? 'SOONEST_EXPIRY' : 'OLDEST_FIRST',
      restoreGraceDays: rules.restoreGraceDays,
      operatorFundingModel: model,
      operatorReserveRateMicros: scenario.reserveRateMicro,
      levyPerWindow: rules.levyMinorPerWindow,
      ...cycle,
    },
    'client { clientId } secret',
  );
  const operatorCredentials = { clientId: made.client.clientId, clientSecret: made.secret };
  const operator = api.as(operatorCredentials);
  const names = new Map<string, string>();

  // One after the other: ties of the levy go to who joined first.
  const partners = new Map<string, { partnerId: string; storeId: string }>();
  for (const [at, partner] of scenario.partners.entries()) {
    const alike = scenario.partners.findIndex(({ id }) => id.toLowerCase() === partner.id.toLowerCase());
    const byPlace = `scenario-${at + 1}`;
    const code = alike === at ? codeOf(partner.id, byPlace) : byPlace;
    const ids = await placed(`partners[${at}] (${partner.id})`, async () => {
      const { partner: registered } = await must<{ partner: { id: string } }>(
        operator,
        'registerPartner',
        { idempotencyKey: `partner:${at}`, code, name: partner.name ?? partner.id },
        'partner { id }',
      );
      const partnerId = registered.id;
      await must(
        operator,
        'signContract',
        { idempotencyKey: `contract:${at}`, partnerId, ...termsOf(scenario, partner, model) },
        'contract { id }',
      );
      const { store } = await must<{ store: { id: string } }>(
        operator,
        'addStore',
        { idempotencyKey: `store:${at}`, partnerId, code: 'till', name: 'Till' },
        'store { id }',
      );
      return { partnerId, storeId: store.id };
    });
    partners.set(partner.id, ids);
    names.set(ids.partnerId, partner.id);
  }

  const members = new Map<string, string>();
  for (const transaction of scenario.transactions) {
    if (!('member' in transaction) || members.has(transaction.member)) continue;
    const { member } = await must<{ member: { id: string } }>(
      operator,
      'enrolMember',
      {
        idempotencyKey: `member:${members.size}`,
        identities: [{ kind: 'EXTERNAL', value: `scenario-${members.size + 1}` }],
      },
      'member { id }',
    );
    members.set(transaction.member, member.id);
    names.set(member.id, transaction.member);
  }

  const persons = new Map<string, Promise<ApiCaller>>();
  const person = async (name: string): Promise<ApiCaller> => {
    const { client, secret } = await must<{ client: { clientId: string }; secret: string }>(
      operator,
      'createApiClient',
      { idempotencyKey: `person:${name}`.slice(0, 200), name: name.slice(0, 200), person: personOf(name) },
      'client { clientId } secret',
    );
    return api.as({ clientId: client.clientId, clientSecret: secret });
  };
  return {
    operator,
    operatorCredentials,
    partners,
    members,
    names,
    person: (name) => {
      const known = persons.get(name) ?? person(name);
      persons.set(name, known);
      return known;
    },
  };
}

/** What fails there says where in the scenario that is. */
async function placed<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new Error(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A contract's terms from the scenario's rules and the partner's own prices. Points are awarded, so the base rule hardly matters. */
function termsOf({ programme, rules, reserveRateMicro }: Scenario, partner: ScenarioPartner, model: FundingModel) {
  const money = (minor: number): string => formatAmount(BigInt(minor), programme.currency);
  const mode = rules.netDebitCapMode;
  return {
    validFrom: ALWAYS,
    roles: [...(partner.issuer ? ['ISSUER'] : []), ...(partner.acceptor ? ['ACCEPTOR'] : [])],
    fundingModel: model,
    earnPoints: 1,
    earnPer: { amount: money(1), currency: programme.currency },
    issuePriceMicros: partner.issuePriceMicro,
    reserveRateMicros: reserveRateMicro,
    serviceFeeMicros: partner.serviceFeeMicro,
    reimbursementMicros: partner.acceptor ? partner.reimbursementMicro : null,
    clearingFeeBasisPoints: rules.clearingFeeBp,
    clearingFeePayer: rules.clearingFeePayer,
    ownBrandFeeExempt: rules.clearingFeeExempt?.some((exempt) => exempt.startsWith('own-brand')) ?? true,
    expiryShareBasisPoints: partner.expiryShareBp,
    earnReversalRefundsServiceFee: rules.earnReversalRefundsServiceFee,
    redemptionReversalRefundsClearingFee: rules.redemptionReversalRefundsClearingFee,
    refundShortfall: rules.refundShortfall.startsWith('ISSUER_ABSORBS') ? 'ISSUER_ABSORBS' : 'MEMBER_DEBT',
    expiryModel: 'NONE',
    expiryMonths: null,
    lateSubmissionDays: rules.latePresentmentDays ?? null,
    lateBeyondLimit: rules.lateBeyondLimit,
    netDebitCap: partner.netDebitCapMinor == null ? null : money(partner.netDebitCapMinor),
    capMode: CAP_MODES.find((known) => mode.startsWith(known)),
    carryForwardBelow: money(rules.carryForwardBelowMinor),
  };
}

/** The scenario's name of a person as the platform writes persons: in lower case, without space; what that would lose is written out. */
function personOf(name: string): string {
  return name.replace(/[^\p{Ll}\p{N}._@-]/gu, (letter) => `%${letter.codePointAt(0)?.toString(16)}`).slice(0, 200);
}

/** The name itself where it can be a code. */
function codeOf(name: string, otherwise: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name) ? name : otherwise;
}
