import { describe, expect, it } from 'vitest';
import { autoscaler, codesOf, cronJob, decided, deployment, DEV, MONDAY_8, node, pods, reasonFor, run, scaledObject, stepsOf, turnsOf } from './scheduler-input.fixture';

/** Two pods of dev and one of prod on one m5.xlarge. */
const SHARED = {
  nodes: [node('n1')],
  deployments: [deployment('api', 2), deployment('shop', 1, { namespace: 'prod' })],
  pods: [...pods('api', ['n1', 'n1']), ...pods('shop', ['n1'], { namespace: 'prod' })],
};

describe('the office hours scheduler', () => {
  it('puts to sleep what is outside its hours, and wakes it with what it was', () => {
    const evening = run({ state: SHARED });
    expect(turnsOf(evening.decision)).toEqual(['scale_deployment api 2->0']);
    const morning = decided({ at: MONDAY_8, state: { deployments: [deployment('api', 0)] }, memory: evening.remember });
    expect(turnsOf(morning)).toEqual(['scale_deployment api 0->2']);
    expect(morning.estimated_savings).toBe(0);
  });

  it('counts the part of the node that pods ask for, for the part of four weeks in which they sleep', () => {
    // Half of 0.192 USD an hour, 730 hours, of which 472 of 672 are outside 20 days of ten hours.
    const { estimated_savings, estimated_annual_savings, recommendations, warnings } = decided({ state: SHARED });
    expect(estimated_savings).toBe(49.22);
    expect(estimated_annual_savings).toBe(590.64);
    expect(recommendations[0]?.details).toMatchObject({ workload: 'Deployment/dev/api', replicas_from: 2, replicas_to: 0, next_transition: '2026-11-23T07:00:00.000Z', down_share: 0.7024, usd_per_hour: 0.096 });
    expect(recommendations[0]?.details['window']).toBe('weekdays 08:00-18:00, not on weekends, Europe/Berlin');
    expect(warnings.map(({ code }) => code)).toEqual(['SAVINGS_NEED_CONSOLIDATION']);
  });

  it('plans the next seven days with what each downtime saves', () => {
    const { extra } = decided({ state: SHARED });
    const plan = extra['plan_7d'] as readonly Record<string, unknown>[];
    expect(plan.map(({ at, state }) => `${String(at)} ${String(state)}`)).toEqual([
      '2026-11-23T07:00:00.000Z up',
      '2026-11-23T17:00:00.000Z down',
      '2026-11-24T07:00:00.000Z up',
      '2026-11-24T17:00:00.000Z down',
      '2026-11-25T07:00:00.000Z up',
      '2026-11-25T17:00:00.000Z down',
      '2026-11-26T07:00:00.000Z up',
      '2026-11-26T17:00:00.000Z down',
      '2026-11-27T07:00:00.000Z up',
    ]);
    // Fourteen hours of 0.096 USD.
    expect(plan[1]).toMatchObject({ environment: 'dev', workloads: 1, until: '2026-11-24T07:00:00.000Z', hours: 14, estimated_savings: 1.34 });
    expect(extra['environments']).toMatchObject([{ environment: 'dev', state: 'down', why: 'OUTSIDE_UPTIME', workloads: 1, changes: 1, freed: { cpu_cores: 2, memory_gib: 8, nodes_worth: 0.5 }, nodes_removed: 0 }]);
  });

  it('plans by day what will be saved by night: as much as it will then say, nodes that are kept left out', () => {
    const state = { nodes: [node('n1'), node('n2')], deployments: [deployment('api', 2)], pods: pods('api', ['n1', 'n2']) };
    const planned = (at: string): number => Number((decided({ at, state }).extra['plan_7d'] as readonly Record<string, unknown>[]).find(({ at: turn }) => turn === '2026-11-23T17:00:00.000Z')?.['estimated_savings']);
    // Fourteen hours of the one node of two that goes.
    expect(planned('2026-11-20T12:00:00Z')).toBe(2.69);
    expect(planned('2026-11-20T17:00:00Z')).toBe(2.69);
  });

  it('holds when everything is as it should be, and is valid until the next transition at most', () => {
    const awake = decided({ at: '2026-11-23T16:40:00Z', state: SHARED });
    expect([awake.verdict, awake.held[0]?.code, awake.valid_until]).toEqual(['hold', 'AS_WANTED', '2026-11-23T17:00:00.000Z']);
    expect(codesOf(decided({ state: { deployments: [deployment('api', 0)] } }))).toEqual(['AS_WANTED']);
  });

  it('holds, with a reason, when no environment is named or selects anything', () => {
    expect(codesOf(decided({ requirements: {} }))).toEqual(['NO_ENVIRONMENTS']);
    expect(codesOf(decided({ state: {} }))).toEqual(['NOT_SELECTED']);
  });

  it('reads the form of the contract: one environment, selected by its name, hours in UTC', () => {
    const requirements = { environment: 'dev', office_hours: DEV.office_hours, scale_down_replicas: 1, scale_down_instance_count: 1 };
    const { decision } = run({ requirements, at: '2026-11-20T18:00:00Z', state: { deployments: [deployment('api', 2), deployment('web', 3, { namespace: 'x', labels: { env: 'dev' } }), deployment('prod', 2, { namespace: 'prod' })] } });
    expect(turnsOf(decision)).toEqual(['scale_deployment api 2->1', 'scale_deployment web 3->1']);
    expect(decision.warnings.map(({ code }) => code)).toContain('TIME_ZONE_ASSUMED');
  });

  it('leaves what was created within the last quarter of an hour, or less where an annotation says so', () => {
    const created = '2026-11-20T16:50:00Z';
    expect(codesOf(decided({ state: { deployments: [deployment('api', 2, { created })] } }))).toEqual(['GRACE_PERIOD']);
    const annotations = { 'downscaler/grace-period': '300' };
    expect(turnsOf(decided({ state: { deployments: [deployment('api', 2, { created, annotations })] } }))).toEqual(['scale_deployment api 2->0']);
  });

  it('leaves alone what says so, what is excluded, what belongs to an operator and the system', () => {
    const state = {
      deployments: [
        deployment('a', 1, { annotations: { 'downscaler/exclude': 'true' } }),
        deployment('b', 1, { annotations: { 'downscaler/exclude-until': '2026-12-01T00:00:00Z' } }),
        deployment('c', 1),
        { metadata: { name: 'd', namespace: 'dev', ownerReferences: [{ kind: 'Kafka', name: 'k', controller: true }] }, spec: { replicas: 1 } },
        deployment('e', 1, { namespace: 'kube-system' }),
        deployment('f', 1, { namespace: 'other' }),
      ],
      namespaces: [{ metadata: { name: 'other', annotations: { 'downscaler/exclude': 'true' } } }],
    };
    const environments = [{ ...DEV, selector: { namespaces: ['dev', 'kube-system', 'other'] } }];
    const decision = decided({ environments, state, constraints: { excluded: ['dev/c'] } });
    expect(codesOf(decision)).toEqual(['OPTED_OUT', 'OPTED_OUT', 'OPTED_OUT', 'EXCLUDED', 'OPERATOR_MANAGED', 'SYSTEM_NAMESPACE']);
    expect(turnsOf(decided({ environments, state, at: '2026-12-01T20:00:00Z', constraints: { excluded: ['dev/c'] } }))).toEqual(['scale_deployment b 1->0']);
  });

  it('leaves what is being deleted, and services of the cluster unless their namespace is named', () => {
    const deleting = { metadata: { name: 'api', namespace: 'dev', deletionTimestamp: '2026-11-20T16:59:00Z' }, spec: { replicas: 1 } };
    expect(codesOf(decided({ state: { deployments: [deleting] } }))).toEqual(['DELETING']);
    const state = { deployments: [deployment('server', 1, { namespace: 'argocd', labels: { env: 'dev' } })] };
    expect(codesOf(decided({ environments: [{ ...DEV, selector: { labels: { env: 'dev' } } }], state }))).toEqual(['SYSTEM_NAMESPACE']);
    expect(turnsOf(decided({ environments: [{ ...DEV, selector: { namespaces: ['argocd'] } }], state }))).toEqual(['scale_deployment server 1->0']);
  });

  it('warns where a repository writes the number back', () => {
    const decision = decided({ state: { deployments: [deployment('api', 2, { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } })] } });
    expect(decision.warnings[0]).toMatchObject({ code: 'GITOPS_MANAGED' });
    expect(decision.recommendations[0]).toMatchObject({ risk: 'medium', details: { gitops: 'argocd' } });
  });

  it('scales without prices, but promises nothing and says so', () => {
    const decision = decided({ state: SHARED, prices: null });
    expect(turnsOf(decision)).toEqual(['scale_deployment api 2->0']);
    expect([decision.estimated_savings, decision.missing]).toEqual([0, ['prices']]);
    expect(decision.warnings.map(({ code }) => code)).toEqual(['PRICE_UNKNOWN']);
  });
});

