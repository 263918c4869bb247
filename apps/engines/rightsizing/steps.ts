import type { Precondition } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { Found } from './found';
import type { NodeChange } from './nodes/node-changes';
import { containersOf, type Crew } from './workloads/crew';
import { crewKey } from './workloads/crew';
import type { RequestChange } from './workloads/request-change';
import { targetOf } from './workloads/request-changes';
import { shown } from './workloads/judge-request';

const MINUTE = 60;
/** The contract's, in minutes. */
const MINUTES = {
  validate_cluster_health: 5,
  backup_cluster_state: 10,
  execute_downsizes: 90,
  validate_downsizes: 15,
  execute_upsizes: 90,
  validate_upsizes: 30,
  validate_final_state: 15,
} as const;
type Action = keyof typeof MINUTES;
/** Ours: a rollout of a few pods. */
const PATCH_SECONDS = 300;

/** The contract's four phases. Requests change before nodes do, so that what is rescheduled asks for the right amount already. */
export const stepsFor = (clusterId: string, found: Found): readonly StepDraft[] => {
  const step = (action: Action, phase: string, after: readonly string[]): StepDraft => ({
    ...{ key: action, after, phase, action, rollback: null, destructive: false },
    target: { kind: 'Cluster', name: clusterId },
    seconds: MINUTES[action] * MINUTE,
  });
  const before: readonly string[] = ['validate_cluster_health', 'backup_cluster_state'];
  const patches = patchesFor(found.requests, before);
  const ready = patches.length === 0 ? before : patches.map(({ key }) => key);
  const downsizes = exchange('downsizes', found.downsizes, { step, after: ready });
  const upsizes = exchange('upsizes', found.upsizes, { step, after: downsizes.length === 0 ? ready : ['validate_downsizes'] });
  const last = upsizes.length > 0 ? ['validate_upsizes'] : downsizes.length > 0 ? ['validate_downsizes'] : ready;
  return [
    step('validate_cluster_health', 'pre_flight', []),
    step('backup_cluster_state', 'pre_flight', ['validate_cluster_health']),
    ...patches,
    ...downsizes,
    ...upsizes,
    step('validate_final_state', 'post_execution', last),
  ];
};

interface Exchanging {
  readonly step: (action: Action, phase: string, after: readonly string[]) => StepDraft;
  readonly after: readonly string[];
}

/** Nodes are replaced: their pods move. The former type can be had back the same way, so nothing is lost; but somebody has to agree. */
const exchange = (what: 'downsizes' | 'upsizes', changes: readonly NodeChange[], { step, after }: Exchanging): readonly StepDraft[] =>
  changes.length === 0
    ? []
    : [
        {
          ...step(`execute_${what}`, what, after),
          rollback: 'restore_instance_types',
          approval: true,
          details: { nodes: changes.map(({ node, machine, offer }) => ({ node: node.name, from: machine.type.instance_type, to: offer.type.instance_type })) },
        },
        step(`validate_${what}`, what, [`execute_${what}`]),
      ];

/** One a workload: a template is changed once, and its pods roll once. */
const patchesFor = (requests: readonly RequestChange[], after: readonly string[]): readonly StepDraft[] => {
  const byCrew = new Map<string, RequestChange[]>();
  for (const change of requests) {
    const key = crewKey(change.crew.namespace, change.crew.owner);
    const group = byCrew.get(key);
    if (group === undefined) byCrew.set(key, [change]);
    else group.push(change);
  }
  return [...byCrew].flatMap(([key, changes]) => (changes[0] === undefined ? [] : [patch(`patch ${key}`, { crew: changes[0].crew, changes, after })]));
};

interface Patching {
  readonly crew: Crew;
  readonly changes: readonly RequestChange[];
  readonly after: readonly string[];
}

const patch = (key: string, { crew, changes, after }: Patching): StepDraft => {
  const action = `patch_${crew.owner.kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}`;
  return {
    ...{ key, after, phase: 'requests', action, rollback: action, destructive: false },
    target: targetOf(crew),
    seconds: PATCH_SECONDS,
    ...(changes.some(({ merge }) => merge.requiresReview) ? { approval: true } : {}),
    details: {
      containers: containersOf(crew).flatMap(({ name }) => {
        const own = changes.filter(({ container }) => container.name === name);
        return own.length === 0 ? [] : [{ name, resources: resources(own, ({ estimate, limit }) => [estimate.target, limit.target]), former: resources(own, ({ current, limit }) => [current, limit.current]) }];
      }),
    },
  };
};

const resources = (changes: readonly RequestChange[], of: (change: RequestChange) => readonly [number | null, number | null]): Readonly<Record<string, unknown>> => {
  const amounts = (which: 0 | 1): Readonly<Record<string, string | null>> =>
    Object.fromEntries(
      changes.map((change) => {
        const amount = of(change)[which];
        return [change.resource, amount === null ? null : shown(change.resource, amount)] as const;
      }),
    );
  return { requests: amounts(0), limits: amounts(1) };
};

export const preconditionsFor = ({ downsizes, upsizes, requests }: Found): readonly Precondition[] => [
  ...[...downsizes, ...upsizes].map(({ node, machine, offer }) => ({
    code: 'NODE_UNCHANGED',
    target: { kind: 'Node', name: node.name },
    text: `it is still a ${machine.type.instance_type}, and its pods ask for no more than fits on a ${offer.type.instance_type}`,
  })),
  ...[...new Map(requests.map(({ crew }) => [crewKey(crew.namespace, crew.owner), crew])).values()].map((crew) => ({ code: 'REQUESTS_UNCHANGED', target: targetOf(crew), text: 'nobody has changed its requests since' })),
];
