import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { readLoad, type ScanLoad } from '@ml/persistence/stores/collector/growth';
import { Metrics } from '@ml/platform/metrics';
import { ReadGauges } from '@ml/platform/read-gauges';
import { SECOND_MS } from '@ml/units/time';
import { CollectionCounts } from './collection-counts';

/** Shows how much is collected, and whether it gets into the tables. */
@Injectable()
export class CollectionGauges {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(CollectionCounts) counts: CollectionCounts, @Inject(Database) database: Database) {
    const totals = new ReadGauges(metrics, () => counts.read());
    totals.show({ name: 'ml_collection_records', help: 'Rows of training data' }, (gauge, { total_ml_records }) => gauge.set(total_ml_records));
    totals.show({ name: 'ml_collection_action_rate', help: 'Share of the training data of which somebody said what they did with it' }, (gauge, { acted, total_ml_records }) => {
      if (total_ml_records > 0) gauge.set(acted / total_ml_records);
    });
    totals.show({ name: 'ml_collection_age_seconds', help: 'Since the last scan was accepted; 0 while none ever was' }, (gauge, { now, last_collection_at }) => {
      if (last_collection_at !== null) gauge.set(Math.max(0, now.getTime() - last_collection_at.getTime()) / SECOND_MS);
    });
    const load = new ReadGauges(metrics, () => readLoad(database));
    load.show({ name: 'ml_collection_scan_states', help: 'Scans of the last day by status', labels: ['status'] }, (gauge, read) => {
      for (const status of ['accepted', 'stored', 'failed'] as const satisfies readonly (keyof ScanLoad)[]) gauge.set({ status }, read[status]);
    });
    load.show({ name: 'ml_collection_waiting_seconds', help: 'Since the oldest scan was accepted that is not in the tables; 0 when all are' }, (gauge, { waiting_seconds }) => gauge.set(waiting_seconds));
    load.show({ name: 'ml_collection_waiting_pieces', help: 'Pieces of scans that are not in the tables' }, (gauge, { pieces }) => gauge.set(pieces));
  }
}
