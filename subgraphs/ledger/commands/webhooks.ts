/**
 * Who is told of what, and where. Secrets are made here, shown in the first answer and never again; a repeated request shows null.
 *
 * A partner manages its own webhooks, the operator everybody's and its own.
 */
import { keySpaceOf, mayActForWholePartner, type ProgrammeCaller } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { proposerOf } from '../../shared/four-eyes.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import type {
  CreateWebhookInput,
  DeleteWebhookInput,
  RedeliverWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
} from '../generated.ts';
import { lockDelivery, sendAnew } from '../store/webhooks/deliveries.ts';
import {
  insertWebhook,
  lockWebhook,
  lockWebhooksOf,
  readWebhooksOf,
  updateWebhook,
  type WebhookRow,
} from '../store/webhooks/webhooks.ts';
import { urlProblem } from '../webhooks/address-guard.ts';
import { secretPurpose } from '../webhooks/deliver.ts';
import { readId } from './read-input.ts';

type Done = { readonly webhookId: string };
type WithSecret = Done & { readonly secret: string | null };

/** Webhooks of one partner at most. */
const MOST_WEBHOOKS = 20;
const MOST_OVERLAP = 30 * 86_400;
const SECRET_BYTES = 32;

const UNKNOWN = refuse('WEBHOOK_UNKNOWN', 'No such webhook.', ['input', 'webhookId']);

/** Refusals in order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, LIMIT_EXCEEDED (20 for one partner). */
export async function createWebhook(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: CreateWebhookInput,
): Promise<Outcome<WithSecret>> {
  const check = createInputCheck();
  const partnerId = input.partnerId == null ? caller.partnerId : readId(input.partnerId);
  check.require(
    partnerId === null ? caller.role === 'operator' : mayActForWholePartner(caller, partnerId),
    'NOT_ALLOWED',
    'A partner’s webhooks are its own.',
    ['input', 'partnerId'],
  );
  checkUrl(deps, input.url, check);
  checkTypes(input.eventTypes, check);
  const webhookId = deps.ids();
  const secret = makeSecret(deps);
  // Before the transaction: whoever holds a connection and waits for another may wait for himself.
  const reference = await deps.reference(caller.programmeId);
  const run = await once(deps, caller, input, 'createWebhook', check, { ...input, partnerId }, async (sql) => {
    if (partnerId !== null && reference?.partners.has(partnerId) !== true)
      return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
    await lockWebhooksOf(sql, caller.programmeId, partnerId);
    if ((await readWebhooksOf(sql, caller.programmeId, partnerId)).length >= MOST_WEBHOOKS)
      return refused(refuse('LIMIT_EXCEEDED', `There are ${MOST_WEBHOOKS} webhooks already.`, ['input']));
    await insertWebhook(sql, {
      webhookId,
      programmeId: caller.programmeId,
      partnerId,
      url: input.url,
      eventTypes: [...new Set(input.eventTypes)],
      state: 'ACTIVE',
      secret: sealed(deps, webhookId, secret),
      previousSecret: null,
      previousUntil: null,
      goneAt: null,
      createdAt: deps.clock(),
      createdBy: proposerOf(caller),
    });
    return accepted({ webhookId });
  });
  return shown(run, secret);
}

/** Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, WEBHOOK_UNKNOWN. */
export async function changeWebhook(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: UpdateWebhookInput,
): Promise<Outcome<Done>> {
  const check = createInputCheck();
  if (input.url != null) checkUrl(deps, input.url, check);
  if (input.eventTypes != null) checkTypes(input.eventTypes, check);
  const { outcome } = await change(deps, caller, input, 'updateWebhook', check, (webhook) => ({
    ...webhook,
    url: input.url ?? webhook.url,
    eventTypes: input.eventTypes == null ? webhook.eventTypes : [...new Set(input.eventTypes)],
    state: input.paused == null ? webhook.state : input.paused ? 'PAUSED' : 'ACTIVE',
    goneAt: input.paused === false ? null : webhook.goneAt,
  }));
  return outcome;
}

/** Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, WEBHOOK_UNKNOWN. */
export async function rotateWebhookSecret(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: RotateWebhookSecretInput,
): Promise<Outcome<WithSecret>> {
  const check = createInputCheck();
  check.require(
    input.overlapSeconds >= 0 && input.overlapSeconds <= MOST_OVERLAP,
    'INVALID_INPUT',
    `The overlap is from 0 to ${MOST_OVERLAP} seconds.`,
    ['input', 'overlapSeconds'],
  );
  const secret = makeSecret(deps);
  const run = await change(deps, caller, input, 'rotateWebhookSecret', check, (webhook) => ({
    ...webhook,
    secret: sealed(deps, webhook.webhookId, secret),
    previousSecret: webhook.secret,
    previousUntil: new Date(deps.clock().getTime() + input.overlapSeconds * 1_000),
  }));
  return shown(run, secret);
}

/** Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, WEBHOOK_UNKNOWN. */
export async function deleteWebhook(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: DeleteWebhookInput,
): Promise<Outcome<Done>> {
  const { outcome } = await change(deps, caller, input, 'deleteWebhook', createInputCheck(), (webhook) => ({
    ...webhook,
    state: 'DELETED',
  }));
  return outcome;
}

/** Sends a message anew, delivered or dead. Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, WEBHOOK_UNKNOWN. */
export async function redeliverWebhook(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: RedeliverWebhookInput,
): Promise<Outcome<{ readonly deliveryId: string }>> {
  const deliveryId = readId(input.deliveryId);
  const { outcome } = await once(
    deps,
    caller,
    input,
    'redeliverWebhook',
    createInputCheck(),
    { deliveryId },
    async (sql) => {
      const delivery = await lockDelivery(sql, caller.programmeId, deliveryId);
      const webhook = delivery === null ? null : await lockWebhook(sql, caller.programmeId, delivery.webhookId);
      if (webhook === null || !mayManage(caller, webhook))
        return refused(refuse('WEBHOOK_UNKNOWN', 'No such message.', ['input', 'deliveryId']));
      await sendAnew(sql, deliveryId, deps.clock());
      return accepted({ deliveryId });
    },
  );
  return outcome;
}

/** Whether the caller sees and changes a webhook. */
export function mayManage(caller: ProgrammeCaller, { partnerId }: Pick<WebhookRow, 'partnerId'>): boolean {
  return partnerId === null ? caller.role === 'operator' : mayActForWholePartner(caller, partnerId);
}

function checkUrl({ privateWebhooks }: LedgerDeps, url: string, check: InputCheck): void {
  const problem = url.length > 2_000 ? 'It is too long.' : urlProblem(url, privateWebhooks);
  check.require(problem === null, 'INVALID_INPUT', problem ?? '', ['input', 'url']);
}

function checkTypes(types: readonly string[], check: InputCheck): void {
  check.require(types.length > 0, 'INVALID_INPUT', 'Which events is it told of?', ['input', 'eventTypes']);
}

function makeSecret({ random }: LedgerDeps): string {
  return `whsec_${Buffer.from(random(SECRET_BYTES)).toString('base64')}`;
}

function sealed({ sealing }: LedgerDeps, webhookId: string, secret: string): string {
  return sealing.seal(secretPurpose(webhookId), Buffer.from(secret, 'utf8'));
}

function shown(
  { outcome, replayed }: { readonly outcome: Outcome<Done>; readonly replayed: boolean },
  secret: string,
): Outcome<WithSecret> {
  return outcome.ok ? accepted({ ...outcome.result, secret: replayed ? null : secret }) : outcome;
}

type Work<Result> = (sql: Parameters<typeof lockWebhook>[0]) => Promise<Outcome<Result>>;

async function once<Result extends { readonly [key: string]: string }>(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: { readonly idempotencyKey: string },
  command: string,
  check: InputCheck,
  body: object,
  work: Work<Result>,
): Promise<{ readonly outcome: Outcome<Result>; readonly replayed: boolean }> {
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed: Refusal | null = check.first();
  if (malformed !== null) return { outcome: refused(malformed), replayed: false };
  return rememberCommand<Result>(
    deps.database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey,
      command,
      body: { ...body, idempotencyKey: undefined },
      at: deps.clock(),
    },
    ({ sql }) => work(sql),
  );
}

function change(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: { readonly idempotencyKey: string; readonly webhookId: string },
  command: string,
  check: InputCheck,
  changed: (webhook: WebhookRow) => WebhookRow,
) {
  const webhookId = readId(input.webhookId);
  return once<Done>(deps, caller, input, command, check, { ...input, webhookId }, async (sql) => {
    const webhook = await lockWebhook(sql, caller.programmeId, webhookId);
    if (webhook === null || !mayManage(caller, webhook)) return refused(UNKNOWN);
    await updateWebhook(sql, changed(webhook));
    return accepted({ webhookId });
  });
}
