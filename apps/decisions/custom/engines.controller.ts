import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import * as contracts from '@ml/contracts/custom-engines';
import type { EngineId, EngineMetadata, EngineQuery, EngineSelected, EngineShadowed, EngineSummary, TestEngine, UploadedEngine, UploadEngine } from '@ml/contracts/custom-engines';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { Paged } from '@ml/contracts/pricing';
import { EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { EngineDirectory } from '../engine-directory';
import { EngineChoices } from './engine-choices';
import { INPUT_SCHEMA, OUTPUT_SCHEMA } from './engine-schemas';
import { engineSummary } from './engine-summary';
import { EngineTester } from './engine-tester';
import { EngineUploads } from './engine-uploads';

/** The registry of engines as everyone else sees it. */
@Controller()
export class EnginesController {
  constructor(
    @Inject(EngineStore) private readonly store: EngineStore,
    @Inject(EngineUploads) private readonly uploads: EngineUploads,
    @Inject(EngineChoices) private readonly choices: EngineChoices,
    @Inject(EngineTester) private readonly tester: EngineTester,
    @Inject(EngineDirectory) private readonly directory: EngineDirectory,
  ) {}

  @Answers(contracts.askUploadEngine)
  upload(@Payload() upload: UploadEngine, @Ctx() { attachment }: BusContext): Promise<UploadedEngine> {
    return this.uploads.upload(upload, attachment);
  }

  @Answers(contracts.askEngines)
  async list(@Payload() query: EngineQuery): Promise<Paged<EngineSummary>> {
    const { rows, total } = await this.store.list(query);
    return { rows: rows.map(engineSummary), total };
  }

  @Answers(contracts.askSelectEngine)
  select(@Payload() choice: EngineId & { readonly config?: Readonly<Record<string, unknown>> }): Promise<EngineSelected> {
    return this.choices.select(choice);
  }

  @Answers(contracts.askShadowEngine)
  shadow(@Payload() choice: EngineId & { readonly enabled: boolean }): Promise<EngineShadowed> {
    return this.choices.shadow(choice);
  }

  @Answers(contracts.askEngineMetadata)
  async metadata(@Payload() { engine_id }: EngineId): Promise<EngineMetadata> {
    const row = await this.store.byId(engine_id);
    const { engine_type: type, engine_version: version } = row;
    const config = row.config ?? this.directory.configOf(type, version) ?? {};
    return { ...engineSummary(row), input_schema: INPUT_SCHEMA, output_schema: OUTPUT_SCHEMA, config, config_schema: row.config_schema, sha256: row.sha256 };
  }

  @Answers(contracts.askTestEngine)
  test(@Payload() ask: TestEngine, @Ctx() { attachment }: BusContext): Promise<DecisionAnswer> {
    return this.tester.test(ask, attachment);
  }
}
