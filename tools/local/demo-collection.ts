import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import type { ActionAccepted, PostedAction, ScanStatus } from '@ml/contracts/collection';
import type { CollectionStats } from '@ml/contracts/datasets';
import type { JudgedResource, WasteAnswer } from '@ml/contracts/insights';
import type { Activation } from '@ml/contracts/models';
import type { Erased, Preferences } from '@ml/contracts/privacy';
import { Draws } from '@ml/domain/training/draws';
import { LEANING } from '@ml/domain/training/made-up-waste';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { ApiClient } from './api-client';
import type { DemoFleet } from './demo-fleet';
import { withTrainedModel, type DemoVersion } from './demo-trained';
import { localDirectory } from './local-directory';
import { madeUpResource, type MadeUpResource } from './made-up-resource';
import { runExport } from './run-export';

const ML = '/api/v1/ml';
const ACCOUNTS = 30;
/** Of each account: with the actions below enough that a model can be trained. */
const RESOURCES = 25;
/** Nobody acted on the others. */
const ACTED_ON = 0.8;
const AT_ONCE = 6;
const STORED_WITHIN_MS = 60_000;
const POLL_MS = 250;
const JUDGED = 6;
const DATASET = 'ml_training_data';

/** The server is asked as anybody would ask it, and the reader sees how. */
const shown = (command: string): void => console.log(pc.dim(`$ ${command}`));

interface MadeUpAccount {
  readonly account_id: string;
  readonly resources: readonly MadeUpResource[];
}

interface Scene {
  readonly fleet: DemoFleet;
  readonly root: string;
  readonly user_id: string;
  readonly accounts: readonly MadeUpAccount[];
  /** Nothing was learned from it. */
  readonly stranger: MadeUpAccount;
}

const accountOf = (run: string, at: number, now: number): MadeUpAccount => {
  const draws = new Draws(1_000_003 + at);
  const leaning = LEANING * draws.normal();
  const account_id = `${run}-account-${at}`;
  return { account_id, resources: Array.from({ length: RESOURCES }, (_, number) => madeUpResource(draws, { id: `${account_id}-${number}`, leaning, end: now - 4 * DAY_MS })) };
};

/** A few at a time: one caller does not need the whole server. Nothing is under way any more when it fails. */
const each = async <Item>(items: readonly Item[], act: (item: Item, at: number) => Promise<void>): Promise<void> => {
  const rest = items.entries();
  const turn = async (): Promise<void> => {
    for (const [at, item] of rest) await act(item, at);
  };
  const turns = Array.from({ length: AT_ONCE }, turn);
  await Promise.allSettled(turns);
  await Promise.all(turns);
};

const scanOf = ({ account_id, resources }: MadeUpAccount, user_id: string): object => ({
  scan_id: `${account_id}-scan`,
  user_id,
  account_id,
  provider: 'aws',
  completed_at: new Date(Date.now() - DAY_MS).toISOString(),
  resources: resources.map(({ posted }) => posted),
});

/** @throws Error when one could not be stored */
const stored = async (api: ApiClient, { account_id }: MadeUpAccount): Promise<void> => {
  const end = Date.now() + STORED_WITHIN_MS;
  for (;;) {
    const { status, error } = await api.get<ScanStatus>(`${ML}/collection/scans/${account_id}-scan`);
    if (status === 'stored') return;
    if (status === 'failed' || Date.now() > end) throw new Error(`a scan is ${status}: ${error?.text ?? `after ${STORED_WITHIN_MS / 1000} s`}`);
    await sleep(POLL_MS);
  }
};

/** Where only those are collected who agree, it does. */
const agree = async ({ fleet: { api }, user_id }: Scene): Promise<void> => {
  const { mode } = await api.get<Preferences>(`/api/v1/preferences/${user_id}`);
  if (mode === 'automatic') return;
  shown(`admin preferences/${user_id} -X PUT -d '{"ml_data_collection_consent":true}'`);
  await api.put<Preferences>(`/api/v1/preferences/${user_id}`, { ml_data_collection_consent: true });
};

const sendScans = async ({ fleet: { api }, user_id, accounts }: Scene): Promise<void> => {
  console.log(`\n${pc.bold('Scans')} of ${ACCOUNTS} accounts, made up, ${RESOURCES} resources each`);
  const example = JSON.stringify(accounts[0]?.resources[0]?.posted);
  shown(`ml collection/scans -d '{"scan_id":"${accounts[0]?.account_id ?? ''}-scan","user_id":"${user_id}",...,"resources":[${example},...]}'`);
  await each(accounts, async (account) => {
    await api.post(`${ML}/collection/scans`, scanOf(account, user_id));
  });
  await each(accounts, (account) => stored(api, account));
};

/** Whoever does not delete. */
const spared = (at: number): PostedAction['action'] => (at % 2 === 0 ? 'kept' : 'ignored');

const actionsOf = ({ account_id, resources }: MadeUpAccount, user_id: string): readonly PostedAction[] =>
  resources.slice(0, Math.round(RESOURCES * ACTED_ON)).map(({ posted: { resource_id, detected_at }, deleted }, at) => ({
    event_id: `${resource_id}-action`,
    user_id,
    account_id,
    resource_id,
    action: deleted === 1 ? 'deleted' : spared(at),
    action_at: new Date(Date.parse(detected_at) + (1 + (at % 48)) * HOUR_MS).toISOString(),
  }));

