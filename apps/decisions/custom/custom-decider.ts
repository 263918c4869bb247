import { Inject, Injectable } from '@nestjs/common';
import type { EngineAsk, EngineReply } from '@ml/contracts/engines';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { currentCall } from '@ml/platform/call-context';
import { canonicalJson } from '@ml/state/canonical-json';
import { checkMemory, memoryOf, rememberedBy } from './custom-memory';
import { configHash, type RunnableEngine } from './runnable-engine';
import { SandboxFault } from './sandbox-fault';
import { SandboxPool, type SandboxLane } from './sandbox-pool';
import { SnapshotBytes } from './snapshot-bytes';

/** For the answer to be stored and sent. */
const LEFT_MS = 500;

const laneOf = ({ mode }: EngineAsk): SandboxLane => (mode === 'active' || mode === 'what_if' ? 'decisions' : 'trials');

export interface CustomRun {
  readonly engine: RunnableEngine;
  readonly ask: EngineAsk;
  /** Of the built-in engine, which has read the state and the facts. */
  readonly reply: EngineReply;
  readonly projected: Uint8Array;
}

/** Lets an engine of the operator decide on what the built-in one has read. */
@Injectable()
export class CustomDecider {
  constructor(
    @Inject(SandboxPool) private readonly pool: SandboxPool,
    @Inject(SnapshotBytes) private readonly snapshots: SnapshotBytes,
  ) {}

  /** The reply that stands in the place of the built-in engine's. @throws SandboxFault */
  async decide({ engine, ask, reply, projected }: CustomRun): Promise<EngineReply> {
    const { ref, source, config } = engine;
    if (engine.damaged) throw new SandboxFault('ENGINE_DAMAGED', 'what is stored of it is not what was uploaded; upload it as another version');
    const memory = memoryOf(ref.name, ask.memory);
    // The same result is reused for other requests: it may not depend on what they are called.
    const { request_id: _name, ...request } = ask.envelope;
    const [prices, pools] = await Promise.all([this.snapshots.take(reply.price_snapshot), this.snapshots.take(reply.pool_snapshot)]);
    const { decision, remember } = await this.pool.run(
      {
        ...{ source, prices, pools, state: ownBytes(projected) },
        // The database keeps no order of fields: a replay has to be given them in the same one.
        ...{ request: canonicalJson(request), memory: canonicalJson(memory), config: canonicalJson(config) },
        frame: { type: reply.engine.name, now: Date.parse(ask.now), evidence: reply.decision.evidence },
      },
      AbortSignal.timeout(Math.max(0, currentCall().deadline - Date.now() - LEFT_MS)),
      laneOf(ask),
    );
    checkMemory(memory, remember);
    return { ...reply, decision, remember: rememberedBy(ref.name, remember), config_hash: configHash(config) };
  }
}
