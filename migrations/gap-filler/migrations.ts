import { createOutboxAndSchedules } from './20261121200000-create-outbox-and-schedules';

/** In order; only ever appended to. */
export const gapFillerMigrations = [createOutboxAndSchedules];
