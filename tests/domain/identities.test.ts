import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLocale } from '../../subgraphs/members/domain/locale.ts';
import { maskIdentity } from '../../subgraphs/members/domain/mask-identity.ts';
import { type IdentityKind, readIdentityValue, sortIdentities } from '../../subgraphs/shared/identity-value.ts';

const read = (kind: IdentityKind, text: string): string | null => {
  const reading = readIdentityValue(kind, text);
  return reading.ok ? reading.identity.value : null;
};

describe('keys that find a member', () => {
  it.each([
    ['CARD', '1234 5678-90', '1234567890'],
    ['CARD', 'c0216', 'C0216'],
    ['CARD', '12/34', null],
    ['CARD', '- -', null],
    ['CARD', '۱۲۳۴-٥٦٧٨', '12345678'],
    ['CARD', '9790 0000 0000 0011', null],
    ['CARD', '1'.repeat(65), null],
    ['PHONE', '+4930123456', '+4930123456'],
    ['PHONE', '+49 (30) 123-456', '+4930123456'],
    ['PHONE', '+98 21 1234 5678', '+982112345678'],
    ['PHONE', '030123456', null], // no country
    ['PHONE', '+49', null],
    ['PHONE', '+1 800 FLOWERS', null],
    ['PHONE', '+999123456789', null], // no such country
    ['PHONE', '+493012345678901234', null], // too long
    ['PHONE', '+61 000000000', null], // another one each time it is read
    ['PHONE', '+49 (0)30 123456', '+4930123456'],
    ['EMAIL', 'Ada.Lovelace@Example.org', 'ada.lovelace@example.org'],
    ['EMAIL', 'مهر@مثال.ایران', 'مهر@مثال.ایران'],
    ['EMAIL', 'a@b', null],
    ['EMAIL', 'a b@c.de', null],
    ['EMAIL', '@c.de', null],
    ['EMAIL', 'a@c..de', null],
    ['EMAIL', 'a@b@c.de', null],
    ['EXTERNAL', 'CRM/00-42 é', 'CRM/00-42 é'],
  ] as const)('%s %s is stored as %s', (kind, text, stored) => {
    expect(read(kind, text)).toBe(stored);
  });

  it('the stored form is its own stored form', () => {
    const text = fc.oneof(
      fc.emailAddress(),
      fc.string(),
      fc.integer({ min: 1_000_000, max: 99_999_999_999 }).map((digits) => `+${digits}`),
    );
    fc.assert(
      fc.property(fc.constantFrom<IdentityKind>('CARD', 'PHONE', 'EMAIL'), text, (kind, given) => {
        const stored = read(kind, given);
        if (stored !== null) expect(read(kind, stored)).toBe(stored);
      }),
    );
  });

  it('are taken in one order, whatever the order given', () => {
    const identities = [
      { kind: 'PHONE', value: '+2' },
      { kind: 'CARD', value: 'B' },
      { kind: 'CARD', value: 'A' },
    ] as const;
    expect(sortIdentities(identities)).toEqual(sortIdentities([...identities].reverse()));
  });

  it.each([
    ['CARD', '1234567890', '****7890'],
    ['CARD', 'C0216', '****'],
    ['PHONE', '+4930123456', '****3456'],
    ['EMAIL', 'ada@example.org', 'a****@example.org'],
    ['EMAIL', 'ad@example.org', '****@example.org'],
    ['EXTERNAL', 'short', '****'],
    ['EXTERNAL', 'customer-4711', '****4711'],
  ] as const)('%s %s is shown to partners as %s', (kind, value, masked) => {
    expect(maskIdentity({ kind, value })).toBe(masked);
  });

  it('a mask hides at least as much as it shows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (value) => {
        const shown = maskIdentity({ kind: 'EXTERNAL', value }).slice(4);
        expect([...shown].length * 2 <= [...value].length).toBe(true);
      }),
    );
  });

  it.each([
    ['fa', 'fa'],
    ['FA-ir', 'fa-IR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['', null],
    ['english please', null],
    ['x'.repeat(10_240), null],
    ['en_US', null],
  ])('locale %s is %s', (given, canonical) => {
    expect(canonicalLocale(given)).toBe(canonical);
  });
});
