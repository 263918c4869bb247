import { describe, expect, it } from 'vitest';
import { balancer, decisionFor, eni, gateway, idle, ingress, inputFor, machine, node, PRICES } from './ipv4-input.fixture';
import { inventoryOf } from './inventory';

const codesOf = (decision: ReturnType<typeof decisionFor>): readonly string[] => decision.held.map(({ code }) => code);

describe('counting public addresses', () => {
  it('counts an address once, though interface, instance and the list of Elastic IP addresses all name it', () => {
    const public1 = '198.51.100.1';
    const state = {
      addresses: [{ PublicIp: public1, AllocationId: 'eipalloc-1', AssociationId: 'a-1', InstanceId: 'i-1', NetworkInterfaceId: 'eni-1', PublicIpv4Pool: 'amazon' }],
      network_interfaces: [eni(1, { Attachment: { InstanceId: 'i-1' } })],
      instances: [machine(1)],
    };
    expect(inventoryOf(inputFor(state).state)).toMatchObject([{ publicIp: public1, allocationId: 'eipalloc-1', ownerKind: 'instance', owner: 'i-1', zone: 'us-east-1a' }]);
    expect(decisionFor(state).extra).toEqual({ total_addresses: 1, total_monthly_cost: 3.65, by_kind: { instance: { addresses: 1, not_charged: 0, monthly_cost: 3.65 } } });
  });

  it('counts every public address of an interface', () => {
    const two = [
      { PrivateIpAddress: '10.0.0.1', Primary: true, Association: { PublicIp: '198.51.100.1' } },
      { PrivateIpAddress: '10.0.0.2', Association: { PublicIp: '198.51.100.2' } },
    ];
    expect(decisionFor({ network_interfaces: [eni(1, { PrivateIpAddresses: two })] }).extra).toMatchObject({ total_addresses: 2, total_monthly_cost: 7.3 });
  });

  it('charges 0.005 an hour, used or idle: 3.65 a month and 43.80 a year', () => {
    const decision = decisionFor({ addresses: [idle(1)] });
    expect(decision).toMatchObject({ verdict: 'act', estimated_savings: 3.65, estimated_annual_savings: 43.8 });
  });

  it('counts a load balancer that no interface is known of with one address a zone', () => {
    expect(decisionFor({ load_balancers: [balancer('web')] }).extra).toMatchObject({ total_addresses: 2, by_kind: { load_balancer: { addresses: 2 } } });
  });

  it('believes the interfaces of a load balancer where it has them', () => {
    const interfaces = [1, 2, 3].map((index) => eni(index, { Description: 'ELB app/web/50dc', RequesterId: 'amazon-elb' }));
    expect(decisionFor({ load_balancers: [balancer('web')], network_interfaces: interfaces }).extra).toMatchObject({ total_addresses: 3 });
  });

  it('takes an interface of some load balancer for one of those it would otherwise add', () => {
    const unnamed = eni(1, { InterfaceType: 'load_balancer' });
    expect(decisionFor({ load_balancers: [balancer('web')], network_interfaces: [unnamed] }).extra).toMatchObject({ total_addresses: 2 });
  });

  it.each([['internal', { Scheme: 'internal' }], ['without public IPv4', { IpAddressType: 'dualstack-without-public-ipv4' }], ['of the gateway kind', { Type: 'gateway' }]])('counts no address of a load balancer %s', (_, more) => {
    expect(decisionFor({ load_balancers: [balancer('web', more)] })).toMatchObject({ verdict: 'hold', extra: { total_addresses: 0 } });
  });

  it('counts addresses of an own pool and charges nothing for them', () => {
    const decision = decisionFor({ addresses: [idle(1, { PublicIpv4Pool: 'ipv4pool-ec2-012345' })] });
    expect(decision).toMatchObject({ verdict: 'hold', held: [{ code: 'NOT_CHARGED' }], extra: { total_addresses: 1, total_monthly_cost: 0, by_kind: { idle: { not_charged: 1 } } } });
  });
});

