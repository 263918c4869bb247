import { defineSettings, integer, type SettingsOf } from '@ml/platform/settings';

export const insightSettings = defineSettings({
  threads: integer({ env: 'INSIGHT_THREADS', default: 2, min: 1, max: 64, unit: 'threads', why: 'that forecast and score' }),
});

export type InsightSettings = SettingsOf<typeof insightSettings>;
