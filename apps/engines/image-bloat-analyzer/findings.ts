import type { ConfigOf } from '@ml/engine-kernel/settings';
import type { ContainerImageState, ImageLayer } from '@ml/state/observed/container-image';
import { baseOf, type Base } from './foundation';
import type { ImageBloatAnalyzerSettings } from './config';
import { NO_FACTS, type CacheKind, type StepFacts } from './step-facts';

export type FindingCode = 'LARGE_BASE' | 'BUILD_TOOLS' | 'PACKAGE_CACHE' | 'REWRITTEN_FILES' | 'DUPLICATE_LAYER' | 'REMOVED_LATER' | 'LARGE_COPY' | 'TOO_MANY_LAYERS';

export interface Finding {
  readonly code: FindingCode;
  /** 0 where only a look into the files could tell how much it is. */
  readonly bytes: number;
  readonly text: string;
  readonly caches?: readonly CacheKind[];
}

/** What the layers of one image say. */
export interface Analysis {
  readonly image: ContainerImageState;
  /** All layers; what the image says of its own size where it lists none. */
  readonly bytes: number;
  readonly base: Base;
  readonly findings: readonly Finding[];
  /** Layer by layer, what need not be there: never more than the layer. */
  readonly removable: readonly number[];
}

type Config = ConfigOf<ImageBloatAnalyzerSettings>;

const MB = 1e6;
/** Ours: below it a finding is noise. */
const WORTH_BYTES = 1e6;

export const analysed = (image: ContainerImageState, factsOfStep: (step: string) => StepFacts, config: Config): Analysis => {
  const facts = image.layers.map(({ createdBy }) => (createdBy === null ? NO_FACTS : factsOfStep(createdBy)));
  const base = baseOf(image.layers, facts);
  const aboveBase = base.instead === null ? 0 : base.layers;
  const share = base.instead === null ? 0 : 1 - base.instead.bytes / base.bytes;
  const claims: Finding[] = [];
  const removable = image.layers.map((layer, index) => {
    if (index < aboveBase) return layer.size * share;
    const claim = layer.size < WORTH_BYTES ? null : claimOn({ layer, facts: facts[index] ?? NO_FACTS, next: facts[index + 1] }, config);
    if (claim === null) return 0;
    claims.push(claim);
    return Math.min(layer.size, claim.bytes);
  });
  return {
    image,
    bytes: image.layers.length === 0 ? (image.size ?? 0) : sum(image.layers.map(({ size }) => size)),
    base,
    findings: [...largeBase(base), ...merged(claims), ...repeated(image.layers), ...hints(image.layers, facts, config)],
    removable,
  };
};

interface Looked {
  readonly layer: ImageLayer;
  readonly facts: StepFacts;
  readonly next: StepFacts | undefined;
}

/** One layer is claimed by one finding, so that no byte is found twice. */
const claimOn = ({ layer, facts, next }: Looked, config: Config): Finding | null => {
  const claim = rewritten(layer, facts) ?? tools(layer, facts) ?? cached(layer, facts, config);
  if (claim === null || claim.bytes < WORTH_BYTES) return null;
  return claim.code === 'PACKAGE_CACHE' && next?.removes === true ? { ...claim, text: `${claim.text}; removing it in a later step only hides it` } : claim;
};

const rewritten = ({ size }: ImageLayer, { rewrites }: StepFacts): Finding | null =>
  rewrites ? { code: 'REWRITTEN_FILES', bytes: size, text: 'a step of its own changes owner or mode, which copies every file it touches' } : null;

const tools = ({ size }: ImageLayer, { packages }: StepFacts): Finding | null => {
  if (packages === null || packages.build === 0 || packages.purged) return null;
  const basis = packages.build === packages.all ? 'all that it installs' : `${packages.build} of the ${packages.all} packages that it installs, taken as that share of the layer`;
  return { code: 'BUILD_TOOLS', bytes: (size * packages.build) / packages.all, text: `a step leaves compilers, headers or version control in the image: ${basis}` };
};

/** The index of Alpine is about this large. */
const APK_INDEX_BYTES = 2 * MB;

const cached = ({ size }: ImageLayer, { caches }: StepFacts, config: Config): Finding | null => {
  if (caches.length === 0) return null;
  const known = sum(caches.map((kind) => (kind === 'apt' ? config.apt_lists_mb * MB : kind === 'apk' ? APK_INDEX_BYTES : size * config.package_cache_share)));
  return { code: 'PACKAGE_CACHE', bytes: Math.min(size * MOST_CACHE_SHARE, known), text: `a step leaves what ${caches.join(', ')} downloaded`, caches };
};

/** What is installed is the larger part, or nobody would have installed it. */
const MOST_CACHE_SHARE = 0.5;

const largeBase = ({ class: kind, bytes, instead }: Base): readonly Finding[] =>
  instead === null ? [] : [{ code: 'LARGE_BASE', bytes: bytes - instead.bytes, text: `it stands on ${kind.replaceAll('_', ' ')} of ${mb(bytes)} MB; ${instead.name} has ${mb(instead.bytes)} MB (${instead.as_of})` }];

/** One entry a code, with what all its layers come to. */
const merged = (claims: readonly Finding[]): readonly Finding[] =>
  [...Map.groupBy(claims, ({ code }) => code)].map(([code, group]) => {
    const caches = [...new Set(group.flatMap((claim) => claim.caches ?? []))].sort();
    const text = [...new Set(group.map((claim) => claim.text))].join('; ');
    return { code, bytes: sum(group.map(({ bytes }) => bytes)), text, ...(caches.length === 0 ? {} : { caches }) };
  });

/** The same content twice is stored and pulled once, but unpacked twice. */
const repeated = (layers: readonly ImageLayer[]): readonly Finding[] => {
  const seen = new Set<string>();
  let bytes = 0;
  for (const { digest, size } of layers) {
    if (digest === null) continue;
    if (seen.has(digest)) bytes += size;
    seen.add(digest);
  }
  return bytes < WORTH_BYTES ? [] : [{ code: 'DUPLICATE_LAYER', bytes, text: 'one layer is there twice: it is stored and pulled once, but unpacked twice' }];
};

const hints = (layers: readonly ImageLayer[], facts: readonly StepFacts[], config: Config): readonly Finding[] => [
  ...(facts.some(({ removes }) => removes) ? [hint('REMOVED_LATER', 'a step removes files of a layer below: they stay in the image, and only a look into the files tells how many')] : []),
  ...(layers.some(({ size }, index) => facts[index]?.copiesAll === true && size >= config.large_copy_mb * MB)
    ? [hint('LARGE_COPY', `a step copies a whole directory of more than ${config.large_copy_mb} MB: only a look into the files tells what of it is needed`)]
    : []),
  ...(layers.length > config.max_layers ? [hint('TOO_MANY_LAYERS', `${layers.length} layers: each is a request in every pull`)] : []),
];

const hint = (code: FindingCode, text: string): Finding => ({ code, bytes: 0, text });

export const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
