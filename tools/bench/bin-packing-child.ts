import { readFileSync } from 'node:fs';
import type { EngineDecision } from '@ml/contracts/decision';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { CLUSTER_OBSERVED_AT } from '@ml/testing/clusters';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { epochMs } from '@ml/units/brand';
import { peakRssMib } from './cpu-time';
import { madeUpPrices } from './made-up-prices';

/** Seconds of processor time. */
export interface Taken {
  readonly project: number;
  readonly decide: number;
}

/** What the child says of one state. */
export interface BinPackingRun {
  /** In a process that has done nothing before but parse the state. */
  readonly cold: Taken;
  readonly warm: readonly Taken[];
  /** After the cold run, the text of the state and what was parsed of it included. */
  readonly peakMib: number;
  readonly said: string;
  readonly gapPct: number;
}

const [, , file = '', rounds = '0'] = process.argv;
const { versions, project, settings } = ENGINE_CATALOGUE.bin_pack;
const version = versions.at(-1);
if (version === undefined) throw new Error('there is no version');
const request = { request_id: 'bench', cluster_id: 'bench', customer_id: null, decision_type: 'bin_pack', requirements: {}, constraints: {}, cause: 'routine' } as const;
const prices = madeUpPrices();

const seconds = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const run = (): { readonly taken: Taken; readonly decision: EngineDecision } => {
  // Taken out of the list by the call itself, so that nobody holds what was posted once it is projected.
  const posted = [JSON.parse(readFileSync(file, 'utf8')) as unknown];
  const start = process.cpuUsage();
  const state = project(posted.pop());
  const projected = process.cpuUsage();
  const { decision } = version.decide({ request, state, facts: { prices, pools: undefined }, memory: [], config: defaultsOf(settings), now: epochMs(Date.parse(CLUSTER_OBSERVED_AT) + 60_000) });
  const decide = seconds(projected);
  return { taken: { project: seconds(start) - decide, decide }, decision };
};

const first = run();
const peakMib = peakRssMib(process.pid);
const { extra, recommendations, held } = first.decision;
const said = `${String(extra['nodes_before'])} nodes become ${String(extra['nodes_after'])}, at least ${String(extra['lower_bound'])}; ${recommendations.length} recommended, ${held.length} held`;
const warm = Array.from({ length: Number(rounds) }, () => run().taken);
const result: BinPackingRun = { cold: first.taken, warm, peakMib, said, gapPct: Number(extra['gap_pct']) };
process.stdout.write(JSON.stringify(result));
