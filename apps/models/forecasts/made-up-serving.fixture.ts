import { AppError } from '@ml/contracts/app-error';
import type { ModelMetadata, ModelType } from '@ml/contracts/model-metadata';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { Serving, type InferAnswer, type RowBatch, type RunOutput, type ServedChallenger, type ServedModel } from '../serving/serving';

type Answer = (row: readonly number[]) => readonly number[];

const SHAPES: Readonly<Record<string, { readonly features: readonly string[]; readonly columns: readonly string[] }>> = {
  spot_price_predictor: { features: SPOT_PRICE_FEATURES, columns: ['p10', 'p50'] },
  spot_predictor: { features: INTERRUPTION_FEATURES, columns: ['probability'] },
};

/** Models that are functions, in the place of hosts: one a type, its id that type. */
export class MadeUpServing extends Serving {
  private readonly answers = new Map<ModelType, Answer>();
  private readonly listeners = new Set<() => void>();
  private failure: AppError | null = null;
  private champions = 0;
  private ran = 0;

  serve(type: ModelType, answer: Answer): void {
    this.answers.set(type, answer);
    this.change();
  }

  change(): void {
    for (const listener of this.listeners) listener();
  }

  fail(error: AppError | null): void {
    this.failure = error;
  }

  reset(): void {
    this.answers.clear();
    this.failure = null;
  }

  /** How often somebody wanted to know who the champion is. */
  asked(): number {
    return this.champions;
  }

  runs(): number {
    return this.ran;
  }

  champion({ type }: { readonly name?: string; readonly type?: ModelType }): ServedModel | undefined {
    this.champions += 1;
    return type !== undefined && this.answers.has(type) ? served(type) : undefined;
  }

  challengerOf(): ServedChallenger | undefined {
    return undefined;
  }

  byId(id: string): ServedModel | undefined {
    return this.all().find(({ ref }) => ref.id === id);
  }

  all(): readonly ServedModel[] {
    return [...this.answers.keys()].map(served);
  }

  ready(): boolean {
    return true;
  }

  run(id: string, batch: RowBatch): Promise<RunOutput> {
    this.ran += 1;
    const answer = this.answers.get(id as ModelType);
    const { features = [], columns = [] } = SHAPES[id] ?? {};
    if (this.failure !== null || answer === undefined || !('values' in batch)) return Promise.reject(this.failure ?? new AppError('MODEL_NOT_READY', 'is not there'));
    const rows = Array.from({ length: batch.rows }, (_, row) => [...batch.values.subarray(row * features.length, (row + 1) * features.length)]);
    return Promise.resolve({ rows: batch.rows, columns, values: Float64Array.from(rows.flatMap(answer)), milliseconds: 1 });
  }

  infer(): Promise<InferAnswer> {
    return Promise.reject(new AppError('MODEL_NOT_READY', 'is not asked here'));
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const served = (type: ModelType): ServedModel => {
  const { features = [], columns = [] } = SHAPES[type] ?? {};
  const metadata = { model_type: type, horizon_hours: 24, inputs: [{ name: 'x', datatype: 'FP32', features }], outputs: [{ name: 'y', datatype: 'FP32', columns }] };
  return { ref: { id: type, name: type, version: '1.0.0' }, type, metadata: metadata as unknown as ModelMetadata };
};
