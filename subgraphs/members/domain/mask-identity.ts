import { unreachable } from '../../shared/assert.ts';
import type { Identity } from '../../shared/identity-value.ts';

const MASK = '****';

/**
 * A key as partners see it: enough to ask "the card ending in 1234?", too little to find the member by. Of short keys nothing
 * is shown; the number of stars says nothing about the length.
 */
export function maskIdentity({ kind, value }: Identity): string {
  switch (kind) {
    case 'CARD':
    case 'PHONE':
    case 'EXTERNAL':
      return MASK + lastOf(value);
    case 'EMAIL': {
      const at = value.lastIndexOf('@');
      const [first] = [...value.slice(0, at)];
      return `${at > 2 ? first : ''}${MASK}${value.slice(at)}`;
    }
    default:
      return unreachable(kind);
  }
}

/** The last four characters of a key that has at least four more. */
function lastOf(value: string): string {
  const characters = [...value];
  return characters.length >= 8 ? characters.slice(-4).join('') : '';
}
