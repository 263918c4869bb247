import type { ImageLayer } from '@ml/state/observed/container-image';
import { SLIM_OF, SLIM_ROOTFS_BYTES, SLIM_SYSTEM, type BaseImage, type Language } from './slim-images';
import type { StepFacts, System } from './step-facts';

export type BaseClass = 'full_language' | 'debian' | 'debian_slim' | 'ubuntu' | 'alpine' | 'distroless' | 'amazon_linux' | 'red_hat' | 'unknown';

/** What an image stands on, as far as its first steps say. */
export interface Base {
  readonly class: BaseClass;
  readonly language: Language | null;
  /** How many of the first layers belong to it. */
  readonly layers: number;
  readonly bytes: number;
  /** What could stand there instead; null when it is small already, or nobody can say. */
  readonly instead: BaseImage | null;
}

/** Official images of languages install them within their first steps. */
const FIRST_STEPS = 10;
/** Ours: after the language come links, entry points and other small things of the same image. */
const SMALL_LAYER_BYTES = 8e6;
/** Ours: less is not worth another base. */
const WORTH_SHARE = 0.8;

const SMALL: readonly BaseClass[] = ['alpine', 'distroless', 'debian_slim', 'unknown'];

export const baseOf = (layers: readonly ImageLayer[], facts: readonly StepFacts[]): Base => {
  const system = systemOf(layers[0], facts[0]);
  const runtime = facts.slice(0, FIRST_STEPS).findIndex(({ language }) => language !== null);
  const language = facts[runtime]?.language ?? null;
  const count = system === 'unknown' && runtime < 0 ? 0 : lastOf(layers, facts, Math.max(0, runtime));
  const bytes = layers.slice(0, count).reduce((sum, { size }) => sum + size, 0);
  const kind = language !== null && withTools(facts.slice(0, count)) && system !== 'alpine' ? 'full_language' : system;
  return { class: kind, language, layers: count, bytes, instead: insteadOf(kind, language, bytes) };
};

const CLASS_OF: Readonly<Record<System, BaseClass>> = { debian: 'debian', ubuntu: 'ubuntu', alpine: 'alpine', distroless: 'distroless', amazon_linux: 'amazon_linux', red_hat: 'red_hat' };

const systemOf = (first: ImageLayer | undefined, facts: StepFacts | undefined): BaseClass => {
  if (first === undefined || facts?.system === null || facts === undefined) return 'unknown';
  const found = CLASS_OF[facts.system];
  return found === 'debian' && first.size < SLIM_ROOTFS_BYTES ? 'debian_slim' : found;
};

const lastOf = (layers: readonly ImageLayer[], facts: readonly StepFacts[], runtime: number): number => {
  let end = runtime + 1;
  while (end < layers.length && runtime > 0 && ofSameImage(layers[end], facts[end])) end += 1;
  return end;
};

const ofSameImage = (layer: ImageLayer | undefined, facts: StepFacts | undefined): boolean =>
  layer !== undefined && layer.size < SMALL_LAYER_BYTES && /symlink|docker-entrypoint|\bln -s|\byarn \d|YARN_VERSION|corepack/.test(layer.createdBy ?? '') && facts?.copiesAll !== true;

const withTools = (facts: readonly StepFacts[]): boolean => facts.some(({ packages }) => packages !== null && packages.build > 0 && !packages.purged);

const insteadOf = (kind: BaseClass, language: Language | null, bytes: number): BaseImage | null => {
  if (SMALL.includes(kind)) return null;
  const slim = language === null ? SLIM_SYSTEM : SLIM_OF[language];
  return slim.bytes < bytes * WORTH_SHARE ? slim : null;
};
