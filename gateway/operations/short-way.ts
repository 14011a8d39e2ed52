/**
 * The short way: what Apollo Server (apollo-shell.ts) has read before is answered without it. Most requests name one of a few documents, and
 * Apollo Server's part in them is then two look-ups, and a dozen promises and header maps around them: a tenth of a request's CPU time.
 *
 * It decides nothing by itself. Which documents are valid, and which media type answers which `Accept`, it has learnt from Apollo Server's own
 * answers; admission (access, cost) and execution are the same functions in the same order. What it does not know, and whatever is not plainly
 * right (a refusal, an error), Apollo Server is asked, and says it in its words: an operation that has run is handed to it with its result, and
 * does not run again. So answers are the same to the byte, whichever way they went (tests/gateway/short-way.test.ts).
 */
import { type DocumentNode, getOperationAST, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Limits } from '../limits/limits.ts';
import { operationSeconds } from '../metrics/gateway-figures.ts';
import type { Ran, RequestContext } from '../request-context.ts';
import type { AdmitOperation } from './admit-operation.ts';
import type { RunOperation } from './run-operation.ts';

/** `answered`: as Apollo Server would. `failed`: it ran, and Apollo Server has to say what is wrong. */
export type ShortAnswer =
  | { readonly kind: 'answered'; readonly mediaType: string; readonly text: string }
  | { readonly kind: 'failed'; readonly ran: Ran };

export interface ShortWay {
  /** A document that Apollo Server found valid. */
  learnDocument(text: string, document: DocumentNode): void;
  /** What Apollo Server answered a request with this `Accept` in. */
  learnMediaType(accept: string | undefined, mediaType: string): void;
  /** Answers the body of a POST, of JSON; null where Apollo Server has to, and nothing has been done. */
  answer(
    body: Readonly<Record<string, unknown>>,
    accept: string | undefined,
    context: RequestContext,
  ): Promise<ShortAnswer> | null;
}

const MOST_MEDIA_TYPES = 100;
const LONGEST_ACCEPT = 300;

export function createShortWay(parts: {
  readonly admit: AdmitOperation;
  readonly run: RunOperation;
  readonly limits: Pick<Limits, 'documentsKept'>;
}): ShortWay {
  const { admit, run, limits } = parts;
  const documents = new Map<string, DocumentNode>();
  const mediaTypes = new Map<string, string>();

  /** The operation that a body names, in a document that is known; its variables are an object, or not there. */
  function read(body: Readonly<Record<string, unknown>>): Read | null {
    const { query, operationName, variables } = body;
    const document = typeof query === 'string' ? documents.get(query) : undefined;
    if (document === undefined) return null;
    if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
    if (variables !== undefined && variables !== null && !isPlainObject(variables)) return null;
    const operation = getOperationAST(document, operationName);
    if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
    return { document, operation, operationName: operationName ?? undefined, variables: variables ?? undefined };
  }

  async function answered(
    { document, operation, operationName, variables }: Read,
    mediaType: string,
    context: RequestContext,
  ): Promise<ShortAnswer> {
    const began = performance.now();
    const kind = operation.operation;
    const name = operation.name?.value ?? null;
    const result = await run({ document, kind, name, operationName, variables }, context);
    if (result.errors !== undefined || result.extensions !== undefined) {
      return { kind: 'failed', ran: { result, began } };
    }
    operationSeconds.observe({ kind, outcome: 'ok' }, (performance.now() - began) / 1_000);
    return { kind: 'answered', mediaType, text: `${JSON.stringify({ data: result.data })}\n` };
  }

  return {
    learnDocument: (text, document) => keep(documents, text, document, limits.documentsKept),
    learnMediaType(accept = '', mediaType) {
      if (accept.length <= LONGEST_ACCEPT) keep(mediaTypes, accept, mediaType, MOST_MEDIA_TYPES);
    },
    answer(body, accept = '', context) {
      const mediaType = mediaTypes.get(accept);
      const sent = mediaType === undefined ? null : read(body);
      if (mediaType === undefined || sent === null) return null;
      const refusal = admit({ ...sent, variables: sent.variables ?? {} }, context.caller);
      return refusal === null ? answered(sent, mediaType, context) : null;
    },
  };
}

interface Read {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
}

/** The first that were kept are forgotten where there are too many. */
function keep<Value>(kept: Map<string, Value>, key: string, value: Value, most: number): void {
  if (!kept.has(key) && kept.size >= most) kept.delete(kept.keys().next().value as string);
  kept.set(key, value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
