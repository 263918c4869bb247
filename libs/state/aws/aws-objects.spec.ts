import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiTime } from './api-values';
import { arnOf } from './arn';
import { readAddresses } from './address';
import { readAutoScalingGroups } from './auto-scaling-group';
import { instanceIdOf, volumeIdOf, zoneOf } from './identity';
import { readInstances } from './instance';
import { readLaunchTemplates } from './launch-template';
import { readLoadBalancers } from './load-balancer';
import { readNetworkInterfaces } from './network-interface';
import { LADDER_TAG, readSnapshots } from './snapshot';
import { readVolumes } from './volume';

const instance = (more: Record<string, unknown>) => readInstances([{ InstanceId: 'i-1', ...more }])[0];

describe('a list of AWS objects', () => {
  it('may be an array, an answer, a list of answers, or a list of lists as a query of the command line gives', () => {
    const bare = readInstances([{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }]);
    expect(bare.map((one) => one.instanceId)).toEqual(['i-1', 'i-2']);
    expect(readInstances({ Reservations: [{ Instances: [{ InstanceId: 'i-2' }] }, { Instances: [{ InstanceId: 'i-1' }] }] })).toEqual(bare);
    expect(readInstances([{ Instances: [{ InstanceId: 'i-2' }] }, { Instances: [{ InstanceId: 'i-1' }] }])).toEqual(bare);
    expect(readInstances([{ Reservations: [{ Instances: [{ InstanceId: 'i-2' }] }] }, { Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }] }])).toEqual(bare);
    expect(readInstances([[{ InstanceId: 'i-2' }], [{ InstanceId: 'i-1' }]])).toEqual(bare);
    expect(readInstances({ Reservations: null })).toEqual([]);
  });

  it('reads the same in any order', () => {
    const volumes = ['vol-3', 'vol-1', 'vol-10', 'vol-2'].map((id) => ({ VolumeId: id }));
    fc.assert(
      fc.property(fc.shuffledSubarray(volumes, { minLength: volumes.length }), (shuffled) => {
        expect(readVolumes({ Volumes: shuffled })).toEqual(readVolumes(volumes));
      }),
    );
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-20T10:00:00+00:00', Date.UTC(2026, 10, 20, 10)],
    ['2026-11-20T10:00:00.123Z', Date.UTC(2026, 10, 20, 10, 0, 0, 123)],
    [1_469_664_000.5, 1_469_664_000_500],
    [{ __class__: 'datetime', year: 2026, month: 11, day: 20, hour: 10, minute: 0, second: 0, microsecond: 999_999 }, Date.UTC(2026, 10, 20, 10, 0, 0, 999)],
  ])('is read from %j', (given, expected) => {
    expect(apiTime(given)).toBe(expected);
  });
});

describe('an instance', () => {
  it('needs no more than an id, and says null of the rest', () => {
    expect(instance({})).toEqual({
      ...{ instanceId: 'i-1', instanceType: null, state: null, launchedAt: null, stateChangedAt: null, zone: null, tenancy: null, vpcId: null, subnetId: null },
      ...{ capacityType: 'on-demand', lifecycle: null, windows: false, platform: null, architecture: null, imageId: null, publicIp: null },
      ...{ publicAddresses: [], networkInterfaceIds: [], volumeIds: [], hibernation: false, autoScalingGroup: null, operator: null },
      ...{ tags: {}, otherTags: [], optOut: null },
    });
  });

  it.each([
    [{ InstanceLifecycle: 'spot' }, 'spot'],
    [{ SpotInstanceRequestId: 'sir-1' }, 'spot'],
    [{ InstanceLifecycle: 'scheduled' }, 'on-demand'],
    [{ InstanceLifecycle: 'capacity-block' }, 'on-demand'],
    [{ InstanceLifecycle: 'mystery' }, null],
  ])('with %j is of capacity type %s', (more, expected) => {
    expect(instance(more)?.capacityType).toBe(expected);
  });

  it('keeps a state that nobody knows as text', () => {
    expect(instance({ State: { Name: 'levitating' } })?.state).toBe('levitating');
  });

  it('says since when it is stopped, its group, its operator and that it runs Windows', () => {
    expect(
      instance({
        StateTransitionReason: 'User initiated (2026-03-04 00:21:54 GMT)',
        PlatformDetails: 'Windows with SQL Server Web',
        HibernationOptions: { Configured: true },
        Operator: { Managed: true, Principal: 'eks.amazonaws.com' },
        Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }],
      }),
    ).toMatchObject({ stateChangedAt: Date.UTC(2026, 2, 4, 0, 21, 54), windows: true, hibernation: true, operator: 'eks.amazonaws.com', autoScalingGroup: 'web' });
  });

  it('lists each public address once, with its interface', () => {
    const association = { PublicIp: '1.1.1.1', IpOwnerId: 'amazon' };
    const NetworkInterfaces = [{ NetworkInterfaceId: 'eni-1', Association: association, PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: '10.0.0.1', Association: association }] }];
    expect(instance({ PublicIpAddress: '1.1.1.1', NetworkInterfaces })?.publicAddresses).toEqual([{ publicIp: '1.1.1.1', networkInterfaceId: 'eni-1', ipOwner: 'amazon' }]);
    expect(instance({ PublicIpAddress: '2.2.2.2' })?.publicAddresses).toEqual([{ publicIp: '2.2.2.2', networkInterfaceId: null, ipOwner: null }]);
  });
});

