import type { Held } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import type { DecideInput } from '@ml/engine-kernel/engine';
import type { UsageForecast } from '@ml/engine-kernel/forecast';
import { priceListOf, type PriceList } from '@ml/engine-kernel/price-list';
import { regionFrom } from '@ml/engine-kernel/region';
import type { UsageState } from '@ml/state/observed/usage';
import { askReaders, type Constraints, type Requirements } from './ask';
import type { RightsizingConfig, RightsizingSettings } from './config';
import { lookBackOf, windowDoubt, type LookBack } from './look-back';
import type { RightsizingState } from './state';

export type RightsizingInput = DecideInput<RightsizingState, RightsizingSettings>;

/** Everything that is known before an object is looked at. */
export interface Situation {
  readonly input: RightsizingInput;
  readonly state: RightsizingState;
  readonly config: RightsizingConfig;
  readonly requirements: Requirements;
  readonly constraints: Constraints;
  readonly excluded: ReadonlySet<string>;
  readonly usage: UsageState;
  readonly lookBack: LookBack;
  /** 0 to 1. */
  readonly percentile: number;
  readonly minChange: number;
  readonly forecast: UsageForecast | undefined;
  readonly region: string | undefined;
  readonly prices: PriceList | undefined;
  readonly missing: readonly string[];
}

/** There is nothing to decide with: the first of `none` says why. */
export interface NoSituation {
  readonly none: readonly Held[];
  readonly missing: readonly string[];
}

const HUNDRED = 100;

export const regionOf = (request: RightsizingInput['request'], { nodes }: RightsizingState): string | undefined =>
  regionFrom(
    request,
    (nodes ?? []).flatMap(({ region, zone }) => [region, zone]),
  );

export const situationOf = (input: RightsizingInput): Situation | NoSituation => {
  const { request, state, facts, config, now } = input;
  const missing = missingIn(state);
  const ask = readAsk(request, askReaders);
  if ('held' in ask) return { none: ask.held, missing };
  const { usage } = state;
  const lacking = (code: string, name: string, text: string): NoSituation => ({ none: [{ target: { kind: 'Request', name }, code, text }], missing });
  if (usage === null) return lacking('MISSING_FIELD', 'current_state.usage', 'current_state.usage is missing: sizes come from what was used');
  if (usage.nodes.length === 0 && usage.containers.length === 0) return lacking('NO_USAGE', 'current_state.usage', 'nobody used anything: the usage of no node and no container was sent');
  if (usage.window === null) return lacking('NO_WINDOW', 'current_state.usage.window', 'nobody says when the usage was measured, so nobody knows whether it is enough');
  const doubt = windowDoubt(usage.window, config, now);
  if (doubt !== null) return lacking(doubt.code, 'current_state.usage.window', doubt.text);
  const region = regionOf(request, state);
  const { requirements, constraints } = ask;
  return {
    ...{ input, state, config, requirements, constraints, usage, region, missing },
    excluded: new Set(constraints.excluded),
    lookBack: lookBackOf(usage.window, requirements.lookback_days ?? config.lookback_days),
    percentile: (requirements.percentile ?? config.percentile) / HUNDRED,
    minChange: (constraints.min_change_pct ?? config.min_change_pct) / HUNDRED,
    forecast: facts.forecast,
    prices: priceListOf(facts, region),
  };
};

const missingIn = (state: RightsizingState): readonly string[] => [
  ...(state.observed_at === null ? ['current_state.observed_at'] : []),
  ...(['usage', 'nodes', 'pods', 'horizontal_pod_autoscalers'] as const).filter((kind) => state[kind] === null).map((kind) => `current_state.${kind}`),
  ...(state.usage !== null && state.usage.window === null ? ['current_state.usage.window'] : []),
];
