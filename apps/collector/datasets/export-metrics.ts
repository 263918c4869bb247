import { Inject, Injectable } from '@nestjs/common';
import { overallScore } from '@ml/domain/collection/quality';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';
import { Metrics } from '@ml/platform/metrics';

/** Seconds; from a handful of rows to tens of millions. */
const BUCKETS = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800];

@Injectable()
export class ExportMetrics {
  private readonly exports;
  private readonly rows;
  private readonly seconds;
  private readonly score;
  private readonly copies;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.exports = metrics.counter({ name: 'ml_exports_total', help: 'Exports of collected data by outcome', labels: ['outcome'] });
    this.rows = metrics.counter({ name: 'ml_export_rows_total', help: 'Rows written into exports' });
    this.seconds = metrics.histogram({ name: 'ml_export_duration_seconds', help: 'Time to make an export', buckets: BUCKETS });
    this.score = metrics.gauge({ name: 'ml_export_quality_score', help: 'Quality of the newest export that was made here, 0 to 100', labels: ['dataset'] });
    this.copies = metrics.counter({ name: 'ml_export_copies_total', help: 'Copies of exports in the archive by outcome; those that failed are tried again', labels: ['outcome'] });
  }

  made({ rows_done, quality }: ExportRow, seconds: number): void {
    this.exports.inc({ outcome: 'completed' });
    this.rows.inc(rows_done);
    this.seconds.observe(seconds);
    for (const { dataset, score } of quality) this.score.set({ dataset }, score);
    this.score.set({ dataset: 'all' }, overallScore(quality));
  }

  failed(exports = 1): void {
    this.exports.inc({ outcome: 'failed' }, exports);
  }

  copied(): void {
    this.copies.inc({ outcome: 'done' });
  }

  notCopied(): void {
    this.copies.inc({ outcome: 'failed' });
  }
}
