import { expect, test } from 'vitest';
import { createKnownFaces, type PartnerFace } from '../../subgraphs/partners/store/known-faces.ts';

const face = (partnerId: string, programmeId = 'here'): PartnerFace => ({
  partnerId,
  programmeId,
  code: partnerId,
  name: `Partner ${partnerId}`,
  registeredAt: new Date(0),
});

/** Faces over these partners, and what was read of them. */
function faces(partners: readonly PartnerFace[], mostKept?: number) {
  const read: (readonly string[])[] = [];
  const ask = createKnownFaces(async (programmeId, ids) => {
    read.push(ids);
    return partners.filter((one) => one.programmeId === programmeId && ids.includes(one.partnerId));
  }, mostKept);
  const told = async (ids: string[], programmeId = 'here') =>
    (await ask(programmeId, ids)).map(({ partnerId }) => partnerId);
  return { told, read };
}

test('a face is read once, and what is not there is asked for again', async () => {
  const { told, read } = faces([face('a'), face('b')]);
  expect(await told(['a'])).toEqual(['a']);
  expect(await told(['a', 'b', 'nobody'])).toEqual(['a', 'b']);
  expect(await told(['b', 'a'])).toEqual(['b', 'a']);
  expect(await told(['nobody'])).toEqual([]);
  expect(read).toEqual([['a'], ['b', 'nobody'], ['nobody']]);
});

test('another programme is told nothing of a face that is known', async () => {
  const { told } = faces([face('a'), face('c', 'elsewhere')]);
  expect(await told(['a'])).toEqual(['a']);
  expect(await told(['a', 'c'], 'elsewhere')).toEqual(['c']);
  expect(await told(['a', 'c'])).toEqual(['a']);
});

test('the first that were read are forgotten where there are too many', async () => {
  const { told, read } = faces([face('a'), face('b'), face('c')], 2);
  for (const id of ['a', 'b', 'c', 'c', 'a']) expect(await told([id])).toEqual([id]);
  expect(read).toEqual([['a'], ['b'], ['c'], ['a']]);
});
