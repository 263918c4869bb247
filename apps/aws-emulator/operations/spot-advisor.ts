import { hashText } from '../market/hash';
import { advisorFile } from '../market/advisor';
import type { Market } from '../market/market';
import type { Reply } from '../wire/reply';

/** The real file is written anew a few times a day. */
const REFRESH_MS = 6 * 3_600_000;

export function spotAdvisor(market: Market, now: Date, knownTag: string | undefined): Reply {
  const body = JSON.stringify(advisorFile(market));
  const written = new Date(Math.floor(now.getTime() / REFRESH_MS) * REFRESH_MS);
  const tag = `"${hashText(body).toString(16)}"`;
  const headers = { 'content-type': 'application/json', 'last-modified': written.toUTCString(), etag: tag };
  return knownTag === tag ? { status: 304, headers, body: '' } : { status: 200, headers, body };
}
