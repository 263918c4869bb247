import { describe, expect, it } from 'vitest';
import type { AnonymiseContext } from './anonymise-context';
import { anonymiseResource } from './anonymise-resource';
import { anonymiseResources } from './anonymise-resources';
import { SERIES_COLUMNS, seriesValues, TRAINING_COLUMNS, trainingValues } from './collected-rows';
import { makeVocabulary } from './vocabulary';

const context: AnonymiseContext = {
  header: { account_hash: 'a'.repeat(64), scan_hash: 's'.repeat(64), provider: 'aws' },
  completedAt: Date.UTC(2026, 10, 22, 12),
  hash: (id) => `hash of ${id.length} characters`,
  vocabulary: makeVocabulary(),
  fullSeries: true,
};

const VOLUME = {
  resource_id: 'vol-0abc',
  resource_type: 'ebs_volume',
  region: 'eu-central-1',
  created_at: '2026-07-18T08:30:00Z',
  detected_at: '2026-11-22T10:30:00Z',
  detection_scenario: 'idle_volume',
  confidence_level: 'high',
  cost_monthly: 45.2,
  metrics: { VolumeReadOps: [0, 0, 1, 0], VolumeWriteOps: { timestamps: ['2026-11-22T08:00:00Z', '2026-11-22T08:30:00Z', '2026-11-22T10:00:00Z'], values: [4, 6, 7] } },
  config: { size_gb: 500, volume_type: 'gp3', iops: 3_000, encrypted: true, name: 'data of miriam', nested: { size: 1 } },
  tags: { Env: 'Prod', Owner: 'miriam@example.com', purpose: 'backup', 'cost-center': '4711', Criticality: 'Miriam' },
  parent: { resource_type: 'ec2_instance', resource_id: 'i-0abc', state: 'stopped' },
};

type Posted = Readonly<Record<string, unknown>>;

const codesOf = (posted: unknown): readonly string[] => anonymiseResource(posted, 'resources[3]', context).faults.map(({ path, code }) => `${path} ${code}`);
const rowOf = (changes: Posted): Posted => ({ ...anonymiseResource({ ...VOLUME, ...changes }, 'resources[3]', context).row });

/** What is wrong, what is posted, what is kept of it, how it is named. */
const WRONG: readonly (readonly [string, Posted, Posted, string])[] = [
  ['ten years old', { created_at: '2016-11-20T00:00:00Z' }, { resource_age_days: 3_654 }, 'created_at VERY_OLD'],
  ['older than any cloud', { created_at: '1970-01-01T00:00:00Z' }, { resource_age_days: 10_950, temporal_features: null }, 'created_at TOO_OLD'],
  ['made tomorrow', { created_at: '2026-11-23T09:00:00Z' }, { resource_age_days: 0 }, 'created_at CREATED_IN_FUTURE'],
  ['without a time of creation', { created_at: undefined }, { resource_age_days: 0, temporal_features: null }, 'created_at BAD_CREATED_AT'],
  ['with a local time', { created_at: '2026-11-20T00:00:00' }, { resource_age_days: 0 }, 'created_at BAD_CREATED_AT'],
  ['detected after its scan', { detected_at: '2026-11-22T13:00:00Z' }, { detected_at: '2026-11-22T12:00:00.000Z' }, 'detected_at DETECTED_IN_FUTURE'],
  ['detected at no time', { detected_at: 'yesterday' }, { detected_at: '2026-11-22T12:00:00.000Z' }, 'detected_at BAD_DETECTED_AT'],
  ['in an unknown region', { region: 'oberhausen-1' }, { region_anonymized: 'other' }, 'region UNKNOWN_REGION'],
  ['of an unknown kind', { resource_type: 'miriams_disk' }, { resource_type: 'other' }, 'resource_type UNKNOWN_RESOURCE_TYPE'],
  ['of an unknown scenario', { detection_scenario: 7 }, { detection_scenario: 'other' }, 'detection_scenario UNKNOWN_SCENARIO'],
  ['of an unknown confidence', { confidence_level: 'Miriam' }, { confidence_level: 'other' }, 'confidence_level UNKNOWN_CONFIDENCE'],
  ['with a parent that is a text', { parent: 'i-0abc' }, { parent_resource_hash: null }, 'parent BAD_PARENT'],
  ['with a strange parent', { parent: { resource_type: 'ec2_instance', resource_id: 'i', state: 'with miriam' } }, { parent_resource_state: 'other' }, 'parent.state UNKNOWN_PARENT_STATE'],
  ['with metrics that are a list', { metrics: [1, 2] }, { metrics_summary: null }, 'metrics BAD_METRICS'],
  ['with an empty metric', { metrics: { CPUUtilization: [] } }, { metrics_summary: null }, 'metrics[0] EMPTY_METRIC'],
  ['with a metric of somebody', { metrics: { CPUUtilization: [1], 'cpu of miriam': [1] } }, {}, 'metrics[1] UNKNOWN_METRIC'],
  ['with a series that is none', { metrics: { CPUUtilization: { timestamps: [], values: [1] } } }, {}, 'metrics[0] BAD_METRIC'],
  ['with a text for a size', { config: { size_gb: 'miriam' } }, { resource_config: null }, 'config.size_gb CONFIG_VALUE_REFUSED'],
  ['with an account for a size', { config: { size_gb: 123_456_789_012 } }, { resource_config: null }, 'config.size_gb CONFIG_VALUE_REFUSED'],
  ['with an engine of somebody', { config: { engine: 'miriamdb' } }, { resource_config: null }, 'config.engine CONFIG_VALUE_REFUSED'],
  ['with tags that are a list', { tags: [{ Key: 'env', Value: 'prod' }] }, { tags_anonymized: null }, 'tags BAD_TAGS'],
];

