import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ERROR_KINDS } from '@ml/contracts/error-codes';
import { STREAMS } from '@ml/contracts/streams';
import type { Fact, Question } from '@ml/contracts/wire';
import { shapeOf, type Shape } from './type-shape';

export interface SubjectShape {
  readonly kind: 'question' | 'fact';
  readonly owner: string;
  /** Of facts: the stream and whether a key follows the subject. */
  readonly stream?: string;
  readonly keyed?: boolean;
  /** What the asker or publisher sends. */
  readonly body: Shape;
  /** Of questions and of reports: what comes back. */
  readonly answer?: Shape;
}

export interface ContractSnapshot {
  readonly subjects: Readonly<Record<string, SubjectShape>>;
  readonly errors: Readonly<Record<string, { readonly status: number; readonly retryable: boolean }>>;
  readonly streams: Readonly<Record<string, { readonly subjects: readonly string[]; readonly retention: string; readonly discard: string }>>;
}

type Wire = Question<never, unknown> | Fact<never>;

/** Everything that services promise each other, read from the running declarations and their types. */
export const describeContracts = async (directory: string): Promise<ContractSnapshot> => {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => path.resolve(directory, file));
  const { config } = ts.readConfigFile('tsconfig.base.json', ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, process.cwd());
  const program = ts.createProgram(files, options);
  const subjects = await Promise.all(files.map((file) => subjectsOf(program, file)));
  return {
    subjects: sorted(Object.assign({}, ...subjects) as Record<string, SubjectShape>),
    errors: sorted(Object.fromEntries(Object.entries(ERROR_KINDS).map(([code, { status, retryable }]) => [code, { status, retryable }]))),
    streams: sorted(Object.fromEntries(STREAMS.map(({ name, subjects, retention, discard }) => [name, { subjects, retention, discard }]))),
  };
};

const sorted = <Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const subjectsOf = async (program: ts.Program, file: string): Promise<Readonly<Record<string, SubjectShape>>> => {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) return {};
  const values = (await import(/* @vite-ignore */ file)) as Readonly<Record<string, unknown>>;
  const typed = checker
    .getExportsOfModule(module)
    .flatMap((symbol) => wiresIn({ checker, type: checker.getTypeOfSymbol(symbol), value: values[symbol.name] }));
  return Object.fromEntries(typed);
};

interface Typed {
  readonly checker: ts.TypeChecker;
  readonly type: ts.Type;
  readonly value: unknown;
}

/** A question or fact itself, or those inside an exported object, as the contract of an engine. */
const wiresIn = ({ checker, type, value }: Typed): readonly (readonly [string, SubjectShape])[] => {
  if (isWire(value)) return [[value.subject, subjectShape({ checker, type, value })]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return checker.getPropertiesOfType(type).flatMap((property): readonly (readonly [string, SubjectShape])[] => {
    const inner = (value as Readonly<Record<string, unknown>>)[property.name];
    if (!isWire(inner)) return [];
    return [[inner.subject, subjectShape({ checker, type: checker.getTypeOfSymbol(property), value: inner })]];
  });
};

const isWire = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'question' || value.kind === 'fact') && 'subject' in value;

const subjectShape = ({ checker, type, value }: Typed & { readonly value: Wire }): SubjectShape => {
  const [body, answer] = checker.getTypeArguments(type as ts.TypeReference).map((argument) => shapeOf(checker, argument));
  if (body === undefined) throw new Error(`${value.subject} is declared without its body`);
  const { kind, owner } = value;
  const place = value.kind === 'fact' ? { stream: value.stream, keyed: value.keyed } : {};
  return { kind, owner, ...place, body, ...(answer === undefined ? {} : { answer }) };
};
