import type { PostedSeries, SeriesAccepted } from '../collection';
import { field } from '../field';
import { listRule, timeRule } from '../field-rules';
import { CollectionFaultDto, FAULTS } from './collection-fault-dto';
import { LABEL, OWN_ID, PROVIDER, RESOURCE_ID } from './collection-names';
import { ReasonDto } from './plan-parts';

export const MOST_SAMPLES = 10_000;

const LIST = { type: 'array', minItems: 1, maxItems: MOST_SAMPLES } as const;

/** One series of one metric. What is no number among its values costs that value only. */
export class SeriesDto implements Omit<PostedSeries, 'values'> {
  @field.text({ what: 'Your id of the resource: hashed on arrival.', ...RESOURCE_ID, example: 'vol-0a1' })
  readonly resource_id!: string;

  @field.text({ what: 'Your id of the user; not needed when a scan has found the resource.', ...OWN_ID, example: 'user-7', optional: true })
  readonly user_id?: string;

  @field.text({ what: 'Your id of the cloud account; not needed when a scan has found the resource.', ...OWN_ID, example: '111122223333', optional: true })
  readonly account_id?: string;

  @field.text({ what: 'What the resource is; kept when it is made of known words, else `other`.', ...LABEL, example: 'ebs_volume' })
  readonly resource_type!: string;

  @field.text({ what: 'The cloud.', ...PROVIDER })
  readonly provider!: PostedSeries['provider'];

  @field.text({ what: 'Name of the metric; it must be made of known words.', ...LABEL, example: 'VolumeReadOps' })
  readonly metric_name!: string;

  @field.integer({ what: 'Between two samples; hourly means are kept.', unit: 'seconds', min: 1, max: 86_400, example: 3600 })
  readonly period_seconds!: number;

  @field.special({
    what: 'RFC 3339, each later than the one before.',
    rule: listRule(timeRule, MOST_SAMPLES),
    schema: { ...LIST, items: { type: 'string', format: 'date-time' } },
    example: ['2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z'],
  })
  readonly timestamps!: readonly string[];

  @field.special({
    what: 'As many as timestamps; null: no sample.',
    rule: listRule(() => undefined, MOST_SAMPLES),
    schema: { ...LIST, items: { type: 'number', nullable: true } },
    example: [0.2, null, 1.5],
  })
  readonly values!: readonly unknown[];
}

export class SeriesAcceptedDto implements SeriesAccepted {
  @field.text({
    what: '`recorded`; `waiting`: no scan has found the resource yet; `not_collected`: nothing is kept, `reason` says why.',
    of: ['recorded', 'waiting', 'not_collected'],
    example: 'recorded',
  })
  readonly outcome!: SeriesAccepted['outcome'];

  @field.flag({ what: 'The same series had been taken before.', example: false })
  readonly duplicate!: boolean;

  @field.integer({ what: 'Samples that are kept.', min: 0, max: MOST_SAMPLES, example: 2 })
  readonly samples!: number;

  @field.object({ what: '`OBJECTED`, `NO_CONSENT` and the like; null: it is kept.', type: () => ReasonDto, example: null, nullable: true })
  readonly reason!: ReasonDto | null;

  @field.objects(FAULTS)
  readonly faults!: readonly CollectionFaultDto[];
}
