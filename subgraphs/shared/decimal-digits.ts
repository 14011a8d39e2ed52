/**
 * Digits as people type them. Persian and Arabic keyboards write numbers with digits of their own; a card, a phone number or a code is
 * the same whichever was used. Only the digits change: separators and letters are the caller's to judge.
 */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** The text with Persian (۰-۹) and Arabic-Indic (٠-٩) digits as 0-9. */
export function toAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
