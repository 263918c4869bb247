import { readAddresses, type AddressState } from '@ml/state/aws/address';
import { readInstances, type InstanceState } from '@ml/state/aws/instance';
import { readLoadBalancers, type LoadBalancerState } from '@ml/state/aws/load-balancer';
import { readNatGateways, type NatGatewayState } from '@ml/state/aws/nat-gateway';
import { readNetworkInterfaces, type NetworkInterfaceState } from '@ml/state/aws/network-interface';
import { currentState } from '@ml/state/current-state';
import { readIngresses, type IngressState } from '@ml/state/kubernetes/ingress';
import { readNodes, type NodeState } from '@ml/state/kubernetes/node';
import { readPods } from '@ml/state/kubernetes/pod';
import { readServices, type ServiceState } from '@ml/state/kubernetes/service';
import { readPodNetworks, type PodNetworkState } from '@ml/state/observed/pod-network';
import type { OptOut } from '@ml/state/opt-out';
import type { Read } from '@ml/state/read';
import { optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** Where pods stand that say "hands off". */
export interface UndisturbedPod {
  readonly node: string;
  readonly optOut: OptOut;
}

/** What this engine reads of `current_state`; null is a list that was not given, which is not the same as an empty one. */
export interface Ipv4CostTrackerState {
  readonly observed_at: EpochMs | null;
  readonly addresses: readonly AddressState[] | null;
  readonly network_interfaces: readonly NetworkInterfaceState[] | null;
  readonly instances: readonly InstanceState[] | null;
  readonly load_balancers: readonly LoadBalancerState[] | null;
  readonly nat_gateways: readonly NatGatewayState[] | null;
  readonly nodes: readonly NodeState[] | null;
  readonly services: readonly ServiceState[] | null;
  readonly ingresses: readonly IngressState[] | null;
  readonly network: readonly PodNetworkState[] | null;
  /** Of the pods that were sent only those that nobody may move. */
  readonly pods: readonly UndisturbedPod[] | null;
}

const undisturbed: Read<readonly UndisturbedPod[]> = (value) =>
  readPods(value).flatMap(({ nodeName: node, optOut }) => (node === null || optOut === null ? [] : [{ node, optOut }]));

export const projectIpv4CostTrackerState: (posted: unknown) => Ipv4CostTrackerState = currentState({
  observed_at: optional(time),
  addresses: optional(readAddresses),
  network_interfaces: optional(readNetworkInterfaces),
  instances: optional(readInstances),
  load_balancers: optional(readLoadBalancers),
  nat_gateways: optional(readNatGateways),
  nodes: optional(readNodes),
  services: optional(readServices),
  ingresses: optional(readIngresses),
  network: optional(readPodNetworks),
  pods: optional(undisturbed),
});
