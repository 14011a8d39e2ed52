import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  mayManage,
  redeliverWebhook,
  rotateWebhookSecret,
} from '../commands/webhooks.ts';
import type { LedgerContext } from '../context.ts';
import type { MutationResolvers, QueryResolvers, WebhookDeliveryResolvers, WebhookResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { readAttempts, readDelivery, readDeliveryPage } from '../store/webhooks/deliveries.ts';
import { readWebhooks, readWebhooksOf, type WebhookRow } from '../store/webhooks/webhooks.ts';

const DELIVERY = 'webhook-delivery';

/** A webhook that the caller manages. */
async function seenWebhook(id: string, context: LedgerContext): Promise<WebhookRow | null> {
  const caller = requireProgrammeCaller(context);
  if (!isId(id)) return null;
  const [webhook] = await readWebhooks(context.reads.sql, caller.programmeId, [id.toLowerCase()]);
  return webhook !== undefined && mayManage(caller, webhook) ? webhook : null;
}

export const webhookQueries: Required<Pick<QueryResolvers, 'webhook' | 'webhooks'>> = {
  webhook: (_, { id }, context) => seenWebhook(id, context),
  webhooks: async (_, args, context) => {
    const caller = requireProgrammeCaller(context);
    if (caller.role === 'member') throw forbidden('Webhooks are for partners and the operator.');
    const partnerId = args.partnerId?.toLowerCase() ?? caller.partnerId;
    if ((partnerId !== null && !isId(partnerId)) || !mayManage(caller, { partnerId })) return [];
    return [...(await readWebhooksOf(context.reads.sql, caller.programmeId, partnerId))];
  },
};

const fresh = (id: string, context: LedgerContext) => seenWebhook(id, context);

export const webhookMutations: Required<
  Pick<
    MutationResolvers,
    'createWebhook' | 'updateWebhook' | 'rotateWebhookSecret' | 'deleteWebhook' | 'redeliverWebhook'
  >
> = {
  createWebhook: async (_, { input }, context) =>
    toPayload(
      await createWebhook(context.deps, requireProgrammeCaller(context), input),
      async ({ webhookId, secret }) => ({ webhook: await fresh(webhookId, context), secret }),
      { webhook: null, secret: null },
    ),
  updateWebhook: async (_, { input }, context) =>
    toPayload(
      await changeWebhook(context.deps, requireProgrammeCaller(context), input),
      async ({ webhookId }) => ({ webhook: await fresh(webhookId, context) }),
      { webhook: null },
    ),
  rotateWebhookSecret: async (_, { input }, context) =>
    toPayload(
      await rotateWebhookSecret(context.deps, requireProgrammeCaller(context), input),
      async ({ webhookId, secret }) => ({ webhook: await fresh(webhookId, context), secret }),
      { webhook: null, secret: null },
    ),
  deleteWebhook: async (_, { input }, context) =>
    toPayload(
      await deleteWebhook(context.deps, requireProgrammeCaller(context), input),
      ({ webhookId }) => ({ webhookId }),
      { webhookId: null },
    ),
  redeliverWebhook: async (_, { input }, context) => {
    const caller = requireProgrammeCaller(context);
    return toPayload(
      await redeliverWebhook(context.deps, caller, input),
      async ({ deliveryId }) => ({
        delivery: await readDelivery(context.reads.sql, caller.programmeId, deliveryId),
      }),
      { delivery: null },
    );
  },
};

export const Webhook: WebhookResolvers = {
  id: ({ webhookId }) => webhookId,
  partner: ({ partnerId }) => referenceTo(partnerId),
  eventTypes: ({ eventTypes }) => [...eventTypes] as never,
  paused: ({ state }) => state === 'PAUSED',
  rotatingUntil: ({ previousUntil }, _, { deps }) =>
    previousUntil !== null && previousUntil > deps.clock() ? previousUntil : null,
  deliveries: async ({ webhookId }, args, { reads }) => {
    const page = readPage(args, DELIVERY, 1);
    const before = page.after?.[0] ?? null;
    if (before !== null && !isId(before)) throw badUserInput('`after` is not a cursor of this connection.');
    const rows = await readDeliveryPage(reads.sql, {
      webhookId,
      states: args.states ?? null,
      before,
      limit: page.limit + 1,
    });
    return connectionOf(rows, page, (row) => [row.deliveryId]);
  },
};

export const WebhookDelivery: WebhookDeliveryResolvers = {
  id: ({ deliveryId }) => deliveryId,
  type: ({ type }) => type as never,
  nextAttemptAt: ({ state, nextAttemptAt }) => (state === 'PENDING' ? nextAttemptAt : null),
  attempts: async ({ deliveryId }, _, { reads }) => [...(await readAttempts(reads.sql, [deliveryId]))],
};
