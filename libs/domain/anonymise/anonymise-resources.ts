import type { CollectionFault } from '@ml/contracts/collection';
import type { AnonymiseContext } from './anonymise-context';
import { anonymiseResource } from './anonymise-resource';
import { collectionFault } from './collection-fault';
import type { SeriesRow, TrainingRow } from './collected-rows';
import { PieceMemory } from './piece-memory';
import { remembering } from './vocabulary';

export interface AnonymisedResources {
  readonly rows: readonly TrainingRow[];
  readonly series: readonly SeriesRow[];
  readonly refused: number;
  readonly faults: readonly CollectionFault[];
}

/** Resources of a scan from the place `first` on. One that is there twice, with one scenario, is kept once: the first. */
export const anonymiseResources = (resources: readonly unknown[], first: number, context: AnonymiseContext): AnonymisedResources => {
  const rows = new Map<string, TrainingRow>();
  const series = new Map<string, SeriesRow>();
  const faults: CollectionFault[] = [];
  const remembered = { ...context, vocabulary: remembering(context.vocabulary), memory: new PieceMemory() };
  for (const [at, resource] of resources.entries()) {
    const path = `resources[${first + at}]`;
    const anonymised = anonymiseResource(resource, path, remembered);
    faults.push(...anonymised.faults);
    const { row } = anonymised;
    if (row === null) continue;
    const key = `${row.resource_hash} ${row.detection_scenario}`;
    if (rows.has(key)) {
      faults.push(collectionFault(path, 'DUPLICATE_RESOURCE'));
      continue;
    }
    rows.set(key, row);
    // Found for two reasons it has its series once.
    for (const one of anonymised.series) series.set(`${one.resource_hash} ${one.metric_name} ${one.start_date}`, one);
  }
  return { rows: [...rows.values()], series: [...series.values()], refused: resources.length - rows.size, faults };
};
