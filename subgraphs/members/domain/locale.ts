/** The canonical form of a BCP 47 language tag (`FA-ir` is `fa-IR`), or null for what is none. */
export function canonicalLocale(text: string): string | null {
  if (text.length === 0 || text.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
