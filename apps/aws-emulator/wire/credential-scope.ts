import { Refusal } from './refusal';

/** Signature version 4: `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, ...`. */
const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9]+)\/aws4_request/;

/** undefined: the call is not signed. */
export const credentialRegion = (authorization: string | undefined): string | undefined => CREDENTIAL.exec(authorization ?? '')?.[1];

/** The region a call is signed for: one endpoint serves them all. The signature itself is not checked. */
export function signedRegion(authorization: string | undefined): string {
  const region = credentialRegion(authorization);
  if (region === undefined) throw new Refusal('credentials', 'The request is not signed with AWS Signature Version 4.');
  return region;
}
