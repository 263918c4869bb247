import { EpisodeTicker } from './episode-ticker';
import { PoolAssessor } from './pool-assessor';
import { PoolStatuses } from './pool-statuses';
import { PoolsController } from './pools.controller';

export const POOL_CONTROLLERS = [PoolsController];
export const POOL_PROVIDERS = [PoolAssessor, PoolStatuses, EpisodeTicker];
