import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SnapshotTaken } from '@ml/contracts/cluster-snapshots';
import { snapshotTaken } from '@ml/contracts/decisions';
import { instanceHoursReported, type InstanceHoursReport } from '@ml/contracts/exposure';
import { Consumes } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import { ExposureRecorder, type Observation } from './exposure-recorder';
import { NaturalBatches } from './natural-batches';
import { fromReport, fromSnapshot } from './observations';

const HANDLED_AT_ONCE = 64;
/** Pools of one batch: some ten thousand rows. */
const MOST_POOLS = 10_000;
/** What whoever was killed had not written is written by another one after this; twice does no harm. */
const ACK_WAIT_MS = 5_000;
/** Deliveries that an absent database may use up: the later ones are half a minute apart. */
const MAX_DELIVERIES = 2_000;
const OPTIONS = { concurrency: HANDLED_AT_ONCE, ackWaitMs: ACK_WAIT_MS, maxDeliver: MAX_DELIVERIES } as const;
/** An hour can be corrected for eight days. What was reported in time may have waited for us. */
const LATE_MS = { snapshot: 7 * DAY_MS, hours: 7.5 * DAY_MS } as const;
/** What its mark is called where it was answered: whose it is does not belong into logs. */
const MARKS = { snapshot: 'state_hash', hours: 'report_id' } as const;

/** Takes what is told of clusters: at least once from the stream, exactly once in the sums. */
@Controller()
export class ExposureIntake {
  private readonly batches;
  private readonly observed;
  private readonly leftOut;

  constructor(
    @Inject(ExposureRecorder) recorder: ExposureRecorder,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    const weightOf = ({ hour }: Observation): number => 1 + Object.keys(hour.units).length;
    this.batches = new NaturalBatches<Observation>((observations) => recorder.record(observations), { most: MOST_POOLS, weightOf });
    this.observed = metrics.counter({ name: 'ml_feedback_observations_total', help: 'Snapshots and hours of clusters by what became of them', labels: ['source', 'outcome'] });
    this.leftOut = metrics.counter({ name: 'ml_feedback_nodes_left_out_total', help: 'Nodes of snapshots that teach nothing, because something of them is not known', labels: ['unknown'] });
  }

  @Consumes(snapshotTaken, { durable: 'inventory', ...OPTIONS })
  async snapshot(@Payload() snapshot: SnapshotTaken): Promise<void> {
    const { observation, leftOut } = fromSnapshot(snapshot);
    await this.take(observation);
    for (const [unknown, count] of Object.entries(leftOut)) this.leftOut.inc({ unknown }, count);
  }

  @Consumes(instanceHoursReported, { durable: 'instance-hours', ...OPTIONS })
  async hours(@Payload() report: InstanceHoursReport): Promise<void> {
    await this.take(fromReport(report));
  }

  private async take(observation: Observation): Promise<void> {
    const { source, hour, mark } = observation.hour;
    const observedAt = source === 'snapshot' ? observation.hour.observed_at : hour;
    const late = this.clock.millis() - observedAt > LATE_MS[source];
    if (late) this.logger.warn({ [MARKS[source]]: mark, source, hour: new Date(hour).toISOString() }, 'hours came too late to be counted');
    else await this.batches.add(observation);
    this.observed.inc({ source, outcome: late ? 'late' : 'recorded' });
  }
}
