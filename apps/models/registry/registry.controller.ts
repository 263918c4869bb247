import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { Activation, ChallengerMode, ChallengerSet, Deactivation, ModelDetails, ModelId, ModelQuery, ModelSummary, RegisterModel, UploadedModel } from '@ml/contracts/models';
import { askActivate, askChallenger, askDeactivate, askDelete, askDownload, askModelDetails, askModels, askRegister, askRollback } from '@ml/contracts/models';
import type { Paged } from '@ml/contracts/pricing';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { Challengers } from './challengers';
import { Champions } from './champions';
import { ModelCatalogue } from './model-catalogue';
import { Registrar } from './registrar';

@Controller()
export class RegistryController {
  constructor(
    @Inject(Registrar) private readonly registrar: Registrar,
    @Inject(ModelCatalogue) private readonly catalogue: ModelCatalogue,
    @Inject(Champions) private readonly champions: Champions,
    @Inject(Challengers) private readonly challengers: Challengers,
  ) {}

  @Answers(askRegister)
  register(@Payload() ask: RegisterModel, @Ctx() { signal }: BusContext): Promise<UploadedModel> {
    return this.registrar.register(ask, signal);
  }

  @Answers(askModels)
  list(@Payload() query: ModelQuery): Promise<Paged<ModelSummary>> {
    return this.catalogue.list(query);
  }

  @Answers(askModelDetails)
  details(@Payload() { model_id }: ModelId): Promise<ModelDetails> {
    return this.catalogue.details(model_id);
  }

  @Answers(askActivate)
  activate(@Payload() { model_id, version }: ModelId & { readonly version?: string }, @Ctx() { signal }: BusContext): Promise<Activation> {
    return this.champions.activate(model_id, version, signal);
  }

  @Answers(askDeactivate)
  deactivate(@Payload() { model_id }: ModelId): Promise<Deactivation> {
    return this.champions.deactivate(model_id);
  }

  @Answers(askRollback)
  rollback(@Payload() { model_name }: { readonly model_name: string }, @Ctx() { signal }: BusContext): Promise<Activation> {
    return this.champions.rollback(model_name, signal);
  }

  @Answers(askChallenger)
  challenger(@Payload() { model_id, mode, share }: ModelId & { readonly mode: ChallengerMode | 'off'; readonly share: number }, @Ctx() { signal }: BusContext): Promise<ChallengerSet> {
    return this.challengers.set(model_id, { mode, share }, signal);
  }

  @Answers(askDelete)
  delete(@Payload() { model_id }: ModelId) {
    return this.catalogue.delete(model_id);
  }

  @Answers(askDownload)
  download(@Payload() { model_id }: ModelId) {
    return this.catalogue.download(model_id);
  }
}
