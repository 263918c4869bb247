import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { EngineAsk, EngineContract, EngineReply } from '@ml/contracts/engines';
import { Bus } from '@ml/platform/bus/bus';
import { Packed, sizeOf, type Attachment } from '@ml/platform/bus/packed';
import { currentCall } from '@ml/platform/call-context';

/** How long one attempt may take: a replica that dies in the middle of a decision says nothing. */
const ATTEMPT_MS = 10_000;
/** A large state takes longer to travel and to decide. */
const ATTEMPT_MS_PER_MIB = 1_000;
const MIB = 1024 * 1024;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
/** With less than this left another attempt has no prospect. */
const LEAST_MS = 500;

interface EngineCall {
  readonly contract: EngineContract;
  readonly ask: EngineAsk;
  readonly state: Attachment | undefined;
}

/** Asks an engine, and asks again while the deadline allows: deciding has no effects, so a second attempt is safe. */
@Injectable()
export class EngineCaller {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /** @throws AppError the engine's own, or a retryable one when the deadline ran out */
  async decide({ contract, ask, state }: EngineCall): Promise<{ readonly reply: EngineReply; readonly projected: Uint8Array }> {
    const { deadline } = currentCall();
    const patienceMs = ATTEMPT_MS + (sizeOf(state) / MIB) * ATTEMPT_MS_PER_MIB;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      try {
        const options = { timeoutMs: patienceMs, ...(state !== undefined && { attachment: state }) };
        const { body, attachment } = await this.bus.exchange(contract.decide, ask, options);
        return { reply: body, projected: attachment instanceof Packed ? await attachment.load() : (attachment ?? new Uint8Array()) };
      } catch (error) {
        const again = error instanceof AppError && error.retryable && Date.now() + pauseMs + LEAST_MS < deadline;
        if (!again) throw error;
        // Longer each time and never in step: many decisions wait for one engine that is at its limit.
        await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random() / 2)));
      }
    }
  }
}
