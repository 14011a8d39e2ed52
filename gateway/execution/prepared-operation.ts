import { type DocumentNode, type GraphQLError, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { refuseTooLarge } from './operation-size.ts';
import { operationDocument, plannableText } from './plannable-operation.ts';

/** What is read off an operation without its variables; kept as long as the parsed document is kept elsewhere. */
export interface PreparedOperation {
  operation: OperationDefinitionNode;
  /** The operation alone, with the document's fragments. */
  document: DocumentNode;
  refusal: GraphQLError | undefined;
  /** What is planned; nothing where graphql-js alone can answer. Mutations are planned by root field instead. */
  text: string | undefined;
}

const known = new WeakMap<DocumentNode, Map<string, PreparedOperation>>();

/** The operation of that name, or the only one; nothing where the document has no such operation. */
export function prepareOperation(
  source: DocumentNode,
  operationName: string | null | undefined,
): PreparedOperation | undefined {
  const operation = getOperationAST(source, operationName);
  if (!operation) return undefined;
  const ofDocument = known.get(source) ?? new Map<string, PreparedOperation>();
  known.set(source, ofDocument);
  const name = operation.name?.value ?? '';
  let prepared = ofDocument.get(name);
  if (!prepared) {
    const document = operationDocument(source, operation);
    const refusal = refuseTooLarge(document);
    prepared = { operation, document, refusal, text: refusal ? undefined : plannableText(document) };
    ofDocument.set(name, prepared);
  }
  return prepared;
}
