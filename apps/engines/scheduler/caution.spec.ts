import { describe, expect, it } from 'vitest';
import { zoneName } from '@ml/engine-kernel/calendar/zone-name';
import { autoscaler, codesOf, cronJob, decided, deployment, DEV, kept, MONDAY_8, node, pods, reasonFor, run, scaledObject, turnsOf } from './scheduler-input.fixture';

const PAUSE = 'autoscaling.keda.sh/paused-replicas';

describe('sleep never starts anything', () => {
  it('pauses what KEDA scales at what it has where the environment would leave more', () => {
    const environments = [{ ...DEV, scale_down_replicas: 3 }];
    const state = { deployments: [deployment('jobs', 1)], scaled_objects: [scaledObject('jobs')] };
    expect(decided({ environments, state }).execution_plan[0]?.details).toMatchObject({ from: null, to: '1' });
  });

  it('does not pause at a number where nobody said what runs', () => {
    const state = { scaled_objects: [scaledObject('jobs')] };
    expect(codesOf(decided({ environments: [{ ...DEV, scale_down_replicas: 3 }], state }))).toEqual(['REPLICAS_UNKNOWN']);
    expect(decided({ state }).execution_plan[0]?.details).toMatchObject({ to: '0' });
  });

  it('leaves a pause that somebody made, whatever it holds', () => {
    const state = { deployments: [deployment('jobs', 5)], scaled_objects: [scaledObject('jobs', { annotations: { [PAUSE]: '5' } })] };
    expect(codesOf(decided({ state }))).toEqual(['PAUSED_BY_HAND']);
    expect(codesOf(decided({ state, at: MONDAY_8 }))).toEqual(['PAUSED_BY_HAND']);
  });

  it('overrules who changes our pause in the night, and lifts it in the morning', () => {
    const evening = run({ state: { deployments: [deployment('jobs', 2)], scaled_objects: [scaledObject('jobs')] } });
    const state = { deployments: [deployment('jobs', 4)], scaled_objects: [scaledObject('jobs', { annotations: { [PAUSE]: '4' } })] };
    const night = run({ at: '2026-11-20T20:00:00Z', state, memory: evening.remember });
    expect(night.decision.execution_plan[0]?.details).toMatchObject({ from: '4', to: '0' });
  });

  it('leaves fewer than the environment would leave as they are', () => {
    const environments = [{ ...DEV, scale_down_replicas: 3 }];
    const state = { deployments: [deployment('api', 1), deployment('web', 2)], horizontal_pod_autoscalers: [autoscaler('web', [2, 5])] };
    expect(codesOf(decided({ environments, state }))).toEqual(['AS_WANTED', 'AS_WANTED']);
  });
});

describe('a cron job', () => {
  it('has no replicas to leave: it is suspended also where the environment leaves some, unless its own annotation says so', () => {
    const environments = [{ ...DEV, scale_down_replicas: 1 }];
    expect(decided({ environments, state: { cron_jobs: [cronJob('nightly', false)] } }).execution_plan.map(({ action }) => action)).toEqual(['suspend_cron_job']);
    const { held } = decided({ environments, state: { cron_jobs: [cronJob('nightly', false, { annotations: { 'downscaler/downtime-replicas': '1' } }), cronJob('old', true)] } });
    expect(held.map(({ code, text }) => `${code} ${text.split(';')[0] ?? ''}`)).toEqual(['AS_WANTED goes on running in its downtime', 'AS_WANTED is suspended already']);
  });
});

describe('what was before', () => {
  it('is not forgotten by a look that was not shown the autoscaler', () => {
    const evening = run({ state: { deployments: [deployment('api', 4)], horizontal_pod_autoscalers: [autoscaler('api', [3, 10])] } });
    const partial = run({ at: MONDAY_8, memory: evening.remember, state: { deployments: [deployment('api', 1)] } });
    expect(codesOf(partial.decision)).toEqual(['AS_WANTED']);
    const memory = kept(evening.remember, partial.remember, MONDAY_8);
    const whole = { deployments: [deployment('api', 1)], horizontal_pod_autoscalers: [autoscaler('api', [1, 10])] };
    expect(turnsOf(decided({ at: '2026-11-23T07:05:00Z', memory, state: whole }))).toEqual(['patch_horizontal_pod_autoscaler api 1->3']);
  });

  it('starts nothing that was stopped by day, in any later morning', () => {
    const evening = run({ state: { deployments: [deployment('api', 4)] } });
    const day = run({ at: '2026-11-23T10:00:00Z', memory: evening.remember, state: { deployments: [deployment('api', 4)] } });
    let memory = kept(evening.remember, day.remember, '2026-11-23T10:00:00Z');
    for (const at of ['2026-11-23T12:00:00Z', '2026-11-23T18:00:00Z', '2026-11-24T07:00:00Z']) {
      const look = run({ at, memory, state: { deployments: [deployment('api', 0)] } });
      expect(look.decision.recommendations).toEqual([]);
      memory = kept(memory, look.remember, at);
    }
  });
});

