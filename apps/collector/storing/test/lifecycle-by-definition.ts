/** What one scan found of one resource. */
export interface ScannedResource {
  readonly resource_hash: string;
  readonly scan_id: string;
  /** Milliseconds since the epoch. */
  readonly scan_completed_at: number;
  readonly detected_at: number;
  readonly detection_scenario: string;
  readonly confidence_level: string;
  readonly parent_resource_state: string | null;
  /** Canonical: equal summaries are equal texts. */
  readonly metrics_summary: string | null;
  /** USD. */
  readonly cost_monthly: number;
}

export interface LifecycleEvent {
  readonly resource_hash: string;
  readonly scan_id: string;
  readonly event_type: 'detected' | 'status_changed' | 'metrics_updated';
  /** Milliseconds since the epoch. */
  readonly event_timestamp: number;
  readonly cost_at_event: number;
}

/**
 * What the scans of one account tell of its resources, whatever order they are given in: the first that finds a resource detects it; a later one tells of a change of what it
 * was found for, how sure, or of its parent's state, else of a change of its metrics or cost, else nothing. Scans have the order in which they were completed.
 * Of several rows of a resource in one scan the costliest tells.
 */
export const lifecycleEvents = (rows: readonly ScannedResource[]): readonly LifecycleEvent[] => {
  const byResource = Map.groupBy(tellingRows(rows), ({ resource_hash }) => resource_hash);
  return [...byResource.values()].flatMap((history) => history.toSorted(inOrder).flatMap((row, at, all) => eventOf(row, all[at - 1])));
};

/** Of each resource and scan the costliest row, of equal ones the first by what it was found for. */
export const tellingRows = <Row extends Pick<ScannedResource, 'resource_hash' | 'scan_id' | 'cost_monthly' | 'detection_scenario'>>(rows: readonly Row[]): readonly Row[] =>
  [...Map.groupBy(rows, ({ resource_hash, scan_id }) => `${resource_hash} ${scan_id}`).values()].map((found) => found.reduce((best, row) => (costlier(row, best) ? row : best)));

type Telling = Pick<ScannedResource, 'cost_monthly' | 'detection_scenario'>;

const costlier = (row: Telling, than: Telling): boolean =>
  row.cost_monthly > than.cost_monthly || (row.cost_monthly === than.cost_monthly && row.detection_scenario < than.detection_scenario);

const inOrder = (a: ScannedResource, b: ScannedResource): number => a.scan_completed_at - b.scan_completed_at || (a.scan_id < b.scan_id ? -1 : 1);

const eventOf = (row: ScannedResource, before: ScannedResource | undefined): readonly LifecycleEvent[] => {
  const event_type = changeOf(row, before);
  if (event_type === null) return [];
  const { resource_hash, scan_id, cost_monthly } = row;
  return [{ resource_hash, scan_id, event_type, event_timestamp: event_type === 'detected' ? row.detected_at : row.scan_completed_at, cost_at_event: cost_monthly }];
};

const changeOf = (row: ScannedResource, before: ScannedResource | undefined): LifecycleEvent['event_type'] | null => {
  if (before === undefined) return 'detected';
  const differs = (...fields: readonly (keyof ScannedResource)[]): boolean => fields.some((field) => row[field] !== before[field]);
  if (differs('detection_scenario', 'confidence_level', 'parent_resource_state')) return 'status_changed';
  return differs('metrics_summary', 'cost_monthly') ? 'metrics_updated' : null;
};
