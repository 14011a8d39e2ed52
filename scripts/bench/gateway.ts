/**
 * What the gateway costs. A member's wallet across three subgraphs (members, ledger, partners), with authentication and every limit on,
 * beside `@apollo/gateway` over the same subgraphs and the same database; and single purchases through it, beside a plain double entry.
 *
 * | figure                    | A                                                  | B                                          |
 * |---------------------------|----------------------------------------------------|--------------------------------------------|
 * | ratioToApolloGateway      | the wallet query, everything in one process        | apollo-gateway.ts: subgraphs over HTTP     |
 * | ratioSplitToApolloGateway | the same, subgraphs over HTTP, in this process too | the same                                   |
 * | ratioPurchaseToPlain      | `recordPurchase` over HTTP, 64 in flight           | plain-double-entry.ts, 64 connections      |
 *
 * Clients, gateways and subgraphs share this process and its core; the database has another. What many followers cost is in streams.ts.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { serve } from '../../gateway/serve.ts';
import { serveSubgraph } from '../../gateway/serve-subgraph.ts';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { readSigningSecrets } from '../../subgraphs/serving/caller-signature.ts';
import { makePersonalDataKey } from '../../subgraphs/serving/personal-data.ts';
import { SUBGRAPHS, type SubgraphName } from '../../subgraphs/serving/sdl.ts';
import { type Api, openApi } from '../api.ts';
import { type LoadCoalition, writeCoalition } from '../load/coalition.ts';
import { startApolloGateway } from './apollo-gateway.ts';
import type { Bench, BenchContext } from './bench.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import { type Contender, compareInTurn, median, ratePerSecond, rounded } from './measure.ts';
import { streams } from './streams.ts';
import { credentialsOf, openPlain, openTills } from './till.ts';

const SUPERGRAPH = new URL('../../schema/supergraph.graphql', import.meta.url);
const PARTNERS = 4;
const MEMBERS = 200;
const PURCHASES_EACH = 5;
const READS_IN_FLIGHT = 16;
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
    const tokens = await membersWithPurchases(owner, coalition, whole.url);

    const urls = new Map<SubgraphName, string>();
    for (const name of SUBGRAPHS) {
      const served = await serveSubgraph(name, { ...shared, split: { urls, secrets } });
      urls.set(name, served.url);
      closers.push(() => served.close());
    }
    const split = await serve({ ...shared, production: true, split: { urls, secrets } });
    closers.push(() => split.close());
    const apollo = await startApolloGateway({
      supergraphSdl: await readFile(SUPERGRAPH, 'utf8'),
      urls,
      secrets,
      callers: new Map(tokens.map((token, index) => [token, memberCaller(coalition, index)])),
    });
    closers.push(() => apollo.close());

    const contenders = [whole.url, split.url, `${apollo.url}graphql`].map((url, index) => {
      const api = openApi(url, READS_IN_FLIGHT);
      closers.push(async () => api.close());
      return contenderOf(['one process', 'split', '@apollo/gateway'][index] as string, api, tokens);
    });
    tell(`the wallet query, ${READS_IN_FLIGHT} in flight: one process, split, @apollo/gateway in turn`);
    const { rates } = await compareInTurn(contenders, { rounds: quick ? 3 : 5, seconds: quick ? 2 : 8 });
    const [one = [], apart = [], peer = []] = rates;
    const ratioTo = (ours: readonly number[]): number =>
      rounded(median(ours.map((rate, round) => rate / (peer[round] ?? 1))), 2);
    return {
      ratioToApolloGateway: ratioTo(one),
      ratioSplitToApolloGateway: ratioTo(apart),
      walletsPerSecond: rounded(median(one)),
      walletsSplitPerSecond: rounded(median(apart)),
      walletsApolloGatewayPerSecond: rounded(median(peer)),
    };
  } finally {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  }
}

function contenderOf(name: string, api: Api, tokens: readonly string[]): Contender {
  const members = tokens.map((token) => api.withToken(token));
  let asked = 0;
  const ask = async (): Promise<void> => {
    const member = members[asked % members.length];
    asked += 1;
    const answer = await member?.ask<{ me: { transactions: { edges: { node: { partner: { name: string } } }[] } } }>(
      WALLET,
    );
    const edges = answer?.me.transactions.edges ?? [];
    if (edges.length !== PURCHASES_EACH || edges[0]?.node.partner.name === undefined) {
      throw new Error(`${name} answers with ${JSON.stringify(answer)}`);
    }
  };
  return { name, rate: (seconds) => ratePerSecond(ask, READS_IN_FLIGHT, seconds) };
}

/** Sells to every member through the API, and gives a token of each. */
async function membersWithPurchases(owner: BenchDatabase, coalition: LoadCoalition, url: string): Promise<string[]> {
  const api = openApi(url);
  const tokens: string[] = [];
  for (const [index, partner] of coalition.partners.entries()) {
    const till = api.as(
      await credentialsOf(owner, coalition, partner, ['ledger:write', 'ledger:read', 'members:token']),
    );
    const members = coalition.memberIds.filter((_, member) => member % PARTNERS === index);
    const items = members.flatMap((memberId) =>
      Array.from({ length: PURCHASES_EACH }, (_, number) => ({
        idempotencyKey: `${memberId} ${number}`,
        storeId: partner.storeId,
        memberId,
        amount: { amount: '12.34', currency: 'EUR' },
      })),
    );
    await till.ask(
      'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { userErrors { code } } }',
      {
        input: { purchases: items },
      },
    );
  }
  // In the order of the members, so that the peer can be told who holds which token.
  const till = api.as(await credentialsOf(owner, coalition, coalition.partners[0]!, ['members:token']));
  for (const memberId of coalition.memberIds) {
    const { issueMemberToken } = await till.ask<{ issueMemberToken: { accessToken: string } }>(
      'mutation ($input: IssueMemberTokenInput!) { issueMemberToken(input: $input) { accessToken } }',
      { input: { memberId } },
    );
    tokens.push(issueMemberToken.accessToken);
  }
  api.close();
  return tokens;
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
    const { rates } = await compareInTurn([tills.contender(PURCHASES_IN_FLIGHT), plain.contender], {
      rounds: quick ? 3 : 5,
      seconds: quick ? 2 : 8,
    });
    const [ours = [], theirs = []] = rates;
    return {
      ratioPurchaseToPlain: rounded(median(ours.map((rate, round) => rate / (theirs[round] ?? 1))), 2),
      purchasesPerSecond: rounded(median(ours)),
      plainPerSecond: rounded(median(theirs)),
    };
  } finally {
    await plain.close();
    await tills.close();
  }
}
