import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ReplayAnswer } from '@ml/contracts/decisions';
import { ENGINES } from '@ml/contracts/engines';
import type { StoredDecision } from '@ml/persistence/stores/decisions/decision-record';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { canonicalJson } from '@ml/state/canonical-json';
import { composeAnswer } from './compose-answer';
import { differences } from './difference';
import { EngineCaller } from './engine-caller';

/** Decides again with the stored inputs and says whether the same bytes come out. */
@Injectable()
export class Replayer {
  constructor(
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(EngineCaller) private readonly engines: EngineCaller,
  ) {}

  /** @throws AppError NOT_FOUND when the stored state or snapshot has expired */
  async replay({ answer: stored, inputs }: StoredDecision): Promise<ReplayAnswer> {
    const contract = Object.values(ENGINES).find(({ type }) => type === stored.engine.name);
    if (contract === undefined) throw new AppError('NOT_FOUND', `the engine ${stored.engine.name} is no longer there`);
    if (inputs.state_blob === null) throw new AppError('NOT_FOUND', 'the state of this decision was not stored');
    const { now } = stored.evidence;
    const { envelope, facts, memory, config } = inputs;
    const { reply } = await this.engines.decide({
      contract,
      state: await this.blobs.get(inputs.state_blob),
      ask: { envelope, version: stored.engine.version, mode: 'replay', now, facts, memory, config, state_form: 'projected' },
    });
    const replayed = composeAnswer({ envelope, reply, decisionId: stored.decision_id, mode: stored.engine.mode, now });
    const found = differences(comparable(stored), comparable(replayed));
    return {
      decision_id: stored.decision_id,
      build_differs: stored.evidence.build !== reply.build,
      identical: found.length === 0,
      differences: found,
      replayed,
    };
  }
}

/** Without what belongs to the run and not to the decision; through canonical JSON, as the database keeps it. */
const comparable = (answer: DecisionAnswer): unknown => {
  const { cached_from: _cachedFrom, ...decision } = answer;
  const { build: _build, ...evidence } = answer.evidence;
  return JSON.parse(canonicalJson({ ...decision, evidence }));
};
