import type { RealServers } from '@ml/testing/real';
import { serveModule, type Replica } from '@ml/testing/serve-module';
import { CollectorModule } from '../collector.module';
import { collectorSettings } from '../settings';

/** One replica of the whole service. Its threads are bundles: call `builtServices()` before. */
export const serveCollector = (servers: Pick<RealServers, 'envOf'>, env: Readonly<Record<string, string>> = {}): Promise<Replica> =>
  serveModule(servers, { owner: 'collector', module: CollectorModule, settings: collectorSettings, env });
