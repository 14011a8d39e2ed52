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

/**
 * A text as it is searched: compatibility forms, case and Arabic letters that keyboards write in two ways made one, digits as 0-9,
 * spaces and joiners as single spaces. `searchable(part)` is found in `searchable(text)` when a reader would find it.
 */
export function searchable(text: string): string {
  return toAsciiDigits(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[ي]/g, 'ی')
    .replace(/[ك]/g, 'ک')
    .replace(/[\s\u200b-\u200d]+/g, ' ')
    .trim();
}
