import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { askInterruption, interruptionReported, type InterruptionAnswer, type InterruptionReport } from '@ml/contracts/interruptions';
import { Bus } from '@ml/platform/bus/bus';
import { currentCall } from '@ml/platform/call-context';

/** For the answer, when the caller would wait longer. */
const PATIENCE_MS = 10_000;
/** Of the caller's time, for the way back. */
const MARGIN_MS = 50;
/** An answer that has not come by then may be lost: it is asked for. */
const LOST_AFTER_MS = 2_000;
const ASK_EVERY_MS = 250;
const SHORTEST_ASK_MS = 100;

/** Hands reports to the stream and waits for what they taught. */
@Injectable()
export class InterruptionDesk {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /**
   * undefined: it is stored, and the time was over before it was counted.
   * @throws AppError EVENT_ID_REUSED; UNAVAILABLE, DEADLINE_EXCEEDED when the stream did not take it
   */
  async report(report: InterruptionReport): Promise<InterruptionAnswer | undefined> {
    const until = Math.min(currentCall().deadline - MARGIN_MS, Date.now() + PATIENCE_MS);
    const waitMs = Math.max(0, Math.min(LOST_AFTER_MS, until - Date.now()));
    const { answer } = await this.bus.report(interruptionReported, report, { id: report.interruption_id, waitMs });
    return answer ?? this.ask(report, until);
  }

  private async ask(report: InterruptionReport, until: number): Promise<InterruptionAnswer | undefined> {
    for (let timeoutMs = until - Date.now(); timeoutMs > 0; timeoutMs = until - Date.now()) {
      const answer = await this.bus.ask(askInterruption, report, { timeoutMs: Math.max(SHORTEST_ASK_MS, timeoutMs) }).catch(nothingYet);
      if (answer !== null) return answer;
      await setTimeout(Math.min(ASK_EVERY_MS, Math.max(0, until - Date.now())));
    }
    return undefined;
  }
}

/** Who answers may be away or starting: the report is in the stream. @throws what was decided about it */
const nothingYet = (error: unknown): null => {
  if (error instanceof AppError && error.code === 'EVENT_ID_REUSED') throw error;
  return null;
};