describe('a volume', () => {
  it('was detached when the latest of what the caller tells says so', () => {
    const volumes = readVolumes([
      { VolumeId: 'vol-1', DetachTime: '2026-11-01T00:00:00Z', Attachments: [{ DetachTime: '2026-11-02T00:00:00Z' }, { DetachTime: '2026-10-02T00:00:00Z' }] },
      { VolumeId: 'vol-2', SnapshotId: '', MultiAttachEnabled: true },
    ]);
    expect(volumes.map((one) => [one.detachedAt, one.snapshotId, one.multiAttach])).toEqual([
      [Date.UTC(2026, 10, 2), null, false],
      [null, null, true],
    ]);
  });
});

describe('a snapshot', () => {
  it('of our own ladder, of an image, or of a copy says so', () => {
    const snapshots = readSnapshots([
      { SnapshotId: 'snap-1', VolumeId: 'vol-1', Tags: [{ Key: LADDER_TAG, Value: 'x' }] },
      { SnapshotId: 'snap-2', VolumeId: 'vol-ffffffff', Description: 'Copied for DestinationAmi ami-0b from SourceAmi ami-0a for SourceSnapshot snap-0c.' },
      { SnapshotId: 'snap-3', VolumeId: 'vol-1', Description: 'before the release of ami-0d' },
    ]);
    expect(snapshots.map((one) => [one.ownLadder, one.volumeId, one.madeForImage])).toEqual([
      [true, 'vol-1', null],
      [false, null, 'ami-0b'],
      [false, 'vol-1', null],
    ]);
  });
});

describe('an address', () => {
  it('brought along shows its pool', () => {
    expect(readAddresses([{ PublicIp: '1.1.1.1', PublicIpv4Pool: 'ipv4pool-ec2-012' }])[0]).toMatchObject({ pool: 'ipv4pool-ec2-012', allocationId: null });
  });
});

describe('a network interface', () => {
  const used = (more: Record<string, unknown>) => readNetworkInterfaces([{ NetworkInterfaceId: 'eni-1', ...more }])[0]?.usedBy;

  it.each([
    [{ Description: 'ELB app/web/50dc6c495c0c9188' }, { kind: 'load_balancer', name: 'app/web/50dc6c495c0c9188' }],
    [{ Description: 'Interface for NAT Gateway nat-0abc' }, { kind: 'nat_gateway', name: 'nat-0abc' }],
    [{ Description: 'Amazon EKS shop' }, { kind: 'eks_control_plane', name: 'shop' }],
    [{ Description: 'aws-K8S-i-0abc', Attachment: { InstanceId: 'i-0abc' } }, { kind: 'pod_network', name: 'i-0abc' }],
    [{ Description: 'VPC Endpoint Interface vpce-0abc' }, { kind: 'vpc_endpoint', name: 'vpce-0abc' }],
    [{ InterfaceType: 'network_load_balancer' }, { kind: 'load_balancer', name: null }],
    [{ RequesterId: 'amazon-elb', Attachment: {} }, { kind: 'load_balancer', name: null }],
    [{ Attachment: { InstanceId: 'i-1' }, Description: 'of a person' }, { kind: 'instance', name: null }],
    [{ Attachment: {} }, { kind: 'other', name: null }],
    [{ InterfaceType: 'constructor' }, { kind: 'unattached', name: null }],
  ])('with %j is used by %j', (more, expected) => {
    expect(used(more)).toEqual(expected);
  });

  it('lists secondary addresses with their public ones, the primary first', () => {
    const [read] = readNetworkInterfaces([
      {
        NetworkInterfaceId: 'eni-1',
        Association: { PublicIp: '1.1.1.1', IpOwnerId: 'amazon' },
        PrivateIpAddress: '10.0.0.9',
        PrivateIpAddresses: [
          { PrivateIpAddress: '10.0.0.1', Association: { PublicIp: '2.2.2.2', AllocationId: 'eipalloc-1', IpOwnerId: '123' } },
          { PrivateIpAddress: '10.0.0.9', Primary: true },
        ],
      },
    ]);
    expect(read?.addresses).toEqual([
      { privateIp: '10.0.0.9', primary: true, publicIp: '1.1.1.1', allocationId: null, ipOwner: 'amazon' },
      { privateIp: '10.0.0.1', primary: false, publicIp: '2.2.2.2', allocationId: 'eipalloc-1', ipOwner: '123' },
    ]);
  });
});

