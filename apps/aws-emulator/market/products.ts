import type { CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';

/** One operating system under the names that the three sources give it. */
export interface OperatingSystemFacts {
  /** In spot price history. */
  readonly product: string;
  /** In the price list. */
  readonly name: string;
  readonly operation: string;
  /** USD an hour for each vCPU: about what the m5 list prices of us-east-1 add to Linux. */
  readonly licencePerVcpu: number;
  readonly arm: boolean;
}

export const LINUX: OperatingSystemFacts = { product: 'Linux/UNIX', name: 'Linux', operation: 'RunInstances', licencePerVcpu: 0, arm: true };
export const WINDOWS: OperatingSystemFacts = { product: 'Windows', name: 'Windows', operation: 'RunInstances:0002', licencePerVcpu: 0.046, arm: false };

export const SYSTEMS: readonly OperatingSystemFacts[] = [
  LINUX,
  { product: 'Red Hat Enterprise Linux', name: 'RHEL', operation: 'RunInstances:0010', licencePerVcpu: 0.0144, arm: true },
  { product: 'SUSE Linux', name: 'SUSE', operation: 'RunInstances:000g', licencePerVcpu: 0.014, arm: true },
  WINDOWS,
];

export function systemsOf(type: CatalogueType): readonly OperatingSystemFacts[] {
  return type.architectures.includes('arm64') ? SYSTEMS.filter((system) => system.arm) : SYSTEMS;
}

export function licenceOf(system: OperatingSystemFacts, type: CatalogueType): number {
  return system.licencePerVcpu * type.vcpu;
}
