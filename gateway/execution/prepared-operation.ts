import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { JsonObject } from './json.ts';
import { neverNullVariables } from './never-null-variables.ts';
import { refuseTooLarge } from './operation-size.ts';
import {
  conditionVariables,
  operationDocument,
  type PlannableStep,
  plannableSteps,
  withReachableFragments,
} from './plannable-operation.ts';
import { compileProjection, type Project } from './projection.ts';

/** What is read off an operation, kept as long as its parsed document is kept elsewhere. */
export interface PreparedOperation {
  operation: OperationDefinitionNode;
  /** The operation alone, with the document's fragments. */
  document: DocumentNode;
  refusal: GraphQLError | undefined;
  /** Variables that may be left out, but not null. */
  neverNull: readonly VariableDefinitionNode[];
  /** What is to be planned and run, in order: one step, or one per root field of a mutation. */
  stepsFor(variables: JsonObject): readonly PlannableStep[];
  /** Completes an answer in which nothing went wrong; nothing where graphql-js has to. */
  projectFor(variables: JsonObject): Project | undefined;
}

/** Outcomes of `@skip` and `@include` that are kept per operation, with what depends on them. */
const MAX_KEPT = 16;

/** Finds the operation of that name in a document, or the only one; nothing where there is none. */
export function operationPreparer(
  schema: GraphQLSchema,
): (source: DocumentNode, operationName: string | null | undefined) => PreparedOperation | undefined {
  const known = new WeakMap<DocumentNode, Map<string, PreparedOperation>>();
  return (source, operationName) => {
    const operation = getOperationAST(source, operationName);
    if (!operation) return undefined;
    const ofDocument = known.get(source) ?? new Map<string, PreparedOperation>();
    known.set(source, ofDocument);
    const name = operation.name?.value ?? '';
    const prepared = ofDocument.get(name) ?? prepare(schema, source, operation);
    ofDocument.set(name, prepared);
    return prepared;
  };
}

function prepare(schema: GraphQLSchema, source: DocumentNode, operation: OperationDefinitionNode): PreparedOperation {
  const document = operationDocument(source, operation);
  const conditions = conditionVariables(document);
  const outcomeOf = (variables: JsonObject): string =>
    conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
  return {
    operation,
    document,
    refusal: refuseTooLarge(document),
    neverNull: neverNullVariables(schema, withReachableFragments(document), operation),
    stepsFor: keptBy(outcomeOf, (variables) => plannableSteps(schema, document, operation, variables)),
    projectFor: keptBy(outcomeOf, (variables) => compileProjection(schema, document, operation, variables)),
  };
}

/** Makes once for each outcome, of which not too many are kept. */
function keptBy<Made>(
  outcomeOf: (variables: JsonObject) => string,
  make: (variables: JsonObject) => Made,
): (variables: JsonObject) => Made {
  const kept = new Map<string, Made>();
  return (variables) => {
    const outcome = outcomeOf(variables);
    if (kept.has(outcome)) return kept.get(outcome) as Made;
    const made = make(variables);
    if (kept.size < MAX_KEPT) kept.set(outcome, made);
    return made;
  };
}
