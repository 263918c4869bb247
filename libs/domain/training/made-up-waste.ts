import { DAY_MS } from '@ml/units/time';
import type { Draws } from './draws';
import { sigmoid } from './sigmoid';

/** A resource that a scan found, and how readily it is deleted. */
export interface MadeUpWaste {
  readonly type: string;
  readonly scenario: string;
  readonly level: string;
  /** Of the instance that it hangs on; null: on none. */
  readonly parentState: string | null;
  /** Milliseconds since the epoch, within half a year before the end. */
  readonly detectedAt: number;
  readonly ageDays: number;
  /** USD a month. */
  readonly monthly: number;
  /** Percent; null: it has no processor. */
  readonly cpu: number | null;
  /** Log-odds for an account that leans nowhere. */
  readonly odds: number;
}

/** How readily each is deleted, in log-odds, and what it costs a month. */
const TYPES = [
  { type: 'ebs_volume', scenario: 'unattached', odds: 1.2, cost: 12 },
  { type: 'ebs_snapshot', scenario: 'orphaned', odds: 0.4, cost: 4 },
  { type: 'elastic_ip', scenario: 'unassociated', odds: 1.6, cost: 3.65 },
  { type: 'ec2_instance', scenario: 'idle', odds: -0.9, cost: 90 },
  { type: 'rds_instance', scenario: 'idle', odds: -1.3, cost: 140 },
  { type: 'load_balancer', scenario: 'no_targets', odds: 0.3, cost: 18 },
  { type: 'nat_gateway', scenario: 'low_traffic', odds: -0.8, cost: 35 },
] as const;
const LEVELS = [
  { level: 'low', odds: -0.8 },
  { level: 'medium', odds: 0 },
  { level: 'high', odds: 0.8 },
] as const;
const PARENTS = [
  { state: null, odds: 0 },
  { state: 'running', odds: -1 },
  { state: 'stopped', odds: 0.9 },
] as const;
const OLDEST_DAYS = 3_000;
/** How sharply people decide: with it the best possible is right of about five in six. */
const SHARPNESS = 2;
/** Deviation of the leanings of accounts, in log-odds. */
export const LEANING = 0.4;

export const picked = <Entry>(draws: Draws, from: readonly Entry[]): Entry => from[draws.below(from.length)] as Entry;

/** How likely it is that it is deleted. */
export const chanceOf = (odds: number, leaning: number): number => sigmoid(SHARPNESS * (odds + leaning));

export const madeUpWaste = (draws: Draws, end: number): MadeUpWaste => {
  const { type, scenario, odds: ofType, cost } = picked(draws, TYPES);
  const { level, odds: ofLevel } = picked(draws, LEVELS);
  const { state: parentState, odds: ofParent } = picked(draws, PARENTS);
  const detectedAt = end - draws.below(180) * DAY_MS;
  const ageDays = Math.min(OLDEST_DAYS, Math.round(Math.exp(3 + 1.4 * draws.normal())));
  const monthly = cost * Math.exp(0.7 * draws.normal());
  const cpu = scenario === 'idle' ? 10 * draws.next() ** 2 : null;
  const odds = ofType + ofLevel + ofParent - 0.35 * (cpu ?? 0) + 0.5 * Math.log((ageDays + 1) / 30) + 0.3 * Math.log(monthly / cost);
  return { type, scenario, level, parentState, detectedAt, ageDays, monthly, cpu, odds };
};
