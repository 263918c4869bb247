/** What AWS asks for in one region, USD. */
export interface RegionRates {
  /** Per GB to the internet, first paid tier (up to 10 TB a month). */
  readonly egress: number;
  readonly nat: Hourly;
  readonly endpoint: Hourly;
  /** Per hour, without capacity units. */
  readonly balancers: { readonly application: number; readonly network: number; readonly gateway: number | null; readonly classic: number };
  /** Per GB and month. */
  readonly snapshot: number;
  readonly gp2: number;
  readonly gp3: { readonly gb: number; readonly iops: number; readonly throughput: number };
  readonly io1: Provisioned;
  /** Tiers of IOPS: up to 32,000, up to 64,000, beyond. */
  readonly io2: { readonly gb: number; readonly iops: readonly [number, number, number] } | null;
  readonly st1: number;
  readonly sc1: number;
  readonly standard: number;
}

interface Hourly {
  readonly hour: number;
  readonly gb: number;
}

interface Provisioned {
  readonly gb: number;
  readonly iops: number;
}

/** The day of the newest quotation that some of these were compared with. */
export const RATES_AS_OF = '2026-09-25';

const US: RegionRates = {
  egress: 0.09,
  nat: { hour: 0.045, gb: 0.045 },
  endpoint: { hour: 0.01, gb: 0.01 },
  balancers: { application: 0.0225, network: 0.0225, gateway: 0.0125, classic: 0.025 },
  snapshot: 0.05,
  gp2: 0.1,
  gp3: { gb: 0.08, iops: 0.005, throughput: 0.04 },
  io1: { gb: 0.125, iops: 0.065 },
  io2: { gb: 0.125, iops: [0.065, 0.046, 0.032] },
  st1: 0.045,
  sc1: 0.015,
  standard: 0.05,
};

/** A balancer of the gateway kind and the tiers of io2 have been looked up in few regions: the others say null. */
const UNSURE = { gateway: null } as const;

/**
 * List prices of commercial regions, before taxes and agreements: AWS's pages of EC2 (data transfer), EBS, VPC, PrivateLink and Elastic Load Balancing pricing.
 * Compared in November 2026 with published quotations of AWS's Price List: internet egress of all (2026-08), NAT and endpoints of Tokyo (2026-09-25), NAT of Virginia
 * (2026-08), Ireland and Frankfurt, gp3 of Virginia, Ohio, Ireland and Frankfurt (2026-09). The others stand as AWS listed them when they were last seen.
 * A region that is not here has not been looked up.
 */
export const RATE_TABLE: Readonly<Record<string, RegionRates>> = {
  'us-east-1': US,
  'us-east-2': US,
  'us-west-2': US,
  'us-west-1': {
    egress: 0.09,
    nat: { hour: 0.048, gb: 0.048 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, ...UNSURE },
    snapshot: 0.055,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.138, iops: 0.072 },
    io2: null,
    st1: 0.054,
    sc1: 0.018,
    standard: 0.08,
  },
  'ca-central-1': {
    egress: 0.09,
    nat: { hour: 0.05, gb: 0.05 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.02475, network: 0.02475, classic: 0.0275, ...UNSURE },
    snapshot: 0.055,
    gp2: 0.11,
    gp3: { gb: 0.088, iops: 0.0055, throughput: 0.044 },
    io1: { gb: 0.138, iops: 0.072 },
    io2: null,
    st1: 0.05,
    sc1: 0.0168,
    standard: 0.055,
  },
  'eu-west-1': {
    egress: 0.09,
    nat: { hour: 0.048, gb: 0.048 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, ...UNSURE },
    snapshot: 0.05,
    gp2: 0.11,
    gp3: { gb: 0.088, iops: 0.0055, throughput: 0.044 },
    io1: { gb: 0.138, iops: 0.072 },
    io2: null,
    st1: 0.05,
    sc1: 0.0168,
    standard: 0.055,
  },
  'eu-west-2': {
    egress: 0.09,
    nat: { hour: 0.05, gb: 0.05 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.02646, network: 0.02646, classic: 0.0294, ...UNSURE },
    snapshot: 0.053,
    gp2: 0.116,
    gp3: { gb: 0.0928, iops: 0.0058, throughput: 0.046 },
    io1: { gb: 0.145, iops: 0.076 },
    io2: null,
    st1: 0.053,
    sc1: 0.0174,
    standard: 0.058,
  },
  'eu-central-1': {
    egress: 0.09,
    nat: { hour: 0.052, gb: 0.052 },
    endpoint: { hour: 0.012, gb: 0.01 },
    balancers: { application: 0.027, network: 0.027, classic: 0.03, ...UNSURE },
    snapshot: 0.054,
    gp2: 0.119,
    gp3: { gb: 0.0952, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.149, iops: 0.078 },
    io2: null,
    st1: 0.054,
    sc1: 0.018,
    standard: 0.059,
  },
  'ap-south-1': {
    egress: 0.1093,
    nat: { hour: 0.056, gb: 0.056 },
    endpoint: { hour: 0.013, gb: 0.01 },
    balancers: { application: 0.0239, network: 0.0239, classic: 0.0266, ...UNSURE },
    snapshot: 0.05,
    gp2: 0.114,
    gp3: { gb: 0.0912, iops: 0.0057, throughput: 0.046 },
    io1: { gb: 0.131, iops: 0.068 },
    io2: null,
    st1: 0.051,
    sc1: 0.0171,
    standard: 0.08,
  },
  'ap-southeast-1': {
    egress: 0.12,
    nat: { hour: 0.059, gb: 0.059 },
    endpoint: { hour: 0.013, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, ...UNSURE },
    snapshot: 0.05,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.138, iops: 0.072 },
    io2: null,
    st1: 0.054,
    sc1: 0.018,
    standard: 0.08,
  },
  'ap-southeast-2': {
    egress: 0.114,
    nat: { hour: 0.059, gb: 0.059 },
    endpoint: { hour: 0.013, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, ...UNSURE },
    snapshot: 0.055,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.138, iops: 0.072 },
    io2: null,
    st1: 0.054,
    sc1: 0.018,
    standard: 0.08,
  },
  'ap-northeast-1': {
    egress: 0.114,
    nat: { hour: 0.062, gb: 0.062 },
    endpoint: { hour: 0.014, gb: 0.01 },
    balancers: { application: 0.0243, network: 0.0243, classic: 0.027, ...UNSURE },
    snapshot: 0.05,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.142, iops: 0.074 },
    io2: null,
    st1: 0.054,
    sc1: 0.018,
    standard: 0.08,
  },
  'sa-east-1': {
    egress: 0.15,
    nat: { hour: 0.093, gb: 0.093 },
    endpoint: { hour: 0.021, gb: 0.01 },
    balancers: { application: 0.034, network: 0.034, classic: 0.034, ...UNSURE },
    snapshot: 0.068,
    gp2: 0.19,
    gp3: { gb: 0.152, iops: 0.0095, throughput: 0.076 },
    io1: { gb: 0.238, iops: 0.091 },
    io2: null,
    st1: 0.086,
    sc1: 0.0288,
    standard: 0.12,
  },
};