describe('hours that say nothing', () => {
  it.each([
    [{ windows: [] }, 'NO_SCHEDULE'],
    [{ office_hours: { weekends: { enabled: false } } }, 'BAD_WINDOW'],
    [{ windows: [{ days: [], start: '08:00', end: '18:00' }] }, 'BAD_WINDOW'],
  ])('put nothing to sleep for ever: %j', (hours, code) => {
    expect(codesOf(decided({ environments: [{ environment: 'dev', ...hours }], state: { deployments: [deployment('api', 2)] } }))).toContain(code);
  });

  it('may be posted as an empty list beside others', () => {
    expect(turnsOf(decided({ environments: [{ ...DEV, windows: [] }], state: { deployments: [deployment('api', 2)] } }))).toEqual(['scale_deployment api 2->0']);
  });
});

describe('what the answer says', () => {
  const overview = (decision: ReturnType<typeof decided>): unknown => (decision.extra['environments'] as readonly unknown[])[0];

  it('of an environment is what its own hours say, not those of a workload that is forced', () => {
    const state = { deployments: [deployment('a', 2, { annotations: { 'downscaler/force-uptime': 'true' } }), deployment('b', 2, { annotations: { 'downscaler/downtime': 'never' } }), deployment('c', 2)] };
    expect(overview(decided({ state }))).toMatchObject({ state: 'down', why: 'OUTSIDE_UPTIME', next_transition: '2026-11-23T07:00:00.000Z' });
  });

  it('is the same whoever named the zone before, in whatever case', () => {
    zoneName('europe/lisbon');
    const environments = [{ ...DEV, timezone: 'Europe/Lisbon' }];
    expect(overview(decided({ environments, state: { deployments: [deployment('api', 2)] } }))).toMatchObject({ window: 'weekdays 08:00-18:00, not on weekends, Europe/Lisbon' });
  });

  it('warns of an assumed zone only where none is named', () => {
    const warned = (hours: object): readonly string[] => decided({ environments: [{ environment: 'dev', ...hours }], state: { deployments: [deployment('api', 2)] } }).warnings.map(({ code }) => code);
    expect(warned({ expression: 'Mon-Fri 08:00-18:00 UTC' })).not.toContain('TIME_ZONE_ASSUMED');
    expect(warned({ expression: 'Mon-Fri 08:00-18:00' })).toContain('TIME_ZONE_ASSUMED');
    expect(warned({ expression: 'Mon-Fri 08:00-18:00 Europe/Berlin, Sat 08:00-18:00' })).toContain('TIME_ZONE_ASSUMED');
  });

  it('takes True for true', () => {
    expect(codesOf(decided({ state: { deployments: [deployment('api', 2, { annotations: { 'downscaler/force-uptime': 'True' } })] } }))).toEqual(['AS_WANTED']);
  });
});

