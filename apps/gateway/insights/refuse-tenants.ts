import { AppError } from '@ml/contracts/app-error';

/** Collected data belong to the whole platform. @throws AppError FORBIDDEN when the key is bound to a tenant */
export const refuseTenants = (tenant: string | null): void => {
  if (tenant !== null) throw new AppError('FORBIDDEN', 'only a key that is not bound to a tenant may ask about collected data; post them instead');
};
