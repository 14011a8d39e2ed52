// What a redemption would do, asked without doing it: the same checks in the same order, the same allocation, no lock and no record.
import { type Caller, isInProgramme } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { fewer } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { Batch } from '../domain/batch.ts';
import { insufficient } from '../domain/checks.ts';
import { findSpend } from '../domain/decisions/redemption.ts';
import { type LinePart, quoteRedemption as quote } from '../domain/posting-rules/redeem.ts';
import { usableLots } from '../domain/posting-rules/spending-order.ts';
import type { QuoteRedemptionInput } from '../generated.ts';
import { readBooks } from '../store/posting/read-books.ts';
import { actorOf } from './ledger-command.ts';
import { readId, readPoints } from './read-input.ts';

export interface Quote {
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly allocation: readonly LinePart[];
}

export async function quoteRedemption(
  deps: LedgerDeps,
  caller: Caller,
  input: QuoteRedemptionInput,
): Promise<Outcome<Quote>> {
  if (!isInProgramme(caller)) return refused(refuse('NOT_ALLOWED', 'This needs a caller of a programme.'));
  const check = createInputCheck();
  const points = readPoints(input.points, check, ['input', 'points']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const reference = await deps.reference(programmeId);
  if (reference === null) return refused(refuse('NOT_ALLOWED', 'There is no such programme.'));
  const memberId = readId(input.memberId);
  const { statuses, books, arrears } = await readBooks(deps.database.sql, programmeId, memberId);
  const batch = new Batch(
    {
      programmeId,
      windowId: '',
      reference,
      remembered: new Map(),
      identities: new Map(),
      statuses,
      wallets: new Map(),
      books,
      originals: new Map(),
      followers: new Map(),
      holds: new Map(),
      adjustments: new Map(),
      positions: new Map(),
    },
    deps.clock(),
    deps.ids,
  );
  const { found, refusal } = findSpend(batch, actorOf(caller), {
    storeId: readId(input.storeId),
    member: { memberId },
    occurredAt: null,
  });
  if (refusal !== undefined) return refused(refusal);
  const posting = batch.open(batch.now);
  const book = batch.book(memberId);
  // What is owed is repaid before anything is spent, from the lots that would be spent first.
  let owed = arrears;
  for (const lot of usableLots(book, reference.programme.spendingOrder, posting.businessDate)) {
    const repaid = fewer(owed, lot.available);
    lot.available -= repaid;
    owed -= repaid;
  }
  const quoted = quote(posting.terms, posting.businessDate, book, {
    acceptorId: found.till.partner.partnerId,
    contract: found.contract,
    points,
  });
  if (quoted === 'INSUFFICIENT_POINTS') return refused(insufficient());
  return accepted({
    amountMinor: quoted.amountMinor,
    currency: reference.programme.currency,
    allocation: quoted.allocation,
  });
}
