import { describe, expect, it } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { DecisionSummary, ReplayAnswer, SavingsRow } from '@ml/contracts/decisions';
import type { DecisionType } from '@ml/contracts/engine-types';
import { ENGINES } from '@ml/contracts/engines';
import type { DtoClass } from '@ml/contracts/field';
import { demoExamples } from '@ml/testing/demo-examples';
import { wholeFleet } from '@ml/testing/fleet';
import { ENGINE_ROUTES } from '../decisions/engine-routes';
import { exampleOf } from '../openapi/example-of';
import { PLATFORM_KEY, runningGateway } from './running-gateway';

type Json = Readonly<Record<string, unknown>>;

const HOUR_MS = 3_600_000;
/** More than the day that a ghost must have been missed. */
const AHEAD_MS = 25 * HOUR_MS;

const whole = await wholeFleet();
const today = { url: whole.gatewayUrl, key: whole.apiKeys.platform, clock: Date.now };
/** A second door of the same fleet, at which it is tomorrow: `now` of a decision is the clock of the door that it came through. */
const tomorrow = { url: (await runningGateway(whole.servers, { CLOCK_OFFSET_MS: String(AHEAD_MS) })).url, key: PLATFORM_KEY, clock: () => Date.now() + AHEAD_MS };

const TYPES = Object.keys(ENGINE_ROUTES) as readonly DecisionType[];
const routeOf = (type: string): string => `decision/${type.replaceAll('_', '-')}`;
const at = (door: typeof today, hours = 0): string => new Date(door.clock() + hours * HOUR_MS).toISOString();

let asked = 0;
const nextId = (): string => `engines-${(asked += 1)}`;

interface Answer {
  readonly status: number;
  readonly body: DecisionAnswer & { readonly code?: string; readonly path?: string; readonly detail?: string };
}

