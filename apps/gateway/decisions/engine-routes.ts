import type { Type } from '@nestjs/common';
import type { DecisionType } from '@ml/contracts/engine-types';
import type { ENGINES } from '@ml/contracts/engines';
import { SpotAnswerDto } from '@ml/contracts/dto/spot-answer-dto';
import { SpotOptimizeHead } from '@ml/contracts/dto/spot-optimize-head';
import { SpotOptimizeRequest } from '@ml/contracts/dto/spot-optimize-request';
import { BinPackAnswerDto } from '@ml/contracts/dto/bin-pack-answer-dto';
import { BinPackHead } from '@ml/contracts/dto/bin-pack-head';
import { BinPackRequest } from '@ml/contracts/dto/bin-pack-request';
import { RightsizeAnswerDto } from '@ml/contracts/dto/rightsize-answer-dto';
import { RightsizeHead } from '@ml/contracts/dto/rightsize-head';
import { RightsizeRequest } from '@ml/contracts/dto/rightsize-request';
import { ScheduleAnswerDto } from '@ml/contracts/dto/schedule-answer-dto';
import { ScheduleHead } from '@ml/contracts/dto/schedule-head';
import { ScheduleRequest } from '@ml/contracts/dto/schedule-request';
import { GhostProbeAnswerDto } from '@ml/contracts/dto/ghost-probe-answer-dto';
import { GhostProbeHead } from '@ml/contracts/dto/ghost-probe-head';
import { GhostProbeRequest } from '@ml/contracts/dto/ghost-probe-request';
import { VolumeCleanupAnswerDto } from '@ml/contracts/dto/volume-cleanup-answer-dto';
import { VolumeCleanupHead } from '@ml/contracts/dto/volume-cleanup-head';
import { VolumeCleanupRequest } from '@ml/contracts/dto/volume-cleanup-request';
import { NetworkOptimizeAnswerDto } from '@ml/contracts/dto/network-optimize-answer-dto';
import { NetworkOptimizeHead } from '@ml/contracts/dto/network-optimize-head';
import { NetworkOptimizeRequest } from '@ml/contracts/dto/network-optimize-request';
import { OomkilledRemediateAnswerDto } from '@ml/contracts/dto/oomkilled-remediate-answer-dto';
import { OomkilledRemediateHead } from '@ml/contracts/dto/oomkilled-remediate-head';
import { OomkilledRemediateRequest } from '@ml/contracts/dto/oomkilled-remediate-request';
import { Ipv4CostAnswerDto } from '@ml/contracts/dto/ipv4-cost-answer-dto';
import { Ipv4CostHead } from '@ml/contracts/dto/ipv4-cost-head';
import { Ipv4CostRequest } from '@ml/contracts/dto/ipv4-cost-request';
import { ImageBloatAnswerDto } from '@ml/contracts/dto/image-bloat-answer-dto';
import { ImageBloatHead } from '@ml/contracts/dto/image-bloat-head';
import { ImageBloatRequest } from '@ml/contracts/dto/image-bloat-request';
import { ShadowItAnswerDto } from '@ml/contracts/dto/shadow-it-answer-dto';
import { ShadowItHead } from '@ml/contracts/dto/shadow-it-head';
import { ShadowItRequest } from '@ml/contracts/dto/shadow-it-request';
import { NoisyNeighborAnswerDto } from '@ml/contracts/dto/noisy-neighbor-answer-dto';
import { NoisyNeighborHead } from '@ml/contracts/dto/noisy-neighbor-head';
import { NoisyNeighborRequest } from '@ml/contracts/dto/noisy-neighbor-request';
import type { DecisionHead } from '@ml/contracts/dto/decision-head';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import { AppError } from '@ml/contracts/app-error';

type Existing = keyof typeof ENGINES;
type Head = DecisionHead & { readonly requirements?: object; readonly constraints?: object };

/** What a caller of one engine sends and gets. */
interface EngineRoute {
  /** The request without its state. */
  readonly head: DtoClass<Head>;
  /** The request and the answer as the documentation shows them. */
  readonly request: Type<object>;
  readonly answer: Type<object>;
  readonly summary: string;
  readonly description: string;
}

