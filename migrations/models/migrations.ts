import { createOutboxAndSchedules } from './20261121160000-create-outbox-and-schedules';

/** In order; only ever appended to. */
export const modelsMigrations = [createOutboxAndSchedules];
