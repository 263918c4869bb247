import { describe, expect, it } from 'vitest';
import type { Decided } from '@ml/engine-kernel/engine';
import { at, killed, look, nodeOf, pod, usageOf, type Json, type Look } from './oom.fixture';

const codes = ({ decision }: Decided) => decision.held.map(({ code }) => code);
const state = (more: Json = {}): Json => ({ pods: [pod()], ...more });
const event = (id: string, hours: number, more: Json = {}): Json => ({ reason: 'OOMKilled', namespace: 'shop', pod: 'web-7f-1', container: 'app', container_id: `containerd://${id}`, finished_at: at(hours), ...more });
const deployment = (annotations: Json): Json => ({ metadata: { namespace: 'shop', name: 'web', annotations } });

describe('a container that was killed for memory', () => {
  it('gets half as much again', () => {
    const { decision } = look({ state: state() });
    expect(decision).toMatchObject({
      verdict: 'act',
      estimated_savings: 0,
      recommendations: [
        {
          action: 'raise_memory',
          target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
          details: { container: 'app', kills_24h: 1, request_from: '512Mi', request_to: '768Mi', limit_from: '512Mi', limit_to: '768Mi' },
        },
      ],
      execution_plan: [
        {
          action: 'patch_deployment',
          rollback: 'patch_deployment',
          reversible: true,
          details: { patch: { spec: { template: { spec: { containers: [{ name: 'app', resources: { requests: { memory: '768Mi' }, limits: { memory: '768Mi' } } }] } } } } },
        },
        { action: 'watch_container_memory', depends_on: [1] },
      ],
    });
  });

  it('gets what it was measured to need', () => {
    const { decision } = look({ state: state({ pods: [pod({ memory: { request: '128Mi', limit: '512Mi' } })], usage: usageOf([300, 480, 512]) }) });
    expect(decision.recommendations[0]?.details).toMatchObject({ request_to: '612Mi', limit_to: '612Mi' });
    expect(decision.confidence_score).toBeGreaterThan(look({ state: state() }).decision.confidence_score);
  });

  it('is counted once, however often its kill is told', () => {
    const { decision } = look({ state: state({ events: [event('web-7f-1', -1), event('web-7f-1', -1)] }) });
    expect(decision.recommendations[0]?.details['kills_24h']).toBe(1);
  });

  it.each(['web-7f-1', 'containerd://web-7f-1'])('is counted once when an event writes its id as %s and its time to the millisecond', (container_id) => {
    const told = event('x', -1, { container_id, finished_at: at(-1).replace('.000Z', '.250Z') });
    const { decision } = look({ state: state({ events: [told] }) });
    expect(decision.recommendations[0]?.details['kills_24h']).toBe(1);
  });

  it('is answered once, also when a later request looks further back', () => {
    const first = look({ state: state() });
    const kept = first.remember.filter(({ expires_at: until }) => Date.parse(until) > Date.parse(at(30)));
    expect(codes(look({ state: state(), hours: 30, memory: kept, requirements: { window_hours: 168 } }))).toEqual(['ALREADY_ANSWERED']);
  });

  it('is counted with the other pods of its workload', () => {
    const { decision } = look({ state: state({ pods: [pod(), pod({ name: 'web-7f-2' }), pod({ name: 'web-7f-3', last: killed('web-7f-3', -30) })] }) });
    expect(decision.recommendations.map(({ details }) => details['kills_24h'])).toEqual([2]);
  });

  it('goes to people after more than three kills', () => {
    const told = [-2, -3, -4].map((hours) => event(`c${hours}`, hours));
    expect(codes(look({ state: state({ events: told.slice(0, 2) }) }))).toEqual([]);
    expect(codes(look({ state: state({ events: told }) }))).toEqual(['MANUAL_REVIEW']);
  });

  it('waits a day after a bump, and is not answered twice for one kill', () => {
    const first = look({ state: state() });
    const again = look({ state: state(), hours: 2, memory: first.remember });
    const next = { pods: [pod({ memory: { request: '768Mi', limit: '768Mi' }, last: killed('later', 3) })] };
    const killedAgain = look({ state: next, hours: 4, memory: first.remember });
    const remembered = first.remember.filter(({ expires_at: until }) => Date.parse(until) > Date.parse(at(25)));
    const nextDay = look({ state: next, hours: 25, memory: remembered });
    expect([again, killedAgain].map(codes)).toEqual([['ALREADY_ANSWERED'], ['COOLDOWN']]);
    expect(nextDay.decision.recommendations[0]?.details).toMatchObject({ request_from: '768Mi', request_to: '1152Mi' });
  });

  it('is told when its heap may outgrow the new limit', () => {
    const { decision } = look({ state: { pods: [pod({ container: { args: ['java', '-Xmx2g'], name: 'app', resources: { requests: { memory: '512Mi' }, limits: { memory: '512Mi' } } } })] } });
    expect(decision.recommendations[0]?.reasons.map(({ code }) => code)).toEqual(['OOM_KILLED', 'HEAP_ABOVE_LIMIT']);
  });

  it('is changed in its repository where one writes it back', () => {
    const { decision } = look({ state: state({ deployments: [deployment({ 'argocd.argoproj.io/tracking-id': 'x' })] }) });
    expect(decision.warnings.map(({ code }) => code)).toEqual(['GITOPS_MANAGED']);
  });

  it('is never raised past the cap of the request', () => {
    const { decision } = look({ state: state(), constraints: { max_factor: 1.2 } });
    expect(decision.recommendations[0]).toMatchObject({ risk: 'medium', details: { limit_to: String(Math.floor(512 * 1024 * 1024 * 1.2)) } });
  });
});

