import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { readLoad, type ScanLoad, type Totals } from '@ml/persistence/stores/collector/growth';
import { Metrics } from '@ml/platform/metrics';
import { SECOND_MS } from '@ml/units/time';
import { CollectionCounts } from './collection-counts';

/** Shows how much is collected, and whether it gets into the tables. While the database is away the last figures stay. */
@Injectable()
export class CollectionGauges {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CollectionCounts) private readonly counts: CollectionCounts,
    @Inject(Database) private readonly database: Database,
  ) {
    this.shown({ name: 'ml_collection_records', help: 'Rows of training data' }, (totals) => totals.total_ml_records);
    this.shown({ name: 'ml_collection_action_rate', help: 'Share of the training data of which somebody said what they did with it' }, ({ acted, total_ml_records }) => (total_ml_records === 0 ? undefined : acted / total_ml_records));
    this.shown({ name: 'ml_collection_age_seconds', help: 'Since the last scan was accepted; nothing while none ever was' }, ({ now, last_collection_at }) =>
      last_collection_at === null ? undefined : Math.max(0, now.getTime() - last_collection_at.getTime()) / SECOND_MS,
    );
    this.load();
  }

  private shown(named: { readonly name: string; readonly help: string }, value: (totals: Totals) => number | undefined): void {
    this.metrics.gauge({
      ...named,
      collect: async (gauge) => {
        const totals = await this.counts.read().catch(() => undefined);
        const shown = totals === undefined ? undefined : value(totals);
        if (shown !== undefined) gauge.set(shown);
      },
    });
  }

  private load(): void {
    const waiting = this.metrics.gauge({ name: 'ml_collection_waiting_seconds', help: 'Since the oldest scan was accepted that is not in the tables; 0 when all are' });
    const pieces = this.metrics.gauge({ name: 'ml_collection_waiting_pieces', help: 'Pieces of scans that are not in the tables' });
    this.metrics.gauge({
      name: 'ml_collection_scan_states',
      help: 'Scans of the last day by status',
      labels: ['status'],
      collect: async (gauge) => {
        const load = await readLoad(this.database).catch(() => undefined);
        if (load === undefined) return;
        for (const status of ['accepted', 'stored', 'failed'] as const satisfies readonly (keyof ScanLoad)[]) gauge.set({ status }, load[status]);
        waiting.set(load.waiting_seconds);
        pieces.set(load.pieces);
      },
    });
  }
}
