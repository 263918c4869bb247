import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { WORLD_TYPES } from '@ml/testing/worlds/run-engine';
import { worlds } from '@ml/testing/worlds/world';
import { pruneState } from './prune-state';

/** Fingerprints of tags whose text is not kept: only a caller's own `ignore_tags` looks at them, and a scan has no caller. */
const withoutOtherTags = (value: unknown): unknown => {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(withoutOtherTags);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, field]) => (key === 'otherTags' ? [] : [[key, withoutOtherTags(field)]])));
};

const asSent = (state: unknown): Readonly<Record<string, unknown>> => JSON.parse(JSON.stringify(state)) as Readonly<Record<string, unknown>>;

describe('what is kept of a snapshot', () => {
  it.each(Object.entries(ENGINE_CATALOGUE))('is, to the engine of %s, what was posted', (_, engine) => {
    fc.assert(
      fc.property(worlds(WORLD_TYPES), (state) => {
        const posted = asSent(state);
        expect(withoutOtherTags(engine.project(asSent(pruneState(posted))))).toEqual(withoutOtherTags(engine.project(posted)));
      }),
      { numRuns: 25 },
    );
  });

  it('is pruned no further the second time', () => {
    fc.assert(
      fc.property(worlds(WORLD_TYPES), (state) => {
        const once = asSent(pruneState(asSent(state)));
        expect(asSent(pruneState(once))).toEqual(once);
      }),
      { numRuns: 25 },
    );
  });
});
