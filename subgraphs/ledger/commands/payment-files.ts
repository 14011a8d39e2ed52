/**
 * The pay-outs of a release as files for the operator's bank (settlement.md 8.2).
 *
 * what is to be released -> names of the payments (the same that will be instructed) -> names, accounts and addresses as they are recorded now
 *                        -> one pain.001 per currency, or all that is wrong with the bank details
 *
 * A file is made when its release is proposed, and kept. Its hash is part of what the second person approves, and is made anew from what is
 * recorded at that moment: whoever changes an account, or lets the execution date pass, has changed the file, and the approval is stale.
 *
 * An operator that has recorded no account of its own pays by other means: its releases have no files.
 */
import { hash } from 'node:crypto';
import type { AnySql } from '../../../db/client.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { addBusinessDays } from '../domain/business-days.ts';
import { accountHolder } from '../domain/files/billing-parties.ts';
import { type PayoutProblem, payoutFile } from '../domain/files/pain-001.ts';
import type { AccountHolder } from '../domain/files/parties.ts';
import type { Reference } from '../domain/reference.ts';
import { calendarAt, type OpenedWindow } from '../domain/window-terms.ts';
import { sha256 } from '../statements/sha256.ts';
import { readBilling } from '../store/documents/read-billing.ts';
import type { PaymentFileRow } from '../store/settlement/payment-files.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { paymentsToRelease } from './settlement-items.ts';

export interface PaymentFiles {
  readonly files: readonly PaymentFileRow[];
  readonly problems: readonly PayoutProblem[];
}

/** What a file is made for. */
export interface ProposedRelease {
  readonly proposalId: string;
  readonly proposedAt: Date;
  /** Null is all that is approved or failed. */
  readonly partnerIds: readonly string[] | null;
}

/**
 * The files of a release, and what is wrong with those that cannot be made. The same proposal has the same files while nothing of it changes.
 * `at` is now: money does not move before the day of the window, nor on a day that has passed.
 */
export async function makePaymentFiles(
  sql: AnySql,
  reference: Reference,
  window: WindowRow,
  release: ProposedRelease,
  at: Date,
): Promise<PaymentFiles> {
  const { programme } = reference;
  const { programmeId, windowId } = window;
  const billing = await readBilling(sql, programmeId);
  const holders = new Map(billing.map((details) => [details.partnerId, accountHolder(details)]));
  const debtor = holders.get(null) ?? null;
  const outgoing = (await paymentsToRelease(sql, reference, window, release.partnerIds)).filter(
    ({ paid }) => paid.minor > 0n,
  );
  if (debtor === null || outgoing.length === 0) return { files: [], problems: [] };
  const codeOf = (partnerId: string): string => reference.partners.get(partnerId)?.code ?? partnerId;
  const executionDate = executionDateOf(reference, window, outgoing[0]!.dueOn, at);
  const files: PaymentFileRow[] = [];
  const problems: PayoutProblem[] = [];
  for (const currency of [...new Set(outgoing.map(({ paid }) => paid.currency))].sort()) {
    const ofCurrency = outgoing.filter(({ paid }) => paid.currency === currency);
    const made = payoutFile(sha256, {
      programme: programme.code ?? programmeId,
      window: window.label ?? `W${window.number}`,
      release: release.proposalId,
      createdAt: release.proposedAt,
      executionDate,
      currency,
      debtor,
      payouts: ofCurrency.map(({ partnerId, endToEndId, paid }) => ({
        partner: codeOf(partnerId),
        endToEndId,
        amount: paid,
        creditor: holders.get(partnerId) ?? null,
      })),
    });
    if (!made.ok) {
      problems.push(...made.problems);
      continue;
    }
    const { messageId, xml, sumMinor } = made.file;
    files.push({
      ...{ programmeId, windowId, messageId, currency, executionDate, sumMinor, xml },
      ...{ madeAt: release.proposedAt, proposalId: release.proposalId },
      sha256: hash('sha256', xml, 'buffer'),
      payments: ofCurrency.map(({ partnerId, endToEndId, paid }) => ({
        ...{ partnerId, endToEndId, amountMinor: paid.minor.toString() },
        ...payee(holders.get(partnerId)!),
      })),
    });
  }
  // One that cannot be paid keeps the others back, in whichever currency: a release goes out whole.
  return problems.length > 0 ? { files: [], problems } : { files, problems };
}

function payee({ name, account, bic }: AccountHolder) {
  return { name, account: 'iban' in account ? account.iban : account.number, bic };
}

/** The day of the window, or the first business day from today on where that has passed. */
function executionDateOf(reference: Reference, window: OpenedWindow, dueOn: string | null, at: Date): string {
  const today = businessDate(at, reference.programme.timeZone);
  const from = dueOn !== null && dueOn > today ? dueOn : today;
  return addBusinessDays(from, 0, calendarAt(reference, window.openedAt));
}
