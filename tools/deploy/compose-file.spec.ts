import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATABASE_OWNERS } from '@ml/persistence/database-owner';
import { passwordVariable } from '../nats/authorization';
import { allPermissions, OWNERS } from '../nats/permissions';
import { databasePasswordVariable } from './database-password-variable';

const compose = readFileSync('docker-compose.yml', 'utf8');
const example = readFileSync('deploy/compose.env.example', 'utf8');

/** Text of one service, up to the next one. */
const serviceOf = (name: string): string => new RegExp(String.raw`^  ${name}:\n((?:    .*\n|\n)+)`, 'm').exec(compose)?.[1] ?? '';

describe('docker-compose.yml', () => {
  it.each(OWNERS)('runs %s as its own user of the bus', (owner) => {
    expect(serviceOf(owner)).toContain(`NATS_USER: ${owner}\n`);
    expect(serviceOf(owner)).toContain(`NATS_PASSWORD: \${${passwordVariable(owner)}}`);
  });

  it.each(DATABASE_OWNERS)('connects %s with its own role', (owner) => {
    expect(serviceOf(owner)).toContain(`postgresql://${owner}:\${${databasePasswordVariable(owner)}}@postgres:5432/ml_server`);
    expect(serviceOf('migrate')).toContain(`${databasePasswordVariable(owner)}: \${${databasePasswordVariable(owner)}}`);
  });

  it.each([...allPermissions().keys()])('tells the bus the password of %s', (user) => {
    expect(serviceOf('nats')).toContain(`${passwordVariable(user)}: \${${passwordVariable(user)}}`);
  });

  it('uses no variable that the example does not name, unless it has a default', () => {
    const used = [...compose.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name]) => name ?? '');
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect([...new Set(used)].filter((name) => !named.includes(name))).toEqual([]);
  });

  it('names no key of identifiers that the collector would start with: everybody could read the hashes', () => {
    expect(/^COLLECT_HASH_KEY=(.+)$/m.exec(example)?.[1]?.length).toBeLessThan(32);
  });

  it('publishes the three servers to this machine only', () => {
    const published = [...compose.matchAll(/^ {6}- "([^"]+)"$/gm)].map(([, port]) => port ?? '').filter((port) => /:\d+$/.test(port));
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['${ML_SERVER_PORT:-8001}:8001']);
  });
});