describe('idle addresses', () => {
  it('are tagged first and released with approval', () => {
    expect(decisionFor({ addresses: [idle(1)] })).toMatchObject({
      recommendations: [{ id: 'r1', action: 'release_address', details: { public_ip: '203.0.113.1', allocation_id: 'eipalloc-1', owner_kind: 'idle', idle: true, monthly_cost: 3.65, remedy: 'release' } }],
      execution_plan: [
        { action: 'create_tags', reversible: true, rollback: 'delete_tags', requires_approval: false },
        { action: 'release_address', reversible: false, requires_approval: true, depends_on: [1] },
      ],
      preconditions: [{ code: 'ADDRESS_STILL_IDLE' }],
    });
  });

  it('are left alone when a tag or the caller says so', () => {
    const kept = idle(1, { Tags: [{ Key: 'cloudoptim:ignore', Value: 'true' }] });
    expect(codesOf(decisionFor({ addresses: [kept] }))).toEqual(['OPTED_OUT']);
    expect(codesOf(decisionFor({ addresses: [idle(1)] }, { constraints: { excluded: ['eipalloc-1'] } }))).toEqual(['EXCLUDED']);
    expect(codesOf(decisionFor({ addresses: [idle(1)] }, { constraints: { excluded: ['203.0.113.1'] } }))).toEqual(['EXCLUDED']);
  });

  it('are left to the service that manages them', () => {
    expect(codesOf(decisionFor({ addresses: [idle(1, { ServiceManaged: 'alb' })] }))).toEqual(['SERVICE_MANAGED']);
  });

  it('are held when nobody knows the price of an address', () => {
    expect(decisionFor({ addresses: [idle(1)] }, { prices: undefined })).toMatchObject({ verdict: 'hold', held: [{ code: 'PRICE_UNKNOWN' }], confidence_score: 0, extra: { total_addresses: 1, total_monthly_cost: null } });
  });
});

describe('NAT gateways', () => {
  it('beside another one in the same zone are given up with their addresses: 32.85 and 3.65', () => {
    const decision = decisionFor({ nat_gateways: [gateway(2), gateway(1)], instances: [machine(9, { PublicIpAddress: undefined })] });
    expect(decision).toMatchObject({ estimated_savings: 36.5, recommendations: [{ action: 'delete_nat_gateway', target: { name: 'nat-2' }, details: { kept_nat_gateway_id: 'nat-1', remedy: 'consolidate_nat_gateways', public_ip: '192.0.2.2' } }] });
    expect(decision.execution_plan.map(({ action, requires_approval: approval }) => [action, approval])).toEqual([
      ['create_tags', false],
      ['replace_route', false],
      ['delete_nat_gateway', true],
      ['release_address', true],
    ]);
  });

  it('are never taken from a zone that has one', () => {
    const decision = decisionFor({ nat_gateways: [gateway(1), gateway(2, { SubnetId: 'subnet-b' })], load_balancers: [balancer('web', { Scheme: 'internal' })] });
    expect(decision.verdict).toBe('hold');
    expect(codesOf(decision)).toEqual(['ZONE_RESILIENCE', 'ZONE_RESILIENCE', 'IN_USE']);
  });

  it('are held when nothing says in which zone they stand', () => {
    expect(codesOf(decisionFor({ nat_gateways: [gateway(1), gateway(2)] }))).toEqual(['ZONE_UNKNOWN', 'ZONE_UNKNOWN', 'IN_USE']);
  });

  it('keep the one that is to be left alone', () => {
    const decision = decisionFor({ nat_gateways: [gateway(1), gateway(2, { Tags: [{ Key: 'cloudoptim:ignore', Value: '' }] })], instances: [machine(9, { PublicIpAddress: undefined })] });
    expect(decision.recommendations.map(({ target }) => target.name)).toEqual(['nat-1']);
  });
});

