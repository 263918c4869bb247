import { parse, type Program } from 'acorn';
import type { EngineFinding, UploadEngine } from '@ml/contracts/custom-engines';
import { ENGINE_TYPES } from '@ml/contracts/engine-types';
import type { Settings } from '@ml/engine-kernel/settings';
import type { EngineConfig } from '@ml/persistence/stores/decisions/engine-row';
import { readConfigSchema, readEngineConfig } from './config-schema';
import { decideFindings } from './decide-findings';
import { foreignParts } from './foreign-parts';
import { literalOf } from './literal-of';
import { moduleExports, type Exported } from './module-exports';

export const MOST_BYTES = 1024 * 1024;
/** What the interpreter understands. */
const ECMA_VERSION = 2023;
const NAME = /^[a-z][a-z0-9._-]{1,62}$/;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

export interface CheckedEngine {
  readonly source: string;
  readonly schema: Settings;
  readonly config: EngineConfig;
  /** Why it is refused; none: it may be tried. */
  readonly findings: readonly EngineFinding[];
  readonly warnings: readonly EngineFinding[];
}

type Upload = Pick<UploadEngine, 'engine_name' | 'engine_version' | 'engine_type' | 'config'>;

export interface CheckTask {
  readonly bytes: Uint8Array;
  readonly upload: Upload;
}

const finding = (code: string, text: string, line: number | null = null): EngineFinding => ({ code, text, line });

/** Looks at a module without running it. */
export const checkEngine = (bytes: Uint8Array, upload: Upload): CheckedEngine => {
  const refused = (findings: readonly EngineFinding[]): CheckedEngine => ({ source: '', schema: {}, config: {}, findings, warnings: [] });
  const source = sourceOf(bytes);
  if (typeof source !== 'string') return refused([source]);
  const program = parsed(source);
  if ('code' in program) return refused([program]);
  const exported = moduleExports(program);
  const { findings, warnings } = foreignParts(program);
  const settings = settingsOf(exported, upload);
  return { source, ...settings, findings: [...findings, ...nameFindings(exported, upload), ...settings.findings, ...decideFindings(exported.get('decide'))], warnings };
};

const sourceOf = (bytes: Uint8Array): string | EngineFinding => {
  if (bytes.byteLength > MOST_BYTES) return finding('TOO_LARGE', `the file has ${bytes.byteLength} bytes and may have ${MOST_BYTES}`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') return finding('EMPTY', 'the file is empty');
    return text.includes('\0') ? finding('NOT_UTF8', 'the file has characters that no source has') : text;
  } catch {
    return finding('NOT_UTF8', 'the file is not UTF-8 text');
  }
};

const parsed = (source: string): Program | EngineFinding => {
  try {
    return parse(source, { ecmaVersion: ECMA_VERSION, sourceType: 'module', locations: true });
  } catch (error) {
    const { loc, message } = error as { readonly loc?: { readonly line: number }; readonly message: string };
    return finding('NOT_A_MODULE', `it cannot be read as a module of JavaScript (ES ${ECMA_VERSION}): ${message}`, loc?.line ?? null);
  }
};

type Exports = ReadonlyMap<string, Exported>;

const nameFindings = (exported: Exports, { engine_name, engine_version, engine_type }: Upload): readonly EngineFinding[] => [
  ...textFindings(exported, 'name', (name, line) => {
    if (!NAME.test(name)) return finding('BAD_NAME', `${JSON.stringify(name)} is no name: small letters, digits, dots, dashes and underscores, 2 to 63 of them`, line);
    if ((ENGINE_TYPES as readonly string[]).includes(name)) return finding('NAME_RESERVED', `${name} is the name of a built-in engine`, line);
    return name === engine_name ? undefined : finding('NAME_DIFFERS', `the module is named ${name}, and was uploaded as ${engine_name}`, line);
  }),
  ...textFindings(exported, 'version', (version, line) => {
    if (!VERSION.test(version)) return finding('BAD_VERSION', `${JSON.stringify(version)} is no version, as 1.0.0`, line);
    return version === engine_version ? undefined : finding('VERSION_DIFFERS', `the module is version ${version}, and was uploaded as ${engine_version}`, line);
  }),
  ...textFindings(exported, 'type', (type, line) => {
    if (!(ENGINE_TYPES as readonly string[]).includes(type)) return finding('UNKNOWN_TYPE', `${JSON.stringify(type)} is none of ${ENGINE_TYPES.join(', ')}`, line);
    return type === engine_type ? undefined : finding('TYPE_DIFFERS', `the module is of the type ${type}, and was uploaded as ${engine_type}`, line);
  }),
];

const textFindings = (exported: Exports, name: string, check: (value: string, line: number) => EngineFinding | undefined): readonly EngineFinding[] => {
  const found = exported.get(name);
  if (found === undefined) return [missing(name)];
  const literal = valueOf(found);
  if (!literal.known || typeof literal.value !== 'string') return [finding('NOT_A_LITERAL', `${name} has to be written as a text, not computed`, found.line)];
  const wrong = check(literal.value, found.line);
  return wrong === undefined ? [] : [wrong];
};

const missing = (name: string): EngineFinding => finding('MISSING_EXPORT', `the module does not export ${name}; it has to export name, version, type, configSchema and decide`);

/** Functions and classes are no literals: whatever they are called. */
const valueOf = ({ value }: Exported): ReturnType<typeof literalOf> => literalOf(value as Parameters<typeof literalOf>[0]);

const settingsOf = (exported: Exports, { config }: Upload): Pick<CheckedEngine, 'schema' | 'config' | 'findings'> => {
  const found = exported.get('configSchema');
  if (found === undefined) return { schema: {}, config: {}, findings: [missing('configSchema')] };
  const literal = valueOf(found);
  if (!literal.known) return { schema: {}, config: {}, findings: [finding('NOT_A_LITERAL', 'configSchema has to be written as an object, not computed', found.line)] };
  const { schema, faults } = readConfigSchema(literal.value);
  const read = readEngineConfig(schema, config ?? {});
  return {
    schema,
    config: read.config,
    findings: [...faults.map((fault) => finding('BAD_CONFIG_SCHEMA', fault, found.line)), ...read.faults.map((fault) => finding('BAD_CONFIG', fault))],
  };
};
