import { AppError } from '@ml/contracts/app-error';
import type { Identity } from '../keys/identity';
import type { Policy } from './policy';

/** @throws AppError FORBIDDEN when the key may not do this. */
export const permit = (policy: Policy, identity: Identity): void => {
  if (policy.scopes !== null && !policy.scopes.includes(identity.scope)) {
    throw new AppError('FORBIDDEN', `a key of scope ${identity.scope} may not do this, ${policy.scopes.join(', ')} may`, { details: { scopes: policy.scopes } });
  }
  if (policy.allTenants && identity.tenant !== null) throw new AppError('FORBIDDEN', 'only a key that is not bound to a tenant may do this');
};
