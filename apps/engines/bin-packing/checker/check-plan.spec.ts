import { describe, expect, it } from 'vitest';
import type { EngineDecision, PlanStep } from '@ml/contracts/decision';
import { budget, node, pod, type Scene } from '../cluster.fixture';
import { rulesBroken, type Drains, type HandMade } from './test/hand-made';

type Native = Readonly<Record<string, unknown>>;

const nodes = [node('n1'), node('n2'), node('n3')];
const go = (name: string, to = 'n2') => ({ pod: `shop/${name}`, to });
const one: Drains = { n1: [[go('p1')]] };

const withPods = (pods: readonly Native[], more: Partial<Scene> = {}): Scene => ({ nodes, pods, ...more });
const movingOne = (options: Parameters<typeof pod>[2], more: Partial<Scene> & { readonly beside?: readonly Native[] } = {}): HandMade => {
  const { beside = [], ...scene } = more;
  return { scene: withPods([pod('p1', 'n1', options), ...beside], scene), drains: one };
};
const onto = (target: Native, options: Parameters<typeof pod>[2] = {}): HandMade => ({ scene: { nodes: [node('n1'), target, node('n3')], pods: [pod('p1', 'n1', options)] }, drains: one });

const required = (terms: readonly Native[]): Native => ({ requiredDuringSchedulingIgnoredDuringExecution: terms });
const near = (app: string, topologyKey = 'kubernetes.io/hostname'): Native => ({ topologyKey, labelSelector: { matchLabels: { app } } });
const claim = (name: string): Native => ({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] });
const disk = (name: string, zone: string): Native => ({
  persistent_volume_claims: [{ metadata: { namespace: 'shop', name }, spec: { volumeName: 'pv' } }],
  persistent_volumes: [
    {
      metadata: { name: 'pv' },
      spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' }, nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] }] } } },
    },
  ],
});
const spread = (topologyKey: string, more: Native = {}): Native => ({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } }, ...more }] });
const web = { app: 'web' };

