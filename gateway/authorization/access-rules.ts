/**
 * What a caller must show to use a field, read from the supergraph.
 *
 * `@authenticated` and `@requiresScopes` are only metadata in federation: nothing in a subgraph or in the planner acts on
 * them. The gateway does, before planning (check-access.ts). A security directive that this file does not know stops the
 * start: serving a schema whose rules are not enforced is worse than not serving it.
 */
import { type ConstDirectiveNode, type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql';

/** Scopes as `@requiresScopes` gives them: any of the outer lists is enough, every scope of an inner list is needed. */
export type ScopeAlternatives = readonly (readonly string[])[];

/** What one type or field asks for. `scopes` null asks for a token and no more. */
export interface AccessRule {
  scopes: ScopeAlternatives | null;
}

/** Rules by schema coordinate: `Type` or `Type.field`. */
export type AccessRules = ReadonlyMap<string, AccessRule>;

const ENFORCED = new Map([
  ['https://specs.apollo.dev/authenticated/v0.1', 'authenticated'],
  ['https://specs.apollo.dev/requiresScopes/v0.1', 'requiresScopes'],
]);

/**
 * The access rules of a supergraph.
 * @throws when the supergraph links a security feature that the gateway does not enforce (such as `@policy`).
 */
export function readAccessRules(supergraphSdl: string): AccessRules {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = securityDirectiveNames(document);
  const rules = new Map<string, AccessRule>();
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void => {
    const rule = ruleOf(directives ?? [], names);
    if (rule) rules.set(coordinate, rule);
  };
  for (const definition of document.definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        note(definition.name.value, definition.directives);
        for (const field of definition.fields ?? []) {
          note(`${definition.name.value}.${field.name.value}`, field.directives);
        }
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        note(definition.name.value, definition.directives);
        break;
      default:
        break;
    }
  }
  return rules;
}

interface SecurityDirectiveNames {
  authenticated: string;
  requiresScopes: string;
}

function securityDirectiveNames(document: DocumentNode): SecurityDirectiveNames {
  const names: SecurityDirectiveNames = { authenticated: 'authenticated', requiresScopes: 'requiresScopes' };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'link') continue;
      const link = argumentsOf(directive);
      if (link.for !== 'SECURITY') continue;
      const feature = ENFORCED.get(String(link.url));
      if (!feature) {
        throw new Error(`The supergraph asks for ${String(link.url)}, which this gateway does not enforce.`);
      }
      names[feature as keyof SecurityDirectiveNames] = typeof link.as === 'string' ? link.as : feature;
    }
  }
  return names;
}

function ruleOf(directives: readonly ConstDirectiveNode[], names: SecurityDirectiveNames): AccessRule | null {
  const scoped = directives.find((directive) => directive.name.value === names.requiresScopes);
  if (scoped) return { scopes: argumentsOf(scoped).scopes as string[][] };
  return directives.some((directive) => directive.name.value === names.authenticated) ? { scopes: null } : null;
}

function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}
