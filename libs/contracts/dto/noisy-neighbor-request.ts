import { NoisyNeighborHead } from './noisy-neighbor-head';
import { stateField } from './state-field';

export class NoisyNeighborRequest extends NoisyNeighborHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    nodes: [{ metadata: { name: 'n1', labels: { 'node.kubernetes.io/instance-type': 'm5.large', 'topology.kubernetes.io/zone': 'us-east-1a' } } }],
    pods: [{ metadata: { name: 'exporter-0', namespace: 'shop', ownerReferences: [{ kind: 'StatefulSet', name: 'exporter', controller: true }] }, spec: { nodeName: 'n1' } }],
    network: [
      {
        namespace: 'shop',
        pod: 'exporter-0',
        node: 'n1',
        rx_bytes_per_second: 1_000_000,
        tx_bytes_per_second: 90_000_000,
        cross_az_gb_month: 600,
        egress_gb_month: 10,
        allowance_exceeded: { bw_out: 12, pps: 0, conntrack: 0 },
        latency_ms: { p50: 2, p95: 40 },
      },
    ],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
