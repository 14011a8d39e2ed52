/** Reads a request body of a known type, and no more of it than allowed. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './answers.ts';

const CLOSE = { connection: 'close' };
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The body as text.
 * @throws HttpRefusal 415 for another media type, charset or an encoding, 413 beyond `limitBytes`, 400 for broken UTF-8
 */
export async function readBody(request: IncomingMessage, mediaType: string, limitBytes: number): Promise<string> {
  if (request.headers['content-type'] !== mediaType) refuseOtherType(request.headers['content-type'] ?? '', mediaType);
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new HttpRefusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'A compressed body is not accepted.', CLOSE);
  }
  const bytes = await readBytes(request, limitBytes);
  if (!isUtf8(bytes)) throw new HttpRefusal(400, 'BAD_REQUEST', 'The body is not valid UTF-8.');
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function refuseOtherType(contentType: string, mediaType: string): void {
  const [type, ...parameters] = contentType.toLowerCase().split(';');
  if (type?.trim() !== mediaType) {
    throw new HttpRefusal(415, 'UNSUPPORTED_MEDIA_TYPE', `The body must be ${mediaType}.`, CLOSE);
  }
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"]*)"?\s*$/.exec(parameter)?.[1]).find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new HttpRefusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be UTF-8.', CLOSE);
  }
}

/**
 * The body as JSON that is an object.
 * @throws HttpRefusal as `readBody` does, and 400 for what is not a JSON object
 */
export async function readJsonObject(request: IncomingMessage, limitBytes: number): Promise<Record<string, unknown>> {
  const text = await readBody(request, 'application/json', limitBytes);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The body must be one JSON object.');
  }
  return body as Record<string, unknown>;
}

function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return Promise.reject(tooLarge(limitBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        request.pause();
        request.removeAllListeners('data');
        reject(tooLarge(limitBytes));
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new HttpRefusal(400, 'BAD_REQUEST', 'The body ended too early.'));
    });
  });
}

function tooLarge(limitBytes: number): HttpRefusal {
  return new HttpRefusal(413, 'BODY_TOO_LARGE', `The body is larger than ${limitBytes} bytes.`, CLOSE);
}
