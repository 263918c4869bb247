/**
 * Baseline bandwidth in Gbit/s, each direction: what a machine may carry for hours, where "up to 10 Gbit/s" is what it may for minutes.
 * From the network specifications of instance types in the EC2 user guide. Every value was compared, in November 2026, with the table that Karpenter's
 * AWS provider generates from those pages; what was not found there is not in here, and what is not in here is not known.
 */
type Sizes = Readonly<Record<string, number>>;

const FIFTH: Sizes = { large: 0.75, xlarge: 1.25, '2xlarge': 2.5, '4xlarge': 5, '8xlarge': 10, '12xlarge': 12, '16xlarge': 20, '24xlarge': 25 };
const COMPUTE_FIFTH: Sizes = { large: 0.75, xlarge: 1.25, '2xlarge': 2.5, '4xlarge': 5, '9xlarge': 12, '12xlarge': 12, '18xlarge': 25, '24xlarge': 25 };
const GRAVITON_SIXTH: Sizes = { medium: 0.5, large: 0.75, xlarge: 1.25, '2xlarge': 2.5, '4xlarge': 5, '8xlarge': 12, '12xlarge': 20, '16xlarge': 25 };
const GRAVITON_SEVENTH: Sizes = { medium: 0.52, large: 0.937, xlarge: 1.876, '2xlarge': 3.75, '4xlarge': 7.5, '8xlarge': 15, '12xlarge': 22.5, '16xlarge': 30 };
/** Of Intel's sixth generation there are sizes up to 32xlarge, of the seventh up to 24xlarge alike. */
const UP_TO_24: Sizes = { large: 0.781, xlarge: 1.562, '2xlarge': 3.125, '4xlarge': 6.25, '8xlarge': 12.5, '12xlarge': 18.75, '16xlarge': 25, '24xlarge': 37.5 };
const UP_TO_32: Sizes = { ...UP_TO_24, '32xlarge': 50 };
const BURSTABLE: Sizes = { nano: 0.032, micro: 0.064, small: 0.128, medium: 0.256, large: 0.512, xlarge: 1.024, '2xlarge': 2.048 };

const FAMILIES: ReadonlyMap<string, Sizes> = new Map([
  ['m5', FIFTH],
  ['r5', FIFTH],
  ['c5', COMPUTE_FIFTH],
  ['m6g', GRAVITON_SIXTH],
  ['c6g', GRAVITON_SIXTH],
  ['r6g', GRAVITON_SIXTH],
  ['m7g', GRAVITON_SEVENTH],
  ['c7g', GRAVITON_SEVENTH],
  ['r7g', GRAVITON_SEVENTH],
  ['m6i', UP_TO_32],
  ['c6i', UP_TO_32],
  ['r6i', UP_TO_32],
  ['m7i', UP_TO_24],
  ['c7i', UP_TO_24],
  ['r7i', UP_TO_24],
  ['t3', BURSTABLE],
  ['t3a', BURSTABLE],
  ['t4g', BURSTABLE],
]);

/** null where nobody looked it up. */
export const baselineGbps = (instanceType: string | null): number | null => {
  const [family = '', size = ''] = (instanceType ?? '').split('.');
  const sizes = FAMILIES.get(family);
  return sizes !== undefined && Object.hasOwn(sizes, size) ? (sizes[size] ?? null) : null;
};

/** `m5` of `m5.large`. */
export const familyOf = (instanceType: string): string => instanceType.split('.')[0] ?? '';
