import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import type { DynamicModule } from '@nestjs/common';
import { Database } from './database';
import { OnceSchedule } from './once-schedule';

class OnceScheduleModule {}

/** Provides `OnceSchedule` to a service with a database. Needs `databaseModule`. */
export const onceScheduleModule = (): DynamicModule => ({
  module: OnceScheduleModule,
  providers: [
    {
      provide: OnceSchedule,
      inject: [Database, Clock, LOGGER],
      useFactory: (database: Database, clock: Clock, logger: Logger) =>
        new OnceSchedule(database, {
          offsetMs: clock.millis() - Date.now(),
          onFailure: (schedule, error) => logger.warn({ schedule, error: String(error) }, 'a scheduled run failed; it is tried again'),
        }),
    },
  ],
  exports: [OnceSchedule],
});
