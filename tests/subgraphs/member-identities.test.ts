import { URL } from 'node:url';
import { Secret } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { qrTokenAt } from '../../subgraphs/members/domain/qr-token.ts';
import {
  makePersonalDataKey,
  personalDataUnder,
  requirePersonalDataKey,
} from '../../subgraphs/serving/personal-data.ts';
import {
  asMember,
  type MembersUnderTest,
  membersUnderTest,
  operator,
  partner,
  stranger,
  UNKNOWN,
} from '../support/members-under-test.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
let members: MembersUnderTest;

beforeAll(async () => {
  members = await membersUnderTest(NOW);
});
afterAll(() => members.close());

const FACE = 'member { id identities { id kind value verifiedAt blockedAt blockReason } }';
const find = async (kind: string, value: string) => {
  const query = 'query($identity: IdentityInput!) { memberByIdentity(identity: $identity) { id } }';
  return (await members.client.ask(operator, query, { identity: { kind, value } })).memberByIdentity?.id ?? null;
};

describe('at rest', () => {
  it('no value of an identity stands in any table, and no hash that can be tried without the secret', async () => {
    const phone = '+982112345678';
    await members.enrolled({ identities: [{ kind: 'PHONE', value: phone }] });
    const [found] = await members.test.sql<{ hits: bigint }[]>`
      SELECT (SELECT count(*) FROM members.identity AS i WHERE i::text LIKE ${`%${phone.slice(1)}%`})
           + (SELECT count(*) FROM members.remembered_command AS c WHERE c::text LIKE ${`%${phone.slice(1)}%`}) AS hits`;
    expect(found?.hits).toBe(0n);
  });

  it('what is sealed opens for its own row and under its own secret only', () => {
    const [one, other] = [makePersonalDataKey(), makePersonalDataKey()].map(personalDataUnder) as [
      ReturnType<typeof personalDataUnder>,
      ReturnType<typeof personalDataUnder>,
    ];
    const sealed = one.seal('شیرین', 'row 1');
    expect(one.open(sealed, 'row 1')).toBe('شیرین');
    expect(() => one.open(sealed, 'row 2')).toThrow();
    expect(() => other.open(sealed, 'row 1')).toThrow();
    sealed[sealed.length - 1]! ^= 1;
    expect(() => one.open(sealed, 'row 1')).toThrow();
    expect(one.lookup('identity', 'a', 'bc')).not.toBe(one.lookup('identity', 'ab', 'c'));
    expect(one.lookup('x')).not.toBe(other.lookup('x'));
  });

  it('a start under another secret is refused', async () => {
    const database = openDatabase({ url: members.test.url, role: 'members', max: 1 });
    try {
      const other = personalDataUnder(makePersonalDataKey());
      await expect(requirePersonalDataKey(database.sql, other, true)).rejects.toThrow(
        'PERSONAL_DATA_KEY is not the one',
      );
    } finally {
      await database.close();
    }
  });
});

