import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Memory } from '@ml/contracts/decision';
import { autoscaler, cronJob, decided, deployment, kept, node, pods, run, scaledObject, type Native } from './scheduler-input.fixture';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-10-23T00:00:00Z');
const text = (value: unknown): string => JSON.stringify(value);

const clock = fc.nat(1_439).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const zone = fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', 'America/St_Johns');
const day = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');
const windows = fc.array(fc.record({ days: fc.uniqueArray(day, { minLength: 1 }), start: clock, end: clock }).filter(({ start, end }) => start !== end), { minLength: 1, maxLength: 3 });
const environment = fc.record({ windows, timezone: zone, scale_down_replicas: fc.nat(2), scale_down_instance_count: fc.nat(2), holidays: fc.constantFrom([], ['2026-10-26']) });

const workload = fc.record({ replicas: fc.nat(6), lever: fc.constantFrom('none', 'autoscaler', 'keda'), on: fc.array(fc.nat(3), { maxLength: 4 }) });
const workloads = fc.array(workload, { minLength: 1, maxLength: 5 });
type Workload = typeof workload extends fc.Arbitrary<infer T> ? T : never;

const NODES = [node('n0'), node('n1', 'm5.2xlarge'), node('n2'), node('n3')];

interface World {
  /** By field of the object that is turned. */
  readonly fields: Map<string, unknown>;
  readonly workloads: readonly Workload[];
}

const worldOf = (drawn: readonly Workload[]): World => ({ workloads: drawn, fields: new Map() });

const stateOf = ({ workloads: all, fields }: World): Native => ({
  nodes: NODES,
  namespaces: [{ metadata: { name: 'dev' } }],
  deployments: all.map(({ replicas }, index) => deployment(`w${index}`, Number(fields.get(`Deployment w${index}`) ?? replicas))),
  horizontal_pod_autoscalers: all.flatMap(({ lever, replicas }, index) => (lever === 'autoscaler' ? [autoscaler(`w${index}`, [Number(fields.get(`HorizontalPodAutoscaler w${index}`) ?? Math.max(1, replicas)), 9])] : [])),
  scaled_objects: all.flatMap(({ lever }, index) => {
    const paused = fields.get(`ScaledObject w${index}`);
    return lever === 'keda' ? [scaledObject(`w${index}`, paused === undefined || paused === null ? {} : { annotations: { 'autoscaling.keda.sh/paused-replicas': String(paused) } })] : [];
  }),
  cron_jobs: [cronJob('job', fields.get('CronJob job') === true)],
  pods: all.flatMap(({ on }, index) => pods(`w${index}`, on.map((number) => `n${number}`))),
});