describe('a resource of a scan', () => {
  it('is kept without anything that says whose it is', () => {
    const { row, series, faults } = anonymiseResource(VOLUME, 'resources[3]', context);
    expect(row).toEqual({
      account_hash: 'a'.repeat(64),
      resource_hash: 'hash of 8 characters',
      scan_id: 's'.repeat(64),
      resource_type: 'ebs_volume',
      provider: 'aws',
      region_anonymized: 'eu-*',
      resource_age_days: 127,
      detection_scenario: 'idle_volume',
      confidence_level: 'high',
      metrics_summary: { VolumeReadOps: { avg: 0.25, p50: 0, p95: 0.85, p99: 0.97, trend: 'volatile' }, VolumeWriteOps: { avg: 5.67, p50: 6, p95: 6.9, p99: 6.98, trend: 'stable' } },
      cost_monthly: 45.2,
      resource_config: { encrypted: true, iops: 3_000, size_gb: 500, volume_type: 'gp3' },
      tags_anonymized: { env: 'prod', purpose: 'backup' },
      parent_resource_hash: 'hash of 6 characters',
      parent_resource_type: 'ec2_instance',
      parent_resource_state: 'stopped',
      temporal_features: { created_hour_of_day: 10, created_day_of_week: 6, created_day_of_month: 18, is_weekend: true, is_business_hours: false },
      detected_at: '2026-11-22T10:30:00.000Z',
    });
    expect(series).toMatchObject([{ metric_name: 'VolumeWriteOps', metric_values: { timeseries: [5, null, 7], samples: 3 }, aggregation_period: 'hourly', start_date: '2026-11-22T08:00:00.000Z', end_date: '2026-11-22T11:00:00.000Z' }]);
    expect(faults.map(({ path, code }) => [path, code])).toEqual([['resources[3].tags[4]', 'TAG_VALUE_REFUSED']]);
    expect(JSON.stringify({ row, series, faults })).not.toMatch(/miriam/i);
  });

  it('has its columns in the order of COPY, objects as JSON', () => {
    const { row, series } = anonymiseResource(VOLUME, 'resources[3]', context);
    const values = row === null ? [] : trainingValues(row);
    expect(values).toHaveLength(TRAINING_COLUMNS.length);
    expect(values[TRAINING_COLUMNS.indexOf('tags_anonymized')]).toBe('{"env":"prod","purpose":"backup"}');
    expect(series.map((one) => seriesValues(one).length)).toEqual([SERIES_COLUMNS.length]);
  });

  it('keeps no series when the operator wants none, but their aggregates', () => {
    const { row, series } = anonymiseResource(VOLUME, 'resources[3]', { ...context, fullSeries: false });
    expect(series).toEqual([]);
    expect(Object.keys(row?.metrics_summary ?? {})).toEqual(['VolumeReadOps', 'VolumeWriteOps']);
  });

  it.each<[string, unknown, string]>([
    ['no object', null, 'resources[3] NOT_A_RESOURCE'],
    ['a list', [VOLUME], 'resources[3] NOT_A_RESOURCE'],
    ['one without an id', { ...VOLUME, resource_id: '' }, 'resources[3].resource_id BAD_RESOURCE_ID'],
    ['one with a negative cost', { ...VOLUME, cost_monthly: -0.01 }, 'resources[3].cost_monthly NEGATIVE_COST'],
    ['one without a cost', { ...VOLUME, cost_monthly: null }, 'resources[3].cost_monthly BAD_COST'],
    ['one with a cost in text', { ...VOLUME, cost_monthly: '45.20' }, 'resources[3].cost_monthly BAD_COST'],
  ])('is left out and named: %s', (_, posted, fault) => {
    expect(anonymiseResource(posted, 'resources[3]', context).row).toBeNull();
    expect(codesOf(posted)).toEqual([fault]);
  });

  it.each(WRONG.map(([what, changes, kept, fault]) => ({ what, changes, kept, fault })))('is kept and named: $what', ({ changes, kept, fault }) => {
    expect(rowOf(changes)).toMatchObject(kept);
    expect(codesOf({ ...VOLUME, tags: {}, ...changes })).toEqual([`resources[3].${fault}`]);
  });

  it('loses of a metric only the samples that are none', () => {
    const metrics = { CPUUtilization: [1, 'NaN', null, 3], NetworkIn: 'much', NetworkOut: [5] };
    expect(rowOf({ metrics })['metrics_summary']).toEqual({ CPUUtilization: expect.objectContaining({ avg: 2 }) as unknown, NetworkOut: expect.objectContaining({ avg: 5 }) as unknown });
    expect(codesOf({ ...VOLUME, tags: {}, metrics })).toEqual(['resources[3].metrics[0] BAD_SAMPLES', 'resources[3].metrics[1] BAD_METRIC']);
  });

  it('keeps three numbers between dots where they are a version, not where they may be a day of birth', () => {
    const config = { engine_version: '8.0.35', sku: '12.05.80', state: '5.7.44', size: 'Standard_D2s_v3' };
    expect(rowOf({ config })['resource_config']).toEqual({ engine_version: '8.0.35', size: 'Standard_D2s_v3' });
    expect(codesOf({ ...VOLUME, tags: {}, config })).toEqual(['resources[3].config.sku CONFIG_VALUE_REFUSED', 'resources[3].config.state CONFIG_VALUE_REFUSED']);
  });

  it('may have ten thousand tags: those of the list are found among them', () => {
    const tags = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [at === 9_999 ? 'BACKUP' : `team-${at}`, at === 9_999 ? 'daily' : `miriam-${at}`]));
    expect(rowOf({ tags })['tags_anonymized']).toEqual({ backup: 'daily' });
    expect(codesOf({ ...VOLUME, tags })).toEqual(['resources[3].tags TOO_MANY_TAGS']);
  });
});