const BROKEN: readonly (readonly [string, string, HandMade])[] = [
  ['RESOURCES', 'CPU', movingOne({ cpu: '3' }, { beside: [pod('p2', 'n2', { cpu: '1500m' })] })],
  ['RESOURCES', 'memory', movingOne({ memory: '15Gi' }, { beside: [pod('p2', 'n2', { memory: '2Gi' })] })],
  ['RESOURCES', 'disk', movingOne({ requests: { 'ephemeral-storage': '1Gi' } })],
  ['RESOURCES', 'something extended', movingOne({ requests: { 'nvidia.com/gpu': '1' } })],
  ['RESOURCES', 'the number of pods', onto(node('n2', { pods: '0' }))],
  ['TAINT', 'a taint', onto(node('n2', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }))],
  ['NODE_SELECTOR', 'a node selector', movingOne({ spec: { nodeSelector: { disk: 'ssd' } } })],
  ['NODE_AFFINITY', 'node affinity', movingOne({ spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }] } } } } })],
  ['NODE_AFFINITY', 'a term without requirements', movingOne({ spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } } } })],
  ['TARGET_UNFIT', 'a cordoned target', onto(node('n2', { unschedulable: true }))],
  ['TARGET_UNFIT', 'a target that is not ready', onto(node('n2', { ready: false }))],
  ['TARGET_UNFIT', 'a target that is being deleted', onto(node('n2', { deleting: true }))],
  ['TARGET_CORDONED', 'a target that the plan closes', { scene: withPods([pod('p1', 'n1')]), drains: { n1: [[go('p1', 'n3')]], n3: [[go('p1')]] } }],
  ['HOST_PORT', 'a port of the host', movingOne({ ports: [{ hostPort: 80, containerPort: 80 }] }, { beside: [pod('p2', 'n2', { ports: [{ hostPort: 80, containerPort: 8080, hostIP: '10.0.0.1' }] })] })],
  ['ANTI_AFFINITY', 'what it avoids', movingOne({ spec: { affinity: { podAntiAffinity: required([near('p2')]) } } }, { beside: [pod('p2', 'n2')] })],
  ['ANTI_AFFINITY_SYMMETRIC', 'who avoids it', movingOne({}, { beside: [pod('p2', 'n2', { spec: { affinity: { podAntiAffinity: required([near('p1')]) } } })] })],
  ['POD_AFFINITY', 'what it needs', movingOne({ spec: { affinity: { podAffinity: required([near('p3')]) } } }, { beside: [pod('p3', 'n3')] })],
  ['LEFT_ALONE', 'who needs it', movingOne({}, { nodes: [node('n1', { labels: { rack: 'r1' } }), node('n2'), node('n3', { labels: { rack: 'r1' } })], beside: [pod('p3', 'n3', { spec: { affinity: { podAffinity: required([near('p1', 'rack')]) } } })] })],
  ['SPREAD', 'topology spread', movingOne({ ...web, spec: spread('kubernetes.io/hostname') }, { beside: [pod('p2', 'n2', web), pod('p3', 'n3', { app: 'p3' })] })],
  ['SPREAD', 'too few domains', movingOne({ ...web, spec: spread('topology.kubernetes.io/zone', { minDomains: 2 }) }, { beside: [pod('p2', 'n2', web)] })],
  ['VOLUME_ZONE', 'the zone of a volume', movingOne({ spec: claim('data') }, { more: disk('data', 'us-east-1b') })],
  ['VOLUME_UNKNOWN', 'a volume that nobody knows', movingOne({ spec: claim('data') })],
  ['VOLUME_SHARED', 'a disk in use by another', movingOne({ spec: claim('data') }, { more: disk('data', 'us-east-1a'), beside: [pod('p2', 'n3', { spec: claim('data') })] })],
  ['VOLUME_LIMIT', 'how many disks a node attaches', { ...movingOne({ spec: claim('data') }, { more: disk('data', 'us-east-1a') }), limits: { disks: 0 } }],
  ['PDB', 'a disruption budget', movingOne({}, { budgets: [budget('p1', 0)] })],
  ['PDB', 'the tighter of two budgets', movingOne({}, { budgets: [budget('p1', 1), { ...budget('p1', 0), metadata: { name: 'second', namespace: 'shop' } }] })],
  ['PDB', 'a budget by its own arithmetic', movingOne({}, { budgets: [budget('p1', null, { minAvailable: '100%' })] })],
  ['OPTED_OUT', 'an opt-out', movingOne({ annotations: { 'karpenter.sh/do-not-disrupt': 'true' } })],
  ['OPTED_OUT', 'safe-to-evict', movingOne({ annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } })],
  ['EXCLUDED', 'what the request excludes', { ...movingOne({}), limits: { excluded: ['shop/p1'] } }],
  ['BARE_POD', 'a bare pod', movingOne({ owner: null })],
  ['LOCAL_STORAGE', 'local storage', movingOne({ spec: { volumes: [{ name: 'v', emptyDir: {} }] } })],
  ['SYSTEM_POD', 'a pod of the system', { scene: withPods([pod('p1', 'n1', { namespace: 'kube-system' })]), drains: { n1: [[{ pod: 'kube-system/p1', to: 'n2' }]] } }],
  ['BOUND_TO_NODE', 'a pod of a DaemonSet', movingOne({ owner: { kind: 'DaemonSet', name: 'd' } })],
  ['ENDING_POD', 'a pod that ends', movingOne({ deleting: true })],
  ['NODE_NOT_FREE', 'a node that opted out', { scene: { nodes: [node('n1', { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }), node('n2')], pods: [pod('p1', 'n1')] }, drains: one }],
  ['NO_TARGET', 'a pod without a target', { scene: withPods([pod('p1', 'n1')]), drains: { n1: [[go('p1', '')]] } }],
  ['POD_LOST', 'a pod that is forgotten', { scene: withPods([pod('p1', 'n1'), pod('p2', 'n1')]), drains: one }],
  ['POD_NOT_THERE', 'a pod that stands elsewhere', { scene: withPods([pod('p1', 'n3')]), drains: one }],
  ['NODE_BUDGET', 'the budget of nodes', { ...movingOne({}), limits: { disrupted: { nodes: 0 } } }],
  ['ZONES', 'the spread over zones', { scene: { nodes: [node('n1'), node('n2', { zone: 'b' }), node('n3', { zone: 'b' })], pods: [pod('p1', 'n1')] }, drains: one }],
  ['GRACE', 'the time that a pod asks for to end', movingOne({ spec: { terminationGracePeriodSeconds: 600 } })],
  ['PRICE_UNKNOWN', 'a price that nobody knows', { scene: { nodes: [node('n1', { type: 'z9.unknown' }), node('n2')], pods: [pod('p1', 'n1')] }, drains: one }],
];

const twoUnderOneBudget: Scene = withPods([pod('p1', 'n1', web), pod('p3', 'n3', web)], { budgets: [budget('web', 1)] });
const both: Drains = { n1: [[go('p1')]], n3: [[go('p3')]] };

const changed = (steps: EngineDecision['execution_plan'], number: number, by: Partial<PlanStep>): EngineDecision['execution_plan'] => steps.map((step) => (step.step === number ? { ...step, ...by } : step));
const withSteps =
  (change: (steps: EngineDecision['execution_plan']) => EngineDecision['execution_plan']) =>
  (decision: EngineDecision): EngineDecision => ({ ...decision, execution_plan: change(decision.execution_plan) });
const withFigures =
  (figures: Native) =>
  (decision: EngineDecision): EngineDecision => ({ ...decision, extra: { ...decision.extra, ...figures } });

