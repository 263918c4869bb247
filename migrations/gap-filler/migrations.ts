import { createOutboxAndSchedules } from './20261121200000-create-outbox-and-schedules';
import { createJobs } from './20261121203000-create-jobs';
import { createGapsAndRefreshes } from './20261121203100-create-gaps-and-refreshes';
import { countOrders } from './20261121203200-count-orders';

/** In order; only ever appended to. */
export const gapFillerMigrations = [createOutboxAndSchedules, createJobs, createGapsAndRefreshes, countOrders];
