/** Callers to act as, and a short way to ask one subgraph and read its answer. */
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { scopesOfRole } from '../../subgraphs/serving/caller.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';

/** A caller with all the scopes of its role, unless told otherwise. */
export function callerOf(identity: Partial<Caller> & Pick<Caller, 'role'>): Caller {
  return {
    subject: identity.clientId ?? `${identity.role}-client`,
    clientId: `${identity.role}-client`,
    programmeId: null,
    partnerId: null,
    storeIds: [],
    memberId: null,
    person: null,
    scopes: scopesOfRole(identity.role),
    expiresAt: new Date('2100-01-01T00:00:00Z'),
    requestId: 'test-request',
    ...identity,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are as loose as JSON; the tests say what they expect of them
export type Answer = any;

export interface SubgraphClient {
  /** The data of an operation that must not have errors. */
  ask(caller: Caller | null, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The one field that a mutation `name` with one input answers with: `payload`, as selected by `fields`. */
  command(caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer>;
  /** Codes of the errors of an operation. */
  errorCodes(caller: Caller | null, query: string, variables?: Record<string, unknown>): Promise<string[]>;
}

export function clientFor(subgraph: Subgraph): SubgraphClient {
  const run = (caller: Caller | null, query: string, variables: Record<string, unknown> = {}) =>
    subgraph.execute({ query, variables, caller, requestId: 'test-request' });
  const ask: SubgraphClient['ask'] = async (caller, query, variables) => {
    const { data, errors } = await run(caller, query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    ask,
    async command(caller, name, input, fields) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation($input: ${type}!) { payload: ${name}(input: $input) { ${fields} userErrors { code field } } }`;
      return (await ask(caller, query, { input })).payload;
    },
    async errorCodes(caller, query, variables) {
      const { errors } = await run(caller, query, variables);
      return (errors ?? []).map((error) => String(error.extensions?.code));
    },
  };
}
