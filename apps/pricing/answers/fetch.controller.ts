import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askFetch, askFetchTask, askRebuild, FETCH_DATA_TYPES, type FetchRequest, type FetchTask, type PriceSnapshotPublished } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { findTask } from '@ml/persistence/stores/pricing/fetch-tasks';
import { estimateSpotChanges, regionsWithData } from '@ml/persistence/stores/pricing/read-stats';
import { Answers } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import { FetchQueue } from '../fetch/fetch-queue';
import type { PricingSettings } from '../settings';
import { SnapshotPublisher } from '../snapshots/snapshot-publisher';
import { badParameter, checkRange, type TimeRange } from './check-query';
import { KnownNames } from './known-names';

const MAX_NAMES = 2_000;
/** What the API keeps. */
const MAX_DAYS = 90;
const DEFAULT_DAYS = 8;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Range {
  readonly from: Date;
  readonly until: Date;
}

/** Work that somebody asks for by hand. */
@Controller()
export class FetchController {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
    @Inject(KnownNames) private readonly names: KnownNames,
    @Inject(SnapshotPublisher) private readonly publisher: SnapshotPublisher,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Answers(askFetch)
  async fetch(@Payload() request: FetchRequest): Promise<FetchTask> {
    const range = this.check(request);
    await this.names.checkRegions(request.regions, 'regions');
    const regions = [...new Set(request.regions.length > 0 ? request.regions : this.settings.regions)];
    if (regions.length === 0) throw badParameter('regions', 'this installation has no regions of its own: at least one has to be named');
    await this.names.checkInstanceTypes(request.instance_types, 'instance_types');
    const isSpot = request.data_type === 'spot_prices';
    const task_id = await this.queue.add({
      data_type: request.data_type,
      instance_types: [...new Set(request.instance_types)],
      regions,
      start_at: isSpot ? range.from : null,
      end_at: isSpot ? range.until : null,
      origin: 'request',
      estimated_records: isSpot ? await this.estimate({ ...request, regions }, range) : null,
    });
    return this.task({ task_id });
  }

  @Answers(askFetchTask)
  async task(@Payload() { task_id }: { readonly task_id: string }): Promise<FetchTask> {
    const task = UUID.test(task_id) ? await findTask(this.database, task_id) : undefined;
    if (task === undefined) throw new AppError('NOT_FOUND', 'there is no such task', { path: 'task_id' });
    return task;
  }

  @Answers(askRebuild)
  async rebuild(@Payload() { regions }: { readonly regions: readonly string[] }): Promise<{ readonly snapshots: readonly PriceSnapshotPublished[] }> {
    await this.names.checkRegions(regions, 'regions');
    const snapshots: PriceSnapshotPublished[] = [];
    for (const region of regions.length > 0 ? regions : await regionsWithData(this.database)) {
      const published = await this.publisher.rebuild(region);
      if (published !== undefined) snapshots.push(published);
    }
    return { snapshots };
  }

  private check(request: FetchRequest): Range {
    if (!FETCH_DATA_TYPES.includes(request.data_type)) throw badParameter('data_type', `data_type is one of ${FETCH_DATA_TYPES.join(', ')}`);
    if (request.regions.length > MAX_NAMES) throw badParameter('regions', 'too many regions');
    if (request.instance_types.length > MAX_NAMES) throw badParameter('instance_types', `at most ${String(MAX_NAMES)} instance types`);
    return this.within(checkRange(request));
  }

  private within({ from, until }: TimeRange): Range {
    const now = this.clock.millis();
    const end = Math.min(until?.getTime() ?? now, now);
    if (end < now - MAX_DAYS * DAY_MS) throw badParameter('end_date', `AWS keeps ${String(MAX_DAYS)} days of spot prices`);
    const start = from?.getTime() ?? Math.max(end - DEFAULT_DAYS * DAY_MS, now - MAX_DAYS * DAY_MS);
    if (start >= now) throw badParameter('start_date', 'start_date lies in the future');
    if (start < now - (MAX_DAYS + 1) * DAY_MS) throw badParameter('start_date', `AWS keeps ${String(MAX_DAYS)} days of spot prices`);
    return { from: new Date(start), until: new Date(end) };
  }

  private async estimate({ regions, instance_types }: FetchRequest, { from, until }: Range): Promise<number | null> {
    return estimateSpotChanges(this.database, { regions, instanceTypes: instance_types, days: (until.getTime() - from.getTime()) / DAY_MS });
  }
}
