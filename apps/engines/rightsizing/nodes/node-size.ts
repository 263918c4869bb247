import type { TypeFacts } from '@ml/contracts/pricing';
import { GIB } from '@ml/units/size';
import type { RightsizingConfig } from '../config';

export type Direction = 'downsize' | 'upsize' | 'keep';

/** Shares of the whole node, 0 to 1 and above. */
export interface Load {
  readonly cpu: number;
  readonly memory: number;
}

export interface NodeSize {
  readonly direction: Direction;
  /** Cores. */
  readonly vcpu: number;
  readonly memoryGib: number;
}

/**
 * The contract: smaller only where both are used less than half, so that half of the new size is used; larger where either is used more than 80%.
 * What is not over 80% stays as large as it is. A forecast may say more than the whole node: then the buffer comes on top of that.
 */
export const sizeFor = (type: TypeFacts, { cpu, memory }: Load, config: RightsizingConfig): NodeSize => {
  const gib = type.memory_bytes / GIB;
  const down = config.node_down_pct / 100;
  const up = config.node_up_pct / 100;
  if (cpu < down && memory < down) return { direction: 'downsize', vcpu: smaller(type.vcpu, cpu / down), memoryGib: smaller(gib, memory / down) };
  const larger = (now: number, load: number): number => (load > up ? wholeFrom(now * Math.max(1, load) * config.node_up_factor) : now);
  if (cpu > up || memory > up) return { direction: 'upsize', vcpu: larger(type.vcpu, cpu), memoryGib: larger(gib, memory) };
  return { direction: 'keep', vcpu: type.vcpu, memoryGib: gib };
};

/** Never more than now: of 3.75 GiB the next whole number is larger than all that there is. */
const smaller = (now: number, share: number): number => Math.min(now, wholeFrom(now * share));

/** At least 1: there is no machine without. A hair is forgiven, for 10 x 1.2 is 12.000000000000002 at times. */
const wholeFrom = (amount: number): number => Math.max(1, Math.ceil(amount - 1e-9));
