import { AppError } from '@ml/contracts/app-error';
import { describe, expect, it } from 'vitest';
import { toDatabaseError } from './to-database-error';

const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('what a database error means to a caller', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '57014', '53300', '08006', '40001', '40P01'])('%s may be tried again', (code) => {
    expect(toDatabaseError(coded(code))).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout'])('"%s" may be tried again', (message) => {
    expect(toDatabaseError(new Error(message))).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('finds what TypeORM and several addresses wrap', () => {
    expect(toDatabaseError(Object.assign(new Error('failed'), { driverError: coded('57P01') }))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(toDatabaseError(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it.each(['22021', '22P05', '22001', '22003'])('%s is the fault of the value', (code) => {
    expect(toDatabaseError(coded(code))).toMatchObject({ code: 'BAD_FIELD', retryable: false });
  });

  it.each(['23505', '42P01', '42501'])('%s stays what it is: a mistake of ours', (code) => {
    const error = coded(code);
    expect(toDatabaseError(error)).toBe(error);
  });

  it('leaves an error of the server alone', () => {
    const error = new AppError('NOT_FOUND', 'Connection terminated');
    expect(toDatabaseError(error)).toBe(error);
  });
});
