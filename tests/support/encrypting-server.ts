/**
 * A PostgreSQL of its own that encrypts, with a certificate that it signed itself for `localhost` and 127.0.0.1 (good for a hundred years): the
 * one that tests share speaks in the clear, and may be somebody's.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../db/client.ts';
import { startEmbeddedPostgres } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { roomyFolder } from './postgres.ts';

export interface EncryptingServer {
  /** As the administrator, to a migrated database, without an `sslmode`. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startEncryptingServer(): Promise<EncryptingServer> {
  const folder = await mkdtemp(join(roomyFolder(), 'loyalty-encrypting-'));
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: folder, kind: 'throwaway' });
  const admin = openDatabase({ url: server.url, max: 1 });
  // By the server itself, whose user alone may read a key, into its own folder.
  for (const [file, text] of [
    ['server.key', KEY],
    ['server.crt', CERTIFICATE],
  ])
    await admin.sql.unsafe(
      `COPY (SELECT unnest(string_to_array('${text}', E'\\n'))) TO PROGRAM 'umask 077; cat > ${file}'`,
    );
  await admin.sql`ALTER SYSTEM SET ssl = on`;
  await admin.sql`SELECT pg_reload_conf()`;
  await admin.close(1);
  await migrate({ url: server.url });
  return {
    url: server.url,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUa1pqeIlTYl/Cjxy5w4TK1KJ3J2owCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzAxNTUyMloYDzIxMjYxMTAz
MDE1NTIyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATOD/z9E23hAn5bf+eNvmPWklIpEF+3I8a2A66DaEYO2NhWGyPglvVJ
yWTyL/oW595oZi8CcbriF3nDO3iY22aCo28wbTAdBgNVHQ4EFgQU5rDwMJwtA4gw
04VC31oZW0Fhj8MwHwYDVR0jBBgwFoAU5rDwMJwtA4gw04VC31oZW0Fhj8MwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAO8me5IK/UHERciceVMAQ9CMaQCw2aICRf7WuPx3ozalAiEA
3v71E93oulpnfg4ZMm8b1MJ+4jwB9RfYfaWEckX6oh4=
-----END CERTIFICATE-----`;

const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk7ekvxcoB3+iZQZ6
hBviW/fjoSjFBrPVXpDcL+0rf+ihRANCAATOD/z9E23hAn5bf+eNvmPWklIpEF+3
I8a2A66DaEYO2NhWGyPglvVJyWTyL/oW595oZi8CcbriF3nDO3iY22aC
-----END PRIVATE KEY-----`;
