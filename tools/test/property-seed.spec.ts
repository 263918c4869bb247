import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const drawn = (): readonly number[] => fc.sample(fc.integer(), 20);
const before: (readonly number[])[] = [];

describe('what properties draw', () => {
  it('is the same when it is drawn again', () => {
    before.push(drawn());
    expect(drawn()).toEqual(before[0]);
  });

  it('is another in another spec', () => {
    expect(drawn()).not.toEqual(before[0]);
  });
});
