import { OPT_OUT_KEYS } from '../opt-out';

/** Tags that the ecosystem of Kubernetes writes: ownership, roles, the claim a volume was made for. */
const KUBERNETES =
  /^(?:[^/]+\.)?(?:kubernetes\.io|k8s\.io|k8s\.aws|karpenter\.sh|eksctl\.io|k8s\.amazonaws\.com|csi\.aws\.com|eks\.amazonaws\.com|crossplane\.io|cloudoptim|terraform)\//;

/** Tags that AWS, infrastructure as code and this product write. */
const MACHINES = /^(?:aws:(?:eks|cloudformation|autoscaling|ec2launchtemplate|ec2|ec2spot|backup|dlm|elasticmapreduce|ecs|cdk):|eks:|aws-cdk:|pulumi:|terraform:|dlm:|cloudoptim:)/;

/** Words that people use as keys, in every spelling: `ManagedBy`, `managed-by`, `managed_by`. */
const WORDS: ReadonlySet<string> = new Set([
  ...['kubernetescluster', 'csivolumename', 'csivolumesnapshotname'],
  ...['terraform', 'terragrunt', 'pulumi', 'managedby', 'provisionedby', 'provisioner', 'iac'],
  ...['owner', 'creator', 'createdby', 'aws:createdby'],
  ...['environment', 'env', 'stage', 'backup'],
]);

/** Their value may name a person or an account, and no engine needs more than to know that they are there. */
const PRESENCE: ReadonlySet<string> = new Set(['Name', 'aws:cloudformation:stack-id', 'aws:backup:source-resource']);

const OPT_OUTS: ReadonlySet<string> = new Set(OPT_OUT_KEYS);
/** Whether the tag may say "hands off". */
export const isOptOut = (key: string): boolean => OPT_OUTS.has(key);

const LONGEST_WORD = 32;

/** `managedby` of `Managed-By`: by this a tag that people write by hand is found. */
export const tagWord = (key: string): string => key.toLowerCase().replaceAll(/[-_. ]/g, '');

export type TagKept = 'value' | 'presence' | 'nothing';

/** The objects of an account bear the same few keys ten thousand times; the bound keeps a hostile body from filling memory. */
const MAX_REMEMBERED = 2_000;
const REMEMBERED = new Map<string, TagKept>();

/** What of a tag may be stored: its value, only that it is there, or nothing. */
export const tagKept = (key: string): TagKept => {
  const before = REMEMBERED.get(key);
  if (before !== undefined) return before;
  const kept = judged(key);
  if (REMEMBERED.size < MAX_REMEMBERED && key.length <= MAX_KEY) REMEMBERED.set(key, kept);
  return kept;
};

/** As AWS bounds a key. */
const MAX_KEY = 128;

const judged = (key: string): TagKept => {
  if (PRESENCE.has(key)) return 'presence';
  const known = OPT_OUTS.has(key) || (key.includes('/') && KUBERNETES.test(key)) || (key.includes(':') && MACHINES.test(key)) || isWord(key);
  return known ? 'value' : 'nothing';
};

const isWord = (key: string): boolean => key.length <= LONGEST_WORD && !key.includes('/') && WORDS.has(tagWord(key));
