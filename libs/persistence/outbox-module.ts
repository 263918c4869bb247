import { ACCESS } from '@ml/contracts/access';
import { Bus } from '@ml/platform/bus/bus';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import type { DynamicModule } from '@nestjs/common';
import { Database } from './database';
import type { DatabaseOwner } from './database-owner';
import { OutboxRelay } from './outbox-relay';

class OutboxModule {}

/** Starts the owner's relay with the service and shows in the metrics what waits. Needs `databaseModule`. */
export const outboxModule = (owner: DatabaseOwner): DynamicModule => ({
  module: OutboxModule,
  providers: [
    {
      provide: OutboxRelay,
      inject: [Database, Bus, Metrics, LOGGER],
      useFactory: (database: Database, bus: Bus, metrics: Metrics, logger: Logger) => {
        metrics.gauge({
          name: 'ml_outbox_waiting',
          help: 'Events committed and not yet acknowledged by the stream, by state',
          labels: ['state'],
          collect: async (gauge) => {
            const [row] = await database.query<{ waiting: number; parked: number }>(
              'SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting, count(parked_at) AS parked FROM outbox',
            );
            gauge.set({ state: 'waiting' }, row?.waiting ?? 0);
            gauge.set({ state: 'parked' }, row?.parked ?? 0);
          },
        });
        return new OutboxRelay({
          database,
          publisher: bus,
          facts: ACCESS[owner].publishes,
          onFailure: (error) => logger.warn({ error: String(error) }, 'events wait in the outbox'),
        });
      },
    },
  ],
});