const sendActions = async ({ fleet: { api, admin }, user_id, accounts }: Scene): Promise<void> => {
  const actions = accounts.flatMap((account) => actionsOf(account, user_id));
  console.log(`\n${pc.bold('Actions')}: what somebody did with ${actions.length} of them`);
  shown(`ml collection/actions -d '${JSON.stringify(actions[0])}'`);
  const outcomes = new Map<string, number>();
  await each(actions, async (action) => {
    const { outcome } = await api.post<ActionAccepted>(`${ML}/collection/actions`, action);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  console.log([...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', '));
  shown('admin admin/ml-stats');
  const stats = await admin.get<CollectionStats>('/api/v1/admin/ml-stats');
  console.log(`${stats.total_ml_records} records and ${stats.user_actions} actions are collected in all; nobody is in them`);
};

/** Files of what was collected, in a folder of its own. @throws Error */
const withExport = async ({ root }: Scene, use: (file: string) => Promise<void>): Promise<void> => {
  const out = mkdtempSync(path.join(tmpdir(), 'ml-demo-export-'));
  try {
    console.log(`\n${pc.bold('An export')}`);
    shown(`npm run -s export -- --days 30 --format csv --datasets ${DATASET} --out ${out}`);
    const code = await runExport({ root, dir: localDirectory(root), args: ['--days', '30', '--format', 'csv', '--datasets', DATASET, '--out', out], cwd: root });
    if (code !== 0) throw new Error('nothing was exported');
    const file = readdirSync(out).find((name) => name.startsWith(DATASET));
    await use(path.join(out, file ?? ''));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};

const judge = async ({ fleet: { api }, stranger }: Scene, { id, version }: DemoVersion): Promise<void> => {
  console.log(`\n${pc.bold('What is waste')}, of resources of an account that nothing was learned from`);
  await api.post<Activation>(`${ML}/models/activate`, { model_id: id, version });
  const asked = stranger.resources.slice(0, JUDGED);
  shown(`ml insights/waste -d '{"provider":"aws","resources":[${JSON.stringify(asked[0]?.posted)},...]}'`);
  const { resources, model, fallback } = await api.post<WasteAnswer>(`${ML}/insights/waste`, { provider: 'aws', resources: asked.map(({ posted }) => posted) });
  for (const [at, judged] of resources.entries()) console.log(judgement(judged, asked[at]));
  console.log(model === null ? pc.yellow(`${fallback?.code ?? ''}: ${fallback?.text ?? ''}`) : `by the model of version ${pc.bold(model.version)}`);
};

const judgement = ({ waste_probability: said, flagged }: JudgedResource, truth: MadeUpResource | undefined): string => {
  const what = ['resource_type', 'detection_scenario', 'confidence_level'].map((field) => String(truth?.posted[field])).join(', ');
  return `${what.padEnd(40)} ${percent(said)}${flagged ? pc.red('  waste') : '       '}  truth ${percent(truth?.chance)}`;
};

const percent = (chance: number | null | undefined): string => (chance === null || chance === undefined ? '   ?' : `${(100 * chance).toFixed(0).padStart(3)}%`);

/** Made-up people must not stay behind in a fleet that somebody uses. */
const erase = async ({ fleet: { admin }, user_id }: Scene): Promise<void> => {
  shown(`admin gdpr/users/${user_id} -X DELETE`);
  const { rows } = await admin.remove<Erased>(`/api/v1/gdpr/users/${user_id}`);
  console.log(`erased: ${Object.entries(rows).map(([table, count]) => `${count} of ${table}`).join(', ')}`);
};

const learnFrom = async (scene: Scene): Promise<void> =>
  withExport(scene, (file) =>
    withTrainedModel({ root: scene.root, api: scene.fleet.api }, { title: 'A model of waste, trained on the export', name: 'demo-waste', args: ['waste', '--data', file] }, (model) => judge(scene, model)),
  );

export interface CollectionDemo {
  readonly fleet: DemoFleet;
  readonly root: string;
  /** The made-up accounts stay, to be exported and learned from by hand. */
  readonly keep: boolean;
}

/** From scans of made-up accounts to a model of waste that is asked. @throws Error */
export const demoCollection = async ({ fleet, root, keep }: CollectionDemo): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan('Collection: from scans and actions to a model of waste'))}`);
  shown(`KEY=$(node -p "require('${localDirectory(process.cwd())}/run.json').api_keys.platform"); ADMIN=$(node -p "require('${localDirectory(process.cwd())}/run.json').api_keys.admin")`);
  shown(`ml() { curl -s "${fleet.gatewayUrl}/api/v1/ml/$1" -H "X-API-Key: $KEY" -H 'content-type: application/json' "\${@:2}"; echo; }`);
  shown(`admin() { curl -s "${fleet.gatewayUrl}/api/v1/$1" -H "X-API-Key: $ADMIN" -H 'content-type: application/json' "\${@:2}"; echo; }`);
  const run = `demo-${Date.now().toString(36)}`;
  const scene: Scene = {
    fleet,
    root,
    user_id: `${run}-user`,
    accounts: Array.from({ length: ACCOUNTS }, (_, at) => accountOf(run, at, Date.now())),
    stranger: accountOf(run, ACCOUNTS, Date.now()),
  };
  try {
    await agree(scene);
    await sendScans(scene);
    await sendActions(scene);
    if (!keep) await learnFrom(scene);
  } finally {
    if (!keep) await erase(scene);
  }
  if (keep) console.log(`they stay, until they are erased: admin gdpr/users/${scene.user_id} -X DELETE`);
};
