import { beforeEach, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { goodRequest, post, request, SPOT } from './requests';
import { ADMIN_KEY, answerTo, decisions, DecisionsStandIn, PricingStandIn, runningGateway, standIn, TENANT_DECISION } from './running-gateway';

const servers = await realServers();
await standIn(servers, 'decisions', DecisionsStandIn);
await standIn(servers, 'pricing', PricingStandIn);
const gateway = await runningGateway(servers);

beforeEach(() => {
  decisions.asked.length = 0;
  decisions.behave = (ask) => Promise.resolve(answerTo(ask));
});

describe('a good request', () => {
  it('reaches decisions with its state unread beside it and comes back as it was answered', async () => {
    const { status, body, headers } = await post(gateway, SPOT, goodRequest);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ request_id: 'req-1', cluster_id: 'c-1', verdict: 'act' });
    expect(headers.get('x-request-id')).toBe('req-1');
    expect(decisions.asked).toHaveLength(1);
    expect(decisions.asked[0]).toMatchObject({ bytes: JSON.stringify(goodRequest.current_state).length, ask: { envelope: { requirements: goodRequest.requirements, constraints: {}, cause: 'routine', customer_id: null } } });
  });

  it('is decided by its decision_type on the common route', async () => {
    expect((await post(gateway, '/api/v1/ml/decision', goodRequest)).status).toBe(200);
  });
});
void ADMIN_KEY, TENANT_DECISION, request;
