import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeadLetterDto, DeadLetterPath } from '@ml/contracts/dto/dead-letter-dto';
import { PageQuery } from '@ml/contracts/dto/page-query';
import { DeadLetters, type DeadLetter } from '@ml/platform/bus/dead-letters';
import { sendPage, withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';

@ApiTags('Administration')
@Controller('api/v1/admin/dead-letters')
export class DeadLettersController {
  constructor(@Inject(DeadLetters) private readonly letters: DeadLetters) {}

  @Get()
  @RouteDocs({ summary: 'List dead letters', description: 'Messages that a consumer gave up on, newest first.', answer: DeadLetterDto, list: true })
  async list(@Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly DeadLetter[]> {
    return sendPage(reply, await this.letters.list(withPage(query)));
  }

  @Post(':id/replay')
  @RouteDocs({ summary: 'Replay a dead letter', description: 'Sends the message through once more; consumers know what they have handled already.', status: 202, answer: DeadLetterDto, errors: ['NOT_FOUND'] })
  replay(@Param() { id }: DeadLetterPath): Promise<DeadLetter> {
    return this.letters.replay(id);
  }
}
