import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { decisionMade, outcomeRecorded, snapshotWanted } from '@ml/contracts/decisions';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import { advance, START, type Cursor, type Source } from './cursor';
import type { Listener } from './happening';

type From = 'newest' | Cursor;

/** What happens in the fleet: live to everybody who listens, from a place in the past to whoever asks. */
@Injectable()
export class Feed implements OnModuleInit, OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private live: (() => Promise<void>) | undefined;
  /** How far the live feed is: the place of a client that has just come. */
  private position: Cursor = START;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  async onModuleInit(): Promise<void> {
    this.live = await this.follow('newest', (happening) => {
      this.position = advance(this.position, happening.source, happening.sequence);
      for (const listener of this.listeners) listener(happening);
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.live?.();
  }

  get now(): Cursor {
    return this.position;
  }

  /** From now on. Returns the way to stop. */
  listen(listener: Listener): () => Promise<void> {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      return Promise.resolve();
    };
  }

  /** Everything after a place, then what comes, over consumers of its own: no gap and no repetition where the past meets the present. */
  follow(from: From, listener: Listener): Promise<() => Promise<void>> {
    const startOf = (source: Source): { readonly from: 'newest' | number } => ({ from: from === 'newest' ? from : from[source] });
    const watches = [
      this.bus.watch(decisionMade, startOf('made'), (body, { sequence, time }) =>
        listener({ topic: 'decisions', source: 'made', sequence, at: time.toISOString(), tenant: body.tenant, data: { event: 'decision_made', ...body } }),
      ),
      this.bus.watch(outcomeRecorded, startOf('outcome'), (body, { sequence, time }) =>
        listener({ topic: 'decisions', source: 'outcome', sequence, at: time.toISOString(), tenant: body.tenant, data: { event: 'outcome_recorded', ...body } }),
      ),
      this.bus.watch(snapshotWanted, startOf('wanted'), (body, { sequence, time }) =>
        listener({ topic: 'jobs', source: 'wanted', sequence, at: time.toISOString(), tenant: body.tenant, data: { event: 'snapshot_wanted', ...body } }),
      ),
    ];
    return Promise.all(watches).then((started) => () => stopAll(started));
  }
}

const stopAll = async (watches: readonly Watch[]): Promise<void> => {
  await Promise.all(watches.map((watch) => watch.stop()));
};
