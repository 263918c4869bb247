import type { Noisy } from './noisy';
import type { NoisyNeighborDetectorState } from './state';

/** Fields whose absence weakens what is said. */
export const missingIn = (state: NoisyNeighborDetectorState, noisy: readonly Noisy[]): readonly string[] => [
  ...(['network', 'pods', 'nodes'] as const).filter((list) => state[list] === null).map((list) => `current_state.${list}`),
  ...lacking(state, 'current_state.network[].rx_bytes_per_second', ({ rxBytesPerSecond, txBytesPerSecond }) => rxBytesPerSecond === null && txBytesPerSecond === null),
  ...lacking(state, 'current_state.network[].cross_az_gb_month', ({ crossAzGbMonth }) => crossAzGbMonth === null),
  ...lacking(state, 'current_state.network[].egress_gb_month', ({ egressGbMonth }) => egressGbMonth === null),
  ...lacking(state, 'current_state.network[].allowance_exceeded', ({ allowanceExceeded, latencyMs }) => allowanceExceeded === null && latencyMs === null),
  ...[...new Set(noisy.filter(({ load }) => load.baselineGbps === null).map(({ load }) => load.instanceType))].map((type) => (type === null ? INSTANCE_TYPE : `facts.baseline_bandwidth.${type}`)),
];

const INSTANCE_TYPE = 'current_state.nodes[].metadata.labels[node.kubernetes.io/instance-type]';

type Entry = NonNullable<NoisyNeighborDetectorState['network']>[number];

/** Said once, and only when no entry has it: some pods say nothing at all. */
const lacking = ({ network }: NoisyNeighborDetectorState, path: string, isAbsent: (entry: Entry) => boolean): readonly string[] => (network !== null && network.length > 0 && network.every(isAbsent) ? [path] : []);
