import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentState } from '../current-state';
import { StateFault } from '../fault';
import { fallback } from '../shapes';
import { readAddresses } from './address';
import { readAmis } from './ami';
import { readAutoScalingGroups } from './auto-scaling-group';
import { readDbInstances } from './db-instance';
import { readInstances } from './instance';
import { readLaunchTemplates } from './launch-template';
import { readLoadBalancers } from './load-balancer';
import { readNatGateways } from './nat-gateway';
import { readNetworkInterfaces } from './network-interface';
import { readSnapshots } from './snapshot';
import { readVolumes } from './volume';

const project = currentState({
  instances: fallback(readInstances, []),
  volumes: fallback(readVolumes, []),
  snapshots: fallback(readSnapshots, []),
  addresses: fallback(readAddresses, []),
  network_interfaces: fallback(readNetworkInterfaces, []),
  load_balancers: fallback(readLoadBalancers, []),
  nat_gateways: fallback(readNatGateways, []),
  db_instances: fallback(readDbInstances, []),
  amis: fallback(readAmis, []),
  launch_templates: fallback(readLaunchTemplates, []),
  auto_scaling_groups: fallback(readAutoScalingGroups, []),
});

const messageOf = (posted: unknown): string => {
  try {
    project(posted);
  } catch (error) {
    if (error instanceof StateFault) return `${error.code} ${error.message}`;
  }
  throw new Error('nothing was wrong');
};

