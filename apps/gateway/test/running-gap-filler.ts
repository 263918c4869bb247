import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { GapAnalysisDto } from '@ml/contracts/dto/gap-analysis-dto';
import { GapFillingDto, GapListedDto, GapStateDto } from '@ml/contracts/dto/gap-fill-dto';
import { RefreshListedDto, RefreshStartedDto, RefreshStateDto } from '@ml/contracts/dto/refresh-dto';
import { RefreshScheduleDto } from '@ml/contracts/dto/schedule-refresh-dto';
import type { DtoClass } from '@ml/contracts/field';
import { askAnalyzeGap, askCancelGap, askFillGap, askGap, askGaps, type FillGap } from '@ml/contracts/gaps';
import { askJobLog, type JobLogLine, type JobLogQuery } from '@ml/contracts/jobs';
import { askCancelRefresh, askChangeSchedule, askDeleteSchedule, askRefresh, askRefreshes, askSaveSchedule, askSchedules, askTriggerRefresh } from '@ml/contracts/refresh';
import { Answers } from '@ml/platform/bus/handlers';
import { exampleOf } from '../openapi/example-of';

export const JOB_ID = '019a7b1e-8c00-7000-8000-0000000000a1';
export const ENDED_ID = '019a7b1e-8c00-7000-8000-0000000000a9';

/** What the stand-in for the gap filler has been asked. */
export const gapFiller = { asked: [] as object[] };

/** Notes the question and answers with the documented example. */
const answer = (ask: object, type: DtoClass): object => {
  gapFiller.asked.push(ask);
  return exampleOf(type);
};
const listed = (ask: object, type: DtoClass): object => ({ rows: [answer(ask, type)], total: 7 });

/** @throws AppError NOT_FOUND but for two ids */
const known = (id: string, path: string): void => {
  if (id !== JOB_ID && id !== ENDED_ID) throw new AppError('NOT_FOUND', 'there is no such job', { path });
};
const underWay = (id: string, path: string): void => {
  known(id, path);
  if (id === ENDED_ID) throw new AppError('JOB_ENDED', 'it has ended and stays as it is', { path });
};

@Controller()
class FillsStandIn {
  @Answers(askAnalyzeGap)
  analyze(@Payload() ask: object): object {
    return answer(ask, GapAnalysisDto);
  }

  @Answers(askFillGap)
  fill(@Payload() ask: FillGap): object {
    if (ask.gap_end_date < ask.gap_start_date) throw new AppError('BAD_FIELD', 'gap_end_date is before gap_start_date', { path: 'gap_end_date' });
    if (ask.request_id === 'reused') throw new AppError('REQUEST_ID_REUSED', 'this request_id was used with another body', { path: 'request_id' });
    return answer(ask, GapFillingDto);
  }

  @Answers(askGap)
  gap(@Payload() ask: { readonly gap_id: string }): object {
    known(ask.gap_id, 'gap_id');
    return answer(ask, GapStateDto);
  }

  @Answers(askGaps)
  gaps(@Payload() ask: object): object {
    return listed(ask, GapListedDto);
  }

  @Answers(askCancelGap)
  cancel(@Payload() ask: { readonly gap_id: string }): object {
    underWay(ask.gap_id, 'gap_id');
    return answer(ask, GapStateDto);
  }

  @Answers(askJobLog)
  log(@Payload() ask: JobLogQuery): { readonly lines: readonly JobLogLine[]; readonly total: number } {
    gapFiller.asked.push(ask);
    return { lines: [{ line: ask.after + 1, at: '2026-11-21T10:00:00Z', level: 'warn', text: 'us-east-1: throttled' }], total: 31 };
  }
}

@Controller()
class RefreshesStandIn {
  @Answers(askTriggerRefresh)
  trigger(@Payload() ask: object): object {
    return answer(ask, RefreshStartedDto);
  }

  @Answers(askRefresh)
  refresh(@Payload() ask: { readonly refresh_id: string }): object {
    known(ask.refresh_id, 'refresh_id');
    return answer(ask, RefreshStateDto);
  }

  @Answers(askRefreshes)
  refreshes(@Payload() ask: object): object {
    return listed(ask, RefreshListedDto);
  }

  @Answers(askCancelRefresh)
  cancel(@Payload() ask: { readonly refresh_id: string }): object {
    underWay(ask.refresh_id, 'refresh_id');
    return answer(ask, RefreshStateDto);
  }

  @Answers(askSaveSchedule)
  save(@Payload() ask: object): object {
    return answer(ask, RefreshScheduleDto);
  }

  @Answers(askSchedules)
  schedules(@Payload() ask: object): object {
    return listed(ask, RefreshScheduleDto);
  }

  @Answers(askChangeSchedule)
  change(@Payload() ask: { readonly schedule_id: string }): object {
    known(ask.schedule_id, 'schedule_id');
    return answer(ask, RefreshScheduleDto);
  }

  @Answers(askDeleteSchedule)
  remove(@Payload() ask: { readonly schedule_id: string }): object {
    known(ask.schedule_id, 'schedule_id');
    gapFiller.asked.push(ask);
    return { status: 'deleted', schedule_id: ask.schedule_id };
  }
}

@Module({ controllers: [FillsStandIn, RefreshesStandIn] })
export class GapFillerStandIn {}
