// The lots of an earn and all that moved of them to other members.
import type { Lot, MemberBook } from '../book.ts';

/** A lot of an earn with all that transfers split off it, itself first; each with the book it is in. */
export interface Family {
  readonly root: Lot;
  readonly members: { readonly lot: Lot; readonly book: MemberBook }[];
}

/** Families of the lots that `wanted` picks, in the order of their making. */
export function familiesOf(books: readonly MemberBook[], wanted: (lot: Lot) => boolean): Family[] {
  const families = new Map<string, Family>();
  const splitOff: { lot: Lot; book: MemberBook }[] = [];
  for (const book of books) {
    for (const lot of book.lots.values()) {
      if (!wanted(lot)) continue;
      if (lot.parentLotId === null) families.set(lot.lotId, { root: lot, members: [{ lot, book }] });
      else splitOff.push({ lot, book });
    }
  }
  // A lot is younger than the one it was split from, so that its parent has its family by now.
  splitOff.sort((a, b) => (a.lot.lotId < b.lot.lotId ? -1 : 1));
  const familyOf = new Map(families);
  for (const member of splitOff) {
    const family = familyOf.get(member.lot.parentLotId!);
    if (family === undefined) continue;
    family.members.push(member);
    familyOf.set(member.lot.lotId, family);
  }
  return [...families.values()].sort((a, b) => (a.root.lotId < b.root.lotId ? -1 : 1));
}
