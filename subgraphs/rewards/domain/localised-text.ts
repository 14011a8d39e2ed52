import { toAsciiDigits } from '../../shared/decimal-digits.ts';

/** A text in other languages. */
export interface Translated {
  /** BCP 47. */
  readonly locale: string;
}

/**
 * The translation that fits a wish best: the same tag, else the same language (`fa` for `fa-IR` and the other way round), else none.
 * Of several that fit alike the first.
 */
export function translationFor<T extends Translated>(translations: readonly T[], locale: string | null): T | null {
  if (locale === null) return null;
  const wanted = locale.toLowerCase();
  const language = wanted.split('-')[0];
  return (
    translations.find((one) => one.locale.toLowerCase() === wanted) ??
    translations.find((one) => one.locale.toLowerCase().split('-')[0] === language) ??
    null
  );
}

// Arabic letters that keyboards write in several ways, with the Persian one: yeh, kaf, heh. Hamza, vowel signs and tatweel are often left out.
const WRITTEN_SO: readonly (readonly [RegExp, string])[] = [
  [/[\u064b-\u0655\u0670\u0640]/g, ''],
  [/[يىے]/g, 'ی'],
  [/ك/g, 'ک'],
  [/[ھہةۀە]/g, 'ه'],
  [/[أإٱ]/g, 'ا'],
];

/**
 * A text as it is searched: compatibility forms, case and Arabic letters that are written in several ways made one, digits as 0-9,
 * spaces and joiners as single spaces. `searchable(part)` is found in `searchable(text)` when a reader would find it.
 */
export function searchable(text: string): string {
  const lower = toAsciiDigits(text.normalize('NFKC')).toLowerCase();
  return WRITTEN_SO.reduce((so, [letters, one]) => so.replace(letters, one), lower)
    .replace(/[\s\u200b-\u200d]+/g, ' ')
    .trim();
}

/** A name as it looks: two of which a reader could not tell one from the other are the same, spaces and what cannot be seen left out. */
export function lookOf(name: string): string {
  return searchable(name).replace(/[\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '');
}
