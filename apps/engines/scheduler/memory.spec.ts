import { describe, expect, it } from 'vitest';
import type { Memory } from '@ml/contracts/decision';
import { codesOf, deployment, DEV, FRIDAY_18, kept, MONDAY_18, MONDAY_8, run, turnsOf } from './scheduler-input.fixture';

/** A cluster that does what it is told, between looks; people scale in between. */
class Cluster {
  memory: readonly Memory[] = [];
  constructor(
    public replicas: number,
    private readonly environments: readonly unknown[] = [DEV],
  ) {}

  look(at: string, { obeys = true, annotations = {} }: { readonly obeys?: boolean; readonly annotations?: Readonly<Record<string, string>> } = {}): string {
    const { decision, remember } = run({ at, environments: this.environments, memory: this.memory, state: { deployments: [deployment('api', this.replicas, { annotations })] } });
    this.memory = kept(this.memory, remember, at);
    const [first] = decision.recommendations;
    if (first !== undefined && obeys) this.replicas = Number(first.details['replicas_to']);
    return [...turnsOf(decision), ...codesOf(decision), ...(first?.reasons.map(({ code }) => code) ?? [])].join(' ');
  }
}

describe('what a workload was before it slept', () => {
  it('is remembered in the evening, restored in the morning, and remembered anew after somebody scaled it', () => {
    const cluster = new Cluster(5);
    expect(cluster.look(FRIDAY_18)).toBe('scale_deployment api 5->0 OUTSIDE_UPTIME');
    expect(cluster.look('2026-11-21T12:00:00Z')).toBe('AS_WANTED');
    expect(cluster.look(MONDAY_8)).toBe('scale_deployment api 0->5 UPTIME FROM_MEMORY');
    expect(cluster.look('2026-11-23T07:10:00Z')).toBe('AS_WANTED');
    expect(cluster.memory.filter(({ value }) => value !== null)).toEqual([]);
    cluster.replicas = 7;
    expect(cluster.look(MONDAY_18)).toBe('scale_deployment api 7->0 OUTSIDE_UPTIME');
    expect(cluster.look('2026-11-24T07:00:00Z')).toBe('scale_deployment api 0->7 UPTIME FROM_MEMORY');
  });

  it('is caught up after a missed look: what should be counts, not the hour in which it changes', () => {
    const cluster = new Cluster(5);
    expect(cluster.look('2026-11-21T03:33:00Z')).toContain('api 5->0');
    expect(cluster.look('2026-11-23T15:00:00Z')).toContain('api 0->5');
  });

  it('is scaled down again when somebody scales up in the night, and has in the morning what it had in the evening, or more', () => {
    const cluster = new Cluster(5);
    cluster.look(FRIDAY_18);
    cluster.replicas = 2;
    expect(cluster.look('2026-11-20T20:00:00Z')).toBe('scale_deployment api 2->0 OUTSIDE_UPTIME SCALED_BY_HAND');
    expect(cluster.look(MONDAY_8)).toContain('api 0->5');
    cluster.look('2026-11-23T07:10:00Z');
    cluster.look(MONDAY_18);
    cluster.replicas = 9;
    cluster.look('2026-11-23T20:00:00Z');
    expect(cluster.look('2026-11-24T07:00:00Z')).toContain('api 0->9');
  });

  it('counts anew in a new downtime, also when nobody looked in between', () => {
    const cluster = new Cluster(5);
    cluster.look(FRIDAY_18);
    cluster.replicas = 3;
    expect(cluster.look(MONDAY_18)).toBe('scale_deployment api 3->0 OUTSIDE_UPTIME');
    expect(cluster.look('2026-11-24T07:00:00Z')).toContain('api 0->3');
  });

  it('stays what it is when the plan is not carried out', () => {
    const cluster = new Cluster(5);
    cluster.look(FRIDAY_18, { obeys: false });
    expect(cluster.look('2026-11-20T17:05:00Z', { obeys: false })).toBe('scale_deployment api 5->0 OUTSIDE_UPTIME');
    expect(cluster.look(MONDAY_8)).toBe('AS_WANTED');
  });

  it('counts no more once somebody has scaled it himself by the morning', () => {
    const cluster = new Cluster(5);
    cluster.look(FRIDAY_18);
    cluster.replicas = 2;
    expect(cluster.look(MONDAY_8)).toBe('AS_WANTED');
    expect(cluster.replicas).toBe(2);
  });

  it('is taken from the annotation of the Kubernetes downscaler when nobody remembers, else it is not guessed', () => {
    const annotations = { 'downscaler/original-replicas': '4' };
    expect(new Cluster(0).look(MONDAY_8, { annotations })).toBe('scale_deployment api 0->4 UPTIME FROM_ANNOTATION');
    expect(new Cluster(0).look(MONDAY_8, { annotations: { 'downscaler/original-replicas': 'many' } })).toBe('ORIGINAL_UNKNOWN');
    expect(new Cluster(0).look(MONDAY_8)).toBe('ORIGINAL_UNKNOWN');
  });

  it('lasts through a downtime of a year, written again when half of its time is over', () => {
    const always = [{ ...DEV, office_hours: undefined, expression: 'Fri 08:00-18:00 Europe/Berlin', overrides: [{ from: '2026-11-20T17:00:00Z', until: '2027-11-19T07:00:00Z', state: 'down' }] }];
    const cluster = new Cluster(5, always);
    cluster.look(FRIDAY_18);
    const [first] = cluster.memory;
    cluster.look('2027-03-01T00:00:00Z');
    expect(cluster.memory[0]).toEqual(first);
    cluster.look('2027-07-01T00:00:00Z');
    expect(Date.parse(cluster.memory[0]?.expires_at ?? '')).toBeGreaterThan(Date.parse(first?.expires_at ?? ''));
    expect(cluster.look('2027-11-19T07:00:00Z')).toContain('api 0->5');
  });
});
