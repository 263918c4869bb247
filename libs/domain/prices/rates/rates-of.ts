import type { ServiceRates, VolumeRate } from '@ml/contracts/pricing';
import { RATE_TABLE, RATES_AS_OF, type RegionRates } from './rate-table';

/** Every public IPv4 address, used or idle, in every region that is billed in USD (AWS, since 2024-02-01). */
const PUBLIC_IPV4_HOUR = 0.005;
/** On each side, in every commercial region (EC2 pricing, data transfer within a region). */
const CROSS_AZ_GB = 0.01;
/** Private repositories, in every region of the table (ECR pricing). */
const ECR_GB_MONTH = 0.1;
/** Comes with every gp3 volume (EBS pricing). */
const GP3_IOPS_INCLUDED = 3000;
const GP3_MIBPS_INCLUDED = 125;

/** Billed in another currency: China in CNY, the sovereign cloud in EUR. */
const NOT_IN_USD = /^(?:cn|eusc)-/;
/** Partitions with a price list of their own. */
const NOT_COMMERCIAL = /^(?:cn|eusc|[a-z]+-gov|[a-z]+-isoe?[a-z]?)-/;

/** What is known of the region; of one that nobody has looked up, what is the same everywhere. */
export const ratesOf = (region: string): ServiceRates => {
  const known = Object.hasOwn(RATE_TABLE, region) ? RATE_TABLE[region] : undefined;
  return {
    as_of: RATES_AS_OF,
    cross_az_gb: NOT_COMMERCIAL.test(region) ? null : CROSS_AZ_GB,
    public_ipv4_hour: NOT_IN_USD.test(region) ? null : PUBLIC_IPV4_HOUR,
    ...(known === undefined ? UNKNOWN : regional(known)),
  };
};

type Regional = Omit<ServiceRates, 'as_of' | 'cross_az_gb' | 'public_ipv4_hour'>;

const UNKNOWN: Regional = {
  internet_egress_gb: null,
  nat_gateway_hour: null,
  nat_gateway_gb: null,
  interface_endpoint_hour: null,
  interface_endpoint_gb: null,
  load_balancer_hour: { application: null, network: null, gateway: null, classic: null },
  ecr_storage_gb_month: null,
  snapshot_gb_month: null,
  volumes: { gp2: null, gp3: null, io1: null, io2: null, st1: null, sc1: null, standard: null },
};

const regional = ({ egress, nat, endpoint, balancers, snapshot, ...volumes }: RegionRates): Regional => ({
  internet_egress_gb: egress,
  nat_gateway_hour: nat.hour,
  nat_gateway_gb: nat.gb,
  interface_endpoint_hour: endpoint.hour,
  interface_endpoint_gb: endpoint.gb,
  load_balancer_hour: balancers,
  ecr_storage_gb_month: ECR_GB_MONTH,
  snapshot_gb_month: snapshot,
  volumes: volumesOf(volumes),
});

type VolumePrices = Pick<RegionRates, 'gp2' | 'gp3' | 'io1' | 'io2' | 'st1' | 'sc1' | 'standard'>;

const volumesOf = ({ gp2, gp3, io1, io2, st1, sc1, standard }: VolumePrices): ServiceRates['volumes'] => ({
  gp2: sizeOnly(gp2),
  gp3: {
    gb_month: gp3.gb,
    iops_month: [{ from: 0, usd: gp3.iops }],
    iops_included: GP3_IOPS_INCLUDED,
    throughput_month: gp3.throughput,
    throughput_included: GP3_MIBPS_INCLUDED,
  },
  io1: io1 === null ? null : { ...sizeOnly(io1.gb), iops_month: [{ from: 0, usd: io1.iops }] },
  io2: io2 === null ? null : { ...sizeOnly(io2.gb), iops_month: tiers(io2.iops) },
  st1: known(st1),
  sc1: known(sc1),
  standard: known(standard),
});

const known = (gb: number | null): VolumeRate | null => (gb === null ? null : sizeOnly(gb));

const sizeOnly = (gb: number): VolumeRate => ({ gb_month: gb, iops_month: null, iops_included: 0, throughput_month: null, throughput_included: 0 });

/** Each price holds for the IOPS beyond `from`. */
const tiers = ([first, second, third]: readonly [number, number, number]): VolumeRate['iops_month'] => [
  { from: 0, usd: first },
  { from: 32_000, usd: second },
  { from: 64_000, usd: third },
];
