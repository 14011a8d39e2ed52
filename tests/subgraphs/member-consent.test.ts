import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import {
  asMember,
  type MembersUnderTest,
  membersUnderTest,
  OTHER_PARTNER,
  operator,
  otherPartner,
  PARTNER,
  partner,
  UNKNOWN,
} from '../support/members-under-test.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
let members: MembersUnderTest;

beforeAll(async () => {
  members = await membersUnderTest(NOW);
});
afterAll(() => members.close());

const yes = (partnerId: string | null = PARTNER, purpose = 'PROFILE') => ({
  partnerId,
  purpose,
  granted: true,
  wording: 'v1',
});
const no = (partnerId: string | null = PARTNER, purpose = 'PROFILE') => ({
  ...yes(partnerId, purpose),
  granted: false,
});
const say = (caller: Caller, memberId: string, consents: object[]) =>
  members.command(caller, 'recordConsent', { memberId, consents }, 'member { id }');
const seenBy = async (caller: Caller, id: string) => {
  const query =
    'query($id: ID!) { member(id: $id) { id displayName birthDate preferredChannel preferredHour identities { value } } }';
  return (await members.client.ask(caller, query, { id })).member;
};
const shirin = async () => {
  const memberId = await members.enrolled({ displayName: 'Shirin' });
  await members.command(
    asMember(memberId),
    'updateMemberProfile',
    { memberId, birthDate: '1991-03-21', preferredChannel: 'EMAIL', preferredHour: 18 },
    'member { id }',
  );
  return memberId;
};
const PSEUDONYM = { displayName: null, birthDate: null, preferredChannel: null, preferredHour: null, identities: [] };

describe('consent', () => {
  it('without it a partner sees a pseudonym, with it the member, and after a no the pseudonym again', async () => {
    const memberId = await shirin();
    expect(await seenBy(partner, memberId)).toEqual({ id: memberId, ...PSEUDONYM });
    await say(asMember(memberId), memberId, [yes()]);
    expect(await seenBy(partner, memberId)).toMatchObject({
      displayName: 'Shirin',
      birthDate: '1991-03-21',
      preferredChannel: 'EMAIL',
      preferredHour: 18,
    });
    expect(await seenBy(otherPartner, memberId)).toEqual({ id: memberId, ...PSEUDONYM });
    await say(asMember(memberId), memberId, [no()]);
    expect(await seenBy(partner, memberId)).toEqual({ id: memberId, ...PSEUDONYM });
  });

  it('for another purpose, or to the programme, is none to know who the member is', async () => {
    const memberId = await shirin();
    await say(asMember(memberId), memberId, [yes(PARTNER, 'MARKETING'), yes(null)]);
    expect(await seenBy(partner, memberId)).toEqual({ id: memberId, ...PSEUDONYM });
  });

  it('keeps every answer with its wording, and shows partners their own', async () => {
    const memberId = await shirin();
    await say(asMember(memberId), memberId, [yes(), yes(OTHER_PARTNER, 'MARKETING')]);
    await say(partner, memberId, [no()]);
    const query = `query($id: ID!) { member(id: $id) {
      consents { partner { id } purpose granted }
      consentHistory { granted purpose wording wordingHash recordedAs } } }`;
    const { member } = await members.client.ask(operator, query, { id: memberId });
    expect(member.consents).toEqual([
      { partner: { id: OTHER_PARTNER }, purpose: 'MARKETING', granted: true },
      { partner: { id: PARTNER }, purpose: 'PROFILE', granted: false },
    ]);
    expect(member.consentHistory.map((one: { recordedAs: string }) => one.recordedAs)).toEqual([
      'MEMBER',
      'MEMBER',
      'PARTNER',
    ]);
    expect(member.consentHistory[0].wordingHash).toMatch(/^[0-9a-f]{64}$/);
    const own = (await members.client.ask(otherPartner, query, { id: memberId })).member;
    expect(own.consents).toEqual([{ partner: { id: OTHER_PARTNER }, purpose: 'MARKETING', granted: true }]);
    expect(own.consentHistory).toBeNull();
  });

  it('is said by the member or by the partner for itself, never for another', async () => {
    const memberId = await shirin();
    expect(await members.refusal(partner, 'recordConsent', { memberId, consents: [yes(OTHER_PARTNER)] })).toBe(
      'NOT_ALLOWED consents.0.partnerId',
    );
    expect(await members.refusal(partner, 'recordConsent', { memberId, consents: [yes(null)] })).toBe(
      'NOT_ALLOWED consents.0.partnerId',
    );
    expect(await members.refusal(asMember(UNKNOWN), 'recordConsent', { memberId, consents: [yes()] })).toBe(
      'NOT_ALLOWED memberId',
    );
    expect(await members.refusal(operator, 'recordConsent', { memberId, consents: [] })).toBe('INVALID_INPUT consents');
    expect(await members.refusal(operator, 'recordConsent', { memberId, consents: [{ ...yes(), wording: ' ' }] })).toBe(
      'INVALID_INPUT consents.0.wording',
    );
    expect(await seenBy(partner, memberId)).toEqual({ id: memberId, ...PSEUDONYM });
  });

  it.each([
    ['by a partner for another', partner, [yes(OTHER_PARTNER)], 'NOT_ALLOWED consents.0.partnerId'],
    ['by a partner for the programme', partner, [no(), yes(null)], 'NOT_ALLOWED consents.1.partnerId'],
    ['for a partner that there is not', operator, [yes(), yes(UNKNOWN)], 'PARTNER_UNKNOWN consents.1.partnerId'],
    ['of two answers to one question', operator, [yes(), no()], 'INVALID_INPUT consents.1'],
  ])('%s is refused, also where the member joins', async (_, caller, consents, code) => {
    const memberId = await shirin();
    expect(await members.refusal(caller, 'recordConsent', { memberId, consents })).toBe(code);
    const identities = [{ kind: 'CARD', value: `N${members.next()}` }];
    expect(await members.refusal(caller, 'enrolMember', { identities, consents })).toBe(code);
  });

  it('is not written by a partner over the member’s own no, but by the member, and by the partner over its own', async () => {
    const memberId = await shirin();
    const tried = () => members.refusal(partner, 'recordConsent', { memberId, consents: [yes()] });
    await say(asMember(memberId), memberId, [no()]);
    expect(await tried()).toBe('CONSENT_MISSING consents');
    expect(await seenBy(partner, memberId)).toEqual({ id: memberId, ...PSEUDONYM });
    await say(asMember(memberId), memberId, [yes()]);
    await say(partner, memberId, [no()]);
    await say(partner, memberId, [yes()]);
    expect(await seenBy(partner, memberId)).toMatchObject({ displayName: 'Shirin' });
  });

  it('of a member that was erased is not written down, not even a no', async () => {
    const memberId = await shirin();
    await members.command(operator, 'eraseMember', { memberId }, 'member { id }');
    expect(await members.refusal(partner, 'recordConsent', { memberId, consents: [no()] })).toBe(
      'MEMBER_INACTIVE memberId',
    );
  });

  it('can be given where the member joins', async () => {
    const identities = [{ kind: 'CARD', value: `C${members.next()}` }];
    const enrolled = await members.command(
      partner,
      'enrolMember',
      { identities, displayName: 'Anna', through: 'SELF', consents: [yes()] },
      'member { displayName enrolledThrough consents { granted } }',
    );
    expect(enrolled.member).toEqual({ displayName: 'Anna', enrolledThrough: 'SELF', consents: [{ granted: true }] });
  });

  it('no answer is changed or taken away, not even by the code of this subgraph', async () => {
    await expect(members.database.sql`UPDATE members.consent SET granted = true`).rejects.toThrow('permission denied');
    await expect(members.database.sql`DELETE FROM members.consent`).rejects.toThrow('permission denied');
  });
});

