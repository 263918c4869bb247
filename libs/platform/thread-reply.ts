import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import { toAppError } from './to-app-error';
import { unquoted, type Unquoted } from './unquoted';

interface ThreadFailure {
  readonly ok: false;
  readonly error: ErrorBody;
  /** Of what nobody foresaw: its kind and where in the thread it happened. Not its text: that may quote what was posted. */
  readonly bug?: Unquoted;
}

/** What comes back from a thread: classes do not survive the way. */
export type ThreadReply<Result> = { readonly ok: true; readonly result: Result } | ThreadFailure;

/** Makes of a function one that a thread can run: what it throws comes back as a value. */
export const replying =
  <Task, Result>(work: (task: Task) => Result) =>
  (task: Task): ThreadReply<Result> => {
    try {
      return { ok: true, result: work(task) };
    } catch (error) {
      const failure = toAppError(error);
      return { ok: false, error: failure.toBody(), ...(failure.code === 'INTERNAL' && { bug: unquoted(error) }) };
    }
  };

/** @throws AppError what the work threw; the cause of one that nobody foresaw says where in the thread it was thrown */
export const resultOf = <Result>(reply: ThreadReply<Result>): Result => {
  if (reply.ok) return reply.result;
  const { error, bug } = reply;
  if (bug === undefined) throw AppError.fromBody(error);
  throw new AppError(error.code, error.message, { cause: thrown(bug) });
};

const thrown = ({ type, cause, ...place }: Unquoted): Error => Object.assign(new Error('', cause && { cause: thrown(cause) }), { name: type, ...place });
