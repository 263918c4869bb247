import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { decisionMade, outcomeRecorded, snapshotWanted } from '@ml/contracts/decisions';
import { STREAM_TOPICS, type StreamTopic } from '@ml/contracts/dto/stream-dto';
import { jobTold } from '@ml/contracts/jobs';
import { poolTold } from '@ml/contracts/pools';
import { predictionsMade } from '@ml/contracts/predictions';
import type { Fact } from '@ml/contracts/wire';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch, WatchStart } from '@ml/platform/bus/watch';
import { advance, START, type Cursor, type Source } from './cursor';
import { toldToOwner, type Happening, type Listener } from './happening';
import { poolToldTo } from './pools-told';
import { isTold, predictionsToldTo } from './predictions-told';

type From = 'newest' | Cursor;
type Owned = { readonly tenant: string };
type Kind = Pick<Happening, 'topic' | 'source'> & { readonly event: string };

const EVERYTHING: ReadonlySet<StreamTopic> = new Set(STREAM_TOPICS);

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
  async follow(from: From, listener: Listener, topics: ReadonlySet<StreamTopic> = EVERYTHING): Promise<() => Promise<void>> {
    const startOf = (source: Source): WatchStart => ({ from: from === 'newest' || isUnknown(source, from) ? 'newest' : from[source] });
    const owned = <Body extends Owned>(fact: Fact<Body>, { topic, source, event }: Kind): Promise<Watch> =>
      this.bus.watch(fact, startOf(source), (body, { sequence, time }) =>
        listener({ topic, source, sequence, at: time.toISOString(), count: 1, toldTo: toldToOwner(body.tenant, { event, ...body }) }),
      );
    const predicted = (): Promise<Watch> =>
      this.bus.watch(predictionsMade, startOf('predicted'), ({ predictions }, { sequence, time }) =>
        listener({ topic: 'predictions', source: 'predicted', sequence, at: time.toISOString(), count: predictions.filter(isTold).length, toldTo: predictionsToldTo(predictions) }),
      );
    /** Jobs are the fleet's: whoever may read how they stand may hear it. */
    const jobs = (): Promise<Watch> =>
      this.bus.watch(jobTold, startOf('job'), (body, { sequence, time }) =>
        listener({ topic: 'jobs', source: 'job', sequence, at: time.toISOString(), count: 1, toldTo: () => ({ event: 'job_told', ...body }) }),
      );
    const pools = (): Promise<Watch> =>
      this.bus.watch(poolTold, startOf('pool'), (body, { sequence, time }) => listener({ topic: 'pools', source: 'pool', sequence, at: time.toISOString(), count: 1, toldTo: poolToldTo(body) }));
    const started = await Promise.all([
      ...(topics.has('decisions') ? [owned(decisionMade, { topic: 'decisions', source: 'made', event: 'decision_made' }), owned(outcomeRecorded, { topic: 'decisions', source: 'outcome', event: 'outcome_recorded' })] : []),
      ...(topics.has('jobs') ? [owned(snapshotWanted, { topic: 'jobs', source: 'wanted', event: 'snapshot_wanted' }), jobs()] : []),
      ...(topics.has('predictions') ? [predicted()] : []),
      ...(topics.has('pools') ? [pools()] : []),
    ]);
    return () => stopAll(started);
  }
}

/** Nobody knows where among the predictions the client stands. */
const isUnknown = (source: Source, from: Cursor): boolean => source === 'predicted' && from.predicted === 0;

const stopAll = async (watches: readonly Watch[]): Promise<void> => {
  await Promise.all(watches.map((watch) => watch.stop()));
};
