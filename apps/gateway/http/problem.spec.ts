import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { ERROR_KINDS, type ErrorCode } from '@ml/contracts/error-codes';
import { errorOf, problemOf } from './problem';

describe('a problem', () => {
  it('carries everything a caller needs, for every code', () => {
    for (const code of Object.keys(ERROR_KINDS) as ErrorCode[]) {
      expect(problemOf(new AppError(code, 'what happened', { path: 'a.b' }), 'r-1')).toEqual({
        type: `urn:ml-server:error:${code}`,
        title: ERROR_KINDS[code].title,
        status: ERROR_KINDS[code].status,
        code,
        detail: 'what happened',
        path: 'a.b',
        request_id: 'r-1',
        retryable: ERROR_KINDS[code].retryable,
      });
    }
  });

  it('has no path and no details when there are none', () => {
    expect(Object.keys(problemOf(new AppError('NOT_FOUND', 'x'), 'r'))).not.toContain('path');
    expect(Object.keys(problemOf(new AppError('NOT_FOUND', 'x'), 'r'))).not.toContain('details');
  });
});

describe('a thrown thing', () => {
  it.each([
    [new AppError('BUSY', 'x'), 'BUSY'],
    [new NotFoundException(), 'NOT_FOUND'],
    [new PayloadTooLargeException(), 'BODY_TOO_LARGE'],
    [Object.assign(new Error('x'), { name: 'FastifyError', statusCode: 415 }), 'UNSUPPORTED_MEDIA_TYPE'],
    [Object.assign(new Error('x'), { statusCode: 500 }), 'INTERNAL'],
    [new Error('secret'), 'INTERNAL'],
    ['secret', 'INTERNAL'],
    [undefined, 'INTERNAL'],
  ])('%s becomes %s', (thrown, code) => {
    const error = errorOf(thrown);
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret');
  });

  it('of the framework says what to do, and not what was sent', () => {
    const thrown = Object.assign(new Error('Unsupported Media Type: secret'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });
    expect(errorOf(thrown)).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'the content type cannot be read; send application/json, or multipart/form-data where a file belongs' });
  });
});
