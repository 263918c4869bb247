import { describe, expect, it } from 'vitest';
import type { Asking, Native } from './rightsizing-input.fixture';
import { decided, HOURS, hoursAgo, MIB, mostly, node, ofPod, pod, resourcesOf, times, usage, type Asked } from './rightsizing-input.fixture';

const ASKING: Asking = { cpu: '1', memory: '2Gi' };
const POD = pod('web-abc-1', ASKING);
const STEADY = ofPod('web-abc-1', times(HOURS, 0.2), times(HOURS, 400));

interface Given extends Omit<Asked, 'state'> {
  readonly pods?: readonly Native[];
  readonly used?: readonly Native[];
  readonly more?: Native;
}

const ask = ({ pods = [POD], used = [STEADY], more = {}, requirements = {}, ...asked }: Given = {}) =>
  decided({ ...asked, requirements: { level: 'workloads', ...requirements }, state: { nodes: [node('n1', 'm5.2xlarge')], pods, usage: usage({ containers: used }), ...more } });

/** What becomes of each resource: its target in millicores or MiB, or the code for which it is held. */
const outcome = (given: Given = {}): Readonly<Record<string, unknown>> => {
  const { recommendations, held } = ask(given);
  return Object.fromEntries([
    ...held.map(({ code, details }) => [String(details?.['resource'] ?? 'all'), code] as const),
    ...recommendations.map(({ details }) => [String(details['resource']), details['resource'] === 'cpu' ? details['target'] : Number(details['target']) / MIB] as const),
  ]);
};

const hpa = (...metrics: readonly string[]): Native => ({
  metadata: { name: 'web', namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, metrics: metrics.map((name) => ({ type: 'Resource', resource: { name } })) },
});

