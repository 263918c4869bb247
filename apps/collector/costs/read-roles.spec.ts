import { describe, expect, it } from 'vitest';
import { collectorSettings } from '../settings';
import { readRoles } from './read-roles';

const [ONE, OTHER] = ['arn:aws:iam::111122223333:role/cost-reader', 'arn:aws-us-gov:iam::444455556666:role/team/odd,name=x'];

describe('roles that read costs', () => {
  it('are read by account, with names that hold commas', () => {
    expect(readRoles(`111122223333=${ONE}, 444455556666 = ${OTHER}`)).toEqual([{ accountId: '111122223333', role: ONE }, { accountId: '444455556666', role: OTHER }]);
  });

  it.each(['111122223333', `11112222333=${ONE}`, `111122223333=${ONE},111122223333=${ONE}`, '111122223333=arn:aws:iam::111122223333:user/jane', `${ONE}`, `111122223333=${ONE},`])('are refused as a whole when one is wrong: %s', (text) => {
    expect(readRoles(text)).toBeUndefined();
  });

  it('are never printed', () => {
    expect(collectorSettings.costExplorerRoles.secret).toBe(true);
  });
});
