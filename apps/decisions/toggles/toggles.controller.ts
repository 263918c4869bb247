import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askChangeToggles, askToggles } from '@ml/contracts/decisions';
import { TOGGLE_KEYS, TOGGLES, type FeatureToggles, type FeatureTogglesChange, type Toggle, type ToggleKey } from '@ml/contracts/feature-toggles';
import { ToggleStore, type StoredToggles } from '@ml/persistence/stores/decisions/toggle-store';
import { Answers } from '@ml/platform/bus/handlers';
import { currentCall } from '@ml/platform/call-context';
import { chosenAfter, effectiveToggles } from './effective-toggles';
import { ToggleBoard } from './toggle-board';

@Controller()
export class TogglesController {
  constructor(
    @Inject(ToggleStore) private readonly store: ToggleStore,
    @Inject(ToggleBoard) private readonly board: ToggleBoard,
  ) {}

  /** From the database, not from memory: whoever has just changed them sees it, whichever replica answers. */
  @Answers(askToggles)
  async get(): Promise<FeatureToggles> {
    return this.shown(await this.store.read());
  }

  @Answers(askChangeToggles)
  async change(@Payload() change: FeatureTogglesChange): Promise<FeatureToggles> {
    const stored = await this.store.change(change.revisions, ({ chosen }) => chosenAfter(chosen, change));
    void this.board.refresh().catch(() => undefined);
    return this.shown(stored);
  }

  private async shown({ revision, chosen }: StoredToggles): Promise<FeatureToggles> {
    const savings = await this.store.savings(currentCall().tenant);
    const settings = effectiveToggles(chosen);
    const toggles = TOGGLE_KEYS.map((key) => [key, { ...settings[key], estimated_savings: savings[TOGGLES[key].engine] ?? 0 }] as const);
    return { revision, toggles: Object.fromEntries(toggles) as Readonly<Record<ToggleKey, Toggle>> };
  }
}
