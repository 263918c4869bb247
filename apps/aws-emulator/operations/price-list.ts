import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import type { CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';
import type { Market } from '../market/market';
import { licenceOf, systemsOf } from '../market/products';
import type { OperatingSystemFacts } from '../market/products';
import { locationOf } from '../market/zones';

export interface Product {
  readonly family: 'Compute Instance' | 'Compute Instance (bare metal)';
  readonly attributes: Readonly<Record<string, string>>;
  /** USD an hour. */
  readonly price: number;
  /** YYYY-MM-DD. */
  readonly effectiveDate: string;
}

/** The list holds more than anybody who runs instances pays: a reader that forgets a filter finds several prices for one type, zeros among them. */
interface Variant {
  readonly tenancy: 'Shared' | 'Dedicated';
  readonly capacitystatus: 'Used' | 'UnusedCapacityReservation' | 'AllocatedCapacityReservation';
  readonly preInstalledSw: 'NA' | 'SQL Web';
  readonly usage: string;
  /** Of the plain price. */
  readonly factor: number;
}

const VARIANTS: readonly Variant[] = [
  { tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA', usage: 'BoxUsage', factor: 1 },
  { tenancy: 'Shared', capacitystatus: 'UnusedCapacityReservation', preInstalledSw: 'NA', usage: 'UnusedBox', factor: 1 },
  { tenancy: 'Shared', capacitystatus: 'AllocatedCapacityReservation', preInstalledSw: 'NA', usage: 'Reservation', factor: 0 },
  { tenancy: 'Dedicated', capacitystatus: 'Used', preInstalledSw: 'NA', usage: 'DedicatedUsage', factor: 1.06 },
  { tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'SQL Web', usage: 'BoxUsage', factor: 1.35 },
];

interface Offer {
  readonly region: string;
  readonly type: CatalogueType;
  readonly system: OperatingSystemFacts;
  readonly variant: Variant;
}

function attributesOf({ region, type, system, variant }: Offer): Readonly<Record<string, string>> {
  return {
    servicecode: 'AmazonEC2',
    servicename: 'Amazon Elastic Compute Cloud',
    location: locationOf(region),
    locationType: 'AWS Region',
    regionCode: region,
    instanceType: type.instance_type,
    currentGeneration: type.current_generation ? 'Yes' : 'No',
    vcpu: String(type.vcpu),
    memory: `${type.memory_mib / 1024} GiB`,
    storage: type.local_storage_gb > 0 ? `1 x ${type.local_storage_gb} NVMe SSD` : 'EBS only',
    operatingSystem: system.name,
    licenseModel: 'No License required',
    tenancy: variant.tenancy,
    capacitystatus: variant.capacitystatus,
    preInstalledSw: variant.preInstalledSw,
    marketoption: 'OnDemand',
    operation: system.operation,
    usagetype: `${variant.usage}:${type.instance_type}`,
  };
}

function productOf(offer: Offer): Product {
  const { region, type, system, variant } = offer;
  const plain = (type.on_demand[region] ?? 0) + licenceOf(system, type);
  return {
    family: type.bare_metal ? 'Compute Instance (bare metal)' : 'Compute Instance',
    attributes: attributesOf(offer),
    price: Number((plain * variant.factor).toFixed(10)),
    effectiveDate: BUILT_IN_CATALOGUE.on_demand_as_of[region] ?? BUILT_IN_CATALOGUE.as_of,
  };
}

export function productsIn(market: Market, region: string): readonly Product[] {
  return market
    .typesIn(region)
    .flatMap((type) => systemsOf(type).flatMap((system) => VARIANTS.map((variant) => productOf({ region, type, system, variant }))));
}
