import { EpisodeTicker } from './episode-ticker';
import { PoolAssessor } from './pool-assessor';
import { PoolHousekeeper } from './pool-housekeeper';
import { PoolMetrics } from './pool-metrics';
import { PoolStatuses } from './pool-statuses';
import { PoolsController } from './pools.controller';

export const POOL_CONTROLLERS = [PoolsController];
export const POOL_PROVIDERS = [PoolAssessor, PoolMetrics, PoolStatuses, PoolHousekeeper, EpisodeTicker];