/** An engine without a route does not compile. */
export const ENGINE_ROUTES: Readonly<Record<Existing, EngineRoute>> = {
  spot_optimize: {
    head: SpotOptimizeHead,
    request: SpotOptimizeRequest,
    answer: SpotAnswerDto,
    summary: 'Choose spot pools',
    description:
      'Ranks spot pools (instance type and availability zone) by safety and plans the nodes asked for so that all five safety layers hold. Direction of `risk_score` here: 1 = safe, 0 = unsafe; `safety_score` is the same value.',
  },
  bin_pack: {
    head: BinPackHead,
    request: BinPackRequest,
    answer: BinPackAnswerDto,
    summary: 'Consolidate nodes',
    description: 'Proves which nodes can be emptied (every pod with a named target under every rule of the scheduler and every disruption budget), orders the drains, and says how far the result is from a lower bound.',
  },
  rightsize: {
    head: RightsizeHead,
    request: RightsizeRequest,
    answer: RightsizeAnswerDto,
    summary: 'Size nodes and workloads',
    description: 'Compares what nodes and containers use with what they have: instance types from the catalogue for nodes; target, lower and upper bound of requests for containers. Too little data gives no number.',
  },
  schedule: {
    head: ScheduleHead,
    request: ScheduleRequest,
    answer: ScheduleAnswerDto,
    summary: 'Scale by office hours',
    description: 'Says what must be scaled down or up now, by weekly windows with time zones, holidays and overrides; gives the next transition and the plan of seven days.',
  },
  ghost_probe: {
    head: GhostProbeHead,
    request: GhostProbeRequest,
    answer: GhostProbeAnswerDto,
    summary: 'Find ghost instances',
    description: 'Instances that run and pay but belong to no cluster. One sighting recommends a tag, two at least an hour apart and 24 hours of absence a termination that somebody must approve.',
  },
  volume_cleanup: {
    head: VolumeCleanupHead,
    request: VolumeCleanupRequest,
    answer: VolumeCleanupAnswerDto,
    summary: 'Clean up unattached volumes',
    description: 'A ladder that can be left at each step: tag, snapshot, delete after 30 days. Whatever may still be needed is held with its reason.',
  },
  network_optimize: {
    head: NetworkOptimizeHead,
    request: NetworkOptimizeRequest,
    answer: NetworkOptimizeAnswerDto,
    summary: 'Cut traffic between zones',
    description: 'Chooses placements jointly so that traffic stays in its zone, without breaking spread, zonal volumes, capacity or the loss of a zone. Traffic between zones is billed on both sides; both are shown.',
  },
  oomkilled_remediate: {
    head: OomkilledRemediateHead,
    request: OomkilledRemediateRequest,
    answer: OomkilledRemediateAnswerDto,
    summary: 'Answer out-of-memory kills',
    description: 'New memory requests and limits for containers that the kernel killed; each kill counts once. Leaks, repeated kills and what no node could hold go to people.',
  },
  ipv4_cost: {
    head: Ipv4CostHead,
    request: Ipv4CostRequest,
    answer: Ipv4CostAnswerDto,
    summary: 'Account for public IPv4 addresses',
    description: 'Every public address costs the same, used or idle. Counts each once, says whose it is, and what to release, share or move.',
  },
  image_bloat: {
    head: ImageBloatHead,
    request: ImageBloatRequest,
    answer: ImageBloatAnswerDto,
    summary: 'Find bloated images',
    description: 'What an image carries that it need not, from its layers, and what that costs in storage, transfer and start-up time.',
  },
  shadow_it: {
    head: ShadowItHead,
    request: ShadowItRequest,
    answer: ShadowItAnswerDto,
    summary: 'Find resources outside every cluster',
    description: 'Instances, volumes, load balancers and databases that no cluster and no infrastructure code knows, with whoever made them as far as the tags say.',
  },
  noisy_neighbor: {
    head: NoisyNeighborHead,
    request: NoisyNeighborRequest,
    answer: NoisyNeighborAnswerDto,
    summary: 'Find noisy neighbours',
    description: 'Pods whose traffic stands out from the cluster, the pods that suffer from it with the evidence, and what to do about it.',
  },
};

const exists = (type: unknown): type is Existing => typeof type === 'string' && Object.hasOwn(ENGINE_ROUTES, type);

/** The decision type of a request. @throws AppError UNKNOWN_DECISION_TYPE naming those that exist */
export const existingType = (type: unknown): Existing & DecisionType => {
  if (exists(type)) return type;
  const available = Object.keys(ENGINE_ROUTES);
  throw new AppError('UNKNOWN_DECISION_TYPE', `decision_type is not known; available: ${available.join(', ')}`, { path: 'decision_type', details: { available } });
};

export const headOf = (type: Existing): DtoClass<Head> => ENGINE_ROUTES[type].head;

/** Fields of any envelope; the values of others are not looked at. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.values(ENGINE_ROUTES).flatMap(({ head }) => [...fieldsOf(head).keys()]));
