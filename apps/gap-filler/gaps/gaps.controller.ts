import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askAnalyzeGap, askCancelGap, askFillGap, askGap, askGaps, type AnalyzeGap, type FillGap, type GapAnalysis, type GapFilling, type GapListed, type GapQuery, type GapState } from '@ml/contracts/gaps';
import type { Paged } from '@ml/contracts/pricing';
import { Answers } from '@ml/platform/bus/handlers';
import { GapAnalyzer } from './gap-analyzer';
import { GapFillings } from './gap-fillings';
import { GapJobs } from './gap-jobs';
import { GapViews } from './gap-views';

/** Gaps of models, and what fills them. */
@Controller()
export class GapsController {
  constructor(
    @Inject(GapAnalyzer) private readonly analyzer: GapAnalyzer,
    @Inject(GapFillings) private readonly fillings: GapFillings,
    @Inject(GapJobs) private readonly jobs: GapJobs,
    @Inject(GapViews) private readonly views: GapViews,
  ) {}

  @Answers(askAnalyzeGap)
  analyze(@Payload() ask: AnalyzeGap): Promise<GapAnalysis> {
    return this.analyzer.analyze(ask);
  }

  @Answers(askFillGap)
  fill(@Payload() ask: FillGap): Promise<GapFilling> {
    return this.fillings.fill(ask);
  }

  @Answers(askGap)
  gap(@Payload() { gap_id }: { readonly gap_id: string }): Promise<GapState> {
    return this.views.state(gap_id);
  }

  @Answers(askGaps)
  gaps(@Payload() query: GapQuery): Promise<Paged<GapListed>> {
    return this.views.list(query);
  }

  @Answers(askCancelGap)
  async cancel(@Payload() { gap_id }: { readonly gap_id: string }): Promise<GapState> {
    await this.views.row(gap_id);
    await this.jobs.cancel(gap_id);
    return this.views.state(gap_id);
  }
}
