import type { FastifyRequest } from 'fastify';

/** Which key asks, for those who note by whom something was begun. */
export const keyIdOf = (request: FastifyRequest): string => request.ml.identity?.keyId ?? 'nobody';
