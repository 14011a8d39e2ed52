/**
 * Executes operations as graphql-js does, with what follows from the operation alone worked out once: which fields are selected on which type,
 * under which keys, by which resolvers, with which arguments, and how their values are completed. A subgraph is sent the same few operations again and
 * again, and graphql-js (16) works all of it out for every object of every answer: half of what a look-up took of our process.
 *
 * The semantics are the specification's as graphql-js has them: nulls go up to the next place that may be null, with an error at the path of the
 * field that failed; errors below a place that is null already are dropped; root fields of a mutation run one after the other. Two things may differ,
 * and the specification leaves both open: the order of errors that happen side by side, and which of them is told where several send a null up to one place.
 *
 * Not compiled, and left to graphql-js: operations with `@skip` or `@include` (the gateway decides those), with introspection, and schemas that
 * tell types by `isTypeOf`. It is compared with graphql-js over random operations in `tests/subgraphs/compiled-execution.test.ts`.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  getArgumentValues,
  getOperationAST,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  type OperationDefinitionNode,
  OperationTypeNode,
  responsePathAsArray,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fieldCollector, fragmentsOf } from './collect-fields.ts';
import { compiledVariables, type ReadVariables } from './compiled-variables.ts';

/** What graphql-js's own `execute` promises, of the arguments that subgraphs have. */
export type Execute = (
  args: Pick<ExecutionArgs, 'document' | 'operationName' | 'rootValue' | 'contextValue' | 'variableValues'>,
) => ExecutionResult | Promise<ExecutionResult>;

type Path = GraphQLResolveInfo['path'];

/** Completes a value at a path. A leaf needs none: its field makes one where it fails. */
type Complete = (execution: Execution, value: unknown, path: Path | undefined) => unknown;

type ExecuteField = (execution: Execution, source: unknown, above: Path | undefined) => unknown;

type Run = (execution: Execution) => unknown;

/** Makes `execute` for a schema. Operations are compiled the first time they come, and kept as long as their documents. */
export function compiledExecution(schema: GraphQLSchema): Execute {
  const tellsByIsTypeOf = Object.values(schema.getTypeMap()).some((type) => isObjectType(type) && type.isTypeOf);
  const known = new WeakMap<OperationDefinitionNode, Run | null>();
  const variablesOf = compiledVariables(schema);
  return (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    let run = operation && known.get(operation);
    if (operation && run === undefined) {
      run = tellsByIsTypeOf ? null : compile(schema, args.document, operation);
      known.set(operation, run);
    }
    return operation && run
      ? executed(schema, operation, run, variablesOf(operation), args)
      : execute({ schema, ...args });
  };
}

function executed(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  run: Run,
  readVariables: ReadVariables,
  { document, rootValue, contextValue, variableValues }: Parameters<Execute>[0],
): ExecutionResult | Promise<ExecutionResult> {
  const { coerced, errors } = readVariables(variableValues ?? {});
  if (errors !== undefined) return { errors };
  const execution = new Execution(schema, document, operation, rootValue, contextValue, coerced);
  try {
    const data = run(execution);
    if (!isThenable(data)) return execution.response(data);
    return data.then(
      (resolved) => execution.response(resolved),
      (fault: GraphQLError) => execution.failed(fault),
    );
  } catch (fault) {
    return execution.failed(fault as GraphQLError);
  }
}

