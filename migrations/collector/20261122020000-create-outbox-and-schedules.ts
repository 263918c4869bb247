import { OUTBOX_TABLE } from '../shared/outbox-table';
import { SCHEDULE_SLOTS_TABLE } from '../shared/schedule-slots-table';
import { sqlMigration } from '../shared/sql-migration';

export const createOutboxAndSchedules = sqlMigration('CreateOutboxAndSchedules1795312800000', [...OUTBOX_TABLE, ...SCHEDULE_SLOTS_TABLE]);
