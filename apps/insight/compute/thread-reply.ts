import type { ErrorBody } from '@ml/contracts/app-error';
import { toAppError } from '@ml/platform/to-app-error';

/** What comes back from a thread: classes do not survive the way. */
export type ThreadReply<Result> = { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly error: ErrorBody };

/** Makes of a function one that a thread can run: what it throws comes back as a value. */
export const replying =
  <Task, Result>(work: (task: Task) => Result) =>
  (task: Task): ThreadReply<Result> => {
    try {
      return { ok: true, result: work(task) };
    } catch (error) {
      return { ok: false, error: toAppError(error).toBody() };
    }
  };
