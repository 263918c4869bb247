import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { v7 as uuid7 } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import { problemOf } from './problem';

const HEADERS_TOO_LARGE = 431;
const TIMED_OUT = 408;
const BAD_REQUEST = 400;

const statusOf = (code: string | undefined): number =>
  code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMED_OUT : BAD_REQUEST;

/** What is not even HTTP: answered on the bare socket, in the form of every other error. */
export const answerMalformed = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = statusOf(error.code);
  const body = JSON.stringify({ ...problemOf(new AppError('BAD_PARAMETER', 'the request is not readable HTTP'), uuid7()), status });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'content-type: application/problem+json; charset=utf-8', `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
};
