import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const MEGABYTES = { unit: 'MB (10^6 bytes)', min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const COST = { unit: 'USD a month', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class ImageFindingDto {
  @field.text({ what: 'What was found.', of: ['LARGE_BASE', 'BUILD_TOOLS', 'PACKAGE_CACHE', 'REWRITTEN_FILES', 'DUPLICATE_LAYER', 'REMOVED_LATER', 'LARGE_COPY', 'TOO_MANY_LAYERS'], example: 'BUILD_TOOLS' })
  readonly code!: string;

  @field.number({ what: 'How much it is; 0 where only a scan of the files could tell.', ...MEGABYTES, example: 236.3 })
  readonly mb!: number;
}

class ImageCostDto {
  @field.number({ what: 'In the registry; of a shared layer its part.', ...COST, example: 0.07 })
  readonly storage!: number;

  @field.number({ what: 'Pulls across availability zones, both sides.', ...COST, example: 2.5 })
  readonly cross_az!: number;

  @field.number({ what: 'Pulls that leave for the internet.', ...COST, example: 0 })
  readonly egress!: number;
}

class ImageDetailsDto {
  @field.text({ what: 'The image.', example: 'shop/web:1.2' })
  readonly image!: string;

  @field.number({ what: 'All its layers.', ...MEGABYTES, example: 695.6 })
  readonly size_mb!: number;

  @field.number({ what: 'What would be left, as far as layers show.', ...MEGABYTES, example: 316.8 })
  readonly best_practical_size_mb!: number;

  @field.number({ what: '1 - best practical size / size. An estimate: `basis` says from what.', unit: 'percent', min: 0, max: 100, example: 54.5 })
  readonly bloat_pct!: number;

  @field.objects({ what: 'What need not be there.', type: () => ImageFindingDto })
  readonly findings!: readonly ImageFindingDto[];

  @field.object({ what: 'What the image costs.', type: () => ImageCostDto })
  readonly cost!: ImageCostDto;

  @field.freeList({ what: 'What to change in the build: code, text, lines for the Dockerfile.', example: [{ code: 'MULTI_STAGE', text: 'build in one stage and copy only the result into the last one', commands: [] }] })
  readonly remedy!: readonly Readonly<Record<string, unknown>>[];
}

class ImageRecommendationDto extends RecommendationDto {
  @field.object({ what: 'The image and what to do about it.', type: () => ImageDetailsDto })
  declare readonly details: ImageDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `image_bloat` request. */
export class ImageBloatAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: 'Images to rebuild.', type: () => ImageRecommendationDto })
  declare readonly recommendations: readonly ImageRecommendationDto[];

  @field.integer({ what: 'Images that were looked at; absent when there were none.', unit: 'images', min: 0, max: Number.MAX_SAFE_INTEGER, example: 40, optional: true })
  readonly total_images?: number;

  @field.number({ what: 'Sum of their sizes.', ...MEGABYTES, example: 18_000, optional: true })
  readonly total_size_mb?: number;

  @field.number({ what: 'The same with each layer once.', ...MEGABYTES, example: 9_000, optional: true })
  readonly unique_size_mb?: number;

  @field.object({ what: 'What all cost; null when no price is known.', type: () => ImageCostDto, nullable: true, optional: true })
  readonly total_monthly_cost?: ImageCostDto | null;
}
