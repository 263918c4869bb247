import type { AdvisorClass } from '@ml/contracts/pricing';
import { seedFor } from '@ml/domain/training/seed-for';
import { WorldDraws } from './world-draws';
import { MONTHS } from './true-world';

/** Half of all pools lose more than that share of their nodes in a month. */
const MEDIAN_CHANCE = 0.11;
/** Deviations of the logarithm of the rate: between regions, families of a region, types of a family, zones of a type, months of a pool. */
const SPREAD = { region: 0.15, family: 0.5, type: 0.45, zone: 0.5, month: 0.3 } as const;
/** Of a pool's own course, one month on (a time constant of four months). */
const MONTH_MEMORY = 0.776;
/** The advisor looks back, and at everybody's nodes together. */
const ADVISOR_NOISE = 0.3;
const MOST = 0.7;

/** Lower ends of the advisor's classes 1 to 4. */
const CLASS_FLOORS = [0.05, 0.1, 0.15, 0.2] as const;
/** Middles of the advisor's classes, the last one as open as it is. */
export const CLASS_MIDDLES = [0.025, 0.075, 0.125, 0.175, 0.25] as const satisfies Readonly<Record<AdvisorClass, number>>;

const MEDIAN_LOG = Math.log(-Math.log(1 - MEDIAN_CHANCE));

const chanceOf = (logRate: number): number => Math.min(MOST, 1 - Math.exp(-Math.exp(logRate)));

const classOf = (chance: number): AdvisorClass => CLASS_FLOORS.filter((floor) => chance >= floor).length as AdvisorClass;

/** Hidden rates by name. Each effect has draws of its own: more pools or another order change none of them. */
export class PoolRates {
  constructor(private readonly seed: number) {}

  /** What the advisor sees of a type in a region. */
  advisorClass(region: string, family: string, instanceType: string): AdvisorClass {
    return classOf(chanceOf(this.typeLog(region, family, instanceType) + ADVISOR_NOISE * this.effect(`advisor ${region} ${instanceType}`)));
  }

  /** By month. */
  chances(region: string, family: string, pool: string): readonly number[] {
    const [instanceType = ''] = pool.split('/');
    const lasting = this.typeLog(region, family, instanceType) + SPREAD.zone * this.effect(`zone ${pool}`);
    const draws = new WorldDraws(seedFor(this.seed, `months ${pool}`));
    let course = draws.normal();
    return Array.from({ length: MONTHS }, () => {
      const chance = chanceOf(lasting + SPREAD.month * course);
      course = MONTH_MEMORY * course + Math.sqrt(1 - MONTH_MEMORY ** 2) * draws.normal();
      return chance;
    });
  }

  /** Deviation 1, of a name. */
  effect(name: string): number {
    return new WorldDraws(seedFor(this.seed, name)).normal();
  }

  private typeLog(region: string, family: string, instanceType: string): number {
    const families = SPREAD.family * this.effect(`family ${region} ${family}`);
    return MEDIAN_LOG + SPREAD.region * this.effect(`region ${region}`) + families + SPREAD.type * this.effect(`type ${region} ${instanceType}`);
  }
}
