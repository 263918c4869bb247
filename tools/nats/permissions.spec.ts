import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACCESS } from '@ml/contracts/access';
import { DURABLES } from '@ml/contracts/durables';
import { authorization } from './authorization';
import { bootstrapPermissions, OWNERS, permissionsOf } from './permissions';
import { permissionsFile, PERMISSIONS_FILE } from './permissions-file';

describe('what each user of the bus may do', () => {
  it('is committed as the contracts say; "npm run nats:config" writes it anew', () => {
    expect(existsSync(PERMISSIONS_FILE) ? readFileSync(PERMISSIONS_FILE, 'utf8') : '').toBe(permissionsFile());
  });

  it.each(OWNERS)('lets %s use none of the wide subjects', (owner) => {
    const { publish, subscribe } = permissionsOf(owner);
    expect(publish.filter((subject) => /^(>|\*|\$JS\.>|\$JS\.API\.>|_INBOX\.(?!gateway\.told\.))/.test(subject))).toEqual([]);
    expect(subscribe.filter((subject) => /^(>|\*|_INBOX\.>|\$)/.test(subject))).toEqual([]);
  });

  it.each(OWNERS)('lets %s make no stream', (owner) => {
    expect(permissionsOf(owner).publish.filter((subject) => /\.STREAM\.(CREATE|UPDATE|DELETE)\./.test(subject))).toEqual([]);
  });

  it('lets nobody answer who is asked nothing', () => {
    expect(permissionsOf('gateway').answers).toBe(false);
    expect(permissionsOf('decisions').answers).toBe(true);
  });

  it('lets only the consumer of reports tell the gateway what came of them', () => {
    expect(OWNERS.filter((owner) => permissionsOf(owner).publish.includes('_INBOX.gateway.told.>'))).toEqual(['feedback']);
  });

  it('lets the user that makes streams read no message', () => {
    expect(bootstrapPermissions().publish.filter((subject) => /CONSUMER|MSG|PURGE|DELETE/.test(subject))).toEqual([]);
  });

  it('knows a durable consumer for every fact that is consumed', () => {
    const named = DURABLES.map(({ owner, fact }) => `${owner} ${fact.subject}`).sort();
    const consumed = OWNERS.flatMap((owner) => ACCESS[owner].consumes.map((fact) => `${owner} ${fact.subject}`)).sort();
    expect(named).toEqual(consumed);
  });

  it('writes a password as it is given', () => {
    expect(authorization((user) => JSON.stringify(`${user}-secret`))).toContain('password: "pricing-secret"');
    expect(authorization((user) => `$${user}`)).toContain('password: $pricing');
  });
});
