import type { PriceSnapshot } from '@ml/contracts/pricing';
import { WORLD_MARKET } from '@ml/testing/worlds/run-engine';

/** Of made-up clusters. USD an hour on demand in us-east-1 (2025), vCPU and GiB; spot at two fifths of it. */
const TYPES = [
  ['m5.4xlarge', 0.768, 16, 64],
  ['m5.8xlarge', 1.536, 32, 128],
  ['c5.9xlarge', 1.53, 36, 72],
  ['r5.4xlarge', 1.008, 16, 128],
  ['m6i.4xlarge', 0.768, 16, 64],
] as const;
const SPOT_SHARE = 0.4;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;
const MOST_PODS = 234;
const GIB = 1024 ** 3;

/** Prices of the types that `syntheticCluster` is made of. */
export const madeUpPrices = (): PriceSnapshot => {
  const [like] = WORLD_MARKET.types;
  const [pool] = WORLD_MARKET.pools;
  if (like === undefined || pool === undefined) throw new Error('the made-up market is empty');
  return {
    ...WORLD_MARKET,
    types: TYPES.map(([name, price, vcpu, gib]) => ({
      ...like,
      instance_type: name,
      vcpu,
      memory_bytes: gib * GIB,
      architectures: ['x86_64'],
      burstable: false,
      bare_metal: false,
      max_pods: MOST_PODS,
      on_demand: { Linux: price },
      availability_zones: [...ZONES],
    })),
    pools: TYPES.flatMap(([name, price]) => ZONES.map((zone) => ({ ...pool, instance_type: name, availability_zone: zone, product: 'Linux/UNIX' as const, price: price * SPOT_SHARE }))),
  };
};
