/**
 * What the gateway costs. A member's wallet across three subgraphs (members, ledger, partners), with authentication and every limit on,
 * beside `@apollo/gateway` over the same subgraphs and the same database; and single purchases through it, beside a plain double entry.
 *
 * | figure                        | A                                                  | B                                          |
 * |-------------------------------|----------------------------------------------------|--------------------------------------------|
 * | ratioToApolloGateway          | the wallet query, everything in one process        | apollo-gateway.ts, subgraphs over HTTP     |
 * | ratioSplitToApolloGateway     | the same, subgraphs over HTTP, in this process too | the same                                   |
 * | ratio...ToApolloGatewayAtOurs | the same two                                       | the same, lent our HTTP host of a subgraph |
 * | ratio...ToApolloGateway16     | the first two, 16 in flight and not 64             | the same                                   |
 * | ratioPurchaseToPlain          | `recordPurchase` over HTTP, 64 in flight           | plain-double-entry.ts, 64 connections      |
 *
 * The first two are "`@apollo/gateway` over HTTP with the same subgraphs": schema, resolvers, pools and database are the same, and what stands in front of
 * each subgraph is what the gateway's makers document, Apollo Server. The `AtOurs` pair says what is left when the peer's subgraphs are served by
 * our own host, which is a part of the product.
 *
 * Gateways and subgraphs share this process and its core; clients have a process of their own (clients.ts), and so has the database. All sides are warmed up
 * until they get no faster. `...CpuMicros` is what one answer takes of this process's CPU time, whatever runs in it counted in. What many
 * followers cost is in streams.ts.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { serve } from '../../gateway/serve.ts';
import { serveSubgraph } from '../../gateway/serve-subgraph.ts';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { readSigningSecrets, signCaller } from '../../subgraphs/serving/caller-signature.ts';
import { makePersonalDataKey } from '../../subgraphs/serving/personal-data.ts';
import { SUBGRAPHS, type SubgraphName } from '../../subgraphs/serving/sdl.ts';
import { openApi } from '../api.ts';
import { type LoadCoalition, writeCoalition } from '../load/coalition.ts';
import { memberTokens } from '../load/member-tokens.ts';
import { forEachInFlight } from '../replay/mutate.ts';
import { startApolloGateway, startApolloSubgraph } from './apollo-gateway.ts';
import type { Bench, BenchContext } from './bench.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import { type ClientRequest, startClients } from './clients.ts';
import { compareInTurn, costed, median, onCleanHeap, rounded } from './measure.ts';
import { streams } from './streams.ts';
import { comparePurchases, credentialsOf, openPlain, openTills } from './till.ts';

const SUPERGRAPH = new URL('../../schema/supergraph.graphql', import.meta.url);
const PARTNERS = 4;
const MEMBERS = 200;
const PURCHASES_EACH = 5;
/** Wallets asked for at once: under load, and by a few. */
const READS_IN_FLIGHT = 64;
const FEW_IN_FLIGHT = 16;
const PURCHASES_IN_FLIGHT = 64;

/** Three subgraphs: who (members), what (ledger), where (partners). */
const WALLET = /* GraphQL */ `
  query Wallet {
    me {
      displayName
      wallet {
        available
        pending
      }
      transactions(first: 5) {
        edges {
          node {
            kind
            points
            occurredAt
            partner {
              name
            }
          }
        }
      }
    }
  }
`;

interface WalletData {
  readonly me: {
    readonly transactions: {
      readonly edges: readonly { readonly node: { readonly partner: { readonly name: string } } }[];
    };
  };
}

export const gateway: Bench = {
  name: 'gateway',
  what: 'a query across three subgraphs beside @apollo/gateway; single purchases beside a plain double entry; many followers',
  async run(context) {
    const server = await context.server();
    return {
      ...(await wallets(server, context)),
      ...(await purchases(server, context)),
      ...(await streams(server, context)),
    };
  },
};

