import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askEngineMetadata, askTestEngine, askUploadEngine, type EngineMetadata, type TestEngine, type UploadEngine, type UploadedEngine } from '@ml/contracts/custom-engines';
import type { ModelRef } from '@ml/contracts/model-metadata';
import {
  askActivate,
  askChallenger,
  askDelete,
  askDownload,
  askInfer,
  askModelReady,
  askModels,
  askModelsReady,
  askRegister,
  type InferAsk,
  type InferReply,
  type ModelQuery,
  type ModelSummary,
  type NamedModel,
  type RegisterModel,
  type UploadedModel,
} from '@ml/contracts/models';
import { askPredict, askPredictionOutcome, type OutcomeAsk, type PredictAsk, type Prediction, type PredictionOutcome } from '@ml/contracts/predictions';
import type { Paged } from '@ml/contracts/pricing';
import { Answers, withAttachment, type BusContext } from '@ml/platform/bus/handlers';
import { openAttachment } from '@ml/platform/bus/open-attachment';

export const MODEL_ID = '019a7b1e-8c00-7000-8000-0000000000c1';
export const ACTIVE_ID = '019a7b1e-8c00-7000-8000-0000000000c2';
const REF: ModelRef = { id: MODEL_ID, name: 'spot-price', version: '1.0.0' };

/** What the stand-in for `models` has been asked. */
export const models = {
  registered: [] as (RegisterModel & { readonly patienceMs: number })[],
  asked: [] as unknown[],
  inferred: [] as (InferAsk & { readonly bytes: Uint8Array })[],
  /** What a download of any model streams. */
  file: { blob: '', size_bytes: 0, sha256: '', file_name: '' },
};

@Controller()
class RegistryStandIn {
  @Answers(askRegister)
  register(@Payload() model: RegisterModel, @Ctx() { call }: BusContext): UploadedModel {
    if (model.model_version === 'taken') throw new AppError('MODEL_EXISTS', 'this version is known already', { details: { model_id: MODEL_ID } });
    models.registered.push({ ...model, patienceMs: call.deadline - Date.now() });
    return { model_id: MODEL_ID, status: 'verified', upload_path: model.blob, warnings: [] };
  }

  @Answers(askModels)
  list(@Payload() query: ModelQuery): Paged<ModelSummary> {
    models.asked.push(query);
    return { rows: [], total: 7 };
  }

  @Answers(askActivate)
  activate(@Payload() ask: unknown): unknown {
    models.asked.push(ask);
    return { status: 'activated', activated_at: '2026-11-21T10:00:00Z', previous_active: null, active: REF, revision: 1 };
  }

  @Answers(askChallenger)
  challenge(@Payload() ask: unknown): unknown {
    models.asked.push(ask);
    return { status: 'shadow', challenger: REF, champion: REF, share: 0, revision: 2 };
  }

  @Answers(askDelete)
  remove(@Payload() { model_id }: { readonly model_id: string }): unknown {
    if (model_id === ACTIVE_ID) throw new AppError('MODEL_ACTIVE', 'the version is active; deactivate it first', { path: 'model_id' });
    return { status: 'deleted', deleted_at: '2026-11-21T10:00:00Z' };
  }

  @Answers(askDownload)
  download(): typeof models.file {
    return models.file;
  }
}

@Controller()
class InferenceStandIn {
  @Answers(askInfer)
  async infer(@Payload() ask: InferAsk, @Ctx() { attachment }: BusContext): Promise<InferReply> {
    const bytes = await openAttachment(attachment);
    models.inferred.push({ ...ask, bytes });
    if (ask.model_name === 'narrow') throw new AppError('BAD_TENSOR', 'features must have 3 columns, not 17', { path: 'inputs[0].shape' });
    return withAttachment<InferReply>({ header_length: ask.header_length, prediction_id: MODEL_ID }, Buffer.from(bytes).reverse());
  }

  @Answers(askModelReady)
  ready(@Payload() { model_name }: NamedModel): { readonly ready: boolean } {
    return { ready: model_name === 'spot-price' };
  }

  @Answers(askModelsReady)
  allReady(): { readonly ready: boolean; readonly models: readonly ModelRef[] } {
    return { ready: true, models: [REF] };
  }

  @Answers(askPredict)
  predict(@Payload() ask: PredictAsk): Prediction {
    models.asked.push(ask);
    return { prediction_id: MODEL_ID, model: REF, output: { price: 0.03 }, confidence: 0.9, warnings: [] };
  }

  @Answers(askPredictionOutcome)
  outcome(@Payload() ask: OutcomeAsk): PredictionOutcome {
    return { row: 0, observed_at: '2026-11-21T10:00:00Z', ...ask, recorded_at: '2026-11-21T10:00:01Z' };
  }
}

/** What the stand-in for `decisions` has been asked of engines. */
export const engines = { uploaded: [] as (UploadEngine & { readonly source: string })[], tested: [] as (TestEngine & { readonly state: string })[] };

@Controller()
class EngineStandIn {
  @Answers(askUploadEngine)
  async upload(@Payload() ask: UploadEngine, @Ctx() { attachment }: BusContext): Promise<UploadedEngine> {
    engines.uploaded.push({ ...ask, source: Buffer.from(await openAttachment(attachment)).toString() });
    return { engine_id: MODEL_ID, status: 'registered', contract_test: [], warnings: [] };
  }

  @Answers(askTestEngine)
  async test(@Payload() ask: TestEngine, @Ctx() { attachment }: BusContext): Promise<unknown> {
    engines.tested.push({ ...ask, state: Buffer.from(await openAttachment(attachment)).toString() });
    return { verdict: 'hold' };
  }

  @Answers(askEngineMetadata)
  metadata(): EngineMetadata {
    const said = { name: 'ours', version: '1.0.0', type: 'bin_packing', active: false, shadow: false, origin: 'custom', uploaded_at: '2026-11-21T10:00:00Z' } as const;
    return { engine_id: MODEL_ID, ...said, input_schema: {}, output_schema: {}, config: {}, config_schema: null, sha256: null };
  }
}

@Module({ controllers: [RegistryStandIn, InferenceStandIn] })
export class ModelsStandIn {}

@Module({ controllers: [EngineStandIn] })
export class EnginesStandIn {}
