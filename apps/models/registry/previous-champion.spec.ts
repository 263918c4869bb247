import { describe, expect, it } from 'vitest';
import { previousChampion } from './previous-champion';

/** `a` is activated, `-` deactivates, `<a` rolls back to a; `A` is a version that has been deleted since. */
const after = (...changes: readonly string[]): string | undefined => {
  const rows = changes.map((text) => {
    const id = text.replace('<', '').toLowerCase();
    return {
      change: text === '-' ? ('deactivated' as const) : text.startsWith('<') ? ('rolled_back' as const) : ('activated' as const),
      model: text === '-' ? null : { id, name: 'n', version: id },
      deleted: /[A-Z]/.test(text),
    };
  });
  return previousChampion(rows)?.id;
};

describe('the champion before', () => {
  it.each([
    ['there was none', [], undefined],
    ['there was only one', ['a'], undefined],
    ['another was activated', ['a', 'b'], 'a'],
    ['it was rolled back to: further back', ['a', 'b', 'c', '<b'], 'a'],
    ['everything was rolled back', ['a', 'b', 'c', '<b', '<a'], undefined],
    ['a roll-back was followed by an activation', ['a', 'b', '<a', 'c'], 'a'],
    ['the one before was deleted: passed over', ['a', 'B', 'c'], 'a'],
    ['all before were deleted', ['A', 'B', 'c'], undefined],
    ['a roll-back passed over a deleted one', ['a', 'B', 'c', '<a'], undefined],
    ['the champion was deactivated: that one', ['a', 'b', '-'], 'b'],
    ['a deactivated one came back', ['a', 'b', '-', '<b'], 'a'],
    ['the same was activated after another', ['a', 'b', 'a'], 'b'],
  ])('when %s', (_, changes, expected) => {
    expect(after(...changes)).toBe(expected);
  });
});
