import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { episodeWork } from '@ml/contracts/rebalance';
import { Consumes } from '@ml/platform/bus/handlers';
import { JobMaker } from './job-maker';

const AT_ONCE = 4;
/** Our database may be away for hours; half a minute lies between the later ones. */
const MAX_DELIVERIES = 1_000;
/** Nodes are being interrupted: without an answer jobs are made without a target, which they get later. */
const PATIENCE_MS = 5_000;

/** Pools that were just confirmed as risky. */
@Controller()
export class EpisodesController {
  constructor(@Inject(JobMaker) private readonly maker: JobMaker) {}

  @Consumes(episodeWork, { durable: 'episodes', concurrency: AT_ONCE, maxDeliver: MAX_DELIVERIES })
  rebalance(@Payload() { episode_id }: { readonly episode_id: string }): Promise<void> {
    return this.maker.make(episode_id, PATIENCE_MS);
  }
}
