import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import { toAppError } from './to-app-error';
import { unquoted, type Unquoted } from './unquoted';

export interface ThreadFailure {
  readonly error: ErrorBody;
  /** Of what nobody foresaw: its kind and where in the thread it happened. Not its text: that may quote what was posted. */
  readonly bug?: Unquoted;
}

/** What comes back from a thread: classes do not survive the way. */
export type ThreadReply<Result> = { readonly ok: true; readonly result: Result } | ({ readonly ok: false } & ThreadFailure);

/** Makes of a function one that a thread can run: what it throws comes back as a value. */
export const replying =
  <Task, Result>(work: (task: Task) => Result) =>
  (task: Task): ThreadReply<Result> => {
    try {
      return { ok: true, result: work(task) };
    } catch (error) {
      return { ok: false, ...failureOf(error) };
    }
  };

/** @param error as it is told, unless the usual way does. */
export const failureOf = (thrown: unknown, error = toAppError(thrown)): ThreadFailure => ({ error: error.toBody(), ...(error.code === 'INTERNAL' && { bug: unquoted(thrown) }) });

/** @throws AppError what the work threw */
export const resultOf = <Result>(reply: ThreadReply<Result>): Result => {
  if (reply.ok) return reply.result;
  throw errorOf(reply);
};

/** The cause of an error that nobody foresaw says where in the thread it was thrown. */
export const errorOf = ({ error, bug }: ThreadFailure): AppError => (bug === undefined ? AppError.fromBody(error) : new AppError(error.code, error.message, { cause: rethrown(bug) }));

const rethrown = ({ type, cause, ...place }: Unquoted): Error => Object.assign(new Error('', cause && { cause: rethrown(cause) }), { name: type, ...place });
