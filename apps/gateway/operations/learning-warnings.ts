import { Inject, Injectable } from '@nestjs/common';
import type { Reason } from '@ml/contracts/decision';
import { askFeedbackWeight } from '@ml/contracts/learning';
import { Bus } from '@ml/platform/bus/bus';

const PATIENCE_MS = 1_500;
/** However often somebody looks, the service is asked once in this time. */
const FRESH_MS = 2_000;

/** What the part that learns needs somebody for. */
@Injectable()
export class LearningWarnings {
  private seen: { readonly at: number; readonly result: Promise<readonly Reason[]> } | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  look(): Promise<readonly Reason[]> {
    const now = Date.now();
    if (this.seen === undefined || now - this.seen.at > FRESH_MS) this.seen = { at: now, result: this.ask() };
    return this.seen.result;
  }

  /** A service that does not answer is told of among the services. */
  private async ask(): Promise<readonly Reason[]> {
    const answer = await this.bus.ask(askFeedbackWeight, {}, { timeoutMs: PATIENCE_MS }).catch(() => undefined);
    return answer?.warnings ?? [];
  }
}
