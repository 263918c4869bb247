import type { Read } from '../read';
import { object, optional, required } from '../shapes';
import { decimal, name } from '../values';
import { observedList } from './observed-list';

/** How often the network card queued or dropped packets beyond what the instance may do. */
export interface AllowanceExceeded {
  readonly bwIn: number | null;
  readonly bwOut: number | null;
  readonly pps: number | null;
  readonly conntrack: number | null;
}

/** What the network of one pod carried; null where the caller does not say. */
export interface PodNetworkState {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string | null;
  readonly rxBytesPerSecond: number | null;
  readonly txBytesPerSecond: number | null;
  readonly crossAzGbMonth: number | null;
  readonly egressGbMonth: number | null;
  readonly allowanceExceeded: AllowanceExceeded | null;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null } | null;
}

const amount = optional(decimal({ min: 0, max: 1e15 }));

const fields = object({
  namespace: required(name),
  pod: required(name),
  node: optional(name),
  rx_bytes_per_second: amount,
  tx_bytes_per_second: amount,
  cross_az_gb_month: amount,
  egress_gb_month: amount,
  allowance_exceeded: optional(object({ bw_in: amount, bw_out: amount, pps: amount, conntrack: amount })),
  latency_ms: optional(object({ p50: amount, p95: amount })),
});

const readPodNetwork: Read<PodNetworkState> = (value) => {
  const given = fields(value);
  const exceeded = given.allowance_exceeded;
  return {
    namespace: given.namespace,
    pod: given.pod,
    node: given.node,
    rxBytesPerSecond: given.rx_bytes_per_second,
    txBytesPerSecond: given.tx_bytes_per_second,
    crossAzGbMonth: given.cross_az_gb_month,
    egressGbMonth: given.egress_gb_month,
    allowanceExceeded: exceeded === null ? null : { bwIn: exceeded.bw_in, bwOut: exceeded.bw_out, pps: exceeded.pps, conntrack: exceeded.conntrack },
    latencyMs: given.latency_ms,
  };
};

/** `current_state.network`: one entry a pod. */
export const readPodNetworks: Read<readonly PodNetworkState[]> = observedList(readPodNetwork, { of: (one) => [one.namespace, one.pod], path: ['pod'] });
