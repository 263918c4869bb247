import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { DecideAsk, DecisionOrigin } from '@ml/contracts/decisions';
import type { Claim } from '@ml/persistence/stores/decisions/claim-result';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import type { Attachment } from '@ml/platform/bus/packed';
import { currentCall } from '@ml/platform/call-context';
import { phaseTimer, type PhaseTimer } from '@ml/platform/decision-phases';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { bodyHash } from './body-hash';
import { Decider } from './decider';
import type { DecisionsSettings } from './settings';
import { tenantOf } from './tenant-of';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

export interface DecideJob {
  readonly ask: DecideAsk;
  readonly state: Attachment | undefined;
  readonly origin: DecisionOrigin;
}

/** A scan is the same scan also when a newer snapshot has come between two attempts: its request id names the slot. */
const identityOf = ({ ask, state, origin }: DecideJob): string => {
  if (origin === 'scan') return `scan ${ask.envelope.request_id}`;
  return bodyHash({ envelope: ask.envelope, evaluate_at: ask.evaluate_at ?? null, state });
};

/** One request id, one decision: the first to claim it computes, everybody else waits for that decision. */
@Injectable()
export class DecideOnce {
  private readonly time: PhaseTimer;

  constructor(
    @Inject(DecisionStore) private readonly store: DecisionStore,
    @Inject(Decider) private readonly decider: Decider,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.time = phaseTimer(metrics);
  }

  /** @throws AppError REQUEST_ID_REUSED for another body, IN_PROGRESS when the first one is not through in time */
  async decide(job: DecideJob): Promise<DecisionAnswer> {
    const { envelope } = job.ask;
    const request = { tenant: tenantOf(envelope), requestId: envelope.request_id, bodyHash: identityOf(job), leaseSeconds: this.settings.claimSeconds };
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      const held = await this.store.claim(request);
      if (held.state === 'claimed') {
        const answer = await this.compute(held.claim, job);
        if (answer !== null) return answer;
      }
      if (held.state === 'done') return held.answer;
      if (held.state === 'conflict') {
        throw new AppError('REQUEST_ID_REUSED', `request_id ${request.requestId} was used with another body; send a new id`, { path: 'request_id' });
      }
      if (Date.now() + pauseMs >= currentCall().deadline) throw new AppError('IN_PROGRESS', 'the same request is still being decided; ask again');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** null: another has taken over and is still deciding. A failure gives the claim back, so that the next attempt starts anew. */
  private async compute(claim: Claim, { ask, state, origin }: DecideJob): Promise<DecisionAnswer | null> {
    try {
      const { record, remember, whenStored } = await this.decider.decide(ask, { tenant: claim.tenant, origin, state });
      const completion = await this.time('store', () => this.store.complete(claim, { record, remember }));
      if (!completion.stored) return completion.answer;
      await whenStored?.();
      return record.answer;
    } catch (error) {
      // When this fails too, the lease runs out by itself.
      await this.store.release(claim).catch(() => undefined);
      throw error;
    }
  }
}
