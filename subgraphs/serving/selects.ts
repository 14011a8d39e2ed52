import { type FieldNode, type GraphQLResolveInfo, visit } from 'graphql';

/** Of what a resolver is told, what is selected below its field. */
type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/**
 * Makes the question whether one of these fields is selected below a field, at whatever depth: for a read that brings more where more will be asked
 * for. It may say yes where a field of that name belongs to something else, or is spread from another place; it never says no where one is. Answered once for each
 * place in a document.
 */
export function createSelects(names: ReadonlySet<string>): (selected: Selected) => boolean {
  const known = new WeakMap<FieldNode, boolean>();
  return (selected) =>
    selected.fieldNodes.some((node) => {
      let found = known.get(node);
      if (found === undefined) {
        found = [node, ...Object.values(selected.fragments)].some((part) => holdsField(part, names));
        known.set(node, found);
      }
      return found;
    });
}

function holdsField(part: Parameters<typeof visit>[0], names: ReadonlySet<string>): boolean {
  let holds = false;
  visit(part, {
    Field({ name }) {
      if (names.has(name.value)) holds = true;
    },
  });
  return holds;
}
