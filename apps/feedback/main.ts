import { runService } from '@ml/platform/run-service';
import { FeedbackModule } from './feedback.module';
import { feedbackSettings } from './settings';

await runService({ owner: 'feedback', settings: feedbackSettings, module: FeedbackModule });
