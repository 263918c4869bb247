import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { TestEngine } from '@ml/contracts/custom-engines';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { EngineAsk } from '@ml/contracts/engines';
import { EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import type { Attachment } from '@ml/platform/bus/packed';
import { activeVersion } from '../active-version';
import { composeAnswer } from '../compose-answer';
import { NewestSnapshots } from '../newest-snapshots';
import { badEngine, lineIn } from './engine-findings';
import { EngineShelf, type ChosenEngine } from './engine-shelf';
import { EngineTeam, type TeamCall, type TeamReply } from './engine-team';
import { SandboxFault } from './sandbox-fault';
import { contractOf, sampleOf, samplesOf } from './samples';

/** Lets an engine decide on a sample; nothing is stored or remembered, and its faults are told. */
@Injectable()
export class EngineTester {
  constructor(
    @Inject(EngineStore) private readonly store: EngineStore,
    @Inject(EngineShelf) private readonly shelf: EngineShelf,
    @Inject(EngineTeam) private readonly team: EngineTeam,
    @Inject(NewestSnapshots) private readonly snapshots: NewestSnapshots,
  ) {}

  /** @throws AppError BAD_ENGINE when a custom engine cannot decide, and what the built-in engine throws about the sample */
  async test({ engine_id, sample, received_at: now }: TestEngine, attached: Attachment | undefined): Promise<DecisionAnswer> {
    const { engine_type: type } = await this.store.byId(engine_id);
    const { decisionType, contract } = contractOf(type);
    const chosen = await this.shelf.take(engine_id);
    const { envelope, state } = sample === null ? samplesOf(type, Date.parse(now))[0] : sampleOf(decisionType, { title: '', body: sample });
    const version = chosen.builtIn ?? activeVersion(contract, null);
    const ask: EngineAsk = { envelope, version, mode: 'test', now, facts: this.snapshots.factsFor(contract, envelope), memory: [], state_form: 'raw' };
    const { reply, ref } = await this.decide({ contract, ask, state: attached ?? state }, chosen);
    return composeAnswer({ envelope, reply, decisionId: uuid(), mode: 'test', now, ...(ref && { custom: ref }) });
  }

  private async decide(call: TeamCall, { custom }: ChosenEngine): Promise<Pick<TeamReply, 'reply' | 'ref'>> {
    if (custom === undefined) return this.team.builtIn(call);
    try {
      return await this.team.decideStrictly({ ...call, custom });
    } catch (error) {
      if (!(error instanceof SandboxFault)) throw error;
      if (error.reason === 'SANDBOX_BUSY') throw new AppError('BUSY', error.message, { details: { reason: error.reason } });
      throw badEngine([{ code: error.reason, text: error.message, line: lineIn(error.message) }]);
    }
  }
}
