import { describe, expect, it } from 'vitest';
import { WASTE_NUMBERS, WASTE_TEXTS, wasteFeatures } from './waste-features';

const of = (resource: Readonly<Record<string, unknown>>): Readonly<Record<string, number | string>> => {
  const { numbers, texts } = wasteFeatures(resource);
  expect([numbers.length, texts.length]).toEqual([WASTE_NUMBERS.length, WASTE_TEXTS.length]);
  return Object.fromEntries([...WASTE_NUMBERS.map((name, at) => [name, numbers[at] ?? -1] as const), ...WASTE_TEXTS.map((name, at) => [name, texts[at] ?? '?'] as const)]);
};

describe('the features of waste', () => {
  const resource = {
    resource_type: 'ebs_volume',
    provider: 'aws',
    resource_age_days: 127,
    cost_monthly: '10.0',
    metrics_summary: { cpu_utilization: { avg: 3, p95: 9 }, network_in: { avg: 5 } },
    tags_anonymized: { environment: 'dev' },
    temporal_features: { created_hour_of_day: 15, is_weekend: false },
    user_action: 'deleted',
  };

  it('are what is known of the resource, and never what came of it', () => {
    const features = of(resource);
    expect(features).toMatchObject({ resource_age_days: 127, cost_monthly: 10, cpu_avg: 3, cpu_p95: 9, network_avg: 5, metrics_count: 2, tags_count: 1, created_hour_of_day: 15, is_weekend: 0 });
    expect(features).toMatchObject({ resource_type: 'ebs_volume', provider: 'aws', parent_resource_state: '' });
    expect(features['memory_avg']).toBeNaN();
    expect(of({ ...resource, user_action: 'kept' })).toEqual(features);
  });

  it('have what is used of a processor, not what could be', () => {
    const metrics_summary = { CPUCreditBalance: { avg: 288, p95: 576 }, CPUCreditUsage: { avg: 1, p95: 2 }, CPUUtilization: { avg: 3, p95: 9 }, cpu_idle: { avg: 97, p95: 99 }, RequestCount: { avg: 7, p95: 8 } };
    expect(of({ metrics_summary })).toMatchObject({ cpu_avg: 3, cpu_p95: 9, requests_avg: 7, metrics_count: 5 });
    expect(of({ metrics_summary: { CPUCreditBalance: { avg: 288, p95: 576 } } })['cpu_avg']).toBeNaN();
  });

  it('are the same of objects that come as JSON texts', () => {
    const asText = Object.fromEntries(Object.entries(resource).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : value]));
    expect(of(asText)).toEqual(of(resource));
    expect(of({ metrics_summary: '{broken' })['metrics_count']).toBeNaN();
  });
});
