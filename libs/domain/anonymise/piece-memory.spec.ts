import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@ml/units/time';
import type { AnonymiseContext } from './anonymise-context';
import { anonymiseResource } from './anonymise-resource';
import { anonymiseResources } from './anonymise-resources';
import { PieceMemory } from './piece-memory';
import { postedTimes } from './posted-times';
import { makeVocabulary } from './vocabulary';

const END = Date.UTC(2026, 10, 22, 12);
const context: AnonymiseContext = {
  header: { account_hash: 'A', scan_hash: 'S', provider: 'aws' },
  completedAt: END,
  hash: (id) => `h-${id}`,
  vocabulary: makeVocabulary(),
  fullSeries: true,
};

const at = (hour: number): string => new Date(END - hour * HOUR_MS).toISOString();
const stamp = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -2, max: 9 }).map(at) }, fc.constantFrom<unknown>('soon', null, 7, '2026-11-22T08:30:00Z', '2026-11-22T08:30:00.5Z', '1969-12-31T23:00:00Z'));
const stamps = fc.oneof(fc.constantFrom([at(3), at(2), at(1)], [at(3), at(1), at(2)], [at(30), at(2), at(1)]), fc.array(stamp, { maxLength: 4 }));
const value = fc.oneof({ weight: 8, arbitrary: fc.double({ noNaN: true, min: -2_000, max: 2_000 }) }, fc.constantFrom<unknown>(null, 'NaN', 1e300, 0, -0));
const metric = stamps.chain((timestamps) => fc.array(value, { minLength: timestamps.length, maxLength: timestamps.length }).map((values) => ({ timestamps, values })));
const text = fc.constantFrom('ebs_volume', 'EBS Volume', 'miriam', 'idle_volume', 'idle_30_days', 'CPUUtilization', 'prod', 'm5.large', 'aurora', 'cassandra', '10.0.0.1', '__proto__', 'constructor');
const named = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.array(fc.tuple(fc.oneof(text, fc.constantFrom('env', 'size', 'engine', 'version', 'encrypted', 'size_gb')), values), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
const resource = fc.record({
  resource_id: fc.nat(1_000_000).map(String),
  resource_type: text,
  region: fc.constantFrom('us-east-1', 'eu-west-1', 'nowhere'),
  created_at: stamp,
  detected_at: stamp,
  detection_scenario: text,
  confidence_level: fc.constantFrom('low', 'miriam'),
  cost_monthly: fc.constantFrom(1, -1, 2.5),
  metrics: named(metric),
  config: named(fc.oneof(text, fc.boolean(), fc.nat(1_000))),
  tags: named(text),
  parent: fc.option(fc.record({ resource_type: text, resource_id: text, state: text })),
});

describe('what is remembered from resource to resource', () => {
  it('changes nothing of what is kept of any of them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(resource, { maxLength: 6, selector: ({ resource_id }) => resource_id }), (resources) => {
        const alone = resources.map((one, place) => anonymiseResource(one, `resources[${place}]`, context));
        const { rows, series, faults } = anonymiseResources(resources, 0, context);
        expect(rows).toEqual(alone.flatMap(({ row }) => (row === null ? [] : [row])));
        expect(faults).toEqual(alone.flatMap((one) => one.faults));
        expect(new Set(series)).toEqual(new Set(alone.flatMap((one) => one.series)));
      }),
      { numRuns: 500 },
    );
  });

  it('are the times of the very same texts', () => {
    fc.assert(
      fc.property(fc.array(stamps, { maxLength: 8 }), (lists) => {
        const memory = new PieceMemory();
        for (const list of lists) expect(memory.timesOf([...list])).toEqual(postedTimes(list));
      }),
    );
    expect(postedTimes([at(2), at(2), at(1)]).inOrder).toBe(true);
    expect([[at(1), at(2)], ['soon'], ['1969-12-31T23:00:00Z']].map((texts) => postedTimes(texts).inOrder)).toEqual([false, false, false]);
  });
});
