import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ReplayAnswer } from '@ml/contracts/decisions';
import { ENGINES, type EngineAsk } from '@ml/contracts/engines';
import type { CustomInput, StoredDecision } from '@ml/persistence/stores/decisions/decision-record';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { canonicalJson } from '@ml/state/canonical-json';
import { composeAnswer } from './compose-answer';
import { differences } from './difference';
import { EngineShelf } from './custom/engine-shelf';
import { EngineTeam, warned, type TeamCall, type TeamReply } from './custom/engine-team';
import { SandboxFault } from './custom/sandbox-fault';

/** Decides again with the stored inputs and says whether the same bytes come out. */
@Injectable()
export class Replayer {
  constructor(
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(EngineTeam) private readonly team: EngineTeam,
    @Inject(EngineShelf) private readonly shelf: EngineShelf,
  ) {}

  /** @throws AppError NOT_FOUND when the stored state or snapshot has expired */
  async replay({ answer: stored, inputs }: StoredDecision): Promise<ReplayAnswer> {
    const contract = Object.values(ENGINES).find(({ type }) => type === stored.engine.name);
    if (contract === undefined) throw new AppError('NOT_FOUND', `the engine ${stored.engine.name} is no longer there`);
    if (inputs.state_blob === null) throw new AppError('NOT_FOUND', 'the state of this decision was not stored');
    const { now } = stored.evidence;
    const { envelope, facts, memory, config } = inputs;
    const ask: EngineAsk = { envelope, version: stored.engine.version, mode: 'replay', now, facts, memory, config, state_form: 'projected' };
    const { reply, ref } = await this.again({ contract, ask, state: await this.blobs.get(inputs.state_blob) }, inputs.custom);
    const replayed = composeAnswer({ envelope, reply, decisionId: stored.decision_id, mode: stored.engine.mode, now, ...(ref && { custom: ref }) });
    const found = differences(comparable(stored), comparable(replayed));
    return {
      decision_id: stored.decision_id,
      build_differs: stored.evidence.build !== reply.build,
      identical: found.length === 0,
      differences: found,
      replayed,
    };
  }

  /** With the source that decided then, whatever is selected by now. What it could not do then is not tried again. */
  private async again(call: TeamCall, custom: CustomInput | undefined): Promise<Pick<TeamReply, 'reply' | 'ref'>> {
    const engine = custom && custom.failure === undefined ? (await this.shelf.take(custom.id, custom.config)).custom : undefined;
    try {
      if (engine !== undefined) return await this.team.decideStrictly({ ...call, custom: engine });
    } catch (error) {
      if (!(error instanceof SandboxFault)) throw error;
      throw new AppError('UNAVAILABLE', `the custom engine could not be run again: ${error.message}`, { details: { reason: error.reason } });
    }
    const { reply } = await this.team.builtIn(call);
    return { reply: custom?.failure === undefined ? reply : warned(reply, custom.failure) };
  }
}

/** Without what belongs to the run and not to the decision; through canonical JSON, as the database keeps it. */
const comparable = (answer: DecisionAnswer): unknown => {
  const { cached_from: _cachedFrom, ...decision } = answer;
  const { build: _build, ...evidence } = answer.evidence;
  return JSON.parse(canonicalJson({ ...decision, evidence }));
};
