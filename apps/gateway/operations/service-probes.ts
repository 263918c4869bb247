import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { askDecision } from '@ml/contracts/decisions';
import { ENGINES } from '@ml/contracts/engines';
import { askExport } from '@ml/contracts/datasets';
import { askGap } from '@ml/contracts/gaps';
import { askForecastSeries } from '@ml/contracts/insights';
import { askModelDetails } from '@ml/contracts/models';
import { askFetchTask } from '@ml/contracts/pricing';
import { askRebalanceJob } from '@ml/contracts/rebalance';
import { Bus } from '@ml/platform/bus/bus';

export type Presence = 'up' | 'down';

const PATIENCE_MS = 1_500;
/** However often somebody looks, each service is asked once in this time. */
const FRESH_MS = 2_000;
/** Nobody's id: a service that says so has looked into its database. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Whether each service answers a question that costs it nothing. */
@Injectable()
export class ServiceProbes {
  private seen: { readonly at: number; readonly result: Promise<Readonly<Record<string, Presence>>> } | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  look(): Promise<Readonly<Record<string, Presence>>> {
    const now = Date.now();
    if (this.seen === undefined || now - this.seen.at > FRESH_MS) this.seen = { at: now, result: this.ask() };
    return this.seen.result;
  }

  private async ask(): Promise<Readonly<Record<string, Presence>>> {
    const options = { timeoutMs: PATIENCE_MS };
    const probes: Readonly<Record<string, Promise<unknown>>> = {
      decisions: this.bus.ask(askDecision, { decision_id: NOBODY }, options),
      collector: this.bus.ask(askExport, { export_id: NOBODY }, options),
      feedback: this.bus.ask(askRebalanceJob, { job_id: NOBODY }, options),
      'gap-filler': this.bus.ask(askGap, { gap_id: NOBODY }, options),
      // Refused as too short before anything is computed.
      insight: this.bus.ask(askForecastSeries, { series: [], horizon: 1 }, options),
      models: this.bus.ask(askModelDetails, { model_id: NOBODY }, options),
      pricing: this.bus.ask(askFetchTask, { task_id: NOBODY }, options),
      ...Object.fromEntries(Object.values(ENGINES).map((engine) => [engine.owner, this.bus.ask(engine.describe, {}, options)])),
    };
    const results = await Promise.all(Object.entries(probes).map(async ([name, probe]) => [name, await presence(probe)] as const));
    return Object.fromEntries(results);
  }
}

const presence = async (probe: Promise<unknown>): Promise<Presence> => {
  try {
    await probe;
    return 'up';
  } catch (error) {
    return error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'TOO_SHORT') ? 'up' : 'down';
  }
};
