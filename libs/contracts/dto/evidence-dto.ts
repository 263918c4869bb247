import { field } from '../field';

const HASH = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

/** What the decision rests on. */
export class EvidenceDto {
  @field.time({ what: 'The time that counted as now.', example: '2026-11-20T10:00:00Z' })
  readonly now!: string;

  @field.time({ what: 'Newest spot price of the region.', example: '2026-11-20T09:58:12Z', nullable: true })
  readonly prices_as_of!: string | null;

  @field.time({ what: 'Date of the Spot Advisor data.', example: '2026-11-20T06:00:00Z', nullable: true })
  readonly advisor_as_of!: string | null;

  @field.time({ what: 'Date of the on-demand prices.', example: '2026-11-19T00:00:00Z', nullable: true })
  readonly on_demand_as_of!: string | null;

  @field.time({ what: 'Date of the instance catalogue.', example: '2026-11-19T00:00:00Z', nullable: true })
  readonly catalogue_as_of!: string | null;

  @field.text({ what: 'Where the facts came from, the worst of several.', of: ['aws', 'emulator', 'file', 'catalogue'], example: 'aws', nullable: true })
  readonly source!: string | null;

  @field.free({ what: 'Model whose forecast was used, with id, version and name.', example: null, nullable: true })
  readonly model!: Readonly<Record<string, unknown>> | null;

  @field.free({
    what: 'Why no model took part: `code` is NO_ACTIVE_MODEL, NO_FORECAST, FORECAST_STALE, FORECAST_SET_ASIDE, FORECAST_TOO_LARGE or MODEL_FAILED. Null where one did, and where the engine uses none.',
    example: { code: 'NO_ACTIVE_MODEL', text: 'no model that forecasts usage is active' },
    nullable: true,
  })
  readonly model_fallback!: Readonly<Record<string, unknown>> | null;

  @field.number({ what: "Weight of what customers' interruptions taught.", min: 0, max: 0.25, example: 0 })
  readonly feedback_weight!: number;

  @field.text({ what: 'Price snapshot that was used.', example: HASH, nullable: true })
  readonly price_snapshot!: string | null;

  @field.text({ what: 'Pool snapshot that was used.', example: HASH, nullable: true })
  readonly pool_snapshot!: string | null;

  @field.text({ what: "Hash of the engine's configuration.", example: HASH })
  readonly config_hash!: string;

  @field.text({ what: 'Hash of the state that was read out of `current_state`.', example: HASH })
  readonly state_hash!: string;

  @field.text({ what: 'Build of the engine: the same build gives the same bytes on replay.', example: '0.1.0+c883db7' })
  readonly build!: string;
}
