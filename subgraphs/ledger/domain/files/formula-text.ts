// Text that a spreadsheet would run as a formula, and how it travels in a CSV (OWASP, CSV injection; settlement.md 8.1).
//
// Text that starts with one of = + - @ (also in their full-width forms), a tab or a carriage return gets an apostrophe before it,
// which spreadsheets take as "this is text". So does text that starts with apostrophes and then one of these, and text of nothing (or
// nothing but apostrophes), so that the reader takes one apostrophe away and has the original, always, and an empty field is left to
// mean that there is no text. Numbers are exempt: they are written by us and a minus is part of them.

/** Apostrophes, then what starts a formula, or the end. */
const NEEDS_APOSTROPHE = /^'*(?:[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]|$)/;
const RUNS = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Whether a spreadsheet would run `text`. */
export function looksLikeFormula(text: string): boolean {
  return RUNS.test(text);
}

/** `text` as a CSV may hold it. */
export function escapeFormula(text: string): string {
  return NEEDS_APOSTROPHE.test(text) ? `'${text}` : text;
}

/** What `escapeFormula` was given. Text that it would not have made comes back as it is. */
export function unescapeFormula(text: string): string {
  return text.startsWith("'") && NEEDS_APOSTROPHE.test(text) ? text.slice(1) : text;
}
