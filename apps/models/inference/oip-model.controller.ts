import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { ModelInput, ModelOutput, ModelRef } from '@ml/contracts/model-metadata';
import { askModelReady, askModelsReady, askOipModel, type NamedModel, type OipModel, type TensorShape } from '@ml/contracts/models';
import { Answers } from '@ml/platform/bus/handlers';
import { HostSlots } from '../hosts/host-slots';
import { ModelFinder } from './model-finder';

/** Any number of rows. */
const ROWS = -1;

/** What the Open Inference Protocol says of models without running them. */
@Controller()
export class OipModelController {
  constructor(
    @Inject(HostSlots) private readonly slots: HostSlots,
    @Inject(ModelFinder) private readonly finder: ModelFinder,
  ) {}

  @Answers(askOipModel)
  async describe(@Payload() named: NamedModel): Promise<OipModel> {
    const { metadata } = this.finder.find(named) ?? (await this.finder.stored(named));
    const versions = named.model_version === undefined ? await this.finder.versions(named.model_name) : [named.model_version];
    return {
      name: named.model_name,
      versions,
      platform: 'onnx_onnxv1',
      inputs: metadata.inputs.map((input) => shapeOf(input, input.features.length)),
      outputs: metadata.outputs.map((output) => shapeOf(output, output.columns.length)),
    };
  }

  @Answers(askModelReady)
  async isReady(@Payload() named: NamedModel): Promise<{ readonly ready: boolean }> {
    const found = this.finder.find(named);
    if (found !== undefined) return { ready: this.slots.isUp(found.ref.id) };
    await this.finder.stored(named);
    return { ready: false };
  }

  @Answers(askModelsReady)
  async areReady(): Promise<{ readonly ready: boolean; readonly models: readonly ModelRef[] }> {
    const models = this.slots.all().map(({ ref }) => ref);
    return { ready: this.slots.ready(), models: models.filter(({ id }) => this.slots.isUp(id)) };
  }
}

const shapeOf = ({ name, datatype }: ModelInput | ModelOutput, width: number): TensorShape => ({ name, datatype, shape: [ROWS, width] });
