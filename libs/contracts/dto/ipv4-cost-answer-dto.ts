import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const COST = { unit: 'USD a month', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class Ipv4DetailsDto {
  @field.text({ what: 'The address; null where the remedy is about several, or none is known.', example: '203.0.113.7', nullable: true })
  readonly public_ip!: string | null;

  @field.text({ what: 'Allocation of an Elastic IP address.', example: 'eipalloc-0123456789abcdef0', nullable: true })
  readonly allocation_id!: string | null;

  @field.text({ what: 'What uses it: `idle`, `instance`, `load_balancer`, `nat_gateway`, `database`, `global_accelerator`, `network_interface`, `other`.', example: 'idle' })
  readonly owner_kind!: string;

  @field.flag({ what: 'Whether nothing uses it.', example: true })
  readonly idle!: boolean;

  @field.number({ what: 'What the addresses cost.', ...COST, example: 3.65, nullable: true })
  readonly monthly_cost!: number | null;

  @field.text({ what: '`release`, `share_load_balancer`, `consolidate_nat_gateways` or `private_subnets`.', example: 'release' })
  readonly remedy!: string;

  @field.texts({ what: 'All addresses that the remedy frees, as far as they are known.', item: { max: 45 }, maxItems: 10_000, example: ['203.0.113.7'] })
  readonly addresses!: readonly string[];
}

class Ipv4RecommendationDto extends RecommendationDto {
  @field.object({ what: 'The addresses and what becomes of them.', type: () => Ipv4DetailsDto })
  declare readonly details: Ipv4DetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `ipv4_cost` request. */
export class Ipv4CostAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: 'What to do; no address is in two of them.', type: () => Ipv4RecommendationDto })
  declare readonly recommendations: readonly Ipv4RecommendationDto[];

  @field.integer({ what: 'Public IPv4 addresses, each once; absent when the request could not be read.', unit: 'addresses', min: 0, max: Number.MAX_SAFE_INTEGER, example: 12, optional: true })
  readonly total_addresses?: number;

  @field.number({ what: 'What they cost, used or idle; null when no price is known.', ...COST, example: 43.8, nullable: true, optional: true })
  readonly total_monthly_cost?: number | null;

  @field.free({ what: 'The same by what uses them.', example: { idle: { addresses: 2, not_charged: 0, monthly_cost: 7.3 } }, optional: true })
  readonly by_kind?: Readonly<Record<string, unknown>>;
}
