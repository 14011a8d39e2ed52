import { type FieldNode, type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSelects } from '../../subgraphs/serving/selects.ts';

/** What a resolver of the first field of a document is told of its selection. */
function selected(text: string) {
  const { definitions } = parse(text);
  const fragments: Record<string, FragmentDefinitionNode> = {};
  const fieldNodes: FieldNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    if (definition.kind === Kind.OPERATION_DEFINITION)
      fieldNodes.push(definition.selectionSet.selections[0] as FieldNode);
  }
  return { fieldNodes, fragments };
}

test.each([
  ['at any depth', '{ page { edges { node { reason { text } } } } }', true],
  ['under another name', '{ page { why: reason } }', true],
  ['in an inline fragment', '{ page { ... on Page { edges { ... { reason } } } } }', true],
  ['in a fragment', '{ page { edges { ...Edge } } } fragment Edge on Edge { node { reason } }', true],
  ['nowhere', '{ page { edges { node { reasons } } } }', false],
  ['as an alias of another field alone', '{ page { reason: kind } }', false],
  ['beside the field', '{ page { kind } reason }', false],
])('a field is selected %s', (_, text, expected) => {
  const selects = createSelects(new Set(['reason']));
  const asked = selected(text);
  expect([selects(asked), selects(asked)]).toEqual([expected, expected]);
});

test('a field that is selected in two places is asked for where one of them asks', () => {
  const [first, second] = [selected('{ page { kind } }'), selected('{ page { reason } }')];
  const fieldNodes = [...first.fieldNodes, ...second.fieldNodes];
  expect(createSelects(new Set(['reason']))({ fieldNodes, fragments: {} })).toBe(true);
});
