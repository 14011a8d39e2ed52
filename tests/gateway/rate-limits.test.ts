import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Limits } from '../../gateway/limits/limits.ts';
import { createRateLimits } from '../../gateway/limits/rate-limits.ts';
import { codesOf, type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';
import { MEMBER_FRONT_END, OPERATOR, PARTNER_APP } from '../support/test-tokens.ts';

const open: GatewayUnderTest[] = [];
afterEach(async () => {
  for (const it of open.splice(0)) await it.gateway.close(0);
});
async function limitedTo(limits: Partial<Limits>): Promise<GatewayUnderTest> {
  const it = await gatewayUnderTest({ limits });
  open.push(it);
  return it;
}

describe('requests per caller', () => {
  test('the answer says where one stands; one too many is refused with the time to wait, and does nothing', async () => {
    const it = await limitedTo({ requestsPerClient: 2 });
    const token = await it.issuer.token(PARTNER_APP);
    const first = await it.ask('mutation { count(by: 1) }', { token });
    expect(first.headers.get('ratelimit-policy')).toBe('"client";q=2;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"client";r=1;t=\d+$/);
    await it.ask('mutation { count(by: 1) }', { token });
    const third = await it.ask('mutation { count(by: 1) }', { token });
    expect([third.status, codesOf(third)]).toEqual([429, ['TOO_MANY_REQUESTS']]);
    expect(third.headers.get('ratelimit')).toMatch(/^"client";r=0;t=\d+$/);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(it.federation.log.counted).toBe(2);
  });

  test('one caller does not use up what another has', async () => {
    const it = await limitedTo({ requestsPerClient: 1, requestsPerMember: 1, requestsPerNobody: 1 });
    const tokens = [
      await it.issuer.token(PARTNER_APP),
      await it.issuer.token(OPERATOR),
      await it.issuer.token(MEMBER_FRONT_END),
      undefined,
    ];
    for (const status of [200, 429])
      for (const token of tokens) expect((await it.ask('{ hello }', token ? { token } : {})).status).toBe(status);
  });

  test('tokens that are no good count for the address that sends them', async () => {
    const it = await limitedTo({ requestsPerNobody: 2 });
    const statuses = [];
    for (const token of ['a.b.c', 'd.e.f', 'g.h.i']) statuses.push((await it.ask('{ hello }', { token })).status);
    expect(statuses).toEqual([401, 401, 429]);
    expect((await it.ask('{ hello }', { token: await it.issuer.token(PARTNER_APP) })).status).toBe(200);
  });

  test('operations on a socket count as requests do', async () => {
    const it = await limitedTo({ requestsPerClient: 2 });
    const token = await it.issuer.token(PARTNER_APP);
    const client = createClient({
      url: it.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
    });
    const codes: unknown[] = [];
    for (let sent = 0; sent < 3; sent += 1) {
      const ended = new Promise<unknown>((resolve) => {
        client.subscribe({ query: '{ hello }' }, { next: () => {}, complete: () => resolve('ok'), error: resolve });
      });
      const how = await ended;
      codes.push(Array.isArray(how) ? how[0].extensions.code : how);
    }
    await client.dispose();
    expect(codes).toEqual(['ok', 'ok', 'TOO_MANY_REQUESTS']);
  });
});

describe('requests per address', () => {
  test('everything counts but what whoever runs the process asks', async () => {
    const it = await limitedTo({ requestsPerAddress: 3 });
    for (const path of ['/graphql', '/nowhere', '/oauth/token'])
      await fetch(`${it.gateway.url}${path}`, { method: 'POST' });
    const over = await fetch(`${it.gateway.url}/nowhere`);
    expect(over.status).toBe(429);
    expect(over.headers.get('ratelimit-policy')).toBe('"address";q=3;w=60');
    expect(over.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await fetch(`${it.gateway.url}/health`)).status).toBe(200);
    expect((await fetch(`${it.gateway.url}/ready`)).status).toBe(200);
    const socket = new WebSocket(it.url.replace('http', 'ws'), 'graphql-transport-ws');
    const refused = await new Promise<string>((resolve) => {
      socket.on('error', (error) => resolve(error.message));
      socket.on('open', () => resolve('open'));
    });
    expect(refused).toContain('429');
  });

  test('an address cannot be made up where no proxy is trusted', async () => {
    const it = await limitedTo({ requestsPerNobody: 1 });
    const from = (address: string) => it.ask('{ hello }', { headers: { 'x-forwarded-for': address } });
    expect([(await from('192.0.2.1')).status, (await from('192.0.2.2')).status]).toEqual([200, 429]);
  });

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['', '', true],
  ])('%s and %s are one customer: %s', async (first, second, same) => {
    const rates = createRateLimits({
      requestsPerAddress: 1,
      requestsPerNobody: 1,
      requestsPerClient: 1,
      requestsPerMember: 1,
      gateways: 1,
    });
    expect((await rates.ofAddress(first)).allowed).toBe(true);
    expect((await rates.ofAddress(second)).allowed).toBe(!same);
  });
});
