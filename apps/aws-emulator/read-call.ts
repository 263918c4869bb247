import type { IncomingMessage } from 'node:http';
import type { Protocol } from './answer-call';
import type { StruckCall } from './faults/fault-board';
import { readBytes } from './read-bytes';
import { credentialRegion } from './wire/credential-scope';

export const ADVISOR_PATH = '/spot-advisor-data.json';

/** Far above any call of the fleet: a thousand instance types make 40 kB. */
const MAX_BODY = 1_048_576;

const COST_TARGET = 'AWSInsightsIndexService.';

const queried = (operation: string): { readonly protocol: Protocol; readonly operation: string } => ({ protocol: operation === 'AssumeRole' ? 'sts-query' : 'ec2-query', operation });

/** Which service is spoken to, and what is asked of it, by the same signs as the real front ends use. */
export function operationOf(request: IncomingMessage, body: string): { readonly protocol: Protocol; readonly operation: string } {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return { protocol: target.startsWith(COST_TARGET) ? 'cost-explorer' : 'json-1.1', operation: target.split('.').at(-1) ?? target };
  if (request.method === 'POST') return queried(new URLSearchParams(body).get('Action') ?? 'none');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  return { protocol: 'object', operation: path === ADVISOR_PATH ? 'SpotAdvisor' : path };
}

/** The price list is served in few regions and tells of all of them: there the region is the one that is asked about. */
const REGION_ASKED = /"Field":"regionCode"[^}]*"Value":"([^"]+)"/;

/** By which faults tell calls apart. */
export function struckCall({ protocol, operation }: { readonly protocol: Protocol; readonly operation: string }, authorization: string | undefined, body: string): StruckCall {
  const signed = credentialRegion(authorization);
  if (protocol === 'json-1.1') return { operation, region: REGION_ASKED.exec(body)?.[1] ?? signed, continued: body.includes('"NextToken":"') };
  if (protocol === 'cost-explorer') return { operation, region: signed, continued: body.includes('"NextPageToken":"') };
  return { operation, region: signed, continued: new URLSearchParams(body).has('NextToken') };
}

/** undefined: the body is larger than any call of the fleet. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  return (await readBytes(request, MAX_BODY))?.toString('utf8');
}
