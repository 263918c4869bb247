import { BATCH_EVERY } from './made-up-node';
import type { Affinity, Labels, SpreadConstraint } from './kubernetes-objects';

export type WorkloadKind = 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'Bare';

/** What the pods of one owner have in common. */
export interface Workload {
  readonly index: number;
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly replicas: number;
  /** Millicores and MiB. */
  readonly cpu: number;
  readonly mib: number;
  readonly batch: boolean;
  /** Each replica on a node of its own. */
  readonly apart: boolean;
  /** Evenly over the zones. */
  readonly spread: boolean;
  readonly hostPort: boolean;
  readonly emptyDir: boolean;
  readonly doNotDisrupt: boolean;
  readonly budget: boolean;
}

const CPU = [50, 100, 100, 200, 250, 250, 500, 500, 1_000, 2_000] as const;
const MIB = [64, 128, 256, 256, 512, 512, 1_024, 2_048, 2_048, 4_096] as const;
const TEAMS = ['payments', 'search', 'media', 'growth', 'platform', 'data'] as const;

/** More replicas than that on nodes of their own would fill a small cluster. */
const APART_AT_MOST = 5;

const pick = <T>(values: readonly [T, ...T[]], random: () => number): T => values[Math.floor(random() * values.length)] ?? values[0];

export const madeUpDaemonSet = (index: number, nodes: number): Workload => ({
  ...PLAIN,
  index,
  kind: 'DaemonSet',
  name: `node-agent-${index}`,
  namespace: 'kube-system',
  labels: labelsOf(`node-agent-${index}`, 'platform'),
  replicas: nodes,
  cpu: 25,
  mib: 64,
});

/** `most`: replicas that are still wanted; `nodes`: how many there are. */
export const madeUpWorkload = (index: number, { most, nodes }: { readonly most: number; readonly nodes: number }, random: () => number): Workload => {
  const team = pick(TEAMS, random);
  const name = `${team}-app-${index}`;
  const kind = kindBy(random());
  const replicas = kind === 'Bare' ? 1 : Math.min(most, 1 + Math.floor(60 * random() ** 3));
  const draw = random();
  return {
    ...PLAIN,
    index,
    kind,
    name,
    namespace: team,
    labels: labelsOf(name, team),
    replicas,
    cpu: pick(CPU, random),
    mib: pick(MIB, random),
    batch: kind === 'Job' && nodes >= BATCH_EVERY,
    ...burdens({ kind, replicas, nodes, draw }),
    budget: (kind === 'ReplicaSet' || kind === 'StatefulSet') && replicas > 1 && random() < 0.4,
  };
};

type Burdens = Pick<Workload, 'apart' | 'spread' | 'hostPort' | 'emptyDir' | 'doNotDisrupt'>;

/** At most one of them for a workload. */
const burdens = ({ kind, replicas, nodes, draw }: { readonly kind: WorkloadKind; readonly replicas: number; readonly nodes: number; readonly draw: number }): Partial<Burdens> => {
  if (draw < 0.06) return { apart: kind !== 'Job' && replicas <= Math.min(APART_AT_MOST, nodes / 2) };
  if (draw < 0.2) return { spread: kind === 'ReplicaSet' };
  if (draw < 0.96) return {};
  if (draw < 0.98) return { emptyDir: true };
  return draw < 0.99 ? { doNotDisrupt: true } : { hostPort: replicas === 1 };
};

const PLAIN = { batch: false, apart: false, spread: false, hostPort: false, emptyDir: false, doNotDisrupt: false, budget: false } as const;

const labelsOf = (name: string, team: string): Labels => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': team, tier: 'backend' });

const kindBy = (draw: number): WorkloadKind => {
  if (draw < 0.86) return 'ReplicaSet';
  if (draw < 0.92) return 'StatefulSet';
  return draw < 0.99 ? 'Job' : 'Bare';
};

export const selectorOf = ({ labels }: Workload): { readonly matchLabels: Labels } => ({ matchLabels: { 'app.kubernetes.io/name': labels['app.kubernetes.io/name'] ?? '' } });

export const affinityOf = (workload: Workload): Affinity | undefined =>
  workload.apart
    ? { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: selectorOf(workload), topologyKey: 'kubernetes.io/hostname' }] } }
    : undefined;

export const spreadOf = (workload: Workload): readonly SpreadConstraint[] | undefined =>
  workload.spread
    ? [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selectorOf(workload) }]
    : undefined;
