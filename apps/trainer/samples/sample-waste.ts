import { WASTE_NUMBERS, WASTE_TEXTS, wasteFeatures } from '@ml/domain/features/waste-features';
import { Draws } from '@ml/domain/training/draws';
import { chanceOf, LEANING, madeUpWaste, picked } from '@ml/domain/training/made-up-waste';
import { seedFor } from '@ml/domain/training/seed-for';
import { tableOf, type Examples } from '../dataset';

const ACCOUNTS = 250;
const RESOURCES = 60;

const PROVIDERS = ['aws', 'aws', 'azure', 'gcp'];
const REGIONS = ['us-*', 'eu-*', 'ap-*'];

/** Resources of which the chance that they are deleted is known, each account with a leaning of its own that nothing tells. */
export const sampleWaste = ({ seed, end }: { readonly seed: number; readonly end: number }): Examples => {
  const rows = Array.from({ length: ACCOUNTS }, (_, at) => ({ account: `account-${String(at)}`, draws: new Draws(seedFor(seed, `waste ${String(at)}`)) })).flatMap(({ account, draws }) => {
    const leaning = LEANING * draws.normal();
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

const drawnResource = (draws: Draws, { leaning, end }: { readonly leaning: number; readonly end: number }) => {
  const { type, scenario, level, parentState, detectedAt, ageDays, monthly, cpu, odds } = madeUpWaste(draws, end);
  const hour = draws.below(24);
  const weekday = 1 + draws.below(7);
  const tags = draws.below(6);
  const chance = chanceOf(odds - 0.25 * (tags - 2), leaning);
  const resource = {
    resource_type: type,
    provider: picked(draws, PROVIDERS),
    region_anonymized: picked(draws, REGIONS),
    detection_scenario: scenario,
    confidence_level: level,
    parent_resource_type: parentState === null ? '' : 'ec2_instance',
    parent_resource_state: parentState ?? '',
    resource_age_days: ageDays,
    cost_monthly: monthly,
    ...(cpu === null ? {} : { metrics_summary: { cpu_utilization: { avg: cpu, p95: cpu * (1.2 + draws.next()) } } }),
    tags_anonymized: Object.fromEntries(Array.from({ length: tags }, (_, at) => [`tag${String(at)}`, 'x'])),
    temporal_features: { created_hour_of_day: hour, created_day_of_week: weekday, is_weekend: weekday > 5, is_business_hours: hour >= 9 && hour < 18 && weekday <= 5 },
  };
  return { ...wasteFeatures(resource), chance, label: draws.next() < chance ? 1 : 0, at: detectedAt };
};
