import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askNoteRefresh, askVerifyOnData, type ModelRefreshed, type VerifyModel } from '@ml/contracts/model-refresh';
import type { RefreshVerdict } from '@ml/contracts/refresh';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { ModelVerifier } from './model-verifier';
import { RefreshNotes } from './refresh-notes';

@Controller()
export class RefreshController {
  constructor(
    @Inject(ModelVerifier) private readonly verifier: ModelVerifier,
    @Inject(RefreshNotes) private readonly notes: RefreshNotes,
  ) {}

  @Answers(askVerifyOnData)
  verify(@Payload() ask: VerifyModel, @Ctx() { signal }: BusContext): Promise<RefreshVerdict> {
    return this.verifier.verify(ask, signal);
  }

  @Answers(askNoteRefresh)
  note(@Payload() refreshed: ModelRefreshed): Promise<{ readonly last_refresh_date: string }> {
    return this.notes.note(refreshed);
  }
}
