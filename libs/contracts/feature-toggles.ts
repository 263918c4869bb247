import type { EngineType } from './engine-types';

/** A number of one engine that the fleet's owner sets; a request that names the same requirement wins. */
export interface ToggleThreshold {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly what: string;
}

interface ToggleDeclaration {
  readonly engine: EngineType;
  readonly description: string;
  /** null: never looked at by itself. */
  readonly auto_scan_interval_hours: number | null;
  /** Why so often, or why not. */
  readonly why: string;
  readonly thresholds: Readonly<Record<string, ToggleThreshold>>;
}

/** Bounds of an interval: a month is the longest after which anybody still expects news. */
export const SCAN_HOURS = { min: 1, max: 744 } as const;

const BLOAT = { default: 500, min: 1, max: 1_000_000, unit: 'MB', what: 'An image larger than this is looked at.' };
const AGE = { default: 7, min: 0, max: 3_650, unit: 'days', what: 'A resource younger than this is left alone.' };
const OUTLIER = { default: 10, min: 1, max: 100_000, unit: 'times the average', what: 'A pod with more bandwidth than so many times the average stands out.' };

/** One switch per engine; every installation has all of them. */
export const TOGGLES = {
  spot_optimizer: {
    engine: 'spot_optimizer',
    description: 'Choose spot pools for the nodes that are wanted',
    auto_scan_interval_hours: null,
    why: 'which nodes are wanted is said by whoever asks',
    thresholds: {},
  },
  bin_packing: {
    engine: 'bin_packing',
    description: 'Empty nodes whose pods have room elsewhere',
    auto_scan_interval_hours: 6,
    why: 'load follows the day: four looks see its night and its peak',
    thresholds: {},
  },
  rightsizing: {
    engine: 'rightsizing',
    description: 'Fit requests and instance types to what is used',
    auto_scan_interval_hours: 24,
    why: 'usage is judged over days, one more hour changes nothing',
    thresholds: {},
  },
  scheduler: {
    engine: 'scheduler',
    description: 'Stop environments outside office hours',
    auto_scan_interval_hours: null,
    why: 'the windows come with the request: without them there is nothing to decide',
    thresholds: {},
  },
  ghost_probe: {
    engine: 'ghost_probe',
    description: 'Find instances that no cluster knows',
    auto_scan_interval_hours: 6,
    why: 'a ghost is one that is seen again and again over a day',
    thresholds: {},
  },
  volume_cleanup: {
    engine: 'volume_cleanup',
    description: 'Find volumes that nothing uses',
    auto_scan_interval_hours: 24,
    why: 'its stages are days long',
    thresholds: {},
  },
  network_optimizer: {
    engine: 'network_optimizer',
    description: 'Bring talkers into one zone',
    auto_scan_interval_hours: 24,
    why: 'traffic is given by the day',
    thresholds: {},
  },
  oomkilled_remediation: {
    engine: 'oomkilled_remediation',
    description: 'Give memory to containers that are killed for it',
    auto_scan_interval_hours: 1,
    why: 'each kill is an outage: hours count',
    thresholds: {},
  },
  ipv4_cost_tracking: {
    engine: 'ipv4_cost_tracker',
    description: 'Track IPv4 public IP costs',
    auto_scan_interval_hours: 24,
    why: 'the contract',
    thresholds: {},
  },
  image_bloat_analysis: {
    engine: 'image_bloat_analyzer',
    description: 'Analyze container image sizes',
    auto_scan_interval_hours: 168,
    why: 'the contract',
    thresholds: { bloat_threshold_mb: BLOAT },
  },
  shadow_it_detection: {
    engine: 'shadow_it_tracker',
    description: 'Detect AWS resources not in Kubernetes',
    auto_scan_interval_hours: 24,
    why: 'the contract',
    thresholds: { min_age_days: AGE },
  },
  noisy_neighbor_detection: {
    engine: 'noisy_neighbor_detector',
    description: 'Detect excessive network traffic',
    auto_scan_interval_hours: 6,
    why: 'the contract',
    thresholds: { bandwidth_outlier_multiplier: OUTLIER },
  },
} as const satisfies Readonly<Record<string, ToggleDeclaration>>;

export type ToggleKey = keyof typeof TOGGLES;

export const TOGGLE_KEYS = Object.keys(TOGGLES) as readonly ToggleKey[];

/** As they are in force. */
export interface ToggleSettings {
  readonly enabled: boolean;
  readonly description: string;
  readonly auto_scan_interval_hours: number | null;
  readonly thresholds: Readonly<Record<string, number>>;
}

export interface Toggle extends ToggleSettings {
  /** USD a month: the newest decision about each cluster, added up. */
  readonly estimated_savings: number;
}

export interface FeatureToggles {
  /** Grows with every change. */
  readonly revision: number;
  readonly toggles: Readonly<Record<ToggleKey, Toggle>>;
}

/** Only what is named changes. */
export interface ToggleChange {
  readonly enabled?: boolean;
  readonly description?: string;
  readonly auto_scan_interval_hours?: number | null;
  readonly thresholds?: Readonly<Record<string, number>>;
}

export interface FeatureTogglesChange {
  readonly toggles: Readonly<Partial<Record<ToggleKey, ToggleChange>>>;
  /** The change is refused when none of these is in force; absent: whatever is in force. */
  readonly revisions?: readonly number[];
}

/** A hint: the rows are the truth. */
export interface TogglesChanged {
  readonly revision: number;
}
