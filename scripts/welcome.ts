/** What `npm start` prints when it is ready: the URL, and with a demo programme tokens and a first query to paste. */
import type { Demo } from './demo.ts';

const FIRST_QUERY = '{ me { displayName wallet { available } } }';

/** @param url where the gateway is, such as `http://127.0.0.1:4000` */
export function welcome(url: string, { demo, explorer }: { demo: Demo | null; explorer: boolean }): string {
  const lines = ['', `GraphQL   ${url}/graphql${explorer ? '   (in a browser: GraphiQL)' : ''}`];
  if (demo !== null) {
    lines.push(
      '',
      'Tokens of the demo programme; they end after some minutes, the next start prints new ones.',
      "A partner's app:",
      `  ${demo.partnerToken}`,
      'The operator:',
      `  ${demo.operatorToken}`,
      "A member's front end:",
      `  ${demo.memberToken}`,
      '',
      `STORE_ID  ${demo.storeId}   (the partner's store)`,
      `MEMBER_ID ${demo.memberId}   (the member)`,
      '',
      'A first query, as the member:',
      `  curl ${url}/graphql -H 'content-type: application/json' \\`,
      `    -H 'authorization: Bearer ${demo.memberToken}' \\`,
      `    -d '${JSON.stringify({ query: FIRST_QUERY })}'`,
    );
  }
  lines.push('', 'Ctrl-C stops everything.');
  return lines.join('\n');
}