describe('the requests of a container', () => {
  it('are its P95 of CPU and its peak of memory and 15%, with bounds', () => {
    // 0.2 cores but for 12 of 240 hours; 400 MiB but for one hour.
    const used = ofPod('web-abc-1', mostly(0.2, 0.9, 12), [...times(HOURS - 1, 400), 800]);
    const { recommendations } = ask({ used: [used] });
    expect(recommendations.map(({ action, details: { resource, current, target, lower, upper, unit, days_seen } }) => [action, resource, current, target, lower, upper, unit, days_seen])).toEqual([
      ['lower_request', 'cpu', 1_000, 200, 200, 1_013, 'millicores', 8],
      ['lower_request', 'memory', 2_048 * MIB, 920 * MIB, 460 * MIB, 1_035 * MIB, 'bytes', 8],
    ]);
  });

  it('never fall below 10m and 100 MB, which is said', () => {
    const { recommendations } = ask({ used: [ofPod('web-abc-1', times(HOURS, 0.001), times(HOURS, 3))] });
    // 100 MB are 95.4 MiB.
    expect(recommendations.map(({ details, reasons }) => [details['resource'], Number(details['target']), reasons.map(({ code }) => code)])).toEqual([
      ['cpu', 10, ['UNDERUSED', 'FLOOR']],
      ['memory', 96 * MIB, ['UNDERUSED', 'FLOOR']],
    ]);
  });

  it('are rounded up: to a millicore and to a MiB', () => {
    expect(outcome({ used: [ofPod('web-abc-1', times(HOURS, 0.2001), times(HOURS, 400.5))] })).toEqual({ cpu: 201, memory: 461 });
  });

  it('are those of the busiest pod: one of ten does not vanish in the mean', () => {
    const names = Array.from({ length: 10 }, (_, index) => `web-abc-${index}`);
    const used = names.map((name, index) => ofPod(name, times(HOURS, index === 7 ? 0.8 : 0.1), times(HOURS, index === 7 ? 900 : 200)));
    expect(outcome({ pods: names.map((name) => pod(name, ASKING)), used })).toEqual({ cpu: 800, memory: 1_035 });
  });

  it('count pods that were seen too briefly for a percentile of their own together; their peaks count in any case', () => {
    const brief = (name: string, from: number, [cores, mib]: readonly [number, number]): Native => {
      const at = (value: number) => Array.from({ length: HOURS }, (_, hour) => (hour >= from && hour < from + 60 ? value : null));
      return ofPod(name, at(cores), at(mib));
    };
    const pods = ['web-abc-1', 'web-abc-2'].map((name) => pod(name, ASKING));
    expect(outcome({ pods, used: [brief('web-abc-1', 100, [0.3, 300]), brief('web-abc-2', 170, [0.5, 500])] })).toEqual({ cpu: 500, memory: 575 });
    // Beside one that was seen for long, a start of 60 hours is no percentile; its peak is a peak.
    expect(outcome({ pods, used: [STEADY, brief('web-abc-2', 170, [0.9, 800])] })).toEqual({ cpu: 200, memory: 920 });
  });

  it('keep what a container took when it started, however long ago', () => {
    const started = Array.from({ length: HOURS }, (_, hour) => (hour < 10 ? null : hour === 10 ? 900 : 400));
    // 230 hours ago: before the eight days that count otherwise.
    expect(outcome({ used: [ofPod('web-abc-1', times(HOURS, 0.2), started)] })).toEqual({ cpu: 200, memory: 1_035 });
  });

  it('say that no start was seen when memory is lowered', () => {
    const old = pod('web-abc-1', ASKING, { status: { startTime: hoursAgo(1_000) } });
    const { recommendations } = ask({ pods: [old] });
    expect(recommendations.map(({ risk, reasons }) => [risk, reasons.map(({ code }) => code)])).toEqual([
      ['low', ['UNDERUSED']],
      ['medium', ['UNDERUSED', 'START_NOT_SEEN']],
    ]);
  });

  it('never fall below the heap that Java is allowed', () => {
    const java = pod('web-abc-1', ASKING, { spec: { nodeName: 'n1', containers: [{ name: 'app', command: ['java', '-Xmx1g'], resources: resourcesOf(ASKING) }] } });
    expect(outcome({ pods: [java] })).toEqual({ cpu: 200, memory: 1_024 });
  });

  it.each([
    ['cpu is scaled on', { horizontal_pod_autoscalers: [hpa('cpu')] }, { cpu: 'HPA_ON_METRIC', memory: 460 }],
    ['both are scaled on', { horizontal_pod_autoscalers: [hpa('cpu', 'memory')] }, { cpu: 'HPA_ON_METRIC', memory: 'HPA_ON_METRIC' }],
    ['an autoscaler does not say by what it scales', { horizontal_pod_autoscalers: [{ metadata: { name: 'web', namespace: 'shop' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } }] }, { cpu: 'HPA_ON_METRIC', memory: 'HPA_ON_METRIC' }],
    ['KEDA scales on memory', { scaled_objects: [{ metadata: { name: 'web', namespace: 'shop' }, spec: { scaleTargetRef: { name: 'web' }, triggers: [{ type: 'memory' }] } }] }, { cpu: 200, memory: 'HPA_ON_METRIC' }],
    ['it was killed for want of memory, as an event says', { events: [{ reason: 'OOMKilled', namespace: 'shop', pod: 'web-abc-1', container: 'app' }] }, { cpu: 200, memory: 'OOM_SEEN' }],
    ['another container was', { events: [{ reason: 'OOMKilled', namespace: 'shop', pod: 'web-abc-1', container: 'other' }] }, { cpu: 200, memory: 460 }],
    ['its namespace is to be left alone', { namespaces: [{ metadata: { name: 'shop', annotations: { 'downscaler/exclude': 'true' } } }] }, { all: 'OPTED_OUT' }],
    ['its workload is to be left alone', { deployments: [{ metadata: { name: 'web', namespace: 'shop', annotations: { 'cloudoptim/ignore': 'true' } } }] }, { all: 'OPTED_OUT' }],
  ])('when %s', (_, more, expected) => {
    expect(outcome({ more })).toEqual(expected);
  });

  it('of a container whose status says that it was killed for want of memory are raised, never lowered', () => {
    const killed = pod('web-abc-1', { cpu: '200m', memory: '300Mi' }, { status: { containerStatuses: [{ name: 'app', restartCount: 1, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }] } });
    expect(outcome({ pods: [killed] })).toEqual({ cpu: 'BELOW_MIN_CHANGE', memory: 460 });
  });

  it('stay when they would change by less than 10%, or by less than asked', () => {
    const near = [pod('web-abc-1', { cpu: '215m', memory: '500Mi' })];
    expect(outcome({ pods: near })).toEqual({ cpu: 'BELOW_MIN_CHANGE', memory: 'BELOW_MIN_CHANGE' });
    expect(outcome({ pods: near, constraints: { min_change_pct: 5 } })).toEqual({ cpu: 200, memory: 460 });
  });

  it('are held with fewer than 100 samples', () => {
    const few = Array.from({ length: HOURS }, (_, hour) => (hour < HOURS - 99 ? null : 0.2));
    expect(outcome({ used: [ofPod('web-abc-1', few, times(HOURS, 400))] })).toEqual({ cpu: 'TOO_FEW_SAMPLES', memory: 460 });
  });

  it('of memory are held when no memory was used: that is no measurement; no CPU may be', () => {
    expect(outcome({ used: [ofPod('web-abc-1', times(HOURS, 0), times(HOURS, 0))] })).toEqual({ cpu: 10, memory: 'ZERO_USAGE' });
  });

  it('are given where there are none', () => {
    const { recommendations } = ask({ pods: [pod('web-abc-1', {})] });
    expect(recommendations.map(({ action, details, reasons }) => [action, details['current'], reasons[0]?.code])).toEqual([
      ['raise_request', null, 'NO_REQUEST'],
      ['raise_request', null, 'NO_REQUEST'],
    ]);
  });

  it('are held when the pod would fit on no node any more', () => {
    const { held } = ask({ used: [ofPod('web-abc-1', times(HOURS, 9), times(HOURS, 400))] });
    expect(held.map(({ code, details }) => [code, details])).toEqual([['ABOVE_LARGEST_NODE', { container: 'app', resource: 'cpu' }]]);
    const two = pod('web-abc-1', ASKING, { spec: { nodeName: 'n1', containers: ['app', 'side'].map((name) => ({ name, resources: resourcesOf(ASKING) })) } });
    // 5 cores each: either fits, both do not.
    const used = ['app', 'side'].map((container) => ({ ...ofPod('web-abc-1', times(HOURS, 5), times(HOURS, 400)), container }));
    expect(ask({ pods: [two], used }).held.map(({ code }) => code)).toEqual(['ABOVE_LARGEST_NODE', 'ABOVE_LARGEST_NODE']);
  });

  it.each([
    ['a pod nobody knows', { pods: [], used: [STEADY] }, 'UNKNOWN_POD'],
    ['a pod without a controller', { pods: [pod('web-abc-1', ASKING, { metadata: { ownerReferences: [] } })] }, 'BARE_POD'],
    ['a Job', { pods: [pod('web-abc-1', ASKING, { metadata: { ownerReferences: [{ kind: 'Job', name: 'j', controller: true }] } })] }, 'JOB'],
    ['a container that the pod does not have', { used: [{ ...STEADY, container: 'old' }] }, 'UNKNOWN_CONTAINER'],
    ['an excluded workload', { constraints: { excluded: ['shop/web'] } }, 'EXCLUDED'],
    ['a container that nobody measured', { used: [{ ...STEADY, container: 'old' }, ofPod('else', times(HOURS, 1), times(HOURS, 1))] }, 'NO_USAGE'],
  ])('are held for %s', (_, given, code) => {
    const { verdict, held } = ask(given);
    expect(verdict).toBe('hold');
    expect(held.map((one) => one.code)).toContain(code);
  });

  it('come from pods that are gone, too: the workload stays', () => {
    const gone = { ...ofPod('web-old-9', times(HOURS, 0.6), times(HOURS, 900)), workload: { kind: 'Deployment', name: 'web' } };
    expect(outcome({ used: [STEADY, gone] })).toEqual({ cpu: 600, memory: 1_035 });
  });

  it('are those of the newest pod while a rollout is on its way', () => {
    const pods = [pod('web-abc-1', ASKING), pod('web-abc-2', { cpu: '200m', memory: '460Mi' }, { metadata: { creationTimestamp: hoursAgo(1) } })];
    expect(outcome({ pods })).toEqual({ cpu: 'BELOW_MIN_CHANGE', memory: 'BELOW_MIN_CHANGE' });
  });
});

