import type { ModelRef } from '@ml/contracts/model-metadata';
import type { ChampionChange } from '@ml/persistence/stores/models/alias-store';

interface Held {
  readonly model: ModelRef | null;
  readonly deleted: boolean;
}

/**
 * Who was champion before the one that is, going by the changes, oldest first. A roll-back takes what it left out of the way, so that the next
 * one goes further back; what has been deleted since is passed over. After a deactivation it is the one that was deactivated.
 */
export const previousChampion = (changes: readonly Pick<ChampionChange, 'change' | 'model' | 'deleted'>[]): ModelRef | undefined => {
  const held: Held[] = [];
  for (const { change, model, deleted } of changes) {
    if (change === 'rolled_back') {
      const back = held.findLastIndex((entry) => entry.model?.id === model?.id);
      if (back >= 0) held.length = back;
    }
    held.push({ model, deleted });
  }
  const current = held.pop()?.model?.id;
  return held.findLast(({ model, deleted }) => model !== null && !deleted && model.id !== current)?.model ?? undefined;
};
