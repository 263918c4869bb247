import { Inject, Injectable } from '@nestjs/common';
import type { ModelDetails, ModelQuery, ModelSummary } from '@ml/contracts/models';
import type { Paged } from '@ml/contracts/pricing';
import { day } from '@ml/domain/models/day';
import { AliasStore } from '@ml/persistence/stores/models/alias-store';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import { ModelRefreshes } from '@ml/persistence/stores/models/model-refreshes';
import { ReplicaStore } from '@ml/persistence/stores/models/replica-store';
import { under } from '@ml/state/read';
import { BlobKeeper } from '../files/blob-keeper';

interface Download {
  readonly blob: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly file_name: string;
}

/** Which versions there are, and what is known of each. */
@Injectable()
export class ModelCatalogue {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(AliasStore) private readonly aliases: AliasStore,
    @Inject(ReplicaStore) private readonly replicas: ReplicaStore,
    @Inject(ModelRefreshes) private readonly refreshes: ModelRefreshes,
    @Inject(BlobKeeper) private readonly blobs: BlobKeeper,
  ) {}

  /** @throws StateFault for what is no day */
  list(query: ModelQuery): Promise<Paged<ModelSummary>> {
    for (const key of ['start_date', 'end_date'] as const) if (query[key] !== undefined) under(key, day, query[key]);
    return this.models.list(query);
  }

  /** @throws AppError NOT_FOUND */
  async details(modelId: string): Promise<ModelDetails> {
    const model = await this.models.get(modelId);
    const [placed, versions, replicas, usage, lastRefresh] = await Promise.all([
      this.aliases.all(),
      this.models.versionsOf(model.name),
      this.replicas.statesOf(model.name),
      this.models.usageOf(model.id),
      this.refreshes.last(model.id),
    ]);
    return {
      model_id: model.id,
      name: model.name,
      version: model.version,
      model_type: model.type,
      trained_until: model.trainedUntil,
      active: model.active,
      alias: placed.find(({ ref }) => ref.id === model.id)?.alias ?? null,
      size_bytes: model.sizeBytes,
      uploaded_at: model.uploadedAt.toISOString(),
      predictions_count: usage.predictions_count,
      last_refresh_date: lastRefresh?.data_to ?? null,
      sha256: hashOf(model.blob),
      uploaded_by: model.uploadedBy,
      metadata: { ...model.posted, ...model.metadata },
      performance_metrics: model.metadata.metrics,
      usage_stats: usage,
      versions,
      replicas,
      last_refresh: lastRefresh,
    };
  }

  /** @throws AppError NOT_FOUND, MODEL_ACTIVE */
  async delete(modelId: string): Promise<{ status: 'deleted'; deleted_at: string }> {
    const { blob, deletedAt } = await this.models.delete(modelId);
    await this.blobs.forgetUnlessNamed(blob);
    return { status: 'deleted', deleted_at: deletedAt.toISOString() };
  }

  /** @throws AppError NOT_FOUND */
  async download(modelId: string): Promise<Download> {
    const { blob, sizeBytes, name, version } = await this.models.get(modelId);
    return { blob, size_bytes: sizeBytes, sha256: hashOf(blob), file_name: `${name}-${version}.onnx` };
  }
}

const hashOf = (blob: string): string => blob.replace(/^sha256:/, '');
