// Histories as tables: a row is a date, what happened in words, what the money journal says, and the wallets after it.
//
//   ['01-10', 'T1 earn m A 1000', 'EARN A -1000 RESERVE 830 REV_SERVICE 170', 'm 1000/0/0/0']
//
// Wallets are available/held/pending/arrears. Money is minor units, above zero a credit; `A` is PARTNER:A, `RESERVE` is OP:RESERVE.
import { expect } from 'vitest';
import type { JournalEntry } from '../../subgraphs/ledger/domain/book.ts';
import type { Posting } from '../../subgraphs/ledger/domain/posting.ts';
import {
  creditAdjustment,
  debitAdjustment,
  restoreDebit,
  type Taken,
} from '../../subgraphs/ledger/domain/posting-rules/adjust.ts';
import { cancelPending } from '../../subgraphs/ledger/domain/posting-rules/cancel-pending.ts';
import { confirmPending } from '../../subgraphs/ledger/domain/posting-rules/confirm-pending.ts';
import { type EarnComponent, earn } from '../../subgraphs/ledger/domain/posting-rules/earn.ts';
import { expirePoints, type LotExpired, restoreExpired } from '../../subgraphs/ledger/domain/posting-rules/expire.ts';
import { captureHold, releaseHold, takeHold } from '../../subgraphs/ledger/domain/posting-rules/hold.ts';
import { redeem } from '../../subgraphs/ledger/domain/posting-rules/redeem.ts';
import { refundRedemption } from '../../subgraphs/ledger/domain/posting-rules/refund-redemption.ts';
import { returnWithoutReceipt, reverseEarn } from '../../subgraphs/ledger/domain/posting-rules/reverse-earn.ts';
import { reverseTransfer, transferPoints } from '../../subgraphs/ledger/domain/posting-rules/transfer-points.ts';
import { OPERATOR } from '../../subgraphs/ledger/domain/terms.ts';
import type { Coalition } from './coalition-books.ts';

/** Date (MM-DD of 2026), what happened, journal entries separated by `;` (or a refusal; undefined is not looked at), wallets afterwards. */
export type Row = readonly [date: string, what: string, journal?: string | undefined, wallets?: string];

/** Plays the rows one after the other; each must write exactly the journal it says, and leave the wallets it says. */
export function play(coalition: Coalition, rows: readonly Row[]): void {
  const kept = new Map<string, unknown>();
  const memberOf = new Map<string, string>();
  for (const [date, what, journal, wallets] of rows) {
    const before = coalition.journal.length;
    const outcome = act(coalition, `2026-${date}`, what.split(' '), kept, memberOf);
    const written = coalition.journal.slice(before).map(entryInWords).join('; ');
    if (journal !== undefined)
      expect(outcome === 'INSUFFICIENT_POINTS' ? 'insufficient points' : written, what).toBe(journal);
    coalition.checkBooks();
    if (wallets !== undefined) expect(walletsInWords(coalition, wallets), what).toBe(wallets);
  }
}

function entryInWords({ type, legs }: JournalEntry): string {
  const words = legs.map(({ account, amountMinor }) => `${account.replace(/^(PARTNER|OP):/, '')} ${amountMinor}`);
  return [type, ...words].join(' ');
}

function walletsInWords(coalition: Coalition, like: string): string {
  return like
    .split(' ')
    .filter((_, index) => index % 2 === 0)
    .map((memberId) => {
      const wallet = coalition.wallets.get(memberId) ?? { available: 0n, held: 0n, pending: 0n, arrears: 0n };
      return `${memberId} ${wallet.available}/${wallet.held}/${wallet.pending}/${wallet.arrears}`;
    })
    .join(' ');
}

