import { RebalanceJobs } from '@ml/persistence/stores/feedback/rebalance-jobs';
import { EpisodesController } from './episodes.controller';
import { JobHousekeeper } from './job-housekeeper';
import { JobLeases } from './job-leases';
import { JobMaker } from './job-maker';
import { JobSweeper } from './job-sweeper';
import { PriceNotes } from './price-notes';
import { RebalanceMetrics } from './rebalance-metrics';
import { RebalanceController } from './rebalance.controller';
import { SweepTimer } from './sweep-timer';
import { TargetFinder } from './target-finder';

export const REBALANCE_CONTROLLERS = [RebalanceController, EpisodesController];
export const REBALANCE_PROVIDERS = [RebalanceJobs, JobLeases, PriceNotes, TargetFinder, JobMaker, JobSweeper, SweepTimer, JobHousekeeper, RebalanceMetrics] as const;
