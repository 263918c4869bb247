import { AsyncResource } from 'node:async_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { IntakeMeter } from './intake-meter';
import type { ReceivedReport } from './received-report';
import { ReportCounter, type Outcome } from './report-counter';

const MOST_AT_ONCE = 500;
const DATABASE_AWAY_MS = 500;
/** So long a batch gathers when another one has just been counted: a large one costs hardly more than a small one. Who comes alone does not wait. */
const GATHER_MS = 30;

interface Waiting extends ReceivedReport {
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
  /** Aborted when the service goes: what is not counted by then is delivered to another replica. */
  readonly signal: AbortSignal;
}

/** Counts whatever has arrived while the last batch was written: one transaction at a time. */
@Injectable()
export class ReportBatcher {
  private waiting: Waiting[] = [];
  private busy = false;
  /** Less whenever the database did not take a batch: one for which it has not time enough is not offered as it is for ever. */
  private most = MOST_AT_ONCE;
  /** Bound here: a batch belongs to no single call. */
  private readonly work = AsyncResource.bind(() => void this.run());

  constructor(
    @Inject(ReportCounter) private readonly counter: ReportCounter,
    @Inject(IntakeMeter) private readonly meter: IntakeMeter,
  ) {}

  /** Resolves once the report is counted and those who must know of it do. @throws AppError, or what was not foreseen; then it was not counted */
  count(received: ReceivedReport, signal: AbortSignal): Promise<Outcome> {
    this.meter.taken(received);
    const outcome = new Promise<Outcome>((settle, fail) => {
      this.waiting.push({ ...received, settle, fail, signal });
      if (!this.busy) this.work();
    });
    return outcome.finally(() => this.meter.done(received));
  }

  private async run(): Promise<void> {
    this.busy = true;
    // What is in the same read of the socket comes in one batch.
    await setImmediate();
    while (this.waiting.length > 0) {
      await this.countBatch(this.waiting.splice(0, this.most));
      if (this.waiting.length < MOST_AT_ONCE) await setTimeout(GATHER_MS);
    }
    this.busy = false;
  }

  /** A batch that cannot be counted for one report's sake is halved until that one is alone. */
  private async countBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes, verdicts, told } = await this.counter.count(batch);
      this.meter.counted(batch, verdicts);
      this.most = Math.min(MOST_AT_ONCE, this.most * 2);
      void told.then(() => {
        for (const [index, { settle }] of batch.entries()) settle(outcomes[index] as Outcome);
      });
    } catch (error) {
      if (error instanceof AppError && error.retryable) return this.waitFor(batch, error);
      const [first] = batch;
      if (first !== undefined && batch.length === 1) return first.fail(error);
      const half = Math.ceil(batch.length / 2);
      await this.countBatch(batch.slice(0, half));
      await this.countBatch(batch.slice(half));
    }
  }

  /** The database is away: nobody's fault, so no delivery is used up. Who is alone goes behind all others: it may be the one for which there is never time enough. */
  private async waitFor(batch: readonly Waiting[], error: AppError): Promise<void> {
    this.meter.waited();
    this.most = Math.ceil(batch.length / 2);
    await setTimeout(DATABASE_AWAY_MS);
    const all = batch.length === 1 ? [...this.waiting, ...batch] : [...batch, ...this.waiting];
    this.waiting = all.filter(({ signal }) => !signal.aborted);
    for (const { fail, signal } of all) if (signal.aborted) fail(error);
  }
}
