import { Readable } from 'node:stream';
import { Controller, Delete, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ErasedDto, ErasureQuery, UserExportDto, UserPath } from '@ml/contracts/dto/privacy-dto';
import { askAccessPage, askEraseUser, type Erased } from '@ml/contracts/privacy';
import { Bus } from '@ml/platform/bus/bus';
import { currentCall, runInCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import { MINUTE_MS } from '@ml/units/time';
import { RouteDocs } from '../openapi/route-docs';
import { runPatiently } from '../uploads/patient-call';
import { userDocument } from './user-document';

/** A million rows are erased within it. */
const ERASURE_MS = 2 * MINUTE_MS;
/** Of each page; as many follow as there are. */
const PAGE_MS = 30_000;

@ApiTags('Privacy')
@Controller('api/v1/gdpr/users')
export class GdprController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get(':user_id/export')
  @RouteDocs({
    summary: 'Get everything that is kept of a user',
    description:
      'One JSON document: rows of every table that came by this user’s scans and actions, every row of accounts that nobody else uses, the exports that could hold them, and what each column means. Names are hashes: nobody could tell them otherwise. Sent as it is read; a document without `complete` was cut off.',
    answer: UserExportDto,
  })
  async export(@Param() { user_id }: UserPath, @Res() reply: FastifyReply): Promise<void> {
    const call = currentCall();
    const ask = (cursor: string | null) => runInCall({ ...call, deadline: Date.now() + PAGE_MS }, () => this.bus.ask(askAccessPage, { user_id, cursor }));
    // What goes wrong before the first row is an answer of its own.
    const first = await ask(null);
    reply.header('cache-control', 'no-store').header('content-type', 'application/json; charset=utf-8').header('content-disposition', 'attachment; filename="user-export.json"');
    reply.send(Readable.from(userDocument({ exportedAt: this.clock.now(), first, more: ask })));
  }

  @Delete(':user_id')
  @RouteDocs({
    summary: 'Erase a user',
    description:
      'Every row of accounts that only this user is linked to; of accounts that others use too, what came by this user’s scans and actions. Scans that are under way or accepted and not stored are dropped, and exports that could hold the user are made anew. All of it is gone when it answers; asked again it finds nothing. An erasure is no objection: with `object=true` nothing is collected in future either, and of whoever had objected before nothing is in any case.',
    answer: ErasedDto,
  })
  erase(@Param() { user_id }: UserPath, @Query() { object = false }: ErasureQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<Erased> {
    reply.header('cache-control', 'no-store');
    return runPatiently(reply.request, ERASURE_MS, () => this.bus.ask(askEraseUser, { user_id, object }));
  }
}
