import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { EngineReply } from '@ml/contracts/engines';
import type { DecisionRecord } from '@ml/persistence/stores/decisions/decision-record';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import { currentCall, runInCall } from '@ml/platform/call-context';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { Places } from '@ml/platform/places';
import { LOGGER } from '@ml/platform/tokens';
import { composeAnswer } from '../compose-answer';
import { shadowDifference } from './shadow-difference';
import type { ChosenEngine } from './engine-shelf';
import { EngineTeam, type TeamCall } from './engine-team';
import { SandboxFault } from './sandbox-fault';

const DEADLINE_MS = 30_000;
/** At once, and waiting for a place; what comes beyond is not compared. */
const PLACES = 1;
const ROOM = 16;

export interface Shadowed extends Omit<TeamCall, 'state' | 'custom'> {
  readonly shadow: ChosenEngine;
  /** What was answered. */
  readonly record: DecisionRecord;
  /** Of the built-in engine that read the state. */
  readonly reply: EngineReply;
  readonly projected: Uint8Array;
}

/** Lets another engine decide the same after the answer is given, and says how it would have differed. */
@Injectable()
export class ShadowRunner {
  private readonly places = new Places(PLACES);
  private readonly compared;

  constructor(
    @Inject(EngineTeam) private readonly team: EngineTeam,
    @Inject(DecisionStore) private readonly store: DecisionStore,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.compared = metrics.counter({ name: 'ml_shadow_decisions_total', help: 'Decisions of shadow engines by what became of them: same, differs, failed, dropped', labels: ['engine', 'outcome'] });
  }

  /** Nobody waits for it. */
  start(job: Shadowed): void {
    const engine = job.contract.type;
    if (this.places.waiting >= ROOM) return this.compared.inc({ engine, outcome: 'dropped' });
    const deadline = Date.now() + DEADLINE_MS;
    const shadow = (): Promise<void> => this.places.with(AbortSignal.timeout(DEADLINE_MS), () => this.decide(job));
    void runInCall({ ...currentCall(), deadline }, shadow).catch((error: unknown) => {
      this.compared.inc({ engine, outcome: 'failed' });
      const reason = error instanceof SandboxFault ? { reason: error.reason, fault: error.message } : { err: error };
      this.logger.warn({ engine, shadow: nameOf(job.shadow), shadow_of: job.record.answer.decision_id, ...reason }, 'a shadow engine failed');
    });
  }

  private async decide(job: Shadowed): Promise<void> {
    const { contract, record, shadow } = job;
    const { answer } = record;
    const reply = await this.reply(job);
    const custom = shadow.custom && { id: shadow.custom.ref.id, config: shadow.custom.config };
    const ref = shadow.custom?.ref;
    const own = composeAnswer({ envelope: record.inputs.envelope, reply, decisionId: uuid(), mode: 'shadow', now: answer.evidence.now, ...(ref && { custom: ref }) });
    const { custom: _decided, ...inputs } = record.inputs;
    await this.store.recordShadow({ ...record, answer: own, inputs: { ...inputs, config: reply.config, ...(custom && { custom }) } }, answer.decision_id);
    this.tell(contract.type, { shadow, answer, own });
  }

  private reply({ contract, ask, shadow, reply, projected }: Shadowed): Promise<EngineReply> {
    if (shadow.custom) return this.team.decideOn({ engine: shadow.custom, ask: { ...ask, mode: 'shadow' }, reply, projected });
    const asked = { ...ask, version: shadow.builtIn, mode: 'shadow', state_form: 'projected' } as const;
    return this.team.builtIn({ contract, ask: asked, state: projected }).then((built) => built.reply);
  }

  private tell(engine: string, { shadow, answer, own }: { readonly shadow: ChosenEngine; readonly answer: DecisionAnswer; readonly own: DecisionAnswer }): void {
    const difference = shadowDifference(answer, own);
    this.compared.inc({ engine, outcome: difference === null ? 'same' : 'differs' });
    this.logger.info({ engine, shadow: nameOf(shadow), shadow_of: answer.decision_id, shadow_id: own.decision_id, difference }, 'a shadow engine has decided');
  }
}

const nameOf = ({ builtIn, custom }: ChosenEngine): string => (custom === undefined ? `built-in ${builtIn}` : `${custom.ref.name} ${custom.ref.version}`);
