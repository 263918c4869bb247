import type { Provider, Type } from '@nestjs/common';

export const FORECAST_CONTROLLERS: readonly Type<object>[] = [];
export const FORECAST_PROVIDERS: readonly Provider[] = [];
