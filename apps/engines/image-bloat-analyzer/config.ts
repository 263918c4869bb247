import { number } from '@ml/engine-kernel/settings';

export const imageBloatAnalyzerSettings = {
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'prices are rebuilt at least hourly' }),
  bloat_threshold_mb: number({ default: 500, min: 0, max: 1_000_000, unit: 'MB', why: 'the contract: smaller images are not looked at, unless requirements.bloat_threshold_mb says otherwise' }),
  most_recommended: number({ default: 500, min: 1, max: 10_000, unit: 'images', why: 'ours: more than anybody rebuilds before the next scan; those that save most come first' }),
  min_bloat_pct: number({ default: 10, min: 0, max: 100, unit: 'percent', why: 'ours: an estimate from layers alone is hardly better than this' }),
  max_layers: number({ default: 30, min: 1, max: 127, unit: 'layers', why: 'ours: a layer costs a request in each pull; 127 is the most that a container runtime mounts' }),
  apt_lists_mb: number({ default: 15, min: 0, max: 1_000, unit: 'MB', why: 'ours: what `apt-get update` leaves in /var/lib/apt/lists for Debian main and security, compressed' }),
  package_cache_share: number({
    default: 0.3,
    min: 0,
    max: 0.9,
    unit: 'share of the layer',
    why: 'ours: a cached wheel or tarball is as large as what it installs, once both are compressed, which would be 0.5; less, since some packages are built without one',
  }),
  large_copy_mb: number({ default: 100, min: 1, max: 100_000, unit: 'MB', why: 'ours: a copied source tree beyond this usually holds .git, node_modules or data' }),
  pull_mb_per_second: number({ default: 50, min: 1, max: 10_000, unit: 'MB a second', why: 'ours: pulling and unpacking on a node of 4 vCPU; only the start-up time in the answer depends on it' }),
} as const;

export type ImageBloatAnalyzerSettings = typeof imageBloatAnalyzerSettings;
