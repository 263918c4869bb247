import type { Provider, Type } from '@nestjs/common';

export const DATASET_CONTROLLERS: readonly Type<object>[] = [];
export const DATASET_PROVIDERS: readonly Provider[] = [];
