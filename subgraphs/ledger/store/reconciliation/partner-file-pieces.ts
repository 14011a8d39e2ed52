import type { AnySql } from '../../../../db/client.ts';

/** Whose upload it is. */
export interface UploadName {
  readonly programmeId: string;
  readonly keySpace: string;
  readonly upload: string;
}

/** Keeps a piece; the same piece again takes the place of the first. Returns the bytes of all pieces. */
export async function putPiece(
  sql: AnySql,
  name: UploadName,
  piece: number,
  bytes: Uint8Array,
  at: Date,
): Promise<bigint> {
  await sql`
    INSERT INTO ledger.partner_file_piece (programme_id, key_space, upload, piece, bytes, uploaded_at)
    VALUES (${name.programmeId}, ${name.keySpace}, ${name.upload}, ${piece}, ${bytes}, ${at})
    ON CONFLICT (programme_id, key_space, upload, piece) DO UPDATE SET bytes = excluded.bytes, uploaded_at = excluded.uploaded_at`;
  const [row] = await sql<{ total: bigint }[]>`
    SELECT coalesce(sum(length(bytes)), 0)::bigint AS total FROM ledger.partner_file_piece
    WHERE programme_id = ${name.programmeId} AND key_space = ${name.keySpace} AND upload = ${name.upload}`;
  return row?.total ?? 0n;
}

/** The pieces of an upload in order. Null when there are none, or one is missing in between. */
export async function readPieces(sql: AnySql, name: UploadName): Promise<readonly Uint8Array[] | null> {
  const rows = await sql<{ piece: number; bytes: Uint8Array }[]>`
    SELECT piece, bytes FROM ledger.partner_file_piece
    WHERE programme_id = ${name.programmeId} AND key_space = ${name.keySpace} AND upload = ${name.upload}
    ORDER BY piece`;
  if (rows.length === 0 || rows.some(({ piece }, at) => piece !== at)) return null;
  return rows.map(({ bytes }) => bytes);
}

/** Forgets pieces that nobody reconciled for a day. */
export async function prunePieces(sql: AnySql, before: Date): Promise<void> {
  await sql`DELETE FROM ledger.partner_file_piece WHERE uploaded_at < ${before}`;
}
