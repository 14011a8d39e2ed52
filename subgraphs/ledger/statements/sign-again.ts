/**
 * Signs again what a revoked key had signed, over the same bytes: headers, digests and with them every partner's chain stay as they were.
 * Page by page, each a transaction; cut off, it goes on with what is left.
 */
import { signPayload } from '../domain/statement-signature.ts';
import { markSignedAgain, readRevokedKeys, readSignedByOnly } from '../store/statements/revoked-signatures.ts';
import { insertSignatures } from '../store/statements/statements.ts';
import type { StatementServices } from './issue-statements.ts';

const PAGE = 200;

/** Signs again whatever revoked keys had signed, of one programme or of all. */
export async function signAgain(services: StatementServices, programmeId: string | null): Promise<void> {
  const { database, clock, keys } = services;
  for (const revoked of await readRevokedKeys(database.sql, programmeId)) {
    while (
      await database.withTransaction(async ({ sql }) => {
        const at = clock();
        const statements = await readSignedByOnly(sql, revoked.keyId, PAGE);
        if (statements.length === 0) {
          await markSignedAgain(sql, revoked.keyId, at);
          return false;
        }
        const key = await keys.signing(sql, revoked.programmeId, at);
        const signed = statements.map(async ({ statementId, header }) => ({
          statementId,
          keyId: key.kid,
          jws: await signPayload(header, key),
        }));
        await insertSignatures(sql, at, await Promise.all(signed));
        return true;
      })
    );
  }
}
