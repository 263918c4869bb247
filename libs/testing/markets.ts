import type { AdvisorClass, PoolFacts, PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import { ratesOf } from '@ml/domain/prices/rates/rates-of';
import { mulberry32 } from './mulberry32';

export interface MarketOptions {
  /** How many instance types; families are made up beyond the well-known ones. */
  readonly types: number;
  readonly zones: number;
  readonly seed: number;
  readonly region?: string;
  /** RFC 3339. */
  readonly asOf?: string;
}

export const MARKET_AS_OF = '2026-11-20T10:00:00Z';

const GIB = 1024 ** 3;
const SIZES = ['medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', 'metal'] as const;
const VCPUS: Readonly<Record<(typeof SIZES)[number], number>> = {
  medium: 1,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
  '24xlarge': 96,
  metal: 96,
};

/** Letter, GiB a vCPU, USD a vCPU and hour: orders of magnitude of us-east-1. */
const CLASSES = [
  ['c', 2, 0.0425],
  ['m', 4, 0.048],
  ['r', 8, 0.063],
  ['t', 4, 0.0416],
  ['i', 8, 0.078],
  ['x', 16, 0.1],
  ['g', 4, 0.13],
] as const;
const VARIANTS = ['', 'a', 'd', 'n', 'g', 'gd', 'i', 'id', 'in', 'ad', 'b', 'zn', 'flex'] as const;

/** Shares of the interruption classes in a real Spot Advisor file: 19%, 19%, 16%, 14%, 31%. */
const CLASS_SHARES = [0.19, 0.38, 0.54, 0.68, 1] as const;

/** A market with realistic holes: prices that nobody reported, advisor rows that are missing, spot dearer than on-demand. Same seed, same market. */
export const syntheticMarket = (options: MarketOptions): PriceSnapshot => {
  const random = mulberry32(options.seed);
  const region = options.region ?? 'us-east-1';
  const asOf = options.asOf ?? MARKET_AS_OF;
  const zones = Array.from({ length: options.zones }, (_, index) => `${region}${String.fromCharCode(97 + index)}`);
  const types = Array.from({ length: options.types }, (_, index) => typeAt(index, zones, random));
  return {
    schema: 1,
    region,
    as_of: asOf,
    prices_as_of: asOf,
    advisor_as_of: asOf,
    on_demand_as_of: asOf,
    catalogue_as_of: asOf,
    source: 'emulator',
    types,
    pools: types.flatMap((type) => poolsOf(type, asOf, random)),
    // Also a made-up region has prices, so that engines have something to decide with.
    rates: ratesOf('us-east-1'),
  };
};

const typeAt = (index: number, zones: readonly string[], random: () => number): TypeFacts => {
  const size = SIZES[index % SIZES.length] ?? 'large';
  const family = Math.floor(index / SIZES.length);
  const [letter, gibPerVcpu, usdPerVcpu] = CLASSES[family % CLASSES.length] ?? CLASSES[0];
  const variant = VARIANTS[Math.floor(family / CLASSES.length) % VARIANTS.length] ?? '';
  const generation = 5 + Math.floor(family / (CLASSES.length * VARIANTS.length)) + (family % 3);
  const vcpu = VCPUS[size];
  const onDemand = round(vcpu * usdPerVcpu * (0.9 + 0.2 * random()), 4);
  const draw = random();
  const interruption = CLASS_SHARES.findIndex((share) => draw < share) as AdvisorClass;
  const offered = zones.filter(() => random() < 0.95);
  return {
    instance_type: `${letter}${generation}${variant}.${size}`,
    vcpu,
    memory_bytes: vcpu * gibPerVcpu * GIB,
    ...equipment(letter, variant, vcpu),
    max_pods: random() < 0.02 ? null : podsBySize(vcpu),
    current_generation: generation > 5,
    bare_metal: size === 'metal',
    on_demand: random() < 0.01 ? {} : { Linux: onDemand, RHEL: round(onDemand + 0.06, 4), Windows: round(onDemand + vcpu * 0.046, 4) },
    advisor: random() < 0.03 ? {} : { Linux: { class: interruption, savings_pct: 60 }, Windows: { class: interruption, savings_pct: 40 } },
    availability_zones: random() < 0.02 ? null : offered,
  };
};

const equipment = (letter: string, variant: string, vcpu: number): Pick<TypeFacts, 'architectures' | 'gpus' | 'local_storage_gb' | 'burstable'> => ({
  architectures: variant.startsWith('g') ? ['arm64'] : ['x86_64'],
  gpus: letter === 'g' ? Math.max(1, Math.floor(vcpu / 16)) : 0,
  local_storage_gb: variant.endsWith('d') || letter === 'i' ? vcpu * 37 : 0,
  burstable: letter === 't',
});

/** What the ENI limits of the common families come to. */
const podsBySize = (vcpu: number): number => (vcpu <= 1 ? 8 : vcpu <= 2 ? 29 : vcpu <= 8 ? 58 : vcpu <= 16 ? 234 : 737);

const poolsOf = (type: TypeFacts, asOf: string, random: () => number): readonly PoolFacts[] => {
  const discount = 0.4 + 0.35 * random();
  const onDemand = type.on_demand.Linux ?? type.vcpu * 0.05;
  return (type.availability_zones ?? []).flatMap((zone) => {
    const dearer = random() < 0.01 ? 3 : 1;
    const price = round(onDemand * (1 - discount) * (0.85 + 0.3 * random()) * dearer, 4);
    const short = random() < 0.05;
    const calm = -Math.log(1 - random()) * 0.03;
    const reported = random() >= 0.02;
    const pool: PoolFacts = {
      instance_type: type.instance_type,
      availability_zone: zone,
      product: 'Linux/UNIX',
      price,
      price_since: asOf,
      cv_168h: short ? null : round(calm, 6),
      history_hours: short ? 12 : 168,
    };
    return reported ? [pool] : [];
  });
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
