import { ACCESS } from '@ml/contracts/access';
import { Bus } from '@ml/platform/bus/bus';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { Inject, type DynamicModule } from '@nestjs/common';
import { Database } from './database';
import type { DatabaseOwner } from './database-owner';
import { OutboxRelay } from './outbox-relay';

const COUNT = 'SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting, count(parked_at) AS parked FROM outbox';

class OutboxModule {
  constructor(@Inject(Database) database: Database, @Inject(Metrics) metrics: Metrics) {
    metrics.gauge({
      name: 'ml_outbox_events',
      help: 'Committed events without an acknowledgement of the stream: waiting for it, or parked because it refused them',
      labels: ['state'],
      collect: async (gauge) => {
        gauge.reset();
        // Without the database the rest of the metrics is still worth having.
        const [row] = await database.query<{ waiting: number; parked: number }>(COUNT).catch(() => []);
        if (row === undefined) return;
        gauge.set({ state: 'waiting' }, row.waiting);
        gauge.set({ state: 'parked' }, row.parked);
      },
    });
  }
}

/** Runs the owner's relay for as long as the service lives and shows in the metrics what waits. Needs `databaseModule`. */
export const outboxModule = (owner: DatabaseOwner): DynamicModule => ({
  module: OutboxModule,
  providers: [
    {
      provide: OutboxRelay,
      inject: [Database, Bus, LOGGER],
      useFactory: (database: Database, bus: Bus, logger: Logger) =>
        new OutboxRelay({
          database,
          publisher: bus,
          facts: ACCESS[owner].publishes,
          onFailure: (error) => logger.warn({ error: String(error) }, 'events wait in the outbox'),
        }),
    },
  ],
});
