import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { CompressedSource, PlainSource, type BodySource } from '../body/body-source';
import { contentEncoding } from '../body/inflate';
import { readWire } from '../body/read-wire';
import { announcedLength, limitsOf } from './announced-body';
import { errorOf } from './problem';

const take = async (request: FastifyRequest, stream: Readable): Promise<BodySource | undefined> => {
  const { place, policy } = request.ml;
  // No route takes it: what it holds does not matter.
  if (place === undefined) return undefined;
  const limits = limitsOf(policy);
  const wire = await readWire({ stream, length: announcedLength(request), limits, place });
  const encoding = contentEncoding(request.headers['content-encoding']);
  return encoding === undefined ? new PlainSource(wire) : new CompressedSource({ wire, encoding, limits, place });
};

/**
 * Takes the bytes of a body. A fault is kept for later instead of thrown: Fastify closes the connection when a body parser
 * fails, and a caller that is still sending then sees a broken connection instead of the answer.
 */
export const takeJson = async (request: FastifyRequest, stream: Readable): Promise<BodySource | undefined> => {
  try {
    return await take(request, stream);
  } catch (error) {
    request.ml.bodyError = errorOf(error);
    return undefined;
  }
};

/** Any other content type. */
export const refuseMediaType = (request: FastifyRequest): Promise<undefined> => {
  const given = request.headers['content-type'];
  request.ml.bodyError = new AppError(
    'UNSUPPORTED_MEDIA_TYPE',
    given === undefined ? 'the body has no content type; send application/json' : `send application/json, not ${JSON.stringify(given.slice(0, 80))}`,
    { path: 'Content-Type' },
  );
  return Promise.resolve(undefined);
};
