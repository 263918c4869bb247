import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { unquoted } from './unquoted';

const readError = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
};

describe('an error without its text', () => {
  it('says its kind and where it happened, and nothing of what it was about', () => {
    const said = unquoted(readError('{"alice@example.org'));
    expect(said).toMatchObject({ type: 'SyntaxError', stack: expect.stringContaining('unquoted.spec.ts') });
    expect(JSON.stringify(said)).not.toContain('alice');
  });

  it('drops a text that looks like a place, what else hangs on the error, and what caused it says no more', () => {
    const cause = Object.assign(new Error('x\n    at alice (/bob.ts:1:2)\n'), { detail: 'Key (user)=(alice)', code: '23505' });
    const said = JSON.stringify(unquoted(new AppError('INTERNAL', 'for alice', { cause })));
    expect(said).not.toMatch(/alice|bob/);
    expect(said).toContain('23505');
  });

  it('takes what is no error at all', () => {
    expect(unquoted('alice')).toEqual({ type: 'string' });
  });
});
