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

/** What the trainer calls it; another model's first column is taken. */
const COLUMN = 'waste_probability';
/** What `models` says when there is none to ask, not that one went wrong. */
const NO_MODEL = 'NO_ACTIVE_MODEL';
const DECIMALS = 1e4;

/** Asks the active `waste_predictor`, and the rule where it cannot answer. Only features go to it: they are what the log of predictions keeps. */
@Injectable()
export class WasteJudge {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /** @throws AppError DEADLINE_EXCEEDED when nobody waits any more */
  async judge(resources: readonly WasteFeatures[], signal: AbortSignal): Promise<Judgement> {
    if (resources.length === 0) return { probabilities: [], model: null, fallback: null, warnings: [] };
    try {
      const prediction = await this.bus.ask(askPredict, { model_type: 'waste_predictor', columns: WASTE_COLUMNS, rows: resources.map(wasteCells) });
      const { model, output, warnings } = prediction;
      if (model === null || !Array.isArray(output)) return byRule(resources, reasonOf(prediction));
      return { probabilities: (output as readonly Readonly<Record<string, number>>[]).map(probabilityOf), model: { id: model.id, version: model.version }, fallback: null, warnings };
    } catch (error) {
      if (!(error instanceof AppError) || signal.aborted) throw error;
      return byRule(resources, { code: 'MODEL_FAILED', text: `the model could not be asked: ${error.message}` });
    }
  }
}

export const isFlagged = (probability: number): boolean => probability >= WASTE_THRESHOLD;

const rounded = (probability: number): number => Math.round(Math.min(1, Math.max(0, probability)) * DECIMALS) / DECIMALS;

const probabilityOf = (output: Readonly<Record<string, number>>): number => rounded(output[COLUMN] ?? Object.values(output)[0] ?? 0);

const byRule = (resources: readonly WasteFeatures[], fallback: Reason): Judgement => ({ probabilities: resources.map((features) => rounded(wasteRule(features))), model: null, fallback, warnings: [] });

const reasonOf = ({ fallback }: Prediction): Reason => {
  const text = fallback?.text ?? 'no model answered';
  return { code: fallback?.code === NO_MODEL ? 'NO_MODEL' : 'MODEL_FAILED', text: `${text}; the rule answered instead` };
};
