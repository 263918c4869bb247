import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Read } from '../read';
import { list, object, optional, required } from '../shapes';
import { name, time } from '../values';

/** Something that happened to a container, as in reason `OOMKilled`. */
export interface ContainerEventState {
  readonly reason: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string | null;
  readonly containerId: string | null;
  readonly finishedAt: EpochMs | null;
}

const fields = object({
  reason: required(name),
  namespace: required(name),
  pod: required(name),
  container: optional(name),
  container_id: optional(name),
  finished_at: optional(time),
});

const readEvent: Read<ContainerEventState> = (value) => {
  const { reason, namespace, pod, container, container_id: containerId, finished_at: finishedAt } = fields(value);
  return { reason, namespace, pod, container, containerId, finishedAt };
};

const events = list(readEvent);

const identityOf = (event: ContainerEventState): string =>
  [event.namespace, event.pod, event.container ?? '', event.containerId ?? '', String(event.finishedAt ?? '').padStart(16, '0'), event.reason].join(' / ');

/**
 * `current_state.events`, sorted by container and time.
 * Watches repeat themselves: an event that is told twice, word by word, is one event and no fault.
 */
export const readContainerEvents: Read<readonly ContainerEventState[]> = (value) =>
  [...new Map(events(value).map((event) => [identityOf(event), event] as const))].sort(([one], [other]) => compareText(one, other)).map(([, event]) => event);
