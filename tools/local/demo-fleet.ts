import { apiClient, type ApiClient } from './api-client';
import { bringUp } from './bring-up';
import { buildServices } from './build-services';
import { localDirectory } from './local-directory';
import { terminalReport } from './report';
import { readRunFile, type RunFile } from './run-file';
import { currentRunner } from './runner-lock';

export interface DemoFleet {
  readonly api: ApiClient;
  /** With the admin key. */
  readonly admin: ApiClient;
  readonly gatewayUrl: string;
  /** Ends what the demo itself has started, and nothing else. */
  leave(): Promise<void>;
}

/** The fleet of this checkout that runs, or one that is started for the demo alone. */
export const demoFleet = async (root: string, signal: AbortSignal): Promise<DemoFleet> => {
  const dir = localDirectory(root);
  const run = currentRunner(dir) === undefined ? undefined : readRunFile(dir);
  if (run !== undefined) return { ...clients(run.gateway_url, run.api_keys), leave: () => Promise.resolve() };
  const report = terminalReport();
  console.log('No fleet runs: one is started for this demo and stopped afterwards.');
  buildServices(root, report);
  const fleet = await bringUp({ root, env: process.env, report, realAws: false, signal });
  return { ...clients(fleet.gatewayUrl, fleet.apiKeys), leave: fleet.stop };
};

const clients = (gatewayUrl: string, { platform, admin }: RunFile['api_keys']): Omit<DemoFleet, 'leave'> => ({
  gatewayUrl,
  api: apiClient({ gatewayUrl, apiKey: platform }),
  admin: apiClient({ gatewayUrl, apiKey: admin }),
});
