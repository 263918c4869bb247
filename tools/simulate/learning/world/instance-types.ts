import type { TypeFacts } from '@ml/contracts/pricing';

/** Families, the larger half of them current. */
const FAMILIES = [
  { family: 'm5', current: true },
  { family: 'm6i', current: true },
  { family: 'c5', current: true },
  { family: 'c6i', current: true },
  { family: 'r5', current: true },
  { family: 'r6i', current: true },
  { family: 'm4', current: false },
  { family: 'c4', current: false },
] as const;
const SIZES = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'] as const;
const ZONES = ['a', 'b', 'c', 'd'] as const;
const VCPUS_OF_LARGE = 2;
const GIB = 2 ** 30;

export const REGIONS = ['us-east-1', 'eu-west-1'] as const;

/** Price histories as long as the volatility term wants them. */
export const HISTORY_HOURS = 168;

export const zonesOf = (region: string): readonly string[] => ZONES.map((letter) => `${region}${letter}`);

const typeOf = (family: (typeof FAMILIES)[number], at: number, region: string): TypeFacts => ({
  instance_type: `${family.family}.${SIZES[at] ?? ''}`,
  vcpu: VCPUS_OF_LARGE * 2 ** at,
  memory_bytes: 4 * VCPUS_OF_LARGE * 2 ** at * GIB,
  architectures: ['x86_64'],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: null,
  current_generation: family.current,
  bare_metal: false,
  burstable: false,
  on_demand: { Linux: 0.1 * 2 ** at },
  advisor: {},
  availability_zones: zonesOf(region),
});

/** Eight families of five sizes; nobody has asked the advisor yet. */
export const instanceTypes = (region: string): readonly TypeFacts[] => FAMILIES.flatMap((family) => SIZES.map((_, at) => typeOf(family, at, region)));
