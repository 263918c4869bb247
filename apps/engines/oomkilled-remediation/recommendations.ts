import type { Reason, Recommendation, Target } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { Bump } from './bump';
import type { Group } from './groups';
import { quantityOf } from './quantity-text';

export interface Remedy {
  readonly group: Group;
  readonly bump: Bump;
}

const PATCH_SECONDS = 300;
const WATCH_SECONDS = 3_600;

export const targetOf = ({ namespace, workload, kills }: Group): Target =>
  workload === null ? { kind: 'Pod', namespace, name: kills[0]?.pod ?? '' } : { kind: workload.kind, namespace, name: workload.name };

export const recommendationFor = ({ group, bump }: Remedy, index: number): Recommendation => ({
  id: `r${index + 1}`,
  action: 'raise_memory',
  target: targetOf(group),
  estimated_monthly_savings: 0,
  // The pods of the workload are rolled over.
  risk: bump.capped ? 'medium' : 'low',
  reasons: reasonsFor(group, bump),
  details: {
    namespace: group.namespace,
    workload: group.workload?.name,
    container: group.container,
    kills_24h: group.kills.length,
    request_from: quantityOf(group.request),
    request_to: quantityOf(bump.request),
    limit_from: quantityOf(group.limit),
    limit_to: quantityOf(bump.limit),
  },
});

const reasonsFor = (group: Group, bump: Bump): readonly Reason[] => [
  { code: 'OOM_KILLED', text: `killed ${group.kills.length} time(s) for memory, last at ${new Date(group.kills.at(-1)?.at ?? 0).toISOString()}` },
  ...(bump.capped ? [{ code: 'CAPPED', text: 'it may need more: one step never goes past the cap above what it has today' }] : []),
  ...(group.javaHeap !== null && bump.limit !== null && group.javaHeap > bump.limit
    ? [{ code: 'HEAP_ABOVE_LIMIT', text: `its Java heap may grow to ${quantityOf(group.javaHeap)}, past the new limit: lower -Xmx as well` }]
    : []),
];

/** A template's patch is undone by the patch back; afterwards somebody looks whether it has helped. */
export const stepsFor = ({ group, bump }: Remedy): readonly StepDraft[] => {
  const target = targetOf(group);
  const action = `patch_${target.kind.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase()}`;
  const step = { phase: 'raise', target, destructive: false } as const;
  return [
    {
      ...step,
      key: `raise ${group.key}`,
      after: [],
      action,
      seconds: PATCH_SECONDS,
      rollback: action,
      details: { patch: patchTo(group.container, bump.request, bump.limit), rollback_patch: patchTo(group.container, group.request, group.limit) },
    },
    { ...step, key: `watch ${group.key}`, after: [`raise ${group.key}`], phase: 'watch', action: 'watch_container_memory', seconds: WATCH_SECONDS, rollback: null, details: { container: group.container } },
  ];
};

/** A strategic merge patch: containers are found by name; null takes a value away. */
const patchTo = (container: string, request: number | null, limit: number | null): Readonly<Record<string, unknown>> => ({
  spec: { template: { spec: { containers: [{ name: container, resources: { requests: { memory: quantityOf(request) }, ...(limit === null ? {} : { limits: { memory: quantityOf(limit) } }) } }] } } },
});
