import type { EngineType } from '@ml/contracts/engine-types';
import { TOGGLE_KEYS, TOGGLES, type FeatureTogglesChange, type ToggleChange, type ToggleKey, type ToggleSettings } from '@ml/contracts/feature-toggles';
import type { ChosenToggles } from '@ml/persistence/stores/decisions/toggle-store';

export type Effective = Readonly<Record<ToggleKey, ToggleSettings>>;

const defaultsOf = (key: ToggleKey): ToggleSettings => {
  const { description, auto_scan_interval_hours, thresholds } = TOGGLES[key];
  const numbers = Object.entries(thresholds).map(([name, threshold]) => [name, (threshold as { readonly default: number }).default] as const);
  return { enabled: true, description, auto_scan_interval_hours, thresholds: Object.fromEntries(numbers) };
};

const overlay = (settings: ToggleSettings, change: ToggleChange = {}): ToggleSettings => ({
  ...settings,
  ...change,
  thresholds: { ...settings.thresholds, ...change.thresholds },
});

/** Defaults of the code under what somebody has chosen. */
export const effectiveToggles = (chosen: ChosenToggles): Effective =>
  Object.fromEntries(TOGGLE_KEYS.map((key) => [key, overlay(defaultsOf(key), chosen[key])])) as Effective;

const KEY_OF = Object.fromEntries(TOGGLE_KEYS.map((key) => [TOGGLES[key].engine, key])) as Readonly<Record<EngineType, ToggleKey>>;

export const toggleKeyOf = (engine: EngineType): ToggleKey => KEY_OF[engine];

/** Without what is in force already: to send back what one has got changes nothing, and pins no default. */
const differing = (given: Readonly<Record<string, unknown>>, inForce: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== undefined && value !== inForce[name]));

/** What is to be written: only toggles that change, each with everything that is chosen then. */
export const chosenAfter = (before: ChosenToggles, { toggles }: FeatureTogglesChange): ChosenToggles => {
  const inForce = effectiveToggles(before);
  const changed = Object.entries(toggles).flatMap(([name, { thresholds = {}, ...fields }]) => {
    const key = name as ToggleKey;
    const [plain, numbers] = [differing(fields, { ...inForce[key] }), differing(thresholds, inForce[key].thresholds)];
    if (Object.keys(plain).length + Object.keys(numbers).length === 0) return [];
    const all = { ...before[key]?.thresholds, ...numbers };
    return [[key, { ...before[key], ...plain, ...(Object.keys(all).length > 0 && { thresholds: all }) }] as const];
  });
  return Object.fromEntries(changed);
};
