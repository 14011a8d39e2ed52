/**
 * A validation rule: an operation may be so deep, and hold so many aliases and directives, and no more.
 *
 * Each fragment is measured once, however often it is spread, so measuring is linear in the document even where the
 * fragments multiply. The counts are those of the operation with its fragments written out; a fragment that spreads itself
 * counts nothing more here and is refused by the standard rule against cycles.
 */
import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** Largest counts that an operation may have. */
export interface ShapeLimits {
  depth: number;
  aliases: number;
  directives: number;
}

interface Shape {
  depth: number;
  aliases: number;
  directives: number;
}

const NOTHING: Shape = { depth: 0, aliases: 0, directives: 0 };

/** The rule for these limits. Errors carry the code `OPERATION_TOO_COMPLEX`. */
export function operationShapeRule(limits: ShapeLimits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const measured = new Map<string, Shape>();
    return {
      OperationDefinition(operation: OperationDefinitionNode) {
        const shape = measure(operation.selectionSet, context, measured);
        shape.directives += operation.directives?.length ?? 0;
        for (const what of ['depth', 'aliases', 'directives'] as const) {
          if (shape[what] <= limits[what]) continue;
          context.reportError(
            new GraphQLError(`The operation has ${what} of ${shape[what]}, more than the ${limits[what]} allowed.`, {
              nodes: operation,
              extensions: { code: 'OPERATION_TOO_COMPLEX' },
            }),
          );
        }
      },
    };
  };
}

function measure(selectionSet: SelectionSetNode, context: ValidationContext, measured: Map<string, Shape>): Shape {
  const total = { ...NOTHING };
  const add = (part: Shape, deeper: number): void => {
    total.depth = Math.max(total.depth, part.depth + deeper);
    total.aliases += part.aliases;
    total.directives += part.directives;
  };
  for (const selection of selectionSet.selections) {
    total.directives += selection.directives?.length ?? 0;
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.alias) total.aliases += 1;
        add(selection.selectionSet ? measure(selection.selectionSet, context, measured) : NOTHING, 1);
        break;
      case Kind.INLINE_FRAGMENT:
        add(measure(selection.selectionSet, context, measured), 0);
        break;
      case Kind.FRAGMENT_SPREAD: {
        const fragment = context.getFragment(selection.name.value);
        if (fragment) add(measureFragment(fragment, context, measured), 0);
        break;
      }
    }
  }
  return total;
}

function measureFragment(
  fragment: FragmentDefinitionNode,
  context: ValidationContext,
  measured: Map<string, Shape>,
): Shape {
  const name = fragment.name.value;
  let shape = measured.get(name);
  if (!shape) {
    measured.set(name, NOTHING);
    shape = measure(fragment.selectionSet, context, measured);
    shape.directives += fragment.directives?.length ?? 0;
    measured.set(name, shape);
  }
  return shape;
}
