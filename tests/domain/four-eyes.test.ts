import { describe, expect, it } from 'vitest';
import { identityOf } from '../../gateway/authentication/claims.ts';
import { proposerOf, refuseApproval } from '../../subgraphs/shared/four-eyes.ts';

const ann = { subject: 'client of ann', person: 'ann' };
const annAgain = { subject: 'another client of ann', person: 'ann' };
const bob = { subject: 'client of bob', person: 'bob' };
const robot = { subject: 'robot', person: null };

describe('two persons', () => {
  it.each([
    ['the same client', ann, ann, 'FOUR_EYES'],
    ['the same person with another client', ann, annAgain, 'FOUR_EYES'],
    ['another person', ann, bob, null],
    ['a service account', ann, robot, 'FOUR_EYES'],
    ['a person, after a service account proposed', robot, ann, null],
    ['a person named as the service account that proposed', robot, { subject: 'x', person: 'robot' }, 'FOUR_EYES'],
  ])('%s', (_, proposing, approving, expected) => {
    expect(refuseApproval(proposerOf(proposing), approving)?.code ?? null).toBe(expected);
  });
});

describe('the person of a token', () => {
  const claims = {
    sub: 'c',
    exp: 2_000_000_000,
    role: 'operator',
    programme_id: '01890000-0000-7000-8000-000000000001',
    scope: 'persons:write ledger:adjust',
  };
  it('is compared in lower case, and nobody when the issuer names none', () => {
    expect(identityOf({ ...claims, person: ' Ann@Example.com ' })?.person).toBe('ann@example.com');
    expect(identityOf(claims)?.person).toBeNull();
  });
  it('is never a person who makes persons, whatever the issuer says', () => {
    expect(identityOf({ ...claims, person: 'ann' })?.scopes).toEqual(['ledger:adjust']);
    expect(identityOf(claims)?.scopes).toEqual(['persons:write', 'ledger:adjust']);
  });
  it.each(['', ' ', 7, 'x'.repeat(201)])('makes a token of %j no token at all', (person) => {
    expect(identityOf({ ...claims, person })).toBeNull();
  });
});