describe('limits', () => {
  const limits = (asking: Asking, used = STEADY): unknown =>
    ask({ pods: [pod('web-abc-1', asking)], used: [used] }).recommendations.map(({ details }) => [details['resource'], Number(details['target']), details['limit_target'] ?? null]);

  it('are given to nobody who had none', () => {
    expect(limits(ASKING)).toEqual([
      ['cpu', 200, null],
      ['memory', 460 * MIB, null],
    ]);
  });

  it('of memory keep their proportion, of CPU their amount', () => {
    expect(limits({ ...ASKING, cpuLimit: '2', memoryLimit: '3Gi' })).toEqual([
      ['cpu', 200, 2_000],
      ['memory', 460 * MIB, 690 * MIB],
    ]);
  });

  it('that are the request stay the request; then CPU is sized by its peak, for nothing above it gets through', () => {
    expect(limits({ cpu: '1', memory: '2Gi', cpuLimit: '1', memoryLimit: '2Gi' }, ofPod('web-abc-1', [...times(HOURS - 1, 0.2), 0.7], times(HOURS, 400)))).toEqual([
      ['cpu', 700, 700],
      ['memory', 460 * MIB, 460 * MIB],
    ]);
  });

  it('that cut CPU off leave open what is needed: said, and nothing is lowered', () => {
    const capped = ofPod('web-abc-1', times(HOURS, 1), times(HOURS, 400));
    expect(outcome({ pods: [pod('web-abc-1', { cpu: '1', memory: '2Gi', cpuLimit: '1' })], used: [capped] })).toEqual({ cpu: 'CPU_AT_LIMIT', memory: 460 });
    expect(ask({ pods: [pod('web-abc-1', { cpu: '500m', memory: '460Mi', cpuLimit: '1' })], used: [capped] }).recommendations[0]?.reasons.map(({ code }) => code)).toEqual(['OVERUSED', 'CPU_AT_LIMIT']);
  });
});

