import { field, type DtoClass } from '../field';
import { SCAN_HOURS, TOGGLE_KEYS, TOGGLES, type ToggleKey, type ToggleThreshold } from '../feature-toggles';

const USD = { unit: 'USD a month', min: -1e12, max: 1e12 } as const;
const REVISION = { min: 0, max: Number.MAX_SAFE_INTEGER, example: 3 } as const;
const INTERVAL = { ...SCAN_HOURS, unit: 'hours', nullable: true } as const;
const LONGEST_DESCRIPTION = 500;

/** Of the toggles above: the numbers that one of them has besides what all have. */
const thresholdsOf = (key: ToggleKey): readonly (readonly [string, ToggleThreshold])[] => Object.entries(TOGGLES[key].thresholds);

/** A class of its own for each toggle: another toggle's threshold is refused. */
const toggleClass = (key: ToggleKey, { given }: { readonly given: boolean }): DtoClass => {
  const { description, auto_scan_interval_hours } = TOGGLES[key];
  const optional = given;
  const Type = class {};
  const name = key.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  Object.defineProperty(Type, 'name', { value: `${name}${given ? 'Change' : 'Toggle'}Dto` });
  const declare = (property: string, decorator: PropertyDecorator): void => decorator(Type.prototype, property);
  declare('enabled', field.flag({ what: 'Whether the engine decides; switched off it answers 409 ENGINE_DISABLED.', example: true, optional }));
  declare('description', field.text({ what: 'For people.', max: LONGEST_DESCRIPTION, example: description, optional }));
  const what = 'How often the newest snapshot of every cluster is decided on; null: only when somebody asks.';
  declare('auto_scan_interval_hours', field.integer({ what, ...INTERVAL, example: auto_scan_interval_hours, optional }));
  for (const [threshold, { what: meaning, min, max, unit, default: example }] of thresholdsOf(key)) {
    declare(threshold, field.number({ what: `${meaning} Counts where a request does not say it.`, min, max, unit, example, optional }));
  }
  const savings = 'The newest decision about each cluster, added up.';
  declare('estimated_savings', field.number({ what: given ? `${savings} Computed: what you send is ignored.` : savings, ...USD, example: 450, optional, rare: given }));
  return Type;
};

/** All toggles under their keys. */
const declareAll = (target: object, given: boolean): void => {
  for (const key of TOGGLE_KEYS) {
    const type = toggleClass(key, { given });
    field.object({ what: `${TOGGLES[key].description}.`, type: () => type, optional: given })(target, key);
  }
};

type Flat = Readonly<Record<string, number | boolean | string | null>>;

export class TogglesDto {
  readonly [key: string]: Flat;
}
declareAll(TogglesDto.prototype, false);

export class ToggleChangesDto {
  readonly [key: string]: Flat;
}
declareAll(ToggleChangesDto.prototype, true);

export class FeatureTogglesDto {
  @field.integer({ what: 'Grows with every change; also the ETag.', ...REVISION })
  readonly revision!: number;

  @field.object({ what: 'One for each engine.', type: () => TogglesDto })
  readonly toggles!: TogglesDto;
}

export class FeatureTogglesChangeDto {
  @field.integer({ what: 'The revision you have seen: the change is refused (412) when another is in force. As the header If-Match.', ...REVISION, optional: true })
  readonly revision?: number;

  @field.object({ what: 'Only the toggles and fields that are sent change.', type: () => ToggleChangesDto })
  readonly toggles!: ToggleChangesDto;
}
