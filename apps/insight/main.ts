import { runService } from '@ml/platform/run-service';
import { InsightModule } from './insight.module';
import { insightSettings } from './settings';

await runService({ owner: 'insight', settings: insightSettings, module: InsightModule });