describe('load balancers', () => {
  it('of both generations may come together', () => {
    const read = readLoadBalancers({
      LoadBalancers: [{ LoadBalancerName: 'a', LoadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/a/1', AvailabilityZones: [{ ZoneName: 'us-east-1a', LoadBalancerAddresses: [{ IpAddress: '1.1.1.1', AllocationId: 'eipalloc-1' }] }] }],
      LoadBalancerDescriptions: [{ LoadBalancerName: 'a', VPCId: 'vpc-1', AvailabilityZones: ['us-east-1b', 'us-east-1a'], Instances: [{ InstanceId: 'i-2' }, { InstanceId: 'i-1' }] }],
    });
    expect(read.map((one) => [one.id.slice(0, 3), one.type, one.vpcId, one.zones.map((zone) => zone.zone), one.instanceIds])).toEqual([
      ['a', 'classic', 'vpc-1', ['us-east-1a', 'us-east-1b'], ['i-1', 'i-2']],
      ['arn', 'network', null, ['us-east-1a'], null],
    ]);
    expect(read[1]?.zones[0]?.addresses).toEqual([{ publicIp: '1.1.1.1', allocationId: 'eipalloc-1' }]);
  });
});

describe('groups and templates', () => {
  it('name the instances of warm pools and the snapshots to start from', () => {
    const [group] = readAutoScalingGroups({
      AutoScalingGroups: [{ AutoScalingGroupName: 'g', Instances: [{ InstanceId: 'i-2', LifecycleState: 'Warmed:Stopped' }, { InstanceId: 'i-1', LifecycleState: 'InService' }], WarmPoolInstances: [{ InstanceId: 'i-0' }] }],
    });
    expect(group?.warmPoolIds).toEqual(['i-0', 'i-2']);
    const LaunchTemplateData = { ImageId: 'ami-1', BlockDeviceMappings: [{ Ebs: { SnapshotId: 'snap-1' } }, { VirtualName: 'ephemeral0' }] };
    const templates = readLaunchTemplates({ LaunchTemplateVersions: [{ LaunchTemplateId: 'lt-1', VersionNumber: 2, LaunchTemplateData }, { LaunchTemplateId: 'lt-1', VersionNumber: 1, DefaultVersion: true }] });
    expect(templates.map((one) => [one.version, one.isDefault, one.snapshotIds])).toEqual([
      [1, true, []],
      [2, false, ['snap-1']],
    ]);
  });
});

describe('an identity', () => {
  it.each([
    ['aws:///us-east-1a/i-0abc', 'i-0abc', 'us-east-1a'],
    ['aws:///us-west-2-lax-1a/i-0abc', 'i-0abc', 'us-west-2-lax-1a'],
    ['aws:///us-east-1a/0b8d/fargate-ip-10-0-0-1.ec2.internal', null, 'us-east-1a'],
    ['aws:///us-east-1a/i-0abc/more', null, 'us-east-1a'],
    ['gce://project/zone/i-0abc', null, null],
    ['i-0abc', null, null],
    [null, null, null],
  ])('of the node %s is %s in %s', (providerId, instanceId, zone) => {
    expect(instanceIdOf(providerId)).toBe(instanceId);
    expect(zoneOf(providerId)).toBe(zone);
  });

  it.each([
    ['vol-0abc', 'vol-0abc'],
    ['aws://us-east-1a/vol-0abc', 'vol-0abc'],
    ['aws:///us-east-1a/vol-0abc', 'vol-0abc'],
    ['arn:aws:ec2:us-east-1:1:volume/vol-0abc', 'vol-0abc'],
    ['fs-0abc::fsap-1', null],
    ['', null],
  ])('of the volume %s is %s', (handle, expected) => {
    expect(volumeIdOf(handle)).toBe(expected);
  });

  it('of an ARN comes in pieces', () => {
    expect(arnOf('arn:aws-cn:rds:cn-north-1:123:db:orders')).toEqual({ partition: 'aws-cn', service: 'rds', region: 'cn-north-1', account: '123', resource: 'db:orders' });
    expect(arnOf('arn:aws:s3:::bucket/key')).toEqual({ partition: 'aws', service: 's3', region: null, account: null, resource: 'bucket/key' });
    expect(arnOf('orders')).toBeNull();
  });
});
