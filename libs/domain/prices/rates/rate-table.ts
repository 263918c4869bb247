/** What AWS asks for in one region, USD. */
export interface RegionRates {
  /** Per GB to the internet, first paid tier (up to 10 TB a month). */
  readonly egress: number;
  readonly nat: Hourly;
  readonly endpoint: Hourly;
  /** Per hour, without capacity units. */
  readonly balancers: { readonly application: number; readonly network: number; readonly gateway: number | null; readonly classic: number | null };
  /** Per GB and month. */
  readonly snapshot: number;
  readonly gp2: number;
  readonly gp3: { readonly gb: number; readonly iops: number; readonly throughput: number };
  readonly io1: Provisioned | null;
  /** Tiers of IOPS: up to 32,000, up to 64,000, beyond. */
  readonly io2: { readonly gb: number; readonly iops: readonly [number, number, number] } | null;
  readonly st1: number | null;
  readonly sc1: number | null;
  readonly standard: number | null;
}

interface Hourly {
  readonly hour: number;
  readonly gb: number;
}

interface Provisioned {
  readonly gb: number;
  readonly iops: number;
}

/** The day of the newest quotation that some of these were compared with; most were not compared. */
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

/**
 * Of balancers of the gateway kind, io2 and magnetic disks, prices outside Virginia, Ohio and Oregon are not known well enough to be written down: null is no price, and
 * whoever needs it holds back.
 */
const NOT_KNOWN = { io2: null, standard: null } as const;

/**
 * List prices of commercial regions, before taxes and agreements, as AWS's pages on EC2 (data transfer), EBS, VPC, PrivateLink and Elastic Load Balancing show them.
 *
 * Looked up in November 2026, in quotations of AWS's Price List from August and September 2026: egress of all regions but us-west-1; NAT gateways of us-east-1, eu-west-1,
 * eu-central-1 and ap-northeast-1; endpoints of ap-northeast-1; the GB of gp3 in us-east-1, us-east-2, eu-west-1 and eu-central-1.
 * Balancers of ap-northeast-1 agree with a published note that bears no date.
 *
 * Everything else is from memory of those pages, and unverified: well-known prices that rarely change, but check one before money is moved on it. What is not even well
 * known is null. A region that is not here is not known at all.
 */
export const RATE_TABLE: Readonly<Record<string, RegionRates>> = {
  'us-east-1': US,
  'us-east-2': US,
  'us-west-2': US,
  'us-west-1': {
    egress: 0.09,
    nat: { hour: 0.048, gb: 0.048 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, gateway: null },
    snapshot: 0.055,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.138, iops: 0.072 },
    st1: 0.054,
    sc1: 0.018,
    ...NOT_KNOWN,
  },
  'ca-central-1': {
    egress: 0.09,
    nat: { hour: 0.05, gb: 0.05 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.02475, network: 0.02475, classic: 0.0275, gateway: null },
    snapshot: 0.055,
    gp2: 0.11,
    gp3: { gb: 0.088, iops: 0.0055, throughput: 0.044 },
    io1: { gb: 0.138, iops: 0.072 },
    st1: 0.05,
    sc1: 0.0168,
    ...NOT_KNOWN,
  },
  'eu-west-1': {
    egress: 0.09,
    nat: { hour: 0.048, gb: 0.048 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, gateway: null },
    snapshot: 0.05,
    gp2: 0.11,
    gp3: { gb: 0.088, iops: 0.0055, throughput: 0.044 },
    io1: { gb: 0.138, iops: 0.072 },
    st1: 0.05,
    sc1: 0.0168,
    ...NOT_KNOWN,
  },
  'eu-west-2': {
    egress: 0.09,
    nat: { hour: 0.05, gb: 0.05 },
    endpoint: { hour: 0.011, gb: 0.01 },
    balancers: { application: 0.02646, network: 0.02646, classic: 0.0294, gateway: null },
    snapshot: 0.053,
    gp2: 0.116,
    gp3: { gb: 0.0928, iops: 0.0058, throughput: 0.046 },
    io1: { gb: 0.145, iops: 0.076 },
    st1: 0.053,
    sc1: 0.0174,
    ...NOT_KNOWN,
  },
  'eu-central-1': {
    egress: 0.09,
    nat: { hour: 0.052, gb: 0.052 },
    endpoint: { hour: 0.012, gb: 0.01 },
    balancers: { application: 0.027, network: 0.027, classic: 0.03, gateway: null },
    snapshot: 0.054,
    gp2: 0.119,
    gp3: { gb: 0.0952, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.149, iops: 0.078 },
    st1: 0.054,
    sc1: 0.018,
    ...NOT_KNOWN,
  },
  'ap-south-1': {
    egress: 0.1093,
    nat: { hour: 0.056, gb: 0.056 },
    endpoint: { hour: 0.013, gb: 0.01 },
    balancers: { application: 0.0239, network: 0.0239, classic: 0.0266, gateway: null },
    snapshot: 0.05,
    gp2: 0.114,
    gp3: { gb: 0.0912, iops: 0.0057, throughput: 0.046 },
    io1: { gb: 0.131, iops: 0.068 },
    st1: null,
    sc1: null,
    ...NOT_KNOWN,
  },
  'ap-southeast-1': {
    egress: 0.12,
    nat: { hour: 0.059, gb: 0.059 },
    endpoint: { hour: 0.013, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, gateway: null },
    snapshot: 0.05,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.138, iops: 0.072 },
    st1: 0.054,
    sc1: 0.018,
    ...NOT_KNOWN,
  },
  'ap-southeast-2': {
    egress: 0.114,
    nat: { hour: 0.059, gb: 0.059 },
    endpoint: { hour: 0.013, gb: 0.01 },
    balancers: { application: 0.0252, network: 0.0252, classic: 0.028, gateway: null },
    snapshot: 0.055,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.138, iops: 0.072 },
    st1: 0.054,
    sc1: 0.018,
    ...NOT_KNOWN,
  },
  'ap-northeast-1': {
    egress: 0.114,
    nat: { hour: 0.062, gb: 0.062 },
    endpoint: { hour: 0.014, gb: 0.01 },
    balancers: { application: 0.0243, network: 0.0243, classic: 0.027, gateway: null },
    snapshot: 0.05,
    gp2: 0.12,
    gp3: { gb: 0.096, iops: 0.006, throughput: 0.048 },
    io1: { gb: 0.142, iops: 0.074 },
    st1: 0.054,
    sc1: 0.018,
    ...NOT_KNOWN,
  },
  'sa-east-1': {
    egress: 0.15,
    nat: { hour: 0.093, gb: 0.093 },
    endpoint: { hour: 0.021, gb: 0.01 },
    balancers: { application: 0.034, network: 0.034, classic: null, gateway: null },
    snapshot: 0.068,
    gp2: 0.19,
    gp3: { gb: 0.152, iops: 0.0095, throughput: 0.076 },
    io1: null,
    st1: null,
    sc1: null,
    ...NOT_KNOWN,
  },
};
