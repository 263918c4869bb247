import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { v7 as uuid7 } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import { askRun, type RunAsk, type RunReply } from '@ml/contracts/forecasts';
import { askInfer, type InferAsk, type InferReply } from '@ml/contracts/models';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import { Answers, withAttachment, type BusContext } from '@ml/platform/bus/handlers';
import { openAttachment } from '@ml/platform/bus/open-attachment';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { Clock } from '@ml/platform/clock';
import { PredictionJournal } from '../predictions/prediction-journal';
import { ShadowRunner } from '../predictions/shadow-runner';
import { Serving, type ServedModel } from '../serving/serving';
import { inferEntry } from './infer-entry';
import { ModelFinder } from './model-finder';
import { runEntry } from './run-entry';

const FLOAT_BYTES = 4;

/** Runs models on bytes that this process passes on without reading them. */
@Controller()
export class InferenceController {
  constructor(
    @Inject(Serving) private readonly serving: Serving,
    @Inject(ModelFinder) private readonly finder: ModelFinder,
    @Inject(PredictionJournal) private readonly journal: PredictionJournal,
    @Inject(ShadowRunner) private readonly shadows: ShadowRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Answers(askInfer)
  async infer(@Payload() ask: InferAsk, @Ctx() context: BusContext): Promise<InferReply> {
    const startedAt = performance.now();
    const id = uuid7({ msecs: this.clock.millis() });
    const body = await openAttachment(context.attachment);
    const model = this.finder.find(ask) ?? (await this.finder.loaded(ask));
    const answer = await this.serving.infer(model.ref.id, { body, headerLength: ask.header_length }, context.signal);
    this.note(model, inferEntry(model, { id, answer, tenant: context.call.tenant, latencyMs: performance.now() - startedAt, at: this.clock.now() }));
    return withAttachment({ header_length: answer.headerLength, prediction_id: id }, answer.body);
  }

  @Answers(askRun)
  async run(@Payload() ask: RunAsk, @Ctx() context: BusContext): Promise<RunReply> {
    const model = this.serving.byId(ask.model_id);
    if (model?.type !== ask.model_type) throw new AppError('MODEL_NOT_READY', `no ${ask.model_type} of this id is loaded`, { path: 'model_id' });
    checkFeatures(model, ask.features);
    const bytes = ownBytes(await openAttachment(context.attachment));
    const values = checkRows(bytes, ask);
    const output = await this.serving.run(model.ref.id, { rows: ask.rows, values }, context.signal);
    this.note(model, runEntry(model, { ask, values, output, tenant: context.call.tenant, at: this.clock.now() }));
    const { buffer, byteOffset, byteLength } = output.values;
    return withAttachment({ model: model.ref, rows: output.rows, columns: output.columns }, new Uint8Array(buffer, byteOffset, byteLength));
  }

  /** A challenger in the shadow sees the rows that the log keeps: the others are never read here. */
  private note({ ref }: ServedModel, entry: LoggedPrediction): void {
    this.journal.note(entry);
    const challenger = this.serving.challengerOf(ref.name);
    if (challenger?.mode !== 'shadow' || this.serving.champion({ name: ref.name })?.ref.id !== ref.id) return;
    this.shadows.show({ challenger: challenger.model, cells: entry.input.rows, told: entry });
  }
}

/** Their order is what the numbers mean. */
const checkFeatures = ({ ref, metadata }: ServedModel, features: readonly string[]): void => {
  const wanted = metadata.inputs.flatMap((input) => input.features);
  const at = wanted.findIndex((name, index) => features[index] !== name);
  if (at < 0 && wanted.length === features.length) return;
  throw new AppError('BAD_TENSOR', `${ref.name} ${ref.version} takes ${wanted.join(', ')}`, { path: `features[${String(at < 0 ? wanted.length : at)}]` });
};

const checkRows = (bytes: Uint8Array<ArrayBuffer>, { rows, features }: RunAsk): Float32Array => {
  const wanted = rows * features.length * FLOAT_BYTES;
  if (bytes.byteLength !== wanted) throw new AppError('BAD_TENSOR', `${String(rows)} rows mean ${String(wanted)} bytes, ${String(bytes.byteLength)} are attached`, { path: 'rows' });
  return new Float32Array(bytes.buffer);
};
