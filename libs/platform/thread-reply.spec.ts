import { expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { replying, resultOf } from './thread-reply';
import { unquoted } from './unquoted';

const work = (text: string): string => {
  if (text === 'refused') throw new AppError('BAD_FIELD', 'no', { path: 'series' });
  if (text.startsWith('bug')) throw Object.assign(new TypeError(`cannot read ${text}`, { cause: new RangeError(text) }), { code: 'ERR_BUG' });
  return text.toUpperCase();
};
/** As it comes back from another thread. */
const asked = (text: string): string => resultOf(structuredClone(replying(work)(text)));
const failureOf = (text: string): unknown => {
  try {
    return asked(text);
  } catch (error) {
    return error;
  }
};

it('gives back what the work gives, and throws what it refuses with code and path', () => {
  expect(asked('abc')).toBe('ABC');
  expect(failureOf('refused')).toMatchObject({ code: 'BAD_FIELD', message: 'no', path: 'series' });
});

it('lets a log say where in the thread a bug is, and nothing of what it was about', () => {
  const failure = failureOf('bug of anna@example.org');
  expect(failure).toMatchObject({ code: 'INTERNAL' });
  const said = unquoted(failure);
  expect(said.cause).toMatchObject({ type: 'TypeError', code: 'ERR_BUG', stack: expect.stringMatching(/^ {4}at work .*thread-reply\.spec\.ts/), cause: { type: 'RangeError', stack: expect.stringContaining('thread-reply.spec.ts') } });
  expect(JSON.stringify([said, failure, String((failure as Error).cause), (failure as Error).stack])).not.toContain('anna');
});
