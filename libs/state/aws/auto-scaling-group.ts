import { compareText } from '@ml/units/compare-text';
import type { Read } from '../read';
import { array, fallback, optional, required } from '../shapes';
import { name } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { amount, filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

export interface AutoScalingInstance {
  readonly instanceId: string;
  /** InService, Pending, Standby, Warmed:Stopped, ...; kept as given. */
  readonly lifecycleState: string | null;
}

/** An Auto Scaling group as far as engines need it; null where the object does not say. */
export interface AutoScalingGroupState extends Tagged {
  readonly name: string;
  readonly minSize: number | null;
  readonly maxSize: number | null;
  readonly desired: number | null;
  readonly instances: readonly AutoScalingInstance[];
  /** Instances held ready beside the group: those of its warm pool, and those of its own list that are in a Warmed state. Sorted. */
  readonly warmPoolIds: readonly string[];
}

const members = fallback(array(apiObject({ InstanceId: required(name), LifecycleState: filled })), []);

const apiGroup = apiObject({
  AutoScalingGroupName: required(name),
  MinSize: optional(amount),
  MaxSize: optional(amount),
  DesiredCapacity: optional(amount),
  Instances: members,
  /** DescribeWarmPool lists them apart; a caller may put its `Instances` here. */
  WarmPoolInstances: members,
  Tags: fallback(readTags, UNTAGGED),
});

const readGroup: Read<AutoScalingGroupState> = (value) => {
  const given = apiGroup(value);
  const instances = given.Instances.map((one) => ({ instanceId: one.InstanceId, lifecycleState: one.LifecycleState }));
  const warmed = instances.filter((one) => one.lifecycleState?.startsWith('Warmed') === true).map((one) => one.instanceId);
  return {
    name: given.AutoScalingGroupName,
    minSize: given.MinSize,
    maxSize: given.MaxSize,
    desired: given.DesiredCapacity,
    instances: instances.sort((one, other) => compareText(one.instanceId, other.instanceId)),
    warmPoolIds: [...new Set([...warmed, ...given.WarmPoolInstances.map((one) => one.InstanceId)])].sort(),
    ...given.Tags,
  };
};

/** `current_state.auto_scaling_groups`, as DescribeAutoScalingGroups answers. */
export const readAutoScalingGroups: Read<readonly AutoScalingGroupState[]> = apiList({
  answers: ['AutoScalingGroups'],
  read: readGroup,
  identityOf: (one) => one.name,
  identityKey: 'AutoScalingGroupName',
});
