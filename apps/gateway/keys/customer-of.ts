import { AppError } from '@ml/contracts/app-error';

/** Whose cluster it is. @throws AppError TENANT_MISMATCH when a tenant's key names somebody else's */
export const customerOf = (named: string | null | undefined, tenant: string | null): string | null => {
  if (tenant === null || named === null || named === undefined || named === tenant) return named ?? tenant;
  throw new AppError('TENANT_MISMATCH', 'the key is bound to another customer', { path: 'customer_id' });
};
