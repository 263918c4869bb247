import type { AdvisorClass } from '@ml/contracts/pricing';
import { circleOfDay } from '@ml/domain/features/circle-of-day';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { BUILT_IN_CATALOGUE, type CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { Draws } from '@ml/domain/training/draws';
import { seedFor } from '@ml/domain/training/seed-for';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { tableOf, type Examples } from '../dataset';
import type { SpotPool } from '../safety/spot-pool';

const ROWS_PER_POOL = 40;
const ZONES = ['a', 'b', 'c'];
const MIDDLES = [0.025, 0.075, 0.125, 0.175, 0.3];
const CLASS_ENDS = [0.36, 0.53, 0.62, 0.69];
const LONGEST_LAUNCH_HOURS = 700;

interface SampleOptions {
  readonly region: string | null;
  readonly instances: readonly string[] | null;
  readonly seed: number;
  readonly end: number;
}

/** Nodes whose chance of an interruption is known: the class's middle, raised by a dear, restless or new price, lowered for current types. */
export const sampleInterruptions = ({ region: asked, instances, seed, end }: SampleOptions): Examples => {
  const region = asked ?? 'us-east-1';
  const types = BUILT_IN_CATALOGUE.types.filter(({ instance_type, on_demand }) => on_demand[region] !== undefined && (instances === null || instances.includes(instance_type)));
  const pools = types.flatMap((type) => ZONES.map((zone) => drawnPool({ type, region, seed }, zone)));
  const rows = pools.flatMap((pool) => drawnNodes(pool, seed, end));
  return {
    dataset: {
      numbers: tableOf(INTERRUPTION_FEATURES, rows.map(({ cells }) => cells)),
      texts: [],
      targets: { interrupted: Float64Array.from(rows, ({ label }) => label), truth: Float64Array.from(rows, ({ chance }) => chance) },
      at: Float64Array.from(rows, ({ at }) => at),
      groups: rows.map(({ group }) => group),
    },
    isSample: true,
    knownAfterHours: 0,
    notes: [`sample data: generated nodes in ${pools.length.toLocaleString('en-US')} generated pools of ${region}, not those of any account`],
    pools: pools.map(({ pool }) => pool),
  };
};

interface DrawnPool {
  readonly type: CatalogueType;
  readonly pool: SpotPool & { readonly advisorClass: AdvisorClass; readonly cv_168h: number };
  readonly ratio: number;
  readonly familyMean: number;
}

const drawnPool = ({ type, region, seed }: { readonly type: CatalogueType; readonly region: string; readonly seed: number }, zone: string): DrawnPool => {
  const ofType = new Draws(seedFor(seed, type.instance_type));
  const ofPool = new Draws(seedFor(seed, `${type.instance_type}${zone}`));
  const drawn = ofType.next();
  const advisorClass = CLASS_ENDS.filter((end) => drawn >= end).length as AdvisorClass;
  const pool = {
    instance_type: type.instance_type,
    availability_zone: `${region}${zone}`,
    region,
    product: 'Linux/UNIX',
    advisorClass,
    cv_168h: Math.min(0.5, 0.02 + 0.02 * advisorClass + 0.03 * Math.abs(ofPool.normal())),
    history_hours: 168,
  } as const;
  return { type, pool, ratio: Math.min(0.95, 0.25 + 0.06 * advisorClass + 0.1 * Math.abs(ofPool.normal())), familyMean: Math.min(4, Math.max(0, advisorClass + 0.8 * ofType.normal())) };
};

const drawnNodes = ({ type, pool, ratio, familyMean }: DrawnPool, seed: number, end: number) => {
  const draws = new Draws(seedFor(seed, `nodes ${pool.instance_type}${pool.availability_zone}`));
  return Array.from({ length: ROWS_PER_POOL }, () => {
    const at = end - draws.below(30) * DAY_MS - draws.below(24) * HOUR_MS;
    const { sin, cos } = circleOfDay(at);
    const sinceChange = 168 * draws.next() ** 3;
    const odds = Math.log((MIDDLES[pool.advisorClass] ?? 0.1) / (1 - (MIDDLES[pool.advisorClass] ?? 0.1)));
    const chance = 1 / (1 + Math.exp(-(odds + 3 * (ratio - 0.45) + 6 * (pool.cv_168h - 0.08) + (sinceChange < 6 ? 0.5 : 0) + 0.25 * (familyMean - pool.advisorClass) + (type.current_generation ? -0.1 : 0.4))));
    const cells = [
      ...[pool.advisorClass, ratio, pool.cv_168h, pool.history_hours, sinceChange, type.vcpu, type.memory_mib / 1_024, type.gpus, type.local_storage_gb],
      ...[type.current_generation, type.burstable, type.bare_metal, type.architectures.includes('arm64')].map(Number),
      ...[familyMean, sin, cos, new Date(at).getUTCDay(), LONGEST_LAUNCH_HOURS * draws.next()],
    ];
    return { cells, chance, label: draws.next() < chance ? 1 : 0, at, group: `${pool.instance_type}/${pool.availability_zone}` };
  });
};
