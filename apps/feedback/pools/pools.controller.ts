import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askPoolStatus, askReportCapacity, type CapacityBlock, type CapacityReport, type PoolStatus } from '@ml/contracts/learning';
import type { PoolKey } from '@ml/contracts/pools';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { PoolStatuses } from './pool-statuses';

/** Pools as they are right now. */
@Controller()
export class PoolsController {
  constructor(@Inject(PoolStatuses) private readonly statuses: PoolStatuses) {}

  @Answers(askPoolStatus)
  status(@Payload() pool: PoolKey, @Ctx() { call }: BusContext): Promise<PoolStatus> {
    return this.statuses.of(pool, call.tenant);
  }

  @Answers(askReportCapacity)
  capacity(@Payload() report: CapacityReport): Promise<CapacityBlock> {
    return this.statuses.block(report);
  }
}