describe('a container is left as it is', () => {
  const OWNED = { labels: { 'pod-template-hash': '7f' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7f', controller: true }] };

  it.each<readonly [string, string, Omit<Look, 'state'> & { readonly state: Json }]>([
    ['its memory grows along a line', 'LEAK_SUSPECTED', { state: state({ usage: usageOf(Array.from({ length: 30 }, (_, hour) => 200 + 10 * hour)) }) }],
    ['no node could hold it', 'NODE_TOO_SMALL', { state: state({ nodes: [nodeOf('700Mi')] }) }],
    ['its workload opts out', 'OPTED_OUT', { state: state({ deployments: [deployment({ 'downscaler/exclude': 'true' })] }) }],
    ['its pod is not to be disturbed', 'OPTED_OUT', { state: { pods: [pod({ metadata: { ...OWNED, annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } })] } }],
    ['its namespace opts out', 'OPTED_OUT', { state: state({ namespaces: [{ metadata: { name: 'shop', annotations: { 'cloudoptim/ignore': 'true' } } }] }) }],
    ['the request excludes its namespace', 'EXCLUDED', { state: state(), constraints: { excluded: ['shop'] } }],
    ['the request excludes its workload', 'EXCLUDED', { state: state(), constraints: { excluded: ['shop/web'] } }],
    ['nobody owns its pod', 'BARE_POD', { state: { pods: [pod({ metadata: {} })] } }],
    ['a Job made it', 'OWNER_NOT_CHANGEABLE', { state: { pods: [pod({ metadata: { ownerReferences: [{ kind: 'Job', name: 'nightly', controller: true }] } })] } }],
    ['its pod was not sent', 'POD_UNKNOWN', { state: { events: [event('c', -1)] } }],
    ['it has neither request nor limit', 'NO_REQUEST_NOR_LIMIT', { state: { pods: [pod({ memory: {} })] } }],
    ['somebody has raised it already, and the pod that was killed is of the template before', 'TEMPLATES_DIFFER', { state: { pods: [pod(), pod({ name: 'web-8a-1', memory: { request: '2Gi', limit: '2Gi' }, last: {} })] } }],
    ['it asks for more than it may have, which no API server takes', 'REQUEST_ABOVE_LIMIT', { state: { pods: [pod({ memory: { request: '4Gi', limit: '1Gi' } })] } }],
    ['the cap leaves no room', 'NOTHING_TO_RAISE', { state: state(), constraints: { max_factor: 1 } }],
    ['a probe killed it', 'NOT_AN_OOM_KILL', { state: { pods: [pod({ last: { ...killed('c', -1), reason: 'Error' } })] } }],
    ['its node ran short', 'NODE_PRESSURE_EVICTION', { state: { pods: [pod({ last: {}, status: { phase: 'Failed', reason: 'Evicted', containerStatuses: [] } })] } }],
    ['nobody can tell which kill it was', 'KILL_NOT_IDENTIFIED', { state: { pods: [pod({ last: { reason: 'OOMKilled', exitCode: 137 } })] } }],
    ['the kill is of last week', 'NO_OOM_KILL', { state: { pods: [pod({ last: killed('c', -200) })] } }],
    ['the kill is of tomorrow, since clocks differ', 'NO_OOM_KILL', { state: { pods: [pod({ last: killed('c', 20) })] } }],
    ['nothing was sent', 'MISSING_FIELD', { state: {} }],
    ['the request cannot be read', 'BAD_FIELD', { state: state(), requirements: { factor: 7 } }],
  ])('when %s', (_, code, asked) => {
    const decided = look(asked);
    expect([decided.decision.verdict, codes(decided), decided.remember]).toEqual(['hold', [code], []]);
  });
});
