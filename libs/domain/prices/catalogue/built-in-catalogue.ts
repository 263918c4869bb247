import table from './types.json';

export type CatalogueArchitecture = 'x86_64' | 'arm64' | 'i386';

/** What is true of an instance type wherever it is offered, and its Linux price where one is known. */
export interface CatalogueType {
  readonly instance_type: string;
  readonly vcpu: number;
  readonly memory_mib: number;
  readonly architectures: readonly CatalogueArchitecture[];
  readonly gpus: number;
  readonly local_storage_gb: number;
  readonly network_interfaces: number;
  readonly ipv4_per_interface: number;
  /** By the ENI limit, without prefix delegation. */
  readonly max_pods: number;
  readonly current_generation: boolean;
  readonly bare_metal: boolean;
  readonly burstable: boolean;
  /** Region -> USD an hour, Linux, shared tenancy; a region without a known price is absent. */
  readonly on_demand: Readonly<Record<string, number>>;
}

/** Facts with which a fresh installation answers before its first fetch; fetched data replaces them. */
export interface BuiltInCatalogue {
  /** YYYY-MM-DD: date of the specifications. */
  readonly as_of: string;
  readonly source_note: string;
  readonly regions: readonly string[];
  /** Region -> YYYY-MM-DD: date of its on-demand prices. */
  readonly on_demand_as_of: Readonly<Record<string, string>>;
  readonly types: readonly CatalogueType[];
}

type TableRow = (typeof table.types)[number];

function isArchitecture(name: string): name is CatalogueArchitecture {
  return name === 'x86_64' || name === 'arm64' || name === 'i386';
}

/** One address of each interface is the interface's own; two pods use the host's network (amazon-vpc-cni-k8s, eni-max-pods). */
function podsByEniLimit(interfaces: number, addresses: number): number {
  return interfaces * (addresses - 1) + 2;
}

function pricesByRegion(prices: readonly (number | null)[]): Record<string, number> {
  const byRegion: Record<string, number> = {};
  for (const [index, region] of table.regions.entries()) {
    const price = prices[index];
    if (typeof price === 'number') byRegion[region] = price;
  }
  return byRegion;
}

function typeOf(row: TableRow): CatalogueType {
  const { type, on_demand, architectures, ...facts } = row;
  return {
    ...facts,
    instance_type: type,
    architectures: architectures.split('|').filter(isArchitecture),
    max_pods: podsByEniLimit(row.network_interfaces, row.ipv4_per_interface),
    on_demand: pricesByRegion(on_demand),
  };
}

export const BUILT_IN_CATALOGUE: BuiltInCatalogue = {
  as_of: table.as_of,
  source_note: table.source_note,
  regions: table.regions,
  on_demand_as_of: table.on_demand_as_of,
  types: table.types.map(typeOf),
};
