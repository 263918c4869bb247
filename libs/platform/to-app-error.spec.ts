import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { fault } from '@ml/state/read';
import { Places } from './places';
import { toAppError } from './to-app-error';

describe('whatever is thrown', () => {
  it('stays what it is when it is ours, and keeps code and path when it comes from the pure core', () => {
    const own = new AppError('BUSY', 'later');
    expect(toAppError(own)).toBe(own);
    expect(toAppError(fault('BAD_FIELD', 'is none').within('nodes'))).toMatchObject({ code: 'BAD_FIELD', path: 'nodes' });
  });

  it('says that the time was over when somebody waited in vain for his turn', async () => {
    const places = new Places(1);
    void places.with(AbortSignal.timeout(60_000), () => new Promise(() => undefined));
    const late = await places.with(AbortSignal.timeout(1), () => Promise.resolve()).catch((error: unknown) => error);
    expect(toAppError(late)).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true, cause: late });
  });

  it('says nothing to the outside otherwise', () => {
    expect(toAppError(new Error('password=secret'))).toMatchObject({ code: 'INTERNAL', message: expect.not.stringContaining('secret') as string });
    expect(toAppError('text')).toMatchObject({ code: 'INTERNAL' });
  });
});
