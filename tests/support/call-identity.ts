/* Callers of subgraphs over HTTP, where a test is about something else: everybody is let in, signed by nobody. */
import type { CallIdentity } from '../../gateway/execution/call-over-http.ts';
import type { Gatekeeper } from '../../subgraphs/serving/http-subgraph.ts';

/** A gateway that says nothing of its callers. */
export const NO_IDENTITY: CallIdentity = {
  headersFor: () => ({}),
  ofGathered: () => ({ identity: 'null', trace: {} }),
  headersForGathered: () => ({}),
};

/** A subgraph that takes everybody for the same caller. */
export function openGate<Identity>(identity: Identity): Gatekeeper<Identity> {
  return {
    verify: () => ({ identity }),
    verifyGathered: () => ({ identityOf: () => identity }),
  };
}
