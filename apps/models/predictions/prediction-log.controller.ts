import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import * as contracts from '@ml/contracts/predictions';
import type { ModelDrift, ModelPerformance, OutcomeAsk, PredictionOutcome, PredictionQuery, PredictionSummary, WindowAsk } from '@ml/contracts/predictions';
import type { Paged } from '@ml/contracts/pricing';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { Answers } from '@ml/platform/bus/handlers';
import { currentCall } from '@ml/platform/call-context';
import { DriftInspector } from '../drift/drift-inspector';
import { OutcomeRecorder } from './outcome-recorder';
import { PerformanceReporter } from './performance-reporter';

/** What was predicted, what came of it, and what that says about the models. */
@Controller()
export class PredictionLogController {
  constructor(
    @Inject(PredictionStore) private readonly store: PredictionStore,
    @Inject(OutcomeRecorder) private readonly outcomes: OutcomeRecorder,
    @Inject(PerformanceReporter) private readonly performance: PerformanceReporter,
    @Inject(DriftInspector) private readonly drift: DriftInspector,
  ) {}

  @Answers(contracts.askPredictions)
  history(@Payload() query: PredictionQuery): Promise<Paged<PredictionSummary>> {
    return this.store.history(currentCall().tenant, query);
  }

  @Answers(contracts.askPredictionOutcome)
  recordOutcome(@Payload() ask: OutcomeAsk): Promise<PredictionOutcome> {
    return this.outcomes.record(currentCall().tenant, ask);
  }

  @Answers(contracts.askPerformance)
  report(@Payload() ask: WindowAsk): Promise<ModelPerformance> {
    return this.performance.report(ask);
  }

  @Answers(contracts.askDrift)
  async inspect(@Payload() ask: WindowAsk): Promise<ModelDrift> {
    return (await this.drift.inspect(ask)).drift;
  }
}
