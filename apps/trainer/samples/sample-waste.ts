import { WASTE_NUMBERS, WASTE_TEXTS, wasteFeatures } from '@ml/domain/features/waste-features';
import { DAY_MS } from '@ml/units/time';
import { tableOf, type Examples } from '../dataset';
import { NormalDraws, seedFor } from './normal-draws';

const ACCOUNTS = 250;
const RESOURCES = 60;

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
const PROVIDERS = ['aws', 'aws', 'azure', 'gcp'];
const LEVELS = [
  { level: 'low', odds: -0.8 },
  { level: 'medium', odds: 0 },
  { level: 'high', odds: 0.8 },
] as const;
const PARENTS = [
  { state: '', odds: 0 },
  { state: 'running', odds: -1 },
  { state: 'stopped', odds: 0.9 },
] as const;

/** Resources of which the chance that they are deleted is known, each account with a leaning of its own that nothing tells. */
export const sampleWaste = ({ seed, end }: { readonly seed: number; readonly end: number }): Examples => {
  const rows = Array.from({ length: ACCOUNTS }, (_, at) => ({ account: `account-${String(at)}`, draws: new NormalDraws(seedFor(seed, `waste ${String(at)}`)) })).flatMap(({ account, draws }) => {
    const leaning = 0.4 * draws.normal();
    return Array.from({ length: RESOURCES }, () => ({ account, ...drawnResource(draws, { leaning, end }) }));
  });
  return {
    dataset: {
      numbers: tableOf(WASTE_NUMBERS, rows.map(({ numbers }) => numbers)),
      texts: WASTE_TEXTS.map((name, at) => ({ name, values: rows.map(({ texts }) => texts[at] ?? '') })),
      targets: { deleted: Float64Array.from(rows, ({ label }) => label), truth: Float64Array.from(rows, ({ chance }) => chance) },
      at: Float64Array.from(rows, ({ at }) => at),
      groups: rows.map(({ account }) => account),
    },
    isSample: true,
    knownAfterHours: 0,
    notes: [`sample data: ${rows.length.toLocaleString('en-US')} generated resources of ${String(ACCOUNTS)} generated accounts; the best possible knows each account's leaning, which no model can`],
  };
};

const picked = <Entry>(draws: NormalDraws, from: readonly Entry[]): Entry => from[draws.below(from.length)] as Entry;

const drawnResource = (draws: NormalDraws, { leaning, end }: { readonly leaning: number; readonly end: number }) => {
  const { type, scenario, odds, cost } = picked(draws, TYPES);
  const { level, odds: ofLevel } = picked(draws, LEVELS);
  const parent = picked(draws, PARENTS);
  const age = Math.round(Math.exp(3 + 1.4 * draws.normal()));
  const monthly = cost * Math.exp(0.7 * draws.normal());
  const cpu = scenario === 'idle' ? 10 * draws.next() ** 2 : Number.NaN;
  const hour = draws.below(24);
  const weekday = 1 + draws.below(7);
  const tags = draws.below(6);
  const busy = Number.isNaN(cpu) ? 0 : -0.35 * cpu;
  const chance = 1 / (1 + Math.exp(-2 * (odds + ofLevel + parent.odds + leaning + busy + 0.5 * Math.log(age / 30) - 0.25 * (tags - 2) + 0.3 * Math.log(monthly / cost))));
  const resource = {
    resource_type: type,
    provider: picked(draws, PROVIDERS),
    region_anonymized: picked(draws, ['us-*', 'eu-*', 'ap-*']),
    detection_scenario: scenario,
    confidence_level: level,
    parent_resource_type: parent.state === '' ? '' : 'ec2_instance',
    parent_resource_state: parent.state,
    resource_age_days: age,
    cost_monthly: monthly,
    ...(Number.isNaN(cpu) ? {} : { metrics_summary: { cpu_utilization: { avg: cpu, p95: cpu * (1.2 + draws.next()) } } }),
    tags_anonymized: Object.fromEntries(Array.from({ length: tags }, (_, at) => [`tag${String(at)}`, 'x'])),
    temporal_features: { created_hour_of_day: hour, created_day_of_week: weekday, is_weekend: weekday > 5, is_business_hours: hour >= 9 && hour < 18 && weekday <= 5 },
  };
  return { ...wasteFeatures(resource), chance, label: draws.next() < chance ? 1 : 0, at: end - draws.below(180) * DAY_MS };
};