describe('load balancers of ingresses', () => {
  const two = { load_balancers: [balancer('api'), balancer('web')], ingresses: [ingress('api'), ingress('web')] };

  it('are shared within a namespace: 16.43 and two addresses are saved', () => {
    // 0.0225 x 730 = 16.425, and 2 x 3.65.
    expect(decisionFor(two)).toMatchObject({ verdict: 'act', estimated_savings: 23.73, recommendations: [{ action: 'join_ingress_group', target: { kind: 'Ingress', namespace: 'shop', name: 'web' } }] });
  });

  it('are built anew beside the old ones before anything is deleted', () => {
    expect(decisionFor(two).execution_plan.map(({ action, reversible }) => [action, reversible])).toEqual([
      ['create_ingress', true],
      ['change_resource_record_sets', true],
      ['delete_ingress', false],
    ]);
  });

  it('are left when they are shared already, of another controller, or not to be touched', () => {
    const held = (annotations: Readonly<Record<string, string>>) => codesOf(decisionFor({ ...two, ingresses: [ingress('api'), ingress('web', annotations)] }));
    expect(held({ 'alb.ingress.kubernetes.io/group.name': 'g' })).toContain('SHARED_ALREADY');
    const third = { ...ingress('third'), status: ingress('web')['status'] };
    expect(decisionFor({ ...two, ingresses: [ingress('api'), ingress('web'), third] })).toMatchObject({ verdict: 'hold', estimated_savings: 0 });
    const abroad = [balancer('api'), balancer('web', { AvailabilityZones: [{ ZoneName: 'eu-west-1a', SubnetId: 'subnet-e' }] })];
    expect(codesOf(decisionFor({ ...two, load_balancers: abroad }))).toContain('PRICE_UNKNOWN');
    expect(held({ 'cloudoptim/ignore': 'true' })).toContain('OPTED_OUT');
  });

  it('of services are held, since only HTTP can be shared', () => {
    const service = (name: string) => ({ metadata: { name, namespace: 'shop' }, spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ hostname: `${name}-1.us-east-1.elb.amazonaws.com` }] } } });
    expect(codesOf(decisionFor({ load_balancers: two.load_balancers, services: [service('api'), service('web')] }))).toEqual(['PROTOCOL_UNKNOWN', 'PROTOCOL_UNKNOWN', 'IN_USE']);
  });
});

