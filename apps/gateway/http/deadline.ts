import { AppError } from '@ml/contracts/app-error';

/** Above what any question of the bus waits for itself: a caller can only ask for less. */
const LONGEST_MS = 60_000;
const HEADER = 'X-Deadline-Ms';

/** How long the caller wants to wait. @throws AppError BAD_PARAMETER */
export const patienceFrom = (header: string | readonly string[] | undefined): number => {
  if (header === undefined) return LONGEST_MS;
  const ms = Number(header);
  if (Number.isInteger(ms) && ms >= 1 && ms <= LONGEST_MS) return ms;
  throw new AppError('BAD_PARAMETER', `${HEADER} must be a whole number of milliseconds from 1 to ${LONGEST_MS}`, { path: HEADER });
};
