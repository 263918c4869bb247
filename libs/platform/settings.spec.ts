import { describe, expect, it } from 'vitest';
import { choice, decimal, defineSettings, describeSettings, flag, integer, list, optional, readSettings, secret, SettingsError, text, url } from './settings';

const declaration = defineSettings({
  port: integer({ env: 'PORT', default: 8001, min: 0, max: 65_535, unit: 'port', why: 'where it listens' }),
  share: decimal({ env: 'SHARE', default: 0.5, min: 0, max: 1, unit: 'share', why: 'how much' }),
  on: flag({ env: 'ON', default: false, why: 'whether' }),
  level: choice({ env: 'LEVEL', of: ['low', 'high'], default: 'low', why: 'which' }),
  regions: list({ env: 'REGIONS', default: ['a'], why: 'where' }),
  key: secret({ env: 'KEY', why: 'who' }),
  site: optional(url({ env: 'SITE', protocols: ['https'], why: 'whither' })),
  name: text({ env: 'NAME', default: 'n', why: 'what' }),
});

describe('settings', () => {
  it('takes the defaults where nothing is given', () => {
    expect(readSettings(declaration, { KEY: 'k' })).toEqual({ port: 8001, share: 0.5, on: false, level: 'low', regions: ['a'], key: 'k', site: null, name: 'n' });
  });

  it('reads what is given, in its own type', () => {
    const env = { KEY: 'k', PORT: '0', SHARE: '0.25', ON: 'true', LEVEL: 'high', REGIONS: 'x, y,', SITE: 'https://x.example' };
    expect(readSettings(declaration, env)).toMatchObject({ port: 0, share: 0.25, on: true, level: 'high', regions: ['x', 'y'], site: 'https://x.example' });
  });

  it('names every fault at once, and hides secrets', () => {
    const faults = (env: NodeJS.ProcessEnv): readonly string[] => {
      try {
        readSettings(declaration, env);
        return [];
      } catch (error) {
        return error instanceof SettingsError ? error.faults : [String(error)];
      }
    };
    const found = faults({ PORT: '65536', SHARE: 'NaN', ON: 'yes', LEVEL: 'middle', SITE: 'ftp://x' });
    expect(found.map((fault) => fault.split(/[: ]/)[0])).toEqual(['PORT', 'SHARE', 'ON', 'LEVEL', 'KEY', 'SITE']);
    expect(found[0]).toContain('"65536" is not a whole number from 0 to 65535');
    expect(found[4]).toBe('KEY is required: who');
  });

  it('describes itself without telling a secret', () => {
    expect(describeSettings(declaration)).toContainEqual({ env: 'KEY', default: 'required', expected: 'text', why: 'who' });
  });
});
