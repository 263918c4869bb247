import type { IncomingMessage } from 'node:http';
import type { Protocol } from './answer-call';

export const ADVISOR_PATH = '/spot-advisor-data.json';

/** Far above any call of the fleet: a thousand instance types make 40 kB. */
const MAX_BODY = 1_048_576;

/** Which service is spoken to, and what is asked of it, by the same signs as the real front ends use. */
export function operationOf(request: IncomingMessage, body: string): { readonly protocol: Protocol; readonly operation: string } {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return { protocol: 'json-1.1', operation: target.split('.').at(-1) ?? target };
  if (request.method === 'POST') return { protocol: 'ec2-query', operation: new URLSearchParams(body).get('Action') ?? 'none' };
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  return { protocol: 'object', operation: path === ADVISOR_PATH ? 'SpotAdvisor' : path };
}

/** undefined: the body is larger than any call of the fleet. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
