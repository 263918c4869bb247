import path from 'node:path';
import pc from 'picocolors';
import { apiClient } from './api-client';
import { askDecision } from './ask-decision';
import { bringUp, type LocalFleet } from './bring-up';
import { buildServices } from './build-services';
import { commandLine } from './command-line';
import { decisionTable } from './decision-table';
import { EXAMPLES, inRegion } from './examples';
import { localDirectory, shownPath } from './local-directory';
import { terminalReport } from './report';
import { refuseSecondRunner } from './runner-lock';
import { aborted, stopSignals } from './stop-signals';

const HELP = `npm start [-- --aws]

Brings the whole fleet up on this machine: PostgreSQL, NATS, Redis, every service, prices. Ctrl-C stops all of it.

  --aws    real AWS prices with the account of this terminal (also when AWS_ACCESS_KEY_ID or AWS_PROFILE is set, unless BLOB_S3_ENDPOINT or
           COLLECT_ARCHIVE_S3_ENDPOINT says whose keys these are); otherwise an emulator that speaks the same protocols invents them,
           and is the object store where BLOB_STORE=s3 or COLLECT_ARCHIVE_S3_BUCKET asks for one and none is named
  --help   this text

Environment: ML_SERVER_PORT (8001), ML_SERVER_HOST (0.0.0.0), AWS_REGION (us-east-1), SPOT_ADVISOR_URL (file: and https:),
DATABASE_URL, NATS_URL, REDIS_URL for servers that run already, ML_LOCAL_DIR (.local) for data, logs and run.json.
Every other setting of a service reaches it as well; docs/settings.md lists them.`;

const root = process.cwd();

const printFirstDecision = async (fleet: LocalFleet): Promise<void> => {
  try {
    const api = apiClient({ gatewayUrl: fleet.gatewayUrl, apiKey: fleet.apiKeys.platform });
    console.log(`\n${decisionTable(await askDecision(api, inRegion(EXAMPLES[0], fleet.region)))}`);
  } catch (error) {
    console.log(pc.yellow(`\nThe first decision failed: ${error instanceof Error ? error.message : String(error)}`));
  }
};

const printAddresses = ({ gatewayUrl }: LocalFleet, seconds: number): void => {
  console.log(`\n${pc.bold(pc.green('Ready'))} after ${seconds.toFixed(1)} s`);
  const local = localDirectory(root);
  const rows = [
    ['gateway', gatewayUrl],
    ['docs', `${gatewayUrl}/docs`],
    ['health', `${gatewayUrl}/api/v1/ml/health`],
    ['keys', `${shownPath(path.join(local, 'run.json'))} (api_keys.platform, api_keys.admin)`],
    ['logs', `${shownPath(path.join(local, 'logs'))}/`],
  ];
  for (const [name = '', value = ''] of rows) console.log(`  ${name.padEnd(8)} ${value}`);
  console.log(pc.dim('\n  npm run demo      more decisions\n  npm run status    what runs\n  Ctrl-C            stops everything'));
};

const main = async (realAws: boolean): Promise<void> => {
  const report = terminalReport();
  const signal = stopSignals();
  // Before anything is built: a running fleet must not lose its bundles.
  refuseSecondRunner(localDirectory(root));
  console.log(pc.bold('Starting the ML server'));
  buildServices(root, report);
  const fleet = await bringUp({ root, env: process.env, report, realAws, signal });
  await printFirstDecision(fleet);
  printAddresses(fleet, process.uptime());
  await aborted(signal);
  console.log('\nStopping: services, then servers');
  await fleet.stop();
  console.log('Everything has stopped.');
};

const { values } = commandLine(HELP, { options: { aws: { type: 'boolean' } } });
try {
  await main(values.aws === true);
  process.exit(0);
} catch (error) {
  console.error(`\n${pc.red('Not started:')} ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
