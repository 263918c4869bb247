import { Ipv4CostHead } from './ipv4-cost-head';
import { stateField } from './state-field';

export class Ipv4CostRequest extends Ipv4CostHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    addresses: [{ PublicIp: '203.0.113.7', AllocationId: 'eipalloc-0a', PublicIpv4Pool: 'amazon', NetworkBorderGroup: 'us-east-1' }],
    instances: [{ InstanceId: 'i-0a', State: { Name: 'running' }, VpcId: 'vpc-0a', SubnetId: 'subnet-0a', Placement: { AvailabilityZone: 'us-east-1a' }, PublicIpAddress: '198.51.100.4' }],
    nat_gateways: [
      { NatGatewayId: 'nat-0a', State: 'available', VpcId: 'vpc-0a', SubnetId: 'subnet-0a', CreateTime: '2026-01-01T00:00:00Z', NatGatewayAddresses: [{ PublicIp: '192.0.2.1', AllocationId: 'eipalloc-0b' }] },
      { NatGatewayId: 'nat-0b', State: 'available', VpcId: 'vpc-0a', SubnetId: 'subnet-0a', CreateTime: '2026-02-01T00:00:00Z', NatGatewayAddresses: [{ PublicIp: '192.0.2.2', AllocationId: 'eipalloc-0c' }] },
    ],
    network_interfaces: [],
    load_balancers: [],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
