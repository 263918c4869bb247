import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { FetchQueue } from './fetch-queue';

/** Every five minutes, whatever is refreshed. */
const EVERY = '*/5 * * * *';

/** Chunks whose message is lost, given up on while the database was away for long, would wait for ever: their messages are sent again. */
@Injectable()
export class LostChunks implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('pricing-lost-chunks', EVERY, (tx) => this.queue.sendLost(tx));
  }
}
