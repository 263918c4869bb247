import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askInterruption, interruptionReported, type InterruptionAnswer, type InterruptionReport } from '@ml/contracts/interruptions';
import { Answers, Consumes, type BusContext } from '@ml/platform/bus/handlers';
import { ReportBatcher } from './report-batcher';
import type { Outcome } from './report-counter';

/** A batch and as much again: the next one gathers while one is written. */
const CONCURRENCY = 1_000;
/** Whoever was killed holds its reports for so long. */
const ACK_WAIT_MS = 10_000;
const MAX_DELIVERIES = 8;

/** Takes what the gateway has accepted. */
@Controller()
export class InterruptionsController {
  constructor(@Inject(ReportBatcher) private readonly batcher: ReportBatcher) {}

  @Consumes(interruptionReported, { durable: 'interruptions', concurrency: CONCURRENCY, ackWaitMs: ACK_WAIT_MS, maxDeliver: MAX_DELIVERIES })
  take(@Payload() report: InterruptionReport, @Ctx() { call, signal }: BusContext): Promise<Outcome> {
    return this.batcher.count({ report, tenant: call.tenant, asked: false }, signal);
  }

  @Answers(askInterruption)
  async answer(@Payload() report: InterruptionReport, @Ctx() { call, signal }: BusContext): Promise<InterruptionAnswer | null> {
    const outcome = await this.batcher.count({ report, tenant: call.tenant, asked: true }, signal);
    if (outcome instanceof AppError) throw outcome;
    return outcome;
  }
}
