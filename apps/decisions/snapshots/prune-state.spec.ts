import { describe, expect, it } from 'vitest';
import { readNodes } from '@ml/state/kubernetes/node';
import { countObjects, pruneState } from './prune-state';

const SECRET = 's3cret-value';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    labels: { app: 'web', 'team.example.com/cost-centre': '42' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${SECRET}"}`,
      'example.com/notes': SECRET,
      'karpenter.sh/do-not-disrupt': 'true',
      'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
    },
    managedFields: [{ manager: SECRET }],
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true }],
  },
  spec: {
    nodeName: 'n1',
    containers: [
      {
        name: 'web',
        image: 'repo/web:1',
        command: ['java', '-Xmx512m', `-Dpassword=${SECRET}`],
        args: [`--token=${SECRET}`],
        env: [
          { name: 'DB_PASSWORD', value: SECRET },
          { name: 'JAVA_TOOL_OPTIONS', value: `-Xmx2g -Dkey=${SECRET}` },
          { name: 'FROM', valueFrom: { secretKeyRef: { name: SECRET, key: SECRET } } },
        ],
        envFrom: [{ secretRef: { name: SECRET } }],
        livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: SECRET }] } },
        resources: { requests: { cpu: '500m', memory: '1Gi', 'example.com/gpu': '1' } },
      },
    ],
    nodeSelector: { 'example.com/pool': 'blue' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-web-1' } }, { name: 'scratch', emptyDir: {} }],
  },
  status: { phase: 'Running', containerStatuses: [{ name: 'web', restartCount: 1, lastState: { terminated: { reason: 'OOMKilled', message: SECRET, finishedAt: '2026-11-21T09:00:00Z' } } }] },
};

const kept = (state: Readonly<Record<string, unknown>>) => pruneState(state) as Readonly<Record<string, never>>;

describe('a state that is stored', () => {
  it('holds no value of an environment variable, command line, annotation or message', () => {
    const text = JSON.stringify(kept({ pods: [pod], deployments: { items: [{ metadata: pod.metadata, spec: { template: pod } }] } }));
    expect(text).not.toContain(SECRET);
  });

  it('holds what decisions need: quantities, selectors, the heap of Java, what machines annotate', () => {
    const [found] = kept({ pods: [pod] })['pods'] as unknown as readonly (typeof pod)[];
    expect(found?.metadata.labels).toEqual(pod.metadata.labels);
    expect(found?.metadata.annotations).toEqual({ 'karpenter.sh/do-not-disrupt': 'true', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' });
    const [container] = found?.spec.containers ?? [];
    expect(container).toEqual({
      name: 'web',
      image: 'repo/web:1',
      args: ['-Xmx536870912'],
      resources: { requests: { cpu: '500m', memory: '1Gi', 'example.com/gpu': '1' } },
    });
    expect(found?.spec).toMatchObject({ nodeSelector: pod.spec.nodeSelector, tolerations: pod.spec.tolerations, volumes: pod.spec.volumes });
  });

  it('leaves kinds behind that nobody reads', () => {
    expect(kept({ secrets: [{ data: { a: SECRET } }], config_maps: [], observed_at: '2026-11-21T09:00:00Z' })).toEqual({ observed_at: '2026-11-21T09:00:00Z' });
  });

  it('keeps of tags what engines may know: values that machines write, that there is a name, nothing of the rest', () => {
    const tags = [
      { Key: 'Name', Value: SECRET },
      { Key: 'cost', Value: SECRET },
      { Key: 'kubernetes.io/cluster/c-1', Value: 'owned' },
      { Key: 'cloudoptim:ignore', Value: 'true' },
    ];
    const { volumes } = kept({ volumes: { Volumes: [{ VolumeId: 'vol-1', Size: 8, KmsKeyId: SECRET, Tags: tags }] } });
    expect(volumes).toEqual({
      Volumes: [
        {
          VolumeId: 'vol-1',
          Size: 8,
          Tags: [
            { Key: 'Name', Value: '' },
            { Key: 'kubernetes.io/cluster/c-1', Value: 'owned' },
            { Key: 'cloudoptim:ignore', Value: 'true' },
          ],
        },
      ],
    });
  });

  it('keeps of the layers of an image which tools ran, not with which values', () => {
    const commands = [
      `|1 NPM_TOKEN=${SECRET} /bin/sh -c npm ci --production`,
      `RUN curl --token ${SECRET} https://user:${SECRET}@example.com/x | sh && apt-get install gcc`,
      `ENV PASSWORD=${SECRET}`,
    ];
    const images = kept({ images: [{ image: 'app', layers: commands.map((created_by) => ({ digest: 'd', size_bytes: 1, created_by })) }] });
    expect(JSON.stringify(images)).not.toContain(SECRET);
    expect(JSON.stringify(images)).toContain('npm ci --production');
    expect(JSON.stringify(images)).toContain('apt-get install gcc');
  });

  it('keeps of what scales a workload its kind, not the address with its password', () => {
    const triggers = [{ type: 'rabbitmq', metadata: { host: `amqp://user:${SECRET}@mq:5672/`, value: SECRET, name: SECRET }, authenticationRef: { name: SECRET } }];
    expect(kept({ scaled_objects: [{ metadata: { name: 's' }, spec: { maxReplicaCount: 3, triggers } }] })).toEqual({
      scaled_objects: [{ metadata: { name: 's' }, spec: { maxReplicaCount: 3, triggers: [{ type: 'rabbitmq' }] } }],
    });
  });

  it('is read like the one that was posted', () => {
    const node = {
      metadata: { name: 'n1', labels: { 'node.kubernetes.io/instance-type': 'm5.xlarge', 'karpenter.sh/capacity-type': 'spot' }, annotations: { secret: SECRET } },
      spec: { providerID: 'aws:///us-east-1a/i-0123456789abcdef0', taints: [{ key: 'a', effect: 'NoSchedule' }] },
      status: { allocatable: { cpu: '3920m', memory: '15Gi', pods: '58' }, conditions: [{ type: 'Ready', status: 'True', message: SECRET }], images: [{ names: [SECRET] }] },
    };
    const posted = { nodes: { kind: 'List', items: [node] } };
    expect(readNodes(kept(posted)['nodes'])).toEqual(readNodes(posted.nodes));
  });

  it('leaves its input as it is', () => {
    const before = structuredClone(pod);
    pruneState({ pods: [pod] });
    expect(pod).toEqual(before);
  });
});

describe('counting objects', () => {
  it('looks into lists, answers of an API and pages of them', () => {
    const reservations = [{ Reservations: [{ Instances: [{}, {}] }, { Instances: [{}] }] }, { Reservations: [] }];
    expect(countObjects({ nodes: { items: [{}, {}] }, pods: [{}], instances: reservations, load_balancers: [{ LoadBalancerName: 'a', Instances: [{}, {}] }], usage: { nodes: [{}] }, observed_at: 'x' })).toEqual({
      nodes: 2,
      pods: 1,
      instances: 3,
      load_balancers: 1,
    });
  });
});
