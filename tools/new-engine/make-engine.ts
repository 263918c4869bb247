import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { engineNames, type EngineNames, type NamedEngines } from './engine-names';
import { register, REGISTERED_FILES } from './registrations';

const TEMPLATE = 'tools/new-engine/template';
const SUFFIX = '.tmpl';
/** Template and the end of the file's name. */
const DTOS = [
  ['request-head', 'head'],
  ['request', 'request'],
  ['answer', 'answer-dto'],
] as const;

/**
 * Makes the folder of an engine and the DTO of its request, and enters it where it has to be known. Everything is computed before anything is
 * written, so that a failure leaves nothing half done. Returns the files written.
 */
export const makeEngine = (root: string, folder: string, contract?: NamedEngines): readonly string[] => {
  const names = engineNames(folder, contract);
  const target = `apps/engines/${folder}`;
  if (existsSync(path.join(root, target))) throw new Error(`${target} exists already`);
  const filled = (file: string): string => fill(readFileSync(path.join(root, TEMPLATE, file), 'utf8'), names);
  const made: readonly (readonly [string, string])[] = [
    ...readdirSync(path.join(root, TEMPLATE, 'engine')).map((file) => [`${target}/${file.slice(0, -SUFFIX.length)}`, filled(`engine/${file}`)] as const),
    ...DTOS.map(([template, suffix]) => [`libs/contracts/dto/${names.route}-${suffix}.ts`, filled(`${template}.ts${SUFFIX}`)] as const),
  ];
  const registered = REGISTERED_FILES.map((file): readonly [string, string] => [file, register(file, readFileSync(path.join(root, file), 'utf8'), names)]);
  mkdirSync(path.join(root, target), { recursive: true });
  for (const [file, text] of [...made, ...registered]) writeFileSync(path.join(root, file), text);
  return [...made, ...registered].map(([file]) => file);
};

const fill = (text: string, names: EngineNames): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => (Object.hasOwn(names, name) ? names[name as keyof EngineNames] : placeholder));
