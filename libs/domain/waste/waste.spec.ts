import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeVocabulary } from '../anonymise/vocabulary';
import { WASTE_NUMBERS, WASTE_TEXTS, wasteFeatures } from '../features/waste-features';
import { POSTED_VOLUME } from './posted-volume.fixture';
import { readPostedResources } from './read-posted-resources';
import { wasteCells, WASTE_COLUMNS } from './waste-columns';
import { wasteRule, WASTE_THRESHOLD } from './waste-rule';

const ruleOf = (resource: Readonly<Record<string, unknown>>): number => wasteRule(wasteFeatures({ confidence_level: 'medium', resource_age_days: 30, ...resource }));

describe('waste without a model', () => {
  it('follows how sure the scan was', () => {
    expect(['critical', 'high', 'medium', 'low', 'other'].map((confidence_level) => Math.round(100 * ruleOf({ confidence_level })))).toEqual([85, 70, 50, 30, 40]);
    expect(ruleOf({ confidence_level: 'high' })).toBeGreaterThanOrEqual(WASTE_THRESHOLD - 1e-12);
  });

  it.each([
    ['is likelier where nobody can use it', { detection_scenario: 'unattached_volume' }, 1],
    ['is likelier of something that was left for long', { resource_age_days: 400 }, 1],
    ['is likelier where what it belonged to is gone', { parent_resource_state: 'terminated' }, 1],
    ['is less likely of something new', { resource_age_days: 2 }, -1],
    ['is less likely beside something that runs', { parent_resource_state: 'running' }, -1],
    ['is less likely where a processor is busy', { metrics_summary: { cpu_utilization: { avg: 10, p95: 60 } } }, -1],
  ])('%s', (...[, resource, sign]) => {
    expect(Math.sign(ruleOf(resource) - ruleOf({}))).toBe(sign);
  });

  it('is a probability whatever is known', () => {
    const numbers = fc.array(fc.double(), { minLength: WASTE_NUMBERS.length, maxLength: WASTE_NUMBERS.length });
    const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('critical', 'running', 'stopped', 'orphaned', 'constructor')), { minLength: WASTE_TEXTS.length, maxLength: WASTE_TEXTS.length });
    fc.assert(
      fc.property(numbers, texts, (known, said) => {
        const probability = wasteRule({ numbers: known, texts: said });
        expect(probability > 0 && probability < 1).toBe(true);
      }),
    );
  });
});

describe('what is asked of a model', () => {
  it('has a cell for each column, null where nothing is known', () => {
    const cells = wasteCells(wasteFeatures({ cost_monthly: 12.5, resource_type: 'ebs_volume' }));
    expect(Object.fromEntries(WASTE_COLUMNS.map((name, at) => [name, cells[at]]))).toMatchObject({ cost_monthly: 12.5, resource_type: 'ebs_volume', cpu_avg: null, region_anonymized: '' });
    expect(cells).toHaveLength(WASTE_COLUMNS.length);
  });
});

const CONTEXT = { provider: 'aws', observedAt: Date.UTC(2026, 10, 20, 11), first: 500, vocabulary: makeVocabulary() } as const;

describe('posted resources', () => {
  it('are seen by their anonymised features, and keep their ids in order', () => {
    const { resources, faults } = readPostedResources([POSTED_VOLUME, { ...POSTED_VOLUME, resource_id: 'vol-2', cost_monthly: -1 }, 'no', { ...POSTED_VOLUME, resource_id: 7 }], CONTEXT);
    expect(resources.map(({ resource_id, features, reason }) => [resource_id, features !== null, reason?.code ?? null])).toEqual([
      ['vol-0abc123def4567890', true, null],
      ['vol-2', false, 'NEGATIVE_COST'],
      [null, false, 'NOT_A_RESOURCE'],
      [null, false, 'BAD_RESOURCE_ID'],
    ]);
    const cells = wasteCells(resources[0]?.features ?? { numbers: [], texts: [] });
    expect(Object.fromEntries(WASTE_COLUMNS.map((name, at) => [name, cells[at]]))).toMatchObject({ region_anonymized: 'eu-*', resource_age_days: 126, cost_monthly: 45.2, metrics_count: 1, tags_count: 1, provider: 'aws' });
    expect(faults.map(({ path, code }) => [path, code])).toEqual([['resources[501].cost_monthly', 'NEGATIVE_COST'], ['resources[502]', 'NOT_A_RESOURCE'], ['resources[503].resource_id', 'BAD_RESOURCE_ID']]);
  });

  it('show a model nothing of whom they belong to, wherever it stands', () => {
    const secret = 'anna.schmidt@example.com';
    const smuggled = readPostedResources([{ ...POSTED_VOLUME, resource_type: secret, region: secret, detection_scenario: secret, confidence_level: secret, metrics: { [secret]: [1] }, tags: { env: secret }, config: { size: secret }, parent: { resource_type: secret, state: secret } }], CONTEXT);
    expect(JSON.stringify(smuggled.resources[0]?.features)).not.toContain('anna');
    expect(JSON.stringify(smuggled.faults)).not.toContain('anna');
  });

  it('never throw, whatever was posted', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (posted) => {
        expect(readPostedResources(posted, CONTEXT).resources).toHaveLength(posted.length);
      }),
    );
  });
});
