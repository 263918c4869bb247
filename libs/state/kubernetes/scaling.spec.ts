import { describe, expect, it } from 'vitest';
import { readCronJobs } from './cron-job';
import { faultOf } from './fault-of.fixture';
import { readHorizontalPodAutoscalers } from './horizontal-pod-autoscaler';
import { readPodDisruptionBudgets } from './pod-disruption-budget';
import { readScaledObjects } from './scaled-object';

const target = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' } as const;

describe('a disruption budget', () => {
  const budget = (spec: object, status?: object) => readPodDisruptionBudgets([{ metadata: { name: 'web' }, spec, status }])[0];

  it('is read with what it allows', () => {
    const status = { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 };
    expect(budget({ selector: { matchLabels: { app: 'web' } }, minAvailable: '50%', unhealthyPodEvictionPolicy: 'AlwaysAllow' }, status)).toEqual({
      namespace: 'default',
      name: 'web',
      selector: { matchLabels: { app: 'web' }, matchExpressions: [] },
      minAvailable: { value: 50, percent: true },
      maxUnavailable: null,
      unhealthyPodEviction: 'AlwaysAllow',
      ...status,
    });
    expect(budget({ maxUnavailable: 0 })).toMatchObject({ selector: null, maxUnavailable: { value: 0, percent: false }, disruptionsAllowed: null });
  });

  it.each([['half'], ['101%'], [-1], [1.5], ['3'], [{}]])('of %j pods is refused', (minAvailable) => {
    expect(faultOf(() => budget({ minAvailable })).path).toBe('[0].spec.minAvailable');
  });
});

describe('a horizontal pod autoscaler', () => {
  const resource = (name: string) => ({ type: 'Resource', resource: { name, target: {} } });

  it.each([
    [{ metrics: [resource('memory'), resource('cpu'), resource('cpu')] }, ['cpu', 'memory'], 0],
    [{ metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'web' } }, { type: 'External', external: {} }] }, ['cpu'], 1],
    [{ targetCPUUtilizationPercentage: 80 }, ['cpu'], 0],
    [{}, null, 0],
  ])('with %j scales on %j', (spec, resourceMetrics, otherMetrics) => {
    const posted = [{ metadata: { name: 'web' }, spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 9, ...spec } }];
    expect(readHorizontalPodAutoscalers(posted)).toMatchObject([{ target: { kind: 'StatefulSet', name: 'web' }, minReplicas: 2, maxReplicas: 9, resourceMetrics, otherMetrics }]);
  });
});

describe('a scaled object', () => {
  it.each([
    [{}, false, null],
    [{ 'autoscaling.keda.sh/paused': 'true' }, true, null],
    [{ 'autoscaling.keda.sh/paused': 'false' }, false, null],
    [{ 'autoscaling.keda.sh/paused-replicas': '0' }, true, 0],
  ])('annotated %j is paused: %s, at %j', (annotations, paused, pausedReplicas) => {
    const posted = [{ metadata: { name: 'q', annotations }, spec: { scaleTargetRef: { name: 'worker' }, minReplicaCount: 0, maxReplicaCount: 9, triggers: [{ type: 'cpu' }] } }];
    expect(readScaledObjects(posted)).toMatchObject([{ target: { kind: 'Deployment', name: 'worker' }, paused, pausedReplicas, minReplicas: 0, maxReplicas: 9, triggers: ['cpu'] }]);
  });
});

describe('a cron job', () => {
  it('is read with its schedule', () => {
    expect(readCronJobs([{ metadata: { name: 'report' }, spec: { suspend: true, schedule: '0 2 * * *', timeZone: 'Europe/Berlin' } }])).toMatchObject([
      { suspended: true, schedule: '0 2 * * *', timeZone: 'Europe/Berlin', optOut: null, gitOps: null },
    ]);
    expect(readCronJobs([{ metadata: { name: 'report', labels: { 'argocd.argoproj.io/instance': 'shop' } } }])).toMatchObject([{ suspended: false, schedule: null, gitOps: 'argocd' }]);
  });
});
