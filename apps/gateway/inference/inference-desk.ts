import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import type { ModelReadyDto } from '@ml/contracts/dto/inference-dto';
import { askInfer, askModelReady, askOipModel, type NamedModel, type OipModel } from '@ml/contracts/models';
import { Bus } from '@ml/platform/bus/bus';
import { openAttachment } from '@ml/platform/bus/open-attachment';
import { PredictionMeter } from '../operations/prediction-meter';
import { HEADER_LENGTH, headerLengthOf } from './header-length';
import { PREDICTION_ID_HEADER } from './prediction-id-header';

/** Passes requests of the Open Inference Protocol on as they came, and their answers back as they come. */
@Injectable()
export class InferenceDesk {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(PredictionMeter) private readonly meter: PredictionMeter,
  ) {}

  async infer(model: NamedModel, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const body = request.body as Buffer | undefined;
    if (body === undefined || body.length === 0) throw new AppError('BAD_TENSOR', 'the body is empty: send {"inputs": [...]}', { path: 'inputs' });
    const header_length = headerLengthOf(request.headers['inference-header-content-length'], body.length);
    const { body: answer, attachment } = await this.bus.exchange(askInfer, { ...model, header_length }, { attachment: body, dense: true });
    const bytes = await openAttachment(attachment);
    this.meter.serve(performance.now() - request.ml.startedAt);
    reply.header(PREDICTION_ID_HEADER, answer.prediction_id);
    if (answer.header_length !== null) reply.header(HEADER_LENGTH, answer.header_length);
    reply.header('content-type', answer.header_length === null ? 'application/json' : 'application/octet-stream');
    reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  describe(model: NamedModel): Promise<OipModel> {
    return this.bus.ask(askOipModel, model);
  }

  /** 503 while it is not: clients look at the status. */
  async ready(model: NamedModel, reply: FastifyReply): Promise<ModelReadyDto> {
    const { ready } = await this.bus.ask(askModelReady, model);
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    return { name: model.model_name, ready };
  }
}
