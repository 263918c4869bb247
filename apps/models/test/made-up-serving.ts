import { AppError } from '@ml/contracts/app-error';
import { Serving, type InferAnswer, type RowBatch, type RunOutput, type ServedChallenger, type ServedModel } from '../serving/serving';

type Run = (row: readonly number[]) => readonly number[];

/** Models that are functions, without files and processes. */
export class MadeUpServing extends Serving {
  challenger: ServedChallenger | undefined;
  loaded = true;
  readonly batches: { readonly modelId: string; readonly batch: RowBatch }[] = [];
  private readonly runs = new Map<string, Run>();
  private readonly models = new Map<string, ServedModel>();

  /** The first of a name or type is its champion. */
  serve(model: ServedModel, run: Run): ServedModel {
    this.models.set(model.ref.id, model);
    this.runs.set(model.ref.id, run);
    return model;
  }

  override champion({ name, type }: { readonly name?: string; readonly type?: string }): ServedModel | undefined {
    return this.all().find((model) => (name ?? model.ref.name) === model.ref.name && (type ?? model.type) === model.type);
  }

  override challengerOf(): ServedChallenger | undefined {
    return this.challenger;
  }

  override byId(modelId: string): ServedModel | undefined {
    return this.models.get(modelId);
  }

  override all(): readonly ServedModel[] {
    return [...this.models.values()];
  }

  override ready(): boolean {
    return this.loaded;
  }

  override run(modelId: string, batch: RowBatch): Promise<RunOutput> {
    this.batches.push({ modelId, batch });
    const [model, run] = [this.models.get(modelId), this.runs.get(modelId)];
    if (model === undefined || run === undefined) return Promise.reject(new AppError('MODEL_NOT_READY', 'the model is not loaded'));
    const columns = model.metadata.outputs.flatMap((output) => output.columns);
    return new Promise((resolve) => resolve({ rows: batch.rows, columns, values: Float64Array.from(rowsOf(batch).flatMap((row) => [...run(row)])), milliseconds: 1 }));
  }

  override infer(): Promise<InferAnswer> {
    return Promise.reject(new AppError('MODEL_NOT_READY', 'these models speak no protocol'));
  }

  override onChange(): () => void {
    return () => undefined;
  }
}

const rowsOf = (batch: RowBatch): readonly (readonly number[])[] => {
  if ('cells' in batch) return batch.cells.map((row) => row.map(Number));
  const width = batch.values.length / batch.rows;
  return Array.from({ length: batch.rows }, (_, row) => Array.from(batch.values.subarray(row * width, (row + 1) * width)));
};
