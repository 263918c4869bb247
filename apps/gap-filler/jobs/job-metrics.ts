import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JOB_KINDS } from '@ml/contracts/jobs';
import { Database } from '@ml/persistence/database';
import type { Applied } from '@ml/persistence/stores/gap-filler/apply-states';
import { jobsUnderWay, longestSilence } from '@ml/persistence/stores/gap-filler/job-figures';
import { Health } from '@ml/platform/health';
import { Metrics } from '@ml/platform/metrics';
import { MINUTE_MS, SECOND_MS } from '@ml/units/time';

const SILENT_SECONDS = (5 * MINUTE_MS) / SECOND_MS;

/** Jobs in the metrics, and in health when one is silent. A silent job does not take the service out: it goes on when pricing does. */
@Injectable()
export class JobMetrics implements OnApplicationBootstrap {
  private readonly records;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.records = metrics.counter({ name: 'ml_job_records_total', help: 'Rows that jobs have brought: new, known before, refused', labels: ['kind', 'outcome'] });
    metrics.gauge({
      name: 'ml_jobs',
      help: 'Fills and refreshes that have not ended',
      labels: ['kind', 'status'],
      collect: async (gauge) => {
        // Without the database the rest of the metrics is still worth having.
        const jobs = await jobsUnderWay(database).catch(() => undefined);
        if (jobs === undefined) return;
        gauge.reset();
        for (const { job_kind, status, jobs: count } of jobs) gauge.set({ kind: job_kind, status }, count);
      },
    });
    metrics.gauge({
      name: 'ml_job_silent_seconds',
      help: 'Time since anything was heard of the job that has been silent for longest; 0 when none is fetching',
      collect: async (gauge) => {
        const silence = await longestSilence(database).catch(() => null);
        if (silence !== null) gauge.set(silence?.seconds ?? 0);
      },
    });
    for (const kind of JOB_KINDS) for (const outcome of ['inserted', 'known', 'refused']) this.records.inc({ kind, outcome }, 0);
  }

  onApplicationBootstrap(): void {
    this.health.add('jobs', { critical: false, check: () => this.check() });
  }

  count({ job_kind, inserted, known, refused }: Applied): void {
    this.records.inc({ kind: job_kind, outcome: 'inserted' }, inserted);
    this.records.inc({ kind: job_kind, outcome: 'known' }, known);
    this.records.inc({ kind: job_kind, outcome: 'refused' }, refused);
  }

  private async check(): Promise<void> {
    const silence = await longestSilence(this.database);
    if (silence === undefined || silence.seconds < SILENT_SECONDS) return;
    throw new Error(`nothing was heard of the ${silence.job_kind} ${silence.job_id} for ${String(Math.floor(silence.seconds / 60))} min: see whether pricing works`);
  }
}
