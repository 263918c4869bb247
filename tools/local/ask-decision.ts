import { v7 as uuid } from 'uuid';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ApiClient } from './api-client';
import type { Example } from './examples';

/** Asks what a platform would ask. @throws Error with the server's code */
export const askDecision = (api: ApiClient, { route, body }: Example): Promise<DecisionAnswer> =>
  api.post<DecisionAnswer>(`/api/v1/ml/decision/${route}`, { ...body, request_id: uuid() });
