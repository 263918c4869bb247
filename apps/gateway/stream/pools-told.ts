import type { PoolTold } from '@ml/contracts/pools';
import { LEAST_CUSTOMERS } from '@ml/domain/learning/least-customers';
import type { Happening } from './happening';

/** How risky a pool is concerns everybody; how many were interrupted there is for a tenant only when nobody can be told apart. */
export const poolToldTo = ({ affected_clients_count, interruptions_in_window, ...told }: PoolTold): Happening['toldTo'] => {
  const forAll = { event: 'pool_told', ...told };
  const counted = { ...forAll, affected_clients_count, interruptions_in_window };
  return (tenant) => (tenant === null || affected_clients_count >= LEAST_CUSTOMERS ? counted : forAll);
};
