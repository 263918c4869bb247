import type { Read } from '../read';
import { object, optional, required } from '../shapes';
import { decimal, name } from '../values';
import { observedList } from './observed-list';

export interface TrafficEnd {
  readonly namespace: string;
  readonly workload: string;
}

/** What one workload sends to another, in one direction. */
export interface TrafficState {
  readonly source: TrafficEnd;
  readonly destination: TrafficEnd;
  readonly gbPerDay: number;
  readonly sourceZone: string | null;
  readonly destinationZone: string | null;
}

const end = object({ namespace: required(name), workload: required(name) });

const fields = object({
  source: required(end),
  destination: required(end),
  gb_per_day: required(decimal({ min: 0, max: 1e9 })),
  source_zone: optional(name),
  destination_zone: optional(name),
});

const readFlow: Read<TrafficState> = (value) => {
  const { source, destination, gb_per_day: gbPerDay, source_zone: sourceZone, destination_zone: destinationZone } = fields(value);
  return { source, destination, gbPerDay, sourceZone, destinationZone };
};

const identityOf = (flow: TrafficState): readonly string[] => [
  ...[flow.source.namespace, flow.source.workload, flow.destination.namespace, flow.destination.workload],
  ...[flow.sourceZone ?? '', flow.destinationZone ?? ''],
];

/** `current_state.traffic`: one entry for each pair of workloads and zones. */
export const readTraffic: Read<readonly TrafficState[]> = observedList(readFlow, { of: identityOf, path: ['destination'] });