describe('what changed requests are worth', () => {
  it('is their share of what the nodes cost, and no saving; with nodes it is counted there alone', () => {
    const { recommendations, estimated_savings, extra } = ask();
    // 0.384 USD an hour for 8 cores and 32 GiB, ten of which count as a core: 0.0342857 a core; 1.55 GiB and 0.8 cores are freed.
    expect(recommendations.map(({ estimated_monthly_savings, details }) => [estimated_monthly_savings, details['potential_monthly_savings']])).toEqual([
      [0, 20.02],
      [0, 3.88],
    ]);
    expect([estimated_savings, extra['potential_monthly_savings']]).toEqual([0, 23.9]);
  });

  it('is not known without prices; the requests are', () => {
    const { recommendations, warnings } = ask({ facts: { prices: undefined } });
    expect(recommendations.map(({ details }) => details['potential_monthly_savings'])).toEqual([null, null]);
    expect(warnings.map(({ code }) => code)).toEqual(['NO_MODEL', 'NO_PRICE_DATA']);
  });
});

describe('the plan of changed requests', () => {
  it('changes a template once, in the words of a client, and says what it was', () => {
    const { execution_plan, preconditions } = ask({ pods: [pod('web-abc-1', { cpu: '1', memory: '2Gi', memoryLimit: '3Gi' })] });
    expect(execution_plan.map(({ action, depends_on, reversible, requires_approval }) => [action, depends_on, reversible, requires_approval])).toEqual([
      ['validate_cluster_health', [], true, false],
      ['backup_cluster_state', [1], true, false],
      ['patch_deployment', [1, 2], true, false],
      ['validate_final_state', [3], true, false],
    ]);
    expect(execution_plan[2]).toMatchObject({
      target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      rollback: 'patch_deployment',
      details: { containers: [{ name: 'app', resources: { requests: { cpu: '200m', memory: '460Mi' }, limits: { cpu: null, memory: '690Mi' } }, former: { requests: { cpu: '1000m', memory: '2048Mi' }, limits: { cpu: null, memory: '3072Mi' } } }] },
    });
    expect(preconditions.map(({ code }) => code)).toEqual(['REQUESTS_UNCHANGED']);
  });
});

describe('a forecast of the usage of a container', () => {
  it('raises the target where it expects more, and asks for a person where it is far off', () => {
    const containers = [{ namespace: 'shop', workload: { kind: 'Deployment', name: 'web' }, container: 'app', cpu: 1.25, memory: 0.25 }];
    const { recommendations } = ask({ facts: { forecast: { model: { id: 'm', version: '1' }, horizon_days: 30, nodes: [], containers } } });
    expect(recommendations.map(({ details, risk }) => [details['resource'], Number(details['target']), details['agreement'], details['requires_review'], risk])).toEqual([
      ['cpu', 250, 'model_larger', false, 'low'],
      ['memory', 460 * MIB, 'diverges', true, 'high'],
    ]);
  });

  it('does not keep memory from what the rule gives it by leaving CPU above what any node has', () => {
    const containers = [{ namespace: 'shop', workload: { kind: 'Deployment', name: 'web' }, container: 'app', cpu: 1.27, memory: null }];
    const given = { pods: [pod('web-abc-1', { cpu: '8001m' })], used: [ofPod('web-abc-1', times(HOURS, 5.76), times(HOURS, 400))] };
    // The model expects 7316m, which is no 10% less than 8001m; no node has more than 8 cores, and by the rule the pod would fit.
    const { recommendations, held } = ask({ ...given, facts: { forecast: { model: { id: 'm', version: '1' }, horizon_days: 30, nodes: [], containers } } });
    expect(recommendations.map(({ action, details }) => [action, details['resource'], Number(details['target']), details['requires_review']])).toEqual([
      ['lower_request', 'cpu', 5_760, true],
      ['raise_request', 'memory', 460 * MIB, true],
    ]);
    expect(held).toEqual([]);
  });

  it('is not blamed for what fits on no node by the rule either', () => {
    const containers = [{ namespace: 'shop', workload: { kind: 'Deployment', name: 'web' }, container: 'app', cpu: 1, memory: 1 }];
    const given = { used: [ofPod('web-abc-1', times(HOURS, 9), times(HOURS, 400))] };
    const { recommendations, held } = ask({ ...given, facts: { forecast: { model: { id: 'm', version: '1' }, horizon_days: 30, nodes: [], containers } } });
    expect(recommendations.map(({ action, details }) => [action, details['resource'], details['agreement']])).toEqual([['lower_request', 'memory', 'agrees']]);
    expect(held.map(({ code }) => code)).toEqual(['ABOVE_LARGEST_NODE']);
  });
});
