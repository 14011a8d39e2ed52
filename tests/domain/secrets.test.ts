import { describe, expect, it } from 'vitest';
import { hashSecret, looksLikeClientSecret, makeClientSecret, verifySecret } from '../../subgraphs/serving/secrets.ts';

describe('a client secret', () => {
  it('is recognised by its shape, and a mistyped one is not', () => {
    const secret = makeClientSecret();
    expect(secret).toMatch(/^loyalty_secret_[\w-]{49}$/);
    expect(looksLikeClientSecret(secret)).toBe(true);
    const at = 'loyalty_secret_'.length + 4;
    const typo = secret.slice(0, at) + (secret[at] === 'a' ? 'b' : 'a') + secret.slice(at + 1);
    expect(looksLikeClientSecret(typo)).toBe(false);
    expect(looksLikeClientSecret('')).toBe(false);
    expect(looksLikeClientSecret('x'.repeat(10_000))).toBe(false);
  });

  it('is not in its hash, and hashes differently each time', async () => {
    const secret = makeClientSecret();
    const [one, other] = await Promise.all([hashSecret(secret), hashSecret(secret)]);
    expect(one).toMatch(/^scrypt\$N=16384,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifySecret(secret, one)).toBe(true);
    expect(await verifySecret(secret, other)).toBe(true);
    expect(await verifySecret(makeClientSecret(), one)).toBe(false);
  });

  it('never matches a client that does not exist', async () => {
    expect(await verifySecret(makeClientSecret(), null)).toBe(false);
  });

  it('still matches a hash made with other parameters', async () => {
    // RFC 7914, section 12, second vector, cut to 32 bytes: scrypt("password", "NaCl", N=1024, r=8, p=16).
    const salt = Buffer.from('NaCl').toString('base64url');
    const key = Buffer.from('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162', 'hex').toString(
      'base64url',
    );
    expect(await verifySecret('password', `scrypt$N=1024,r=8,p=16$${salt}$${key}`)).toBe(true);
  });

  it('a damaged hash is a fault, not a mismatch', async () => {
    await expect(verifySecret('x', 'scrypt$N=1024,r=8,p=16$$')).rejects.toThrow('cannot be read');
  });
});
