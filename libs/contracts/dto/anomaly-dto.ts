import { field } from '../field';
import { listRule, textRule, type FieldRule } from '../field-rules';
import type { AnomalyScores, SeriesToScore } from '../insights';
import { LABEL, RESOURCE_ID } from './collection-names';
import { ReasonDto } from './plan-parts';

const MOST_SAMPLES = 100_000;
const SCORE = { min: 0, max: 100 } as const;
/** Differences of larger ones would leave what a double can hold. */
const LARGEST = 1e300;

/** That it is a time, later than the one before it, is looked at where there is time for 100,000 of them. */
const timesRule = listRule(textRule({ max: 40 }), MOST_SAMPLES);

const valueRule: FieldRule = (value) => {
  if (value === null) return undefined;
  const said = 'must be a finite number, or null where there is no sample';
  return typeof value === 'number' && Math.abs(value) <= LARGEST ? undefined : { code: 'BAD_FIELD', message: said, unquoted: said };
};
const valuesRule = listRule(valueRule, MOST_SAMPLES);

/** More than a day of hourly samples. */
const VALUES = [31, 30, 30, 29, 30, 32, 35, 41, 48, 52, 53, 55, 54, 53, 52, 51, 49, 46, 42, 39, 36, 34, 32, 31, 31, 30, 29, 30, 95, 31];
const TIMES = VALUES.map((_, at) => `2026-11-${at < 24 ? 18 : 19}T${String(at % 24).padStart(2, '0')}:00:00Z`);

class PostedSamplesDto implements SeriesToScore {
  @field.special({ what: 'RFC 3339 times, each later than the one before it.', rule: timesRule, schema: { type: 'array', items: { type: 'string', format: 'date-time' }, maxItems: MOST_SAMPLES }, example: TIMES })
  readonly timestamps!: readonly string[];

  @field.special({ what: 'A value for each of them; null: no sample.', rule: valuesRule, schema: { type: 'array', items: { type: ['number', 'null'] }, maxItems: MOST_SAMPLES }, example: VALUES })
  readonly values!: readonly (number | null)[];
}

export class ScoreSeriesDto {
  @field.object({ what: 'What to score: more than a day of samples, or 25 where a day has fewer, 289 where it has more.', type: () => PostedSamplesDto })
  readonly series!: PostedSamplesDto;
}

export class CollectedSeriesQueryDto {
  @field.text({ what: 'A collected resource, by the id under which it was sent.', ...RESOURCE_ID, example: 'vol-0abc123def4567890' })
  readonly resource_id!: string;

  @field.text({ what: 'One of its metrics.', ...LABEL, example: 'VolumeReadOps' })
  readonly metric_name!: string;
}

class UnusualWindowDto {
  @field.text({ what: 'Time of its first unusual sample, as it was given.', example: '2026-11-20T14:05:00Z' })
  readonly start!: string;

  @field.text({ what: 'Time of its last one.', example: '2026-11-20T14:35:00Z' })
  readonly end!: string;

  @field.number({ what: 'The highest score in it.', ...SCORE, example: 87.5 })
  readonly score!: number;
}

export class AnomalyScoresDto implements AnomalyScores {
  @field.special({
    what: 'How unusual each sample is after those before it, 0 to 100: 0 is within what was seen, 100 as far beyond it as can be. Null: no sample, or too few before it.',
    rule: () => undefined,
    schema: { type: 'array', items: { type: ['number', 'null'], minimum: 0, maximum: 100 } },
    example: [null, 0, 62.4],
  })
  readonly scores!: readonly (number | null)[];

  @field.objects({ what: 'Stretches of unusual samples.', type: () => UnusualWindowDto })
  readonly windows!: readonly UnusualWindowDto[];

  @field.number({ what: 'From this score on a sample is unusual.', ...SCORE, example: 50 })
  readonly threshold!: number;

  @field.text({ what: 'How it was scored.', example: 'seen_range' })
  readonly method!: string;

  @field.objects({ what: 'What the scores do not know: IRREGULAR_STEPS, GAPS, CONSTANT.', type: () => ReasonDto, example: [{ code: 'GAPS', text: '1 of 3 samples are missing; they have no score' }] })
  readonly warnings!: readonly ReasonDto[];
}
