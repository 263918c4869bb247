import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends JSON with a tag made of its bytes, or 304 when the caller has them already.
 * The text is sent as it was hashed.
 */
export const sendTagged = (request: FastifyRequest, reply: FastifyReply, text: string): void => {
  const tag = `"${hash('sha256', text, 'base64url')}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (matches(request.headers['if-none-match'], tag)) void reply.code(304).send();
  else void reply.header('content-type', 'application/json; charset=utf-8').send(text);
};

const matches = (header: string | undefined, tag: string): boolean =>
  header !== undefined && header.split(',').some((given) => given.trim().replace(/^W\//, '') === tag || given.trim() === '*');
