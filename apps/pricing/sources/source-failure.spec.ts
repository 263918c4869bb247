import { describe, expect, it } from 'vitest';
import { isPassing, isStaleToken, sourceFailed } from './source-failure';

const failure = (name: string, status?: number, stale_token = false): Error => Object.assign(new Error('with a secret in it'), { name, stale_token, ...(status !== undefined && { status }) });

describe('a failed call to a source', () => {
  it.each([
    ['RequestLimitExceeded', 503, 'throttles'],
    ['ThrottlingException', 400, 'throttles'],
    ['CredentialsProviderError', undefined, 'has no AWS credentials'],
    ['ExpiredToken', 400, 'have expired'],
    ['AuthFailure', 401, 'does not accept the credentials'],
    ['UnrecognizedClientException', 400, 'does not accept the credentials'],
    ['UnauthorizedOperation', 403, 'allow ec2:DescribeSpotPriceHistory'],
    ['AccessDeniedException', 400, 'allow ec2:DescribeSpotPriceHistory'],
    ['OptInRequired', 401, 'not enabled for the account'],
  ])('%s tells the operator what to do', (name, status, advice) => {
    const { message, code } = sourceFailed('DescribeSpotPriceHistory', failure(name, status));
    expect(code).toBe('SOURCE_FAILED');
    expect(message).toContain(name);
    expect(message).toContain(advice);
    expect(message).not.toContain('secret');
  });

  it('names the permission of the price list', () => {
    expect(sourceFailed('GetProducts', failure('AccessDeniedException', 400)).message).toContain('allow pricing:GetProducts');
  });

  it.each([
    ['RequestLimitExceeded', 503, true],
    ['ThrottlingException', 400, true],
    ['InternalError', 500, true],
    ['TimeoutError', undefined, true],
    ['SyntaxError', 200, true],
    // A throttled answer that broke off before it said so.
    ['Error', 400, true],
    ['AuthFailure', 401, false],
    ['CredentialsProviderError', undefined, false],
    ['InvalidParameterValue', 400, false],
  ])('%s with %s may pass: %s', (name, status, passes) => {
    expect(isPassing(failure(name, status))).toBe(passes);
    expect(sourceFailed('DescribeSpotPriceHistory', failure(name, status)).retryable).toBe(passes);
  });

  it('knows a place that is no longer taken from a refusal of another kind', () => {
    expect(isStaleToken(sourceFailed('GetProducts', failure('ExpiredNextTokenException', 400, true)))).toBe(true);
    expect(isStaleToken(sourceFailed('GetProducts', failure('InvalidParameterException', 400)))).toBe(false);
    expect(isStaleToken(failure('ExpiredNextTokenException', 400, true))).toBe(false);
  });
});
