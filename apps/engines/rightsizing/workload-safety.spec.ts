import { describe, expect, it } from 'vitest';
import { decided, HOURS, node, ofPod, pod, resourcesOf, times, usage, type Native } from './rightsizing-input.fixture';

const ASKING = { cpu: '1', memory: '2Gi' };
const STEADY = ofPod('web-abc-1', times(HOURS, 0.2), times(HOURS, 400));
const codes = (pods: readonly Native[], used: readonly Native[] = [STEADY], more: Native = {}): readonly string[] => {
  const { recommendations, held } = decided({ requirements: { level: 'workloads' }, state: { nodes: [node('n1', 'm5.2xlarge')], pods, usage: usage({ containers: used }), ...more } });
  return [...recommendations.map(({ action, details }) => `${action} ${String(details['resource'])}`), ...held.map(({ code }) => code)];
};
const owned = (kind: string): Native => pod('web-abc-1', ASKING, { metadata: { ownerReferences: [{ kind, name: 'web', controller: true }] } });

describe('a workload that is not ours to change', () => {
  it('stays where a vertical autoscaler writes its requests', () => {
    expect(codes([pod('web-abc-1', ASKING, { metadata: { annotations: { vpaUpdates: 'Pod resources updated by web: container 0: cpu request' } } })])).toEqual(['VPA_MANAGED']);
  });

  it('stays where nobody knows what its controller makes pods of', () => {
    expect([codes([owned('SparkApplication')]), codes([owned('Job')])]).toEqual([['CONTROLLER_UNKNOWN'], ['JOB']]);
    expect(codes([owned('Rollout')])).toEqual(['lower_request cpu', 'lower_request memory']);
  });
});

describe('pods of a ReplicaSet that carry no hash', () => {
  const pods = [pod('web-abc-1', ASKING, { metadata: { labels: {} } })];
  const set = (owners: readonly Native[]): Native => ({ metadata: { name: 'web-abc', namespace: 'shop', ownerReferences: owners }, spec: {} });
  const scaler = { metadata: { name: 'web', namespace: 'shop' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] } };
  const made = set([{ kind: 'Deployment', name: 'web', controller: true }]);

  it('are of the Deployment that makes it, and so is their autoscaler', () => {
    expect(codes(pods, [STEADY], { replica_sets: [made], horizontal_pod_autoscalers: [scaler] })).toEqual(['lower_request memory', 'HPA_ON_METRIC']);
    expect(codes(pods, [STEADY], { replica_sets: [set([])] })).toEqual(['lower_request cpu', 'lower_request memory']);
  });

  it('stay where nobody sent the ReplicaSet: what a Deployment makes is not changed below it', () => {
    expect(codes(pods)).toEqual(['CONTROLLER_UNKNOWN']);
  });
});

describe('memory of a container that was killed', () => {
  const killed = { containerStatuses: [{ name: 'app', state: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }] };
  it('is not lowered where only a pod that has ended tells', () => {
    expect(codes([pod('web-abc-0', ASKING, { status: { phase: 'Failed', ...killed } }), pod('web-abc-1', ASKING)])).toEqual(['lower_request cpu', 'OOM_SEEN']);
  });

  it('is not lowered in an init container either', () => {
    const status = { initContainerStatuses: [{ name: 'app', lastState: { terminated: { reason: 'OOMKilled' } } }] };
    expect(codes([pod('web-abc-1', {}, { spec: { containers: [], initContainers: [{ name: 'app', resources: resourcesOf(ASKING) }] }, status })])).toEqual(['lower_request cpu', 'OOM_SEEN']);
  });
});

describe('an init container that needs more than any node has', () => {
  it('is not made to ask for it', () => {
    const initial = pod('web-abc-1', {}, { spec: { containers: [], initContainers: [{ name: 'app', resources: resourcesOf(ASKING) }] } });
    expect(codes([initial], [ofPod('web-abc-1', times(HOURS, 9), times(HOURS, 400))])).toEqual(['lower_request memory', 'ABOVE_LARGEST_NODE']);
  });
});
