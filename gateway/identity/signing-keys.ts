/**
 * The keys of the built-in issuer, kept in `platform.signing_key` so that every gateway signs and publishes the same ones.
 *
 * One key signs at a time, the newest. A rotation makes a new one and retires the others; a retired key signs nothing more
 * and stays published until the last token it can have signed has expired. Ed25519: small tokens, fast to verify.
 *
 * The private keys lie in the database readable for the platform role. That is meant for development and for programmes
 * that run no issuer of their own; with an external issuer this table stays empty.
 */
import { exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import type { Database } from '../../db/client.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import type { IdSource } from '../../subgraphs/shared/ids.ts';

export const SIGNING_ALGORITHM = 'EdDSA';

/** A key to sign with. */
export interface SigningKey {
  keyId: string;
  key: Awaited<ReturnType<typeof importJWK>>;
}

export interface SigningKeys {
  /** The key that signs now; made when there is none yet. */
  current(): Promise<SigningKey>;
  /** The public keys that tokens still in use may be signed with. */
  published(): Promise<JSONWebKeySet>;
  /** Puts a new key in the place of the current one. */
  rotate(): Promise<SigningKey>;
}

interface SigningKeyRow {
  key_id: string;
  private_jwk: JWK;
}

/** Advisory lock under which keys are made: two gateways that start on an empty table must end with one key. */
const MAKING_KEYS = 7_204_118_003n;
const KEEP_MILLIS = 60_000;

/**
 * @param database pool of the platform role
 * @param tokenMillis how long the longest token lives: so long is a retired key published
 */
export function createSigningKeys(
  database: Database,
  { clock, ids, tokenMillis }: { clock: Clock; ids: IdSource; tokenMillis: number },
): SigningKeys {
  let kept: { key: SigningKey; until: number } | null = null;

  function keep(row: SigningKeyRow): Promise<SigningKey> {
    return importJWK(row.private_jwk, SIGNING_ALGORITHM).then((key) => {
      const signing = { keyId: row.key_id, key };
      kept = { key: signing, until: clock().getTime() + KEEP_MILLIS };
      return signing;
    });
  }

  async function newest(sql: Database['sql'] | Parameters<Parameters<Database['withTransaction']>[0]>[0]['sql']) {
    const rows = await sql<SigningKeyRow[]>`
      SELECT key_id, private_jwk FROM platform.signing_key
      WHERE retired_at IS NULL AND algorithm = ${SIGNING_ALGORITHM} ORDER BY created_at DESC, key_id DESC LIMIT 1`;
    return rows[0] ?? null;
  }

  /** Makes a key, or takes the one that another process just made when `unlessPresent`. */
  async function make(unlessPresent: boolean): Promise<SigningKey> {
    const pair = await generateKeyPair(SIGNING_ALGORITHM, { crv: 'Ed25519', extractable: true });
    const made: SigningKeyRow = { key_id: ids(), private_jwk: await exportJWK(pair.privateKey) };
    const row = await database.withTransaction(async ({ sql }) => {
      await sql`SELECT pg_advisory_xact_lock(${MAKING_KEYS}::bigint)`;
      const present = unlessPresent ? await newest(sql) : null;
      if (present) return present;
      const now = clock();
      await sql`UPDATE platform.signing_key SET retired_at = greatest(${now}, created_at) WHERE retired_at IS NULL`;
      await sql`
        INSERT INTO platform.signing_key (key_id, algorithm, private_jwk, created_at)
        VALUES (${made.key_id}, ${SIGNING_ALGORITHM}, ${JSON.stringify(made.private_jwk)}, ${now})`;
      return made;
    });
    return keep(row);
  }

  return {
    async current() {
      if (kept && kept.until > clock().getTime()) return kept.key;
      const row = await newest(database.sql);
      return row ? keep(row) : make(true);
    },
    async published() {
      const rows = await database.sql<SigningKeyRow[]>`
        SELECT key_id, private_jwk FROM platform.signing_key
        WHERE algorithm = ${SIGNING_ALGORITHM}
          AND (retired_at IS NULL OR retired_at > ${new Date(clock().getTime() - tokenMillis - KEEP_MILLIS)})
        ORDER BY created_at DESC, key_id DESC`;
      return { keys: rows.map(publicPart) };
    },
    rotate: () => make(false),
  };
}

/** Only what is named here is published: a private part can not slip through. */
function publicPart({ key_id, private_jwk }: SigningKeyRow): JWK {
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    x: private_jwk.x ?? '',
    kid: key_id,
    alg: SIGNING_ALGORITHM,
    use: 'sig',
  };
}
