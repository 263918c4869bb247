import type { RealServers } from '@ml/testing/real';
import { serveModule, type Replica } from '@ml/testing/serve-module';
import { FeedbackModule } from '../../feedback.module';
import { feedbackSettings } from '../../settings';

/** One replica of the whole service. */
export const serveFeedback = (servers: Pick<RealServers, 'envOf'>, env: Readonly<Record<string, string>> = {}): Promise<Replica> =>
  serveModule(servers, { owner: 'feedback', module: FeedbackModule, settings: feedbackSettings, env });
