import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { readBytes } from '../read-bytes';

/** A part of an upload is a few of these. */
const MAX_BODY = 128 * 1024 * 1024;
const SERVICE = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/s3\/aws4_request/;

export interface ObjectCall {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Buckets are named in the path. */
export const bucketOf = (url: string): string => (url.split('?')[0] ?? '').split('/')[1] ?? '';

/** Signed for the object store: everybody else speaks to another service. */
export const isObjectCall = ({ headers }: IncomingMessage): boolean => SERVICE.test(headers.authorization ?? '');

/** undefined: the body is larger than a part may be. */
export const readObjectCall = async (request: IncomingMessage): Promise<ObjectCall | undefined> => {
  const body = await readBytes(request, MAX_BODY);
  if (body === undefined) return undefined;
  const url = new URL(request.url ?? '/', 'http://emulator');
  const [, bucket = '', ...key] = url.pathname.split('/');
  return { method: request.method ?? 'GET', bucket, key: decodeURIComponent(key.join('/')), query: url.searchParams, headers: request.headers, body };
};

const sha256 = (bytes: Buffer, encoding: 'hex' | 'base64'): string => createHash('sha256').update(bytes).digest(encoding);

/** Whether the body is what its headers say: the hash that is signed, and the checksum that the caller may give besides. */
export const isIntact = ({ headers, body }: ObjectCall): boolean => {
  const signed = headers['x-amz-content-sha256'];
  const checksum = headers['x-amz-checksum-sha256'];
  const saysHash = typeof signed === 'string' && /^[0-9a-f]{64}$/.test(signed);
  return (!saysHash || signed === sha256(body, 'hex')) && (checksum === undefined || checksum === sha256(body, 'base64'));
};
