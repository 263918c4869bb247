import { v7 as uuid } from 'uuid';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ApiClient } from './api-client';
import { asOfNow } from '@ml/contracts/samples/as-of-now';
import type { Example } from './examples';

/** Asks what a platform would ask that has looked at its cluster just now. @throws Error with the server's code */
export const askDecision = (api: ApiClient, { route, body }: Example): Promise<DecisionAnswer> =>
  api.post<DecisionAnswer>(`/api/v1/ml/decision/${route}`, { ...asOfNow(body, Date.now()), request_id: uuid() });
