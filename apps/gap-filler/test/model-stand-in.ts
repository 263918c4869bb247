import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askModelDetails, type ModelDetails, type ModelId } from '@ml/contracts/models';
import { Answers } from '@ml/platform/bus/handlers';
import type { RealServers } from '@ml/testing/real';
import { serve, type Served } from './served-filler';

/** What the stand-in for models knows: the last day of training by id. */
export interface ModelStandIn extends Served {
  readonly trainedUntil: Map<string, string>;
}

export const standInForModels = async (servers: Pick<RealServers, 'envOf'>): Promise<ModelStandIn> => {
  const trainedUntil = new Map<string, string>();

  @Controller()
  class Models {
    @Answers(askModelDetails)
    details(@Payload() { model_id }: ModelId): Pick<ModelDetails, 'model_id' | 'trained_until'> {
      const trained_until = trainedUntil.get(model_id);
      if (trained_until === undefined) throw new AppError('NOT_FOUND', 'there is no such model', { path: 'model_id' });
      return { model_id, trained_until };
    }
  }

  @Module({ controllers: [Models] })
  class ModelsModule {}

  return Object.assign(await serve(servers, 'models', { module: ModelsModule }), { trainedUntil });
};
