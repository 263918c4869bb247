import { runService } from '@ml/platform/run-service';
import { PricingModule } from './pricing.module';
import { pricingSettings } from './settings';

await runService({ owner: 'pricing', settings: pricingSettings, module: PricingModule });
