import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AppError } from '@ml/contracts/app-error';
import { problemOf } from '../http/problem';

/** The answer to an upgrade that does not happen, in the form of every other error. */
export const refuseUpgrade = (socket: Duplex, error: AppError, requestId: string): void => {
  const problem = problemOf(error, requestId);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
