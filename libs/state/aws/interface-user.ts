/** What stands behind a network interface. `instance`, `unattached` and `other` where no service can be told. */
export interface InterfaceUser {
  readonly kind: InterfaceUserKind;
  /** As the description names it: `app/web/50dc6c495c0c9188` of a load balancer, the id of a NAT gateway, the name of an EKS cluster. */
  readonly name: string | null;
}

export type InterfaceUserKind =
  | 'load_balancer'
  | 'nat_gateway'
  | 'database'
  | 'file_system'
  | 'lambda'
  | 'vpc_endpoint'
  | 'transit_gateway'
  | 'global_accelerator'
  | 'eks_control_plane'
  | 'pod_network'
  | 'ecs'
  | 'directory'
  | 'instance'
  | 'unattached'
  | 'other';

/** What the services write into the description of an interface that they make. The first group is the name. */
const DESCRIPTIONS: readonly (readonly [RegExp, InterfaceUserKind])[] = [
  [/^ELB (\S+)/, 'load_balancer'],
  [/^Interface for NAT Gateway (\S+)/, 'nat_gateway'],
  [/^RDSNetworkInterface/, 'database'],
  [/^EFS mount target for (fs-\w+)/, 'file_system'],
  [/^AWS Lambda VPC ENI/, 'lambda'],
  [/^VPC Endpoint Interface (vpce-\w+)/, 'vpc_endpoint'],
  [/^Network Interface for Transit Gateway Attachment (\S+)/, 'transit_gateway'],
  [/^AWS Global Accelerator/, 'global_accelerator'],
  [/^Amazon EKS (\S+)/, 'eks_control_plane'],
  [/^aws-K8S-(i-\w+)/, 'pod_network'],
  [/^arn:[^:]+:ecs:/, 'ecs'],
  [/^AWS created network interface for directory (\S+)/, 'directory'],
];

const TYPES: Readonly<Record<string, InterfaceUserKind>> = {
  load_balancer: 'load_balancer',
  network_load_balancer: 'load_balancer',
  gateway_load_balancer: 'load_balancer',
  nat_gateway: 'nat_gateway',
  efs: 'file_system',
  lambda: 'lambda',
  vpc_endpoint: 'vpc_endpoint',
  gateway_load_balancer_endpoint: 'vpc_endpoint',
  transit_gateway: 'transit_gateway',
  global_accelerator_managed: 'global_accelerator',
  branch: 'pod_network',
  trunk: 'pod_network',
};

const OWNERS: Readonly<Record<string, InterfaceUserKind>> = { 'amazon-elb': 'load_balancer', 'amazon-rds': 'database' };

interface InterfaceFacts {
  readonly description: string | null;
  readonly interfaceType: string | null;
  /** The service, where the attachment's owner or the requester is one. */
  readonly service: string | null;
  readonly instanceId: string | null;
  readonly attached: boolean;
}

/** The description says most, then the type, then who asked for it; the description itself is not kept. */
export const interfaceUserOf = (facts: InterfaceFacts): InterfaceUser => {
  for (const [pattern, kind] of DESCRIPTIONS) {
    const match = pattern.exec(facts.description ?? '');
    if (match !== null) return { kind, name: match[1] ?? null };
  }
  return { kind: known(TYPES, facts.interfaceType) ?? known(OWNERS, facts.service) ?? unnamed(facts), name: null };
};

const known = (table: Readonly<Record<string, InterfaceUserKind>>, key: string | null): InterfaceUserKind | null =>
  key !== null && Object.hasOwn(table, key) ? (table[key] ?? null) : null;

const unnamed = ({ instanceId, attached }: InterfaceFacts): InterfaceUserKind => {
  if (instanceId !== null) return 'instance';
  return attached ? 'other' : 'unattached';
};