describe('a profile', () => {
  it.each([
    ['of the Iranian calendar', '1370-01-01', 'INVALID_INPUT birthDate'],
    ['of the Buddhist calendar', '2534-05-05', 'INVALID_INPUT birthDate'],
    ['in the future', '2026-06-16', 'INVALID_INPUT birthDate'],
  ])('a birthday %s is refused', async (_, birthDate, code) => {
    const memberId = await members.enrolled();
    expect(await members.refusal(asMember(memberId), 'updateMemberProfile', { memberId, birthDate })).toBe(code);
  });

  it('what is left out stays, null takes away', async () => {
    const memberId = await shirin();
    await members.command(
      operator,
      'updateMemberProfile',
      { memberId, locale: 'FA-ir', birthDate: null },
      'member { id }',
    );
    const query = 'query { me { displayName locale birthDate preferredHour } }';
    expect((await members.client.ask(asMember(memberId), query)).me).toEqual({
      displayName: 'Shirin',
      locale: 'fa-IR',
      birthDate: null,
      preferredHour: 18,
    });
  });

  it('a partner changes it with consent only', async () => {
    const memberId = await shirin();
    const input = { memberId, displayName: 'Somebody else' };
    expect(await members.refusal(partner, 'updateMemberProfile', input)).toBe('CONSENT_MISSING');
    await say(asMember(memberId), memberId, [yes()]);
    const changed = await members.command(partner, 'updateMemberProfile', input, 'member { displayName }');
    expect(changed.member.displayName).toBe('Somebody else');
  });

  it('tags are the operator’s', async () => {
    const memberId = await members.enrolled();
    const tagged = await members.command(
      operator,
      'tagMember',
      { memberId, add: ['vip', 'vip', 'students'], remove: ['x'] },
      'member { tags }',
    );
    expect(tagged.member.tags).toEqual(['students', 'vip']);
    const query = 'query($id: ID!) { member(id: $id) { tags } }';
    expect((await members.client.ask(partner, query, { id: memberId })).member.tags).toEqual([]);
    expect(await members.refusal(operator, 'tagMember', { memberId, add: ['Not A Tag'] })).toBe('INVALID_INPUT add.0');
    expect(await members.refusal(operator, 'tagMember', { memberId, add: ['vip'], remove: ['old', 'vip'] })).toBe(
      'INVALID_INPUT remove.1',
    );
    expect(await members.refusal(partner, 'tagMember', { memberId, add: ['vip'] })).toBe('NOT_ALLOWED');
  });
});
