import { currentCall } from '@ml/platform/call-context';

/** Whose decisions are those that the platform asks for without naming a customer: no customer can have an empty name. */
export const PLATFORM = '';

/** Whose decision this is: the key's tenant, else the customer that the platform names. */
export const tenantOf = ({ customer_id }: { readonly customer_id: string | null }): string => currentCall().tenant ?? customer_id ?? PLATFORM;
