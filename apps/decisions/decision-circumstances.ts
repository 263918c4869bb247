import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { DecideAsk } from '@ml/contracts/decisions';
import { ENGINES, type EngineAsk, type EngineContract } from '@ml/contracts/engines';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { versionInForce } from './active-version';
import { EngineBoard } from './custom/engine-board';
import type { ChosenEngine } from './custom/engine-shelf';
import { fingerprintOf, type RunnableEngine } from './custom/runnable-engine';
import { EngineDirectory } from './engine-directory';
import { NewestSnapshots } from './newest-snapshots';
import type { DecisionsSettings } from './settings';
import { askedUnder } from './toggles/asked-under';
import { ToggleBoard } from './toggles/toggle-board';

/** Everything a decision depends on besides what was posted. */
export interface Circumstances {
  /** As it is decided: with what the engine's toggle adds. */
  readonly envelope: DecisionEnvelope;
  readonly contract: EngineContract;
  /** Of the built-in engine. */
  readonly version: string;
  /** Decides in its place. */
  readonly custom: RunnableEngine | undefined;
  readonly shadow: ChosenEngine | undefined;
  /** RFC 3339. */
  readonly now: string;
  readonly facts: EngineAsk['facts'];
  readonly memory: readonly Memory[];
  /** Build and configuration of the engine; undefined when a result must not be reused. */
  readonly fingerprint: string | undefined;
}

/** Finds out who decides, with which facts and which memory. */
@Injectable()
export class DecisionCircumstances {
  constructor(
    @Inject(DecisionStore) private readonly store: DecisionStore,
    @Inject(NewestSnapshots) private readonly snapshots: NewestSnapshots,
    @Inject(EngineDirectory) private readonly directory: EngineDirectory,
    @Inject(ToggleBoard) private readonly toggles: ToggleBoard,
    @Inject(EngineBoard) private readonly board: EngineBoard,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
  ) {}

  /** @throws AppError UNKNOWN_DECISION_TYPE, ENGINE_DISABLED */
  async of({ envelope: posted, evaluate_at, received_at }: DecideAsk, tenant: string): Promise<Circumstances> {
    const contract = engineFor(posted.decision_type);
    const envelope = askedUnder(posted, contract.type, await this.toggles.of(contract.type));
    const { active, shadow } = await this.board.of(contract.type);
    const version = versionInForce(contract, active, this.settings.activeEngine);
    const custom = active?.custom;
    const now = evaluate_at ?? received_at;
    return {
      envelope,
      contract,
      version,
      custom,
      shadow,
      now,
      facts: this.snapshots.factsFor(contract, envelope),
      memory: await this.store.recall({ tenant, clusterId: envelope.cluster_id, engineType: contract.type, at: new Date(now) }),
      fingerprint: evaluate_at === undefined ? this.fingerprint(contract, version, custom) : undefined,
    };
  }

  private fingerprint(contract: EngineContract, version: string, custom: RunnableEngine | undefined): string | undefined {
    const builtIn = this.directory.fingerprint(contract, version);
    return builtIn && custom ? `${builtIn}:${fingerprintOf(custom)}` : builtIn;
  }
}

const engineFor = (decisionType: string): EngineContract => {
  const contract = (ENGINES as Readonly<Record<string, EngineContract | undefined>>)[decisionType];
  if (contract === undefined) {
    throw new AppError('UNKNOWN_DECISION_TYPE', `no engine decides ${decisionType}; there is ${Object.keys(ENGINES).join(', ')}`, { path: 'decision_type' });
  }
  return contract;
};