describe('nodes', () => {
  const controlPlane = (name: string): object => {
    const made = node(name) as { readonly metadata: { readonly labels: object } };
    return { ...made, metadata: { ...made.metadata, labels: { ...made.metadata.labels, 'node-role.kubernetes.io/control-plane': '' } } };
  };

  it('that stay whatever happens save nothing, also where others use them', () => {
    const state = { nodes: [controlPlane('n1')], deployments: [deployment('api', 2)], pods: [...pods('api', ['n1', 'n1']), ...pods('tool', ['n1'], { namespace: 'prod' })] };
    expect(decided({ state }).estimated_savings).toBe(0);
  });

  it('of the control plane stay', () => {
    const decision = decided({ environments: [{ ...DEV, scale_down_instance_count: 0 }], state: { nodes: [controlPlane('n1')], deployments: [deployment('api', 1)], pods: pods('api', ['n1']) } });
    expect([reasonFor(decision, 'n1'), decision.estimated_savings]).toEqual(['CONTROL_PLANE', 0]);
  });

  it('are launched once in a morning, however long something takes to wake', () => {
    const environments = [{ ...DEV, scale_down_instance_count: 0 }];
    const evening = run({ environments, state: { nodes: [node('n1'), node('n2')], deployments: [deployment('api', 2)], pods: pods('api', ['n1', 'n2']) } });
    const first = run({ at: MONDAY_8, environments, memory: evening.remember, state: { deployments: [deployment('api', 0)] } });
    expect(first.decision.execution_plan.map(({ action, details }) => [action, details?.['count']])).toEqual([['run_instances', 2], ['scale_deployment', undefined]]);
    const memory = kept(evening.remember, first.remember, '2026-11-23T07:05:00Z');
    const born = (name: string, at: string): object => {
      const made = node(name) as { readonly metadata: object };
      return { ...made, metadata: { ...made.metadata, creationTimestamp: at } };
    };
    const later = (nodes: readonly object[]): readonly unknown[] => decided({ at: '2026-11-23T07:05:00Z', environments, memory, state: { nodes, deployments: [deployment('api', 0)] } }).execution_plan.map(({ action, details }) => [action, details?.['count']]);
    expect(later([born('x1', '2026-11-23T07:02:00Z'), born('x2', '2026-11-23T07:02:30Z')])).toEqual([['scale_deployment', undefined]]);
    expect(later([born('x1', '2026-11-23T07:02:00Z'), born('old', '2026-11-20T07:02:00Z')])).toEqual([['run_instances', 1], ['scale_deployment', undefined]]);
  });
});

describe('what belongs to an environment', () => {
  const api = deployment('api', 2, { namespace: 'shop', labels: { env: 'dev', tier: 'web' } });
  const held = (environments: readonly unknown[]): readonly string[] => codesOf(decided({ environments, state: { deployments: [api], namespaces: [{ metadata: { name: 'shop', labels: { team: 'a' } } }] } }));
  const other = { ...DEV, environment: 'dev', selector: {} };

  it.each([
    ['by all of its labels, whichever stands first', { labels: { tier: 'web', team: 'a' } }, []],
    ['not by one of two labels', { labels: { team: 'a', tier: 'db' } }, ['NOT_SELECTED']],
    ['not by a label in another namespace', { namespaces: ['dev'], labels: { tier: 'web' } }, ['NOT_SELECTED']],
    ['by namespace and label', { namespaces: ['dev', 'shop'], labels: { tier: 'web' } }, []],
  ])('is found %s', (_, selector, codes) => {
    expect(held([{ ...DEV, environment: 'x', selector }])).toEqual(codes);
  });

  it('is held when two claim it by different means and say different hours', () => {
    expect(held([other, { ...DEV, environment: 'x', selector: { namespaces: ['shop'] }, timezone: 'UTC' }])).toEqual(['CONFLICTING_ENVIRONMENTS']);
    expect(held([other, { ...DEV, environment: 'x', selector: { labels: { tier: 'web' } }, timezone: 'UTC' }])).toEqual(['CONFLICTING_ENVIRONMENTS']);
    expect(held([other, { ...DEV, environment: 'x', selector: { labels: { tier: 'web' } } }])).toEqual([]);
  });
});

describe('over a change of the clocks', () => {
  it('a week has an hour more in autumn and one less in spring, and turns by the clock on the wall', () => {
    const week = (at: string): readonly string[] => {
      const plan = decided({ at, state: { deployments: [deployment('api', 2)] } }).extra['plan_7d'] as readonly { readonly at: string; readonly state: string; readonly hours: number }[];
      return plan.slice(0, 2).map((turn) => `${turn.at} ${turn.state} ${turn.hours}`);
    };
    // From Friday 18:00 to Monday 08:00 are 62 hours by the wall.
    expect(week('2026-10-23T15:00:00Z')).toEqual(['2026-10-23T16:00:00.000Z down 63', '2026-10-26T07:00:00.000Z up 10']);
    expect(week('2026-03-27T16:00:00Z')).toEqual(['2026-03-27T17:00:00.000Z down 61', '2026-03-30T06:00:00.000Z up 10']);
  });
});
