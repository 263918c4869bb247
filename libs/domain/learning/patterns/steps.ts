/** Work over very many rows in steps, so that whoever does it can see to other things in between. */
export type Steps<Result> = Generator<undefined, Result, unknown>;

/** All of it at once. */
export const atOnce = <Result>(steps: Steps<Result>): Result => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};
