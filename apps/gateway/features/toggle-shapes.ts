import type { FeatureTogglesChangeDto, FeatureTogglesDto } from '@ml/contracts/dto/feature-toggles-dto';
import { TOGGLE_KEYS, TOGGLES, type FeatureToggles, type ToggleChange, type ToggleKey } from '@ml/contracts/feature-toggles';

/** Thresholds stand beside the other fields, as the contract has them. */
export const toDto = ({ revision, toggles }: FeatureToggles): FeatureTogglesDto => {
  const flat = TOGGLE_KEYS.map((key) => {
    const { thresholds, estimated_savings, ...settings } = toggles[key];
    return [key, { ...settings, ...thresholds, estimated_savings }] as const;
  });
  return { revision, toggles: Object.fromEntries(flat) };
};

/** Only what was sent; a computed field that was sent back is left out. */
export const toChanges = ({ toggles }: FeatureTogglesChangeDto): Readonly<Partial<Record<ToggleKey, ToggleChange>>> =>
  Object.fromEntries(Object.entries(toggles).map(([key, { estimated_savings: _, ...sent }]) => [key, split(key as ToggleKey, sent)]));

const split = (key: ToggleKey, sent: Readonly<Record<string, unknown>>): ToggleChange => {
  const isThreshold = ([name]: readonly [string, unknown]): boolean => name in TOGGLES[key].thresholds;
  const thresholds = Object.entries(sent).filter(isThreshold);
  const settings = Object.entries(sent).filter((field) => !isThreshold(field));
  return { ...Object.fromEntries(settings), ...(thresholds.length > 0 && { thresholds: Object.fromEntries(thresholds) as Readonly<Record<string, number>> }) };
};
