import { describe, expect, it } from 'vitest';
import { USAGE_FEATURES } from '@ml/engine-kernel/usage-features';
import { decide } from './decide';
import { HOURS, inputOf, mostly, node, ofNode, ofPod, pod, times, usage, type Asked } from './rightsizing-input.fixture';
import { usageQuestion } from './usage-question';

const MODEL = { id: 'm-1', name: 'usage', version: '1.0.0' };
const WIDTH = USAGE_FEATURES.length;
const MIB_400 = times(HOURS, 400);

const web = (more: Asked['state'] = {}): Asked => ({
  state: {
    nodes: [node('n1', 'm5.2xlarge')],
    pods: ['web-1', 'web-2'].map((name) => pod(name, { cpu: '1', memory: '2Gi' })),
    horizontal_pod_autoscalers: [],
    usage: usage({ nodes: [ofNode('n1', 1.6, 8)], containers: [ofPod('web-1', mostly(0.1, 0.4, 60), MIB_400), ofPod('web-2', mostly(0.2, 0.5, 60), MIB_400)] }),
    ...more,
  },
});

const question = (asked: Asked) => usageQuestion(inputOf(asked));
const deciding = (asked: Asked, answer: number | null) => {
  const input = inputOf(asked);
  const found = usageQuestion(input);
  if (found === null) throw new Error('nothing is asked');
  const forecast = found.read(Array.from({ length: found.rows }, () => answer), MODEL);
  return decide({ ...input, facts: { ...input.facts, forecast } }).decision;
};

describe('what a model of usage is asked', () => {
  it('is a row for CPU and one for memory, of each node and of the busiest pod of each container', () => {
    const found = question(web());
    expect([found?.rows, found?.values.length]).toEqual([4, 4 * WIDTH]);
    const memory = USAGE_FEATURES.indexOf('is_memory');
    expect([0, 1, 2, 3].map((row) => found?.values[row * WIDTH + memory])).toEqual([0, 1, 0, 1]);
    // The median over the P95: of web-2, which used more than web-1, 0.2 of 0.5.
    expect(found?.values[2 * WIDTH + USAGE_FEATURES.indexOf('p50_over_p95')]).toBeCloseTo(0.4, 6);
  });

  it.each([
    ['nodes', 2],
    ['workloads', 2],
  ])('is about %s alone where only they are to be sized', (level, rows) => {
    expect(question({ ...web(), requirements: { level } })?.rows).toBe(rows);
  });

  it.each([
    ['there is no usage', web({ usage: undefined })],
    ['less than a day was seen', web({ usage: usage({ nodes: [{ name: 'n1', cpu_cores: times(20, 1), memory_bytes: times(20, 1e9) }] }, 20) })],
    ['the request asks for a level that does not exist', { ...web(), requirements: { level: 'clusters' } }],
    ['the workload opts out and no node was sent', web({ nodes: [], pods: [pod('web-1', {}, { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } })] })],
  ])('is nothing where %s', (_, asked) => {
    expect(question(asked)).toBeNull();
  });

  it('leaves what it says nothing of to the rule', () => {
    const { recommendations } = deciding(web(), null);
    expect(recommendations).toEqual(decide(inputOf(web())).decision.recommendations);
  });

  it('agrees with the rule where it expects what was seen: the same sizes, surer', () => {
    const [given, without] = [deciding(web(), 1), decide(inputOf(web())).decision];
    const sizes = ({ recommendations }: typeof given) => recommendations.map(({ target, action, details }) => [target.name, action, details['resource'], details['target'], details['recommended_instance_type']]);
    expect(sizes(given)).toEqual(sizes(without));
    expect(given.recommendations.map(({ details }) => details['agreement'])).toEqual(without.recommendations.map(() => 'agrees'));
    expect(given.confidence_score).toBeGreaterThan(without.confidence_score);
    expect(given.evidence).toMatchObject({ model: MODEL, model_fallback: null });
    expect([given, without].map(({ warnings }) => warnings.some(({ code }) => code === 'NO_MODEL'))).toEqual([false, true]);
  });

  it('raises a request by what it expects beyond, of the busiest pod', () => {
    const cpu = deciding(web(), 1.2).recommendations.find(({ details }) => details['resource'] === 'cpu');
    expect(cpu?.details).toMatchObject({ target: 600, agreement: 'model_larger' });
  });
});
