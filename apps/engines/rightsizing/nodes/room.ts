import type { TypeFacts } from '@ml/contracts/pricing';
import { MIB } from '@ml/units/size';

/** What pods can ask for on a node of a type. */
export interface Room {
  readonly millicores: number;
  readonly bytes: number;
}

/** Karpenter takes 7.5% of the memory off for the hypervisor and the firmware (its VM_MEMORY_OVERHEAD_PERCENT). */
const HYPERVISOR_SHARE = 0.075;
/** The kubelet of EKS: 255 MiB and 11 MiB a pod reserved, 100 MiB kept free (bootstrap of the EKS images). */
const RESERVED = 255 * MIB;
const RESERVED_A_POD = 11 * MIB;
const KEPT_FREE = 100 * MIB;
const MOST_PODS = 110;

/** Millicores reserved for the kubelet: 60 of the first core, 10 of the second, 5 of the next two, 2.5 of the others. */
const reservedMillicores = (cores: number): number =>
  60 * Math.min(1, cores) + 10 * Math.min(1, Math.max(0, cores - 1)) + 5 * Math.min(2, Math.max(0, cores - 2)) + 2.5 * Math.max(0, cores - 4);

/** An estimate on the low side: what is left can be read off a node only once it runs. */
export const roomOn = ({ vcpu, memory_bytes: memory, max_pods: pods }: TypeFacts): Room => ({
  millicores: vcpu * 1_000 - reservedMillicores(vcpu),
  bytes: memory * (1 - HYPERVISOR_SHARE) - RESERVED - RESERVED_A_POD * (pods ?? MOST_PODS) - KEPT_FREE,
});
