import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { currentState } from '../current-state';
import { StateFault } from '../fault';
import { isRecord } from '../read';
import { faultOf } from './fault-of.fixture';
import { readPod, readPods } from './pod';
import { apiPod } from './pod.fixture';

const project = currentState({ pods: readPods });
const RECORDED = '../shared/data/k8s/oomkilled-warning.yaml';
const NOON = Date.UTC(2026, 10, 1, 12);

const withMetadata = (metadata: object) => readPod({ metadata: { name: 'p', ...metadata } });

describe('a pod', () => {
  it('is read from the native object', () => {
    expect(readPod(apiPod('web-1'))).toMatchObject({
      namespace: 'shop',
      name: 'web-1',
      uid: 'uid-web-1',
      nodeName: 'n1',
      phase: 'Running',
      reason: null,
      ready: true,
      owner: { kind: 'ReplicaSet', name: 'web-5d4f8c7b9' },
      workload: { kind: 'Deployment', name: 'web' },
      staticPod: false,
      daemon: false,
      priority: 100,
      priorityClassName: 'high',
      createdAt: Date.UTC(2026, 10, 1, 10),
      startedAt: Date.UTC(2026, 10, 1, 10, 0, 5),
      requests: { cpu: 500, memory: 512 * 2 ** 20 },
      containers: [{ name: 'web', role: 'main', limits: { cpu: null, memory: 2 ** 30 }, javaHeap: 256 * 2 ** 20 }],
      qosClass: 'Burstable',
      hostPorts: [{ ip: '0.0.0.0', protocol: 'TCP', port: 80 }],
      volumes: { claims: ['data-web', 'web-1-scratch'], emptyDir: true, hostPath: false },
      terminationGraceSeconds: 45,
      optOut: null,
      safeToEvict: null,
      deletionCost: -5,
    });
  });

  it('keeps how its containers ended', () => {
    expect(readPod(apiPod('web-1')).containerStatuses).toEqual([
      {
        name: 'web',
        containerId: 'containerd://b',
        restartCount: 3,
        terminated: null,
        lastTerminated: { reason: 'OOMKilled', exitCode: 137, startedAt: NOON - 3_600_000, finishedAt: NOON, containerId: 'containerd://a' },
      },
    ]);
  });

  it('keeps no command, no environment, no image and no other annotation', () => {
    expect(JSON.stringify(readPod(apiPod('web-1')))).not.toMatch(/hunter2|TOKEN|registry|last-applied/);
  });

  it('needs no more than a name, and reads alike when everything else is null', () => {
    const bare = readPod({ metadata: { name: 'p' } });
    expect(bare).toMatchObject({ namespace: 'default', nodeName: null, owner: null, workload: null, ready: null, qosClass: 'BestEffort', containers: [], optOut: null });
    const nulls = { containers: null, volumes: null, tolerations: null, affinity: null, nodeSelector: null, topologySpreadConstraints: null };
    expect(readPod({ metadata: { name: 'p', labels: null, ownerReferences: null }, spec: nulls, status: { containerStatuses: null, conditions: null } })).toEqual(bare);
    expect(JSON.parse(JSON.stringify(bare))).toEqual(bare);
  });

  it.each([
    [{ annotations: { 'kubernetes.io/config.mirror': 'x' } }, true, false],
    [{ annotations: { 'kubernetes.io/config.source': 'file' } }, true, false],
    [{ annotations: { 'kubernetes.io/config.source': 'api' } }, false, false],
    [{ ownerReferences: [{ kind: 'Node', name: 'n1', controller: true }] }, true, false],
    [{ ownerReferences: [{ kind: 'DaemonSet', name: 'logs', controller: true }] }, false, true],
  ])('with %j is static: %s, of a DaemonSet: %s', (metadata, staticPod, daemon) => {
    expect(withMetadata(metadata)).toMatchObject({ staticPod, daemon });
  });

  it('has its duration of do-not-disrupt counted from its start', () => {
    const pod = readPod({ metadata: { name: 'p', annotations: { 'karpenter.sh/do-not-disrupt': '1h' } }, status: { startTime: '2026-11-01T11:00:00Z' } });
    expect(pod.optOut).toEqual({ key: 'karpenter.sh/do-not-disrupt', until: NOON });
  });

  it('says so when it may be evicted all the same', () => {
    expect(withMetadata({ annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } })).toMatchObject({ safeToEvict: true, optOut: null });
    expect(withMetadata({ annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } })).toMatchObject({ safeToEvict: false, optOut: { until: null } });
  });

  it('takes the ports of its containers on the network of its host', () => {
    const spec = { hostNetwork: true, containers: [{ name: 'a', ports: [{ containerPort: 9100, protocol: 'UDP', hostIP: '10.0.0.1' }] }] };
    expect(readPod({ metadata: { name: 'p' }, spec }).hostPorts).toEqual([{ ip: '10.0.0.1', protocol: 'UDP', port: 9100 }]);
  });

  it.each([
    [{ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
    [{ limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
    [{ requests: { cpu: '1' } }, 'Burstable'],
    [{}, 'BestEffort'],
  ])('whose container has %j is %s', (resources, expected) => {
    expect(readPod({ metadata: { name: 'p' }, spec: { containers: [{ name: 'a', resources }] } }).qosClass).toBe(expected);
  });

  it('reads affinity to other pods and topology spread with the defaults of Kubernetes', () => {
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
    const pod = readPod({
      metadata: { name: 'p' },
      spec: {
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term], preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: term }] } },
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }],
      },
    });
    const read = { ...term, labelSelector: { matchLabels: { app: 'web' }, matchExpressions: [] }, namespaces: [], namespaceSelector: null, matchLabelKeys: [], mismatchLabelKeys: [] };
    expect(pod.podAntiAffinity).toEqual({ required: [read], preferred: [{ weight: 10, term: read }] });
    expect(pod.podAffinity).toBeNull();
    expect(pod.topologySpread[0]).toMatchObject({ labelSelector: null, minDomains: null, nodeAffinityPolicy: 'Honor', nodeTaintsPolicy: 'Ignore' });
  });
});

