import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { CompressedSource, PlainSource, type BodySource } from '../body/body-source';
import { contentEncoding, inflate } from '../body/inflate';
import { joined } from '../body/joined';
import { readWire } from '../body/read-wire';
import { announcedLength, limitsOf } from './announced-body';
import { errorOf } from './problem';

const FORM = /^multipart\/form-data *;/i;

/**
 * Takes the bytes of a body. A fault is kept for later instead of thrown: Fastify closes the connection when a body parser
 * fails, and a caller that is still sending then sees a broken connection instead of the answer.
 */
const keepingFault =
  <Body>(take: (request: FastifyRequest, stream: Readable) => Promise<Body | undefined>) =>
  async (request: FastifyRequest, stream: Readable): Promise<Body | undefined> => {
    // No route takes it: what it holds does not matter.
    if (request.ml.place === undefined) return undefined;
    try {
      return await take(request, stream);
    } catch (error) {
      request.ml.bodyError = errorOf(error);
      return undefined;
    }
  };

const wireOf = async (request: FastifyRequest, stream: Readable) => {
  const { place, policy } = request.ml;
  if (place === undefined) throw new Error('a body is taken only where there is a place for it');
  const limits = limitsOf(policy);
  const wire = await readWire({ stream, length: announcedLength(request), limits, place });
  return { wire, limits, place, encoding: contentEncoding(request.headers['content-encoding']) };
};

const takeSource = async (request: FastifyRequest, stream: Readable): Promise<BodySource> => {
  const { encoding, ...body } = await wireOf(request, stream);
  return encoding === undefined ? new PlainSource(body.wire) : new CompressedSource({ ...body, encoding });
};

/** Whole and inflated, whatever it is called: clients of the Open Inference Protocol name no type, or several. */
const takeBytes = async (request: FastifyRequest, stream: Readable): Promise<Buffer> => {
  const { wire, limits, place, encoding } = await wireOf(request, stream);
  if (encoding === undefined) return wire;
  const chunks: Buffer[] = [];
  let size = 0;
  await inflate({ wire, encoding, limit: limits.inflated }, (chunk) => {
    size += chunk.length;
    if (size > limits.large) place.take();
    chunks.push(chunk);
  });
  return joined(chunks, size);
};

const refuse = (request: FastifyRequest, wanted: string): Promise<undefined> => {
  const given = request.headers['content-type'];
  const quoted = given === undefined || request.ml.policy?.confidential ? '' : `, not ${JSON.stringify(given.slice(0, 80))}`;
  const message = given === undefined ? `the body has no content type; send ${wanted}` : `send ${wanted}${quoted}`;
  return Promise.reject(new AppError('UNSUPPORTED_MEDIA_TYPE', message, { path: 'Content-Type' }));
};

/** A form is read by its route, which knows where the file goes. */
const leaveForm = (request: FastifyRequest): Promise<undefined> =>
  FORM.test(request.headers['content-type'] ?? '') ? Promise.resolve(undefined) : refuse(request, 'multipart/form-data');

const take = (json: boolean) =>
  keepingFault<BodySource | Buffer>((request, stream) => {
    const { policy } = request.ml;
    if (policy?.body === 'upload') return leaveForm(request);
    if (policy?.body === 'tensors') return takeBytes(request, stream);
    return json ? takeSource(request, stream) : refuse(request, 'application/json');
  });

export const takeJson = take(true);

/** Any other content type, or none. */
export const takeOther = take(false);
