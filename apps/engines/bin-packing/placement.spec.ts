import { describe, expect, it } from 'vitest';
import { codeOf, decide, goneIn, node, pod, targetsIn, type Scene } from './cluster.fixture';

type Options = Parameters<typeof pod>[2];
const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** p1 on n1 may go to n2 or n3, which are too full to go themselves; n2 is the fuller one and so preferred. */
const scene = (options: Options, more: { readonly n2?: Parameters<typeof node>[1]; readonly n3?: Parameters<typeof node>[1]; readonly p2?: Options; readonly others?: Scene['pods'] } = {}): Scene => ({
  nodes: [node('n1'), node('n2', more.n2), node('n3', more.n3)],
  pods: [pod('p1', 'n1', options), pod('p2', 'n2', { cpu: '2900m', owner: null, ...more.p2 }), pod('p3', 'n3', { cpu: '2500m', owner: null }), ...(more.others ?? [])],
});

const targetOf = (scenery: Scene): string | undefined => targetsIn(decide(scenery))['shop/p1'];
const antiAffinity = (app: string, topologyKey: string): Options => ({
  spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app } } }] } } },
});
const affinity = (app: string, topologyKey: string): Options => ({
  spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app } } }] } } },
});

describe('a pod goes to the fullest node with room', () => {
  it('by default', () => expect(targetOf(scene({}))).toBe('n2'));
  it('of CPU', () => expect(targetOf(scene({ cpu: '1200m' }))).toBe('n3'));
  it('of memory', () => expect(targetOf(scene({ memory: '2Gi' }, { n2: { memory: '2Gi' } }))).toBe('n3'));
  it('of pods', () => expect(targetOf(scene({}, { n2: { pods: '1' } }))).toBe('n3'));
  it('of disk', () => expect(targetOf(scene({ requests: { 'ephemeral-storage': '1Gi' } }, { n3: { allocatable: { 'ephemeral-storage': '9Gi' } } }))).toBe('n3'));
  it('of GPUs', () => expect(targetOf(scene({ requests: { 'nvidia.com/gpu': '1' } }, { n3: { allocatable: { 'nvidia.com/gpu': '1' } } }))).toBe('n3'));
});

describe('a pod goes only where its node allows', () => {
  const taint = { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] };
  it('by taints, unless it tolerates them', () => {
    expect(targetOf(scene({}, { n2: taint }))).toBe('n3');
    expect(targetOf(scene({ spec: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } }, { n2: taint }))).toBe('n2');
    expect(targetOf(scene({}, { n2: { taints: [{ key: 'soft', effect: 'PreferNoSchedule' }] } }))).toBe('n2');
  });

  it('by node selectors and node affinity', () => {
    expect(targetOf(scene({ spec: { nodeSelector: { disk: 'ssd' } } }, { n3: { labels: { disk: 'ssd' } } }))).toBe('n3');
    const term = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] };
    const wants = { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } } };
    expect(targetOf(scene(wants, { n3: { labels: { disk: 'ssd' } } }))).toBe('n3');
  });

  it.each([['cordoned', { unschedulable: true }], ['not ready', { ready: false }], ['deleting', { deleting: true }]])('not when it is %s', (_, options) => {
    expect(targetOf(scene({}, { n2: options }))).toBe('n3');
  });

  it('where its host port is free', () => {
    const port = { ports: [{ containerPort: 80, hostPort: 80 }] };
    expect(targetOf(scene(port, { p2: port }))).toBe('n3');
  });
});

describe('a pod keeps its distance', () => {
  it('from those it avoids on a node', () => expect(targetOf(scene(antiAffinity('p2', HOSTNAME)))).toBe('n3'));
  it('from those who avoid it', () => expect(targetOf(scene({}, { p2: antiAffinity('p1', HOSTNAME) ?? {} }))).toBe('n3'));
  it('in a zone', () => expect(targetOf(scene(antiAffinity('p2', ZONE), { n3: { zone: 'b' } }))).toBe('n3'));
  it('and stays when there is no such place', () => {
    expect(codeOf(decide(scene(antiAffinity('p2', ZONE))), 'n1')).toBe('NO_PLACE');
  });
});

