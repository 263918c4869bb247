import { BinPackHead } from './bin-pack-head';
import { stateField } from './state-field';

export class BinPackRequest extends BinPackHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z' })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
