/** What stands behind a public address; `idle` is nothing. */
export type OwnerKind = 'idle' | 'instance' | 'load_balancer' | 'nat_gateway' | 'database' | 'global_accelerator' | 'network_interface' | 'other';

/** One public IPv4 address, however many objects name it. */
export interface PublicAddress {
  /** null: a load balancer must have it in this zone, and no interface says which it is. */
  readonly publicIp: string | null;
  readonly allocationId: string | null;
  readonly ownerKind: OwnerKind;
  /** Instance, NAT gateway or interface by id, load balancer as `app/web/50dc6c495c0c9188`; null when nobody says. */
  readonly owner: string | null;
  readonly zone: string | null;
  readonly vpcId: string | null;
  /** Brought along, or of a block that is billed as a whole: costs nothing by the hour. */
  readonly ownPool: boolean;
  /** A service allocated it and takes it back by itself. */
  readonly serviceManaged: string | null;
  /** The tag that says "hands off", on the address or on what carries it. */
  readonly optOut: string | null;
}

export const nameOf = ({ publicIp, allocationId, owner, zone }: PublicAddress): string => publicIp ?? allocationId ?? `${owner ?? 'unknown'}/${zone ?? 'unknown zone'}`;
