// The token endpoint: which grant a request asks for (RFC 6749, 4).
import { type ClientRequest, type IssuerAnswer, refuse, refuseRepeated } from './client-authentication.ts';

/** Answers one token request. */
export type GrantToken = (request: ClientRequest) => Promise<IssuerAnswer>;

const PARAMETERS = [
  ...['grant_type', 'scope', 'client_id', 'client_secret'],
  ...['subject_token', 'subject_token_type', 'requested_token_type', 'actor_token'],
];

/** Answers by `grant_type`. No parameter may be sent twice. */
export function grantsByType(grants: Readonly<Record<string, GrantToken>>): GrantToken {
  return async (request) => {
    const repeated = refuseRepeated(request.form, PARAMETERS);
    if (repeated) return repeated;
    const grantType = request.form.get('grant_type');
    if (!grantType) return refuse(400, 'invalid_request', 'grant_type is missing.');
    const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
    if (grant === undefined) {
      return refuse(400, 'unsupported_grant_type', `Supported are ${Object.keys(grants).join(' and ')}.`);
    }
    return grant(request);
  };
}