async function wallets(server: BenchServer, { quick, tell }: BenchContext): Promise<Record<string, number>> {
  tell(`making a coalition with ${MEMBERS} members of ${PURCHASES_EACH} purchases each`);
  const owner = await server.createLedger('wallets');
  const coalition = await writeCoalition(owner.sql, { partners: PARTNERS, members: MEMBERS });
  const secrets = readSigningSecrets(`bench:${randomBytes(32).toString('base64url')}`);
  const shared = {
    databaseUrl: owner.url,
    port: 0,
    host: '127.0.0.1',
    logger: pino({ level: 'error' }, pino.destination(2)),
    personalDataKey: makePersonalDataKey(),
    // Two ledgers follow the same windows: with secrets of their own each would fail on the other's, once a second.
    statementSecrets: readSigningSecrets(`statements:${randomBytes(32).toString('base64url')}`),
  };
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const whole = await serve({ ...shared, production: true });
    closers.push(() => whole.close());
    await sellToAll(owner, coalition, whole.url);
    const tokens = await tokensOfAll(owner, coalition);

    const supergraphSdl = await readFile(SUPERGRAPH, 'utf8');
    const callers = new Map(tokens.map((token, index) => [token, memberCaller(coalition, index)]));
    const urls = new Map<SubgraphName, string>();
    const apolloUrls = new Map<SubgraphName, string>();
    for (const name of SUBGRAPHS) {
      const served = await serveSubgraph(name, { ...shared, split: { urls, secrets } });
      closers.push(() => served.close());
      urls.set(name, served.url);
      const behindApollo = await startApolloSubgraph(served.subgraph);
      closers.push(() => behindApollo.close());
      apolloUrls.set(name, behindApollo.url);
    }
    const split = await serve({ ...shared, production: true, split: { urls, secrets } });
    closers.push(() => split.close());
    const apollo = await startApolloGateway({ supergraphSdl, callers, urls: apolloUrls });
    closers.push(() => apollo.close());
    const apolloAtOurs = await startApolloGateway({
      supergraphSdl,
      callers,
      urls,
      sign: (subgraph, caller, body) =>
        signCaller(secrets, { subgraph, caller, requestId: 'apollo-gateway', body, now: new Date() }),
    });
    closers.push(() => apolloAtOurs.close());

    const clients = startClients();
    closers.push(() => clients.stop());
    const requests = await questionsOf(tokens, whole.url);
    const targets = Object.entries({
      'one process': `${whole.url}/graphql`,
      split: `${split.url}/graphql`,
      '@apollo/gateway': apollo.url,
      '@apollo/gateway, our hosts of subgraphs': apolloAtOurs.url,
    });
    for (const [name, url] of targets) clients.learn({ name, url, requests });
    const compareWith = async (inFlight: number): Promise<WalletsCompared> => {
      const contenders = targets.map(([name]) => costed(clients.contender(name, inFlight)));
      tell(`the wallet query, ${inFlight} in flight, in turn: ${targets.map(([name]) => name).join(', ')}`);
      const rounds = quick ? 3 : 5;
      const { rates, medians } = await compareInTurn(contenders.map(onCleanHeap), {
        rounds,
        seconds: quick ? 1.5 : 4,
        warmSeconds: quick ? 4 : 12,
      });
      return {
        ratioOf: (ours, peer) =>
          rounded(median((rates[ours] ?? []).map((rate, round) => rate / (rates[peer]?.[round] ?? 1))), 2),
        rateOf: (index) => rounded(medians[index] ?? Number.NaN),
        cpuOf: (index) => rounded(contenders[index]?.cpuMicros(rounds) ?? Number.NaN),
      };
    };
    const { ratioOf, rateOf, cpuOf } = await compareWith(READS_IN_FLIGHT);
    const few = await compareWith(FEW_IN_FLIGHT);
    return {
      ratioToApolloGateway: ratioOf(0, 2),
      ratioSplitToApolloGateway: ratioOf(1, 2),
      ratioToApolloGatewayAtOurs: ratioOf(0, 3),
      ratioSplitToApolloGatewayAtOurs: ratioOf(1, 3),
      walletsPerSecond: rateOf(0),
      walletsSplitPerSecond: rateOf(1),
      walletsApolloGatewayPerSecond: rateOf(2),
      walletsApolloGatewayAtOursPerSecond: rateOf(3),
      walletCpuMicros: cpuOf(0),
      walletSplitCpuMicros: cpuOf(1),
      walletApolloGatewayCpuMicros: cpuOf(2),
      walletApolloGatewayAtOursCpuMicros: cpuOf(3),
      ratioToApolloGateway16: few.ratioOf(0, 2),
      ratioSplitToApolloGateway16: few.ratioOf(1, 2),
      wallets16PerSecond: few.rateOf(0),
      walletsSplit16PerSecond: few.rateOf(1),
      walletsApolloGateway16PerSecond: few.rateOf(2),
    };
  } finally {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  }
}

