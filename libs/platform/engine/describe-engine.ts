import { createHash } from 'node:crypto';
import type { EngineDescription } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { readConfig } from '@ml/engine-kernel/settings';
import { canonicalJson } from '@ml/state/canonical-json';

/** Which versions there are and with which configuration they decide now. */
export const describeEngine = (engine: Engine, build: string, env: NodeJS.ProcessEnv): EngineDescription => {
  const { config } = readConfig(engine.name, engine.settings, env);
  const config_hash = createHash('sha256').update(canonicalJson(config)).digest('hex');
  return { type: engine.name, build, versions: engine.versions.map(({ version }) => ({ version, config, config_hash })) };
};
