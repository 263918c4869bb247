import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import * as contracts from '@ml/contracts/decisions';
import type { DecisionOutcome, DecisionSummary, HistoryQuery, OutcomeReport, ReplayAnswer, SavingsQuery, SavingsRow } from '@ml/contracts/decisions';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { Paged } from '@ml/contracts/pricing';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import { Answers } from '@ml/platform/bus/handlers';
import { currentCall } from '@ml/platform/call-context';
import { Replayer } from './replayer';

interface ById {
  readonly decision_id: string;
}

/** What was decided, what came of it, and the same decision once more. */
@Controller()
export class LogController {
  constructor(
    @Inject(DecisionStore) private readonly store: DecisionStore,
    @Inject(Replayer) private readonly replayer: Replayer,
  ) {}

  @Answers(contracts.askHistory)
  history(@Payload() query: HistoryQuery): Promise<Paged<DecisionSummary>> {
    return this.store.history(currentCall().tenant, query);
  }

  @Answers(contracts.askDecision)
  async decision(@Payload() { decision_id }: ById): Promise<DecisionAnswer & { readonly outcomes: readonly DecisionOutcome[] }> {
    const { answer } = await this.store.byId(currentCall().tenant, decision_id);
    return { ...answer, outcomes: await this.store.outcomes(decision_id) };
  }

  @Answers(contracts.askReplay)
  async replay(@Payload() { decision_id }: ById): Promise<ReplayAnswer> {
    return this.replayer.replay(await this.store.byId(currentCall().tenant, decision_id));
  }

  @Answers(contracts.askRecordOutcome)
  recordOutcome(@Payload() report: OutcomeReport): Promise<DecisionOutcome> {
    return this.store.recordOutcome(currentCall().tenant, report);
  }

  @Answers(contracts.askSavings)
  async savings(@Payload() query: SavingsQuery): Promise<{ readonly rows: readonly SavingsRow[] }> {
    return { rows: await this.store.savings(currentCall().tenant, query) };
  }
}
