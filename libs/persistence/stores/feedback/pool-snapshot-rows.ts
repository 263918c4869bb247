import type { PoolLesson, PoolLevel } from '@ml/contracts/pools';
import type { Sql } from '../../sql';

/** A pool about which nobody has learned anything: trusted not at all. */
const NOTHING_LEARNED = { learned_score: 0.5, confidence: 0 } as const;

interface LessonRow {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly level: PoolLevel | null;
  readonly final_score: string | null;
  readonly confidence: string | null;
  readonly blocked_until: Date | null;
  readonly known: number;
}

export interface Lessons {
  /** By type and zone. */
  readonly pools: readonly PoolLesson[];
  /** How many there are, also those that were left out. */
  readonly known: number;
}

const NOW_AND_HERE = `
    WITH risky AS (SELECT instance_type, availability_zone, level FROM pool_episodes WHERE ended_at IS NULL AND ends_at > $1),
    blocked AS (SELECT instance_type, availability_zone, blocked_until FROM pool_blocks WHERE blocked_until > $1)`;

const SELECT = `${NOW_AND_HERE},
    most_telling AS (
      SELECT instance_type, availability_zone, level, final_score, confidence, blocked_until, count(*) OVER () AS known
      FROM risk_score_adjustments FULL JOIN risky USING (instance_type, availability_zone) FULL JOIN blocked USING (instance_type, availability_zone)
      ORDER BY level IS NULL AND blocked_until IS NULL, total_observations DESC NULLS LAST, instance_type, availability_zone
      LIMIT $2
    )
    SELECT * FROM most_telling ORDER BY instance_type COLLATE "C", availability_zone COLLATE "C"`;

/** What is known of pools at an instant: those first to which nodes must not be sent, then those of which most was seen. */
export const readLessons = async (sql: Pick<Sql, 'query'>, at: Date, most: number): Promise<Lessons> => {
  const rows = await sql.query<LessonRow>(SELECT, [at, most]);
  return { pools: rows.map(lessonOf), known: rows[0]?.known ?? 0 };
};

/** Only those to which nodes must not be sent, or hardly; their scores are not looked up. */
export const readRisks = async (sql: Pick<Sql, 'query'>, at: Date): Promise<readonly PoolLesson[]> => {
  const rows = await sql.query<Omit<LessonRow, 'final_score' | 'confidence' | 'known'>>(
    `${NOW_AND_HERE} SELECT instance_type, availability_zone, level, blocked_until FROM risky FULL JOIN blocked USING (instance_type, availability_zone)`,
    [at],
  );
  return rows.map((row) => lessonOf({ ...row, final_score: null, confidence: null }));
};

const lessonOf = ({ instance_type, availability_zone, level, final_score, confidence, blocked_until }: Omit<LessonRow, 'known'>): PoolLesson => ({
  instance_type,
  availability_zone,
  level: level ?? 'NORMAL',
  ...(final_score === null ? NOTHING_LEARNED : { learned_score: Number(final_score), confidence: Number(confidence ?? 0) }),
  blocked_until: blocked_until?.toISOString() ?? null,
});

/** Of the newest day that was counted; nothing before anything was. */
export const readWeight = async (sql: Pick<Sql, 'query'>): Promise<number> => {
  const [row] = await sql.query<{ weight: string }>(
    'SELECT calculate_feedback_weight(total_instance_hours, total_interruptions) AS weight FROM feedback_learning_stats ORDER BY stat_day DESC LIMIT 1',
  );
  return Number(row?.weight ?? 0);
};
