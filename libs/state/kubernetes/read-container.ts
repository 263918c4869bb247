import type { Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { name, text, whole } from '../values';
import type { ContainerRole, ContainerState } from './container';
import { javaHeapOf } from './java-heap';
import { NO_AMOUNTS, readAmounts, requestsOr } from './read-resources';

const asGiven: Read<unknown> = (value) => value;

const PORT = { min: 0, max: 65_535 } as const;

const apiContainer = object({
  name: required(name),
  resources: fallback(object({ requests: fallback(readAmounts, NO_AMOUNTS), limits: fallback(readAmounts, NO_AMOUNTS) }), {
    requests: NO_AMOUNTS,
    limits: NO_AMOUNTS,
  }),
  ports: fallback(array(object({ containerPort: optional(whole(PORT)), hostPort: optional(whole(PORT)), hostIP: optional(text), protocol: optional(text) })), []),
  restartPolicy: optional(text),
  command: asGiven,
  args: asGiven,
  env: asGiven,
});

type ApiContainer = ReturnType<typeof apiContainer>;

export const readContainers: Read<readonly ApiContainer[]> = array(apiContainer);

export type { ApiContainer };

/** Containers and init containers of one pod, in the order in which they are written: init containers run in it. */
export const containersOf = (main: readonly ApiContainer[], init: readonly ApiContainer[]): readonly ContainerState[] => {
  const containers = main.map((container) => containerOf(container, 'main'));
  return init.length === 0 ? containers : [...init.map((container) => containerOf(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init')), ...containers];
};

const containerOf = (container: ApiContainer, role: ContainerRole): ContainerState => ({
  name: container.name,
  role,
  requests: requestsOr(container.resources.requests, container.resources.limits),
  limits: container.resources.limits,
  javaHeap: javaHeapOf(container),
});
