import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import * as contracts from '@ml/contracts/predictions';
import type { InterruptionAsk, InterruptionPrediction, PredictAsk, Prediction } from '@ml/contracts/predictions';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { InterruptionPredictor } from './interruption-predictor';
import type { Answered } from './prediction-order';
import { Predictor } from './predictor';

@Controller()
export class PredictController {
  constructor(
    @Inject(Predictor) private readonly predictor: Predictor,
    @Inject(InterruptionPredictor) private readonly interruptions: InterruptionPredictor,
  ) {}

  @Answers(contracts.askPredict)
  async predict(@Payload() ask: PredictAsk, @Ctx() { call, signal }: BusContext): Promise<Prediction> {
    const { model_type: type, model_name: name, features, rows, columns, key = call.requestId } = ask;
    const input = { ...(features !== undefined && { features }), ...(rows !== undefined && { rows }), ...(columns !== undefined && { columns }) };
    const told = await this.predictor.predict({ type, ...(name !== undefined && { name }), input, key, tenant: call.tenant, signal });
    return toPrediction(told, rows !== undefined);
  }

  @Answers(contracts.askPredictInterruption)
  predictInterruption(@Payload() ask: InterruptionAsk, @Ctx() { call, signal }: BusContext): Promise<InterruptionPrediction> {
    return this.interruptions.predict(ask, { key: call.requestId, tenant: call.tenant, signal });
  }
}

const toPrediction = ({ id, model, answer, confidence, fallback, warnings }: Answered, isList: boolean): Prediction => ({
  prediction_id: id,
  model: model?.ref ?? null,
  output: answer === null ? null : outputOf(answer, isList),
  confidence,
  ...(fallback !== undefined && { fallback }),
  warnings,
});

const outputOf = ({ columns, rows }: NonNullable<Answered['answer']>, isList: boolean): NonNullable<Prediction['output']> => {
  const named = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? 0])));
  return isList ? named : (named[0] ?? {});
};
