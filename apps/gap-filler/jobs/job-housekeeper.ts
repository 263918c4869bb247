import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { forgetOldJobs } from '@ml/persistence/stores/gap-filler/forget-old-jobs';

const AT_NIGHT = '47 3 * * *';

/** Deletes the details of old jobs, once a night over all replicas. */
@Injectable()
export class JobHousekeeper implements OnApplicationBootstrap {
  constructor(@Inject(OnceSchedule) private readonly schedule: OnceSchedule) {}

  onApplicationBootstrap(): void {
    this.schedule.every('gap-filler-forget', AT_NIGHT, async (tx) => {
      await forgetOldJobs(tx);
    });
  }
}
