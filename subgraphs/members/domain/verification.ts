/**
 * Proof of a phone number or an e-mail address by a code that was sent there.
 *
 * A code is six digits and good for ten minutes and five attempts; of one address three codes are sent an hour at most, for one
 * member ten. So a guess succeeds with 5 in a million a code and 15 an hour, nobody's phone is flooded, and no app sends messages to the whole town.
 */
export const CODE_DIGITS = 6;
export const CODE_LIVES_MILLIS = 10 * 60_000;
export const MOST_ATTEMPTS = 5;
export const MOST_CODES = 3;
export const MOST_CODES_OF_MEMBER = 10;
export const CODES_COUNT_MILLIS = 60 * 60_000;

/** A code to send; `randomInt` gives a whole number from 0 to below the bound. */
export function makeCode(randomInt: (bound: number) => number): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}

/** Whether a code may still be tried: in time, not used, not guessed at too often. `attempts` counts this one. */
export function mayStillConfirm(
  { attempts, expiresAt, confirmedAt }: { attempts: number; expiresAt: Date; confirmedAt: Date | null },
  at: Date,
): boolean {
  return confirmedAt === null && at < expiresAt && attempts <= MOST_ATTEMPTS;
}
