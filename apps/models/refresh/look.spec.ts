import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { badModel } from '../hosts/bad-model';
import { refusedCheck } from './loaded-checks';
import { unlessItFails } from './look';

const failing = (error: unknown) => unlessItFails('answers', () => Promise.reject(error as Error));
const ended = (reason: string) => new AppError('MODEL_FAILED', `it was ${reason}`, { details: { reason } });

describe('a look at what a model says', () => {
  it('holds against the model what it does itself', async () => {
    for (const error of [ended('CRASHED'), ended('LATE'), ended('MEMORY'), new AppError('MODEL_FAILED', 'another shape'), new AppError('DEADLINE_EXCEEDED', 'too slow')]) {
      const [check] = await failing(error);
      expect(check).toMatchObject({ check: 'answers', passed: false, value: null });
      expect(check?.text).toContain(error.message);
    }
  });

  it('holds nothing against it that comes from outside', async () => {
    for (const error of [ended('KILLED'), ended('UNBORN'), ended('ASKED'), new AppError('UNAVAILABLE', 'away'), new Error('a mistake')]) await expect(failing(error)).rejects.toBe(error);
  });
});

describe('a file that is not taken', () => {
  it('is refused by name, in a few words', () => {
    expect(refusedCheck(badModel('GOLDEN_ROWS', 'row 3 gives '.repeat(1_000)))).toMatchObject({ check: 'golden_rows', passed: false, text: expect.stringMatching(/^row 3.{400,500}$/) as string });
    expect(refusedCheck(badModel('LOAD_TIMEOUT', 'too slow'))).toEqual({ check: 'load', passed: false, text: 'too slow', value: null, limit: null });
    expect(refusedCheck(new AppError('NOT_FOUND', 'no such blob'))).toMatchObject({ check: 'load', passed: false });
  });

  it('is no verdict when nothing is known of it', () => {
    for (const error of [new AppError('MODEL_NOT_READY', 'no process'), new AppError('BUSY', 'later'), new AppError('UNAVAILABLE', 'away'), new DOMException('over', 'TimeoutError')]) {
      expect(() => refusedCheck(error)).toThrow(error);
    }
  });
});
