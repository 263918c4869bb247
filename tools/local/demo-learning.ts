import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { InterruptionAnswer } from '@ml/contracts/interruptions';
import type { FeedbackStats, FeedbackWeight, PoolStatus } from '@ml/contracts/learning';
import type { PoolKey, PoolLevel } from '@ml/contracts/pools';
import type { LeasedJob, RebalanceJob } from '@ml/contracts/rebalance';
import type { ApiClient } from './api-client';
import { askDecision } from './ask-decision';
import type { Example } from './examples';
import { localDirectory } from './local-directory';
import { jobTable, reportTable, type CustomerReport } from './learning-pictures';

const ML = '/api/v1/ml';
const CUSTOMERS = 5;
const INTERRUPTED = 3;
const NODES = 2;
/** What is made behind a report. */
const PATIENCE_MS = 20_000;
const POLL_MS = 250;
const MOST_JOBS = 100;
const RISKY: PoolLevel = 'CONFIRMED_RISKY';
const WORKER = 'demo';
const LEASE_SECONDS = 60;

/** The server is asked as anybody would ask it, and the reader sees how. */
const shown = (command: string): void => console.log(pc.dim(`$ ${command}`));

interface Scene {
  readonly api: ApiClient;
  readonly pool: PoolKey;
  readonly customers: readonly string[];
  readonly startedAt: string;
}

interface PlannedNodes {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly capacity_type: string;
  readonly count: number;
}

const plannedIn = ({ allocation_plan: plan }: DecisionAnswer): readonly PlannedNodes[] => (plan as { readonly nodes?: readonly PlannedNodes[] } | null | undefined)?.nodes ?? [];

const nodesIn = (answer: DecisionAnswer, { instance_type, availability_zone }: PoolKey): number =>
  plannedIn(answer)
    .filter((planned) => planned.capacity_type === 'spot' && planned.instance_type === instance_type && planned.availability_zone === availability_zone)
    .reduce((sum, { count }) => sum + count, 0);

/** The pool that the plan puts most nodes into. @throws Error */
const poolOf = (answer: DecisionAnswer, region: string): PoolKey => {
  const [most] = plannedIn(answer)
    .filter(({ capacity_type: capacity }) => capacity === 'spot')
    .toSorted((one, other) => other.count - one.count);
  if (most === undefined) throw new Error(`the plan has no spot node: ${answer.held[0]?.text ?? answer.verdict}`);
  return { instance_type: most.instance_type, availability_zone: most.availability_zone, region };
};

const spotNode = ({ instance_type, availability_zone }: PoolKey, name: string): object => ({
  metadata: { name, labels: { 'node.kubernetes.io/instance-type': instance_type, 'topology.kubernetes.io/zone': availability_zone, 'karpenter.sh/capacity-type': 'spot' } },
});

const clusterOf = (customer: string): string => `${customer}-shop`;

const takeSnapshots = async ({ api, pool, customers }: Scene): Promise<void> => {
  console.log(`\n${pc.bold('Who is there')}: ${CUSTOMERS} customers with ${NODES} spot nodes each in ${pool.instance_type}, ${pool.availability_zone}; their snapshots say it`);
  const nodes = Array.from({ length: NODES }, (_, index) => spotNode(pool, `spot-${index}`));
  shown(`ml clusters/${clusterOf(customers[0] ?? '')}/snapshot -X PUT -d '${JSON.stringify({ customer_id: customers[0], region: pool.region, current_state: { nodes: nodes.slice(0, 1) } })}'`);
  for (const customer_id of customers) {
    await api.put(`${ML}/clusters/${clusterOf(customer_id)}/snapshot`, { customer_id, region: pool.region, current_state: { observed_at: new Date().toISOString(), nodes } });
  }
};

const report = async ({ api, pool, customers }: Scene): Promise<void> => {
  console.log(`\n${pc.bold('Interruptions')}: ${INTERRUPTED} of them lose a node within minutes`);
  const body = { ...pool, nodes: 1, workload_type: 'web', total_recovery_seconds: 120 };
  shown(`ml feedback/interruption -d '${JSON.stringify({ customer_id: customers[0], cluster_id: clusterOf(customers[0] ?? ''), ...body })}'`);
  const reports: CustomerReport[] = [];
  for (const customer of customers.slice(0, INTERRUPTED)) {
    reports.push({ customer, answer: await api.post<InterruptionAnswer>(`${ML}/feedback/interruption`, { customer_id: customer, cluster_id: clusterOf(customer), ...body }) });
  }
  console.log(reportTable(reports));
  const last = reports.at(-1)?.answer;
  if (last !== undefined) console.log(`action required: ${pc.bold(last.action_required)}, for ${last.clients_to_rebalance_count} customers`);
};

const decideAgain = async ({ api, pool }: Scene, example: Example): Promise<void> => {
  console.log(`\n${pc.bold('The same decision again')}`);
  const answer = await askDecision(api, example);
  console.log(`${nodesIn(answer, pool)} nodes in ${pool.instance_type}, ${pool.availability_zone}; ${plannedIn(answer).reduce((sum, { count }) => sum + count, 0)} in all`);
  const held = answer.held.find(({ code, target }) => code === RISKY && target.name === pool.instance_type);
  if (held !== undefined) console.log(pc.yellow(`held: ${held.code}, ${held.text}, in ${String(held.details?.['availability_zones'])}`));
};

