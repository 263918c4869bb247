import { createOutboxAndSchedules } from './20261121230000-create-outbox-and-schedules';
import { createInterruptions } from './20261121230100-create-interruptions';
import { createPools } from './20261121230200-create-pools';
import { createExposure } from './20261121230300-create-exposure';
import { createRebalanceJobs } from './20261121230400-create-rebalance-jobs';
import { askPools } from './20261121231100-ask-pools';
import { keepLosses } from './20261121231200-keep-losses';
import { weighFeedback } from './20261121231300-weigh-feedback';
import { listPendingJobs } from './20261121231400-list-pending-jobs';
import { keepPatterns } from './20261121231500-keep-patterns';
import { keepTotals } from './20261121231600-keep-totals';

/** In order; only ever appended to. */
export const feedbackMigrations = [createOutboxAndSchedules, createInterruptions, createPools, createExposure, createRebalanceJobs, askPools, keepLosses, weighFeedback, listPendingJobs, keepPatterns, keepTotals];
