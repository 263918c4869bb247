import { ENGINE_TYPES, type EngineType } from '../engine-types';
import { field } from '../field';
import { MODEL_NAME, MODEL_VERSION } from './model-names';
import { PageQuery } from './page-query';
import { UUID } from './uuid';

const ENGINE_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000e1' } as const;
const NAME = { ...MODEL_NAME, example: 'our-bin-packing' } as const;
const VERSION = { ...MODEL_VERSION, example: '1.0.0' } as const;
const TYPE = { of: ENGINE_TYPES, example: 'bin_packing' } as const;
const CONFIG = { max_utilisation: 0.8 };
const REVISION = { what: 'Grows with every change of which engine decides.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 4 } as const;

export class EngineUploadFields {
  @field.text({ what: 'As the module exports it.', ...NAME })
  readonly engine_name!: string;

  @field.text({ what: 'As the module exports it; never used again for another file.', ...VERSION })
  readonly engine_version!: string;

  @field.text({ what: 'Which built-in engine it stands in for.', ...TYPE })
  readonly engine_type!: EngineType;

  @field.free({ what: 'JSON: its settings, checked against the `configSchema` that the module exports.', example: CONFIG, optional: true })
  readonly config?: Readonly<Record<string, unknown>>;
}

export class EngineUploadRequest extends EngineUploadFields {
  @field.special({ what: 'One bundled ES module, .js or .mjs.', rule: () => undefined, schema: { type: 'string', format: 'binary' }, example: '<text of engine.mjs>' })
  readonly file!: string;
}

class EngineFindingDto {
  @field.text({ what: 'Stable code.', example: 'USES_CLOCK' })
  readonly code!: string;

  @field.text({ what: 'For people.', max: 2000, example: 'Date.now() is absent in the sandbox; use input.now.' })
  readonly text!: string;

  @field.integer({ what: 'Line of the file, from 1; null when no place can be named.', min: 1, max: Number.MAX_SAFE_INTEGER, example: 12, nullable: true })
  readonly line!: number | null;
}

class ContractTestDto {
  @field.text({ what: 'What it was asked.', example: 'bin-pack' })
  readonly sample!: string;

  @field.text({ what: 'What it answered.', of: ['act', 'hold', 'infeasible'], example: 'act' })
  readonly verdict!: string;

  @field.number({ what: 'How long it took.', unit: 'ms', min: 0, max: Number.MAX_SAFE_INTEGER, example: 12.5 })
  readonly duration_ms!: number;
}

export class UploadedEngineDto {
  @field.text({ what: 'Id of the engine.', ...ENGINE_ID })
  readonly engine_id!: string;

  @field.text({ what: 'It is known and decides nothing yet.', of: ['registered'], example: 'registered' })
  readonly status!: string;

  @field.objects({ what: 'The samples it was tried with.', type: () => ContractTestDto })
  readonly contract_test!: readonly ContractTestDto[];

  @field.objects({ what: 'What is worth knowing before it is selected.', type: () => EngineFindingDto })
  readonly warnings!: readonly EngineFindingDto[];
}

export class EngineQueryDto extends PageQuery {
  @field.text({ what: 'Only engines of this type.', ...TYPE, optional: true })
  readonly engine_type?: EngineType;

  @field.flag({ what: 'Only engines that decide, or only those that do not.', example: true, optional: true })
  readonly active?: boolean;
}

export class EnginePath {
  @field.text({ what: 'Id of the engine.', ...ENGINE_ID })
  readonly engine_id!: string;
}

export class EngineSummaryDto {
  @field.text({ what: 'Id of the engine and version.', ...ENGINE_ID })
  readonly engine_id!: string;

  @field.text({ what: 'Name.', ...NAME })
  readonly name!: string;

  @field.text({ what: 'Version.', ...VERSION })
  readonly version!: string;

  @field.text({ what: 'What it decides.', ...TYPE })
  readonly type!: string;

  @field.flag({ what: 'Whether it decides for its type.', example: false })
  readonly active!: boolean;

  @field.flag({ what: 'Whether it decides in the shadow.', example: true })
  readonly shadow!: boolean;

  @field.text({ what: '`custom`: uploaded by you.', of: ['built_in', 'custom'], example: 'custom' })
  readonly origin!: string;

  @field.time({ what: 'When it was uploaded, or first seen.', example: '2026-11-21T09:00:00Z' })
  readonly uploaded_at!: string;
}

export class SelectEngineDto {
  @field.text({ what: 'Id of the engine, built-in or your own.', ...ENGINE_ID })
  readonly engine_id!: string;

  @field.free({ what: 'Its settings from now on; those it was uploaded with unless given.', example: CONFIG, optional: true })
  readonly config?: Readonly<Record<string, unknown>>;
}

export class EngineSelectedDto {
  @field.text({ what: 'It decides from now on; every replica follows within ten seconds.', of: ['selected'], example: 'selected' })
  readonly status!: string;

  @field.time({ what: 'When.', example: '2026-11-21T10:00:00Z' })
  readonly activated_at!: string;

  @field.object({ what: 'The engine that decides now.', type: () => EngineSummaryDto })
  readonly engine!: EngineSummaryDto;

  @field.object({ what: 'The one that did before.', type: () => EngineSummaryDto, nullable: true })
  readonly previous_active!: EngineSummaryDto | null;

  @field.integer(REVISION)
  readonly revision!: number;
}

export class EngineMetadataDto extends EngineSummaryDto {
  @field.free({ what: 'JSON Schema of a request to its type.', example: { $ref: '#/$defs/BinPackRequest', $defs: {} } })
  readonly input_schema!: Readonly<Record<string, unknown>>;

  @field.free({ what: 'JSON Schema of an answer of its type.', example: { $ref: '#/$defs/BinPackAnswerDto', $defs: {} } })
  readonly output_schema!: Readonly<Record<string, unknown>>;

  @field.free({ what: 'Settings it decides with.', example: CONFIG })
  readonly config!: Readonly<Record<string, unknown>>;

  @field.free({ what: 'Settings it understands; null when it says nothing of them.', example: { max_utilisation: { default: 0.8, min: 0, max: 1 } }, nullable: true })
  readonly config_schema!: Readonly<Record<string, unknown>> | null;

  @field.text({ what: 'SHA-256 of its source, hex; null of a built-in one.', example: '5f'.repeat(32), nullable: true })
  readonly sha256!: string | null;
}

export class TestEngineDto {
  @field.free({
    what: 'A decision request with its `current_state`; a built-in sample unless given.',
    example: { cluster_id: 'cluster-abc', requirements: { region: 'us-east-1' }, current_state: { nodes: [], pods: [] } },
    optional: true,
  })
  readonly sample?: Readonly<Record<string, unknown>>;
}

export class ShadowEngineDto {
  @field.flag({ what: 'Whether it decides in the shadow: beside the active one, after the answer, its difference logged.', example: true })
  readonly enabled!: boolean;
}

export class EngineShadowedDto {
  @field.text({ what: 'What it does now.', of: ['shadow', 'off'], example: 'shadow' })
  readonly status!: string;

  @field.object({ what: 'The engine.', type: () => EngineSummaryDto })
  readonly engine!: EngineSummaryDto;

  @field.integer(REVISION)
  readonly revision!: number;
}
