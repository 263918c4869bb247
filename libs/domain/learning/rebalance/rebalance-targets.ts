import type { EngineDecision } from '@ml/contracts/decision';

/** Where nodes are to move. */
export interface RebalanceTarget {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly capacity_type: 'spot' | 'on-demand';
  /** 1 = safe; null for on-demand. */
  readonly safety_score: number | null;
}

interface Place {
  readonly instance_type: string;
  readonly availability_zone: string;
}

/** What an optimizer says of a pool, in a recommendation and in a line of its plan alike. */
interface Named extends Place {
  readonly safety_score: number;
  readonly capacity_type?: string;
}

/** The safe spot pools of a decision about new nodes, safest first: those it recommends, and those its plan uses. Never the pool that is left. */
export const spotTargets = ({ recommendations, extra }: Pick<EngineDecision, 'recommendations' | 'extra'>, source: Place): readonly RebalanceTarget[] => {
  const plan = extra['allocation_plan'] as { readonly nodes: readonly unknown[] } | null | undefined;
  const named = [...recommendations.map(({ details }) => details as unknown), ...(plan?.nodes ?? [])].filter(isNamed);
  const spot = named.filter((pool) => pool.capacity_type !== 'on-demand' && !isSame(pool, source));
  const targets = new Map(spot.map(({ instance_type, availability_zone, safety_score }) => [`${instance_type}/${availability_zone}`, { instance_type, availability_zone, capacity_type: 'spot' as const, safety_score }]));
  return [...targets.values()].sort((one, other) => other.safety_score - one.safety_score);
};

const isNamed = (value: unknown): value is Named => {
  const { instance_type, availability_zone, safety_score } = (value ?? {}) as Partial<Named>;
  return typeof instance_type === 'string' && typeof availability_zone === 'string' && typeof safety_score === 'number';
};

const isSame = (one: Place, other: Place): boolean => one.instance_type === other.instance_type && one.availability_zone === other.availability_zone;

/** Where no spot pool is safe: the same type on demand, in another zone when it is offered in one. */
export const onDemandTargets = (source: Place, zones: readonly string[]): readonly RebalanceTarget[] => {
  const others = zones.filter((zone) => zone !== source.availability_zone);
  const chosen = others.length > 0 ? others : zones;
  return [...new Set(chosen)].sort().map((availability_zone) => ({ instance_type: source.instance_type, availability_zone, capacity_type: 'on-demand', safety_score: null }));
};

/**
 * The order in which jobs take the targets, round and round. A target in another zone has its turn twice as often: what empties a pool may empty its neighbours.
 * None has more than its share: with one job after the other, two targets of the same kind differ by two jobs at most.
 */
export const targetRound = (targets: readonly RebalanceTarget[], source: Place): readonly RebalanceTarget[] => {
  const others = targets.filter((target) => target.availability_zone !== source.availability_zone);
  return others.length === 0 || others.length === targets.length ? targets : [...others, ...targets];
};
