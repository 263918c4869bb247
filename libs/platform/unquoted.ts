const FRAME = /^ {4}at .+:\d+:\d+\)?$/;

/** An error without its text. */
export interface Unquoted {
  readonly type: string;
  readonly code?: string;
  /** Frames alone. */
  readonly stack?: string;
  readonly cause?: Unquoted;
}

/** What a log may say of an error that may quote what was posted: its kind and where it happened, without its text. */
export const unquoted = (error: unknown): Unquoted => {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const frames = stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => FRAME.test(line));
  const code: unknown = 'code' in error ? error.code : undefined;
  return { type: name, ...(typeof code === 'string' && { code }), stack: frames.join('\n'), ...(cause instanceof Error && { cause: unquoted(cause) }) };
};
