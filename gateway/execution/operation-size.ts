/*
 * Planning opens every fragment, so 20 short fragments that spread each other twice become a million fields and hold a
 * planner thread for minutes; and the planner's parser stops at 50 levels. Both are refused here, with fragments
 * counted once each, before anything is planned. The limits of the server are lower; these protect the process.
 */
import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql';

const MAX_SELECTIONS = 10_000;
const MAX_DEPTH = 40;

interface Size {
  selections: number;
  depth: number;
}

/** Refuses, with `OPERATION_TOO_LARGE`, an operation whose opened form is beyond what may be planned. */
export function refuseTooLarge(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const sizes = new Map<string, Size>();

  function fragmentSize(name: string): Size {
    const known = sizes.get(name);
    if (known) return known;
    sizes.set(name, { selections: 0, depth: 0 }); // a cycle, which validation refuses, ends here
    const selectionSet = fragments.get(name);
    const size = selectionSet ? sizeOf(selectionSet) : { selections: 0, depth: 0 };
    sizes.set(name, size);
    return size;
  }

  function sizeOf(set: SelectionSetNode): Size {
    const size = { selections: 0, depth: 0 };
    for (const selection of set.selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragmentSize(selection.name.value)
          : selection.selectionSet
            ? sizeOf(selection.selectionSet)
            : { selections: 0, depth: 0 };
      size.selections += 1 + inner.selections;
      size.depth = Math.max(size.depth, 1 + inner.depth);
    }
    return size;
  }

  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return undefined;
  const { selections, depth } = sizeOf(operation.selectionSet);
  if (selections <= MAX_SELECTIONS && depth <= MAX_DEPTH) return undefined;
  return new GraphQLError(
    `The operation selects ${selections} fields, ${depth} deep; at most ${MAX_SELECTIONS} fields, ${MAX_DEPTH} deep, are planned.`,
    { extensions: { code: 'OPERATION_TOO_LARGE' } },
  );
}
