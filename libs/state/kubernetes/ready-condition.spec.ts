import { describe, expect, it } from 'vitest';
import { faultOf } from './fault-of.fixture';
import { readReady } from './ready-condition';

const READY = { type: 'Ready', status: 'True' } as const;

describe('the condition Ready', () => {
  it.each([
    [[], null],
    [[{ type: 'PodScheduled', status: 'False' }], null],
    [[{ type: 'PodScheduled', status: 'False' }, READY], true],
    [[{ type: 'Ready', status: 'Unknown' }], false],
    [[READY, { type: 'Ready', status: 'False' }], true],
  ])('of %j is %s', (conditions, expected) => {
    expect(readReady(conditions)).toBe(expected);
  });

  it.each([
    [{}, 'an object is not a list'],
    [[READY, 7], '[1]: 7 is not an object'],
    [[READY, { type: 'Initialized' }], '[1].status: is missing'],
    [[{ type: 1, status: 'True' }], '[0].type: 1 is not a text'],
  ])('of %j is refused by its path', (conditions, message) => {
    expect(faultOf(() => readReady(conditions)).message).toBe(message);
  });
});
