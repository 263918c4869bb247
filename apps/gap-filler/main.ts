import { runService } from '@ml/platform/run-service';
import { GapFillerModule } from './gap-filler.module';
import { gapFillerSettings } from './settings';

await runService({ owner: 'gap-filler', settings: gapFillerSettings, module: GapFillerModule });
