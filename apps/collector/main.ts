import { honourThreadLimits } from '@ml/platform/honour-thread-limits';
import { runService } from '@ml/platform/run-service';
import { CollectorModule } from './collector.module';
import { collectorSettings } from './settings';

honourThreadLimits();
await runService({ owner: 'collector', settings: collectorSettings, module: CollectorModule });
