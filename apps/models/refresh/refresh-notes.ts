import { Inject, Injectable } from '@nestjs/common';
import type { ModelRefreshed } from '@ml/contracts/model-refresh';
import { AppError } from '@ml/contracts/app-error';
import { day } from '@ml/domain/models/day';
import { ModelRefreshes } from '@ml/persistence/stores/models/model-refreshes';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import { under } from '@ml/state/read';

/** Keeps up to which day prices were brought for a model. */
@Injectable()
export class RefreshNotes {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(ModelRefreshes) private readonly refreshes: ModelRefreshes,
  ) {}

  /** @returns up to which day they are there, this time and before. @throws AppError NOT_FOUND, BAD_FIELD; StateFault for what is no day */
  async note(refreshed: ModelRefreshed): Promise<{ readonly last_refresh_date: string }> {
    for (const key of ['data_from', 'data_to'] as const) under(key, day, refreshed[key]);
    if (refreshed.data_from > refreshed.data_to) throw new AppError('BAD_FIELD', 'data_to lies before data_from', { path: 'data_to' });
    await this.models.get(refreshed.model_id);
    await this.refreshes.note(refreshed);
    return { last_refresh_date: (await this.refreshes.last(refreshed.model_id))?.data_to ?? refreshed.data_to };
  }
}
