import { Module } from '@nestjs/common';
import { ANOMALY_CONTROLLERS, ANOMALY_PROVIDERS } from './anomalies/anomaly-parts';
import { COMPUTE_PROVIDERS } from './compute/compute-parts';
import { FORECAST_CONTROLLERS, FORECAST_PROVIDERS } from './forecast/forecast-parts';
import { WASTE_CONTROLLERS, WASTE_PROVIDERS } from './waste/waste-parts';

@Module({
  controllers: [...ANOMALY_CONTROLLERS, ...FORECAST_CONTROLLERS, ...WASTE_CONTROLLERS],
  providers: [...COMPUTE_PROVIDERS, ...ANOMALY_PROVIDERS, ...FORECAST_PROVIDERS, ...WASTE_PROVIDERS],
})
export class InsightModule {}
