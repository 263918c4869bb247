import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { DecisionAnswer, DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { DecideAsk, DecisionOrigin } from '@ml/contracts/decisions';
import type { DecisionRecord, ReplayInputs } from '@ml/persistence/stores/decisions/decision-record';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Attachment } from '@ml/platform/bus/packed';
import { phaseTimer, type PhaseTimer } from '@ml/platform/decision-phases';
import { Metrics } from '@ml/platform/metrics';
import { composeAnswer, reuseAnswer } from './compose-answer';
import { DecisionCircumstances, type Circumstances } from './decision-circumstances';
import { EngineCaller } from './engine-caller';
import { ResultCache } from './result-cache';

interface Made {
  readonly record: DecisionRecord;
  readonly remember: readonly Memory[];
  /** To be called when the decision is stored: before, nobody may be told that a result was taken from it. */
  readonly whenStored?: () => Promise<void>;
}

interface Asked {
  readonly tenant: string;
  readonly origin: DecisionOrigin;
  readonly state: Attachment | undefined;
}

/** What a cached result needs to be stored and replayed like any other. */
interface CachedResult {
  readonly answer: DecisionAnswer;
  readonly inputs: ReplayInputs;
  readonly remember: readonly Memory[];
}

/** Makes one decision: reuses a fresh result for the same input, else asks the engine. */
@Injectable()
export class Decider {
  private readonly made;
  private readonly time: PhaseTimer;

  constructor(
    @Inject(DecisionCircumstances) private readonly circumstances: DecisionCircumstances,
    @Inject(EngineCaller) private readonly engines: EngineCaller,
    @Inject(ResultCache) private readonly cache: ResultCache,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.time = phaseTimer(metrics);
    this.made = metrics.counter({ name: 'ml_decisions_made_total', help: 'Decisions by engine, verdict and origin', labels: ['engine', 'verdict', 'origin'] });
  }

  /** Computes, stores nothing but the projected state. */
  async decide(ask: DecideAsk, asked: Asked): Promise<Made> {
    const { tenant, state } = asked;
    const found = await this.circumstances.of(ask, tenant);
    const { envelope, fingerprint, facts, memory } = found;
    const key = fingerprint && this.cache.keyOf({ tenant, envelope, state, facts, memory, fingerprint });
    const cached = key && (await this.cache.get<CachedResult>(key));
    if (cached) return this.reuse(cached, envelope, asked);
    const made = await this.compute({ ...found, ...asked, evaluate_at: ask.evaluate_at });
    const { answer, inputs } = made.record;
    // The model may answer again in a moment.
    if (!key || answer.evidence.model_fallback?.code === 'MODEL_FAILED') return made;
    return { ...made, whenStored: () => this.cache.set(key, { answer, inputs, remember: made.remember } satisfies CachedResult) };
  }

  private async compute(run: Circumstances & Asked & { readonly evaluate_at: string | undefined }): Promise<Made> {
    const { envelope, evaluate_at, contract, version, now, facts, memory, tenant, origin, state } = run;
    const mode = evaluate_at === undefined ? 'active' : 'what_if';
    const { reply, projected } = await this.time('engine', () => this.engines.decide({ contract, state, ask: { envelope, version, mode, now, facts, memory, state_form: 'raw' } }));
    const state_blob = await this.time('keep_state', () => this.blobs.put(projected, 'replay'));
    const answer = composeAnswer({ envelope, reply, decisionId: uuid(), mode, now });
    const inputs: ReplayInputs = { envelope, facts: reply.facts ?? facts, memory, config: reply.config, state_blob, ...(evaluate_at && { evaluate_at }) };
    this.made.inc({ engine: contract.type, verdict: answer.verdict, origin: 'computed' });
    return { record: { tenant, origin, answer, inputs }, remember: reply.remember };
  }

  private reuse({ answer: cached, inputs, remember }: CachedResult, envelope: DecisionEnvelope, { tenant, origin }: Asked): Made {
    const answer = reuseAnswer(cached, envelope, uuid());
    this.made.inc({ engine: answer.engine.name, verdict: answer.verdict, origin: 'cache' });
    return { record: { tenant, origin, answer, inputs: { ...inputs, envelope } }, remember };
  }
}
