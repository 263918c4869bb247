import { runService } from '@ml/platform/run-service';
import { DecisionsModule } from './decisions.module';
import { decisionsSettings } from './settings';

await runService({ owner: 'decisions', settings: decisionsSettings, module: DecisionsModule });
