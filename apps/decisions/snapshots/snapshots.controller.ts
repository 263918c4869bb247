import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { ClusterSnapshot, KeepSnapshot, SnapshotQuery } from '@ml/contracts/cluster-snapshots';
import { askKeepSnapshot, askSnapshot } from '@ml/contracts/decisions';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { SnapshotKeeper } from './snapshot-keeper';

@Controller()
export class SnapshotsController {
  constructor(@Inject(SnapshotKeeper) private readonly keeper: SnapshotKeeper) {}

  /** A large state stays packed: it is opened in the thread that reads it. */
  @Answers(askKeepSnapshot)
  keep(@Payload() ask: KeepSnapshot, @Ctx() { attachment, signal }: BusContext): Promise<ClusterSnapshot> {
    return this.keeper.keep(ask, attachment ?? new Uint8Array(), signal);
  }

  @Answers(askSnapshot)
  get(@Payload() query: SnapshotQuery): Promise<ClusterSnapshot> {
    return this.keeper.newest(query);
  }
}
