import type { EngineConfig } from '@ml/persistence/stores/decisions/engine-row';
import { flag, number, type Setting, type Settings } from '@ml/engine-kernel/settings';
import { isRecord, shown } from '@ml/state/read';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const MOST = 50;

export interface SchemaRead {
  readonly schema: Settings;
  /** Every fault at once. */
  readonly faults: readonly string[];
}

/** The settings that an engine declares: numbers with bounds, and flags. */
export const readConfigSchema = (given: unknown): SchemaRead => {
  if (!isRecord(given)) return { schema: {}, faults: ['configSchema is not an object of settings'] };
  const entries = Object.entries(given);
  const faults: string[] = entries.length > MOST ? [`configSchema has ${entries.length} settings and may have ${MOST}`] : [];
  const schema = entries.slice(0, MOST).flatMap(([name, setting]) => {
    const read = NAME.test(name) ? settingOf(setting) : 'has a name that is not of small letters, digits and underscores';
    if (typeof read !== 'string') return [[name, read] as const];
    faults.push(`configSchema.${name} ${read}`);
    return [];
  });
  return { schema: Object.fromEntries(schema), faults };
};

/** A text says what is wrong with it. */
const settingOf = (given: unknown): Setting | string => {
  if (!isRecord(given)) return 'is not an object with default, min and max, or with a default of true or false';
  const { default: standard, min, max, unit, why } = given;
  const words = { unit: typeof unit === 'string' ? unit : '', why: typeof why === 'string' ? why : '' };
  if (typeof standard === 'boolean') return flag({ default: standard, why: words.why });
  if (!isNumber(standard) || !isNumber(min) || !isNumber(max)) return 'needs a default, a min and a max that are numbers, or a default of true or false';
  if (!(min <= standard && standard <= max)) return `has a default of ${standard}, which is not between ${min} and ${max}`;
  return number({ default: standard, min, max, ...words });
};

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export interface ConfigRead {
  readonly config: EngineConfig;
  readonly faults: readonly string[];
}

/** What an engine is run with: what is given, over what was given before or the defaults. */
export const readEngineConfig = (schema: Settings, given: Readonly<Record<string, unknown>>, before: EngineConfig = {}): ConfigRead => {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(schema, name));
  const faults = unknown.map((name) => `config.${name} is no setting of this engine; it has ${Object.keys(schema).join(', ') || 'none'}`);
  const config = Object.entries(schema).map(([name, setting]) => {
    const value = Object.hasOwn(given, name) ? given[name] : (before[name] ?? setting.default);
    if (fits(setting, value)) return [name, value] as const;
    faults.push(`config.${name} is ${shown(value)}, not ${setting.kind === 'flag' ? 'true or false' : `a number from ${setting.min} to ${setting.max}`}`);
    return [name, setting.default] as const;
  });
  return { config: Object.fromEntries(config), faults };
};

const fits = (setting: Setting, value: unknown): value is number | boolean =>
  setting.kind === 'flag' ? typeof value === 'boolean' : isNumber(value) && value >= setting.min && value <= setting.max;
