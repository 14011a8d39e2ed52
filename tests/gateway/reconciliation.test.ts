/**
 * A partner's own file against the ledger, through the API: every verdict of settlement.md 7, versions, timing that explains itself, what
 * two persons post for a break, who may, and files that cannot be taken.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let grocer: PartnerByApi;
let other: PartnerByApi;
let memberId: string;
const persons: Record<'ann' | 'bob', string> = { ann: '', bob: '' };

type Line = [ref: string, type: string, points: number, at: string, minor?: number];

const RECONCILIATION =
  'reconciliation { id version superseded sha256 records matched matchedInTolerance explainedByTiming breakCount openBreaks escalated ' +
  'breaks(first: 100) { edges { node { id result state line reference type partnerPoints operatorPoints seconds transaction { id } value { points } age } } } ' +
  'ageing { result oldestAge buckets { age count points } } } problem { code line record sentence }';

interface Break {
  id: string;
  result: string;
  state: string;
  line: number | null;
  reference: string | null;
  type: string;
  partnerPoints: number | null;
  operatorPoints: number | null;
  seconds: number | null;
  transaction: { id: string } | null;
}
interface Reconciled extends Fields {
  id: string;
  version: number;
  matched: number;
  openBreaks: number;
}

function csv(partner: string, window: string, lines: readonly Line[]): string {
  const points = lines.reduce((sum, [, , of]) => sum + of, 0);
  const minor = lines.reduce((sum, [, , , , of = 0]) => sum + of, 0);
  return [
    `H,coalition.partner-file.v1,${partner},${window},${lines.length}`,
    'partner_ref,type,points,amount_minor,currency,business_at',
    ...lines.map(
      ([ref, type, of, at, amount]) =>
        `${ref},${type},${of},${amount ?? ''},${amount === undefined ? '' : 'EUR'},${at}`,
    ),
    `T,${lines.length},${points},${minor}`,
    '',
  ].join('\r\n');
}

const breaksOf = (reply: Fields): Break[] =>
  (reply.reconciliation as { breaks: { edges: { node: Break }[] } }).breaks.edges.map(({ node }) => node);
const reconciled = (reply: Fields): Reconciled => reply.reconciliation as Reconciled;

async function buy(partner: PartnerByApi, reference: string, amount: string, occurredAt: string): Promise<string> {
  const reply = await api.mutate(
    partner.token,
    'recordPurchase',
    { storeId: partner.storeId, memberId, amount: eur(amount), reference, occurredAt },
    'transaction { id points }',
  );
  expect(outcomeOf(reply)).toBe('OK');
  return (reply.transaction as { id: string }).id;
}

async function closeWindow(label: string): Promise<string> {
  const open = await api.ask(programme.operator, '{ settlementWindow { id } }');
  const { id } = open.data!.settlementWindow as { id: string };
  expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId: id, label }))).toBe('OK');
  return id;
}

/** An instant a few hours back: inside every late-submission limit. */
const hoursAgo = (hours: number): string =>
  new Date(Math.floor(Date.now() / 1000) * 1000 - hours * 3_600_000).toISOString();

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('reconciled', { disputeBusinessDays: 3, valueBusinessDays: 5 });
  grocer = await api.partner(programme, 'GROCER');
  other = await api.partner(programme, 'OTHER');
  memberId = (await api.member(programme)).id;
  for (const person of ['ann', 'bob'] as const) {
    const made = await api.mutate(
      programme.operator,
      'createApiClient',
      {
        name: person,
        person: `${person}@example.com`,
        scopes: ['settlement:read', 'settlement:write', 'settlement:reconcile', 'ledger:read'],
      },
      'client { clientId } secret',
    );
    expect(outcomeOf(made)).toBe('OK');
    persons[person] = await api.tokenOf({
      clientId: (made.client as { clientId: string }).clientId,
      clientSecret: made.secret as string,
    });
  }
});
afterAll(async () => {
  const audited = await api.ask(programme.operator, '{ audit { ok checks { name ok findings } } }');
  await product.close();
  expect(audited.data!.audit).toMatchObject({ ok: true });
});

