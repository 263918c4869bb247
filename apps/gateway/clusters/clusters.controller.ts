import { Controller, Get, Inject, Param, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { ClusterSnapshot } from '@ml/contracts/cluster-snapshots';
import { askKeepSnapshot, askSnapshot } from '@ml/contracts/decisions';
import { ClusterPath, ClusterSnapshotDto, ClusterSnapshotRequest, SnapshotQueryDto } from '@ml/contracts/dto/cluster-snapshot-dto';
import { Bus } from '@ml/platform/bus/bus';
import { currentCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import type { BodySource } from '../body/body-source';
import { customerOf } from '../keys/customer-of';
import { RouteDocs } from '../openapi/route-docs';
import { noBody } from '../validation/dto-pipe';
import { readSnapshot } from './read-snapshot';

@ApiTags('Clusters')
@Controller('api/v1/ml/clusters')
export class ClustersController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Put(':cluster_id/snapshot')
  @RouteDocs({
    summary: 'Keep the newest state of a cluster',
    description:
      'For scheduled scans: engines that are switched on decide on it by themselves. Send it at least hourly, with `observed_at` inside. Only fields that engines read are kept (no environment variables, no command lines, no annotations of yours), and only the newest state: one that was observed before it is refused with 409 SNAPSHOT_OUTDATED.',
    answer: ClusterSnapshotDto,
    body: ClusterSnapshotRequest,
    errors: ['BAD_STATE', 'BAD_QUANTITY', 'BAD_TIME', 'UNKNOWN_REGION', 'TENANT_MISMATCH', 'SNAPSHOT_OUTDATED'],
  })
  async keep(@Param() { cluster_id }: ClusterPath, @Req() request: FastifyRequest): Promise<ClusterSnapshot> {
    const received_at = this.clock.now().toISOString();
    const source = request.body as BodySource | undefined;
    if (source === undefined) throw noBody();
    const { head, state } = await readSnapshot(source);
    const customer_id = customerOf(head.customer_id, currentCall().tenant);
    return this.bus.ask(askKeepSnapshot, { cluster_id, customer_id, region: head.region, received_at }, { attachment: state });
  }

  @Get(':cluster_id/snapshot')
  @RouteDocs({
    summary: 'Look at the newest snapshot',
    description: 'When the cluster was observed last, what of, and whether that is too old to decide on. Not the state itself.',
    answer: ClusterSnapshotDto,
    errors: ['NOT_FOUND', 'TENANT_MISMATCH'],
  })
  get(@Param() { cluster_id }: ClusterPath, @Query() { customer_id }: SnapshotQueryDto): Promise<ClusterSnapshot> {
    const customer = customerOf(customer_id, currentCall().tenant);
    return this.bus.ask(askSnapshot, { cluster_id, ...(customer !== null && { customer_id: customer }) });
  }
}
