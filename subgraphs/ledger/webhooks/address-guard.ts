/**
 * Where a webhook may go: nowhere inside. Every address of the name must be public, and the connection goes to one of those that were looked at.
 *
 * `ipaddr.js` names the ranges (RFC 6890 and its followers); all but unicast are refused: loopback, private, link-local (cloud metadata),
 * carrier-grade NAT, unique local, multicast, documentation, 6to4 and Teredo, and IPv4 addresses in an IPv6 coat by what is under it. Of IPv6 only
 * 2000::/3 was ever given out: an old coat such as `::7f00:1` lies outside.
 */
import type { lookup as lookUpName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Thrown by a look-up whose answer leads inside. */
export class ForbiddenTarget extends Error {
  constructor(address: string) {
    super(`The address ${address} is not on the public internet.`);
    this.name = 'ForbiddenTarget';
  }
}

const NOT_IN_A_URL = /[\s\p{Cc}\p{Surrogate}]/u;
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** Whether an address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST));
}

/** What is wrong with the URL of a webhook, in a sentence; null when nothing is. Names are looked up when something is sent. */
export function urlProblem(text: string, privateTargets: boolean): string | null {
  if (!URL.canParse(text)) return 'It is no URL.';
  // A parser takes some out and writes others as %20: the URL that is shown is to be the one that is asked.
  if (NOT_IN_A_URL.test(text)) return 'It must not hold spaces, control characters or halves of surrogate pairs.';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(privateTargets && url.protocol === 'http:')) return 'It must begin with https://.';
  if (url.username !== '' || url.password !== '') return 'It must not hold credentials.';
  if (url.hash !== '') return 'It must not have a fragment.';
  // A name may end in a dot: it is the same name.
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '');
  if (!privateTargets && isIP(host) !== 0 && !isPublicAddress(host)) return 'It must lead to the public internet.';
  if (
    !privateTargets &&
    (!host.includes('.') || /(^|\.)(localhost|local|internal|home\.arpa)$/i.test(host)) &&
    isIP(host) === 0
  )
    return 'It must lead to the public internet.';
  return null;
}

/** How all addresses of a name are found. */
export type LookUp = typeof lookUpName;

/** A look-up for one connection: fails with `ForbiddenTarget` when any address of the name is not public. */
export function guardedLookup(lookUp: LookUp): LookupFunction {
  return (name, options, callback) => {
    lookUp(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const inside = addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (inside !== undefined || first === undefined) {
        callback(new ForbiddenTarget(inside?.address ?? name), '', 0);
        return;
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
