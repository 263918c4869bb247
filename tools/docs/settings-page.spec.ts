import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentName } from '@ml/engine-kernel/settings';
import { databaseSettings } from '@ml/persistence/database-settings';
import { engineSettings } from '@ml/platform/engine/engine-settings';
import { serviceSettings } from '@ml/platform/service-settings';
import { describeSettings, type SettingsDeclaration } from '@ml/platform/settings';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { settingsPage, type SettingSection } from './settings-page';
import { TOOL_SETTINGS } from './tool-settings';

const PAGE = 'docs/settings.md';
const isDatabase = new Set(Object.values(databaseSettings).map(({ env }) => env));

/** What a service declares beside the database's. Apps are no library: they are read where they stand. */
const declaredIn = async (title: string, file: string): Promise<SettingSection> => {
  const exported = Object.entries((await import(path.resolve(file))) as Record<string, unknown>);
  const declaration = exported.find(([name]) => name.endsWith('Settings'))?.[1] as SettingsDeclaration;
  return { title, rows: describeSettings(declaration).filter(({ env }) => !isDatabase.has(env)) };
};

const ofEngines = (): readonly SettingSection[] =>
  Object.values(ENGINE_CATALOGUE).map(({ name, settings }) => ({
    title: `Engine ${name}`,
    rows: Object.entries(settings).map(([key, setting]) => ({
      env: environmentName(name, key),
      default: String(setting.default),
      expected: setting.kind === 'flag' ? 'true or false' : `a number from ${setting.min} to ${setting.max} (${setting.unit})`,
      why: setting.why,
    })),
  }));

const everything = async (): Promise<string> =>
  settingsPage([
    { title: 'Every service and engine', rows: describeSettings(serviceSettings) },
    { title: 'Services with a database', intro: 'gateway, decisions, pricing, gap-filler, models, feedback, collector.', rows: describeSettings(databaseSettings) },
    await declaredIn('gateway', 'apps/gateway/settings.ts'),
    await declaredIn('decisions', 'apps/decisions/settings.ts'),
    await declaredIn('pricing', 'apps/pricing/settings.ts'),
    await declaredIn('gap-filler', 'apps/gap-filler/settings.ts'),
    await declaredIn('models', 'apps/models/settings.ts'),
    await declaredIn('feedback', 'apps/feedback/settings.ts'),
    await declaredIn('collector', 'apps/collector/settings.ts'),
    await declaredIn('insight', 'apps/insight/settings.ts'),
    { title: 'Every engine', rows: describeSettings(engineSettings) },
    ...ofEngines(),
    ...TOOL_SETTINGS,
    await declaredIn('aws-emulator (development only)', 'apps/aws-emulator/emulator-settings.ts'),
  ]);

describe(PAGE, () => {
  it('lists every setting as the code declares it ("npm run docs:settings" writes it anew)', async () => {
    const page = await everything();
    if (process.env['ACCEPT_SETTINGS'] === 'true') writeFileSync(PAGE, page);
    expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(page);
  });
});