describe('a list of resources', () => {
  it('keeps what is good, and of a resource that is there twice the first', () => {
    const other = { ...VOLUME, detection_scenario: 'unattached' };
    const { rows, series, refused, faults } = anonymiseResources([VOLUME, { ...VOLUME, cost_monthly: 1 }, other, 'nothing'], 500, context);
    expect(rows.map(({ detection_scenario, cost_monthly }) => [detection_scenario, cost_monthly])).toEqual([['idle_volume', 45.2], ['unattached', 45.2]]);
    expect([series.length, refused]).toEqual([1, 2]);
    expect(faults.filter(({ code }) => code !== 'TAG_VALUE_REFUSED').map(({ path, code }) => [path, code])).toEqual([['resources[501]', 'DUPLICATE_RESOURCE'], ['resources[503]', 'NOT_A_RESOURCE']]);
  });

  it('keeps no series of what it leaves out', () => {
    const measuredAt = (hour: string, value: number): unknown => ({ ...VOLUME, tags: {}, metrics: { VolumeReadOps: { timestamps: [`2026-11-19T${hour}:00:00Z`], values: [value] } } });
    const { series, faults } = anonymiseResources([measuredAt('10', 1), measuredAt('10', 2), measuredAt('11', 3)], 0, context);
    expect(series.map(({ start_date, metric_values }) => [start_date, metric_values.avg])).toEqual([['2026-11-19T10:00:00.000Z', 1]]);
    expect(faults.map(({ path }) => path)).toEqual(['resources[1]', 'resources[2]']);
  });
});
