import type { Provider, Type } from '@nestjs/common';
import { ForecastController } from './forecast.controller';

export const FORECAST_CONTROLLERS: readonly Type<object>[] = [ForecastController];
export const FORECAST_PROVIDERS: readonly Provider[] = [];