describe('cards', () => {
  it('anonymous ones are members at once, and a person later', async () => {
    const issued = await members.command(
      partner,
      'issueCards',
      { count: 3 },
      'members { id displayName identities { value } }',
    );
    expect(issued.members).toHaveLength(3);
    const [{ id }] = issued.members;
    const whole = await members.client.ask(operator, 'query($id: ID!) { member(id: $id) { identities { value } } }', {
      id,
    });
    const number = whole.member.identities[0].value;
    expect(number).toMatch(/^9790\d{12}$/);
    expect(await find('CARD', number)).toBe(id);
    // The same number as a Persian keyboard types it.
    const typed = number.replace(/\d/g, (digit: string) => String.fromCodePoint(0x6f0 + Number(digit)));
    expect(await find('CARD', typed)).toBe(id);
    const added = await members.command(
      partner,
      'addMemberIdentity',
      { memberId: id, identity: { kind: 'EMAIL', value: `m${members.next()}@example.org` } },
      'member { id }',
    );
    expect(added.member.id).toBe(id);
  });

  it.each([[0], [101], [-1]])('%s of them at a time are refused', async (count) => {
    expect(await members.refusal(partner, 'issueCards', { count }, 'members { id }')).toBe('INVALID_INPUT count');
  });

  it('a mistyped number of ours is refused before anybody is looked for', async () => {
    const identity = { kind: 'CARD', value: '9790 0000 0000 0014' };
    const memberId = await members.enrolled();
    expect(await members.refusal(partner, 'addMemberIdentity', { memberId, identity })).toBe(
      'INVALID_INPUT identity.value',
    );
  });

  it('a lost one finds nobody, is nobody else’s, and is replaced with everything kept', async () => {
    const value = `LOST${members.next()}`;
    const memberId = await members.enrolled({ identities: [{ kind: 'CARD', value }] });
    const { identities } = (await members.client.ask(asMember(memberId), 'query { me { identities { id } } }')).me;
    const identityId = identities[0].id;
    const blocked = await members.command(
      asMember(memberId),
      'blockMemberIdentity',
      { memberId, identityId, reason: 'LOST' },
      FACE,
    );
    expect(blocked.member.identities[0]).toMatchObject({ blockedAt: NOW.toISOString(), blockReason: 'LOST' });
    expect(await find('CARD', value)).toBeNull();
    expect(await members.refusal(operator, 'enrolMember', { identities: [{ kind: 'CARD', value }] })).toBe(
      'IDENTITY_TAKEN identities.0',
    );

    const key = { idempotencyKey: `replace-${members.next()}` };
    const input = { ...key, memberId, identityId, reason: 'LOST' };
    const replaced = await members.command(operator, 'replaceCard', input, 'member { id } card { id value }');
    expect(await find('CARD', replaced.card.value)).toBe(memberId);
    expect(await members.command(operator, 'replaceCard', input, 'member { id } card { id value }')).toEqual(replaced);
    // Replaced once, whoever asks again, and however many at once.
    const anew = () =>
      members.command(operator, 'replaceCard', { memberId, identityId, reason: 'STOLEN' }, 'card { id }');
    const asked = await Promise.all([anew(), anew(), anew()]);
    expect(asked.map(({ card }) => card.id)).toEqual(asked.map(() => replaced.card.id));
    const next = { memberId, identityId: replaced.card.id, reason: 'DAMAGED' };
    const both = await Promise.all([1, 2].map(() => members.command(operator, 'replaceCard', next, 'card { id }')));
    expect(new Set(both.map(({ card }) => card.id)).size).toBe(1);
    expect(both[0]!.card.id).not.toBe(replaced.card.id);
    expect(await members.refusal(operator, 'replaceCard', { memberId, identityId: UNKNOWN, reason: 'LOST' })).toBe(
      'IDENTITY_UNKNOWN identityId',
    );
    expect(await members.refusal(stranger, 'replaceCard', { memberId, identityId, reason: 'LOST' })).toBe(
      'MEMBER_UNKNOWN memberId',
    );
  });
});

