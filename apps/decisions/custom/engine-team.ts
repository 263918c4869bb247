import { Inject, Injectable } from '@nestjs/common';
import type { CustomEngineRef, Reason } from '@ml/contracts/decision';
import type { EngineAsk, EngineContract, EngineReply } from '@ml/contracts/engines';
import type { CustomInput } from '@ml/persistence/stores/decisions/decision-record';
import type { Attachment } from '@ml/platform/bus/packed';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { EngineCaller } from '../engine-caller';
import { CustomDecider, type CustomRun } from './custom-decider';
import { builtInMemory } from './custom-memory';
import { EngineRest } from './engine-rest';
import type { RunnableEngine } from './runnable-engine';
import { SandboxFault } from './sandbox-fault';

export interface TeamCall {
  readonly contract: EngineContract;
  readonly ask: EngineAsk;
  readonly state: Attachment | undefined;
  /** Decides in the place of the built-in engine. */
  readonly custom?: RunnableEngine | undefined;
}

export interface TeamReply {
  /** Of whoever decided; projected state, facts and evidence are always the built-in engine's. */
  readonly reply: EngineReply;
  readonly projected: Uint8Array;
  /** The built-in engine's own, whoever decided. */
  readonly builtIn: EngineReply;
  /** What of it is stored, for the replay. */
  readonly custom?: CustomInput;
  /** Who decided, where that was not the built-in engine. */
  readonly ref?: CustomEngineRef;
}

/** The built-in engine reads and decides; one of the operator's then decides on what was read, and when it cannot, the answer is there already. */
@Injectable()
export class EngineTeam {
  private readonly fallbacks;
  private readonly rest = new EngineRest(() => performance.now());

  constructor(
    @Inject(EngineCaller) private readonly engines: EngineCaller,
    @Inject(CustomDecider) private readonly decider: CustomDecider,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.fallbacks = metrics.counter({ name: 'ml_custom_engine_fallbacks_total', help: 'Decisions that the built-in engine answered because the selected one could not', labels: ['engine', 'reason'] });
  }

  /** @throws AppError what the built-in engine throws, and never anything for the sake of another */
  async decide(call: TeamCall): Promise<TeamReply> {
    const { custom } = call;
    const { reply, projected } = await this.builtIn(call);
    if (custom === undefined) return { reply, projected, builtIn: reply };
    const input: CustomInput = { id: custom.ref.id, config: custom.config };
    try {
      this.rest.check(custom.ref.id);
      const decided = await this.decider.decide({ engine: custom, ask: call.ask, reply, projected });
      this.rest.decided(custom.ref.id);
      // The built-in engine goes on remembering, also that something is over: it has the word again when this one fails or is dismissed.
      return { reply: { ...decided, remember: [...reply.remember, ...decided.remember] }, projected, builtIn: reply, custom: input, ref: custom.ref };
    } catch (error) {
      const failure = this.failed(custom, reply, error);
      return { reply: warned(reply, failure), projected, builtIn: reply, custom: { ...input, failure } };
    }
  }

  /** For those who want to know what the engine itself does. @throws SandboxFault */
  async decideStrictly(call: TeamCall & { readonly custom: RunnableEngine }): Promise<TeamReply> {
    const { reply, projected } = await this.builtIn(call);
    const { custom } = call;
    return { reply: await this.decideOn({ engine: custom, ask: call.ask, reply, projected }), projected, builtIn: reply, custom: { id: custom.ref.id, config: custom.config }, ref: custom.ref };
  }

  /** On what the built-in engine has read already. @throws SandboxFault */
  decideOn(run: CustomRun): Promise<EngineReply> {
    return this.decider.decide(run);
  }

  builtIn({ contract, ask, state }: TeamCall): Promise<{ readonly reply: EngineReply; readonly projected: Uint8Array }> {
    return this.engines.decide({ contract, state, ask: { ...ask, memory: builtInMemory(ask.memory) } });
  }

  private failed({ ref }: RunnableEngine, { engine }: EngineReply, error: unknown): Reason {
    const fault = error instanceof SandboxFault ? error : new SandboxFault('ENGINE_CRASHED', 'it could not be run');
    this.rest.failed(ref.id, fault.reason);
    this.fallbacks.inc({ engine: engine.name, reason: fault.reason });
    this.logger.warn({ engine: engine.name, custom: ref, reason: fault.reason, fault: fault.message, ...(fault !== error && { err: error }) }, 'a custom engine failed; the built-in one has answered');
    return { code: 'CUSTOM_ENGINE_FAILED', text: `${ref.name} ${ref.version} did not decide (${fault.reason}: ${fault.message}); this is the answer of the built-in engine` };
  }
}

/** The same answer, with the reason why it is this one. */
export const warned = (reply: EngineReply, failure: Reason): EngineReply => ({ ...reply, decision: { ...reply.decision, warnings: [...reply.decision.warnings, failure] } });
