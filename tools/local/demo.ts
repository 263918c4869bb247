import path from 'node:path';
import pc from 'picocolors';
import type { ApiClient } from './api-client';
import { askDecision } from './ask-decision';
import { commandLine } from './command-line';
import { dataFiles } from './data-files';
import { decisionTable } from './decision-table';
import { demoFleet } from './demo-fleet';
import { EXAMPLES, inRegion, type Example } from './examples';
import { localDirectory } from './local-directory';
import { runImport } from './run-import';
import { stopSignals } from './stop-signals';

const HELP = `npm run demo [-- --data FOLDER]

Sends example clusters to every engine and prints what is recommended and what it saves. Uses the fleet of this checkout that
runs, or starts one for the demo and stops it afterwards.

  --data FOLDER   first imports real price files (Spot Advisor, catalogue, offerings, on-demand list, price changes) into the
                  fleet, then decides for us-east-1 and ap-south-1 and prints the date of every source
  --help          this text`;

const REGIONS = ['us-east-1', 'ap-south-1'] as const;
const root = process.cwd();

const show = async (api: ApiClient, example: Example): Promise<boolean> => {
  console.log(`\n${pc.bold(pc.cyan(example.title))}`);
  try {
    console.log(decisionTable(await askDecision(api, example)));
    return true;
  } catch (error) {
    console.log(pc.yellow(error instanceof Error ? error.message : String(error)));
    return false;
  }
};

const importAll = async (folder: string): Promise<void> => {
  for (const { kind, file } of dataFiles(folder)) {
    console.log(`\n${pc.bold(kind)} ${path.relative(root, file)}`);
    const code = await runImport({ root, dir: localDirectory(root), args: [kind, file], cwd: root });
    if (code !== 0) throw new Error(`${file} was not imported`);
  }
};

const decisions = (data: string | undefined): readonly Example[] =>
  data === undefined ? EXAMPLES : REGIONS.map((region) => ({ ...inRegion(EXAMPLES[0], region), title: `${EXAMPLES[0].title}, ${region}` }));

const main = async (data: string | undefined): Promise<boolean> => {
  const folder = data === undefined ? undefined : path.resolve(process.env['INIT_CWD'] ?? root, data);
  if (folder !== undefined) dataFiles(folder);
  const fleet = await demoFleet(root, stopSignals());
  try {
    if (folder !== undefined) await importAll(folder);
    let all = true;
    for (const example of decisions(folder)) all = (await show(fleet.api, example)) && all;
    return all;
  } finally {
    await fleet.leave();
  }
};

const { values } = commandLine(HELP, { options: { data: { type: 'string' } } });
try {
  process.exit((await main(values.data)) ? 0 : 1);
} catch (error) {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exit(1);
}
