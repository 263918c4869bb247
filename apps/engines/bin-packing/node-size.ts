import type { TypeFacts } from '@ml/contracts/pricing';
import { MIB } from '@ml/units/size';
import { CPU, MEMORY, PODS, type Amounts } from './model/resources';

/** What kubelet of EKS keeps of the first, the second, the next two and every further core, in millicores (Amazon's bootstrap script). */
const CORE_TIERS = [
  [1, 60],
  [1, 10],
  [2, 5],
] as const;
const FURTHER_CORE = 2.5;
/** In MiB: kept for kubelet at all, for each pod, and before pods are evicted (Amazon's bootstrap script). */
const KUBELET_MIB = 255;
const POD_MIB = 11;
const EVICTION_MIB = 100;

const cpuReserved = (cores: number): number => {
  let left = cores;
  let reserved = 0;
  for (const [count, each] of CORE_TIERS) {
    reserved += Math.min(left, count) * each;
    left = Math.max(0, left - count);
  }
  return Math.ceil(reserved + left * FURTHER_CORE);
};

/** What a new node of a type will offer to pods, rather too little than too much: `base` says what its size does not. */
export const offeredByType = ({ vcpu, memory_bytes: memory, max_pods: pods }: TypeFacts, base: Amounts, overheadPct: number): Amounts => {
  const amounts = base.slice();
  amounts[CPU] = vcpu * 1_000 - cpuReserved(vcpu);
  amounts[MEMORY] = Math.floor(memory * (1 - overheadPct / 100)) - (KUBELET_MIB + EVICTION_MIB + POD_MIB * (pods ?? 0)) * MIB;
  amounts[PODS] = pods ?? 0;
  return amounts;
};
