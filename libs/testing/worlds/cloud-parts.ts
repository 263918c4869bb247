import fc from 'fast-check';
import { hoursAgo, instanceId, type Native, type WorldNode } from './kubernetes-parts';

const ZONE = fc.constantFrom('us-east-1a', 'us-east-1b', 'us-east-1c');
const AGE_HOURS = fc.constantFrom(0.1, 5, 30, 24 * 9, 24 * 60);

const instanceObject = (id: string, type: string, more: Native): Native => ({
  InstanceId: id,
  InstanceType: type,
  State: { Name: 'running' },
  LaunchTime: hoursAgo(300),
  Placement: { AvailabilityZone: 'us-east-1a' },
  Tags: [],
  NetworkInterfaces: [],
  BlockDeviceMappings: [],
  ...more,
});

const NODE_TAGS = [{ Key: 'kubernetes.io/cluster/c-1', Value: 'owned' }];

/** The machines of the nodes, and some that belong to nobody. */
export const instances = (nodes: readonly WorldNode[], types: readonly string[]): fc.Arbitrary<readonly Native[]> =>
  fc
    .array(fc.record({ type: fc.constantFrom(...types), hours: AGE_HOURS, zone: ZONE, state: fc.constantFrom('running', 'running', 'stopped') }), { maxLength: 4 })
    .map((strangers) => [
      ...nodes.map((node) => instanceObject(node.instanceId, node.type, { Placement: { AvailabilityZone: node.zone }, Tags: NODE_TAGS })),
      ...strangers.map(({ type, hours, zone, state }, index) =>
        instanceObject(instanceId(900 + index), type, { LaunchTime: hoursAgo(hours), Placement: { AvailabilityZone: zone }, State: { Name: state } }),
      ),
    ]);

export const volumes = (nodes: readonly WorldNode[]): fc.Arbitrary<readonly Native[]> =>
  fc
    .array(fc.record({ size: fc.integer({ min: 1, max: 2_000 }), type: fc.constantFrom('gp3', 'gp2', 'io2', 'st1'), hours: AGE_HOURS, zone: ZONE, attached: fc.boolean() }), { maxLength: 6 })
    .map((drawn) =>
      drawn.map(({ size, type, hours, zone, attached }, index) => {
        const owner = attached ? nodes[index % Math.max(1, nodes.length)] : undefined;
        return {
          VolumeId: `vol-${index.toString(16).padStart(17, '0')}`,
          Size: size,
          VolumeType: type,
          ...(type === 'gp3' && { Iops: 3_000, Throughput: 125 }),
          ...(type === 'io2' && { Iops: 5_000 }),
          CreateTime: hoursAgo(hours),
          AvailabilityZone: zone,
          State: owner === undefined ? 'available' : 'in-use',
          Attachments: owner === undefined ? [] : [{ InstanceId: owner.instanceId, State: 'attached', Device: '/dev/xvdb' }],
          Tags: [],
        };
      }),
    );

const publicIp = (index: number): string => `203.0.113.${index + 1}`;
const networkInterface = (index: number): string => `eni-${index.toString(16).padStart(17, '0')}`;

interface Address {
  readonly associated: boolean;
}

/** Elastic addresses, some idle, with the interfaces that carry the others. */
export const addresses = (): fc.Arbitrary<Native> =>
  fc.array(fc.record({ associated: fc.boolean() }), { maxLength: 5 }).map((drawn: readonly Address[]) => ({
    addresses: drawn.map(({ associated }, index) => ({
      AllocationId: `eipalloc-${index.toString(16).padStart(17, '0')}`,
      PublicIp: publicIp(index),
      PublicIpv4Pool: 'amazon',
      Domain: 'vpc',
      ...(associated && { AssociationId: `eipassoc-${index}`, NetworkInterfaceId: networkInterface(index) }),
    })),
    network_interfaces: drawn.flatMap(({ associated }, index) =>
      associated
        ? [
            {
              NetworkInterfaceId: networkInterface(index),
              InterfaceType: 'interface',
              AvailabilityZone: 'us-east-1a',
              Status: 'in-use',
              PrivateIpAddresses: [{ PrivateIpAddress: `10.0.0.${index + 4}`, Association: { PublicIp: publicIp(index), AllocationId: `eipalloc-${index.toString(16).padStart(17, '0')}` } }],
            },
          ]
        : [],
    ),
  }));

export const loadBalancers = (): fc.Arbitrary<readonly Native[]> =>
  fc.array(fc.record({ hours: AGE_HOURS, scheme: fc.constantFrom('internet-facing', 'internal') }), { maxLength: 3 }).map((drawn) =>
    drawn.map(({ hours, scheme }, index) => ({
      LoadBalancerArn: `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/lb-${index}/0123456789abcdef`,
      LoadBalancerName: `lb-${index}`,
      DNSName: `lb-${index}-1234567890.us-east-1.elb.amazonaws.com`,
      Type: 'application',
      Scheme: scheme,
      VpcId: 'vpc-1',
      State: { Code: 'active' },
      CreatedTime: hoursAgo(hours),
      AvailabilityZones: [{ ZoneName: 'us-east-1a' }, { ZoneName: 'us-east-1b' }],
    })),
  );

export const databases = (): fc.Arbitrary<readonly Native[]> =>
  fc.array(fc.record({ hours: AGE_HOURS }), { maxLength: 2 }).map((drawn) =>
    drawn.map(({ hours }, index) => ({
      DBInstanceIdentifier: `db-${index}`,
      DBInstanceClass: 'db.m5.large',
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      AllocatedStorage: 100,
      InstanceCreateTime: hoursAgo(hours),
      AvailabilityZone: 'us-east-1a',
      TagList: [],
    })),
  );
