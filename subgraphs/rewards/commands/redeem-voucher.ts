/**
 * A voucher at the till. Who tries codes is slowed down: a client has so many wrong codes in a window, counted before the code is looked at,
 * and what it learns of a code that is not its partner's is the same as of one that does not exist. Codes are found by their digest, so the time
 * a look-up takes says nothing of how much of a code was right.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Caller, isInProgramme, keySpaceOf, mayActAtStore, mayActForPartner } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { dayIn } from '../domain/programme-day.ts';
import { discountOf, refuseVoucher } from '../domain/voucher.ts';
import { readVoucherCode } from '../domain/voucher-code.ts';
import { countTry, forgetTries, forgiveTry } from '../store/failed-codes.ts';
import { readProgramme } from '../store/programmes.ts';
import { readReward } from '../store/rewards.ts';
import { readStore } from '../store/stores.ts';
import { insertVoucherUse, lockVoucherByDigest } from '../store/vouchers.ts';
import { requireGregorian } from './once.ts';
import { codeDigest } from './order-saga.ts';
import { type MoneyGiven, readProgrammeMoney } from './read-money.ts';

export interface RedeemVoucher {
  readonly idempotencyKey: string;
  readonly storeId: string;
  readonly code: string;
  readonly purchase?: MoneyGiven | null | undefined;
  readonly usedAt?: Date | null | undefined;
}

/**
 * Codes that a client may have tried in vain in a window, those under way included: a busy partner's tills at once stay below it, and of
 * 2^120 codes it is nothing.
 */
const WRONG_CODES = 100;
const WINDOW_MILLIS = 15 * 60_000;

/**
 * Honours a voucher once. Refusals: NOT_ALLOWED, INVALID_INPUT, INVALID_AMOUNT, UNKNOWN_CURRENCY, DATE_IN_FUTURE, IDEMPOTENCY_KEY_REUSED,
 * TOO_MANY_ATTEMPTS (not remembered), STORE_UNKNOWN, CURRENCY_NOT_ACCEPTED, VOUCHER_UNKNOWN, VOUCHER_EXPIRED, VOUCHER_USED, VOUCHER_NOT_APPLICABLE.
 */
export async function redeemVoucher(
  deps: RewardsDeps,
  caller: Caller,
  input: RedeemVoucher,
): Promise<Outcome<{ voucherId: string; useId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member')
    return refused(refuse('NOT_ALLOWED', 'Vouchers are honoured at the till of a partner.'));
  const { programmeId } = caller;
  const at = deps.clock();
  const programme = await readProgramme(deps.database.sql, programmeId);
  if (programme === null) return refused(refuse('NOT_ALLOWED', 'No such programme.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const typed = check.text(input.code, ['input', 'code'], { max: 200 });
  const purchaseMinor = readProgrammeMoney(input.purchase, check, ['input', 'purchase']);
  const usedAt = input.usedAt ?? at;
  check.require(usedAt <= at, 'DATE_IN_FUTURE', '`usedAt` lies in the future.', ['input', 'usedAt']);
  requireGregorian(check, usedAt, ['input', 'usedAt']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const storeId = input.storeId.toLowerCase();
  const code = readVoucherCode(typed);

  const windowAt = new Date(Math.floor(at.getTime() / WINDOW_MILLIS) * WINDOW_MILLIS);
  const tried = await countTry(deps.database.sql, caller.clientId, windowAt);
  if (tried > WRONG_CODES) {
    await forgiveTry(deps.database.sql, caller.clientId, windowAt);
    return refused(refuse('TOO_MANY_ATTEMPTS', 'Too many wrong codes: try again later.', ['input', 'code']));
  }
  let wrongCode = false;
  try {
    const { outcome, replayed } = await rememberCommand<{ voucherId: string; useId: string }>(
      deps.database,
      'rewards',
      {
        keySpace: keySpaceOf(caller),
        caller,
        idempotencyKey: key,
        command: 'redeemVoucher',
        body: {
          storeId,
          code: code ?? typed,
          purchaseMinor,
          currency: input.purchase?.currency ?? null,
          usedAt: input.usedAt ?? null,
        },
        at,
      },
      async ({ db, sql }) => {
        const store = isId(storeId) ? await readStore(sql, programmeId, storeId) : null;
        if (store === null || !mayActAtStore(caller, store.partner_id, storeId))
          return refused(refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeId']));
        if (input.purchase != null && input.purchase.currency !== programme.currency)
          return refused(
            refuse('CURRENCY_NOT_ACCEPTED', `Vouchers count in ${programme.currency}.`, ['input', 'purchase']),
          );
        const unknown = refused(refuse('VOUCHER_UNKNOWN', 'No such voucher.', ['input', 'code']));
        if (code === null) return unknown;
        const voucher = await lockVoucherByDigest(db, programmeId, codeDigest(code));
        if (voucher === null || !timingSafeEqual(codeDigest(voucher.code), codeDigest(code))) return unknown;
        const reward = await readReward(db, programmeId, voucher.rewardId);
        assert(reward !== null, 'a voucher is of a reward');
        if (reward.partnerId !== store.partner_id || !mayActForPartner(caller, reward.partnerId)) return unknown;
        const day = dayIn(programme.time_zone, usedAt);
        const refusal = refuseVoucher(voucher, reward, { storeId, at: usedAt, day, purchaseMinor });
        if (refusal !== null) return refused(refusal);
        const useId = deps.ids();
        const { voucherId } = voucher;
        const discountMinor = discountOf(reward, purchaseMinor);
        await insertVoucherUse(sql, {
          useId,
          voucherId,
          storeId,
          usedAt,
          recordedAt: at,
          purchaseMinor,
          discountMinor,
        });
        return accepted({ voucherId, useId });
      },
    );
    wrongCode = !replayed && !outcome.ok && outcome.refusal.code === 'VOUCHER_UNKNOWN';
    return outcome;
  } finally {
    if (wrongCode) await forgetTries(deps.database.sql, new Date(windowAt.getTime() - WINDOW_MILLIS));
    else await forgiveTry(deps.database.sql, caller.clientId, windowAt);
  }
}
