/**
 * Gathers what is wrong with an input and answers with the refusal that comes first in the published order.
 *
 *   const check = createInputCheck();
 *   const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
 *   check.require(points > 0n, 'INVALID_POINTS', 'Points must be above zero.', ['input', 'points']);
 *   const refusal = check.first();
 *   if (refusal !== null) return refused(refusal);
 */
import { firstInOrder, type Refusal, type RefusalCode, refuse } from '../shared/refusal.ts';
import { readText, type TextLimits } from './text.ts';

export interface InputCheck {
  /** The text in NFC; an empty one when it was refused. */
  text(value: string, field: readonly string[], limits: TextLimits): string;
  require(holds: boolean, code: RefusalCode, message: string, field?: readonly string[]): void;
  /** Null when nothing is wrong. */
  first(): Refusal | null;
}

export function createInputCheck(): InputCheck {
  const refusals: Refusal[] = [];
  return {
    text(value, field, limits) {
      const reading = readText(value, field, limits);
      if (reading.ok) return reading.text;
      refusals.push(reading.refusal);
      return '';
    },
    require(holds, code, message, field) {
      if (!holds) refusals.push(refuse(code, message, field));
    },
    first: () => firstInOrder(refusals),
  };
}
