import { RebalanceController } from './rebalance.controller';

export const REBALANCE_CONTROLLERS = [RebalanceController];
export const REBALANCE_PROVIDERS = [] as const;
