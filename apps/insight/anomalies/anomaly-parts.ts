import type { Provider, Type } from '@nestjs/common';

export const ANOMALY_CONTROLLERS: readonly Type<object>[] = [];
export const ANOMALY_PROVIDERS: readonly Provider[] = [];
