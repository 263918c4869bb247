import { describe, expect, it } from 'vitest';
import { faultOf } from './fault-of.fixture';
import { selectorMatches } from './label-selector';
import { readLabelSelector } from './read-label-selector';

const matches = (selector: unknown, labels: Readonly<Record<string, string>>): boolean => selectorMatches(readLabelSelector(selector), labels);

describe('a label selector', () => {
  it('matches nothing when it is absent and everything when it is empty', () => {
    expect(selectorMatches(null, { app: 'web' })).toBe(false);
    expect(matches({}, {})).toBe(true);
    expect(matches({ matchLabels: null, matchExpressions: null }, { app: 'web' })).toBe(true);
  });

  it.each([
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'web', tier: 'back' } }, false],
    [{ matchLabels: { constructor: 'web' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'absent', operator: 'NotIn', values: ['web'] }] }, true],
    [{ matchExpressions: [{ key: 'absent', operator: 'In', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
    [{ matchExpressions: [{ key: 'toString', operator: 'Exists' }] }, false],
    [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] }, false],
  ])('of %j matches {app: web, tier: front}: %s', (selector, expected) => {
    expect(matches(selector, { app: 'web', tier: 'front' })).toBe(expected);
  });

  it.each([
    [{ matchExpressions: [{ key: 'a', operator: 'Like', values: ['x'] }] }, 'matchExpressions[0].operator: "Like" is none of In, NotIn, Exists, DoesNotExist'],
    [{ matchExpressions: [{ operator: 'Exists' }] }, 'matchExpressions[0].key: is missing'],
    [{ matchExpressions: [{ key: 'a', operator: 'In', values: [1] }] }, 'matchExpressions[0].values[0]: 1 is not a text'],
    [{ matchExpressions: {} }, 'matchExpressions: an object is not a list'],
    [{ matchLabels: { 'a/b': 1 } }, 'matchLabels["a/b"]: 1 is not a text'],
    [{ matchLabels: ['a'] }, 'matchLabels: a list is not an object'],
  ])('of %j is refused by its path', (selector, message) => {
    expect(faultOf(() => readLabelSelector(selector)).message).toBe(message);
  });
});
