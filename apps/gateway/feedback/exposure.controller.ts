import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v7 as uuid } from 'uuid';
import { InstanceHoursAcceptedDto, InstanceHoursDto } from '@ml/contracts/dto/instance-hours-dto';
import { instanceHoursReported } from '@ml/contracts/exposure';
import { Bus } from '@ml/platform/bus/bus';
import { currentCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import { customerOf } from '../keys/customer-of';
import { RouteDocs } from '../openapi/route-docs';
import { refuseFaults } from '../validation/faults-error';
import { hoursFaults } from './hours-faults';

@ApiTags('Learning')
@Controller('api/v1/ml/feedback')
export class ExposureController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('instance-hours')
  @RouteDocs({
    summary: 'Report spot instance-hours',
    description:
      'For platforms that send no cluster snapshots: how many spot instances of a cluster ran in each pool in one hour, and how many of them were interrupted. Interruptions mean nothing without the hours that passed without any. Kept before it is answered. The same hour reported again replaces what it said, for seven days; it counts before what snapshots saw of that hour.',
    status: 202,
    answer: InstanceHoursAcceptedDto,
    body: InstanceHoursDto,
    errors: ['UNKNOWN_REGION', 'UNKNOWN_INSTANCE_TYPE', 'TENANT_MISMATCH'],
  })
  async report(@Body() said: InstanceHoursDto): Promise<InstanceHoursAcceptedDto> {
    const receivedAt = this.clock.now();
    refuseFaults(hoursFaults(said, receivedAt));
    const customer_id = customerOf(said.customer_id, currentCall().tenant) ?? `cluster:${said.cluster_id}`;
    const report_id = uuid();
    const pools = said.pools.map(({ interrupted = 0, ...pool }) => ({ ...pool, interrupted }));
    const report = { report_id, customer_id, cluster_id: said.cluster_id, hour: new Date(said.hour).toISOString(), pools, received_at: receivedAt.toISOString() };
    await this.bus.publish(instanceHoursReported, report, { id: report_id });
    return { accepted: true, report_id };
  }
}
