/**
 * Vouchers that a till without a connection can check: a compact JWS (EdDSA, RFC 7515) over what the voucher says of itself.
 *
 * The till keeps the public keys (`voucherKeys`) and checks the signature, the partner, the store, the day and the expiry by itself. What
 * it cannot see offline is whether the voucher was used or passed on since: it sends `redeemVoucher` with `usedAt` when it is connected again,
 * and learns of a second use then. `typ` keeps such a token from being taken for one that logs somebody in.
 */
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Database } from '../../../db/client.ts';
import type { Reward, Voucher } from '../../../db/tables/rewards.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { insertVoucherKey, lockVoucherKeys, readVoucherKeys } from '../store/voucher-keys.ts';

export interface VoucherKeyRow {
  readonly key_id: string;
  readonly private_jwk: JWK;
}

export interface VoucherSigner {
  /** The voucher as a compact JWS. */
  sign(voucher: Voucher, reward: Reward): Promise<string>;
  /** The public keys (RFC 7517), the newest first. */
  published(): Promise<{ keys: JWK[] }>;
}

const ALGORITHM = 'EdDSA';
export const VOUCHER_TOKEN_TYPE = 'loyalty-voucher+jws';

/** Signs with the newest key of the database; makes the first one when there is none. */
export function createVoucherSigner(database: Database, clock: Clock, ids: IdSource): VoucherSigner {
  let newest: Promise<{ keyId: string; key: Awaited<ReturnType<typeof importJWK>> }> | null = null;
  const load = async () => {
    const row = (await readVoucherKeys(database.sql))[0] ?? (await makeFirst(database, clock, ids));
    return { keyId: row.key_id, key: await importJWK(row.private_jwk, ALGORITHM) };
  };
  return {
    async sign(voucher, reward) {
      newest ??= load();
      const { keyId, key } = await newest.catch((error: unknown) => {
        newest = null;
        throw error;
      });
      const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
      const claims = {
        jti: voucher.voucherId,
        iss: reward.programmeId,
        aud: reward.partnerId,
        iat: seconds(voucher.issuedAt),
        ...(voucher.expiresAt === null ? {} : { exp: seconds(voucher.expiresAt) }),
        code: voucher.code,
        reward: reward.rewardId,
        uses: voucher.uses,
        stores: reward.honouredAt,
        blackoutDays: reward.blackoutDays,
        ...(reward.minSpendMinor === null ? {} : { minSpendMinor: Number(reward.minSpendMinor) }),
        ...(reward.discountMinor === null ? {} : { discountMinor: Number(reward.discountMinor) }),
        ...(reward.discountBasisPoints === null ? {} : { discountBasisPoints: reward.discountBasisPoints }),
      };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: ALGORITHM, kid: keyId, typ: VOUCHER_TOKEN_TYPE })
        .sign(key);
    },
    async published() {
      const rows = await readVoucherKeys(database.sql);
      return { keys: (rows.length > 0 ? rows : [await makeFirst(database, clock, ids)]).map(publicPart) };
    },
  };
}

async function makeFirst(database: Database, clock: Clock, ids: IdSource): Promise<VoucherKeyRow> {
  const pair = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const made = { key_id: ids(), private_jwk: await exportJWK(pair.privateKey) };
  return database.withTransaction(async ({ sql }) => {
    await lockVoucherKeys(sql);
    const [present] = await readVoucherKeys(sql);
    if (present !== undefined) return present;
    await insertVoucherKey(sql, made, clock());
    return made;
  });
}

/** Only what is named here is published: a private part cannot slip through. */
function publicPart({ key_id, private_jwk }: VoucherKeyRow): JWK {
  return { kty: 'OKP', crv: 'Ed25519', x: private_jwk.x ?? '', kid: key_id, alg: ALGORITHM, use: 'sig' };
}
