import { honourThreadLimits } from '@ml/platform/honour-thread-limits';
import { expectPassingBytes } from '@ml/platform/passing-bytes';
import { runService } from '@ml/platform/run-service';
import { CollectorModule } from './collector.module';
import { collectorSettings } from './settings';

honourThreadLimits();
expectPassingBytes();
await runService({ owner: 'collector', settings: collectorSettings, module: CollectorModule });
