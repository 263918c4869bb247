import { levelCourse, type Sighting } from '@ml/domain/learning/levels/pool-level';
import { MINUTE_MS } from '@ml/units/time';
import { instantOf, reportDelay } from '../events/reports';
import type { Loss } from '../events/losses';
import type { Placement } from '../world/fleet';
import type { WorldDraws } from '../world/world-draws';

const WINDOW_MS = 60 * MINUTE_MS;

/** How jobs are carried out. */
export interface Moving {
  /** From the job's turn until its nodes are gone: to lease it, to start other nodes, to drain. */
  readonly takesMs: number;
  /** Jobs of a pool that become due in a minute. */
  readonly perMinute: number;
}

/** Nodes of one placement that were away from their pool, milliseconds since the epoch. */
export interface Absence {
  readonly placement: number;
  readonly from: number;
  until: number;
  /** Nodes that would have been interrupted meanwhile. */
  readonly spared: Set<number>;
}

interface Episode {
  endsAt: number;
  readonly absences: Map<number, Absence>;
}

interface Arrival extends Sighting {
  readonly received_at: number;
}

/** One pool and its placements through time: what is lost there is reported, the level follows, and once it is confirmed the others leave until it is normal again. */
export class PoolReplay {
  readonly absences: Absence[] = [];
  episodes = 0;
  unwarned = 0;
  tooLate = 0;
  private readonly awaited: Arrival[] = [];
  private seen: Sighting[] = [];
  private episode: Episode | null = null;

  constructor(
    private readonly placements: ReadonlyMap<number, Placement>,
    private readonly moving: Moving,
    private readonly draws: WorldDraws,
  ) {}

  /** In the order of time. */
  lose({ placement, node, at }: Loss): void {
    const instant = instantOf(at);
    this.receiveUntil(instant);
    const absence = this.openAt(instant)?.absences.get(placement);
    // Drawn for each, so that the same losses are reported at the same time whoever moves.
    const received = instant + reportDelay(this.draws);
    if (absence !== undefined && absence.from <= instant) {
      absence.spared.add(node);
      return;
    }
    if (absence === undefined) this.unwarned += 1;
    else this.tooLate += 1;
    this.await({ customer_id: this.placements.get(placement)?.customer ?? '', at: instant, received_at: received });
  }

  end(): void {
    this.receiveUntil(Number.POSITIVE_INFINITY);
  }

  private await(arrival: Arrival): void {
    this.awaited.push(arrival);
    this.awaited.sort((one, other) => one.received_at - other.received_at);
  }

  private receiveUntil(instant: number): void {
    for (let next = this.awaited[0]; next !== undefined && next.received_at <= instant; next = this.awaited[0]) {
      this.awaited.shift();
      this.receive(next);
    }
  }

  private receive(arrival: Arrival): void {
    const now = arrival.received_at;
    this.seen = [...this.seen.filter(({ at }) => at > now - 2 * WINDOW_MS), arrival];
    const { level, ends_at } = levelCourse(this.seen, now, WINDOW_MS);
    const open = this.openAt(now);
    if (open !== null) this.prolong(open, ends_at);
    else if (level === 'CONFIRMED_RISKY' && ends_at !== null) this.confirm(now, ends_at);
  }

  private openAt(instant: number): Episode | null {
    if (this.episode !== null && this.episode.endsAt <= instant) this.episode = null;
    return this.episode;
  }

  private prolong(episode: Episode, endsAt: number | null): void {
    if (endsAt === null || endsAt <= episode.endsAt) return;
    episode.endsAt = endsAt;
    for (const absence of episode.absences.values()) absence.until = endsAt;
  }

  /** Everybody else is given a job, in turns. */
  private confirm(now: number, endsAt: number): void {
    this.episodes += 1;
    const affected = new Set(this.seen.filter(({ at }) => at > now - WINDOW_MS).map(({ customer_id }) => customer_id));
    const others = [...this.placements].filter(([, { customer }]) => !affected.has(customer));
    const absences = others.map(([placement], turn): Absence => ({
      placement,
      from: now + Math.floor(turn / this.moving.perMinute) * MINUTE_MS + this.moving.takesMs,
      until: endsAt,
      spared: new Set(),
    }));
    this.episode = { endsAt, absences: new Map(absences.map((absence) => [absence.placement, absence])) };
    this.absences.push(...absences);
  }
}
