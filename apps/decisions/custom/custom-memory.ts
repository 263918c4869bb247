import type { Memory } from '@ml/contracts/decision';
import { SandboxFault } from './sandbox-fault';

/** What engines of the operator remember stands beside what the built-in one remembers, under their own names. */
const PREFIX = 'custom:';

const keysOf = (name: string): string => `${PREFIX}${name}:`;

/** The built-in engine is not told what others have left. */
export const builtInMemory = (memory: readonly Memory[]): readonly Memory[] => memory.filter(({ key }) => !key.startsWith(PREFIX));

/** Every version of an engine remembers what the version before did; no engine sees another's. */
export const memoryOf = (name: string, memory: readonly Memory[]): readonly Memory[] =>
  memory.filter(({ key }) => key.startsWith(keysOf(name))).map((entry) => ({ ...entry, key: entry.key.slice(keysOf(name).length) }));

export const rememberedBy = (name: string, remember: readonly Memory[]): readonly Memory[] => remember.map((entry) => ({ ...entry, key: keysOf(name) + entry.key }));

/** Of one engine about one cluster: all of it is read and handed over with every decision. */
const MOST = 2_000;
/** As JSON. */
const MOST_CHARACTERS = 1024 * 1024;

/** @throws SandboxFault when it would come to remember too much; nothing of it is kept then */
export const checkMemory = (before: readonly Memory[], remember: readonly Memory[]): void => {
  if (remember.length === 0) return;
  const all = new Map([...before, ...remember].map((memory) => [memory.key, memory]));
  const { size } = all;
  const { length } = JSON.stringify([...all.values()]);
  if (length > MOST_CHARACTERS) throw new SandboxFault('ENGINE_BAD_ANSWER', `remember: with these it remembers ${length} characters about one cluster and may remember ${MOST_CHARACTERS}; let them expire sooner`);
  if (size > MOST) throw new SandboxFault('ENGINE_BAD_ANSWER', `remember: with these it remembers ${size} things about one cluster and may remember ${MOST}; let them expire sooner`);
};