describe('a pod keeps its company', () => {
  it('on a node with those it needs', () => expect(targetOf(scene(affinity('p3', HOSTNAME)))).toBe('n3'));
  it('unless nobody is there whom it needs', () => expect(codeOf(decide(scene(affinity('nobody', HOSTNAME))), 'n1')).toBe('NO_PLACE'));
  it('of which it may be the first itself', () => expect(targetOf(scene(affinity('p1', HOSTNAME)))).toBe('n2'));
  it('but not the first while another one is just leaving elsewhere', () => {
    const fading = pod('p1b', 'n3', { app: 'p1', cpu: '100m', deleting: true });
    expect(codeOf(decide(scene(affinity('p1', HOSTNAME), { others: [fading] })), 'n1')).toBe('NO_PLACE');
  });
  it('that stands somewhere: a pod that waits for a node is no company', () => {
    expect(codeOf(decide(scene(affinity('q', HOSTNAME), { others: [pod('q', null, { cpu: '100m' })] })), 'n1')).toBe('NO_PLACE');
  });
  it('that does not go with its node: a pod of a DaemonSet is no company', () => {
    const standing = pod('q', 'n3', { app: 'q', cpu: '100m' });
    const daemon = { ...standing, metadata: { ...(standing['metadata'] as object), ownerReferences: [{ kind: 'DaemonSet', name: 'd', controller: true }] } };
    expect(targetOf(scene(affinity('q', HOSTNAME), { others: [standing] }))).toBe('n3');
    expect(codeOf(decide(scene(affinity('q', HOSTNAME), { others: [daemon] })), 'n1')).toBe('NO_PLACE');
  });
  it('and does not leave those who need it', () => {
    const needy = pod('needy', 'n1', { ...affinity('p1', HOSTNAME), deleting: false, annotations: {} });
    const daemon = { ...needy, metadata: { ...(needy['metadata'] as object), ownerReferences: [{ kind: 'DaemonSet', name: 'd', controller: true }] } };
    expect(codeOf(decide(scene({}, { others: [daemon] })), 'n1')).toBe('NEEDED_THERE');
  });
  it('holds in a circle: two who need each other on one node cannot go one after the other', () => {
    const circle = { nodes: [node('n1'), node('n2')], pods: [pod('a', 'n1', affinity('b', HOSTNAME)), pod('b', 'n1', affinity('a', HOSTNAME)), pod('c', 'n2', { cpu: '2', owner: null })] };
    expect(codeOf(decide(circle), 'n1')).toBe('NO_PLACE');
  });
});

