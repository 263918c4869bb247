import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import { Clock } from '@ml/platform/clock';
import { v7 as uuid7 } from 'uuid';
import { Serving, type ServedChallenger, type ServedModel } from '../serving/serving';
import { DriftBoard } from '../drift/drift-board';
import { featureColumns } from './feature-columns';
import { answerConfidence, askModel, type ModelAnswer } from './model-answer';
import { PredictionJournal } from './prediction-journal';
import { fallBack, reasonOf } from './fall-back';
import { PREDICTION_TYPE_OF, type Answered, type PredictionOrder } from './prediction-order';
import { readRows, shortList, type GivenRows } from './read-rows';
import { ShadowRunner } from './shadow-runner';
import { splitShare } from './split-share';

interface Attempt {
  readonly order: PredictionOrder;
  readonly id: string;
  readonly startedAt: number;
}

type Told = Answered & { readonly role: LoggedPrediction['role'] };

/** Answers with the active model, its challenger where keys are split, or the rule that stands in for both; every answer is noted. */
@Injectable()
export class Predictor {
  constructor(
    @Inject(Serving) private readonly serving: Serving,
    @Inject(PredictionJournal) private readonly journal: PredictionJournal,
    @Inject(ShadowRunner) private readonly shadows: ShadowRunner,
    @Inject(DriftBoard) private readonly drift: DriftBoard,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError BAD_FIELD, DEADLINE_EXCEEDED; what a model does wrong is no error but a fallback */
  async predict(order: PredictionOrder): Promise<Answered> {
    const attempt = { order, id: uuid7({ msecs: this.clock.millis() }), startedAt: performance.now() };
    const champion = this.championFor(order);
    if (champion === undefined) return this.without(attempt, this.absence(order));
    const rows = rowsFor(champion, order);
    if (rows === undefined) return this.without(attempt, { code: 'FEATURES_MISSING', text: `${champion.ref.name} looks at what is not known here` });
    const challenger = this.serving.challengerOf(champion.ref.name);
    const told = await this.askOne(attempt, rows, { champion, challenger });
    const logged = this.note(attempt, rows, { ...told, asked: told.model ?? champion });
    if (challenger?.mode === 'shadow' && told.role === 'champion') this.shadows.show({ challenger: challenger.model, cells: rows.cells, told: logged });
    return told;
  }

  private championFor({ name, type }: PredictionOrder): ServedModel | undefined {
    const champion = this.serving.champion(name === undefined ? { type } : { name });
    if (champion !== undefined && champion.type !== type)
      throw new AppError('BAD_FIELD', `${champion.ref.name} is a ${champion.type}`, { path: 'model_type' });
    return champion;
  }

  private absence({ name, type }: PredictionOrder): Reason {
    if (!this.serving.ready()) return { code: 'MODEL_NOT_READY', text: 'not every active model is loaded here yet; the replicas in its details say why' };
    return { code: 'NO_ACTIVE_MODEL', text: `no ${name ?? type} is active` };
  }

  private without(attempt: Attempt, reason: Reason): Answered {
    const told = { id: attempt.id, role: 'fallback' as const, ...fallBack(attempt.order, { reason }) };
    this.note(attempt, undefined, { ...told, asked: null });
    return told;
  }

  private async askOne(attempt: Attempt, rows: GivenRows, models: { readonly champion: ServedModel; readonly challenger: ServedChallenger | undefined }): Promise<Told> {
    const { champion, challenger } = models;
    const warnings = missingOf(rows);
    if (challenger?.mode === 'ab' && splitShare(challenger.model.ref.id, attempt.order.key) < challenger.share) {
      try {
        return await this.askOf(attempt, rows, { model: challenger.model, role: 'challenger', warnings });
      } catch (error) {
        // Whatever it was, a challenger that is overrun included, the champion may still answer in time.
        if (attempt.order.signal.aborted) throw error;
        warnings.push({ code: 'CHALLENGER_FAILED', text: `the challenger was to answer and could not: ${error instanceof AppError ? error.message : 'it broke'}` });
      }
    }
    try {
      return await this.askOf(attempt, rows, { model: champion, role: 'champion', warnings });
    } catch (error) {
      return { id: attempt.id, role: 'fallback', ...fallBack(attempt.order, { reason: reasonOf(error), champion, rows, warnings }) };
    }
  }

  private async askOf({ id, order }: Attempt, rows: GivenRows, by: { readonly model: ServedModel; readonly role: 'champion' | 'challenger'; readonly warnings: readonly Reason[] }): Promise<Told> {
    const answer = await askModel(this.serving, by.model, { cells: rows.cells, signal: order.signal });
    const drifted = this.drift.hasDrifted(by.model.ref.id);
    return { id, ...by, answer, confidence: answerConfidence(by.model, answer, { rows, drifted }), warnings: drifted ? [...by.warnings, DRIFTED] : by.warnings };
  }

  private note({ order, id, startedAt }: Attempt, rows: GivenRows | undefined, told: Told & { readonly asked: ServedModel | null }): LoggedPrediction {
    const logged: LoggedPrediction = {
      prediction_id: id,
      tenant: order.tenant,
      model: told.asked?.ref ?? null,
      model_type: order.type,
      prediction_type: PREDICTION_TYPE_OF[order.type],
      role: told.role,
      shadow_of: null,
      rows: rows?.cells.length ?? order.input.rows?.length ?? 1,
      input: inputOf(rows, told.asked),
      output: told.answer ?? NOTHING,
      confidence: told.confidence,
      fallback: told.fallback?.code ?? null,
      latency_ms: performance.now() - startedAt,
      at: this.clock.now().toISOString(),
    };
    this.journal.note(logged);
    return logged;
  }
}

/** Undefined: a lenient order lacks too much. @throws AppError BAD_FIELD */
const rowsFor = ({ metadata }: ServedModel, { input, lenient = false }: PredictionOrder): GivenRows | undefined => {
  try {
    return readRows(featureColumns(metadata.inputs), input);
  } catch (error) {
    if (lenient && error instanceof AppError && error.code === 'BAD_FIELD') return undefined;
    throw error;
  }
};

const DRIFTED: Reason = { code: 'MODEL_DRIFTED', text: 'what the model is asked no longer looks like its training data, which halves the confidence' };

const NOTHING: ModelAnswer = { columns: [], rows: [] };

const missingOf = ({ missing }: GivenRows): Reason[] =>
  missing.length === 0 ? [] : [{ code: 'FEATURES_MISSING', text: `unknown to the model, which lowers the confidence: ${shortList(missing)}` }];

/** Without a model nobody knows which of the given names and values mean anything: they are not kept. */
const inputOf = (rows: GivenRows | undefined, asked: ServedModel | null): LoggedPrediction['input'] =>
  rows === undefined || asked === null ? { features: [], rows: [] } : { features: featureColumns(asked.metadata.inputs).map(({ name }) => name), rows: rows.cells };
