/**
 * Persisted documents: operations that clients name by the SHA-256 of their text instead of sending it.
 *
 * They are registered with the process, never by clients (anyone could fill a store that clients write to): a folder of `.graphql` files, or a
 * JSON file `{"<sha256>": "<document>"}` as client build tools write it. Every one of them is read and validated before the gateway listens. In
 * production a gateway may be told to serve these and no others.
 *
 * A request names one as `documentId` (`sha256:<hex>`, the GraphQL over HTTP draft) or as `extensions.persistedQuery.sha256Hash` (Apollo's
 * clients). A text that comes with a name must be the one that it names.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { StartFailure } from '../../db/start-failure.ts';
import type { Limits } from '../limits/limits.ts';
import { type ReadOperation, refuseLongDocument } from './read-operation.ts';

/** Documents by the SHA-256 of their text, in lower-case hex. */
export type Documents = ReadonlyMap<string, string>;

export interface RegisteredDocuments {
  readonly documents: Documents;
  /** Whether nothing else is served. */
  readonly only: boolean;
}

/** No document has a name, and any text is served. */
export const NO_DOCUMENTS: RegisteredDocuments = { documents: new Map(), only: false };

const MANIFEST = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());

/**
 * Reads the documents of a folder, subfolders not included, or of a manifest.
 * @throws StartFailure when there is none to be read, or when a text is not the one that its name says
 */
export async function readDocuments(path: string): Promise<Documents> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => {
      throw new StartFailure(`There are no documents at ${path}.`);
    },
  );
  const documents = new Map<string, string>();
  if (isFolder) {
    for (const name of (await readdir(path)).filter((each) => each.endsWith('.graphql')).sort()) {
      const text = await readFile(join(path, name), 'utf8');
      documents.set(nameOf(text), text);
    }
  } else {
    for (const [name, text] of Object.entries(readManifest(await readFile(path, 'utf8'), path))) {
      if (nameOf(text) !== name)
        throw new StartFailure(`The document ${name} of ${path} is not the one that its name says.`);
      documents.set(name, text);
    }
  }
  if (documents.size === 0) throw new StartFailure(`There are no documents at ${path}.`);
  return documents;
}

function readManifest(text: string, path: string): Record<string, string> {
  try {
    return MANIFEST.parse(JSON.parse(text));
  } catch {
    throw new StartFailure(`${path} must be JSON that reads {"<sha256 in hex>": "<document>", ...}.`);
  }
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Refuses to start with a document that no client could have answered. @throws StartFailure that names it */
export function requireServable(documents: Documents, readOperation: ReadOperation, limits: Limits): void {
  for (const [name, query] of documents) {
    const read = readOperation({ query, variables: {} });
    const error = refuseLongDocument(query, limits) ?? ('errors' in read ? read.errors[0] : undefined);
    // Which of several operations is meant, requests say.
    if (!error || error.extensions.code === 'OPERATION_RESOLUTION_FAILURE') continue;
    throw new StartFailure(`The registered document ${name} cannot be served: ${error.message}`);
  }
}

/** What names a document in a request, beside its text. */
export interface NamedDocument {
  readonly query: unknown;
  readonly documentId: unknown;
  readonly extensions: unknown;
}

/**
 * The text that a request means, or why there is none. `null` when it holds neither text nor name: whoever reads the request says so.
 */
export function documentOf(registered: RegisteredDocuments, request: NamedDocument): string | null | GraphQLError {
  const { documents, only } = registered;
  const { query } = request;
  const name = givenName(request);
  if (name instanceof GraphQLError) return name;
  if (typeof query === 'string' && query !== '') {
    const ofText = name !== null || only ? nameOf(query) : null;
    if (name !== null && name !== ofText)
      return refusal('BAD_REQUEST', 'The document is not the one that its SHA-256 names.');
    if (only && !documents.has(ofText ?? '')) {
      return refusal('PERSISTED_QUERY_REQUIRED', 'Only registered documents are served here: name one by its SHA-256.');
    }
    return query;
  }
  if (name === null) return null;
  // Apollo's clients then send texts from there on, without asking each time.
  if (documents.size === 0) return refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'No documents are registered here.', 200);
  return documents.get(name) ?? refusal('PERSISTED_QUERY_NOT_FOUND', 'No document with this SHA-256 is registered.');
}

function givenName({ documentId, extensions }: NamedDocument): string | null | GraphQLError {
  const persisted = isObject(extensions) && isObject(extensions.persistedQuery) ? extensions.persistedQuery : null;
  const hash = persisted?.sha256Hash;
  if (documentId !== undefined && documentId !== null && persisted !== null) {
    return refusal('BAD_REQUEST', 'Name the document in one way, not two.');
  }
  if (persisted !== null) {
    return typeof hash === 'string' ? hash.toLowerCase() : refusal('BAD_REQUEST', '`sha256Hash` must be a string.');
  }
  if (documentId === undefined || documentId === null) return null;
  const [, ofId] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(typeof documentId === 'string' ? documentId : '') ?? [];
  return ofId?.toLowerCase() ?? refusal('BAD_REQUEST', '`documentId` must read `sha256:` and 64 hexadecimal digits.');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(code: string, message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
