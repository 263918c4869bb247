import { describe, expect, it } from 'vitest';
import type { UsageForecast } from '@ml/engine-kernel/forecast';
import { decided, GIB, HOURS, mostly, node, ofNode, pod, PRICES, times, type, usage, type Asked, type Native } from './rightsizing-input.fixture';

const ask = (used: Native, { machine = node('n1', 'm5.2xlarge'), pods = [], ...asked }: Partial<Asked> & { readonly machine?: Native; readonly pods?: readonly Native[] } = {}) =>
  decided({ ...asked, state: { nodes: [machine], pods, usage: usage({ nodes: [used] }) } });
const chosen = (...given: Parameters<typeof ask>): unknown => {
  const { recommendations, held } = ask(...given);
  return recommendations[0]?.details['recommended_instance_type'] ?? held[0]?.code;
};
/** Of 8 cores and 32 GiB. */
const LOW = ofNode('n1', 1.6, 8);

describe('a node', () => {
  it.each([
    ['stays when CPU alone is low', ofNode('n1', 1, 20), 'RIGHT_SIZED'],
    ['stays when memory alone is low', ofNode('n1', 5, 4), 'RIGHT_SIZED'],
    ['stays at exactly half of both', ofNode('n1', 4, 16), 'RIGHT_SIZED'],
    ['stays at exactly 80%', ofNode('n1', 6.4, 25.6), 'RIGHT_SIZED'],
    // 8 x 0.49 / 0.5 = 7.84 -> 8 vCPU: nothing is smaller than what it is.
    ['stays where half of it would be too little', ofNode('n1', 3.92, 15.68), 'NO_SMALLER_TYPE'],
    // 8 x 0.05 / 0.5 = 0.8 -> 1 vCPU, 32 x 0.05 / 0.5 = 3.2 -> 4 GiB.
    ['goes down by several sizes at once', ofNode('n1', 0.4, 1.6), 'c5.large'],
    // 8 x 1.2 = 9.6 -> 10 vCPU, memory as it is: the next with 32 GiB.
    ['goes up by a fifth at least where CPU is short', ofNode('n1', 7, 8), 'm5.4xlarge'],
    // 32 x 1.2 = 38.4 -> 39 GiB, CPU as it is: more memory is cheaper than more of both.
    ['goes up in memory alone where memory is short', ofNode('n1', 2, 30), 'r5.2xlarge'],
  ])('%s', (_, used, expected) => {
    expect(chosen(used)).toBe(expected);
  });

  it('is sized by the P95 of CPU: twelve of 240 hours at full speed are bursts, thirteen are not', () => {
    const burst = (hours: number): Native => ({ ...LOW, cpu_cores: mostly(1.6, 8, hours) });
    expect([chosen(burst(12)), chosen(burst(13))]).toEqual(['m5.xlarge', 'm5.4xlarge']);
  });

  it('is sized by the peak of memory: one hour counts', () => {
    expect(chosen({ ...LOW, memory_bytes: [...times(HOURS - 1, 8 * GIB), 30 * GIB] })).toBe('r5.2xlarge');
  });

  it('costs more when it goes up, and saves nothing: the answer says what', () => {
    const { recommendations, estimated_savings, extra } = ask(ofNode('n1', 2, 30));
    // r5.2xlarge 0.504 - m5.2xlarge 0.384 = 0.12 an hour.
    expect([recommendations[0]?.estimated_monthly_savings, recommendations[0]?.details['additional_monthly_cost'], estimated_savings, extra['additional_monthly_cost']]).toEqual([0, 87.6, 0, 87.6]);
  });

  it('takes families made for what runs there where one of them fits, and others where none does', () => {
    const batch = { requirements: { workload_type: 'batch' } };
    expect(chosen(ofNode('n1', 1.6, 4), batch)).toBe('c5.xlarge');
    // c5.xlarge has 8 GiB, 16 are needed; c5.2xlarge is no smaller in cores, but smaller in memory and cheaper.
    expect(chosen(LOW, batch)).toBe('c5.2xlarge');
    expect(chosen(ofNode('n1', 2, 30), batch)).toBe('r5.2xlarge');
    expect(chosen(LOW, { requirements: { workload_type: 'web' } })).toBe('t3.xlarge');
  });

  it.each([
    ['min_cpu_cores', { min_cpu_cores: 8 }, 'c5.2xlarge'],
    ['max_memory_gb', { max_memory_gb: 8 }, 'MAX_MEMORY_GB'],
    ['allowed_instance_types', { allowed_instance_types: ['c5.2xlarge'] }, 'c5.2xlarge'],
    ['blocked_instance_types', { blocked_instance_types: ['m5.xlarge'] }, 'r5.xlarge'],
    ['excluded', { excluded: ['n1'] }, 'EXCLUDED'],
  ])('honours %s', (_, constraints, expected) => {
    expect(chosen(LOW, { constraints })).toBe(expected);
  });

  it('stays on spot, at spot prices, where types are interrupted no more often than now', () => {
    const machine = node('n1', 'm5.2xlarge', { labels: { 'karpenter.sh/capacity-type': 'spot' } });
    const { recommendations } = ask(LOW, { machine });
    expect(recommendations[0]?.details).toMatchObject({ recommended_instance_type: 'm5.xlarge', current_monthly_cost: 109.5, recommended_monthly_cost: 58.4, capacity_type: 'spot' });
    const worse = { ...PRICES, types: PRICES.types.map((known) => (known.instance_type === 'm5.xlarge' ? type('m5.xlarge', [4, 16, 0.192], { advisor: {} }) : known)) };
    expect(chosen(LOW, { machine, facts: { prices: worse } })).toBe('MORE_INTERRUPTED');
  });

  it('never loses its architecture, its GPUs or its local disk', () => {
    expect(chosen(LOW, { machine: node('n1', 'm5.2xlarge', { labels: { 'kubernetes.io/arch': 'arm64' } }) })).toBe('m6g.xlarge');
    expect(chosen(LOW, { machine: node('n1', 'm5d.2xlarge') })).toBe('LOCAL_DISK_LOST');
    const prices = { ...PRICES, types: [...PRICES.types, type('g5.2xlarge', [8, 32, 1.212], { gpus: 1 })] };
    expect(chosen(LOW, { machine: node('n1', 'g5.2xlarge'), facts: { prices } })).toBe('GPU_LOST');
  });

  it('keeps room for the requests and the number of its pods, whatever they use', () => {
    expect(chosen(LOW, { pods: [pod('web-abc-1', { cpu: '3', memory: '10Gi' })] })).toBe('m5.xlarge');
    // m5.xlarge offers 4000m less 80m for the kubelet.
    expect(chosen(LOW, { pods: [pod('web-abc-1', { cpu: '3950m', memory: '10Gi' })] })).toBe('c5.2xlarge');
    expect(chosen(LOW, { pods: [pod('web-abc-1', { cpu: '7', memory: '20Gi' })] })).toBe('REQUESTS_TOO_LARGE');
    expect(chosen(ofNode('n1', 0.4, 1.6), { pods: Array.from({ length: 40 }, (_, index) => pod(`web-abc-${index}`, {})) })).toBe('c5.xlarge');
    expect(chosen(LOW, { pods: Array.from({ length: 59 }, (_, index) => pod(`web-abc-${index}`, {})) })).toBe('POD_LIMIT');
  });

  it.each([
    ['EXCLUDED', node('n1', 'm5.2xlarge'), [pod('web-abc-1', {})], { excluded: ['shop/web-abc-1'] }],
    ['OPTED_OUT', node('n1', 'm5.2xlarge', { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }), [], {}],
    ['OPTED_OUT', node('n1', 'm5.2xlarge'), [pod('web-abc-1', {}, { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } })], {}],
    ['CONTROL_PLANE', node('n1', 'm5.2xlarge', { labels: { 'node-role.kubernetes.io/control-plane': '' } }), [], {}],
    ['CORDONED', node('n1', 'm5.2xlarge', { unschedulable: true }), [], {}],
    ['TYPE_UNKNOWN', node('n1', 'q1.huge'), [], {}],
    ['PRICE_UNKNOWN', node('n1', 'm9.xlarge'), [], {}],
    ['NO_CAPACITY', node('n1', 'm5.2xlarge', { vcpu: 0 }), [], {}],
    ['NO_USAGE', node('n2', 'm5.2xlarge'), [], {}],
  ])('is held with %s', (...[code, machine, pods, constraints]) => {
    const { verdict, held } = ask(LOW, { machine, pods, constraints, requirements: { level: 'nodes' } });
    expect([verdict, held[0]?.code]).toEqual(['hold', code]);
  });

  it('is held with too few samples, too short a watch, or more samples than the window holds', () => {
    const few = { ...LOW, cpu_cores: [...times(99, 1), ...Array.from({ length: 141 }, () => null)] };
    expect([chosen(few), chosen({ ...LOW, cpu_cores: times(HOURS + 5, 1) }), chosen({ ...LOW, cpu_cores: null })]).toEqual(['TOO_FEW_SAMPLES', 'SERIES_MISMATCH', 'NO_USAGE']);
    const minutes = decided({ state: { nodes: [node('n1', 'm5.2xlarge')], usage: { window: { start: '2026-11-20T07:00:00Z', end: '2026-11-20T10:00:00Z', step_seconds: 60 }, nodes: [{ ...LOW, cpu_cores: times(180, 1), memory_bytes: times(180, GIB) }] } } });
    expect(minutes.held[0]).toMatchObject({ code: 'TOO_FEW_SAMPLES', text: 'CPU: it was watched for 3 hours, less than 24' });
  });

  it('that used nothing at all was not measured', () => {
    expect([chosen({ ...LOW, cpu_cores: times(HOURS, 0) }), chosen({ ...LOW, memory_bytes: times(HOURS, 0) })]).toEqual(['ZERO_USAGE', 'ZERO_USAGE']);
  });

  it('whose usage was sent without the node itself is said', () => {
    const { held } = ask(ofNode('n9', 1, 1), { requirements: { level: 'nodes' } });
    expect(held.map(({ code, target }) => [code, target.name])).toEqual([
      ['NO_USAGE', 'n1'],
      ['UNKNOWN_NODE', 'n9'],
    ]);
  });

  it('is to be reviewed when its pods were not sent', () => {
    const { recommendations, missing } = decided({ state: { nodes: [node('n1', 'm5.2xlarge')], pods: null, usage: usage({ nodes: [LOW] }) } });
    expect(recommendations[0]).toMatchObject({ risk: 'high', details: { requires_review: true, review_reason: 'the pods were not sent: whether their requests fit is not known' } });
    expect(missing).toContain('current_state.pods');
  });

  it('stays, once it is what was recommended', () => {
    // After the change 1.6 of 4 cores and 8 of 16 GiB are used: memory is at half.
    expect(chosen(LOW, { machine: node('n1', 'm5.xlarge', { vcpu: 4, gib: 16 }) })).toBe('RIGHT_SIZED');
    expect(chosen(ofNode('n1', 0.4, 1.6), { machine: node('n1', 'c5.large', { vcpu: 2, gib: 4 }) })).toBe('NO_SMALLER_TYPE');
  });
});