/** The contenders by their place, compared round by round. */
interface WalletsCompared {
  ratioOf(ours: number, peer: number): number;
  rateOf(index: number): number;
  cpuOf(index: number): number;
}

/** Sells to every member, each at one partner, through the API. */
async function sellToAll(owner: BenchDatabase, coalition: LoadCoalition, url: string): Promise<void> {
  const api = openApi(url);
  for (const [index, partner] of coalition.partners.entries()) {
    const till = api.as(await credentialsOf(owner, coalition, partner));
    const members = coalition.memberIds.filter((_, member) => member % PARTNERS === index);
    const purchases = members.flatMap((memberId) =>
      Array.from({ length: PURCHASES_EACH }, (_, number) => ({
        idempotencyKey: `${memberId} ${number}`,
        storeId: partner.storeId,
        memberId,
        amount: { amount: '12.34', currency: 'EUR' },
      })),
    );
    await till.ask(
      'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { userErrors { code } } }',
      { input: { purchases } },
    );
  }
  api.close();
}

/** In the order of the members, so that the peer can be told who holds which. */
async function tokensOfAll(owner: BenchDatabase, { programmeId, memberIds }: LoadCoalition): Promise<string[]> {
  const issuer = memberTokens(owner.url, programmeId, 'bench');
  const tokens: string[] = [];
  for (const memberId of memberIds) tokens.push(await issuer.of(memberId));
  await issuer.close();
  return tokens;
}

/** Every member's wallet, and what our gateway says of it: everybody else must say the same. */
async function questionsOf(tokens: readonly string[], url: string): Promise<readonly ClientRequest[]> {
  const api = openApi(url);
  const requests = await forEachInFlight(tokens, FEW_IN_FLIGHT, async (token) => {
    const data = await api.withToken(token).ask<WalletData>(WALLET);
    const { edges } = data.me.transactions;
    if (edges.length !== PURCHASES_EACH || !edges.every(({ node }) => node.partner.name.startsWith('Partner'))) {
      throw new Error(`The gateway answers with ${JSON.stringify(data)}`);
    }
    return { token, body: JSON.stringify({ query: WALLET }), answer: JSON.stringify({ data }) };
  });
  api.close();
  return requests;
}

function memberCaller(coalition: LoadCoalition, index: number): Caller {
  const memberId = coalition.memberIds[index] as string;
  return {
    subject: memberId,
    clientId: 'bench',
    role: 'member',
    programmeId: coalition.programmeId,
    partnerId: null,
    storeIds: [],
    memberId,
    person: null,
    scopes: scopesOfRole('member'),
    expiresAt: new Date(Date.now() + 3_600_000),
    requestId: 'apollo-gateway',
  };
}

async function purchases(server: BenchServer, { quick, tell }: BenchContext): Promise<Record<string, number>> {
  const members = quick ? 2_000 : 20_000;
  const tills = await openTills(server, members);
  const plain = await openPlain(server, PURCHASES_IN_FLIGHT, members);
  try {
    tell(`single purchases, ${PURCHASES_IN_FLIGHT} in flight: ours, then plain`);
    const { ratio, ...rest } = await comparePurchases(tills.contender(PURCHASES_IN_FLIGHT), plain.contender, {
      rounds: quick ? 3 : 5,
      seconds: quick ? 1.5 : 5,
      warmSeconds: quick ? 3 : 8,
    });
    return { ratioPurchaseToPlain: ratio, ...rest };
  } finally {
    await plain.close();
    await tills.close();
  }
}
