import type { Draws } from '@ml/domain/training/draws';
import { chanceOf, madeUpWaste, picked } from '@ml/domain/training/made-up-waste';
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

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

export const madeUpResource = (draws: Draws, { id, leaning, end }: MadeUpOf): MadeUpResource => {
  const { type, scenario, level, parentState, detectedAt, ageDays, monthly, cpu, odds: untagged } = madeUpWaste(draws, end);
  const tags = ['env', 'tier', 'backup'].slice(0, draws.below(4));
  const odds = untagged - 0.5 * (tags.length - 1.5);
  const posted = {
    resource_id: id,
    resource_type: type,
    region: picked(draws, REGIONS),
    created_at: new Date(detectedAt - ageDays * DAY_MS - draws.below(24) * HOUR_MS).toISOString(),
    detected_at: new Date(detectedAt).toISOString(),
    detection_scenario: scenario,
    confidence_level: level,
    cost_monthly: monthly,
    ...(cpu !== null && { metrics: { cpu_utilization: Array.from({ length: 24 }, () => cpu) } }),
    tags: Object.fromEntries(tags.map((name) => [name, 'production'])),
    ...(parentState !== null && { parent: { resource_type: 'ec2_instance', resource_id: `p-${id}`, state: parentState } }),
  };
  const chance = chanceOf(odds, leaning);
  return { posted, odds, chance, deleted: draws.next() < chance ? 1 : 0 };
};
