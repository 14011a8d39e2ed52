/*
 * Says in which way an answer differs from the plain schema's.
 *
 * Data: equal as JSON text, the order of keys included. Errors: the same set of places that are null because of an error;
 * where the failed field itself is the null, the same path, message and code. Where a non-null field failed and the null
 * went up, graphql-js stops at the first failure and a federated server cannot (the fields are of different servers):
 * there the failures told must lie below the same null, and `exact` counts how many are even the same.
 */
import type { Answer } from './deployments.ts';

interface PlacedError {
  place: string;
  text: string;
  isOwnNull: boolean;
}

export interface Comparison {
  difference: string | undefined;
  propagated: number;
  exact: number;
}

export function compareAnswers(plain: Answer, other: Answer): Comparison {
  const same = { difference: undefined, propagated: 0, exact: 0 };
  const [expected, actual] = [JSON.stringify(plain.data), JSON.stringify(other.data)];
  if (expected !== actual) return { ...same, difference: `data\n  plain ${expected}\n  other ${actual}` };
  const [left, right] = [placed(plain), placed(other)];
  const differ = (what: string) => ({
    ...same,
    difference: `${what}\n  plain ${JSON.stringify(plain.errors)}\n  other ${JSON.stringify(other.errors)}\n  data  ${expected}`,
  });
  if (setOf(left, 'place') !== setOf(right, 'place')) return differ('places of errors');
  if (new Set(right.map(({ text }) => text)).size !== right.length) return differ('errors told twice');
  const own = (errors: PlacedError[]) => errors.filter(({ isOwnNull }) => isOwnNull);
  if (setOf(own(left), 'text') !== setOf(own(right), 'text')) return differ('errors');
  const propagated = left.filter(({ isOwnNull }) => !isOwnNull);
  const told = new Set(right.map(({ text }) => text));
  return { ...same, propagated: propagated.length, exact: propagated.filter(({ text }) => told.has(text)).length };
}

function setOf(errors: PlacedError[], key: 'place' | 'text'): string {
  return [...new Set(errors.map((error) => error[key]))].sort().join('\n');
}

function placed({ data, errors = [] }: Answer): PlacedError[] {
  return errors.map(({ message, path = [], extensions }) => {
    const code = extensions?.code ?? (message.startsWith('Variable "$') ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR');
    const place = nullAt(data, path);
    return {
      place: JSON.stringify(place),
      isOwnNull: place.length === path.length,
      // A reference that nobody knows has no error of its own in a subgraph; the words and the place are the same.
      text: JSON.stringify([path, message, code === 'INCOMPLETE_DATA' ? 'INTERNAL_SERVER_ERROR' : code]),
    };
  });
}

/** The path up to the null that the error left. */
function nullAt(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let at = data;
  for (const [index, key] of path.entries()) {
    if (at === null || at === undefined) return path.slice(0, index);
    at = (at as Record<string | number, unknown>)[key];
  }
  return path;
}