describe('the office hours scheduler', () => {
  it('does what it says once: between two transitions nothing is left to do', () => {
    fc.assert(
      fc.property(environment, workloads, fc.array(fc.integer({ min: 1, max: 30 * 60 }), { minLength: 3, maxLength: 8 }), (hours, drawn, pauses) => {
        const world = worldOf(drawn);
        let memory: readonly Memory[] = [];
        let now = START;
        for (const minutes of pauses) {
          now += minutes * 60_000;
          const at = new Date(now).toISOString();
          const look = () => run({ at, environments: [{ environment: 'dev', ...hours }], state: stateOf(world), memory });
          const first = look();
          memory = kept(memory, first.remember, at);
          for (const { target, details } of first.decision.execution_plan) if (details !== undefined && 'to' in details) world.fields.set(`${target.kind} ${target.name}`, details['to']);
          const second = look();
          memory = kept(memory, second.remember, at);
          expect(second.decision.recommendations).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it('brings back in the morning what there was in the evening, whatever the hours', () => {
    fc.assert(
      fc.property(environment, workloads, (hours, drawn) => {
        const world = worldOf(drawn);
        let memory: readonly Memory[] = [];
        // For ten days, over the end of summer time.
        const before = text(stateOf(world));
        for (let hour = 0; hour < 10 * 24; hour += 2.5) {
          const at = new Date(START + hour * HOUR_MS).toISOString();
          const { decision, remember } = run({ at, environments: [{ environment: 'dev', ...hours }], state: stateOf(world), memory });
          memory = kept(memory, remember, at);
          for (const { target, details } of decision.execution_plan) if (details !== undefined && 'to' in details) world.fields.set(`${target.kind} ${target.name}`, details['to']);
        }
        const forced = run({ at: new Date(START + 15 * 24 * HOUR_MS).toISOString(), environments: [{ environment: 'dev', expression: 'always' }], state: stateOf(world), memory });
        for (const { target, details } of forced.decision.execution_plan) if (details !== undefined && 'to' in details) world.fields.set(`${target.kind} ${target.name}`, details['to']);
        expect(text(stateOf(world))).toBe(before);
      }),
      { numRuns: 8 },
    );
  }, 30_000);

  it('promises no more than the nodes cost, and nothing below zero', () => {
    fc.assert(
      fc.property(environment, workloads, fc.nat(7 * 24 * 60), (hours, drawn, minute) => {
        const decision = decided({ at: new Date(START + minute * 60_000).toISOString(), environments: [{ environment: 'dev', ...hours }], state: stateOf(worldOf(drawn)) });
        const most = (3 * 0.192 + 0.384) * 730;
        expect(decision.estimated_savings).toBeGreaterThanOrEqual(0);
        expect(decision.estimated_savings).toBeLessThanOrEqual(most + 0.05);
        for (const turn of decision.extra['plan_7d'] as readonly { readonly estimated_savings: number; readonly hours: number }[]) {
          expect(turn.estimated_savings).toBeGreaterThanOrEqual(0);
          expect(turn.estimated_savings).toBeLessThanOrEqual((most / 730) * turn.hours + 0.01);
        }
      }),
    );
  });

  it('does not care in which order environments and workloads are listed', () => {
    fc.assert(
      fc.property(fc.array(environment, { maxLength: 3 }), workloads, (several, drawn) => {
        const environments = several.map((hours, index) => ({ environment: `e${index}`, selector: index === 0 ? { namespaces: ['dev'] } : {}, ...hours }));
        const state = stateOf(worldOf(drawn));
        const turned = Object.fromEntries(Object.entries(state).map(([kind, list]) => [kind, [...(list as readonly unknown[])].reverse()]));
        expect(text(run({ environments: [...environments].reverse(), state: turned }))).toBe(text(run({ environments, state })));
      }),
    );
  });

  it('never fails on hours that nobody can read, and says which they are', () => {
    const pieces = fc.constantFrom('Mon', 'Fri', '-', ' ', '08:00', '24:00', '99:99', ',', 'Europe/Berlin', 'off=', 'on=', '(M-F,19)', '[', ']', ';', 'tz=', 'pt', 'always', 'never', '2026-11-20T00:00:00Z', 'BEGIN:VCALENDAR', 'BEGIN:VEVENT', '\n', 'DTSTART:20261225', 'RRULE:FREQ=YEARLY', 'END:VEVENT', 'END:VCALENDAR', '\u0000', '💤');
    const garbage = fc.oneof(fc.string(), fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')), fc.constantFrom('constructor', '__proto__'));
    const known = ['BAD_WINDOW', 'UNKNOWN_TIME_ZONE', 'BAD_FIELD', 'BAD_STATE', 'BAD_TIME', 'MISSING_FIELD', 'AS_WANTED', 'NO_SCHEDULE', 'OPTED_OUT', 'CONFLICTING_ANNOTATIONS', 'UNSUPPORTED_ANNOTATION', 'NOT_SELECTED'];
    const field = fc.constantFrom('expression', 'timezone', 'holidays', 'windows', 'office_hours', 'overrides', 'selector');
    const annotation = fc.constantFrom('downscaler/uptime', 'downscaler/downtime', 'downscaler/force-uptime', 'maid_offhours', 'downscaler/exclude-until');
    fc.assert(
      fc.property(fc.record({ field, annotation, asked: garbage, noted: garbage }), (drawn) => {
        const state = { deployments: [deployment('api', 2, { annotations: { [drawn.annotation]: drawn.noted } })] };
        const decision = decided({ environments: [{ environment: 'dev', [drawn.field]: drawn.asked }], state });
        for (const { code } of decision.held) expect(known).toContain(code);
        expect(decision.verdict === 'act' || decision.held.length > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  }, 30_000);
});
