/** `on-demand` stands for everything that the cloud does not take back: on-demand, reserved, capacity blocks. */
export type CapacityType = 'spot' | 'on-demand';

/** Karpenter, EKS managed node groups, and the older lifecycle label of kops and node termination handlers: the first that is set counts. */
export const CAPACITY_TYPE_LABELS = ['karpenter.sh/capacity-type', 'eks.amazonaws.com/capacityType', 'node.kubernetes.io/lifecycle'] as const;

const WORDS: Readonly<Record<string, CapacityType>> = {
  spot: 'spot',
  ec2spot: 'spot',
  'on-demand': 'on-demand',
  on_demand: 'on-demand',
  ondemand: 'on-demand',
  normal: 'on-demand',
  reserved: 'on-demand',
  capacity_block: 'on-demand',
};

export const capacityTypeOf = (labels: Readonly<Record<string, string>>): CapacityType | null => {
  const label = CAPACITY_TYPE_LABELS.find((key) => labels[key] !== undefined);
  return label === undefined ? null : (WORDS[labels[label]?.toLowerCase() ?? ''] ?? null);
};
