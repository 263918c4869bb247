import path from 'node:path';
import pc from 'picocolors';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ApiClient } from './api-client';
import { askDecision } from './ask-decision';
import { commandLine } from './command-line';
import { dataFiles } from './data-files';
import { decisionTable, sourceLines } from './decision-table';
import { demoCollection } from './demo-collection';
import { demoFleet, type DemoFleet } from './demo-fleet';
import { demoGaps } from './demo-gaps';
import { demoInsight } from './demo-insight';
import { demoLearning } from './demo-learning';
import { demoModel } from './demo-model';
import { withTrainedModel } from './demo-trained';
import { EXAMPLES, inRegion, ofCluster, type Example } from './examples';
import { localDirectory } from './local-directory';
import { runImport } from './run-import';
import { stopSignals } from './stop-signals';
import { summaryTable } from './summary-table';

/** Not engines: a model is trained and used; a gap in its prices is filled; a pool turns risky; costs are foretold; scans become a model. */
const MODEL = 'model';
const GAPS = 'gaps';
const LEARNING = 'learning';
const INSIGHT = 'insight';
const COLLECTION = 'collection';
const PRICE_MODEL = { title: 'A price model, trained on sample data', name: 'demo-spot-price', args: ['spot-price', '--rounds', '40'] };
const ROUTES = [...new Set([...EXAMPLES.map(({ route }) => route), MODEL, GAPS, LEARNING, INSIGHT, COLLECTION])];

const HELP = `npm run demo [-- ROUTE ...] [-- --data FOLDER] [-- --keep]

Sends example clusters to every engine and prints what is recommended and what it saves; then trains a small model on
sample data, uploads and activates it, asks it and lets a decision use it; then finds the gap in its prices, fills it
and refreshes the model; then lets three customers be interrupted in one pool: the next decision avoids it, and others
are told to leave it; then says what an account will cost, what of a series is out of the ordinary, and what is waste; then
collects scans of made-up accounts, trains a model of waste on their export, asks it, and erases them.
Uses the fleet of this checkout that runs, or starts one for the demo and stops it afterwards. What is sent to the engines
stands in libs/contracts/samples.

  ROUTE           only these: ${ROUTES.join(', ')}

  --data FOLDER   first imports real price files (Spot Advisor, catalogue, offerings, on-demand list, price changes) into the
                  fleet, then decides for us-east-1 and ap-south-1 and prints the date of every source
  --keep          collection: the made-up accounts stay, so that you can export them and learn from them yourself
  --help          this text`;

const REGIONS = ['us-east-1', 'ap-south-1'] as const;
const root = process.cwd();

/** The same facts are not told again under each decision. */
const told = new Set<string>();

const isNews = (answer: DecisionAnswer): boolean => {
  const said = sourceLines(answer).join();
  return !told.has(said) && told.add(said).size > 0;
};

const show = async (api: ApiClient, example: Example): Promise<DecisionAnswer | undefined> => {
  console.log(`\n${pc.bold(pc.cyan(example.title))}`);
  try {
    const answer = await askDecision(api, example);
    console.log(decisionTable(answer, isNews(answer)));
    return answer;
  } catch (error) {
    console.log(pc.yellow(error instanceof Error ? error.message : String(error)));
    return undefined;
  }
};

const importAll = async (folder: string): Promise<void> => {
  for (const { kind, file } of dataFiles(folder)) {
    console.log(`\n${pc.bold(kind)} ${path.relative(root, file)}`);
    const code = await runImport({ root, dir: localDirectory(root), args: [kind, file], cwd: root });
    if (code !== 0) throw new Error(`${file} was not imported`);
  }
};

const wants = (routes: readonly string[], route: string): boolean => routes.length === 0 || routes.includes(route);

/** @throws Error when there is no such route */
const chosen = (routes: readonly string[]): readonly Example[] => {
  const unknown = routes.find((route) => !ROUTES.includes(route));
  if (unknown !== undefined) throw new Error(`there is no route "${unknown}"; there are ${ROUTES.join(', ')}`);
  // A cluster of its own each time: what an engine remembers of the last demo would change this one.
  const run = Date.now().toString(36);
  return EXAMPLES.filter(({ route }) => wants(routes, route)).map((example) => ofCluster(example, run));
};

const overRegions = (): readonly Example[] => REGIONS.map((region) => ({ ...inRegion(EXAMPLES[0], region), title: `${EXAMPLES[0].title}, ${region}` }));

/** @throws Error */
const showModels = async (api: ApiClient, routes: readonly string[]): Promise<void> => {
  const [model, gaps] = [wants(routes, MODEL), wants(routes, GAPS)];
  if (!model && !gaps) return;
  await withTrainedModel({ root, api }, PRICE_MODEL, async (trained) => {
    if (model) await demoModel({ api, model: trained, example: EXAMPLES[0] });
    if (gaps) await demoGaps(api, trained);
  });
};

interface Wish {
  readonly data: string | undefined;
  readonly routes: readonly string[];
  readonly keep: boolean;
}

/** What is no engine. @throws Error */
const showRest = async (fleet: DemoFleet, { routes, keep }: Wish): Promise<void> => {
  await showModels(fleet.api, routes);
  if (wants(routes, LEARNING)) await demoLearning(fleet, EXAMPLES[0]);
  if (wants(routes, INSIGHT)) await demoInsight(fleet);
  if (wants(routes, COLLECTION)) await demoCollection({ fleet, root, keep });
};

const main = async ({ data, routes, keep }: Wish): Promise<boolean> => {
  const folder = data === undefined ? undefined : path.resolve(process.env['INIT_CWD'] ?? root, data);
  if (folder !== undefined) dataFiles(folder);
  const examples = folder === undefined ? chosen(routes) : overRegions();
  const fleet = await demoFleet(root, stopSignals());
  try {
    if (folder !== undefined) await importAll(folder);
    const answers: (DecisionAnswer | undefined)[] = [];
    for (const example of examples) answers.push(await show(fleet.api, example));
    if (examples.length > 0) console.log(`\n${summaryTable(examples, answers)}`);
    if (folder === undefined) await showRest(fleet, { data, routes, keep });
    return !answers.includes(undefined);
  } finally {
    await fleet.leave();
  }
};

const { values, positionals } = commandLine(HELP, { options: { data: { type: 'string' }, keep: { type: 'boolean', default: false } }, allowPositionals: true });
try {
  process.exit((await main({ data: values.data, routes: positionals, keep: values.keep })) ? 0 : 1);
} catch (error) {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exit(1);
}
