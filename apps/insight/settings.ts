import { defineSettings, integer, list, type SettingsOf } from '@ml/platform/settings';

export const insightSettings = defineSettings({
  threads: integer({ env: 'INSIGHT_THREADS', default: 2, min: 1, max: 64, unit: 'threads', why: 'that forecast and score' }),
  words: list({ env: 'COLLECT_WORDS', default: [], why: 'further words that names of resource types, scenarios and metrics may be made of' }),
});

export type InsightSettings = SettingsOf<typeof insightSettings>;
