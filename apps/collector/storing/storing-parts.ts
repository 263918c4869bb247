import { AnswersController } from './answers.controller';
import { ScanConsumer } from './scan-consumer';
import { ScanStorer } from './scan-storer';

export const STORING_CONTROLLERS = [AnswersController, ScanConsumer];
export const STORING_PROVIDERS = [ScanStorer];
