import type { Pattern } from './loudness';
import type { Noisy } from './noisy';

export interface Remedy {
  readonly measure: string;
  readonly text: string;
  readonly [figure: string]: unknown;
}

type Rule = (noisy: Noisy) => Remedy | null;

/** In order of what they risk; a measure that takes something away is for pods with victims only. */
const RULES: Readonly<Record<Pattern, readonly Rule[]>> = {
  high_egress: [
    () => ({ measure: 'gateway_vpc_endpoint', text: 'traffic to S3 and DynamoDB of the region goes through a gateway endpoint for nothing', monthly_cost: 0 }),
    ({ cost }) => ({ measure: 'interface_vpc_endpoint', text: 'traffic to another AWS service goes through an interface endpoint; the cost is that of one zone if all of it did', monthly_cost: cost.interfaceEndpoint }),
    () => ({ measure: 'caching', text: 'answers that are asked for again and again are kept near' }),
    () => ({ measure: 'compression', text: 'what is sent is compressed' }),
  ],
  high_cross_az: [
    () => ({ measure: 'pod_affinity', text: 'it stands in the zone of those with whom it talks most, where spread, volumes and room allow: ask network_optimize for the rule' }),
    () => ({ measure: 'traffic_distribution', text: 'services that it calls prefer endpoints of its zone' }),
    () => ({ measure: 'compression', text: 'what is sent is compressed' }),
  ],
  high_bandwidth: [
    () => ({ measure: 'caching', text: 'what is fetched again and again is kept near' }),
    () => ({ measure: 'compression', text: 'what is sent is compressed' }),
    ({ victims, limitMbit }) => (victims.length > 0 && limitMbit !== null ? { measure: 'bandwidth_annotation', text: `the pod is limited to ${limitMbit} Mbit/s each way`, annotations: annotationsFor(limitMbit) } : null),
    ({ larger }) => (larger === null ? null : { measure: 'larger_instance_type', text: `${larger.instance_type} carries ${larger.baseline_gbps} Gbit/s for hours, for ${larger.extra_monthly_cost} USD a month more`, ...larger }),
  ],
};

/** Megabits as the bandwidth plugin reads them. */
export const annotationsFor = (mbit: number): Readonly<Record<string, string>> => ({ 'kubernetes.io/egress-bandwidth': `${mbit}M`, 'kubernetes.io/ingress-bandwidth': `${mbit}M` });

/** Each measure once. */
export const remediesFor = (noisy: Noisy): readonly Remedy[] => {
  const found = new Map<string, Remedy>();
  for (const pattern of noisy.loudness.patterns) {
    for (const rule of RULES[pattern]) {
      const remedy = rule(noisy);
      if (remedy !== null && !found.has(remedy.measure)) found.set(remedy.measure, remedy);
    }
  }
  return [...found.values()];
};
