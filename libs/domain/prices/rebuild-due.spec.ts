import { describe, expect, it } from 'vitest';
import { isRebuildDue } from './rebuild-due';

const AT = Date.UTC(2026, 10, 21, 12);
const last = { revision: 7, at: AT };

describe('whether the snapshot of a region that is behind is built', () => {
  it('is said at once the first time, fetching or not', () => {
    for (const fetching of [true, false]) expect(isRebuildDue({ revision: 7, fetching }, undefined, AT)).toBe(true);
  });

  it('is denied for what was built before', () => {
    for (const fetching of [true, false]) expect(isRebuildDue({ revision: 7, fetching }, last, AT + 3_600_000)).toBe(false);
  });

  it('waits five minutes while its pages come, and not a moment longer than they do', () => {
    expect(isRebuildDue({ revision: 8, fetching: true }, last, AT + 299_999)).toBe(false);
    expect(isRebuildDue({ revision: 8, fetching: true }, last, AT + 300_000)).toBe(true);
    expect(isRebuildDue({ revision: 8, fetching: false }, last, AT + 1)).toBe(true);
  });
});
