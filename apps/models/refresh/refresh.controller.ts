import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askNoteRefresh, type ModelRefreshed } from '@ml/contracts/model-refresh';
import { Answers } from '@ml/platform/bus/handlers';
import { RefreshNotes } from './refresh-notes';

@Controller()
export class RefreshController {
  constructor(@Inject(RefreshNotes) private readonly notes: RefreshNotes) {}

  @Answers(askNoteRefresh)
  note(@Payload() refreshed: ModelRefreshed): Promise<{ readonly last_refresh_date: string }> {
    return this.notes.note(refreshed);
  }
}
