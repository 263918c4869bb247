import type { Provider } from '@nestjs/common';
import { AccountCosts } from './account-costs';
import { CostCalls } from './cost-calls';
import { CostCollector } from './cost-collector';

export const COST_PROVIDERS: readonly Provider[] = [AccountCosts, CostCalls, CostCollector];