describe('pods of one workload', () => {
  const replica = (name: string, on: string, options: Options = {}): ReturnType<typeof pod> => pod(name, on, { app: 'web', ...options });
  const spread = (topologyKey: string, whenUnsatisfiable: string): Options => ({
    spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey, whenUnsatisfiable, labelSelector: { matchLabels: { app: 'web' } } }] },
  });

  it('stay spread over zones when they must: two in each, none can change zone', () => {
    const zones = [node('a1'), node('a2'), node('b1', { zone: 'b' })];
    const hard = spread(ZONE, 'DoNotSchedule');
    const pods = [replica('w1', 'a1', hard), replica('w2', 'a2', hard), replica('w3', 'b1', hard), replica('w4', 'b1', hard)];
    const decision = decide({ nodes: zones, pods });
    expect(goneIn(decision)).toEqual(['a1']);
    expect(targetsIn(decision)).toEqual({ 'shop/w1': 'a2' });
  });

  it('never all come to stand on one node where they stood on two', () => {
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [replica('w1', 'n1'), replica('w2', 'n2')] });
    expect(decision.verdict).toBe('hold');
    expect(codeOf(decision, 'n1')).toBe('NO_PLACE');
  });

  it('never all come to stand in one zone where they stood in two', () => {
    const zones = [node('a1'), node('a2'), node('a3'), node('b1', { zone: 'b' }), node('b2', { zone: 'b' })];
    const full = (name: string, on: string): ReturnType<typeof pod> => pod(name, on, { cpu: '3500m', owner: null });
    const pods = [replica('w1', 'a1'), replica('w2', 'b1'), pod('x', 'a2', { cpu: '2', owner: null }), full('f3', 'a3'), full('f2', 'b2')];
    const decision = decide({ nodes: zones, pods });
    expect(targetsIn(decision)['shop/w2']).toBeUndefined();
    expect(codeOf(decision, 'b1')).toBe('NO_PLACE');
  });

  it('count on no pod that goes with its node to even out a spread', () => {
    const among = (name: string, node: string) => pod(name, node, { app: 'web', cpu: '100m', owner: null });
    const spreadOf = { ...spread(ZONE, 'DoNotSchedule'), app: 'web' };
    const other = among('w3', 'n3');
    const daemon = { ...other, metadata: { ...(other['metadata'] as object), ownerReferences: [{ kind: 'DaemonSet', name: 'd', controller: true }] } };
    expect(targetOf(scene(spreadOf, { n3: { zone: 'b' }, others: [among('w2', 'n2'), other] }))).toBe('n2');
    expect(codeOf(decide(scene(spreadOf, { n3: { zone: 'b' }, others: [among('w2', 'n2'), daemon] })), 'n1')).toBe('NO_PLACE');
  });
  it('prefer what they prefer: a soft spread does not get worse', () => {
    const soft = spread(HOSTNAME, 'ScheduleAnyway');
    const full = { cpu: '2500m', owner: null };
    const pods = [replica('w1', 'n1', soft), replica('w2', 'n2', { ...soft, cpu: '500m' }), replica('w3', 'n2', { ...soft, cpu: '500m' }), replica('w4', 'n3', soft), pod('f2', 'n2', { ...full, cpu: '1900m' }), pod('f3', 'n3', { ...full, cpu: '1500m' })];
    expect(codeOf(decide({ nodes: [node('n1'), node('n2'), node('n3')], pods }), 'n1')).toBe('NO_PLACE');
  });
});

describe('a pod with volumes', () => {
  const claim = (name: string): Scene['more'] & object => ({
    persistent_volume_claims: [{ metadata: { name, namespace: 'shop' }, spec: { volumeName: `pv-${name}` } }],
    persistent_volumes: [
      {
        metadata: { name: `pv-${name}` },
        spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' }, nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.ebs.csi.aws.com/zone', operator: 'In', values: ['us-east-1a'] }] }] } } },
      },
    ],
  });
  const data: Options = { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } };

  it('stays in the zone of its disk', () => expect(targetOf({ ...scene(data, { n2: { zone: 'b' } }), more: claim('data') })).toBe('n3'));
  it('goes where one more disk can be attached', () => {
    expect(targetOf({ ...scene(data, { n2: { allocatable: { 'attachable-volumes-aws-ebs': '0' } } }), more: claim('data') })).toBe('n3');
  });
  it('goes where one more disk can be attached, also beside volumes that nobody knows', () => {
    const unknown = pod('p4', 'n2', { spec: { volumes: [{ name: 'x', persistentVolumeClaim: { claimName: 'unknown' } }] }, cpu: '50m' });
    const beside = scene(data, { n2: { allocatable: { 'attachable-volumes-aws-ebs': '1' } }, others: [unknown] });
    expect(targetOf({ ...beside, more: claim('data') })).toBe('n3');
  });
  it('stays when another pod uses its disk', () => {
    const shared = { ...scene(data, { others: [pod('p4', 'n3', { ...data, cpu: '100m' })] }), more: claim('data') };
    expect(codeOf(decide(shared), 'n1')).toBe('VOLUME_UNKNOWN');
  });
});
