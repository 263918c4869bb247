import type { EngineContract } from '@ml/contracts/engines';

/** `spot_optimizer_v1` or `spot_optimizer_v1.0.0` -> the engine's version; undefined when the text names another engine. */
const versionNamed = (engine: EngineContract, name: string): string | undefined => {
  const prefix = `${engine.type}_v`;
  if (!name.startsWith(prefix)) return undefined;
  const wanted = name.slice(prefix.length);
  return engine.versions.findLast((version) => version === wanted || version.startsWith(`${wanted}.`));
};

/** The version that decides: the configured one, else the newest built-in. `configured` may name engines of several types. */
export const activeVersion = (engine: EngineContract, configured: string | null): string => {
  for (const name of (configured ?? '').split(',')) {
    const version = versionNamed(engine, name.trim());
    if (version !== undefined) return version;
  }
  const newest = engine.versions.at(-1);
  if (newest === undefined) throw new Error(`${engine.type} has no version`);
  return newest;
};

/** A built-in version that somebody has selected comes before the configured one, unless this build has it no more. */
export const versionInForce = (engine: EngineContract, selected: { readonly builtIn?: string } | undefined, configured: string | null): string => {
  const builtIn = selected?.builtIn;
  return builtIn !== undefined && engine.versions.includes(builtIn) ? builtIn : activeVersion(engine, configured);
};

/** Names in the configuration that no engine knows: said at start, so that a typing error does not pass for the newest version. */
export const unknownEngines = (engines: readonly EngineContract[], configured: string | null): readonly string[] =>
  (configured ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !engines.some((engine) => versionNamed(engine, name) !== undefined));
