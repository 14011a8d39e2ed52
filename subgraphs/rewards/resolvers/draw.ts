import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { closeDraw, createDraw, drawWinners, enterDraw } from '../commands/draws.ts';
import type { RewardsContext } from '../context.ts';
import type { DrawEntryResolvers, DrawResolvers, MutationResolvers } from '../generated.ts';
import { readDraws, readEntries, readEntriesOf, readEntryLines, readWinners } from '../store/draws.ts';
import { fundingFields } from './funding.ts';
import { isHolder, visibleHere } from './visible.ts';

const drawPayload =
  ({ reads }: RewardsContext) =>
  async ({ drawId }: { drawId: string }) => ({ draw: (await readDraws(reads.sql, [drawId]))[0] ?? null });

export const drawMutations: MutationResolvers = {
  createDraw: async (_root, { input }, context) =>
    toPayload(await createDraw(context.deps, requireCaller(context), input), drawPayload(context), { draw: null }),
  enterDraw: async (_root, { input }, context) =>
    toPayload(
      await enterDraw(context.deps, requireCaller(context), input),
      async ({ entryId }) => ({ entry: (await readEntries(context.reads.sql, [entryId]))[0] ?? null }),
      { entry: null },
    ),
  closeDraw: async (_root, { input }, context) =>
    toPayload(await closeDraw(context.deps, requireCaller(context), input), drawPayload(context), { draw: null }),
  drawWinners: async (_root, { input }, context) =>
    toPayload(await drawWinners(context.deps, requireCaller(context), input), drawPayload(context), { draw: null }),
};

/** Winners and the lines of the proof are public, who stands behind them is not: they are read as they are, and `DrawEntry.member` says to whom it is told. */
export const Draw: DrawResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readDraws(context.reads.sql, ids))[0]),
  id: ({ draw_id }) => draw_id,
  ...fundingFields(({ draw_id }) => draw_id),
  prizePoints: ({ prize_points }) => prize_points,
  pricePoints: ({ price_points }) => price_points,
  maxPerMember: ({ max_per_member }) => max_per_member,
  opensAt: ({ opens_at }) => opens_at,
  closesAt: ({ closes_at }) => closes_at,
  seedCommitment: ({ seed_commitment }) => seed_commitment,
  entriesHash: ({ entries_hash }) => entries_hash,
  // The secret of the draw until it is drawn.
  seed: ({ state, seed }) => (state === 'DRAWN' ? seed : null),
  drawnAt: ({ drawn_at }) => drawn_at,
  winningEntries: ({ draw_id, state }, _, { deps }) =>
    state === 'DRAWN' ? readWinners(deps.database.sql, draw_id) : [],
  async mine({ draw_id }, _, context) {
    const { memberId } = requireCaller(context);
    if (memberId === null) return [];
    return readEntriesOf(context.reads.sql, draw_id, await context.loaders.persons.load(memberId));
  },
  async proof(draw, _, { deps }) {
    if (draw.state === 'OPEN') return null;
    const drawn = draw.state === 'DRAWN';
    return {
      format: 'loyalty-draw/1',
      drawId: draw.draw_id,
      seedCommitment: draw.seed_commitment,
      entriesHash: draw.entries_hash,
      winners: draw.winners,
      seed: drawn ? draw.seed : null,
      winningNumbers: drawn ? (await readWinners(deps.database.sql, draw.draw_id)).map(({ number }) => number) : null,
      entries: (await readEntryLines(deps.database.sql, draw.draw_id)).map(({ number, entryId, word }) => [
        number,
        entryId,
        word,
      ]),
    };
  },
};

export const DrawEntry: DrawEntryResolvers = {
  id: ({ entry_id }) => entry_id,
  member: async ({ member_id }, _, context) =>
    (await isHolder(context, member_id)) ? { __typename: 'Member', id: member_id } : null,
};
