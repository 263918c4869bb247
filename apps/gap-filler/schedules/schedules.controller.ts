import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { Paged } from '@ml/contracts/pricing';
import { askChangeSchedule, askDeleteSchedule, askSaveSchedule, askSchedules, type RefreshSchedule, type ScheduleQuery, type ScheduleTerms } from '@ml/contracts/refresh';
import { toRefreshSchedule, type FullTerms, type ScheduleRow } from '@ml/persistence/stores/gap-filler/schedule-row';
import { ScheduleStore } from '@ml/persistence/stores/gap-filler/schedule-store';
import { Answers } from '@ml/platform/bus/handlers';
import { PriceKnowledge } from '../planning/price-knowledge';
import { ModelCalls } from '../refresh/model-calls';
import { RefreshRules } from '../refresh/refresh-rules';
import { RefreshClock } from './refresh-clock';
import { changedTerms, fullTerms, nextRunOf } from './schedule-terms';

interface ScheduleId {
  readonly schedule_id: string;
}

/** When models are refreshed by themselves. */
@Controller()
export class SchedulesController {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(RefreshRules) private readonly rules: RefreshRules,
    @Inject(ModelCalls) private readonly models: ModelCalls,
    @Inject(PriceKnowledge) private readonly prices: PriceKnowledge,
    @Inject(RefreshClock) private readonly clock: RefreshClock,
  ) {}

  @Answers(askSaveSchedule)
  async save(@Payload() { requested_by, ...asked }: ScheduleTerms & { readonly requested_by: string }): Promise<RefreshSchedule> {
    const terms = await this.check(asked);
    return toRefreshSchedule(await this.store.save(terms, { by: requested_by, next: nextRunOf(terms, await this.clock.now()) }));
  }

  @Answers(askSchedules)
  async list(@Payload() query: ScheduleQuery): Promise<Paged<RefreshSchedule>> {
    const { rows, total } = await this.store.list(query);
    return { rows: rows.map(toRefreshSchedule), total };
  }

  @Answers(askChangeSchedule)
  async change(@Payload() asked: Partial<ScheduleTerms> & ScheduleId): Promise<RefreshSchedule> {
    const { schedule_id, ...changes } = asked;
    const known = await this.require(schedule_id);
    const terms = await this.check(changedTerms(known, changes));
    const changed = await this.store.change(known, terms, nextRunOf(terms, await this.clock.now()));
    if (changed === undefined) throw noSuchSchedule();
    // Somebody else changed other terms meanwhile: they stay.
    if (changed === 'changed') return this.change(asked);
    if (changed === 'taken') throw new AppError('BAD_FIELD', 'the model has another schedule of this type at this time already; change or delete that one', { path: 'time' });
    return toRefreshSchedule(changed);
  }

  @Answers(askDeleteSchedule)
  async remove(@Payload() { schedule_id }: ScheduleId): Promise<{ readonly status: 'deleted'; readonly schedule_id: string }> {
    if (!(await this.store.remove(schedule_id))) throw noSuchSchedule();
    return { status: 'deleted', schedule_id };
  }

  /** A schedule that could never do what it says is refused when it is saved, and not at two in the morning. */
  private async check(asked: ScheduleTerms): Promise<FullTerms> {
    const terms = fullTerms(asked, this.rules);
    await this.models.details(terms.model_id);
    await this.prices.scope(terms);
    return terms;
  }

  private async require(id: string): Promise<ScheduleRow> {
    const schedule = await this.store.find(id);
    if (schedule === undefined) throw noSuchSchedule();
    return schedule;
  }
}

const noSuchSchedule = (): AppError => new AppError('NOT_FOUND', 'there is no such schedule', { path: 'schedule_id' });