/** Asks until the answer is good, or patience is over. */
const until = async <Answer>(ask: () => Promise<Answer>, isGood: (answer: Answer) => boolean): Promise<Answer> => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isGood(answer) || Date.now() > end) return answer;
    await sleep(POLL_MS);
  }
};

/** One for each of the others. */
const jobsOf = ({ api, pool, customers }: Scene): Promise<readonly RebalanceJob[]> => {
  const others = customers.slice(INTERRUPTED);
  const pending = async (): Promise<readonly RebalanceJob[]> => {
    const jobs = await api.get<readonly RebalanceJob[]>(`${ML}/rebalance/jobs?status=PENDING&region=${pool.region}&limit=${MOST_JOBS}`);
    return jobs.filter(({ customer_id: customer }) => others.includes(customer));
  };
  return until(pending, (jobs) => jobs.length === others.length);
};

const rebalance = async (scene: Scene): Promise<void> => {
  console.log(`\n${pc.bold('Everybody else')} is to leave before their notice comes`);
  shown(`ml "rebalance/jobs?status=PENDING&region=${scene.pool.region}"`);
  const jobs = await jobsOf(scene);
  console.log(jobTable(jobs));
  const [first] = jobs;
  if (first === undefined) return;
  const path = `rebalance/jobs/${first.job_id}`;
  const terms = { worker: WORKER, seconds: LEASE_SECONDS };
  shown(`ml ${path}/lease -d '${JSON.stringify(terms)}'`);
  const { lease_token, fencing_token, lease_until } = await scene.api.post<LeasedJob>(`${ML}/${path}/lease`, terms);
  console.log(`leased until ${lease_until}, fencing token ${fencing_token}: nobody else may carry it out`);
  shown(`ml ${path}/complete -d '{"lease_token":"${lease_token}","moved_nodes":${NODES}}'`);
  const done = await scene.api.post<RebalanceJob>(`${ML}/${path}/complete`, { lease_token, moved_nodes: NODES });
  console.log(`${pc.green(done.status)}: ${done.moved_nodes} nodes of ${done.customer_id} moved`);
};

const sumUp = async ({ api, pool, startedAt }: Scene): Promise<void> => {
  console.log(`\n${pc.bold('What is known now')}`);
  const query = `feedback/pool-status?instance_type=${pool.instance_type}&az=${pool.availability_zone}&region=${pool.region}`;
  shown(`ml "${query}"`);
  const status = await api.get<PoolStatus>(`${ML}/${query}`);
  console.log(`${status.pool_identifier}: ${status.recommendation}; over at ${status.episode_ends_at ?? 'once'} unless somebody is hit again`);
  shown('ml feedback/weight; ml feedback/stats');
  const weight = await api.get<FeedbackWeight>(`${ML}/feedback/weight`);
  const stats = await until(() => api.get<FeedbackStats>(`${ML}/feedback/stats`), ({ last_report_at: last }) => last !== null && last >= startedAt);
  console.log(`what was learned weighs ${(weight.feedback_weight * 100).toFixed(1)}% of a score after ${weight.total_instance_hours} instance-hours: ${weight.milestone}, ${weight.progress} of the way to ${weight.next_milestone ?? 'the end'}`);
  console.log(`${stats.total_interruptions} interruptions from ${stats.total_reports} reports of ${stats.customers} customers; jobs: ${stats.rebalance_jobs.completed} completed, ${stats.rebalance_jobs.pending} pending`);
};

/** From the first interruption of a pool to the first nodes that left it in time. @throws Error */
export const demoLearning = async ({ api, gatewayUrl }: { readonly api: ApiClient; readonly gatewayUrl: string }, example: Example): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan('A pool turns risky: what three customers saw, everybody else is spared'))}`);
  shown(`KEY=$(node -p "require('${localDirectory(process.cwd())}/run.json').api_keys.platform")`);
  shown(`ml() { curl -s "${gatewayUrl}/api/v1/ml/$1" -H "X-API-Key: $KEY" -H 'content-type: application/json' "\${@:2}"; echo; }`);
  const before = await askDecision(api, example);
  const pool = poolOf(before, String(example.body.requirements?.['region']));
  const run = Date.now().toString(36);
  const scene = { api, pool, customers: Array.from({ length: CUSTOMERS }, (_, index) => `demo-${run}-${index + 1}`), startedAt: new Date().toISOString() };
  console.log(`${pc.bold('A decision')} puts ${nodesIn(before, pool)} nodes into ${pool.instance_type}, ${pool.availability_zone}`);
  await takeSnapshots(scene);
  await report(scene);
  await decideAgain(scene, example);
  await rebalance(scene);
  await sumUp(scene);
  console.log(pc.dim(`for two hours this fleet takes ${pool.instance_type}, ${pool.availability_zone} for risky; levels fall by themselves`));
};