describe('a list of pods', () => {
  it('may be an array or a List, is sorted by namespace and name, and leaves what was posted as it was', () => {
    const pods = [apiPod('b'), apiPod('a'), { metadata: { name: 'z', namespace: 'aaa' } }];
    const before = JSON.stringify(pods);
    expect(project({ pods }).pods.map((pod) => `${pod.namespace}/${pod.name}`)).toEqual(['aaa/z', 'shop/a', 'shop/b']);
    expect(project({ pods: { kind: 'List', items: pods } })).toEqual(project({ pods }));
    expect(JSON.stringify(pods)).toBe(before);
  });
});

describe('a fault', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => apiPod(`p${index}`));
  const withSpec = (spec: object) => ({ pods: [{ metadata: { name: 'p' }, spec }] });

  it.each([
    [
      { pods: [...twelve, { metadata: { name: 'p' }, spec: { containers: [{ name: 'a', resources: { requests: { cpu: '5x' } } }] } }] },
      'current_state.pods[12].spec.containers[0].resources.requests.cpu: "5x" is not a quantity',
    ],
    [withSpec({ containers: [{ name: 'a', resources: { limits: { 'nvidia.com/gpu': '-1' } } }] }), 'current_state.pods[0].spec.containers[0].resources.limits["nvidia.com/gpu"]: "-1" is negative for a quantity'],
    [withSpec({ containers: [{}] }), 'current_state.pods[0].spec.containers[0].name: is missing'],
    [withSpec({ containers: 'web' }), 'current_state.pods[0].spec.containers: "web" is not a list'],
    [
      withSpec({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', labelSelector: { matchExpressions: [{ key: 'a', operator: '~' }] } }] }),
      'current_state.pods[0].spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0].operator: "~" is none of In, NotIn, Exists, DoesNotExist',
    ],
    [withSpec({ nodeSelector: { a: 1 } }), 'current_state.pods[0].spec.nodeSelector.a: 1 is not a text'],
    [withSpec({ terminationGracePeriodSeconds: -1 }), `current_state.pods[0].spec.terminationGracePeriodSeconds: -1 is not between 0 and ${Number.MAX_SAFE_INTEGER}`],
    [{ pods: [apiPod('a'), apiPod('b'), apiPod('a')] }, 'current_state.pods[2].metadata.name: "shop/a" is given twice'],
    [{ pods: { items: [apiPod('a'), apiPod('a')] } }, 'current_state.pods.items[1].metadata.name: "shop/a" is given twice'],
    [{ pods: [null] }, 'current_state.pods[0]: null is not an object'],
    [{ pods: [{ metadata: { name: 'p', creationTimestamp: 'yesterday' } }] }, 'current_state.pods[0].metadata.creationTimestamp: "yesterday" is not an RFC 3339 time'],
    [{ pods: [{ metadata: { name: 'p', creationTimestamp: 'x'.repeat(10_000) } }] }, `current_state.pods[0].metadata.creationTimestamp: "${'x'.repeat(79)}... is not an RFC 3339 time`],
  ])('names the path: %#', (posted, message) => {
    expect(faultOf(() => project(posted)).message).toBe(message);
  });

  it('is the only thing thrown, whatever is posted', () => {
    const pod = fc.record({ metadata: fc.record({ name: fc.string(), labels: fc.anything() }), spec: fc.anything(), status: fc.anything() });
    fc.assert(
      fc.property(fc.array(fc.oneof(pod, fc.anything())), (pods) => {
        try {
          project({ pods });
        } catch (error) {
          expect(error).toBeInstanceOf(StateFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe.skipIf(!existsSync(RECORDED))('a recorded pod that was killed for its memory (only where ../shared/data is)', () => {
  it('is read with its request, limit and last end', () => {
    // The recording has placeholders such as "@now-2h" for some of its times.
    const recorded: unknown = parse(readFileSync(RECORDED, 'utf8').replaceAll(/"@now-[^"]+"/g, '"2024-11-20T08:00:00Z"'));
    expect(isRecord(recorded)).toBe(true);
    const pod = readPod(recorded);
    expect(pod).toMatchObject({ namespace: 'mission-control', owner: null, requests: { cpu: 0, memory: 100 * 2 ** 20 }, qosClass: 'Burstable' });
    expect(pod.containerStatuses).toMatchObject([{ restartCount: 9, terminated: null, lastTerminated: { reason: 'OOMKilled', exitCode: 1, finishedAt: Date.UTC(2024, 10, 20, 8) } }]);
    expect(pod.containers[0]?.limits.memory).toBe(200 * 2 ** 20);
  });
});
