import { AppError, type Fault } from '@ml/contracts/app-error';

/** More would only fill the caller's log. */
const MOST_FAULTS = 100;

/** All faults in one error; the first one stands at the top. */
export const faultsError = (faults: readonly [Fault, ...Fault[]]): AppError => {
  const [first] = faults;
  const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
  return new AppError(first.code, `${first.path} ${first.message}${more}`, { path: first.path, details: { faults: faults.slice(0, MOST_FAULTS) } });
};

export const refuseFaults = (faults: readonly Fault[]): void => {
  const [first, ...others] = faults;
  if (first !== undefined) throw faultsError([first, ...others]);
};
