import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { DECISION_BODY, ROWS_BODY, SCAN_BODY, SMALL_BODY, TENSORS_BODY, type BodyLimits } from '../body/body-limits';
import { contentEncoding } from '../body/inflate';
import { tooLarge } from '../body/too-large';
import type { Policy } from './policy';

const LIMITS: Readonly<Partial<Record<Policy['body'], BodyLimits>>> = { decision: DECISION_BODY, tensors: TENSORS_BODY, rows: ROWS_BODY, scan: SCAN_BODY };

export const limitsOf = (policy: Policy | undefined): BodyLimits => (policy === undefined ? undefined : LIMITS[policy.body]) ?? SMALL_BODY;

/** undefined: it comes in chunks. */
export const announcedLength = (request: FastifyRequest): number | undefined => {
  const header = request.headers['content-length'];
  return header === undefined ? undefined : Number(header);
};

/** What the headers alone rule out, before a byte of the body is read. @throws AppError BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
export const refuseByHeaders = (request: FastifyRequest, policy: Policy): void => {
  // How much a form may hold is for its route to say.
  if (policy.body === 'upload') return refuseCompressed(request);
  const { wire } = limitsOf(policy);
  const length = announcedLength(request);
  if (length !== undefined && length > wire) throw tooLarge('the body', wire);
  contentEncoding(request.headers['content-encoding'], policy.confidential);
};

/** Models barely shrink, and what is counted should be what is kept. */
const refuseCompressed = (request: FastifyRequest): void => {
  if (contentEncoding(request.headers['content-encoding']) === undefined) return;
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'send an upload uncompressed, without Content-Encoding', { path: 'Content-Encoding' });
};
