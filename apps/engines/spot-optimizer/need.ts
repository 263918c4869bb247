import type { Held } from '@ml/contracts/decision';
import type { TypeFacts } from '@ml/contracts/pricing';
import { GIB } from '@ml/units/size';
import type { Ask } from './ask';
import type { Need } from './fit';
import type { Fleet, LeavingNode } from './fleet';
import type { Market } from './market';

export interface NeedRead {
  readonly need: Need;
  /** The fleet with only those nodes leaving that share this need. */
  readonly fleet: Fleet;
  readonly missing: readonly string[];
}

export interface NoNeed {
  readonly held: readonly Held[];
}

const DEFAULT_ARCHITECTURE = 'x86_64';
/** Kubernetes and Go say `amd64` for what AWS calls `x86_64`. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', x86_64: 'x86_64', arm64: 'arm64', aarch64: 'arm64', i386: 'i386' };

/** How large one node must be: as asked for; what is not asked for is as in the nodes that leave. */
export const needOf = (ask: Ask, fleet: Fleet, market: Market): NeedRead | NoNeed => {
  const { alike, others } = largestGroup(ask, fleet.leaving, market);
  const model = alike.map((node) => market.type(node.instanceType)).find((type) => type !== undefined);
  if (model === undefined && ask.vcpu === null && ask.memory_gib === null) {
    return { held: [{ target: { kind: 'Request', name: 'requirements.vcpu' }, code: 'MISSING_FIELD', text: 'requirements say neither vcpu nor memory_gib' }] };
  }
  const missing = model === undefined ? missingFields(ask) : [];
  return {
    need: { ...needLike(ask, model ?? NO_MODEL), pods: ask.pods ?? mostPods(alike, market) },
    fleet: others.length === 0 ? fleet : withoutOthers(fleet, alike, others),
    missing,
  };
};

/** Of a node that leaves; a request for new nodes has none. */
type Model = Pick<TypeFacts, 'vcpu' | 'memory_bytes' | 'architectures' | 'gpus' | 'local_storage_gb'>;

const NO_MODEL: Model = { vcpu: 0, memory_bytes: 0, architectures: [], gpus: 0, local_storage_gb: 0 };

const needLike = (ask: Ask, model: Model): Need => ({
  vcpu: ask.vcpu ?? model.vcpu,
  memoryBytes: ask.memory_gib === null ? model.memory_bytes : ask.memory_gib * GIB,
  architecture: architectureOf(ask, model),
  gpus: ask.gpus ?? model.gpus,
  localStorageGb: ask.local_storage_gb ?? model.local_storage_gb,
  pods: ask.pods,
});

/** Any of the nodes that leave may be full; null when there are none, or their limits are not known. */
const mostPods = (alike: readonly LeavingNode[], market: Market): number | null =>
  alike.reduce<number | null>((most, node) => {
    const pods = market.type(node.instanceType)?.max_pods ?? null;
    return pods === null ? most : Math.max(pods, most ?? 0);
  }, null);

const architectureOf = (ask: Ask, model: Model): string =>
  ask.architecture === null ? (ownArchitecture(model) ?? DEFAULT_ARCHITECTURE) : (ARCHITECTURES[ask.architecture] ?? ask.architecture);

/** Old types list `i386` beside `x86_64`; nobody runs Kubernetes on it. */
const ownArchitecture = ({ architectures }: Model): string | undefined =>
  architectures.find((architecture) => architecture !== 'i386') ?? architectures[0];

const missingFields = (ask: Ask): readonly string[] =>
  (['vcpu', 'memory_gib', 'architecture'] as const).filter((field) => ask[field] === null).map((field) => `requirements.${field}`);

interface Groups {
  readonly alike: readonly LeavingNode[];
  readonly others: readonly LeavingNode[];
}

/** One plan is for nodes of one need: of several sizes, the most frequent is replaced, and the answer says that the others wait. */
const largestGroup = (ask: Ask, leaving: readonly LeavingNode[], market: Market): Groups => {
  const groups = new Map<string, LeavingNode[]>();
  for (const node of leaving) {
    const key = sizeKey(ask, market.type(node.instanceType) ?? NO_MODEL);
    const group = groups.get(key) ?? [];
    group.push(node);
    groups.set(key, group);
  }
  const [largest] = [...groups].sort(([oneKey, one], [otherKey, other]) => other.length - one.length || (oneKey < otherKey ? -1 : 1));
  const alike = new Set(largest?.[1] ?? []);
  return { alike: [...alike], others: leaving.filter((node) => !alike.has(node)) };
};

/** What the request fixes does not tell nodes apart. */
const sizeKey = (ask: Ask, model: Model): string => JSON.stringify(needLike(ask, model));

const withoutOthers = (fleet: Fleet, alike: readonly LeavingNode[], others: readonly LeavingNode[]): Fleet => ({
  ...fleet,
  places: alike.length,
  leaving: alike,
  staying: [...fleet.staying, ...others],
  held: [
    ...fleet.held,
    ...others.map((node) => ({
      target: { kind: 'Node', name: node.name ?? node.instanceType },
      code: 'DIFFERENT_SIZE',
      text: `${node.name} is of another size (${node.instanceType}) than most: ask again for it, or give requirements.vcpu and memory_gib`,
    })),
  ],
});
