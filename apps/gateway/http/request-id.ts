import type { FastifyRequest } from 'fastify';
import { v7 as uuid7 } from 'uuid';

const ACCEPTABLE = /^[ -~]{1,128}$/;

/** The caller's own id when it can be kept, else a new one. */
export const requestIdFrom = (header: string | readonly string[] | undefined): string => (typeof header === 'string' && ACCEPTABLE.test(header) ? header : uuid7());

/** Also before any hook has run: a malformed URL never gets that far. */
export const requestIdOf = (request: FastifyRequest): string => (request.ml as FastifyRequest['ml'] | null)?.requestId ?? requestIdFrom(request.headers['x-request-id']);
