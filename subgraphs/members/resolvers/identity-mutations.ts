// The keys that find members: cards, addresses, devices.
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { acknowledgeMessages } from '../commands/acknowledge-messages.ts';
import { addMemberIdentity } from '../commands/add-member-identity.ts';
import { blockMemberIdentity, issueCards, replaceCard } from '../commands/cards.ts';
import { presentQrToken, registerQrDevice } from '../commands/qr.ts';
import { confirmIdentity, requestVerification } from '../commands/verification.ts';
import { deviceUri } from '../domain/qr-token.ts';
import type { MutationResolvers } from '../generated.ts';
import { readIdentitiesOf } from '../store/identities.ts';
import { readQrDevice } from '../store/qr-devices.ts';
import { memberOf } from './member-of.ts';

export const identityMutations = {
  addMemberIdentity: async (_, { input }, context) =>
    toPayload(await addMemberIdentity(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  issueCards: async (_, { input }, context) =>
    toPayload(
      await issueCards(context.deps, requireCaller(context), input),
      async ({ memberIds }) => {
        const members = await Promise.all(memberIds.map((id) => context.loaders.members.load(id)));
        return { members: members.filter((member) => member !== null) };
      },
      { members: null },
    ),
  blockMemberIdentity: async (_, { input }, context) =>
    toPayload(await blockMemberIdentity(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  replaceCard: async (_, { input }, context) =>
    toPayload(
      await replaceCard(context.deps, requireCaller(context), input),
      async ({ memberId, identityId }) => {
        // Whoever gave out the card sees it, though it may not be told who the member is.
        const { database, personalData } = context.deps;
        const identities = await readIdentitiesOf(database.db, personalData, [memberId]);
        return {
          member: await context.loaders.members.load(memberId),
          card: identities.find((identity) => identity.identityId === identityId) ?? null,
        };
      },
      { member: null, card: null },
    ),
  requestVerification: async (_, { input }, context) =>
    toPayload(
      await requestVerification(context.deps, requireCaller(context), input),
      ({ verificationId, expiresAt }) => ({ verificationId, expiresAt: new Date(expiresAt) }),
      { verificationId: null, expiresAt: null },
    ),
  confirmVerification: async (_, { input }, context) =>
    toPayload(await confirmIdentity(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  registerQrDevice: async (_, { input }, context) =>
    toPayload(
      await registerQrDevice(context.deps, requireCaller(context), input),
      async ({ deviceId }) => {
        const { personalData } = context.deps;
        // The answer shows what is: nothing, when another device has taken this one's place since.
        const device = await readQrDevice(context.reads.db, deviceId);
        if (device === null) return { uri: null, handle: null };
        const secret = personalData.open(device.sealed, deviceId);
        return { uri: deviceUri(secret, device.handle), handle: device.handle };
      },
      { uri: null, handle: null },
    ),
  presentQrToken: async (_, { input }, context) =>
    toPayload(await presentQrToken(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  acknowledgeMessages: async (_, { input }, context) =>
    toPayload(
      await acknowledgeMessages(context.deps, requireCaller(context), input),
      ({ acknowledged }) => ({ acknowledged }),
      { acknowledged: null },
    ),
} satisfies MutationResolvers;
