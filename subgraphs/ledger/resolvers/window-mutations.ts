import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { type Refusal, refuse, refused } from '../../shared/refusal.ts';
import { beginReview } from '../commands/begin-review.ts';
import { closeSettlementWindow } from '../commands/close-settlement-window.ts';
import { settleWindow } from '../commands/settle-window.ts';
import type { LedgerContext } from '../context.ts';
import { windowTermsOf } from '../domain/window-terms.ts';
import type { MutationResolvers } from '../generated.ts';
import { issueStatements } from '../statements/issue-statements.ts';

type WindowMutations = Required<Pick<MutationResolvers, 'closeSettlementWindow' | 'settleWindow' | 'beginReview'>>;

interface ReadCommand {
  readonly programmeId: string;
  readonly keySpace: string;
  readonly caller: Caller;
  readonly idempotencyKey: string;
  readonly windowId: string;
}

/** What both commands check before anything is looked up: who asks, and the form of what is asked. */
export function readCommand(
  input: { readonly idempotencyKey: string; readonly windowId: string },
  context: LedgerContext,
): { readonly ok: true; readonly command: ReadCommand } | { readonly ok: false; readonly refusal: Refusal } {
  const asker = readAsker(input, context);
  if (!asker.ok) return asker;
  const windowId = input.windowId.toLowerCase();
  if (!isId(windowId)) {
    return refused(refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']));
  }
  return { ok: true, command: { ...asker.command, windowId } };
}

/** Who asks, and under which key. */
export function readAsker(
  input: { readonly idempotencyKey: string },
  context: LedgerContext,
):
  | { readonly ok: true; readonly command: Omit<ReadCommand, 'windowId'> }
  | { readonly ok: false; readonly refusal: Refusal } {
  const caller = requireProgrammeCaller(context);
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Windows are for the operator.'));
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  return {
    ok: true,
    command: { programmeId: caller.programmeId, keySpace: keySpaceOf(caller), caller, idempotencyKey: key.text },
  };
}

/** The window as it is after the command: not as an earlier field of the request may have read it. */
export async function freshWindow(windowId: string, { loaders }: LedgerContext) {
  return loaders.windows.clear(windowId).load(windowId);
}

/** The statements that the command made due: the close is done whether or not they can be signed now, and whoever follows tries again. */
export async function signStatements(windowId: string, { deps }: LedgerContext): Promise<void> {
  try {
    await issueStatements(deps, windowId);
  } catch (error) {
    deps.logger.error({ err: error, windowId }, 'Statements could not be signed and are tried again');
  }
}

/** The mutations that close and settle; the ones that move points are beside them. */
export const windowMutations: WindowMutations = {
  closeSettlementWindow: async (_, { input }, context) => {
    const read = readCommand(input, context);
    const label = input.label == null ? null : readText(input.label, ['input', 'label'], { max: 100 });
    const outcome = !read.ok
      ? read
      : label !== null && !label.ok
        ? label
        : await closeSettlementWindow(context.deps, {
            ...read.command,
            label: label === null ? null : label.text,
            closeDate: input.closeDate ?? null,
            terms: windowTermsOf(await context.loaders.programme()),
          });
    if (outcome.ok) await signStatements(outcome.result.windowId, context);
    return toPayload(
      outcome,
      async ({ windowId, openedId }) => ({
        window: await freshWindow(windowId, context),
        opened: await freshWindow(openedId, context),
      }),
      { window: null, opened: null },
    );
  },
  settleWindow: async (_, { input }, context) => {
    const read = readCommand(input, context);
    const outcome = read.ok
      ? await settleWindow(context.deps, {
          ...read.command,
          hasReview: windowTermsOf(await context.loaders.programme()).hasReview,
        })
      : read;
    return toPayload(outcome, async ({ windowId }) => ({ window: await freshWindow(windowId, context) }), {
      window: null,
    });
  },
  beginReview: async (_, { input }, context) => {
    const read = readCommand(input, context);
    const outcome = read.ok
      ? await beginReview(context.deps, {
          ...read.command,
          hasReview: windowTermsOf(await context.loaders.programme()).hasReview,
        })
      : read;
    return toPayload(outcome, async ({ windowId }) => ({ window: await freshWindow(windowId, context) }), {
      window: null,
    });
  },
};