describe('a forecast of the usage of a node', () => {
  const expecting = (cores: number, gib: number): UsageForecast => ({ model: { id: 'm', version: '1' }, horizon_days: 30, nodes: [{ name: 'n1', cpu: cores / 1.6, memory: gib / 8 }], containers: [] });
  const told = (cores: number, gib: number) => {
    const { recommendations, held, warnings } = ask(LOW, { facts: { forecast: expecting(cores, gib) } });
    const details = recommendations[0]?.details ?? {};
    return [details['recommended_instance_type'] ?? held[0]?.code, details['agreement'] ?? null, details['requires_review'] ?? null, details['confidence'] ?? null, warnings.length];
  };

  it('makes the answer surer where it agrees', () => {
    expect(told(1.7, 8)).toEqual(['m5.xlarge', 'agrees', false, 0.95, 0]);
  });

  it('wins where it expects more', () => {
    // 2.4 cores: 5 of them; 9.9 GiB: 20.
    expect(told(2.4, 8)).toEqual(['c5.2xlarge', 'model_larger', false, 0.9, 0]);
    expect(told(7, 8)).toEqual(['m5.4xlarge', 'diverges', true, 0.6, 0]);
  });

  it('keeps the node where it expects it to be in use', () => {
    expect(told(5, 20)[0]).toBe('MODEL_EXPECTS_MORE');
  });

  it('asks for a person where it expects much less', () => {
    expect(told(0.8, 3)).toEqual(['m5.xlarge', 'diverges', true, 0.6, 0]);
  });

  it('does not keep a node from what the rule gives it where no machine has what the model expects', () => {
    const forecast: UsageForecast = { model: { id: 'm', version: '1' }, horizon_days: 30, nodes: [{ name: 'n1', cpu: 100, memory: 100 }], containers: [] };
    const { recommendations } = ask(ofNode('n1', 7, 20), { facts: { forecast } });
    expect(recommendations[0]).toMatchObject({ action: 'upsize_node', risk: 'high', details: { target_vcpu: 10, agreement: 'diverges', requires_review: true } });
  });
});