describe('what scales a workload', () => {
  it('is turned instead of the workload: the floor of an autoscaler goes to one at least', () => {
    const state = { deployments: [deployment('api', 4)], horizontal_pod_autoscalers: [autoscaler('api', [3, 10])], nodes: [node('n1')], pods: pods('api', ['n1', 'n1', 'n1', 'n1']) };
    const { decision, remember } = run({ state });
    expect(turnsOf(decision)).toEqual(['patch_horizontal_pod_autoscaler api 3->1']);
    // Two of its four pods, each a quarter of the node: what load asks for beyond the floor is not promised.
    expect(decision.estimated_savings).toBe(49.22);
    expect(decision.execution_plan[0]).toMatchObject({ target: { kind: 'HorizontalPodAutoscaler', name: 'api' }, details: { field: 'spec.minReplicas', from: 3, to: 1 } });
    const woken = decided({ at: MONDAY_8, memory: remember, state: { deployments: [deployment('api', 1)], horizontal_pod_autoscalers: [autoscaler('api', [1, 10])] } });
    expect(turnsOf(woken)).toEqual(['patch_horizontal_pod_autoscaler api 1->3']);
  });

  it('is the workload itself where its autoscaler let go of it, having 0 replicas', () => {
    const noted = { annotations: { 'downscaler/original-replicas': '4' } };
    const state = { deployments: [deployment('api', 0, noted)], horizontal_pod_autoscalers: [autoscaler('api', [3, 10], { annotations: { 'downscaler/original-replicas': '3' } })] };
    expect(turnsOf(decided({ at: MONDAY_8, state }))).toEqual(['scale_deployment api 0->4']);
  });

  it('is paused where KEDA scales, and goes on when the pause is taken away', () => {
    const { decision, remember } = run({ state: { deployments: [deployment('jobs', 2)], scaled_objects: [scaledObject('jobs')], horizontal_pod_autoscalers: [{ ...autoscaler('jobs', [1, 5]), metadata: { name: 'keda-hpa-jobs', namespace: 'dev' } }] } });
    expect(decision.execution_plan[0]).toMatchObject({ action: 'annotate_scaled_object', target: { kind: 'ScaledObject' }, details: { field: 'metadata.annotations["autoscaling.keda.sh/paused-replicas"]', from: null, to: '0' } });
    const asleep = { deployments: [deployment('jobs', 0)], scaled_objects: [scaledObject('jobs', { annotations: { 'autoscaling.keda.sh/paused-replicas': '0' } })] };
    expect(codesOf(decided({ state: asleep, memory: remember }))).toEqual(['AS_WANTED']);
    expect(decided({ at: MONDAY_8, state: asleep, memory: remember }).execution_plan[0]).toMatchObject({ action: 'annotate_scaled_object', details: { from: '0', to: null } });
    expect(codesOf(decided({ at: MONDAY_8, state: asleep }))).toEqual(['ORIGINAL_UNKNOWN']);
    expect(codesOf(decided({ state: { ...asleep, scaled_objects: [scaledObject('jobs', { annotations: { 'autoscaling.keda.sh/paused': 'true' } })] } }))).toEqual(['PAUSED_BY_HAND']);
  });

  it('is suspended where it is a cron job, and resumed only by whoever suspended it', () => {
    const { decision, remember } = run({ state: { cron_jobs: [cronJob('nightly', false), cronJob('old', true)] } });
    expect(decision.execution_plan.map(({ action, details }) => [action, details])).toEqual([['suspend_cron_job', { field: 'spec.suspend', from: false, to: true }]]);
    const morning = decided({ at: MONDAY_8, memory: remember, state: { cron_jobs: [cronJob('nightly', true), cronJob('old', true)] } });
    expect(morning.execution_plan.map(({ action, target }) => [action, target.name])).toEqual([['resume_cron_job', 'nightly']]);
    expect(reasonFor(morning, 'old')).toBe('ORIGINAL_UNKNOWN');
  });

  it('is turned on its own where its workload was not posted', () => {
    const rollout = { metadata: { name: 'canary', namespace: 'dev' }, spec: { scaleTargetRef: { kind: 'Rollout', name: 'canary' }, minReplicas: 3 } };
    const { execution_plan: plan, recommendations } = decided({ state: { horizontal_pod_autoscalers: [rollout], scaled_objects: [scaledObject('jobs')] } });
    expect(plan.map(({ action, details }) => [action, details?.['from'], details?.['to']])).toEqual([
      ['patch_horizontal_pod_autoscaler', 3, 1],
      ['annotate_scaled_object', null, '0'],
    ]);
    expect(recommendations.map(({ details }) => details['replicas_from'])).toEqual([3, null]);
  });

  it('is left alone when two claim one workload', () => {
    const state = { deployments: [deployment('api', 4)], horizontal_pod_autoscalers: [autoscaler('api', [3, 10]), { ...autoscaler('api', [2, 5]), metadata: { name: 'second', namespace: 'dev' } }] };
    expect(codesOf(decided({ state }))).toEqual(['AMBIGUOUS_SCALER']);
  });
});

describe('the start order', () => {
  const environments = [{ ...DEV, start_order: ['db', 'cache', 'dev/api'] }];
  it('starts what others need first, each when the one before is ready', () => {
    const noted = { annotations: { 'downscaler/original-replicas': '2' } };
    const state = { deployments: ['api', 'cache', 'db', 'web'].map((name) => deployment(name, 0, noted)) };
    expect(stepsOf(decided({ at: MONDAY_8, environments, state }))).toEqual([
      '1 scale_deployment web after []',
      '2 scale_deployment db after []',
      '3 wait_pods_ready dev after [2]',
      '4 scale_deployment cache after [3]',
      '5 wait_pods_ready dev after [4]',
      '6 scale_deployment api after [5]',
    ]);
  });
  it('stops it last', () => {
    const state = { deployments: ['api', 'db'].map((name) => deployment(name, 2)) };
    expect(stepsOf(decided({ environments, state }))).toEqual(['1 scale_deployment api after []', '2 wait_pods_gone dev after [1]', '3 scale_deployment db after [2]']);
  });
});
