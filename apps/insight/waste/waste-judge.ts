import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import type { WasteModel } from '@ml/contracts/insights';
import { askPredict, type Prediction } from '@ml/contracts/predictions';
import type { WasteFeatures } from '@ml/domain/features/waste-features';
import { wasteCells, WASTE_COLUMNS } from '@ml/domain/waste/waste-columns';
import { wasteRule, WASTE_THRESHOLD } from '@ml/domain/waste/waste-rule';
import { Bus } from '@ml/platform/bus/bus';

export interface Judgement {
  /** Of each resource, 0 to 1, four decimals. */
  readonly probabilities: readonly number[];
  readonly model: WasteModel | null;
  /** Set when the rule answered: NO_MODEL, MODEL_FAILED. */
  readonly fallback: Reason | null;
  readonly warnings: readonly Reason[];
}

/** What the trainer calls it; the only column of another model is taken for it. */
const COLUMN = 'waste_probability';
/** What `models` says when there is none to ask, not that one went wrong. */
const NO_MODEL = 'NO_ACTIVE_MODEL';
const DECIMALS = 1e4;
/** A model takes milliseconds. Where it hangs, ten pieces of 500 resources are still judged before their caller gives up. */
const PATIENCE_MS = 4_000;

/** Asks the active `waste_predictor`, and the rule where it cannot answer. Only features go to it: they are what the log of predictions keeps. */
@Injectable()
export class WasteJudge {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /** @throws AppError DEADLINE_EXCEEDED when nobody waits any more */
  async judge(resources: readonly WasteFeatures[], signal: AbortSignal): Promise<Judgement> {
    if (resources.length === 0) return { probabilities: [], model: null, fallback: null, warnings: [] };
    try {
      const prediction = await this.bus.ask(askPredict, { model_type: 'waste_predictor', columns: WASTE_COLUMNS, rows: resources.map(wasteCells) }, { timeoutMs: PATIENCE_MS });
      const { model, output, warnings } = prediction;
      if (model === null || !Array.isArray(output)) return byRule(resources, reasonOf(prediction));
      const said = (output as readonly Output[]).map(probabilityOf);
      if (said.length !== resources.length || !said.every(isProbability)) return byRule(resources, { code: 'MODEL_FAILED', text: `${model.name} ${model.version} gives no ${COLUMN} of 0 to 1 for each resource; the rule answered instead` });
      return { probabilities: said.map(rounded), model: { id: model.id, version: model.version }, fallback: null, warnings };
    } catch (error) {
      if (!(error instanceof AppError) || signal.aborted) throw error;
      return byRule(resources, { code: 'MODEL_FAILED', text: `the model could not be asked: ${error.message}` });
    }
  }
}

export const isFlagged = (probability: number): boolean => probability >= WASTE_THRESHOLD;

const rounded = (probability: number): number => Math.round(Math.min(1, Math.max(0, probability)) * DECIMALS) / DECIMALS;

type Output = Readonly<Record<string, number>>;

/** NaN when the model says something else: of a label and probabilities beside each other nobody knows which is meant. */
const probabilityOf = (output: Output): number => {
  const columns = Object.values(output);
  return output[COLUMN] ?? (columns.length === 1 ? columns[0] : undefined) ?? Number.NaN;
};

/** What is computed in 32 bits may miss 1 by a little. */
const ROUNDING = 1e-6;
const isProbability = (said: number): boolean => said >= -ROUNDING && said <= 1 + ROUNDING;

const byRule = (resources: readonly WasteFeatures[], fallback: Reason): Judgement => ({ probabilities: resources.map((features) => rounded(wasteRule(features))), model: null, fallback, warnings: [] });

const reasonOf = ({ fallback }: Prediction): Reason => {
  const text = fallback?.text ?? 'no model answered';
  return { code: fallback?.code === NO_MODEL ? 'NO_MODEL' : 'MODEL_FAILED', text: `${text}; the rule answered instead` };
};