describe('verification', () => {
  const ask = (memberId: string, identity: object, caller = asMember(memberId)) =>
    members.command(caller, 'requestVerification', { memberId, identity }, 'verificationId expiresAt');
  const sentTo = async (to: string) => {
    const query = 'query { outgoingMessages(first: 100) { id to channel template locale values } }';
    const { outgoingMessages } = await members.client.ask(operator, query);
    return outgoingMessages.filter((message: { to: string }) => message.to === to).at(-1);
  };
  const confirm = (memberId: string, verificationId: string, code: string) =>
    members.command(asMember(memberId), 'confirmVerification', { memberId, verificationId, code }, FACE);

  it('a code that comes back makes the address an identity of the member, and verified', async () => {
    const memberId = await members.enrolled({ locale: 'fa' });
    const to = '+989121234567';
    const { verificationId } = await ask(memberId, { kind: 'PHONE', value: '۰۰۹۸ ۹۱۲ ۱۲۳۴۵۶۷' });
    expect(await find('PHONE', to)).toBeNull();
    const message = await sentTo(to);
    expect(message).toMatchObject({ channel: 'SMS', template: 'verification-code', locale: 'fa' });
    const code = message.values.code.replace(/\d/g, (digit: string) => String.fromCodePoint(0x660 + Number(digit)));
    const { member } = await confirm(memberId, verificationId, code);
    expect(member.identities).toContainEqual(
      expect.objectContaining({ kind: 'PHONE', value: to, verifiedAt: NOW.toISOString() }),
    );
    expect(await find('PHONE', to)).toBe(memberId);
    // Good once.
    expect(await members.refusal(asMember(memberId), 'confirmVerification', { memberId, verificationId, code })).toBe(
      'VERIFICATION_UNKNOWN verificationId',
    );
    const taken = await members.command(operator, 'acknowledgeMessages', { messageIds: [message.id] }, 'acknowledged');
    expect(taken.acknowledged).toBe(1);
    expect(await sentTo(to)).toBeUndefined();
  });

  it('of codes guessed five are looked at, then not even the right one', async () => {
    const memberId = await members.enrolled();
    const to = `guess${members.next()}@example.org`;
    const { verificationId } = await ask(memberId, { kind: 'EMAIL', value: to });
    const { code } = (await sentTo(to)).values;
    const wrong = code === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess += 1) {
      expect(
        await members.refusal(asMember(memberId), 'confirmVerification', { memberId, verificationId, code: wrong }),
      ).toBe('CODE_WRONG code');
    }
    expect(await members.refusal(asMember(memberId), 'confirmVerification', { memberId, verificationId, code })).toBe(
      'CODE_WRONG code',
    );
    expect(await find('EMAIL', to)).toBeNull();
  });

  it('a code is late after ten minutes, and three an hour go to one address', async () => {
    const memberId = await members.enrolled();
    const identity = { kind: 'EMAIL', value: `late${members.next()}@example.org` };
    const { verificationId } = await ask(memberId, identity);
    const { code } = (await sentTo(identity.value)).values;
    await ask(memberId, identity);
    await ask(memberId, identity);
    expect(await members.refusal(operator, 'requestVerification', { memberId, identity }, 'verificationId')).toBe(
      'LIMIT_EXCEEDED',
    );
    members.clock.now = new Date(NOW.getTime() + 10 * 60_000);
    try {
      expect(await members.refusal(asMember(memberId), 'confirmVerification', { memberId, verificationId, code })).toBe(
        'VERIFICATION_UNKNOWN verificationId',
      );
    } finally {
      members.clock.now = NOW;
    }
  });

  it('whether others have an address a member learns when it has proved that it is its own; who looks up members anyway, at once', async () => {
    const identity = { kind: 'EMAIL', value: `theirs${members.next()}@example.org` };
    await members.enrolled({ identities: [identity] });
    const memberId = await members.enrolled();
    expect(await members.refusal(operator, 'requestVerification', { memberId, identity }, 'verificationId')).toBe(
      'IDENTITY_TAKEN identity',
    );
    const { verificationId, userErrors } = await ask(memberId, identity);
    expect(userErrors).toEqual([]);
    const { code } = (await sentTo(identity.value)).values;
    expect(await members.refusal(asMember(memberId), 'confirmVerification', { memberId, verificationId, code })).toBe(
      'IDENTITY_TAKEN',
    );
  });

  it('ten codes an hour are sent for one member, to however many addresses', async () => {
    const memberId = await members.enrolled();
    const tried = async () =>
      (await ask(memberId, { kind: 'EMAIL', value: `many${members.next()}@example.org` })).userErrors;
    for (let sent = 0; sent < 10; sent += 1) expect(await tried()).toEqual([]);
    expect(await tried()).toMatchObject([{ code: 'LIMIT_EXCEEDED' }]);
    members.clock.now = new Date(NOW.getTime() + 60 * 60_000 + 1);
    try {
      expect(await tried()).toEqual([]);
    } finally {
      members.clock.now = NOW;
    }
  });

  it.each([
    ['a card', 'INVALID_INPUT identity.kind', { kind: 'CARD', value: '1234' }],
    ['no phone', 'INVALID_INPUT identity.value', { kind: 'PHONE', value: '123' }],
  ])('of %s is refused', async (_, code, identity) => {
    const memberId = await members.enrolled();
    expect(
      await members.refusal(asMember(memberId), 'requestVerification', { memberId, identity }, 'verificationId'),
    ).toBe(code);
  });
});