const SPOILT: readonly (readonly [string, string, NonNullable<HandMade['spoilt']>])[] = [
  ['STEP_NUMBERS', 'a step waits for a later one', withSteps((steps) => changed(steps, 2, { depends_on: [3] }))],
  ['DESTRUCTIVE_LAST', 'a node is cordoned after another is drained', withSteps((steps) => [...steps, { ...steps[0]!, step: 4 }])],
  ['APPROVAL', 'a drain needs no approval', withSteps((steps) => changed(steps, 2, { requires_approval: false }))],
  ['NOT_CORDONED', 'a node is drained open', withSteps((steps) => steps.slice(1))],
  ['NODE_STEPS', 'the end does not wait for the drain', withSteps((steps) => changed(steps, 3, { depends_on: [1] }))],
  ['POD_LOST', 'the end may come before the drain', withSteps((steps) => changed(steps, 3, { depends_on: [1] }))],
  ['UNKNOWN_NODE', 'a node is named that is not there', withSteps((steps) => changed(steps, 1, { target: { kind: 'Node', name: 'n9' } }))],
  ['UNKNOWN_ACTION', 'an action is unknown', withSteps((steps) => changed(steps, 2, { action: 'reboot_node' }))],
  ['TWICE', 'a node goes twice', withSteps((steps) => [...steps, { ...steps[2]!, step: 4 }])],
  ['FIGURES', 'nodes are counted wrong', withFigures({ nodes_after: 1 })],
  ['LOWER_BOUND', 'the bound is above the plan', withFigures({ lower_bound: 3 })],
  ['GAP', 'the gap is not that of the bound', withFigures({ lower_bound: 1, gap_pct: 50 })],
  ['SAVINGS', 'the sum is not that of the parts', (decision) => ({ ...decision, estimated_savings: 150 })],
  ['SAVINGS', 'a year is not twelve months', (decision) => ({ ...decision, estimated_annual_savings: 146 })],
  ['SAVINGS', 'a node saves more than it costs', (decision) => ({ ...decision, recommendations: decision.recommendations.map((each) => ({ ...each, estimated_monthly_savings: 200 })), estimated_savings: 200, estimated_annual_savings: 2_400 })],
  ['RECOMMENDATIONS', 'a recommendation says another target', (decision) => ({ ...decision, recommendations: decision.recommendations.map((each) => ({ ...each, details: { pods_moved: [go('p1', 'n3')] } })) })],
  ['RECOMMENDATIONS', 'a node goes without being recommended', (decision) => ({ ...decision, recommendations: [], estimated_savings: 0, estimated_annual_savings: 0 })],
  ['LAUNCH', 'a node is replaced by one that nobody launches', (decision) => ({ ...decision, recommendations: decision.recommendations.map((each) => ({ ...each, details: { ...each.details, replaced_by: { name: 'new' } } })) })],
];

describe('the checker', () => {
  it('finds nothing in a plan that is right', () => {
    expect(rulesBroken(movingOne({}))).toEqual([]);
    expect(rulesBroken({ scene: withPods([pod('p1', 'n1', web), pod('p3', 'n1', web)], { budgets: [budget('web', 1)] }), drains: { n1: [[go('p1')], [go('p3', 'n3')]] } })).toEqual([]);
    expect(rulesBroken({ scene: twoUnderOneBudget, drains: both })).toEqual([]);
    expect(rulesBroken(movingOne({ spec: claim('data') }, { more: disk('data', 'us-east-1a') }))).toEqual([]);
  });

  it.each(BROKEN)('reports %s when a plan ignores %s', (rule, _, made) => {
    expect(rulesBroken(made)).toContain(rule);
  });

  it.each(SPOILT)('reports %s when %s', (rule, _, spoilt) => {
    expect(rulesBroken({ ...movingOne({}), spoilt })).toContain(rule);
  });

  it('reports PDB when two nodes may be drained at once and share a budget for one', () => {
    const loose = withSteps((steps) => changed(steps, 5, { depends_on: [2] }));
    expect(rulesBroken({ scene: twoUnderOneBudget, drains: both, spoilt: loose })).toEqual(['PDB']);
  });

  it('lets pass what the request or the pod allows', () => {
    expect(rulesBroken({ ...movingOne({ owner: null, spec: { volumes: [{ name: 'v', hostPath: { path: '/x' } }] } }), limits: { barePods: true, localStorage: true } })).toEqual([]);
    expect(rulesBroken(movingOne({ owner: null, annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } }))).toEqual([]);
    expect(rulesBroken(onto(node('n2', { taints: [{ key: 'gpu', value: 'a', effect: 'NoSchedule' }] }), { spec: { tolerations: [{ key: 'gpu', operator: 'Equal', value: 'a' }] } }))).toEqual([]);
  });
});
