/** One environment variable, declared once: type, default, bounds and why it exists. */
interface Declared<Value> {
  readonly env: string;
  readonly why: string;
  readonly default?: Value | undefined;
  readonly secret: boolean;
  readonly expected: string;
  /** undefined: the text is not acceptable. */
  readonly parse: (text: string) => Value | undefined;
}

export type SettingsDeclaration = Readonly<Record<string, Declared<unknown>>>;
type ValueOf<D> = D extends Declared<infer Value> ? Value : never;
export type SettingsOf<D extends SettingsDeclaration> = { readonly [Name in keyof D]: ValueOf<D[Name]> };

interface Common<Value> {
  readonly env: string;
  readonly why: string;
  readonly default?: Value;
}

/** For kinds of settings that stand elsewhere. */
export const declare = <Value>(common: Common<Value>, expected: string, parse: (text: string) => Value | undefined): Declared<Value> => ({
  ...common,
  secret: false,
  expected,
  parse,
});

export const text = (common: Common<string>): Declared<string> => declare(common, 'text', (value) => value);

/** Never printed: neither in faults nor in the table of settings. */
export const secret = (common: Common<string>): Declared<string> => ({ ...text(common), secret: true });

export const flag = (common: Common<boolean>): Declared<boolean> =>
  declare(common, 'true or false', (value) => (value === 'true' ? true : value === 'false' ? false : undefined));

export const integer = (common: Common<number> & { min: number; max: number; unit: string }): Declared<number> =>
  declare(common, `a whole number from ${common.min} to ${common.max} (${common.unit})`, (value) => {
    const number = Number(value);
    return Number.isInteger(number) && number >= common.min && number <= common.max ? number : undefined;
  });

export const decimal = (common: Common<number> & { min: number; max: number; unit: string }): Declared<number> =>
  declare(common, `a number from ${common.min} to ${common.max} (${common.unit})`, (value) => {
    const number = Number(value);
    return Number.isFinite(number) && number >= common.min && number <= common.max ? number : undefined;
  });

export const choice = <const Value extends string>(common: Common<Value> & { of: readonly Value[] }): Declared<Value> =>
  declare(common, `one of ${common.of.join(', ')}`, (value) => common.of.find((option) => option === value));

export const url = (common: Common<string> & { protocols?: readonly string[] }): Declared<string> =>
  declare(common, `a URL${common.protocols === undefined ? '' : ` (${common.protocols.join(', ')})`}`, (value) => {
    if (!URL.canParse(value)) return undefined;
    const { protocol } = new URL(value);
    return common.protocols === undefined || common.protocols.includes(protocol.replace(/:$/, '')) ? value : undefined;
  });

/** Comma-separated. */
export const list = (common: Common<readonly string[]>): Declared<readonly string[]> =>
  declare(common, 'a comma-separated list', (value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

/** A setting that may be absent: its value is null then. */
export const optional = <Value>(declared: Declared<Value>): Declared<Value | null> => ({ ...declared, default: declared.default ?? null });

export const defineSettings = <const D extends SettingsDeclaration>(declaration: D): D => declaration;

/** Every fault of the environment at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly faults: readonly string[]) {
    super(`the environment is not acceptable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** @throws SettingsError naming every variable that is missing or wrong. */
export const readSettings = <D extends SettingsDeclaration>(declaration: D, env: NodeJS.ProcessEnv): SettingsOf<D> => {
  const faults: string[] = [];
  const values = Object.entries(declaration).map(([name, declared]) => [name, readOne(declared, env[declared.env], faults)]);
  if (faults.length > 0) throw new SettingsError(faults);
  return Object.fromEntries(values) as SettingsOf<D>;
};

const readOne = (declared: Declared<unknown>, given: string | undefined, faults: string[]): unknown => {
  if (given === undefined || given === '') {
    if (declared.default === undefined) faults.push(`${declared.env} is required: ${declared.why}`);
    return declared.default;
  }
  const value = declared.parse(given);
  if (value === undefined) faults.push(`${declared.env}: ${declared.secret ? 'the value' : JSON.stringify(given)} is not ${declared.expected}`);
  return value;
};

/** Rows for the settings table of the docs. */
export const describeSettings = (declaration: SettingsDeclaration): readonly { env: string; default: string; expected: string; why: string }[] =>
  Object.values(declaration).map(({ env, why, expected, secret: hidden, default: fallback }) => ({
    env,
    why,
    expected,
    default: fallback === undefined ? 'required' : hidden ? 'secret' : fallback === null ? 'none' : String(fallback),
  }));
