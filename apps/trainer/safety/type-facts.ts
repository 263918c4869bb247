import type { TypeFacts } from '@ml/contracts/pricing';
import { BUILT_IN_CATALOGUE, type CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { MIB } from '@ml/units/size';
import type { SpotPool } from './spot-pool';

/** The types of these pools with their interruption classes, as the risk formula wants them; what the catalogue does not know counts as a current type. */
export const typeFactsOf = (pools: readonly SpotPool[]): ReadonlyMap<string, TypeFacts> => new Map(pools.map((pool) => [pool.instance_type, factsOf(pool)]));

const factsOf = ({ instance_type, advisorClass, product }: SpotPool): TypeFacts => ({
  ...(IN_CATALOGUE.get(instance_type) ?? { ...UNKNOWN, instance_type }),
  advisor: advisorClass === null ? {} : { [product === 'Windows' ? 'Windows' : 'Linux']: { class: advisorClass, savings_pct: null } },
});

type Facts = Omit<TypeFacts, 'advisor'>;

const UNKNOWN: Omit<Facts, 'instance_type'> = {
  vcpu: 0,
  memory_bytes: 0,
  architectures: [],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: null,
  current_generation: true,
  bare_metal: false,
  burstable: false,
  on_demand: {},
  availability_zones: null,
};

const catalogued = ({ memory_mib, instance_type, vcpu, architectures, gpus, local_storage_gb, max_pods, current_generation, bare_metal, burstable }: CatalogueType): Facts => ({
  ...{ instance_type, vcpu, architectures, gpus, local_storage_gb, max_pods, current_generation, bare_metal, burstable },
  memory_bytes: memory_mib * MIB,
  on_demand: {},
  availability_zones: null,
});

const IN_CATALOGUE: ReadonlyMap<string, Facts> = new Map(BUILT_IN_CATALOGUE.types.map((type) => [type.instance_type, catalogued(type)]));
