/** What travels between subgraphs and client: the tree of an answer, before graphql-js has completed it. */
export type JsonObject = Record<string, unknown>;

/** Where in an answer: response keys and list indexes. */
export type ResponsePath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
