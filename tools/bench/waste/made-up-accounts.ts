import { anonymiseResource } from '@ml/domain/anonymise/anonymise-resource';
import type { TrainingRow } from '@ml/domain/anonymise/collected-rows';
import { makeVocabulary } from '@ml/domain/anonymise/vocabulary';
import { Draws } from '@ml/domain/training/draws';
import { DAY_MS, HOUR_MS } from '@ml/units/time';

/** A collected resource, what became of it, and how likely that was. */
export interface KnownResource {
  readonly row: TrainingRow;
  readonly deleted: 0 | 1;
  /** With its account's leaning, which nothing tells of an account that was never seen. */
  readonly chance: number;
  /** The best that anything can say of it: the mean over all leanings. */
  readonly knowable: number;
}

export interface MadeUp {
  readonly seed: number;
  readonly accounts: number;
  readonly resources: number;
}

const END = Date.UTC(2026, 10, 1);
const VOCABULARY = makeVocabulary();

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
const LEANING = 0.4;

const normal = (draws: Draws): number => Math.sqrt(-2 * Math.log(1 - draws.next())) * Math.cos(2 * Math.PI * draws.next());
const picked = <Entry>(draws: Draws, from: readonly Entry[]): Entry => from[draws.below(from.length)] as Entry;
const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** Leanings in deviations, five to each side, and how common each is: for the mean over all of them. */
const NODES = Array.from({ length: 161 }, (_, at) => (at - 80) / 16);
const WEIGHTS = NODES.map((node) => Math.exp((-node * node) / 2));
const TOTAL = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

const meanChance = (odds: number): number => NODES.reduce((sum, node, at) => sum + (WEIGHTS[at] ?? 0) * sigmoid(SHARPNESS * (odds + LEANING * node)), 0) / TOTAL;

/** Resources as they are posted, through the anonymisation of collected data: what it takes away nobody can learn. */
export const madeUpAccounts = ({ seed, accounts, resources }: MadeUp): readonly KnownResource[] =>
  Array.from({ length: accounts }, (_, account) => {
    const draws = new Draws(seed * 1_000_003 + account);
    const leaning = LEANING * normal(draws);
    return Array.from({ length: resources }, (__, at) => drawn(draws, { account: `account-${seed}-${account}`, id: `r-${at}`, leaning }));
  }).flat();

const drawn = (draws: Draws, { account, id, leaning }: { readonly account: string; readonly id: string; readonly leaning: number }): KnownResource => {
  const { type, scenario, odds: ofType, cost } = picked(draws, TYPES);
  const { level, odds: ofLevel } = picked(draws, LEVELS);
  const parent = picked(draws, PARENTS);
  const detected = END - draws.below(180) * DAY_MS;
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
  const header = { account_hash: account, scan_hash: 'scan', provider: 'aws' } as const;
  const { row } = anonymiseResource(posted, 'resources[0]', { header, completedAt: END, hash: (given) => given, vocabulary: VOCABULARY, fullSeries: false });
  if (row === null) throw new Error('a made-up resource was refused');
  const chance = sigmoid(SHARPNESS * (odds + leaning));
  return { row, deleted: draws.next() < chance ? 1 : 0, chance, knowable: meanChance(odds) };
};
