import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import type { SnapshotInput } from '@ml/domain/prices/snapshot';
import { MIB } from '@ml/units/size';

const midnight = (day: string): string => `${day}T00:00:00.000Z`;

/** The table that is part of the program, for as long as nothing was fetched or imported. */
export const builtInTypes = (): SnapshotInput['types'] => ({
  rows: BUILT_IN_CATALOGUE.types.map(({ memory_mib, ...type }) => ({ ...type, memory_bytes: memory_mib * MIB })),
  sources: ['catalogue'],
  as_of: midnight(BUILT_IN_CATALOGUE.as_of),
});

export const builtInOnDemand = (region: string): SnapshotInput['onDemand'] => {
  const rows = BUILT_IN_CATALOGUE.types.flatMap((type) => {
    const price = type.on_demand[region];
    return price === undefined ? [] : [{ instance_type: type.instance_type, operating_system: 'Linux' as const, price: String(price) }];
  });
  const day = BUILT_IN_CATALOGUE.on_demand_as_of[region];
  return { rows, sources: rows.length === 0 ? [] : ['catalogue'], as_of: day === undefined ? null : midnight(day) };
};

export const BUILT_IN_REGIONS = BUILT_IN_CATALOGUE.regions;
