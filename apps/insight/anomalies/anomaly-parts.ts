import type { Provider, Type } from '@nestjs/common';
import { AnomaliesController } from './anomalies.controller';

export const ANOMALY_CONTROLLERS: readonly Type<object>[] = [AnomaliesController];
export const ANOMALY_PROVIDERS: readonly Provider[] = [];
