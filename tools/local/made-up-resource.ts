import type { Draws } from '@ml/domain/training/draws';
import { DAY_MS, HOUR_MS } from '@ml/units/time';

/** A resource as scans post it, what somebody did about it, and how likely that was. */
export interface MadeUpResource {
  readonly posted: { readonly resource_id: string; readonly detected_at: string } & Readonly<Record<string, unknown>>;
  readonly deleted: 0 | 1;
  /** With its account's leaning, which nothing tells of an account that was never seen. */
  readonly chance: number;
  /** Log-odds of it for an account that leans nowhere. */
  readonly odds: number;
}

export interface MadeUpOf {
  readonly id: string;
  /** Of its account, in log-odds. */
  readonly leaning: number;
  /** It was detected within half a year before, in milliseconds. */
  readonly end: number;
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
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
/** How sharply people decide: with it the best possible is right of about five in six. */
const SHARPNESS = 2;
/** Deviation of the leanings of accounts, in log-odds. */
export const LEANING = 0.4;

const picked = <Entry>(draws: Draws, from: readonly Entry[]): Entry => from[draws.below(from.length)] as Entry;
const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

export const normal = (draws: Draws): number => Math.sqrt(-2 * Math.log(1 - draws.next())) * Math.cos(2 * Math.PI * draws.next());

/** How likely it is that it is deleted. */
export const chanceOf = (odds: number, leaning: number): number => sigmoid(SHARPNESS * (odds + leaning));

export const madeUpResource = (draws: Draws, { id, leaning, end }: MadeUpOf): MadeUpResource => {
  const { type, scenario, odds: ofType, cost } = picked(draws, TYPES);
  const { level, odds: ofLevel } = picked(draws, LEVELS);
  const parent = picked(draws, PARENTS);
  const detected = end - draws.below(180) * DAY_MS;
  const age = Math.min(3_000, Math.round(Math.exp(3 + 1.4 * normal(draws))));
  const monthly = cost * Math.exp(0.7 * normal(draws));
  const cpu = scenario === 'idle' ? 10 * draws.next() ** 2 : null;
  const tags = ['env', 'tier', 'backup'].slice(0, draws.below(4));
  const odds = ofType + ofLevel + parent.odds - 0.35 * (cpu ?? 0) + 0.5 * Math.log((age + 1) / 30) - 0.5 * (tags.length - 1.5) + 0.3 * Math.log(monthly / cost);
  const posted = {
    resource_id: id,
    resource_type: type,
    region: picked(draws, REGIONS),
    created_at: new Date(detected - age * DAY_MS - draws.below(24) * HOUR_MS).toISOString(),
    detected_at: new Date(detected).toISOString(),
    detection_scenario: scenario,
    confidence_level: level,
    cost_monthly: monthly,
    ...(cpu !== null && { metrics: { cpu_utilization: Array.from({ length: 24 }, () => cpu) } }),
    tags: Object.fromEntries(tags.map((name) => [name, 'production'])),
    ...(parent.state !== null && { parent: { resource_type: 'ec2_instance', resource_id: `p-${id}`, state: parent.state } }),
  };
  const chance = chanceOf(odds, leaning);
  return { posted, odds, chance, deleted: draws.next() < chance ? 1 : 0 };
};
