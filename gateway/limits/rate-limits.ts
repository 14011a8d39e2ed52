/**
 * How often one may ask: per address before anything is known of a request, then per caller.
 *
 * | limit     | whose requests                                                             |
 * |-----------|----------------------------------------------------------------------------|
 * | `address` | all of a network address (an IPv6 one by its /64), whoever asks            |
 * | `nobody`  | those of an address without a token, or with one that is no good           |
 * | `client`  | those of a partner's or the operator's client                              |
 * | `member`  | those of one member through one client: a front end has one client for all |
 *
 * Counted by rate-limiter-flexible in windows of a minute that begin with the first request, in the memory of this process. A counter that all
 * gateways share would cost a round trip for every request, to a database that has better things to do. So each of n gateways behind a balancer
 * allows its share (the limit `gateways`): what one caller may ask of all of them together is the limit, and of one that its balancer keeps at one
 * gateway a share. Failures to prove who one is are counted by all together (../identity/failure-limit.ts). Answers say where one stands in the
 * fields of draft-ietf-httpapi-ratelimit-headers (`RateLimit-Policy`, `RateLimit`), refusals with `Retry-After`.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { networkOf } from '../http/client-address.ts';
import { rateLimited } from '../metrics/gateway-figures.ts';
import type { Limits } from './limits.ts';

const WINDOW_SECONDS = 60;

export type RateLimit = 'address' | 'nobody' | 'client' | 'member';

export interface RateVerdict {
  readonly allowed: boolean;
  /** Fields for the answer, `retry-after` among them when it is refused. */
  readonly headers: Readonly<Record<string, string>>;
  /** For a developer, when it is refused. */
  readonly message: string;
}

export interface RateLimits {
  /** Counts a request of an address. */
  ofAddress(address: string): Promise<RateVerdict>;
  /** Counts a request of a caller; null is nobody. */
  ofCaller(caller: Caller | null, address: string): Promise<RateVerdict>;
}

/** The limits of one process. */
export function createRateLimits(
  limits: Pick<
    Limits,
    'requestsPerAddress' | 'requestsPerNobody' | 'requestsPerClient' | 'requestsPerMember' | 'gateways'
  >,
): RateLimits {
  const limiter = (requests: number): RateLimiterMemory =>
    new RateLimiterMemory({ points: Math.ceil(requests / limits.gateways), duration: WINDOW_SECONDS });
  const limiters: Record<RateLimit, RateLimiterMemory> = {
    address: limiter(limits.requestsPerAddress),
    nobody: limiter(limits.requestsPerNobody),
    client: limiter(limits.requestsPerClient),
    member: limiter(limits.requestsPerMember),
  };

  async function take(limit: RateLimit, key: string): Promise<RateVerdict> {
    try {
      return verdict(limit, true, await limiters[limit].consume(key));
    } catch (over) {
      if (!(over instanceof RateLimiterRes)) throw over;
      rateLimited.inc({ limit });
      return verdict(limit, false, over);
    }
  }

  function verdict(limit: RateLimit, allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes): RateVerdict {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
    return {
      allowed,
      headers: {
        'ratelimit-policy': `"${limit}";q=${limiters[limit].points};w=${WINDOW_SECONDS}`,
        ratelimit: `"${limit}";r=${Math.max(0, remainingPoints)};t=${seconds}`,
        ...(allowed ? {} : { 'retry-after': String(seconds) }),
      },
      message: `Too many requests. Try again in ${seconds} s.`,
    };
  }

  return {
    ofAddress: (address) => take('address', networkOf(address)),
    ofCaller(caller, address) {
      if (caller === null) return take('nobody', networkOf(address));
      if (caller.memberId !== null) return take('member', `${caller.clientId} ${caller.memberId}`);
      return take('client', caller.clientId);
    },
  };
}
