import { AsyncLocalStorage } from 'node:async_hooks';

export type Scope = 'platform' | 'operator' | 'admin' | 'viewer' | 'service';

/** Who asks, for whom and until when: travels with every message. */
export interface CallContext {
  readonly requestId: string;
  /** null: the platform's own key, which sees all tenants. */
  readonly tenant: string | null;
  readonly scope: Scope;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** What is said of this call quotes nothing that was posted. Known at the door only; behind it the question says so. */
  readonly confidential?: true;
}

const storage = new AsyncLocalStorage<CallContext>();

export const runInCall = <T>(call: CallContext, work: () => T): T => storage.run(call, work);

/** The context of the call being served, if any. */
export const findCall = (): CallContext | undefined => storage.getStore();

/** @throws Error outside a call: a programming mistake, not a user's. */
export const currentCall = (): CallContext => {
  const call = storage.getStore();
  if (call === undefined) throw new Error('no call is being served here: wrap the work in runInCall');
  return call;
};
