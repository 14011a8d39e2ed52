import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  visit,
} from 'graphql';
import { expect, test } from 'vitest';
import { publicSchemaOf } from '../../gateway/supergraph.ts';

const supergraph = readFileSync('schema/supergraph.graphql', 'utf8');

test('every element of the public schema is described', () => {
  const silent: string[] = [];
  const note = (name: string, description: string | null | undefined) => {
    if (!description?.trim()) silent.push(name);
  };
  for (const type of Object.values(publicSchemaOf(supergraph).getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    note(type.name, type.description);
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.description);
        if ('args' in field) {
          for (const argument of field.args)
            note(`${type.name}.${field.name}(${argument.name}:)`, argument.description);
        }
      }
    }
  }
  expect(silent).toEqual([]);
});

test('every mutation that is repeated under a key says so in its input', () => {
  const inputs = new Map<string, string[]>();
  const mutations: [string, string][] = [];
  for (const name of ['partners', 'members', 'ledger', 'rewards']) {
    visit(parse(readFileSync(`schema/${name}.graphql`, 'utf8')), {
      InputObjectTypeDefinition: (node) => {
        inputs.set(
          node.name.value,
          (node.fields ?? []).map((field) => field.name.value),
        );
      },
      ObjectTypeDefinition: (node) => {
        if (node.name.value !== 'Mutation') return;
        for (const field of node.fields ?? []) {
          const [input] = field.arguments ?? [];
          const type = input?.type.kind === Kind.NON_NULL_TYPE ? input.type.type : input?.type;
          if (type?.kind === Kind.NAMED_TYPE) mutations.push([field.name.value, type.name.value]);
        }
      },
    });
  }
  // A token is new each time it is asked for; a quote writes nothing; a batch has a key per item.
  const without = mutations.filter(([, input]) => !inputs.get(input)?.includes('idempotencyKey')).map(([name]) => name);
  expect(without.sort()).toEqual(['issueMemberToken', 'quoteRedemption', 'recordPurchases']);
});
