import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfig, EngineRow } from '@ml/persistence/stores/decisions/engine-row';
import { EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import { sourceHash, type RunnableEngine } from './runnable-engine';

/** Engines whose sources are kept: those in force, and those that replays ask for. At most 1 MB each. */
const KEPT = 32;

interface Shelved {
  readonly row: EngineRow;
  readonly source: string | null;
  readonly damaged: boolean;
}

/** A version of the built-in engine, or an engine of the operator. */
export type ChosenEngine = { readonly builtIn: string; readonly custom?: never } | { readonly custom: RunnableEngine; readonly builtIn?: never };

/** Engines by id; what was uploaded never changes. */
@Injectable()
export class EngineShelf {
  private readonly known = new Map<string, Shelved>();

  constructor(@Inject(EngineStore) private readonly store: EngineStore) {}

  /** Without `config` it decides with what was uploaded. @throws AppError NOT_FOUND */
  async take(id: string, config?: EngineConfig): Promise<ChosenEngine> {
    const { row, source, damaged } = await this.read(id);
    const { engine_name: name, engine_version: version, sha256 } = row;
    if (source === null || sha256 === null) return { builtIn: version };
    return { custom: { ref: { id, name, version, sha256 }, source, damaged, config: config ?? row.config ?? {} } };
  }

  private async read(id: string): Promise<Shelved> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const row = await this.store.byId(id);
    const source = row.origin === 'custom' ? await this.store.source(id) : null;
    const read = { row, source, damaged: source !== null && sourceHash(source) !== row.sha256 };
    if (read.damaged) return read;
    this.known.set(id, read);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= KEPT) break;
      this.known.delete(oldest);
    }
    return read;
  }
}
