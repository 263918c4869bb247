import type { CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { demandOf } from './demand';
import { chance, hashText } from './hash';
import type { Market } from './market';
import { LINUX, WINDOWS, licenceOf } from './products';
import type { OperatingSystemFacts } from './products';

/** `s` savings over on-demand in percent, `r` index of the range. */
interface Advice {
  readonly s: number;
  readonly r: number;
}

type AdviceByType = Readonly<Record<string, Advice>>;

export interface AdvisorFile {
  readonly global_rate: string;
  readonly instance_types: Readonly<Record<string, { readonly emr: boolean; readonly cores: number; readonly ram_gb: number }>>;
  readonly ranges: readonly { readonly index: number; readonly label: string; readonly dots: number; readonly max: number }[];
  readonly spot_advisor: Readonly<Record<string, { readonly Linux: AdviceByType; readonly Windows: AdviceByType }>>;
}

/** Labels and maxima disagree in the real file; so they do here. */
const RANGES = [
  { index: 0, label: '<5%', dots: 0, max: 5 },
  { index: 1, label: '5-10%', dots: 1, max: 11 },
  { index: 2, label: '10-15%', dots: 2, max: 16 },
  { index: 3, label: '15-20%', dots: 3, max: 22 },
  { index: 4, label: '>20%', dots: 4, max: 100 },
];

/** The real file holds a negative saving now and then. */
const NEGATIVE = 1 / 1000;

interface Subject {
  readonly seed: string;
  readonly region: string;
  readonly system: OperatingSystemFacts;
}

function adviceOn(type: CatalogueType, { seed, region, system }: Subject): Advice {
  const demand = demandOf(seed, region, type.instance_type);
  const key = hashText(`${seed}|advice|${region}|${type.instance_type}|${system.name}`);
  const onDemand = type.on_demand[region] ?? 0;
  const licence = licenceOf(system, type);
  const saving = 1 - (onDemand * demand.level + licence) / (onDemand + licence);
  return { s: chance(key, 1) < NEGATIVE ? -3 : Math.round(100 * saving), r: demand.interruptionClass };
}

function adviceFor(market: Market, region: string, system: OperatingSystemFacts): AdviceByType {
  const types = market.typesIn(region).filter((type) => system.arm || !type.architectures.includes('arm64'));
  return Object.fromEntries(types.map((type) => [type.instance_type, adviceOn(type, { seed: market.seed, region, system })]));
}

/** The file of the Spot Instance Advisor, over all regions of the market. */
export function advisorFile(market: Market): AdvisorFile {
  const types = market.regions.flatMap((region) => market.typesIn(region));
  const sizes = types.map((type) => [type.instance_type, { emr: !type.burstable, cores: type.vcpu, ram_gb: type.memory_mib / 1024 }]);
  const advice = market.regions.map((region) => [
    region,
    { Linux: adviceFor(market, region, LINUX), Windows: adviceFor(market, region, WINDOWS) },
  ]);
  return {
    global_rate: '<10%',
    instance_types: Object.fromEntries(sizes) as AdvisorFile['instance_types'],
    ranges: RANGES,
    spot_advisor: Object.fromEntries(advice) as AdvisorFile['spot_advisor'],
  };
}
