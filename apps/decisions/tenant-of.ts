import type { DecisionEnvelope } from '@ml/contracts/decision';
import { currentCall } from '@ml/platform/call-context';

/** Decisions that the platform asks for without naming a customer. */
const PLATFORM = 'platform';

/** Whose decision this is: the key's tenant, else the customer that the platform names. */
export const tenantOf = ({ customer_id }: DecisionEnvelope): string => currentCall().tenant ?? customer_id ?? PLATFORM;
