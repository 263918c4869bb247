import { Body, Controller, Get, HttpCode, HttpStatus, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Fault } from '@ml/contracts/app-error';
import { CapacityBlockDto, CapacityReportDto, PoolQueryDto, PoolStatusDto } from '@ml/contracts/dto/pool-dto';
import { askPoolStatus, askReportCapacity, type CapacityBlock, type PoolStatus } from '@ml/contracts/learning';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import { RouteDocs } from '../openapi/route-docs';
import { refuseFaults } from '../validation/faults-error';
import { placeFaults } from './place-faults';

/** Clocks of those who report may be ahead of ours. */
const AHEAD_MS = 300_000;

@ApiTags('Learning')
@Controller('api/v1/ml/feedback')
export class PoolsController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('pool-status')
  @RouteDocs({
    summary: 'Look at a pool',
    description: 'How risky it is right now: `risk_score` (1 = risky, 0 = safe) and `safety_score` (1 = safe, 0 = unsafe) with the penalty of its level. A pool nobody has heard of is NORMAL, with the warning `NOTHING_LEARNED`.',
    answer: PoolStatusDto,
    errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  status(@Query() { instance_type, az, region }: PoolQueryDto): Promise<PoolStatus> {
    refuseFaults(placeFaults({ region, availability_zone: az }).map(ofQuery));
    return this.bus.ask(askPoolStatus, { instance_type, availability_zone: az, region });
  }

  @Post('capacity')
  @HttpCode(HttpStatus.OK)
  @RouteDocs({
    summary: 'Report that a pool has no capacity',
    description: 'No decision sends nodes there for three minutes (FEEDBACK_CAPACITY_BLOCK_MINUTES) from then on; a later report prolongs it, an earlier one never shortens it. Engines know of it before the answer comes. It holds for everybody, so it is for keys that are bound to no tenant.',
    answer: CapacityBlockDto,
    body: CapacityReportDto,
    errors: ['BAD_TIME', 'UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE'],
  })
  capacity(@Body() { observed_at, ...pool }: CapacityReportDto): Promise<CapacityBlock> {
    const now = this.clock.now();
    const observedAt = observed_at === undefined ? now : new Date(observed_at);
    refuseFaults([...placeFaults(pool), ...aheadFaults(observedAt, now)]);
    return this.bus.ask(askReportCapacity, { ...pool, observed_at: observedAt.toISOString() });
  }
}

/** As the parameters are called. */
const ofQuery = ({ code, path, message }: Fault): Fault => ({ code: code === 'BAD_FIELD' ? 'BAD_PARAMETER' : code, path: path === 'availability_zone' ? 'query.az' : `query.${path}`, message });

const aheadFaults = (at: Date, now: Date): readonly Fault[] =>
  at.getTime() > now.getTime() + AHEAD_MS ? [{ code: 'BAD_TIME', path: 'observed_at', message: 'lies more than 5 minutes in the future; check the clock and the offset of time' }] : [];
