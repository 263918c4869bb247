import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { EngineId, EngineSelected, EngineShadowed } from '@ml/contracts/custom-engines';
import type { Settings } from '@ml/engine-kernel/settings';
import type { EngineConfig, EngineRow } from '@ml/persistence/stores/decisions/engine-row';
import { EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { readEngineConfig } from './config-schema';
import { EngineBoard } from './engine-board';
import { engineSummary } from './engine-summary';
import { contractOf } from './samples';

/** Says which engine decides and which shadows; every replica follows within seconds. */
@Injectable()
export class EngineChoices {
  constructor(
    @Inject(EngineStore) private readonly store: EngineStore,
    @Inject(EngineBoard) private readonly board: EngineBoard,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD with the setting's path */
  async select({ engine_id, config = {} }: EngineId & { readonly config?: Readonly<Record<string, unknown>> }): Promise<EngineSelected> {
    const row = await this.known(engine_id);
    const chosen = await this.store.select({ engine_type: row.engine_type, engine_id, config: configOf(row, config) });
    await this.follow();
    const engine = engineSummary({ ...row, active: true, shadow: false });
    this.logger.info({ engine, previous: chosen.previous?.engine_id, revision: chosen.revision }, 'another engine decides');
    return { status: 'selected', activated_at: new Date().toISOString(), engine, previous_active: chosen.previous && { ...engineSummary(chosen.previous), active: chosen.previous.engine_id === engine_id }, revision: chosen.revision };
  }

  /** @throws AppError NOT_FOUND, BAD_FIELD when it decides already */
  async shadow({ engine_id, enabled }: EngineId & { readonly enabled: boolean }): Promise<EngineShadowed> {
    const row = await this.known(engine_id);
    if (enabled && row.active) throw new AppError('BAD_FIELD', 'this engine decides already; a shadow is another one', { path: 'engine_id' });
    // Switching off what does not shadow leaves alone whoever does.
    const revision = enabled || row.shadow ? await this.store.shadow(row.engine_type, enabled ? engine_id : null) : (await this.store.selections()).revision;
    await this.follow();
    return { status: enabled ? 'shadow' : 'off', engine: engineSummary({ ...row, shadow: enabled }), revision };
  }

  /** At once here, after the hint everywhere else. */
  private async follow(): Promise<void> {
    await this.board.refresh().catch(() => undefined);
  }

  private async known(engineId: string): Promise<EngineRow> {
    const row = await this.store.byId(engineId);
    const { contract } = contractOf(row.engine_type);
    if (row.origin === 'built_in' && !contract.versions.includes(row.engine_version)) {
      throw new AppError('NOT_FOUND', `this build has no ${row.engine_type} ${row.engine_version}; it has ${contract.versions.join(', ')}`, { path: 'engine_id' });
    }
    return row;
  }
}

const configOf = (row: EngineRow, given: Readonly<Record<string, unknown>>): EngineConfig => {
  if (row.origin === 'built_in') {
    if (Object.keys(given).length > 0) throw new AppError('BAD_FIELD', 'built-in engines are configured by environment variables; send no config', { path: 'config' });
    return {};
  }
  const { config, faults } = readEngineConfig((row.config_schema ?? {}) as Settings, given, row.config ?? {});
  const [first] = faults;
  if (first !== undefined) throw new AppError('BAD_FIELD', first, { path: first.split(' ', 1)[0] ?? 'config', details: { faults } });
  return config;
};
