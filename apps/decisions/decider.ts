import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionAnswer, Memory } from '@ml/contracts/decision';
import type { DecideAsk } from '@ml/contracts/decisions';
import { ENGINES, type EngineContract } from '@ml/contracts/engines';
import type { DecisionRecord, ReplayInputs } from '@ml/persistence/stores/decisions/decision-record';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { activeVersion } from './active-version';
import { composeAnswer, reuseAnswer } from './compose-answer';
import { EngineCaller } from './engine-caller';
import { EngineDirectory } from './engine-directory';
import { ResultCache } from './result-cache';
import type { DecisionsSettings } from './settings';
import { NewestSnapshots } from './newest-snapshots';

interface Made {
  readonly record: DecisionRecord;
  readonly remember: readonly Memory[];
}

interface Asked {
  readonly tenant: string;
  readonly state: Uint8Array | undefined;
}

/** What a cached result needs to be stored and replayed like any other. */
interface CachedResult {
  readonly answer: DecisionAnswer;
  readonly inputs: ReplayInputs;
  readonly remember: readonly Memory[];
}

/** Makes one decision: picks engine and facts, reuses a fresh result for the same input, else asks the engine. */
@Injectable()
export class Decider {
  private readonly made;

  constructor(
    @Inject(DecisionStore) private readonly store: DecisionStore,
    @Inject(NewestSnapshots) private readonly snapshots: NewestSnapshots,
    @Inject(EngineCaller) private readonly engines: EngineCaller,
    @Inject(EngineDirectory) private readonly directory: EngineDirectory,
    @Inject(ResultCache) private readonly cache: ResultCache,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.made = metrics.counter({ name: 'ml_decisions_made_total', help: 'Decisions by engine, verdict and origin', labels: ['engine', 'verdict', 'origin'] });
  }

  /** Computes, stores nothing but the projected state. */
  async decide(ask: DecideAsk, { tenant, state }: Asked): Promise<Made> {
    const contract = engineFor(ask);
    const version = activeVersion(contract, this.settings.activeEngine);
    const now = ask.evaluate_at ?? ask.received_at;
    const facts = this.snapshots.factsFor(contract, ask.envelope);
    const memory = await this.store.recall({ tenant, clusterId: ask.envelope.cluster_id, engineType: contract.type, at: new Date(now) });
    const fingerprint = ask.evaluate_at === undefined ? this.directory.fingerprint(contract, version) : undefined;
    const key = fingerprint && this.cache.keyOf({ tenant, envelope: ask.envelope, state, facts, memory, fingerprint });
    const cached = key && (await this.cache.get<CachedResult>(key));
    if (cached) return this.reuse(cached, ask, tenant);
    const made = await this.compute({ ask, contract, version, now, facts, memory, tenant, state });
    if (key) await this.cache.set(key, { answer: made.record.answer, inputs: made.record.inputs, remember: made.remember } satisfies CachedResult);
    return made;
  }

  private async compute(run: Run): Promise<Made> {
    const { ask, contract, version, now, facts, memory, tenant, state } = run;
    const mode = ask.evaluate_at === undefined ? 'active' : 'what_if';
    const { reply, projected } = await this.engines.decide({
      contract,
      state,
      ask: { envelope: ask.envelope, version, mode, now, facts, memory, state_form: 'raw' },
    });
    const state_blob = await this.blobs.put(projected, 'replay');
    const answer = composeAnswer({ envelope: ask.envelope, reply, decisionId: uuid(), mode, now });
    const inputs: ReplayInputs = { envelope: ask.envelope, facts, memory, config: reply.config, state_blob, ...(ask.evaluate_at && { evaluate_at: ask.evaluate_at }) };
    this.made.inc({ engine: contract.type, verdict: answer.verdict, origin: 'computed' });
    return { record: { tenant, answer, inputs }, remember: reply.remember };
  }

  private reuse({ answer: cached, inputs, remember }: CachedResult, { envelope }: DecideAsk, tenant: string): Made {
    const answer = reuseAnswer(cached, envelope, uuid());
    this.made.inc({ engine: answer.engine.name, verdict: answer.verdict, origin: 'cache' });
    return { record: { tenant, answer, inputs: { ...inputs, envelope } }, remember };
  }
}

interface Run extends Asked {
  readonly ask: DecideAsk;
  readonly contract: EngineContract;
  readonly version: string;
  readonly now: string;
  readonly facts: ReplayInputs['facts'];
  readonly memory: readonly Memory[];
}

const engineFor = ({ envelope }: DecideAsk): EngineContract => {
  const contract = (ENGINES as Readonly<Record<string, EngineContract | undefined>>)[envelope.decision_type];
  if (contract === undefined) {
    throw new AppError('UNKNOWN_DECISION_TYPE', `no engine decides ${envelope.decision_type}; there is ${Object.keys(ENGINES).join(', ')}`, { path: 'decision_type' });
  }
  return contract;
};
