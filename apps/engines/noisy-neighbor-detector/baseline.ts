/**
 * Baseline bandwidth in Gbit/s, each direction: what a machine may carry for hours, where "up to 10 Gbit/s" is what it may for minutes.
 * From the network specifications of instance types in the EC2 user guide, as of 2025-11. What is not in here is not known.
 */
const FIFTH: Readonly<Record<string, number>> = { large: 0.75, xlarge: 1.25, '2xlarge': 2.5, '4xlarge': 5, '8xlarge': 10, '16xlarge': 20, '24xlarge': 25 };
const COMPUTE_FIFTH: Readonly<Record<string, number>> = { large: 0.75, xlarge: 1.25, '2xlarge': 2.5, '4xlarge': 5, '9xlarge': 12, '12xlarge': 12, '18xlarge': 25, '24xlarge': 25 };
const GRAVITON_SIXTH: Readonly<Record<string, number>> = { large: 0.75, xlarge: 1.25, '2xlarge': 2.5, '4xlarge': 5, '8xlarge': 12, '16xlarge': 25 };
const INTEL_SIXTH: Readonly<Record<string, number>> = { large: 0.781, xlarge: 1.562, '2xlarge': 3.125, '4xlarge': 6.25, '8xlarge': 12.5, '12xlarge': 18.75, '16xlarge': 25, '24xlarge': 37.5, '32xlarge': 50 };
const BURSTABLE: Readonly<Record<string, number>> = { nano: 0.032, micro: 0.064, small: 0.128, medium: 0.256, large: 0.512, xlarge: 1.024, '2xlarge': 2.048 };

const FAMILIES: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map([
  ['m5', FIFTH],
  ['r5', FIFTH],
  ['c5', COMPUTE_FIFTH],
  ['m6g', GRAVITON_SIXTH],
  ['c6g', GRAVITON_SIXTH],
  ['r6g', GRAVITON_SIXTH],
  ['m6i', INTEL_SIXTH],
  ['c6i', INTEL_SIXTH],
  ['r6i', INTEL_SIXTH],
  ['t3', BURSTABLE],
]);

/** null where nobody looked it up. */
export const baselineGbps = (instanceType: string | null): number | null => {
  const [family = '', size = ''] = (instanceType ?? '').split('.');
  const sizes = FAMILIES.get(family);
  return sizes !== undefined && Object.hasOwn(sizes, size) ? (sizes[size] ?? null) : null;
};

/** `m5` of `m5.large`. */
export const familyOf = (instanceType: string): string => instanceType.split('.')[0] ?? '';
