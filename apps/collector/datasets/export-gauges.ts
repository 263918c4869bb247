import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { readExportLoad, type ExportLoad } from '@ml/persistence/stores/collector/export-load';
import { Metrics } from '@ml/platform/metrics';
import { ReadGauges } from '@ml/platform/read-gauges';
import { SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';

/** Shows exports that wait, that failed, and whose files are not where they should be. */
@Injectable()
export class ExportGauges {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(Database) database: Database, @Inject(SETTINGS) { archiveS3Bucket }: Pick<CollectorSettings, 'archiveS3Bucket'>) {
    const load = new ReadGauges(metrics, () => readExportLoad(database));
    load.show({ name: 'ml_export_states', help: 'Exports that wait or are being made, and those that failed within a day', labels: ['status'] }, (gauge, read) => {
      for (const status of ['queued', 'running', 'failed'] as const satisfies readonly (keyof ExportLoad)[]) gauge.set({ status }, read[status]);
    });
    load.show({ name: 'ml_export_waiting_seconds', help: 'Since the oldest export was ordered that is not made; 0 when all are' }, (gauge, { waiting_seconds }) => gauge.set(waiting_seconds));
    load.show({ name: 'ml_export_uncopied_seconds', help: 'Since the oldest export was made that has no copy in the archive; 0 when all have, or none are copied' }, (gauge, { uncopied_seconds }) =>
      gauge.set(archiveS3Bucket === null ? 0 : uncopied_seconds),
    );
    load.show({ name: 'ml_export_withdrawn', help: 'Exports of which files that nobody may have any more, of erased users or too old, are not deleted yet' }, (gauge, { withdrawn }) => gauge.set(withdrawn));
  }
}
