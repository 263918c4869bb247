import { StateFault } from '../fault';

/** The fault that `run` ends in. */
export const faultOf = (run: () => unknown): StateFault => {
  try {
    run();
  } catch (error) {
    if (error instanceof StateFault) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
};
