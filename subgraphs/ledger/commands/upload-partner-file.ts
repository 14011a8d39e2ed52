// A piece of a partner's file that is too large for one request. Bytes, not text: what is wrong with an encoding is for the reader to say.
import { keySpaceOf, type ProgrammeCaller } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import type { UploadPartnerFileInput } from '../generated.ts';
import { putPiece } from '../store/reconciliation/partner-file-pieces.ts';

const MOST_BASE64 = 1_400_000;
const MOST_PIECE = 999;
/** As much as a partner's file may have (domain/files/partner-file.ts). */
const MOST_BYTES = 134_217_728;

/** Refusals in order: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, LIMIT_EXCEEDED (128 MiB in all). */
export async function uploadPartnerFile(
  { database, clock }: LedgerDeps,
  caller: ProgrammeCaller,
  input: UploadPartnerFileInput,
): Promise<Outcome<{ readonly bytes: number }>> {
  const check = createInputCheck();
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const upload = check.text(input.upload, ['input', 'upload'], { max: 100 });
  check.require(input.piece >= 0 && input.piece <= MOST_PIECE, 'INVALID_INPUT', `Pieces are 0 to ${MOST_PIECE}.`, [
    'input',
    'piece',
  ]);
  const isBase64 = input.base64.length <= MOST_BASE64 && /^[A-Za-z0-9+/]*={0,2}$/.test(input.base64);
  check.require(
    isBase64 && input.base64.length > 0 && input.base64.length % 4 === 0,
    'INVALID_INPUT',
    `A piece is base64, up to ${MOST_BASE64} characters.`,
    ['input', 'base64'],
  );
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const bytes = Buffer.from(input.base64, 'base64');
  const name = { programmeId: caller.programmeId, keySpace: keySpaceOf(caller), upload };
  const { outcome } = await rememberCommand<{ bytes: number }>(
    database,
    'ledger',
    {
      keySpace: name.keySpace,
      caller,
      idempotencyKey,
      command: 'uploadPartnerFile',
      body: { upload, piece: input.piece, base64: input.base64 },
      at: clock(),
    },
    async ({ sql }) => {
      const total = await putPiece(sql, name, input.piece, bytes, clock());
      return total > MOST_BYTES
        ? refused(refuse('LIMIT_EXCEEDED', 'A file has at most 128 MiB.', ['input', 'base64']))
        : accepted({ bytes: Number(total) });
    },
  );
  return outcome;
}
