import { randomFillSync } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { v7 as uuid7 } from 'uuid';
import { isConfidential, policyOf } from './policy';

const ACCEPTABLE = /^[ -~]{1,128}$/;

const BYTES_PER_ID = 16;
/** Asking for random bytes costs the same for 16 as for 4,096. */
const pool = Buffer.alloc(256 * BYTES_PER_ID);
let used = pool.length;

/** An id of ours. */
const newRequestId = (): string => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES_PER_ID;
  return uuid7({ random: pool.subarray(used - BYTES_PER_ID, used) });
};

/** The caller's own id when it can be kept, else a new one. */
export const requestIdFrom = (header: string | readonly string[] | undefined): string => (typeof header === 'string' && ACCEPTABLE.test(header) ? header : newRequestId());

/** Also of a path that nobody knows, where those lie that name people. */
const namesPeople = (request: FastifyRequest): boolean => {
  const template = (request.routeOptions as FastifyRequest['routeOptions'] | undefined)?.url;
  const policy = template === undefined ? undefined : policyOf(request.method, template);
  return policy === undefined ? isConfidential(request.url) : policy.confidential ?? false;
};

/** By which id a request goes: where paths and bodies name people, the caller's own id may too. */
export const requestIdFor = (request: FastifyRequest): string => (namesPeople(request) ? newRequestId() : requestIdFrom(request.headers['x-request-id']));

/** Also before any hook has run: a malformed URL never gets that far. */
export const requestIdOf = (request: FastifyRequest): string => (request.ml as FastifyRequest['ml'] | null)?.requestId ?? requestIdFor(request);
