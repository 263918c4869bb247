import type { Provider } from '@nestjs/common';
import { ComputePool } from './compute-pool';

export const COMPUTE_PROVIDERS: readonly Provider[] = [ComputePool];
