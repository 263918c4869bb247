import { Inject, Injectable } from '@nestjs/common';
import type { ActionAccepted, CollectedProvider, CollectionFault, SeriesAccepted } from '@ml/contracts/collection';
import type { ScanAcceptedDto } from '@ml/contracts/dto/collection-scan-dto';
import { Metrics } from '@ml/platform/metrics';

/** What is measured of collection at the door: numbers and words of ours, nobody's names. */
@Injectable()
export class CollectionMeter {
  private readonly scans;
  private readonly resources;
  private readonly faults;
  private readonly actions;
  private readonly series;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.scans = metrics.counter({ name: 'ml_collection_scans_total', help: 'Scans by what became of them', labels: ['provider', 'outcome'] });
    this.resources = metrics.counter({ name: 'ml_collection_resources_total', help: 'Resources of scans that were kept, and that could not be read', labels: ['outcome'] });
    this.faults = metrics.counter({ name: 'ml_collection_faults_total', help: 'Faults that were named to a caller, the first 100 of each scan', labels: ['code'] });
    this.actions = metrics.counter({ name: 'ml_collection_actions_total', help: 'Actions by what became of them', labels: ['outcome'] });
    this.series = metrics.counter({ name: 'ml_collection_series_total', help: 'Posted series by what became of them', labels: ['outcome'] });
  }

  tookScan(provider: CollectedProvider, { collected, duplicate, resources, refused, faults }: ScanAcceptedDto): void {
    const outcome = !collected ? 'not_collected' : duplicate ? 'duplicate' : 'accepted';
    this.scans.inc({ provider, outcome });
    if (outcome !== 'accepted') return;
    this.resources.inc({ outcome: 'kept' }, resources);
    this.resources.inc({ outcome: 'refused' }, refused);
    this.named(faults);
  }

  tookAction({ duplicate, outcome, faults }: ActionAccepted): void {
    this.actions.inc({ outcome: duplicate ? 'duplicate' : outcome });
    if (!duplicate) this.named(faults);
  }

  tookSeries({ duplicate, outcome, faults }: SeriesAccepted): void {
    this.series.inc({ outcome: duplicate ? 'duplicate' : outcome });
    if (!duplicate) this.named(faults);
  }

  private named(faults: readonly CollectionFault[]): void {
    for (const [code, { length }] of Map.groupBy(faults, (fault) => fault.code)) this.faults.inc({ code }, length);
  }
}
