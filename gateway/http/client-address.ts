/**
 * The network address of a client, for limits and the audit trail.
 *
 * Behind proxies the connection's address is the last proxy's. Each trusted proxy appends the address that it saw to `x-forwarded-for`, so with
 * n of them the client is the n-th from the right; what stands further left anybody may have written.
 */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Gives the address of a request's client; `proxies` is how many trusted proxies stand in front, 0 unless told. */
export type AddressOf = (request: IncomingMessage) => string;

export function clientAddress(proxies: number): AddressOf {
  return (request) => {
    const direct = request.socket.remoteAddress ?? '';
    if (proxies === 0) return direct;
    const told = request.headers['x-forwarded-for'];
    const hops = (Array.isArray(told) ? told.join(',') : (told ?? '')).split(',').map((part) => part.trim());
    const seen = hops[hops.length - proxies];
    // Fewer hops than proxies: the request did not come through all of them.
    return seen !== undefined && /^[\da-fA-F:.]{2,45}$/.test(seen) ? seen : direct;
  };
}

/** Whose an address is: an IPv6 customer has a /64 at least, and may ask from any address in it. */
export function networkOf(address: string): string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts.slice(0, 4).join(':');
}
