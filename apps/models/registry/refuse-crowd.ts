import { AppError } from '@ml/contracts/app-error';
import type { PlacedAlias } from '@ml/persistence/stores/models/alias-board';

/** Each place is a process on every replica. @throws AppError TOO_MANY_MODELS when one more place is too many */
export const refuseCrowd = (placed: readonly PlacedAlias[], wanted: Pick<PlacedAlias, 'name' | 'alias'>, most: number): void => {
  const replaces = placed.some(({ name, alias }) => name === wanted.name && alias === wanted.alias);
  if (replaces || placed.length < most) return;
  throw new AppError('TOO_MANY_MODELS', `${placed.length} models are active; deactivate one first, or raise MODEL_MAX_ACTIVE`, { path: 'model_id', details: { active: placed.length, most } });
};