describe('nodes with addresses of their own', () => {
  const nodes = Array.from({ length: 12 }, (_, index) => index + 1);
  const quiet = (bytes: number) => nodes.map((index) => ({ namespace: 'shop', pod: `p${index}`, node: `n${index}`, rx_bytes_per_second: bytes, tx_bytes_per_second: bytes, egress_gb_month: 0.1 }));
  const cluster = { nodes: nodes.map((index) => node(index)), instances: nodes.map((index) => machine(index)) };

  it('stay where they are while their traffic is unknown', () => {
    expect(codesOf(decisionFor(cluster))).toEqual(['TRAFFIC_UNKNOWN', 'IN_USE']);
  });

  it('move behind the gateway that is there once even all their traffic is cheaper', () => {
    // 12 x 3.65 = 43.80; 20 GB a node for itself and 2 x 1000 B/s of pods (5.256 GB) are 303.072 GB at 0.045 = 13.638.
    const decision = decisionFor({ ...cluster, network: quiet(1_000), nat_gateways: [gateway(1)], pods: [] });
    expect(decision).toMatchObject({ verdict: 'act', estimated_savings: 30.16, recommendations: [{ action: 'move_nodes_to_private_subnets', risk: 'high', details: { nat_gateway: 'existing' } }] });
  });

  it('stay while nobody knows which pods would be moved with them', () => {
    expect(codesOf(decisionFor({ ...cluster, network: quiet(1_000), nat_gateways: [gateway(1)] }))).toEqual(['ZONE_RESILIENCE', 'PODS_NOT_SENT', 'IN_USE', 'IN_USE']);
  });

  it('stay under a pod that is not to be disturbed', () => {
    const pods = [{ metadata: { name: 'p1', namespace: 'shop', annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }, spec: { nodeName: 'n1', containers: [] } }];
    const decision = decisionFor({ ...cluster, network: quiet(1_000), nat_gateways: [gateway(1)], pods });
    expect(decision.held).toContainEqual(expect.objectContaining({ target: { kind: 'Node', name: 'n1' }, code: 'OPTED_OUT' }));
    expect(decision.recommendations[0]?.details['nodes']).toHaveLength(11);
  });

  it('are counted once when two nodes claim one machine', () => {
    const twice = { ...cluster, nodes: [...cluster.nodes, { ...node(1), metadata: { name: 'ghost-of-n1' } }] };
    const decision = decisionFor({ ...twice, network: [...quiet(1_000), { namespace: 'shop', pod: 'p0', node: 'ghost-of-n1', rx_bytes_per_second: 1, tx_bytes_per_second: 1 }], nat_gateways: [gateway(1)], pods: [] });
    expect(codesOf(decision)).toContain('MACHINE_CLAIMED_TWICE');
    expect(decision.recommendations[0]?.details['nodes']).toHaveLength(11);
  });

  it('have no price in another region than the list', () => {
    const abroad = { nodes: cluster.nodes, instances: nodes.map((index) => machine(index, { Placement: { AvailabilityZone: 'eu-west-1a' } })) };
    expect(codesOf(decisionFor({ ...abroad, network: quiet(1), pods: [] }))).toContain('PRICE_UNKNOWN');
  });

  it('stay when a new gateway costs more than twelve addresses leave over', () => {
    expect(codesOf(decisionFor({ ...cluster, network: quiet(1_000) }))).toContain('BREAK_EVEN_UNSURE');
    expect(codesOf(decisionFor({ nodes: cluster.nodes.slice(0, 9), instances: cluster.instances.slice(0, 9), network: quiet(0) }))).toContain('NAT_DEARER');
  });

  it('keep an Elastic IP address that somebody gave them', () => {
    const addresses = [{ PublicIp: '198.51.100.1', AllocationId: 'eipalloc-1', AssociationId: 'a', InstanceId: 'i-1', PublicIpv4Pool: 'amazon' }];
    expect(codesOf(decisionFor({ addresses, nodes: [node(1)], instances: [machine(1)], network: quiet(1) }))).toEqual(['ELASTIC_ADDRESS', 'IN_USE']);
  });
});

describe('what is not known', () => {
  it('holds when no part of the network was posted', () => {
    expect(decisionFor({})).toMatchObject({ verdict: 'hold', held: [{ code: 'NO_NETWORK_STATE' }], confidence_score: 0 });
  });

  it('names the lists that were not posted, and is less sure without them', () => {
    const some = decisionFor({ addresses: [idle(1)] });
    const all = decisionFor({ addresses: [idle(1)], network_interfaces: [], instances: [], load_balancers: [], nat_gateways: [] });
    expect(some.missing).toEqual(['current_state.instances', 'current_state.load_balancers', 'current_state.nat_gateways', 'current_state.network_interfaces']);
    expect(all.missing).toEqual([]);
    expect(some.confidence_score).toBeLessThan(all.confidence_score);
  });

  it('says that IPv6 costs nothing and counts no saving for it', () => {
    expect(decisionFor({ instances: [machine(1)] })).toMatchObject({ verdict: 'hold', warnings: [{ code: 'IPV6_DUAL_STACK' }] });
  });

  it('takes prices of the region of the objects where none is asked for', () => {
    expect(decisionFor({ addresses: [idle(1, { NetworkBorderGroup: 'us-east-1' })] }, { requirements: { region: undefined }, prices: PRICES }).verdict).toBe('act');
  });

  it('refuses an address that is given twice, and an allocation that is no text', () => {
    expect(() => inputFor({ addresses: [idle(1), idle(1)] })).toThrow('current_state.addresses[1].PublicIp');
    expect(() => inputFor({ addresses: [idle(1, { AllocationId: 7 })] })).toThrow('current_state.addresses[0].AllocationId');
  });
});
