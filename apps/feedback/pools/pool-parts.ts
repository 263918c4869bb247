import { PoolAssessor } from './pool-assessor';

export const POOL_CONTROLLERS = [] as const;
export const POOL_PROVIDERS = [PoolAssessor];