function act(
  coalition: Coalition,
  date: string,
  [id, verb, ...args]: string[],
  kept: Map<string, unknown>,
  memberOf: Map<string, string>,
): unknown {
  const post = <Result>(rule: (posting: Posting) => Result) => coalition.post(date, rule, id!);
  const book = coalition.book(memberOf.get(args[0]!) ?? args[0]!);
  memberOf.set(id!, book.memberId);
  const points = BigInt(/^\d+$/.test(args.at(-1) ?? '') ? args.at(-1)! : 0);
  switch (verb) {
    // T earn MEMBER PARTNER:POINTS[:until][,FUNDER:POINTS[:until]...] [pending]
    case 'earn': {
      const components = args[1]!.split(',').map((part, index): EarnComponent => {
        const [funderId, count, expiresOn] = part.split(':');
        const contract = funderId === OPERATOR ? null : coalition.contract(funderId!);
        const component = index === 0 ? 'BASE' : 'CAMPAIGN:C';
        return { component, funderId: funderId!, contract, points: BigInt(count!), expiresOn: expiresOn ?? null };
      });
      const pending = args[2] === 'pending' ? { until: null } : null;
      return post((posting) => earn(posting, book, { issuerId: components[0]!.funderId, components, pending }));
    }
    case 'confirm':
      return post((posting) => confirmPending(posting, [book], { earnTransactionId: args[0]! }));
    case 'cancel':
      return post((posting) => cancelPending(posting, [book], { earnTransactionId: args[0]! }));
    case 'redeem': {
      const facts = { acceptorId: args[1]!, contract: coalition.contract(args[1]!), points };
      return post((posting) => redeem(posting, book, facts));
    }
    case 'hold': {
      const partnerId = args[1]!;
      const { contractVersionId } = coalition.contract(partnerId);
      const expiresAt = new Date('2026-12-31T00:00:00Z');
      return post((posting) => takeHold(posting, book, { partnerId, contractVersionId, points, expiresAt }));
    }
    case 'capture':
      return post((posting) => captureHold(posting, book, { hold: book.holds.get(args[0]!)!, points }));
    case 'release':
      return post((posting) => releaseHold(posting, book, { hold: book.holds.get(args[0]!)!, outcome: 'VOIDED' }));
    case 'refund':
      return post((posting) => refundRedemption(posting, [book], { redemptionId: args[0]!, points }));
    case 'return': {
      const books = [...coalition.books.values()];
      return post((posting) => reverseEarn(posting, books, { earnTransactionId: args[0]!, points }));
    }
    case 'return-without-receipt': {
      const facts = { memberId: args[0]!, issuerId: args[1]!, points };
      return post((posting) => returnWithoutReceipt(posting, [...coalition.books.values()], facts));
    }
    case 'expire': {
      const expired = post((posting) => expirePoints(posting, book, { asOf: `2026-${args[1]}` }));
      kept.set(id!, expired.allocation);
      return expired;
    }
    case 'unexpire':
      return post((posting) => restoreExpired(posting, book, { allocation: kept.get(args[0]!) as LotExpired[] }));
    case 'give': {
      const given = post((posting) => transferPoints(posting, book, coalition.book(args[1]!), { points }));
      if (given !== 'INSUFFICIENT_POINTS')
        kept.set(id!, { to: args[1]!, lotIds: given.lots.map(({ lotId }) => lotId) });
      return given;
    }
    case 'ungive': {
      const { to, lotIds } = kept.get(args[0]!) as { to: string; lotIds: string[] };
      return post((posting) => reverseTransfer(posting, coalition.book(to), book, { lotIds }));
    }
    case 'credit': {
      const funderId = args[1]!;
      const contract = funderId === OPERATOR ? null : coalition.contract(funderId);
      return post((posting) => creditAdjustment(posting, book, { funderId, contract, points, expiresOn: null }));
    }
    case 'debit': {
      const debited = post((posting) => debitAdjustment(posting, book, { points }));
      if (debited !== 'INSUFFICIENT_POINTS') kept.set(id!, debited.taken);
      return debited;
    }
    case 'undebit':
      return post((posting) => restoreDebit(posting, book, { taken: kept.get(args[0]!) as Taken[] }));
    default:
      throw new Error(`no such event: ${verb}`);
  }
}
