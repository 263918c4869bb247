import { runService } from '@ml/platform/run-service';
import { ModelsModule } from './models.module';
import { modelsSettings } from './settings';

await runService({ owner: 'models', settings: modelsSettings, module: ModelsModule });