/** One request: what it brings, and what went wrong. */
class Execution {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rootValue: unknown;
  readonly context: unknown;
  readonly variables: Record<string, unknown>;
  readonly #errors: GraphQLError[] = [];
  /** Places that are null because of an error; undefined stands for the whole answer. */
  readonly #nulled = new Set<Path | undefined>();

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    rootValue: unknown,
    context: unknown,
    variables: Record<string, unknown>,
  ) {
    this.schema = schema;
    this.document = document;
    this.operation = operation;
    this.rootValue = rootValue;
    this.context = context;
    this.variables = variables;
  }

  /** Notes an error and makes its place null. What is below a place that is null already is not told. */
  note(error: GraphQLError, at: Path | undefined): void {
    if (this.#nulled.size > 0) {
      for (let path = at; path !== undefined; path = path.prev) if (this.#nulled.has(path)) return;
      if (this.#nulled.has(undefined)) return;
    }
    this.#nulled.add(at);
    this.#errors.push(error);
  }

  response(data: unknown): ExecutionResult {
    const result = { data: data as Record<string, unknown> | null };
    return this.#errors.length === 0 ? result : { errors: this.#errors, ...result };
  }

  failed(error: GraphQLError): ExecutionResult {
    this.note(error, undefined);
    return this.response(null);
  }
}

/** What resolvers may ask about the field that they resolve, worked out when they do. */
class ResolveInfo implements GraphQLResolveInfo {
  readonly #execution: Execution;
  readonly #place: FieldPlace;
  readonly #above: Path | undefined;

  constructor(execution: Execution, place: FieldPlace, above: Path | undefined) {
    this.#execution = execution;
    this.#place = place;
    this.#above = above;
  }

  get fieldName() {
    return this.#place.definition.name;
  }
  get fieldNodes() {
    return this.#place.nodes;
  }
  get returnType() {
    return this.#place.definition.type;
  }
  get parentType() {
    return this.#place.parentType;
  }
  get path() {
    return pathOf(this.#place, this.#above);
  }
  get schema() {
    return this.#execution.schema;
  }
  get fragments() {
    return Object.fromEntries(fragmentsOf(this.#execution.document));
  }
  get rootValue() {
    return this.#execution.rootValue;
  }
  get operation() {
    return this.#execution.operation;
  }
  get variableValues() {
    return this.#execution.variables;
  }
}

/** A selected field, on one type. */
interface FieldPlace {
  readonly key: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parentType: GraphQLObjectType;
  readonly nodes: readonly FieldNode[];
}

function pathOf({ key, parentType }: FieldPlace, above: Path | undefined): Path {
  return { prev: above, key, typename: parentType.name };
}

/** Null where graphql-js has to execute it. */
function compile(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Run | null {
  const root = schema.getRootType(operation.operation);
  if (!root || !isCompilable(document)) return null;
  const { fieldsOf, inParallel } = compiler(schema, document);
  const fields = fieldsOf(root, [operation.selectionSet]);
  if (operation.operation === OperationTypeNode.MUTATION) return (execution) => oneByOne(fields, execution);
  const all = inParallel(fields);
  return (execution) => all(execution, execution.rootValue, undefined);
}

/** Not with directives of the operation, introspection, or a key that would set the prototype of an object. */
function isCompilable(document: DocumentNode): boolean {
  let compilable = true;
  visit(document, {
    Directive() {
      compilable = false;
    },
    Field({ alias, name }) {
      if (alias?.value === '__proto__' || name.value === '__schema' || name.value === '__type') compilable = false;
    },
  });
  return compilable;
}

interface CompiledField {
  readonly key: string;
  run(execution: Execution, source: unknown, above: Path | undefined): unknown;
}

/** A field with a resolver, or a property of its object. No function is made for it while it runs, unless it is waited for. */
class ResolvedField implements CompiledField {
  readonly key: string;
  readonly #place: FieldPlace;
  readonly #type: GraphQLOutputType;
  readonly #isLeaf: boolean;
  readonly #resolve: ExecuteField;
  readonly #complete: Complete;

  constructor(place: FieldPlace, complete: Complete) {
    this.key = place.key;
    this.#place = place;
    this.#type = place.definition.type;
    this.#isLeaf = isLeaf(this.#type);
    this.#resolve = resolverOf(place);
    this.#complete = complete;
  }

  run(execution: Execution, source: unknown, above: Path | undefined): unknown {
    const path = this.#isLeaf ? undefined : pathOf(this.#place, above);
    try {
      const value = this.#resolve(execution, source, above);
      if (isThenable(value)) {
        return value.then(
          (resolved) => this.#completed(execution, resolved, path, above),
          (fault) => this.#failed(execution, fault, path, above),
        );
      }
      return this.#completed(execution, value, path, above);
    } catch (fault) {
      return this.#failed(execution, fault, path, above);
    }
  }

  #completed(execution: Execution, value: unknown, path: Path | undefined, above: Path | undefined): unknown {
    try {
      const completed = this.#complete(execution, value, path);
      if (!isThenable(completed)) return completed;
      return completed.then(undefined, (fault) => this.#failed(execution, fault, path, above));
    } catch (fault) {
      return this.#failed(execution, fault, path, above);
    }
  }

  #failed(execution: Execution, fault: unknown, path: Path | undefined, above: Path | undefined): null {
    return failAt(execution, fault, path ?? pathOf(this.#place, above), this.#place.nodes, this.#type);
  }
}

/** What every item of a list is completed by. */
class ListItem {
  readonly #type: GraphQLOutputType;
  readonly #nodes: readonly FieldNode[];
  readonly #isLeaf: boolean;
  readonly #complete: Complete;

  constructor(type: GraphQLOutputType, nodes: readonly FieldNode[], complete: Complete) {
    this.#type = type;
    this.#nodes = nodes;
    this.#isLeaf = isLeaf(type);
    this.#complete = complete;
  }

  run(execution: Execution, item: unknown, above: Path | undefined, key: number): unknown {
    const path: Path | undefined = this.#isLeaf ? undefined : { prev: above, key, typename: undefined };
    try {
      const completed = isThenable(item)
        ? item.then((resolved) => this.#complete(execution, resolved, path))
        : this.#complete(execution, item, path);
      if (!isThenable(completed)) return completed;
      return completed.then(undefined, (fault) => this.#failed(execution, fault, path, above, key));
    } catch (fault) {
      return this.#failed(execution, fault, path, above, key);
    }
  }

  #failed(execution: Execution, fault: unknown, path: Path | undefined, above: Path | undefined, key: number): null {
    return failAt(execution, fault, path ?? { prev: above, key, typename: undefined }, this.#nodes, this.#type);
  }
}

function isLeaf(type: GraphQLOutputType): boolean {
  return isLeafType(isNonNullType(type) ? type.ofType : type);
}

function compiler(schema: GraphQLSchema, document: DocumentNode) {
  const collectFields = fieldCollector(schema, document);

  function fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): readonly CompiledField[] {
    const fields: CompiledField[] = [];
    for (const [key, nodes] of collectFields(type, sets)) {
      const name = (nodes[0] as FieldNode).name.value;
      const definition = type.getFields()[name];
      if (definition) {
        const place = { key, definition, parentType: type, nodes };
        const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
        fields.push(new ResolvedField(place, completion(definition.type, sets, place)));
      } else if (name === '__typename') fields.push({ key, run: () => type.name });
    }
    return fields;
  }

  function completion(type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: FieldPlace): Complete {
    const complete = present(isNonNullType(type) ? type.ofType : type, sets, place);
    if (!isNonNullType(type)) {
      return (execution, value, path) => {
        if (value instanceof Error) throw value;
        return value === null || value === undefined ? null : complete(execution, value, path);
      };
    }
    return (execution, value, path) => {
      if (value instanceof Error) throw value;
      if (value !== null && value !== undefined) return complete(execution, value, path);
      const { parentType, definition } = place;
      throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
    };
  }

  /** Of a value that is there. Selections are compiled when the first object of a type comes. */
  function present(type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: FieldPlace): Complete {
    if (isListType(type)) return list(type.ofType, sets, place);
    if (isLeafType(type)) {
      return (_, value) => {
        const serialized = type.serialize(value);
        if (serialized !== null && serialized !== undefined) return serialized;
        throw new Error(`${type.name} cannot be nothing where there is a value.`);
      };
    }
    if (isObjectType(type)) {
      let run: Complete | undefined;
      return (execution, value, path) => {
        run ??= inParallel(fieldsOf(type, sets));
        return run(execution, value, path);
      };
    }
    const byType = new Map<GraphQLObjectType, Complete>();
    const ofType = (type: GraphQLObjectType): Complete => {
      const known = byType.get(type) ?? inParallel(fieldsOf(type, sets));
      byType.set(type, known);
      return known;
    };
    if (!isAbstractType(type)) throw new Error(`Broken promise: ${String(type)} is a type of values`);
    const completeAs = (name: unknown, execution: Execution, value: unknown, path: Path | undefined): unknown => {
      const found = typeof name === 'string' ? schema.getType(name) : undefined;
      if (isObjectType(found) && schema.isSubType(type, found)) return ofType(found)(execution, value, path);
      throw new GraphQLError(`"${String(name)}" is no type of "${type.name}".`, { nodes: [...place.nodes] });
    };
    const resolveType: (...given: Parameters<GraphQLTypeResolver<unknown, unknown>>) => unknown =
      type.resolveType ?? typenameOf;
    return (execution, value, path) => {
      const info = new ResolveInfo(execution, place, path?.prev);
      const name = resolveType(value, execution.context, info, type);
      return isThenable(name)
        ? name.then((resolved) => completeAs(resolved, execution, value, path))
        : completeAs(name, execution, value, path);
    };
  }

  function list(type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: FieldPlace): Complete {
    const complete = completion(type, sets, place);
    const item = new ListItem(type, place.nodes, complete);
    const { parentType, definition } = place;
    return (execution, value, above) => {
      if (!isIterable(value)) {
        throw new GraphQLError(
          `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
        );
      }
      const items: unknown[] = [];
      let waits = false;
      try {
        for (const given of value) {
          const completed = item.run(execution, given, above, items.length);
          items.push(completed);
          waits ||= isThenable(completed);
        }
      } catch (fault) {
        if (waits) return afterAll(items, fault);
        throw fault;
      }
      return waits ? Promise.all(items) : items;
    };
  }

  function inParallel(fields: readonly CompiledField[]): Complete {
    return (execution, source, path) => {
      const results: Record<string, unknown> = {};
      let waiting: string[] | undefined;
      try {
        for (const field of fields) {
          const { key } = field;
          const result = field.run(execution, source, path);
          results[key] = result;
          if (isThenable(result)) {
            waiting ??= [];
            waiting.push(key);
          }
        }
      } catch (fault) {
        if (waiting === undefined) throw fault;
        return afterAll(
          waiting.map((key) => results[key]),
          fault,
        );
      }
      if (waiting === undefined) return results;
      const keys = waiting;
      return Promise.all(keys.map((key) => results[key])).then((resolved) => {
        for (let index = 0; index < keys.length; index += 1) results[keys[index] as string] = resolved[index];
        return results;
      });
    };
  }

  return { fieldsOf, inParallel };
}

async function oneByOne(fields: readonly CompiledField[], execution: Execution): Promise<unknown> {
  const results: Record<string, unknown> = {};
  for (const field of fields) results[field.key] = await field.run(execution, execution.rootValue, undefined);
  return results;
}

/** Fails, once what has begun beside it has ended: it may fail, too, and nobody else waits for it. */
function afterAll(begun: readonly unknown[], fault: unknown): Promise<never> {
  return Promise.allSettled(begun).then(() => Promise.reject(fault));
}

/** How a field finds its value. Arguments that no variable changes are read once. */
function resolverOf(place: FieldPlace): ExecuteField {
  const { definition, nodes } = place;
  const argumentsOf = argumentReader(definition, nodes[0] as FieldNode);
  const { resolve, name } = definition;
  if (resolve) {
    return (execution, source, above) =>
      resolve(source, argumentsOf(execution), execution.context, new ResolveInfo(execution, place, above));
  }
  return (execution, source, above) => {
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
    const property = (source as Record<string, unknown>)[name];
    if (typeof property !== 'function') return property;
    return (source as Record<string, (...given: unknown[]) => unknown>)[name]?.(
      argumentsOf(execution),
      execution.context,
      new ResolveInfo(execution, place, above),
    );
  };
}

function argumentReader(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (execution: Execution) => Record<string, unknown> {
  let varies = false;
  visit(node, {
    SelectionSet: () => false,
    Variable() {
      varies = true;
    },
  });
  const read = (variables: Record<string, unknown>) => getArgumentValues(definition, node, variables);
  if (varies) return ({ variables }) => read(variables);
  let known: Record<string, unknown> | undefined;
  return () => {
    known ??= Object.freeze(read({}));
    return known;
  };
}

/** Tells an error at a place, and makes it null; or throws it on, where there may be no null. */
function failAt(
  execution: Execution,
  fault: unknown,
  at: Path,
  nodes: readonly FieldNode[],
  type: GraphQLOutputType,
): null {
  const error = locatedError(fault, [...nodes], responsePathAsArray(at));
  if (isNonNullType(type)) throw error;
  execution.note(error, at);
  return null;
}

function typenameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { __typename?: unknown }).__typename : undefined;
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
  );
}
