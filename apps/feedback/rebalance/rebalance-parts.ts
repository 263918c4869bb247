import { RebalanceJobs } from '@ml/persistence/stores/feedback/rebalance-jobs';
import { JobLeases } from './job-leases';
import { RebalanceMetrics } from './rebalance-metrics';
import { RebalanceController } from './rebalance.controller';

export const REBALANCE_CONTROLLERS = [RebalanceController];
export const REBALANCE_PROVIDERS = [RebalanceJobs, JobLeases, RebalanceMetrics] as const;
