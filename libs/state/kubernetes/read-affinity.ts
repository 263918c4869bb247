import type { Read, Reads } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { choice, name, text, whole } from '../values';
import { NODE_OPERATORS, type NodeAffinity, type NodeSelectorTerm } from './node-affinity';
import type { PodAffinity, PodAffinityTerm } from './pod-affinity';
import { readLabelSelector } from './read-label-selector';

const weight = required(whole({ min: 0, max: 100 }));
const texts = fallback(array(text), []);

const nodeRequirements = fallback(array(object({ key: required(name), operator: required(choice(NODE_OPERATORS)), values: texts })), []);
export const readNodeTerm: Read<NodeSelectorTerm> = object({ matchExpressions: nodeRequirements, matchFields: nodeRequirements });

const apiNodeAffinity = object({
  requiredDuringSchedulingIgnoredDuringExecution: optional(object({ nodeSelectorTerms: fallback(array(readNodeTerm), []) })),
  preferredDuringSchedulingIgnoredDuringExecution: fallback(array(object({ weight, preference: required(readNodeTerm) })), []),
});

const readNodeAffinity: Read<NodeAffinity> = (value) => {
  const read = apiNodeAffinity(value);
  return {
    required: read.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? null,
    preferred: read.preferredDuringSchedulingIgnoredDuringExecution.map(({ weight: given, preference }) => ({ weight: given, term: preference })),
  };
};

const readPodTerm: Read<PodAffinityTerm> = object({
  topologyKey: required(name),
  labelSelector: optional(readLabelSelector),
  namespaces: texts,
  namespaceSelector: optional(readLabelSelector),
  matchLabelKeys: texts,
  mismatchLabelKeys: texts,
});

const apiPodAffinity = object({
  requiredDuringSchedulingIgnoredDuringExecution: fallback(array(readPodTerm), []),
  preferredDuringSchedulingIgnoredDuringExecution: fallback(array(object({ weight, podAffinityTerm: required(readPodTerm) })), []),
});

const readPodAffinity: Read<PodAffinity> = (value) => {
  const read = apiPodAffinity(value);
  return {
    required: read.requiredDuringSchedulingIgnoredDuringExecution,
    preferred: read.preferredDuringSchedulingIgnoredDuringExecution.map(({ weight: given, podAffinityTerm }) => ({ weight: given, term: podAffinityTerm })),
  };
};

export const readAffinity = object({
  nodeAffinity: optional(readNodeAffinity),
  podAffinity: optional(readPodAffinity),
  podAntiAffinity: optional(readPodAffinity),
});

export const NO_AFFINITY: Reads<typeof readAffinity> = { nodeAffinity: null, podAffinity: null, podAntiAffinity: null };
