import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnonymiseContext } from './anonymise-context';
import { anonymiseResource } from './anonymise-resource';
import { PEOPLE } from './people.fixture';
import { makeVocabulary } from './vocabulary';

const context: AnonymiseContext = {
  header: { account_hash: 'A', scan_hash: 'S', provider: 'azure' },
  completedAt: Date.UTC(2026, 10, 22, 12),
  hash: () => 'H',
  vocabulary: makeVocabulary(),
  fullSeries: true,
};

const person = fc.constantFrom(...PEOPLE.filter((name) => name.length > 4));
const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`));

/** Texts that say who or what it is, each with something in it that nothing else has. */
const identifier = fc.oneof(
  person,
  fc.tuple(person, person).map(([given, family]) => `${given} ${family}`),
  fc.tuple(person, person).map(([given, family]) => `${given}.${family}@example.com`),
  digits(12),
  digits(12).map((account) => `arn:aws:ec2:us-east-1:${account}:volume/vol-0${account}`),
  digits(11).map((phone) => `+${phone}`),
  fc.tuple(digits(3), digits(3), digits(4)).map((parts) => parts.join(' ')),
  fc.ipV4(),
  fc.ipV6(),
  fc.uuid(),
  fc.stringMatching(/^[0-9a-f]{17}$/).map((hex) => `i-${hex}`),
  fc.tuple(person, fc.nat(99)).map(([name, number]) => `${name}-web-${number}`),
  fc.tuple(person, digits(5)).map(([name, number]) => `/subscriptions/${number}/resourceGroups/rg-${name}/providers/Microsoft.Compute/disks/disk`),
);

/** The one field in which these are engines and no people. */
const ENGINES: readonly (string | undefined)[] = ['aurora', 'cassandra'];

const identifiers = fc.array(identifier, { minLength: 12, maxLength: 12 });
const number = fc.constantFrom(1, 20, 300);

const smuggling = fc.tuple(identifiers, number).map(([at, cost]) => ({
  texts: at,
  resource: {
    resource_id: at[0],
    resource_type: at[1],
    region: at[2],
    created_at: at[3],
    detected_at: at[4],
    detection_scenario: `idle_${at[5] ?? ''}`,
    confidence_level: at[6],
    cost_monthly: cost,
    name: at[7],
    metrics: { [at[7] ?? '']: [1, 2], CPUUtilization: [at[8], 1], NetworkIn: { timestamps: [at[9]], values: [at[10]] }, [`cpu_${at[3] ?? ''}`]: { timestamps: ['2026-11-22T10:00:00Z'], values: [1] } },
    config: { size: at[8], engine: ENGINES.includes(at[9]) ? at[0] : at[9], sku: at[10], instance_type: at[11], volume_type: `gp3-${at[1] ?? ''}`, status: at[2], [at[0] ?? '']: 'gp3', os: { name: at[4] }, runtime: [at[5]], version: at[6] },
    tags: { env: at[5], Environment: `prod ${at[6] ?? ''}`, tier: at[7], purpose: at[8], criticality: at[9], backup: at[10], owner: at[11], [at[1] ?? '']: 'prod' },
    parent: { resource_type: at[11], resource_id: at[0], state: at[1] },
    [at[2] ?? '']: at[3],
  },
}));

/** Bare digits of up to 3 places and versions are kept in places where they say nothing. */
const tellsNothing = (text: string): boolean => /^\d{1,3}$/.test(text);

describe('identifiers in every field of a resource', () => {
  it('are in nothing that is kept, nor in the faults', () => {
    fc.assert(
      fc.property(smuggling, ({ texts, resource }) => {
        const kept = JSON.stringify(anonymiseResource(resource, 'resources[0]', context)).toLowerCase();
        for (const text of texts) if (!tellsNothing(text)) expect(kept).not.toContain(text.toLowerCase());
        const withoutWords = kept.replaceAll(/"(?:code|text|path)":"[^"]*"/g, '');
        for (const piece of texts.flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/)).filter((part) => PEOPLE.includes(part) && part.length > 4)) expect(withoutWords).not.toMatch(new RegExp(`\\b${piece}\\b`));
      }),
      { numRuns: 1_500 },
    );
  });

  it('change nothing of what is kept: two resources that differ in them only leave the same row', () => {
    fc.assert(
      fc.property(fc.tuple(fc.uuid(), fc.uuid()), ([one, other]) => {
        const resource = (id: string): unknown => ({ resource_id: id, resource_type: `disk-${id}`, region: id, detection_scenario: id, confidence_level: id, cost_monthly: 5, created_at: id, metrics: { [id]: [1] }, config: { sku: id, [id]: 1 }, tags: { env: id, [id]: 'prod' }, parent: { resource_id: id, resource_type: id, state: id } });
        expect(anonymiseResource(resource(one), 'resources[0]', context)).toEqual(anonymiseResource(resource(other), 'resources[0]', context));
      }),
      { numRuns: 200 },
    );
  });
});

describe('any JSON at all', () => {
  const field = fc.constantFrom('resource_id', 'resource_type', 'region', 'created_at', 'detected_at', 'detection_scenario', 'confidence_level', 'cost_monthly', 'metrics', 'config', 'tags', 'parent', '__proto__', 'constructor');

  it('is read without throwing, and twice the same way', () => {
    const resource = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()), fc.dictionary(field, fc.jsonValue()).map((posted) => ({ resource_id: 'r', cost_monthly: 1, ...posted })));
    fc.assert(
      fc.property(resource, (posted) => {
        const parsed = (): unknown => JSON.parse(JSON.stringify(posted)) as unknown;
        const { row, faults } = anonymiseResource(parsed(), 'resources[0]', context);
        expect(anonymiseResource(parsed(), 'resources[0]', context)).toEqual(anonymiseResource(parsed(), 'resources[0]', context));
        if (row === null) expect(faults.length).toBeGreaterThan(0);
        else expect([row.resource_type.length <= 50, row.detection_scenario.length <= 50, row.region_anonymized.length <= 20, row.cost_monthly >= 0, Number.isInteger(row.resource_age_days)]).toEqual([true, true, true, true, true]);
      }),
      { numRuns: 2_000 },
    );
  });
});
