/** Hands a partner's file in, in pieces where it does not fit one request. The same bytes again are no new version, so it can be done twice. */
import { randomUUID } from 'node:crypto';
import type { ApiCaller } from '../api.ts';
import { mutationDocument, type Refused } from '../replay/mutate.ts';

export interface HandedIn {
  readonly reconciliation: {
    readonly id: string;
    readonly version: number;
    readonly records: number;
    readonly matched: number;
    readonly matchedInTolerance: number;
    readonly explainedByTiming: number;
    readonly breakCount: number;
    readonly openBreaks: number;
  } | null;
  readonly problem: { readonly code: string; readonly sentence: string } | null;
  readonly userErrors: readonly Refused[];
}

export interface FileToHandIn {
  readonly windowId: string;
  /** Left out by a partner for itself. */
  readonly partnerId?: string;
  readonly format: 'CSV' | 'JSON';
  readonly bytes: Uint8Array;
}

/** Bytes of a piece: a little below what one request may hold in base64. */
const PIECE = 1_000_000;

const RECONCILE = mutationDocument(
  'reconcile',
  'reconciliation { id version records matched matchedInTolerance explainedByTiming breakCount openBreaks } problem { code sentence }',
);
const UPLOAD = mutationDocument('uploadPartnerFile', 'bytes');

/** @throws ApiError when the server cannot be asked; refusals are in the answer */
export async function handIn(caller: ApiCaller, file: FileToHandIn): Promise<HandedIn> {
  const { bytes, ...asked } = file;
  const key = randomUUID();
  for (let piece = 0; piece * PIECE < bytes.length; piece += 1) {
    const base64 = Buffer.from(bytes.subarray(piece * PIECE, (piece + 1) * PIECE)).toString('base64');
    const { uploadPartnerFile } = await caller.ask<{ uploadPartnerFile: { userErrors: readonly Refused[] } }>(UPLOAD, {
      input: { idempotencyKey: `${key}:${piece}`, upload: key, piece, base64 },
    });
    const { userErrors } = uploadPartnerFile;
    if (userErrors.length > 0) return { reconciliation: null, problem: null, userErrors };
  }
  const { reconcile } = await caller.ask<{ reconcile: HandedIn }>(RECONCILE, {
    input: { idempotencyKey: key, ...asked, ...(bytes.length === 0 ? { text: '' } : { upload: key }) },
  });
  return reconcile;
}
