import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askTakeAction, type ActionAccepted } from '@ml/contracts/collection';
import { ActionAcceptedDto, ActionDto } from '@ml/contracts/dto/collection-action-dto';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import { RouteDocs } from '../openapi/route-docs';
import { refuseFaults } from '../validation/faults-error';
import { timeFaults } from './time-faults';
import { CollectionMeter } from './collection-meter';

@ApiTags('Collection')
@Controller('api/v1/ml/collection/actions')
export class ActionsController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CollectionMeter) private readonly meter: CollectionMeter,
  ) {}

  @Post()
  @RouteDocs({
    summary: 'Say what was done with a resource',
    description:
      'What a user did with something that a scan had found: `deleted`, `ignored` or `kept`. Anonymised on the way in and kept before it is answered. Of a resource that no scan has found yet it waits for that scan. Said anew, the later one counts: amounts move, they are not added up. The same `event_id` again is a `duplicate`; with another body it is refused.',
    answer: ActionAcceptedDto,
    body: ActionDto,
    errors: ['EVENT_ID_REUSED'],
  })
  async take(@Body() action: ActionDto): Promise<ActionAccepted> {
    refuseFaults(timeFaults('action_at', action.action_at, this.clock.now()));
    const accepted = await this.bus.ask(askTakeAction, { ...action });
    this.meter.tookAction(accepted);
    return accepted;
  }
}
