import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { DecisionAnswer, DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { DecideAsk, DecisionOrigin } from '@ml/contracts/decisions';
import type { EngineAsk } from '@ml/contracts/engines';
import type { DecisionRecord, ReplayInputs } from '@ml/persistence/stores/decisions/decision-record';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Attachment } from '@ml/platform/bus/packed';
import { phaseTimer, type PhaseTimer } from '@ml/platform/decision-phases';
import { Metrics } from '@ml/platform/metrics';
import { composeAnswer, reuseAnswer } from './compose-answer';
import { DecisionCircumstances, type Circumstances } from './decision-circumstances';
import { EngineTeam } from './custom/engine-team';
import { ShadowRunner } from './custom/shadow-runner';
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
    @Inject(EngineTeam) private readonly team: EngineTeam,
    @Inject(ResultCache) private readonly cache: ResultCache,
    @Inject(ShadowRunner) private readonly shadows: ShadowRunner,
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
    if (!key || !isLasting(made.record)) return made;
    const { answer, inputs } = made.record;
    const keep = (): Promise<void> => this.cache.set(key, { answer, inputs, remember: made.remember } satisfies CachedResult);
    return { ...made, whenStored: async () => (await made.whenStored?.(), keep()) };
  }

  private async compute(run: Circumstances & Asked & { readonly evaluate_at: string | undefined }): Promise<Made> {
    const { envelope, evaluate_at, contract, version, custom, shadow, now, facts, memory, tenant, origin, state } = run;
    const mode = evaluate_at === undefined ? 'active' : 'what_if';
    const ask: EngineAsk = { envelope, version, mode, now, facts, memory, state_form: 'raw' };
    const { reply, projected, builtIn, ...decided } = await this.time('engine', () => this.team.decide({ contract, state, ask, custom }));
    const state_blob = await this.time('keep_state', () => this.blobs.put(projected, 'replay'));
    const answer = composeAnswer({ envelope, reply, decisionId: uuid(), mode, now, ...(decided.ref && { custom: decided.ref }) });
    const inputs: ReplayInputs = { envelope, facts: reply.facts ?? facts, memory, config: reply.config, state_blob, ...(decided.custom && { custom: decided.custom }), ...(evaluate_at && { evaluate_at }) };
    this.made.inc({ engine: contract.type, verdict: answer.verdict, origin: 'computed' });
    const record: DecisionRecord = { tenant, origin, answer, inputs };
    const made: Made = { record, remember: reply.remember };
    if (shadow === undefined || mode !== 'active') return made;
    return { ...made, whenStored: async () => this.shadows.start({ contract, ask: { ...ask, facts: inputs.facts }, shadow, record, reply: builtIn, projected }) };
  }

  private reuse({ answer: cached, inputs, remember }: CachedResult, envelope: DecisionEnvelope, { tenant, origin }: Asked): Made {
    const answer = reuseAnswer(cached, envelope, uuid());
    this.made.inc({ engine: answer.engine.name, verdict: answer.verdict, origin: 'cache' });
    return { record: { tenant, origin, answer, inputs: { ...inputs, envelope } }, remember };
  }
}

/** A model or an engine that failed may answer again in a moment. */
const isLasting = ({ answer, inputs }: DecisionRecord): boolean => answer.evidence.model_fallback?.code !== 'MODEL_FAILED' && inputs.custom?.failure === undefined;