describe('a window and the next', () => {
  const at = {
    a: hoursAgo(30),
    b: hoursAgo(29),
    c: hoursAgo(28),
    d: hoursAgo(27),
    e: hoursAgo(26),
    f: hoursAgo(25),
    g: hoursAgo(24),
  };
  const later = (instant: string, seconds: number): string =>
    new Date(Date.parse(instant) + seconds * 1000).toISOString();
  let first: string;
  let second: string;
  let unknownAtPartner: string;
  const lines: Line[] = [
    ['R1', 'EARN', 10, at.a, 1000],
    ['R2', 'EARN', 25, at.b],
    ['R3', 'EARN', 30, later(at.c, 110)],
    ['R1', 'EARN', 10, at.a, 1000],
    ['R5', 'EARN', 12, at.e],
    ['R6', 'EARN', 40, later(at.d, 3600)],
    ['R7', 'EARN', 70, at.g],
  ];

  beforeAll(async () => {
    await buy(grocer, 'R1', '10.00', at.a);
    await buy(grocer, 'R2', '20.00', at.b);
    await buy(grocer, 'R3', '30.00', at.c);
    await buy(grocer, 'R6', '40.00', at.d);
    unknownAtPartner = await buy(grocer, 'R8', '56.00', at.f);
    await buy(other, 'R5', '12.00', at.e);
    first = await closeWindow('W1');
    await buy(grocer, 'R7', '70.00', at.g);
    await buy(grocer, 'R9', '9.00', at.g);
    second = await closeWindow('W2');
  });

  const reconcile = (text: string, more: Fields = {}, token = grocer.token) =>
    api.mutate(token, 'reconcile', { windowId: first, text, ...more }, RECONCILIATION);

  it('every record gets one verdict, and another partner’s transaction is none of this one’s', async () => {
    const reply = await reconcile(csv('GROCER', 'W1', lines));
    expect(outcomeOf(reply)).toBe('OK');
    expect(reconciled(reply)).toMatchObject({
      version: 1,
      superseded: false,
      records: 7,
      matched: 1,
      matchedInTolerance: 1,
      breakCount: 6,
      openBreaks: 6,
      escalated: false,
      sha256: createHash('sha256')
        .update(csv('GROCER', 'W1', lines))
        .digest('hex'),
    });
    expect(
      breaksOf(reply).map(({ result, line, reference, partnerPoints, operatorPoints, seconds }) => [
        result,
        line,
        reference,
        partnerPoints,
        operatorPoints,
        seconds,
      ]),
    ).toEqual([
      ['AMOUNT_MISMATCH', 2, 'R2', 25, 20, null],
      ['DUPLICATE_IN_PARTNER_FILE', 4, 'R1', 10, null, null],
      ['MISSING_AT_OPERATOR', 5, 'R5', 12, null, null],
      ['TIME_MISMATCH', 6, 'R6', 40, 40, 3600],
      ['TIMING', 7, 'R7', 70, 70, null],
      ['MISSING_AT_PARTNER', null, 'R8', null, 56, null],
    ]);
    expect(reconciled(reply).ageing).toContainEqual({
      result: 'MISSING_AT_PARTNER',
      oldestAge: 0,
      buckets: ['0-2', '3-5', '6-10', '11-20', '>20'].map((age) => ({
        age,
        count: age === '0-2' ? 1 : 0,
        points: age === '0-2' ? 56 : 0,
      })),
    });
  });

  it('the same bytes again are no new version; other bytes are, and what is still the same keeps its decision', async () => {
    const again = await reconcile(csv('GROCER', 'W1', lines));
    expect(reconciled(again).version).toBe(1);
    const duplicate = breaksOf(again).find(({ result }) => result === 'DUPLICATE_IN_PARTNER_FILE')!;
    const accept = await api.mutate(
      grocer.token,
      'acceptBreak',
      { breakId: duplicate.id, as: 'ACCEPTED', note: 'ours' },
      'break { state note }',
    );
    expect(accept.break).toEqual({ state: 'ACCEPTED', note: 'ours' });
    const changed = await reconcile(csv('GROCER', 'W1', [...lines, ['R10', 'EARN', 5, at.g]]));
    expect(reconciled(changed)).toMatchObject({ version: 2, breakCount: 7, openBreaks: 6 });
    expect(breaksOf(changed).map(({ reference, state }) => `${reference} ${state}`)).toContain('R1 ACCEPTED');
    const old = await api.ask(
      grocer.token,
      `{ reconciliation(id: "${reconciled(again).id}") { superseded openBreaks } }`,
    );
    expect(old.data!.reconciliation).toEqual({ superseded: true, openBreaks: 0 });
    const back = await reconcile(csv('GROCER', 'W1', lines));
    expect(reconciled(back)).toMatchObject({ version: 3, breakCount: 6, openBreaks: 5 });
  });

  it('what a file named early is explained by the window that holds it: no break there, and the first one closes itself', async () => {
    const reply = await reconcile(csv('GROCER', 'W2', [['R9', 'EARN', 9, at.g]]), { windowId: second });
    expect(reconciled(reply)).toMatchObject({ matched: 1, explainedByTiming: 1, breakCount: 0 });
    const page = await api.ask(
      grocer.token,
      `{ reconciliations(windowId: "${first}", first: 1) { edges { node { breaks(first: 50, states: [AUTO_CLOSED]) { edges { node { reference result } } } } } } }`,
    );
    expect(JSON.stringify(page.data)).toContain('{"reference":"R7","result":"TIMING"}');
  });

  it('one person proposes, another approves exactly what was shown, and one posting follows however often it is asked', async () => {
    const now = await reconcile(csv('GROCER', 'W1', lines));
    const by = (result: string): Break => breaksOf(now).find((one) => one.result === result)!;
    const propose = (breakId: string, more: Fields = {}, token = persons.ann) =>
      api.mutate(
        token,
        'proposeBreakAdjustment',
        { breakId, reason: 'checked with the partner', ...more },
        'break { state proposal { action points shownHash } }',
      );
    const approve = (breakId: string, shownHash: string, token: string, more: Fields = {}) =>
      api.mutate(
        token,
        'approveBreakAdjustment',
        { breakId, shownHash, ...more },
        'break { state proposal { posted { kind points originalId: original { id } } } }',
      );
    const shown = (reply: Fields): string => (reply.break as { proposal: { shownHash: string } }).proposal.shownHash;

    expect(outcomeOf(await propose(by('AMOUNT_MISMATCH').id, {}, grocer.token))).toBe('ERROR FORBIDDEN');
    expect(outcomeOf(await propose(by('TIME_MISMATCH').id))).toBe('BREAK_STATE');
    expect(outcomeOf(await propose(by('MISSING_AT_OPERATOR').id))).toBe('INVALID_INPUT');

    const more = await propose(by('AMOUNT_MISMATCH').id);
    expect(more.break).toMatchObject({ state: 'ADJUSTMENT_PROPOSED', proposal: { action: 'MISSED_EARN', points: 5 } });
    expect(outcomeOf(await propose(by('AMOUNT_MISMATCH').id))).toBe('BREAK_STATE');
    expect(outcomeOf(await approve(by('AMOUNT_MISMATCH').id, shown(more), persons.ann))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(by('AMOUNT_MISMATCH').id, shown(more), programme.operator))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(by('AMOUNT_MISMATCH').id, '0'.repeat(64), persons.bob))).toBe('APPROVAL_STALE');
    const posted = await approve(by('AMOUNT_MISMATCH').id, shown(more), persons.bob, { idempotencyKey: 'approval 1' });
    expect(posted.break).toMatchObject({ state: 'POSTED', proposal: { posted: { kind: 'ADJUSTMENT', points: 5 } } });
    expect(await approve(by('AMOUNT_MISMATCH').id, shown(more), persons.bob, { idempotencyKey: 'approval 1' })).toEqual(
      posted,
    );

    const missing = await propose(by('MISSING_AT_OPERATOR').id, { memberId, storeId: grocer.storeId });
    const declined = await api.mutate(
      persons.bob,
      'declineBreakAdjustment',
      { breakId: by('MISSING_AT_OPERATOR').id, reason: 'no' },
      'break { state note proposal { reason } }',
    );
    expect(declined.break).toEqual({ state: 'DETECTED', note: 'Declined: no', proposal: null });
    expect(outcomeOf(await approve(by('MISSING_AT_OPERATOR').id, shown(missing), persons.bob))).toBe('BREAK_STATE');

    const undo = await propose(by('MISSING_AT_PARTNER').id);
    const both = await Promise.all([1, 2, 3].map(() => approve(by('MISSING_AT_PARTNER').id, shown(undo), persons.bob)));
    expect(both.map(outcomeOf)).toEqual(['OK', 'OK', 'OK']);
    const reversals = await api.ask(
      programme.operator,
      `{ partner(id: "${grocer.id}") { transactions(first: 100) { edges { node { kind original { id } } } } } }`,
    );
    const nodes = (
      reversals.data!.partner as {
        transactions: { edges: { node: { kind: string; original: { id: string } | null } }[] };
      }
    ).transactions.edges.map(({ node }) => node);
    expect(nodes.filter(({ kind, original }) => kind === 'REVERSAL' && original?.id === unknownAtPartner)).toHaveLength(
      1,
    );
    expect(nodes.filter(({ kind }) => kind === 'ADJUSTMENT')).toHaveLength(1);

    const off = await propose(by('TIME_MISMATCH').id, { writeOff: true });
    expect((await approve(by('TIME_MISMATCH').id, shown(off), persons.bob)).break).toMatchObject({
      state: 'WRITTEN_OFF',
    });
    const after = await reconcile(csv('GROCER', 'W1', [...lines, ['R11', 'EARN', 1, at.g]]));
    expect(breaksOf(after).map(({ reference, state }) => `${reference} ${state}`)).toEqual([
      'R2 POSTED',
      'R1 ACCEPTED',
      'R5 DETECTED',
      'R6 WRITTEN_OFF',
      'R7 AUTO_CLOSED',
      'R11 DETECTED',
      'R8 POSTED',
    ]);
  });

  it('a posting that the ledger refuses puts the break back with the reason', async () => {
    const now = await reconcile(csv('GROCER', 'W1', [...lines, ['R12', 'REDEEM', 9_000_000, at.g]]));
    const found = breaksOf(now).find(({ reference }) => reference === 'R12')!;
    const proposed = await api.mutate(
      persons.ann,
      'proposeBreakAdjustment',
      { breakId: found.id, reason: 'offline till', memberId, storeId: grocer.storeId },
      'break { proposal { action shownHash } }',
    );
    const { shownHash } = (proposed.break as { proposal: { shownHash: string } }).proposal;
    expect(outcomeOf(await api.mutate(persons.bob, 'approveBreakAdjustment', { breakId: found.id, shownHash }))).toBe(
      'INSUFFICIENT_POINTS',
    );
    const seen = await api.ask(
      persons.bob,
      `{ reconciliationBreak(id: "${found.id}") { state note proposal { reason } } }`,
    );
    expect(seen.data!.reconciliationBreak).toMatchObject({ state: 'DETECTED', proposal: null });
    expect((seen.data!.reconciliationBreak as { note: string }).note).toContain('INSUFFICIENT_POINTS');
  });

  it('nobody reconciles, sees or decides for another partner', async () => {
    const text = csv('GROCER', 'W1', lines);
    expect(outcomeOf(await reconcile(text, { partnerId: grocer.id }, other.token))).toBe('NOT_ALLOWED');
    expect(outcomeOf(await reconcile(text, {}, grocer.limited))).toBe('NOT_ALLOWED');
    expect(outcomeOf(await reconcile(text, {}, programme.operator))).toBe('INVALID_INPUT');
    const mine = await reconcile(text, { partnerId: grocer.id }, programme.operator);
    expect(outcomeOf(mine)).toBe('OK');
    const [found] = breaksOf(mine);
    for (const token of [other.token, grocer.limited]) {
      const seen = await api.ask(
        token,
        `{ reconciliation(id: "${reconciled(mine).id}") { id } reconciliationBreak(id: "${found!.id}") { id } reconciliations(partnerId: "${grocer.id}") { edges { node { id } } } }`,
      );
      expect(seen.data).toEqual({ reconciliation: null, reconciliationBreak: null, reconciliations: { edges: [] } });
      expect(outcomeOf(await api.mutate(token, 'assignBreak', { breakId: found!.id, assignee: 'me' }))).toBe(
        'RECONCILIATION_UNKNOWN',
      );
    }
    const foreign = await api.programme('elsewhere');
    expect(outcomeOf(await reconcile(text, { partnerId: grocer.id }, foreign.operator))).toBe('PARTNER_UNKNOWN');
  });

  describe('files that cannot be taken are refused whole, with the line, and write nothing', () => {
    const good = csv('GROCER', 'W1', lines);
    const versions = async (): Promise<number> => {
      const page = await api.ask(
        programme.operator,
        `{ reconciliations(partnerId: "${grocer.id}", windowId: "${first}", first: 1) { edges { node { version } } } }`,
      );
      return (page.data!.reconciliations as { edges: { node: { version: number } }[] }).edges[0]!.node.version;
    };
    const upload = async (bytes: Uint8Array, name: string): Promise<void> => {
      for (let piece = 0; piece * 900_000 < Math.max(1, bytes.length); piece += 1) {
        const base64 = Buffer.from(bytes.subarray(piece * 900_000, (piece + 1) * 900_000)).toString('base64');
        expect(
          outcomeOf(await api.mutate(grocer.token, 'uploadPartnerFile', { upload: name, piece, base64 }, 'bytes')),
        ).toBe('OK');
      }
    };
    const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
    it.each<[string, Uint8Array, string, number | null]>([
      ['a wrong trailer', Buffer.from(good.replace('T,7,', 'T,8,')), 'TRAILER_COUNT_WRONG', 10],
      ['a wrong sum', Buffer.from(good.replace('T,7,197', 'T,7,198')), 'TRAILER_POINTS_WRONG', 10],
      ['no trailer', Buffer.from(good.slice(0, good.indexOf('T,7'))), 'TRAILER_MISSING', 9],
      ['a byte order mark', Buffer.from(`\ufeff${good}`), 'BYTE_ORDER_MARK', 1],
      ['UTF-16', utf16(good), 'OTHER_ENCODING', 1],
      ['Latin-1', Buffer.from(good.replace('R2', 'R\u00e9'), 'latin1'), 'OTHER_ENCODING', 4],
      ['mixed line ends', Buffer.from(good.replace('\r\nR3', '\nR3')), 'MIXED_LINE_ENDS', 4],
      ['a line of 10 MB', Buffer.from(good.replace('R2', 'R'.repeat(10_000_000))), 'LINE_TOO_LONG', 4],
      ['a decimal comma', Buffer.from(good.replace('R2,EARN,25', 'R2,EARN,"2,5"')), 'DECIMAL_COMMA', 4],
      ['a NUL', Buffer.from(good.replace('R2', 'R\0')), 'OTHER_ENCODING', 4],
      ['a header alone', Buffer.from(good.slice(0, good.indexOf('\r\n') + 2)), 'TRAILER_MISSING', 1],
      ['a header and its columns', Buffer.from(good.split('\r\n').slice(0, 2).join('\r\n')), 'TRAILER_MISSING', 2],
      ['UTF-16 without a mark', utf16(good).subarray(2), 'OTHER_ENCODING', 1],
      ['lone carriage returns', Buffer.from(good.replaceAll('\r\n', '\r')), 'MIXED_LINE_ENDS', 1],
      ['a formula', Buffer.from(good.replace('R2', '=HYPERLINK(1)')), 'FORMULA_LIKE_TEXT', 4],
      ['a million quotes', Buffer.from(good.replace('R2', '"'.repeat(900_000))), 'LINE_TOO_LONG', 4],
      ['points beyond 2^53-1', Buffer.from(good.replace('R2,EARN,25', 'R2,EARN,9007199254740992')), 'POINTS_WRONG', 4],
      ['a field too many', Buffer.from(good.replace('R2,EARN,25', 'R2,EARN,25,1')), 'FIELD_COUNT_WRONG', 4],
      ['another partner’s file', Buffer.from(good.replace('GROCER', 'OTHER')), 'OTHER_PARTNER', 1],
      ['another window’s file', Buffer.from(good.replace('W1', 'W2')), 'OTHER_WINDOW', 1],
    ])('%s', async (name, bytes, code, line) => {
      const before = await versions();
      await upload(bytes, name);
      const reply = await api.mutate(grocer.token, 'reconcile', { windowId: first, upload: name }, RECONCILIATION);
      expect(outcomeOf(reply)).toBe('FILE_REFUSED');
      expect(reply.reconciliation).toBeNull();
      expect(reply.problem).toMatchObject({ code, line });
      expect((reply.problem as { sentence: string }).sentence.length).toBeLessThan(600);
      expect(await versions()).toBe(before);
    });

    it('an upload in pieces is the file; one that lacks a piece is none', async () => {
      await upload(Buffer.from(good), 'whole');
      expect(outcomeOf(await api.mutate(grocer.token, 'reconcile', { windowId: first, upload: 'whole' }))).toBe('OK');
      await api.mutate(grocer.token, 'uploadPartnerFile', { upload: 'torn', piece: 1, base64: 'AAAA' });
      expect(outcomeOf(await api.mutate(grocer.token, 'reconcile', { windowId: first, upload: 'torn' }))).toBe(
        'RECONCILIATION_UNKNOWN',
      );
      expect(outcomeOf(await api.mutate(other.token, 'reconcile', { windowId: first, upload: 'whole' }))).toBe(
        'RECONCILIATION_UNKNOWN',
      );
      for (const piece of [-1, 1_000]) {
        expect(
          outcomeOf(await api.mutate(grocer.token, 'uploadPartnerFile', { upload: 'x', piece, base64: 'AAAA' })),
        ).toBe('INVALID_INPUT');
      }
      expect(
        outcomeOf(await api.mutate(grocer.token, 'uploadPartnerFile', { upload: 'x', piece: 0, base64: 'A!A=' })),
      ).toBe('INVALID_INPUT');
    });

    it('an open window is not reconciled, nor one that is not there', async () => {
      const open = await api.ask(programme.operator, '{ settlementWindow { id } }');
      const { id } = open.data!.settlementWindow as { id: string };
      expect(outcomeOf(await reconcile(good, { windowId: id }))).toBe('WINDOW_STATE');
      expect(outcomeOf(await reconcile(good, { windowId: 'nonsense' }))).toBe('WINDOW_UNKNOWN');
      expect(outcomeOf(await reconcile(good, { toleranceSeconds: -1 }))).toBe('INVALID_INPUT');
      expect(outcomeOf(await reconcile(good, { upload: 'both' }))).toBe('INVALID_INPUT');
    });
  });
});
