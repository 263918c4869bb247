import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { RefreshRow } from '@ml/persistence/stores/gap-filler/refresh-row';
import { RefreshStore, type RefreshEnding } from '@ml/persistence/stores/gap-filler/refresh-store';
import { RefreshMetrics } from './refresh-metrics';

/** The end of a refresh: row, log and telling in one transaction. */
@Injectable()
export class RefreshEnds {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(RefreshMetrics) private readonly metrics: RefreshMetrics,
  ) {}

  /** Always false: nothing is left to do. Of a refresh that has left its step meanwhile it changes nothing. */
  async end(refresh: RefreshRow, ending: RefreshEnding): Promise<false> {
    const { refresh_id, step } = refresh;
    if (step === 'ended') return false;
    const ended = await this.database.transaction(async (tx) => {
      if (!(await this.store.end(tx, { refresh_id, from: step }, ending))) return false;
      await this.jobs.say(tx, refresh_id, { level: ending.status === 'failed' ? 'error' : 'info', text: ending.error_message ?? `the refresh is ${ending.status}` });
      await this.jobs.tell(tx, refresh_id);
      return true;
    });
    if (ended) this.metrics.count(refresh.refresh_type, ending.status);
    return false;
  }
}
