import type { CollectedProvider } from '../collection';
import { field } from '../field';
import type { CollectedWaste, JudgedResource, WasteAnswer, WasteModel } from '../insights';
import { CollectionFaultDto, FAULT_COUNT, FAULTS } from './collection-fault-dto';
import { LABEL, OWN_ID, PROVIDER } from './collection-names';
import { ScannedResourceDto } from './collection-scan-dto';
import { MODEL_VERSION } from './model-names';
import { MODEL_ID } from './model-upload-dto';
import { PageQuery } from './page-query';
import { ReasonDto } from './plan-parts';

export const MOST_JUDGED = 5_000;

const PROBABILITY = { what: 'How likely it is waste that somebody deletes.', min: 0, max: 1, example: 0.8731 } as const;
const FLAGGED = { what: 'Whether it is waste: from `threshold` on.', example: true } as const;
const THRESHOLD = { what: 'From this probability on a resource is flagged.', min: 0, max: 1, example: 0.7 } as const;
const FALLBACK = { what: 'Why a rule answered instead of a model: NO_MODEL (no `waste_predictor` is active), MODEL_FAILED; null: the model did.', type: () => ReasonDto, example: null, nullable: true } as const;
const WARNINGS = { what: 'What makes the answer worse than it could be, as features that are missing.', type: () => ReasonDto, example: [{ code: 'FEATURES_MISSING', text: 'unknown to the model, which lowers the confidence: cpu_avg' }] } as const;

/** What is posted besides the resources, which the gateway does not read. */
export class WasteHead {
  @field.text({ what: 'The cloud that they are in.', ...PROVIDER })
  readonly provider!: CollectedProvider;

  @field.time({ what: 'When they were looked at: their age counts to then. Now unless given.', example: '2026-11-20T10:30:00Z', optional: true })
  readonly observed_at?: string;
}

export class WasteRequestDto extends WasteHead {
  @field.objects({ what: 'What was found, as in a scan.', type: () => ScannedResourceDto, maxItems: MOST_JUDGED })
  readonly resources!: readonly ScannedResourceDto[];
}

class WasteModelDto implements WasteModel {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly id!: string;

  @field.text({ what: 'Version.', ...MODEL_VERSION })
  readonly version!: string;
}

const MODEL = { what: 'The model that answered; null: none did, `fallback` says why.', type: () => WasteModelDto, nullable: true } as const;

class JudgedResourceDto implements JudgedResource {
  @field.text({ what: 'As you posted it; null when it has none.', example: 'vol-0a1', nullable: true })
  readonly resource_id!: string | null;

  @field.number({ ...PROBABILITY, nullable: true })
  readonly waste_probability!: number | null;

  @field.flag(FLAGGED)
  readonly flagged!: boolean;

  @field.object({ what: 'Why nothing can be said of it; null: something can.', type: () => ReasonDto, example: null, nullable: true })
  readonly reason!: ReasonDto | null;
}

export class WasteAnswerDto implements WasteAnswer {
  @field.objects({ what: 'Each of them, in the order in which they came.', type: () => JudgedResourceDto })
  readonly resources!: readonly JudgedResourceDto[];

  @field.object(MODEL)
  readonly model!: WasteModelDto | null;

  @field.object(FALLBACK)
  readonly fallback!: ReasonDto | null;

  @field.number(THRESHOLD)
  readonly threshold!: number;

  @field.objects(FAULTS)
  readonly faults!: readonly CollectionFaultDto[];

  @field.integer(FAULT_COUNT)
  readonly fault_count!: number;

  @field.objects(WARNINGS)
  readonly warnings!: readonly ReasonDto[];
}

export class WasteOfAccountQuery extends PageQuery {
  @field.text({ what: 'A collected account, by the id under which its scans were sent.', ...OWN_ID, example: '111122223333' })
  readonly account_id!: string;
}

class FoundResourceDto {
  @field.text({ what: 'Hash of the resource: nobody knows its id any more.', example: '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592' })
  readonly resource_hash!: string;

  @field.text({ what: 'What it is.', ...LABEL, example: 'ebs_volume' })
  readonly resource_type!: string;

  @field.text({ what: 'Why a scan found it.', ...LABEL, example: 'idle_volume' })
  readonly detection_scenario!: string;

  @field.number({ what: 'What it costs.', unit: 'USD a month', min: 0, max: 1e12, example: 45.2 })
  readonly cost_monthly!: number;

  @field.number(PROBABILITY)
  readonly waste_probability!: number;

  @field.flag(FLAGGED)
  readonly flagged!: boolean;
}

export class CollectedWasteDto implements CollectedWaste {
  @field.objects({ what: 'The newest that is known of each of its resources.', type: () => FoundResourceDto })
  readonly resources!: readonly FoundResourceDto[];

  @field.integer({ what: 'How many of them there are.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 1 })
  readonly total!: number;

  @field.object(MODEL)
  readonly model!: WasteModelDto | null;

  @field.object(FALLBACK)
  readonly fallback!: ReasonDto | null;

  @field.number(THRESHOLD)
  readonly threshold!: number;

  @field.objects(WARNINGS)
  readonly warnings!: readonly ReasonDto[];
}
