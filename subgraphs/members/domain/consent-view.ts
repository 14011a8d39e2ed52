/** The newest answer for each partner and purpose, of answers in the order in which they were given. */
export function currentConsents<Consent extends { readonly partnerId: string | null; readonly purpose: string }>(
  history: readonly Consent[],
): Consent[] {
  const newest = new Map(history.map((consent) => [`${consent.purpose} ${consent.partnerId ?? ''}`, consent]));
  return [...newest.values()];
}
