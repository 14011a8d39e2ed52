/**
 * Whose rows a read may see: the one thing that row-level security goes by (migrations/platform/145-readers.sql).
 *
 * It is told to the database for one transaction at a time, as a setting that the policies read. A read that forgets its WHERE then
 * finds rows of its scope and no others; one without a scope finds none.
 */
export interface RowScope {
  /** Null sees nothing. */
  readonly programmeId: string | null;
  /** Whether every row of the programme is seen: the operator. */
  readonly wholeProgramme: boolean;
  readonly partnerId: string | null;
  /** Stores of the partner; empty is all of them. */
  readonly storeIds: readonly string[];
  readonly memberId: string | null;
}

/** Sees nothing at all. */
export const NO_ROWS: RowScope = {
  programmeId: null,
  wholeProgramme: false,
  partnerId: null,
  storeIds: [],
  memberId: null,
};

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/**
 * A scope as the database takes it, `programme|whole|partner|stores|member` (migrations/platform/430): one setting, so that nothing of an earlier
 * scope can be left over.
 * @throws when an id is none: nothing but ids goes into it
 */
export function scopeText(scope: RowScope): string {
  const { programmeId, wholeProgramme, partnerId, storeIds, memberId } = scope;
  const stores = storeIds.map(idText).join(',');
  return `${idText(programmeId)}|${wholeProgramme ? 'whole' : ''}|${idText(partnerId)}|${stores}|${idText(memberId)}`;
}

function idText(id: string | null): string {
  if (id === null) return '';
  if (!UUID.test(id)) throw new Error('A row scope is made of ids.');
  return id.toLowerCase();
}
