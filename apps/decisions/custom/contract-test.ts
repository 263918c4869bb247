import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { EngineFinding, UploadedEngine } from '@ml/contracts/custom-engines';
import type { EngineType } from '@ml/contracts/engine-types';
import type { EngineAsk, EngineReply } from '@ml/contracts/engines';
import { canonicalJson } from '@ml/state/canonical-json';
import { activeVersion } from '../active-version';
import { NewestSnapshots } from '../newest-snapshots';
import { badEngine, lineIn } from './engine-findings';
import { EngineTeam } from './engine-team';
import type { RunnableEngine } from './runnable-engine';
import { SandboxFault } from './sandbox-fault';
import { contractOf, samplesOf, type Sample } from './samples';

type Results = UploadedEngine['contract_test'];

/** Lets an engine decide on the samples of its type, twice each: it has to answer validly, and the same. */
@Injectable()
export class ContractTest {
  constructor(
    @Inject(EngineTeam) private readonly team: EngineTeam,
    @Inject(NewestSnapshots) private readonly snapshots: NewestSnapshots,
  ) {}

  /** @throws AppError BAD_ENGINE with what was found, UNAVAILABLE when the built-in engine, which reads the samples, is away */
  async run(engine: RunnableEngine, type: EngineType): Promise<Results> {
    const now = Date.now();
    const results: Results[number][] = [];
    const findings: EngineFinding[] = [];
    for (const sample of samplesOf(type, now)) {
      const result = await this.try(engine, type, { sample, now });
      if ('code' in result) findings.push(result);
      else results.push(result);
    }
    const [first, ...others] = findings;
    if (first !== undefined) throw badEngine([first, ...others]);
    return results;
  }

  private async try(engine: RunnableEngine, type: EngineType, { sample, now }: { readonly sample: Sample; readonly now: number }): Promise<Results[number] | EngineFinding> {
    const { contract } = contractOf(type);
    const { envelope, state, title } = sample;
    const ask: EngineAsk = { envelope, version: activeVersion(contract, null), mode: 'test', now: new Date(now).toISOString(), facts: this.snapshots.factsFor(contract, envelope), memory: [], state_form: 'raw' };
    const { reply, projected } = await this.team.builtIn({ contract, ask, state });
    const decide = (): Promise<EngineReply> => this.team.decideOn({ engine, ask, reply, projected });
    try {
      const startedAt = performance.now();
      const first = await decide();
      const duration_ms = Math.round((performance.now() - startedAt) * 10) / 10;
      const same = said(await decide()) === said(first);
      return same ? { sample: title, verdict: first.decision.verdict, duration_ms } : { code: 'NOT_DETERMINISTIC', text: `on the sample "${title}" it does not decide the same twice`, line: null };
    } catch (error) {
      return findingOf(error, title);
    }
  }
}

const said = ({ decision, remember }: EngineReply): string => canonicalJson({ decision, remember });

/** @throws what is no fault of the engine */
const findingOf = (error: unknown, title: string): EngineFinding => {
  if (!(error instanceof SandboxFault)) throw error;
  if (error.reason === 'SANDBOX_BUSY') throw new AppError('BUSY', `${error.message}; upload it again in a moment`, { details: { reason: error.reason } });
  return { code: error.reason, text: `on the sample "${title}": ${error.message}`, line: lineIn(error.message) };
};
