import { ScanConsumer } from './scan-consumer';
import { ScanStorer } from './scan-storer';

export const STORING_CONTROLLERS = [ScanConsumer];
export const STORING_PROVIDERS = [ScanStorer];
