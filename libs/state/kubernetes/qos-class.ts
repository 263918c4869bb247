import type { ContainerState } from './container';
import type { QosClass } from './pod-state';

/** By CPU and memory alone, init containers included, as the kubelet does. */
export const qosClassOf = (containers: readonly ContainerState[]): QosClass => {
  if (containers.length > 0 && containers.every(isGuaranteed)) return 'Guaranteed';
  return containers.some(asksForAny) ? 'Burstable' : 'BestEffort';
};

const isGuaranteed = ({ requests, limits }: ContainerState): boolean => alike(requests.cpu, limits.cpu) && alike(requests.memory, limits.memory);

const alike = (request: number | null, limit: number | null): boolean => (limit ?? 0) > 0 && request === limit;

const asksForAny = ({ requests, limits }: ContainerState): boolean => [requests.cpu, requests.memory, limits.cpu, limits.memory].some((amount) => (amount ?? 0) > 0);
