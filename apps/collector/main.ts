import { runService } from '@ml/platform/run-service';
import { CollectorModule } from './collector.module';
import { collectorSettings } from './settings';

await runService({ owner: 'collector', settings: collectorSettings, module: CollectorModule });
