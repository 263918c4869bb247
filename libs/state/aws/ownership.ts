import { tagValue, type Tagged } from './tags';

const CLUSTER_TAG = /^kubernetes\.io\/cluster\/(.+)$/;
const CLUSTER_KEYS = ['eks:cluster-name', 'aws:eks:cluster-name', 'eks:eks-cluster-name', 'alpha.eksctl.io/cluster-name', 'karpenter.k8s.aws/cluster', 'karpenter.sh/managed-by'] as const;

/** The cluster that the tags of an AWS resource name as its owner; null when they name none. */
export const clusterOf = ({ tags }: Tagged): string | null => {
  const direct = CLUSTER_KEYS.map((key) => tags[key]).find((value) => value !== undefined && value !== '');
  if (direct !== undefined) return direct;
  const tagged = Object.keys(tags).find((key) => CLUSTER_TAG.test(key));
  return tagged === undefined ? tagValue(tags, 'kubernetescluster') : (CLUSTER_TAG.exec(tagged)?.[1] ?? null);
};
