import { clusterOf } from '@ml/state/aws/ownership';
import { hasTag, tagValue, type Tagged } from '@ml/state/aws/tags';
import type { Resource } from './resource';

/** Who answers for a resource, by what is known, surest first. */
export interface Attribution {
  readonly by: 'service' | 'kubernetes' | 'code' | 'creator' | 'owner' | 'unknown';
  readonly who: string | null;
}

export const attributionOf = (resource: Resource): Attribution => {
  const service = serviceOf(resource);
  if (service !== null) return { by: 'service', who: service };
  const cluster = kubernetesOf(resource);
  if (cluster !== null) return { by: 'kubernetes', who: cluster };
  const code = codeOf(resource);
  if (code !== null) return { by: 'code', who: code };
  const creator = creatorOf(resource);
  if (creator !== null) return { by: 'creator', who: creator };
  const owner = filledTag(resource, 'owner');
  return owner === null ? { by: 'unknown', who: null } : { by: 'owner', who: owner };
};

const SERVICE_KEYS = /^aws:(elasticmapreduce|ecs):/;
/** Of other services the tags are not stored: only whether they are there. */
const SERVICE_MARKS: readonly (readonly [key: string, service: string])[] = [
  ['AmazonECSManaged', 'ecs'],
  ['elasticbeanstalk:environment-id', 'elasticbeanstalk'],
  ['aws:servicecatalog:provisioningArtifactIdentifier', 'servicecatalog'],
];

/** The service of AWS that made it for the account. */
const serviceOf = (resource: Resource): string | null => {
  if (resource.kind === 'instance' && resource.operator !== null) return resource.operator;
  const key = Object.keys(resource.tags).find((one) => SERVICE_KEYS.test(one));
  if (key !== undefined) return SERVICE_KEYS.exec(key)?.[1] ?? null;
  if (resource.otherTags.length === 0) return null;
  return SERVICE_MARKS.find(([mark]) => hasTag(resource, mark, null))?.[1] ?? null;
};

/** Written by Kubernetes, its controllers and those who make clusters. */
const KUBERNETES_KEYS = /^(?:aws:)?eks:|^(?:[^/]+\.)?(?:kubernetes\.io|k8s\.io|k8s\.aws|karpenter\.sh|eksctl\.io|k8s\.amazonaws\.com|csi\.aws\.com|eks\.amazonaws\.com|crossplane\.io)\//;
const CLUSTER_VALUES = ['elbv2.k8s.aws/cluster'] as const;

const kubernetesOf = (tagged: Tagged): string | null => {
  const cluster = clusterOf(tagged) ?? CLUSTER_VALUES.map((key) => tagged.tags[key]).find((value) => value !== undefined && value !== '');
  return cluster ?? Object.keys(tagged.tags).find((key) => KUBERNETES_KEYS.test(key) && !OPT_OUT.test(key)) ?? null;
};

/** Cluster Autoscaler's opt-outs say that somebody cares, not who made it. */
const OPT_OUT = /do-not-disrupt|safe-to-evict|scale-down-disabled|do-not-consolidate/;

const CODE_KEYS = /^(?:aws:cloudformation:|aws:cdk:|aws-cdk:|pulumi:|terraform:)|^(?:[^/]+\.)?terraform\//;
const CODE_WORDS = ['terraform', 'terragrunt', 'pulumi', 'iac'] as const;
const TOOL_WORDS = ['managedby', 'provisionedby', 'provisioner'] as const;
const TOOLS = /terraform|terragrunt|tofu|pulumi|cloudformation|cdk|serverless|ansible|crossplane/i;
const NO: readonly string[] = ['', 'false', 'no', '0', 'none'];

/** The stack, or else the tag that says so. */
const codeOf = ({ tags }: Tagged): string | null => {
  const stack = tags['aws:cloudformation:stack-name'];
  if (stack !== undefined && stack !== '') return stack;
  const key = Object.keys(tags).find((one) => CODE_KEYS.test(one));
  if (key !== undefined) return key;
  const word = CODE_WORDS.find((one) => !NO.includes((tagValue(tags, one) ?? '').toLowerCase()));
  return word ?? TOOL_WORDS.map((one) => tagValue(tags, one)).find((value) => value !== null && TOOLS.test(value)) ?? null;
};

const creatorOf = (resource: Resource): string | null =>
  resource.createdBy ?? filledTag(resource, 'aws:createdby') ?? filledTag(resource, 'createdby') ?? filledTag(resource, 'creator');

const filledTag = ({ tags }: Tagged, word: string): string | null => {
  const value = tagValue(tags, word);
  return value === '' ? null : value;
};