describe('a fault in an AWS object', () => {
  it.each([
    [{ instances: 7 }, 'BAD_STATE current_state.instances: 7 is neither a list nor an answer with "Reservations" or "Instances"'],
    [{ instances: {} }, 'BAD_STATE current_state.instances: an object is neither a list nor an answer with "Reservations" or "Instances"'],
    [{ instances: [7] }, 'BAD_STATE current_state.instances[0]: 7 is not an object'],
    [{ instances: { Reservations: 7 } }, 'BAD_STATE current_state.instances.Reservations: 7 is not a list'],
    [
      { instances: { Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }, { Instances: [{ InstanceId: 'i-2' }, { InstanceId: 'i-1' }] }] } },
      'DUPLICATE_FIELD current_state.instances.Reservations[1].Instances[1].InstanceId: "i-1" is given twice',
    ],
    [{ instances: [{}] }, 'MISSING_FIELD current_state.instances[0].InstanceId: is missing'],
    [{ instances: [{ instanceId: 7 }] }, 'BAD_FIELD current_state.instances[0].instanceId: 7 is not a text'],
    [{ instances: [{ InstanceId: 'i-1', LaunchTime: 'yesterday' }] }, 'BAD_TIME current_state.instances[0].LaunchTime: "yesterday" is not an RFC 3339 time'],
    [{ instances: [{ InstanceId: 'i-1', State: 'running' }] }, 'BAD_STATE current_state.instances[0].State: "running" is not an object'],
    [
      { instances: [{ InstanceId: 'i-1', NetworkInterfaces: [{ PrivateIpAddresses: [{ Association: { PublicIp: 1 } }] }] }] },
      'BAD_FIELD current_state.instances[0].NetworkInterfaces[0].PrivateIpAddresses[0].Association.PublicIp: 1 is not a text',
    ],
    [{ volumes: [{ VolumeId: '' }] }, 'BAD_FIELD current_state.volumes[0].VolumeId: an empty name'],
    [{ volumes: { Volumes: [{ VolumeId: 'vol-1', Size: '8' }] } }, 'BAD_FIELD current_state.volumes.Volumes[0].Size: "8" is not a number'],
    [{ volumes: [{ VolumeId: 'vol-1', Size: -1 }] }, 'BAD_FIELD current_state.volumes[0].Size: -1 is not between 0 and 1000000000000'],
    [{ volumes: [{ VolumeId: 'vol-1', Encrypted: 'yes' }] }, 'BAD_FIELD current_state.volumes[0].Encrypted: "yes" is neither true nor false'],
    [
      { volumes: [{ VolumeId: 'vol-1', CreateTime: { __class__: 'datetime', year: 2026, month: 2, day: 30, hour: 0, minute: 0, second: 0, microsecond: 0 } }] },
      'BAD_TIME current_state.volumes[0].CreateTime: "2026-2-30" is no day of the calendar',
    ],
    [
      { volumes: [{ VolumeId: 'vol-1', Attachments: [{ AttachTime: { year: 2026 } }] }] },
      'MISSING_FIELD current_state.volumes[0].Attachments[0].AttachTime.month: is missing',
    ],
    [{ volumes: [{ VolumeId: 'vol-1', CreateTime: 1_800_000_000_000 }] }, 'BAD_FIELD current_state.volumes[0].CreateTime: 1800000000000 is not between 0 and 4102444800'],
    [{ snapshots: [{ SnapshotId: 's', Tags: [{ Key: 'a' }, { Key: 'a' }] }] }, 'DUPLICATE_FIELD current_state.snapshots[0].Tags[1].Key: "a" is given twice'],
    [{ snapshots: [{ SnapshotId: 's', Tags: { a: 1 } }] }, 'BAD_FIELD current_state.snapshots[0].Tags.a: 1 is not a text'],
    [{ snapshots: [{ SnapshotId: 's', Tags: 'a' }] }, 'BAD_STATE current_state.snapshots[0].Tags: "a" is neither a list of tags nor an object'],
    [{ addresses: { Addresses: [{ PublicIp: '1.1.1.1' }, { PublicIp: '1.1.1.1' }] } }, 'DUPLICATE_FIELD current_state.addresses.Addresses[1].PublicIp: "1.1.1.1" is given twice'],
    [{ network_interfaces: [{ NetworkInterfaceId: 'eni-1', Attachment: [] }] }, 'BAD_STATE current_state.network_interfaces[0].Attachment: a list is not an object'],
    [{ load_balancers: [{ LoadBalancerName: 'a', AvailabilityZones: [7] }] }, 'BAD_STATE current_state.load_balancers[0].AvailabilityZones[0]: 7 is not an object'],
    [{ load_balancers: [{ LoadBalancerName: 'a', LoadBalancerArn: 'x' }, { LoadBalancerName: 'b', LoadBalancerArn: 'x' }] }, 'DUPLICATE_FIELD current_state.load_balancers[1].LoadBalancerArn: "x" is given twice'],
    [{ nat_gateways: [{ NatGatewayId: 'nat-1' }, { NatGatewayId: 'nat-1' }] }, 'DUPLICATE_FIELD current_state.nat_gateways[1].NatGatewayId: "nat-1" is given twice'],
    [{ db_instances: [{ DBInstanceIdentifier: 'a', MultiAZ: 1 }] }, 'BAD_FIELD current_state.db_instances[0].MultiAZ: 1 is neither true nor false'],
    [{ amis: { Images: [{ ImageId: null }] } }, 'MISSING_FIELD current_state.amis.Images[0].ImageId: is missing'],
    [{ launch_templates: [{ LaunchTemplateId: 'lt-1', VersionNumber: 1.5 }] }, 'BAD_FIELD current_state.launch_templates[0].VersionNumber: 1.5 is not a whole number'],
    [{ auto_scaling_groups: [{ AutoScalingGroupName: 'g', Instances: [{}] }] }, 'MISSING_FIELD current_state.auto_scaling_groups[0].Instances[0].InstanceId: is missing'],
    [{ amis: [[[[[[[[[[[]]]]]]]]]]] }, 'BAD_STATE current_state.amis[0][0][0][0][0][0][0][0][0]: is nested more than 8 deep'],
  ])('names the path: %#', (posted, message) => {
    expect(messageOf(posted)).toBe(message);
  });

  it('is the only thing thrown, whatever is posted', () => {
    const kinds = ['instances', 'volumes', 'snapshots', 'addresses', 'network_interfaces', 'load_balancers', 'nat_gateways', 'db_instances', 'amis', 'launch_templates', 'auto_scaling_groups'];
    const keys = fc.constantFrom('InstanceId', 'VolumeId', 'Tags', 'Attachments', 'Reservations', 'Instances', 'Volumes', 'Association', 'PrivateIpAddresses', '__proto__', 'Key');
    const posted = fc.dictionary(fc.constantFrom(...kinds), fc.array(fc.oneof(fc.anything(), fc.dictionary(keys, fc.anything()))));
    fc.assert(
      fc.property(posted, (state) => {
        try {
          project(state);
        } catch (error) {
          expect(error).toBeInstanceOf(StateFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});
