import { AppError } from '@ml/contracts/app-error';
import { GAP_DATA_TYPES, GAP_PRIORITIES, type FillGap, type GapDataType, type GapPriority } from '@ml/contracts/gaps';
import { checkDays, dayOf, type DaysToFetch } from '@ml/domain/gaps/check-days';

/** What a fill asks for, with nothing left open. */
export interface CheckedFill extends DaysToFetch {
  readonly data_types: readonly GapDataType[];
  readonly priority: GapPriority;
  readonly refetch: boolean;
}

/** @throws StateFault, AppError BAD_FIELD with the name of the field */
export const checkFill = (ask: FillGap, { now, maxDays }: { readonly now: Date; readonly maxDays: number }): CheckedFill => {
  const { gap_start_date: from, gap_end_date: to, data_types = GAP_DATA_TYPES, priority = 'normal', refetch = false } = ask;
  const days = checkDays({ from, to, today: dayOf(now), maxDays, names: { from: 'gap_start_date', to: 'gap_end_date' } });
  if (!GAP_PRIORITIES.includes(priority)) throw badField('priority', `priority is one of ${GAP_PRIORITIES.join(', ')}`);
  if (data_types.length === 0 || !data_types.every((type) => GAP_DATA_TYPES.includes(type))) throw badField('data_types', `data_types are some of ${GAP_DATA_TYPES.join(', ')}`);
  return { ...days, data_types: GAP_DATA_TYPES.filter((type) => data_types.includes(type)), priority, refetch };
};

const badField = (path: string, text: string): AppError => new AppError('BAD_FIELD', text, { path });
