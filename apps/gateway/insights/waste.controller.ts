import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CollectedWasteDto, WasteAnswerDto, WasteOfAccountQuery, WasteRequestDto } from '@ml/contracts/dto/waste-dto';
import { askWasteOfAccount, type CollectedWaste, type WasteAnswer } from '@ml/contracts/insights';
import { Bus } from '@ml/platform/bus/bus';
import { withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { WasteDesk } from './waste-desk';

@ApiTags('Insights')
@Controller('api/v1/ml/insights/waste')
export class WasteController {
  constructor(
    @Inject(WasteDesk) private readonly desk: WasteDesk,
    @Inject(Bus) private readonly bus: Bus,
  ) {}

  @Post()
  @RouteDocs({
    summary: 'Judge resources: are they waste?',
    description:
      'How likely each of up to 5,000 resources is waste, by the active `waste_predictor`, or by a rule where none can answer; from 0.7 on it is flagged. They are posted as in a scan and anonymised in memory before anything looks at them; nothing of them is kept, and their ids are nowhere but in the answer. A resource that cannot be read says why and costs only itself.',
    answer: WasteAnswerDto,
    body: WasteRequestDto,
  })
  posted(@Req() request: FastifyRequest): Promise<WasteAnswer> {
    return this.desk.judge(request);
  }

  @Get()
  @RouteDocs({
    summary: 'Judge what was collected of an account',
    description: 'The same for the newest that is known of each resource of a collected account. They are told by their hashes: nobody knows their ids any more.',
    answer: CollectedWasteDto,
    answerHeaders: { 'X-Total-Count': { description: 'How many resources there are, as `total`.', schema: { type: 'integer' } } },
    errors: ['NOT_FOUND'],
  })
  async collected(@Query() query: WasteOfAccountQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<CollectedWaste> {
    const waste = await this.bus.ask(askWasteOfAccount, withPage(query));
    reply.header('x-total-count', waste.total);
    return waste;
  }
}
