export type StateFaultCode = 'BAD_QUANTITY' | 'BAD_TIME' | 'BAD_STATE' | 'BAD_FIELD' | 'MISSING_FIELD' | 'DUPLICATE_FIELD' | 'BAD_WINDOW' | 'UNKNOWN_TIME_ZONE';

/** Says which field of the posted state cannot be read, by its path. */
export class StateFault extends Error {
  override readonly name = 'StateFault';
  constructor(
    readonly code: StateFaultCode,
    /** As in `current_state.pods[12].spec.containers[0].resources.requests.cpu`. */
    readonly path: string,
    /** What is wrong there, as in `"5x" is not a quantity`. */
    readonly problem: string,
  ) {
    super(path === '' ? problem : `${path}: ${problem}`);
  }

  /** The same fault, seen from the object or list that holds the faulty value. */
  within(key: string | number): StateFault {
    return new StateFault(this.code, joined(key, this.path), this.problem);
  }
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

const joined = (key: string | number, rest: string): string => {
  const head = typeof key === 'number' ? `[${key}]` : PLAIN_KEY.test(key) ? key : `[${JSON.stringify(key)}]`;
  return rest === '' || rest.startsWith('[') ? head + rest : `${head}.${rest}`;
};
