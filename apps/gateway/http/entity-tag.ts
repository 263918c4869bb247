import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The text under a tag made of its bytes, to be sent as it was hashed; undefined, and 304, when the caller has it already. */
export const tagged = (request: FastifyRequest, reply: FastifyReply, text: string): string | undefined => {
  const tag = `"${hash('sha256', text, 'base64url')}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (!hasAlready(request, tag)) return text;
  reply.code(304);
  return undefined;
};

/** Sends JSON with its tag, or 304. */
export const sendTagged = (request: FastifyRequest, reply: FastifyReply, text: string): void => {
  const body = tagged(request, reply, text);
  void (body === undefined ? reply.send() : reply.header('content-type', 'application/json; charset=utf-8').send(body));
};

/** Whether the caller has what the tag stands for. */
export const hasAlready = ({ headers: { 'if-none-match': header } }: FastifyRequest, tag: string): boolean =>
  header !== undefined && header.split(',').some((given) => given.trim().replace(/^W\//, '') === tag || given.trim() === '*');
