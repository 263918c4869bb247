import { describe, expect, it } from 'vitest';
import { EngineRest } from './engine-rest';
import type { SandboxReason } from './sandbox-fault';

const setUp = () => {
  let now = 1_000;
  const rest = new EngineRest(() => now);
  const fail = (times: number, reason: SandboxReason = 'ENGINE_TOO_SLOW') => {
    for (let time = 0; time < times; time += 1) rest.failed('e', reason);
  };
  return { rest, fail, pass: (ms: number) => (now += ms), tried: () => !throws(() => rest.check('e')) };
};

const throws = (work: () => void): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ reason: 'ENGINE_RESTING' });
    return true;
  }
};

describe('an engine that runs out of time again and again', () => {
  it('is tried four times more, then left alone for half a minute', () => {
    const { fail, tried, pass } = setUp();
    fail(4);
    expect(tried()).toBe(true);
    fail(1);
    expect(tried()).toBe(false);
    pass(29_999);
    expect(tried()).toBe(false);
  });

  it('is tried by one decision afterwards, and rests for longer when that fails too', () => {
    const { fail, tried, pass } = setUp();
    fail(5);
    pass(30_000);
    expect([tried(), tried()]).toEqual([true, false]);
    fail(1);
    pass(59_999);
    expect(tried()).toBe(false);
    pass(1);
    expect(tried()).toBe(true);
  });

  it('never rests for more than ten minutes', () => {
    const { fail, tried, pass } = setUp();
    fail(40);
    expect(tried()).toBe(false);
    pass(600_000);
    expect(tried()).toBe(true);
  });

  it('is as good as new once it has decided', () => {
    const { rest, fail, tried } = setUp();
    fail(5);
    rest.decided('e');
    fail(4);
    expect(tried()).toBe(true);
  });

  it('does not rest for throwing: that costs nobody any time', () => {
    const { fail, tried } = setUp();
    fail(50, 'ENGINE_THREW');
    expect(tried()).toBe(true);
  });
});
