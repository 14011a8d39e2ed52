/**
 * Whose rows a read may see: the one thing that row-level security goes by (migrations/platform/145-readers.sql).
 *
 * It is told to the database for one transaction at a time, as settings that the policies read. A read that forgets its WHERE then
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
 * The settings of a scope by name. Every one is named, also what is empty: nothing of an earlier scope can be left over.
 * @throws when an id is none: settings are no parameters, so nothing but ids goes into them
 */
export function settingsOf(scope: RowScope): Readonly<Record<string, string>> {
  return {
    'loyalty.programme': idText(scope.programmeId),
    'loyalty.whole_programme': String(scope.wholeProgramme),
    'loyalty.partner': idText(scope.partnerId),
    'loyalty.stores': scope.storeIds.map(idText).join(','),
    'loyalty.member': idText(scope.memberId),
  };
}

function idText(id: string | null): string {
  if (id === null) return '';
  if (!UUID.test(id)) throw new Error('A row scope is made of ids.');
  return id.toLowerCase();
}
