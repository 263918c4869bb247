/** One setting of an engine, declared once: validation, schema, environment name and docs are derived from it. */
export interface NumberSetting {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** Why this value: a source, or that it is ours. */
  readonly why: string;
}

export interface FlagSetting {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly why: string;
}

export type Setting = NumberSetting | FlagSetting;
export type Settings = Readonly<Record<string, Setting>>;

type ValueOf<S extends Setting> = S extends FlagSetting ? boolean : number;
export type ConfigOf<S extends Settings> = { readonly [Name in keyof S]: ValueOf<S[Name]> };

export const number = (setting: Omit<NumberSetting, 'kind'>): NumberSetting => ({ kind: 'number', ...setting });
export const flag = (setting: Omit<FlagSetting, 'kind'>): FlagSetting => ({ kind: 'flag', ...setting });

export const defaultsOf = <S extends Settings>(settings: S): ConfigOf<S> =>
  Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default])) as ConfigOf<S>;

/** `SPOT_OPTIMIZER_MIN_SAFETY` for `min_safety` of the spot optimizer. */
export const environmentName = (engine: string, setting: string): string => `${engine}_${setting}`.toUpperCase();

export interface ConfigRead<S extends Settings> {
  readonly config: ConfigOf<S>;
  /** Every fault at once, each naming its variable. */
  readonly faults: readonly string[];
}

/** Reads the settings of an engine from environment-like text values. */
export const readConfig = <S extends Settings>(
  engine: string,
  settings: S,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigRead<S> => {
  const config: Record<string, number | boolean> = {};
  const faults: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const variable = environmentName(engine, name);
    const text = environment[variable];
    const value = text === undefined || text === '' ? setting.default : parse(setting, text);
    if (value === undefined) faults.push(`${variable}: ${JSON.stringify(text)} is not ${expected(setting)}`);
    config[name] = value ?? setting.default;
  }
  return { config: config as ConfigOf<S>, faults };
};

const parse = (setting: Setting, text: string): number | boolean | undefined => {
  if (setting.kind === 'flag') return text === 'true' ? true : text === 'false' ? false : undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= setting.min && value <= setting.max ? value : undefined;
};

const expected = (setting: Setting): string =>
  setting.kind === 'flag' ? 'true or false' : `a number from ${setting.min} to ${setting.max} (${setting.unit})`;