describe('QR codes', () => {
  const device = async () => {
    const memberId = await members.enrolled();
    const { uri, handle } = await members.command(asMember(memberId), 'registerQrDevice', { memberId }, 'uri handle');
    const secret = new URL(uri).searchParams.get('secret') as string;
    expect(Secret.fromBase32(secret).bytes).toHaveLength(32);
    return { memberId, handle: handle as string, secret };
  };
  const present = (token: string) => members.command(partner, 'presentQrToken', { token }, 'member { id }');

  it('a code is good once: a photograph of it is worth nothing', async () => {
    const { memberId, handle, secret } = await device();
    const token = qrTokenAt(secret, handle, NOW);
    expect((await present(token)).member.id).toBe(memberId);
    expect(await members.refusal(partner, 'presentQrToken', { token })).toBe('CODE_WRONG token');
    // Nor is the one before it, though its half minute of grace is not over.
    const before = qrTokenAt(secret, handle, new Date(NOW.getTime() - 30_000));
    expect(await members.refusal(partner, 'presentQrToken', { token: before })).toBe('CODE_WRONG token');
    const after = qrTokenAt(secret, handle, new Date(NOW.getTime() + 30_000));
    expect((await present(after)).member.id).toBe(memberId);
  });

  it('of twenty tills that scan one code at once, one takes it', async () => {
    const { handle, secret } = await device();
    const token = qrTokenAt(secret, handle, NOW);
    const payloads = await Promise.all(Array.from({ length: 20 }, () => present(token)));
    expect(payloads.filter((payload) => payload.member !== null)).toHaveLength(1);
  });

  it('an old code is worth nothing; a new device makes the old one worth nothing', async () => {
    const { memberId, handle, secret } = await device();
    const old = qrTokenAt(secret, handle, new Date(NOW.getTime() - 61_000));
    expect(await members.refusal(partner, 'presentQrToken', { token: old })).toBe('CODE_WRONG token');
    await members.command(asMember(memberId), 'registerQrDevice', { memberId }, 'uri');
    expect(await members.refusal(partner, 'presentQrToken', { token: qrTokenAt(secret, handle, NOW) })).toBe(
      'CODE_WRONG token',
    );
  });

  it('who guesses is stopped after ten wrong codes, and the owner waits a quarter of an hour', async () => {
    const { handle, secret, memberId } = await device();
    const right = qrTokenAt(secret, handle, NOW);
    const wrong = `LQ1.${handle}.${right.endsWith('00000000') ? '00000001' : '00000000'}`;
    for (let guess = 0; guess < 10; guess += 1) {
      expect(await members.refusal(partner, 'presentQrToken', { token: wrong })).toBe('CODE_WRONG token');
    }
    expect(await members.refusal(partner, 'presentQrToken', { token: right })).toBe('LIMIT_EXCEEDED');
    members.clock.now = new Date(NOW.getTime() + 15 * 60_000);
    try {
      expect((await present(qrTokenAt(secret, handle, members.clock.now))).member.id).toBe(memberId);
    } finally {
      members.clock.now = NOW;
    }
  });

  it('is for the member’s own app, and for programmes of its own', async () => {
    const { memberId, handle, secret } = await device();
    expect(
      await members.client.errorCodes(
        null,
        'mutation { registerQrDevice(input: {idempotencyKey: "1", memberId: "1"}) { uri } }',
      ),
    ).not.toEqual([]);
    const scoped = { ...partner, scopes: ['members:self'] };
    expect(await members.refusal(scoped, 'registerQrDevice', { memberId }, 'uri')).toBe('NOT_ALLOWED');
    expect(await members.refusal(asMember(UNKNOWN), 'registerQrDevice', { memberId }, 'uri')).toBe(
      'NOT_ALLOWED memberId',
    );
    expect(await members.refusal(stranger, 'presentQrToken', { token: qrTokenAt(secret, handle, NOW) })).toBe(
      'CODE_WRONG token',
    );
    expect(await members.refusal(partner, 'presentQrToken', { token: 'LQ1.nothing' })).toBe('INVALID_INPUT token');
  });
});
