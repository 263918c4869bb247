import type { IncomingHttpHeaders } from 'node:http';
import { LONGEST_KEY } from './key-text';

const BEARER = /^Bearer +(\S+) *$/i;

/** `X-API-Key`, else `Authorization: Bearer`. undefined: none that could be one. */
export const keyFromHeaders = (headers: IncomingHttpHeaders): string | undefined => {
  const given = headers['x-api-key'];
  const key = typeof given === 'string' && given !== '' ? given : BEARER.exec(headers.authorization ?? '')?.[1];
  return key !== undefined && key.length <= LONGEST_KEY ? key : undefined;
};
