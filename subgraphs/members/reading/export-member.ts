/**
 * All that is known of a member, as one JSON archive, for the member to take along (GDPR articles 15 and 20).
 *
 * What this subgraph keeps is read here, what ledger and rewards keep is asked of them by their own contracts, page by page. Beside what is told well, every row of
 * both this subgraph and rewards that names the member, or one that was merged into it, goes along (serving/rows-of-member.ts). Hashes, secrets of devices and
 * other technical fields are not the member's data. It is read at one time but not in one moment: what is posted meanwhile may be in it or not.
 */
import type { Reads } from '../../../db/client.ts';
import type { MemberRow } from '../../../db/tables/members.ts';
import { subgraphAsCaller } from '../../serving/call-subgraph.ts';
import { readRowsOfMembers } from '../../serving/rows-of-member.ts';
import type { SubgraphName } from '../../serving/sdl.ts';
import type { MembersDeps } from '../context.ts';
import { readConsentsOf, readConsentsThatCount } from '../store/consents.ts';
import { readIdentitiesOf } from '../store/identities.ts';
import { readMergedInto } from '../store/merges.ts';
import { readTagsOf } from '../store/tags.ts';

const PAGE = 100;

const TRANSACTIONS = /* GraphQL */ `
  query ExportTransactions($of: [_Any!]!, $first: Int!, $after: String) {
    _entities(representations: $of) {
      ... on Member {
        wallet {
          available
          held
          pending
          arrears
          qualifying
        }
        page: transactions(first: $first, after: $after) {
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              id
              kind
              occurredAt
              recordedAt
              points
              amount {
                amount
                currency
              }
              partner {
                id
              }
              store {
                id
              }
              explanation {
                sentence
              }
            }
          }
        }
      }
    }
  }
`;

const ORDERS = /* GraphQL */ `
  query ExportOrders($of: [_Any!]!, $first: Int!, $after: String) {
    _entities(representations: $of) {
      ... on Member {
        page: rewardOrders(first: $first, after: $after) {
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              id
              state
              points
              orderedAt
              reward {
                id
              }
            }
          }
        }
      }
    }
  }
`;

const ARCHIVE = /* GraphQL */ `
  query ExportRewards($of: [_Any!]!) {
    _entities(representations: $of) {
      ... on Member {
        rewardsArchive
      }
    }
  }
`;

interface Page {
  readonly page: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: object }[];
  } | null;
  readonly wallet?: object | null;
}

/** The archive of a member. Throws when a subgraph that must be asked cannot be reached: half an archive is none. */
export async function exportMember(
  deps: MembersDeps,
  { db }: Reads,
  member: MemberRow,
  requestId: string,
): Promise<object> {
  const { memberId, programmeId } = member;
  const persons = [memberId, ...(await readMergedInto(deps.database.sql, memberId))];
  const [identities, consents, saidEver, tags, ledger, rewards, kept, keptByRewards] = await Promise.all([
    readIdentitiesOf(db, deps.personalData, persons),
    readConsentsThatCount(deps.database.sql, [memberId]),
    readConsentsOf(db, persons),
    readTagsOf(db, persons),
    pagesOf(deps, 'ledger', TRANSACTIONS, member, requestId),
    pagesOf(deps, 'rewards', ORDERS, member, requestId),
    readRowsOfMembers(deps.database.sql, 'members', persons),
    archiveOfRewards(deps, member, requestId),
  ]);
  const { statusChangedAt: _, erasedAt: __, confirmAbove, ...profile } = member;
  return {
    format: 'coalition-loyalty/member-export/1',
    exportedAt: deps.clock().toISOString(),
    programmeId,
    profile: { ...profile, confirmAbove: confirmAbove === null ? null : Number(confirmAbove) },
    identities: identities.map(({ kind, value, addedAt, verifiedAt, blockedAt }) => ({
      kind,
      value,
      addedAt,
      verifiedAt,
      blockedAt,
    })),
    consents: consents.map(asConsent),
    consentHistory: saidEver.map(asConsent),
    tags: [...new Set(tags.map(({ tag }) => tag))].sort(),
    wallet: ledger.first?.wallet ?? null,
    transactions: ledger.nodes,
    rewardOrders: rewards.nodes,
    // Table by table, whatever there is: nothing is forgotten.
    kept: { members: kept, rewards: keptByRewards },
  };
}

async function archiveOfRewards(
  deps: MembersDeps,
  { memberId, programmeId }: MemberRow,
  requestId: string,
): Promise<object> {
  const caller = subgraphAsCaller('members', programmeId, requestId, ['rewards:read']);
  const variables = { of: [{ __typename: 'Member', id: memberId }] };
  const { data, errors } = await deps.askSubgraph('rewards', { query: ARCHIVE, variables, caller, requestId });
  const answer = (data as { _entities?: ({ rewardsArchive: object | null } | null)[] } | null | undefined)
    ?._entities?.[0];
  if (errors !== undefined || answer?.rewardsArchive == null)
    throw new Error(`The rewards subgraph did not answer: ${errors?.[0]?.message ?? 'no data'}`);
  return answer.rewardsArchive;
}

function asConsent({
  partnerId,
  purpose,
  granted,
  decidedAt,
  wording,
  recordedAs,
}: Awaited<ReturnType<typeof readConsentsOf>>[number]) {
  return { partnerId, purpose, granted, decidedAt, wording, recordedAs };
}

async function pagesOf(
  deps: MembersDeps,
  name: SubgraphName,
  query: string,
  { memberId, programmeId }: MemberRow,
  requestId: string,
): Promise<{ first: Page | null; nodes: object[] }> {
  const caller = subgraphAsCaller('members', programmeId, requestId, ['ledger:read', 'rewards:read']);
  const nodes: object[] = [];
  let first: Page | null = null;
  let after: string | null = null;
  do {
    const variables = { of: [{ __typename: 'Member', id: memberId }], first: PAGE, after };
    const { data, errors } = await deps.askSubgraph(name, { query, variables, caller, requestId });
    const [page] = ((data as { _entities?: (Page | null)[] } | null | undefined)?._entities ?? []) as (Page | null)[];
    if (errors !== undefined || page == null || page.page === null) {
      throw new Error(`The ${name} subgraph did not answer: ${errors?.[0]?.message ?? 'no data'}`);
    }
    first ??= page;
    nodes.push(...page.page.edges.map(({ node }) => node));
    after = page.page.pageInfo.hasNextPage ? page.page.pageInfo.endCursor : null;
  } while (after !== null);
  return { first, nodes };
}
