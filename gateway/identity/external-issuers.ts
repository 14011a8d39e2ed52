/**
 * Issuers other than the built-in one, as they are configured: `TOKEN_ISSUERS`, a JSON array.
 *
 *     [{ "issuer": "https://id.example", "jwksUrl": "https://id.example/jwks.json", "audience": "loyalty", "algorithms": ["ES256"] },
 *      { "issuer": "https://login.shop.example", "jwksUrl": "https://login.shop.example/jwks.json", "partnerId": "..." }]
 *
 * | `partnerId` | what its tokens are good for                                                                            |
 * |-------------|---------------------------------------------------------------------------------------------------------|
 * | left out    | the API itself: they carry the claims of authentication/claims.ts                                        |
 * | given       | nothing by themselves: that partner's own front end says in them who its customer is, and the partner's  |
 * |             | client exchanges one for a member's token (token-exchange.ts)                                            |
 *
 * With an issuer of the first kind the built-in one signs nothing, serves nothing and is not trusted.
 */
import { z } from 'zod';
import { ASYMMETRIC, externalKeys, type TokenTrust } from '../authentication/token-verifier.ts';

export interface ExternalIssuer {
  /** `iss` that its tokens carry. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** `aud` that its tokens carry; the platform's own where it is left out. */
  readonly audience?: string | undefined;
  readonly algorithms: readonly string[];
  readonly partnerId?: string | undefined;
}

const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'RS256'];

const httpUrl = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an http or https URL');
const issuers = z
  .array(
    z.strictObject({
      issuer: z.string().min(1).max(500),
      jwksUrl: httpUrl,
      audience: z.string().min(1).max(500).optional(),
      algorithms: z
        .array(z.string().regex(ASYMMETRIC, 'must be an asymmetric algorithm, such as ES256'))
        .min(1)
        .default(ALGORITHMS),
      partnerId: z
        .uuid()
        .transform((id) => id.toLowerCase())
        .optional(),
    }),
  )
  .min(1)
  .max(100)
  .refine((all) => new Set(all.map(({ issuer }) => issuer)).size === all.length, 'must name every issuer once');

/**
 * Reads the issuers as configured.
 * @throws what is wrong with them, in words that go on after the setting's name
 */
export function readIssuers(text: string): readonly ExternalIssuer[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error('must be a JSON array of issuers');
  }
  const read = issuers.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trimStart());
}

/** What is trusted of an issuer. */
export function trustIn(
  { issuer, jwksUrl, audience, algorithms }: ExternalIssuer,
  platformAudience: string,
): TokenTrust {
  return { keys: externalKeys(jwksUrl), issuer, audience: audience ?? platformAudience, algorithms };
}
