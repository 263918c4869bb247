import type { FastifyRequest } from 'fastify';
import { DECISION_BODY, SMALL_BODY, type BodyLimits } from '../body/body-limits';
import { contentEncoding } from '../body/inflate';
import { tooLarge } from '../body/too-large';
import type { Policy } from './policy';

export const limitsOf = (policy: Policy | undefined): BodyLimits => (policy?.body === 'decision' ? DECISION_BODY : SMALL_BODY);

/** undefined: it comes in chunks. */
export const announcedLength = (request: FastifyRequest): number | undefined => {
  const header = request.headers['content-length'];
  return header === undefined ? undefined : Number(header);
};

/** What the headers alone rule out, before a byte of the body is read. @throws AppError BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
export const refuseByHeaders = (request: FastifyRequest, policy: Policy): void => {
  const { wire } = limitsOf(policy);
  const length = announcedLength(request);
  if (length !== undefined && length > wire) throw tooLarge('the body', wire);
  contentEncoding(request.headers['content-encoding']);
};
