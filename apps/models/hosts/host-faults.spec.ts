import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { HostEnded, type EndReason } from './host-ended';
import { toLoadFault, toRunFault } from './host-faults';

const ended = (reason: EndReason): HostEnded => new HostEnded(reason, 'SIGSEGV', '');
const signal = new AbortController().signal;

describe('the end of a host', () => {
  it.each([
    ['crashed', 'LOAD_CRASHED'],
    ['late', 'LOAD_TIMEOUT'],
    ['memory', 'OUT_OF_MEMORY'],
  ] as const)('while it loads (%s) refuses the model with %s, for good', (reason, refusal) => {
    expect(toLoadFault(ended(reason))).toMatchObject({ code: 'BAD_MODEL', retryable: false, details: { reason: refusal } });
  });

  it.each(['asked', 'killed', 'unborn'] as const)('while it loads (%s) says nothing about the model', (reason) => {
    expect(toLoadFault(ended(reason))).toMatchObject({ code: 'MODEL_NOT_READY', retryable: true });
  });

  it.each(['crashed', 'killed', 'late', 'memory', 'asked', 'unborn'] as const)('while it runs (%s) may be tried again', (reason) => {
    expect(toRunFault(ended(reason), signal)).toMatchObject({ code: 'MODEL_FAILED', retryable: true, details: { reason: reason.toUpperCase() } });
  });

  it('leaves refusals as they are, and a deadline that has passed is one', () => {
    const refusal = new AppError('BAD_TENSOR', 'no');
    expect(toRunFault(refusal, AbortSignal.abort())).toBe(refusal);
    expect(toRunFault(new DOMException('late', 'TimeoutError'), AbortSignal.abort())).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});
