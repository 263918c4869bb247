import type { EngineDecision } from '@ml/contracts/decision';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { planOf } from '@ml/engine-kernel/plan';
import { priceListOf } from '@ml/engine-kernel/price-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { readImageAsk, type ImageAsk } from './ask';
import type { ImageBloatAnalyzerSettings } from './config';
import { pricedImage } from './costs';
import { analysed, sum, type Analysis } from './findings';
import { heldImages, type Kept } from './held';
import { judged, type Limits } from './judge';
import { preconditionsFor, recommendationFor, stepsFor, type Rebuilt } from './recommendation';
import { regionOf } from './region';
import { rebuiltHolders, shelved } from './shelf';
import type { ImageBloatAnalyzerState } from './state';
import { factsOf, type StepFacts } from './step-facts';
import { missingOf, totalsOf } from './totals';

type ImageInput = DecideInput<ImageBloatAnalyzerState, ImageBloatAnalyzerSettings>;

export const decide = (input: ImageInput): Decided => {
  const ask = readImageAsk(input.request);
  const decision = 'held' in ask ? hold(frameOf(input, {}), ask.held) : decided(input, ask);
  return { decision, remember: [] };
};

const decided = (input: ImageInput, ask: ImageAsk): EngineDecision => {
  const { images } = input.state;
  if (images === null || images.length === 0) return nothing(input);
  const steps = remembering(factsOf);
  const all = images.map((image) => analysed(image, steps, input.config));
  const shelf = shelved(all);
  const limits = limitsOf(input, ask);
  const reasons = judged(all, shelf, limits);
  const chosen = new Set([...reasons.keys()].filter((index) => reasons[index] === null));
  const kept = heldImages(
    all.flatMap((analysis, index): readonly Kept[] => (reasons[index] === null || reasons[index] === undefined ? [] : [{ analysis, why: reasons[index] }])),
    input.request.cluster_id,
  );
  const tariff = limits.rates === null ? null : { shelf, rates: limits.rates, rebuilt: rebuiltHolders(shelf, all, chosen) };
  const frame = framed(input, all, { priced: tariff !== null, totals: totalsOf(all, shelf, tariff) });
  if (tariff === null || chosen.size === 0) return hold(frame, kept);
  const rebuilt = all.flatMap((analysis, index): readonly Rebuilt[] => (chosen.has(index) ? [{ analysis, priced: pricedImage(analysis, index, tariff) }] : []));
  const recommendations = rebuilt.map((one, index) => recommendationFor(one, index, input.config.pull_mb_per_second));
  return act(frame, {
    recommendations,
    held: kept,
    savings: totalSavings(recommendations.map((one) => one.estimated_monthly_savings)),
    plan: planOf(rebuilt.flatMap(stepsFor)),
    preconditions: rebuilt.flatMap(preconditionsFor),
  });
};

const nothing = (input: ImageInput): EngineDecision =>
  hold(frameOf(input, { missing: input.state.images === null ? ['current_state.images'] : [] }), [{ target: { kind: 'Cluster', name: input.request.cluster_id }, code: 'NO_IMAGES', text: 'no container image was posted' }]);

const limitsOf = (input: ImageInput, { requirements, constraints }: ImageAsk): Limits => ({
  threshold: requirements.bloat_threshold_mb ?? input.config.bloat_threshold_mb,
  minPct: input.config.min_bloat_pct,
  most: input.config.most_recommended,
  excluded: new Set(constraints.excluded),
  rates: priceListOf(input.facts, regionOf(input.request, input.state))?.rates ?? null,
});

/** Thousands of images share the same few steps. */
const remembering = (read: (step: string) => StepFacts): ((step: string) => StepFacts) => {
  const known = new Map<string, StepFacts>();
  return (step) => {
    const before = known.get(step);
    if (before !== undefined) return before;
    const found = read(step);
    known.set(step, found);
    return found;
  };
};

interface Known {
  readonly priced: boolean;
  readonly totals: Readonly<Record<string, unknown>>;
}

/** An estimate from build steps is worth less than one of files, and nothing where no step is known. */
const framed = (input: ImageInput, all: readonly Analysis[], { priced, totals }: Known): Frame => {
  const layers = sum(all.map(({ image }) => image.layers.length));
  const told = layers === 0 ? 0 : sum(all.map(({ image }) => image.layers.filter(({ createdBy }) => createdBy !== null).length)) / layers;
  const missing = missingOf(all);
  return frameOf(input, {
    confidence: !priced ? 0 : confidenceFrom(ESTIMATE_WORTH, told, worthOfState(input.state.observed_at, input.now), completeness(missing)),
    missing,
    extra: totals,
  });
};

/** Ours: what an estimate from layers is worth beside a scan of files. */
const ESTIMATE_WORTH = 0.8;