const post = async (path: string, body: Json, door = today): Promise<Answer> => {
  const headers = { 'x-api-key': door.key, 'content-type': 'application/json' };
  const response = await fetch(`${door.url}/api/v1/ml/${path}`, { method: 'POST', headers, body: JSON.stringify({ request_id: nextId(), ...body }) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

/** Asks on the engine's own route. */
const decide = async (decision_type: DecisionType, body: Json, door = today): Promise<DecisionAnswer> => {
  const answer = await post(routeOf(decision_type), { cluster_id: 'c-1', decision_type, ...body }, door);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};

const exampleFor = (type: DecisionType): Json => {
  const { request_id: _, ...example } = exampleOf(ENGINE_ROUTES[type].request as DtoClass);
  return { ...example, cluster_id: `documented-${type}`, decision_type: type };
};

const INSTANT = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g;

/** What an answer says, without what belongs to the single request: ids, the cluster, times. */
const said = ({ request_id, decision_id, cached_from, evidence, ...rest }: DecisionAnswer): string => JSON.stringify(rest).replaceAll(rest.cluster_id, 'cluster').replaceAll(INSTANT, 'time');

describe.each(TYPES)('%s, asked as the documentation shows it', (type) => {
  it('is decided by its engine on its own route and by its type on the common one, alike', async () => {
    const own = await decide(type, exampleFor(type));
    expect(own).toMatchObject({ decision_type: type, cluster_id: `documented-${type}`, engine: { name: ENGINES[type].type, mode: 'active' } });
    expect(['act', 'hold', 'infeasible']).toContain(own.verdict);
    expect(own.verdict === 'act' ? own.recommendations.length : own.held.length).toBeGreaterThan(0);
    const common = await post('decision', { ...exampleFor(type), cluster_id: `common-${type}` });
    expect(common.status).toBe(200);
    expect(said(common.body)).toBe(said(own));
  });

  it('is stored, listed and replayed to the same bytes', async () => {
    const { decision_id, verdict, estimated_savings } = await decide(type, { ...exampleFor(type), cluster_id: `stored-${type}` });
    expect(await whole.api.get(`/api/v1/ml/decisions/${decision_id}`)).toMatchObject({ decision_id, decision_type: type, verdict });
    const listed = await whole.api.get<readonly DecisionSummary[]>(`/api/v1/ml/decisions/history?cluster_id=stored-${type}`);
    expect(listed).toMatchObject([{ decision_id, decision_type: type, origin: 'request', verdict, estimated_savings }]);
    const replay = await whole.api.post<ReplayAnswer>(`/api/v1/ml/decisions/${decision_id}/replay`, {});
    expect(replay).toMatchObject({ identical: true, build_differs: false, differences: [] });
  });
});

describe('the examples of the demo', () => {
  const examples = demoExamples(Date.now());
  /** Too few nodes to spread: that nothing can be done is what it shows. */
  const INFEASIBLE = 'Three nodes: too few to spread';

  it.each(examples)('$type: $title', async ({ title, type, body }) => {
    const answer = await decide(type, body);
    expect(answer.verdict, JSON.stringify(answer.held)).toBe(title === INFEASIBLE ? 'infeasible' : 'act');
  });

  it('cover all twelve engines', () => {
    expect(new Set(examples.map(({ type }) => type))).toEqual(new Set(TYPES));
  });

  it('count in the comparison of savings, each engine in its row', async () => {
    const rows = await whole.api.get<readonly SavingsRow[]>('/api/v1/ml/decisions/savings?months=1');
    expect(new Set(rows.map(({ engine }) => engine))).toEqual(new Set(Object.values(ENGINES).map((engine) => engine.type)));
  });
});

const pod = (name: string, more: { readonly cpu?: string; readonly nodeName?: string } = {}): Json => ({
  metadata: { name, namespace: 'shop', labels: { 'pod-template-hash': 'a1' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-a1', controller: true }] },
  spec: { nodeName: more.nodeName ?? 'n1', containers: [{ name: 'web', resources: { requests: { cpu: more.cpu ?? '100m', memory: '128Mi' }, limits: { memory: '128Mi' } } }] },
  status: { phase: 'Running' },
});
const node = (name: string, zone = 'us-east-1a'): Json => ({
  metadata: { name, labels: { 'node.kubernetes.io/instance-type': 'm5.large', 'topology.kubernetes.io/zone': zone, 'topology.kubernetes.io/region': 'us-east-1' } },
  spec: { providerID: `aws:///${zone}/i-${name}` },
  status: { allocatable: { cpu: '1930m', memory: '7Gi', pods: '29' }, conditions: [{ type: 'Ready', status: 'True' }] },
});
const pods = (count: number, last: Json): readonly Json[] => [...Array.from({ length: count }, (_, index) => pod(`web-${index}`)), last];

interface Unreadable {
  readonly type: DecisionType;
  readonly state: Json;
  readonly code: string;
  readonly path: string;
  readonly words?: string;
}

describe('a state that cannot be read', () => {
  it.each<Unreadable>([
    { type: 'bin_pack', state: { nodes: [node('n1')], pods: pods(12, pod('web-12', { cpu: '5x' })) }, code: 'BAD_QUANTITY', path: 'current_state.pods[12].spec.containers[0].resources.requests.cpu', words: '"5x" is not a quantity' },
    { type: 'bin_pack', state: { nodes: [node('n1'), node('n1')], pods: [] }, code: 'DUPLICATE_FIELD', path: 'current_state.nodes[1].metadata.name', words: '"n1" is given twice' },
    { type: 'rightsize', state: { pods: 'none' }, code: 'BAD_STATE', path: 'current_state.pods' },
    { type: 'rightsize', state: { usage: { containers: [{ namespace: 'a', pod: 'p', container: 'c', cpu_cores: [0.1, -1] }] } }, code: 'BAD_FIELD', path: 'current_state.usage.containers[0].cpu_cores[1]' },
    { type: 'oomkilled_remediate', state: { pods: pods(1, pod('web-0')) }, code: 'DUPLICATE_FIELD', path: 'current_state.pods[1].metadata.name', words: '"shop/web-0" is given twice' },
    { type: 'schedule', state: { deployments: [{ metadata: { name: 'api', namespace: 'dev' }, spec: { replicas: -1 } }] }, code: 'BAD_FIELD', path: 'current_state.deployments[0].spec.replicas' },
    { type: 'ghost_probe', state: { instances: [{ InstanceId: 'i-1', LaunchTime: 'yesterday' }] }, code: 'BAD_TIME', path: 'current_state.instances[0].LaunchTime' },
    { type: 'volume_cleanup', state: { volumes: [{ VolumeId: 'vol-1', Size: 'large' }] }, code: 'BAD_FIELD', path: 'current_state.volumes[0].Size' },
    { type: 'network_optimize', state: { traffic: [{ source: { namespace: 'a', workload: 'b' } }] }, code: 'MISSING_FIELD', path: 'current_state.traffic[0].destination' },
    { type: 'image_bloat', state: { images: [{ image: 'web', layers: [{ digest: 'sha256:0a', size_bytes: -1 }] }] }, code: 'BAD_QUANTITY', path: 'current_state.images[0].layers[0].size_bytes' },
  ])('is refused by $type with $code at $path', async ({ type, state, code, path, words = '' }) => {
    const { status, body } = await post(routeOf(type), { cluster_id: 'c-bad', decision_type: type, current_state: state });
    expect([status, body.code, body.path]).toEqual([400, code, path]);
    expect(body.detail).toContain(words);
  });
});

describe('a state that can be read and does not hold together', () => {
  const codesOf = ({ held }: DecisionAnswer): readonly string[] => held.map(({ code }) => code);

  it('is held where nothing can be said: no pods, an unknown time zone, hours that nobody can read, lists of different times', async () => {
    const dev = (more: Json): Json => ({ current_state: { observed_at: at(today), deployments: [] }, requirements: { region: 'us-east-1', environments: [{ environment: 'dev', ...more }] } });
    const skewed = { nodes_observed_at: at(today, -0.5), instances_observed_at: at(today), nodes: [node('n1')], instances: [{ InstanceId: 'i-x', InstanceType: 'm5.large', State: { Name: 'running' } }] };
    for (const [type, body, code] of [
      ['bin_pack', { current_state: { observed_at: at(today), nodes: [node('n1')], pods: [] } }, 'NO_PODS'],
      ['schedule', dev({ timezone: 'Mars/Olympus', office_hours: { weekdays: { start: '08:00', end: '18:00' } } }), 'UNKNOWN_TIME_ZONE'],
      ['schedule', dev({ expression: 'Mon-Fri whenever' }), 'BAD_WINDOW'],
      ['ghost_probe', { current_state: skewed }, 'SNAPSHOT_SKEW'],
    ] as const) {
      const answer = await decide(type, body);
      expect([answer.verdict, codesOf(answer)[0]]).toEqual(['hold', code]);
      expect(answer.execution_plan).toEqual([]);
    }
  });

  it('is decided as far as it goes: a pod on a node that nobody knows is left alone', async () => {
    const state = { observed_at: at(today), nodes: [node('n1'), node('n2')], pods: [pod('web-0'), pod('lost', { nodeName: 'gone' })] };
    const answer = await decide('bin_pack', { current_state: state, requirements: { region: 'us-east-1' } });
    expect([answer.verdict, codesOf(answer)]).toEqual(['act', expect.arrayContaining(['UNKNOWN_NODE'])]);
    expect(answer.recommendations.map(({ target }) => target.name)).toEqual(['n2']);
  });

  it('is taken as it is where requirements and constraints are left out', async () => {
    for (const decision_type of TYPES) {
      const { status } = await post('decision', { cluster_id: 'c-empty', decision_type, current_state: {} });
      expect([decision_type, status]).toEqual([decision_type, 200]);
    }
  });
});

describe('what an engine remembers', () => {
  const GHOST = 'cloudoptim:ghost-candidate';
  const ghost = (door: typeof today, marked: boolean): Json => ({
    cluster_id: 'c-ghost',
    current_state: {
      instances_observed_at: at(door),
      nodes_observed_at: at(door),
      nodes: [node('n1')],
      clusters: [],
      instances: ['i-n1', 'i-lost'].map((id) => ({ InstanceId: id, InstanceType: 'm5.large', State: { Name: 'running' }, LaunchTime: at(today, -500), Placement: { AvailabilityZone: 'us-east-1a' }, Tags: marked && id === 'i-lost' ? [{ Key: GHOST, Value: at(today) }] : [] })),
    },
  });
  const found = ({ recommendations }: DecisionAnswer): readonly unknown[] => recommendations.map(({ action, target, details }) => [action, target.name, details['sightings']]);

  it('counts a ghost twice only a day later: neither a second look at once nor one that was only asked about', async () => {
    expect(found(await decide('ghost_probe', ghost(today, false)))).toEqual([['tag_instance', 'i-lost', 1]]);
    expect(found(await decide('ghost_probe', ghost(today, false)))).toEqual([['tag_instance', 'i-lost', 1]]);
    const asked = await decide('ghost_probe', { ...ghost(tomorrow, true), evaluate_at: at(tomorrow) });
    expect(asked).toMatchObject({ engine: { mode: 'what_if' }, executable: false });
    expect(found(asked)).toEqual([['terminate_instance', 'i-lost', 2]]);
    expect(found(await decide('ghost_probe', ghost(today, false)))).toEqual([['tag_instance', 'i-lost', 1]]);
    const second = await decide('ghost_probe', ghost(tomorrow, true), tomorrow);
    expect(found(second)).toEqual([['terminate_instance', 'i-lost', 2]]);
    expect(second.execution_plan.at(-1)).toMatchObject({ action: 'terminate_instances', requires_approval: true });
    expect(second.estimated_savings).toBeGreaterThan(0);
  });

  it('answers a kill once: the next request about it is told so, another cluster is not', async () => {
    const killed = { ...pod('web-0'), status: { containerStatuses: [{ name: 'web', restartCount: 1, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: at(today, -1), containerID: 'containerd://0a' } } }] } };
    const current_state = { observed_at: at(today), pods: [killed], nodes: [node('n1')] };
    const first = await decide('oomkilled_remediate', { cluster_id: 'c-oom', current_state });
    expect(first.recommendations).toMatchObject([{ action: 'raise_memory', target: { name: 'web' } }]);
    const again = await decide('oomkilled_remediate', { cluster_id: 'c-oom', current_state });
    expect([again.verdict, again.held.map(({ code }) => code)]).toEqual(['hold', ['ALREADY_ANSWERED']]);
    expect((await decide('oomkilled_remediate', { cluster_id: 'c-other', current_state })).verdict).toBe('act');
  });

  it('brings back as many replicas in the morning as there were in the evening', async () => {
    const api = (replicas: number): Json => ({ observed_at: at(today), deployments: [{ metadata: { name: 'api', namespace: 'dev', creationTimestamp: at(today, -999) }, spec: { replicas } }] });
    const state = (now: 'up' | 'down'): Json => ({ region: 'us-east-1', environments: [{ environment: 'dev', expression: 'never', overrides: [{ from: at(today, -1), until: at(today, 1), state: now }] }] });
    const evening = await decide('schedule', { cluster_id: 'c-dev', current_state: api(3), requirements: state('down') });
    expect(evening.recommendations).toMatchObject([{ action: 'scale_deployment', details: { replicas_from: 3, replicas_to: 0 } }]);
    const morning = await decide('schedule', { cluster_id: 'c-dev', current_state: api(0), requirements: state('up') });
    expect(morning.recommendations).toMatchObject([{ action: 'scale_deployment', details: { replicas_from: 0, replicas_to: 3 } }]);
  });

  it('says for a time that was asked about what the hours say then, as something that is not to be executed', async () => {
    const dev = { cluster_id: 'c-what-if', current_state: { observed_at: '2026-11-21T06:00:00Z', deployments: [{ metadata: { name: 'api', namespace: 'dev', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { replicas: 3 } }] }, requirements: { region: 'us-east-1', environments: [{ environment: 'dev', expression: 'Mon-Fri 08:00-18:00 Europe/Berlin' }] } };
    // A Saturday, then the Monday after it: 06:59 in Berlin is 05:59 UTC.
    const saturday = await decide('schedule', { ...dev, evaluate_at: '2026-11-21T06:00:00Z' });
    expect(saturday).toMatchObject({ engine: { mode: 'what_if' }, executable: false, verdict: 'act', recommendations: [{ action: 'scale_deployment' }] });
    const monday = await decide('schedule', { ...dev, current_state: { ...dev.current_state, observed_at: '2026-11-23T07:00:00Z' }, evaluate_at: '2026-11-23T07:00:00Z' });
    expect([monday.verdict, monday.held.map(({ code }) => code)]).toEqual(['hold', ['AS_WANTED']]);
  });
});
