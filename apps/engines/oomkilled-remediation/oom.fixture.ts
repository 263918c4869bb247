import type { DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { oomkilledRemediationSettings } from './config';
import { decide } from './decide';
import { projectOomState } from './state';

export const NOON = Date.parse('2026-11-20T12:00:00Z');
export const at = (hours: number): string => new Date(NOON + hours * 3_600_000).toISOString();
export type Json = Readonly<Record<string, unknown>>;

export const killed = (id: string, hours: number): Json => ({ reason: 'OOMKilled', exitCode: 137, finishedAt: at(hours), containerID: `containerd://${id}` });

export interface PodOf {
  readonly name?: string;
  readonly memory?: { readonly request?: string; readonly limit?: string };
  readonly last?: Json;
  readonly metadata?: Json;
  readonly container?: Json;
  readonly status?: Json;
}

const OWNED = { labels: { 'pod-template-hash': '7f' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7f', controller: true }] };

/** Of the Deployment shop/web; 512Mi requested and allowed, killed an hour ago. */
export const pod = ({ name = 'web-7f-1', memory = { request: '512Mi', limit: '512Mi' }, last = killed(name, -1), metadata = OWNED, container = {}, status = {} }: PodOf = {}): Json => ({
  metadata: { namespace: 'shop', name, ...metadata },
  spec: {
    containers: [
      {
        name: 'app',
        resources: { requests: memory.request === undefined ? {} : { memory: memory.request }, limits: memory.limit === undefined ? {} : { memory: memory.limit } },
        ...container,
      },
    ],
  },
  status: { phase: 'Running', containerStatuses: [{ name: 'app', restartCount: 1, containerID: `containerd://${name}-new`, lastState: { terminated: last } }], ...status },
});

export const nodeOf = (memory: string): Json => ({ metadata: { name: `node-${memory}` }, status: { allocatable: { memory } } });

const MIB = 1024 * 1024;
export const usageOf = (mib: readonly number[], stepSeconds = 3_600): Json => ({
  window: { start: at(-mib.length), end: at(0), step_seconds: stepSeconds },
  containers: [{ namespace: 'shop', pod: 'web-7f-1', container: 'app', memory_bytes: mib.map((value) => value * MIB) }],
});

export interface Look {
  readonly state: Json;
  readonly hours?: number;
  readonly memory?: readonly Memory[];
  readonly requirements?: Json;
  readonly constraints?: Json;
}

export const look = ({ state, hours = 0, memory = [], requirements = {}, constraints = {} }: Look): Decided => {
  const request: DecisionEnvelope = { request_id: 'r', cluster_id: 'c-1', customer_id: null, decision_type: 'oomkilled_remediate', requirements, constraints, cause: 'routine' };
  const input = { request, state: projectOomState(state), facts: { prices: undefined, pools: undefined }, memory, config: defaultsOf(oomkilledRemediationSettings), now: epochMs(NOON + hours * 3_600_000) };
  return decide(input);
};
