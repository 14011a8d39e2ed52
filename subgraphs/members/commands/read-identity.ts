import { readText } from '../../serving/text.ts';
import { type Identity, type IdentityKind, readIdentityValue } from '../../shared/identity-value.ts';
import { type Outcome, refuse } from '../../shared/refusal.ts';

const IDENTITY = { max: 200 } as const;

/** An identity of the input in its stored form, or `INVALID_INPUT` with the field's path. */
export function readIdentity(
  input: { readonly kind: IdentityKind; readonly value: string },
  field: readonly string[],
): Outcome<Identity> {
  const path = [...field, 'value'];
  const text = readText(input.value, path, IDENTITY);
  if (!text.ok) return text;
  const reading = readIdentityValue(input.kind, text.text);
  return reading.ok
    ? { ok: true, result: reading.identity }
    : { ok: false, refusal: refuse('INVALID_INPUT', reading.reason, path) };
}
