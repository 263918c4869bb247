import { Body, Controller, Delete, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppError } from '@ml/contracts/app-error';
import { ActivateModelDto, ActivationDto, ChallengerDto, ChallengerSetDto, DeactivationDto, DeletedModelDto, RollbackModelDto } from '@ml/contracts/dto/model-change-dto';
import { ModelPath } from '@ml/contracts/dto/model-dto';
import { askActivate, askChallenger, askDeactivate, askDelete, askRollback, type Activation, type ChallengerSet, type Deactivation } from '@ml/contracts/models';
import { Bus } from '@ml/platform/bus/bus';
import { RouteDocs } from '../openapi/route-docs';

const WHO = 'For keys of scope platform or admin that are bound to no tenant.';

/** What changes who answers. */
@ApiTags('Models')
@Controller('api/v1/ml/models')
export class ModelChangesController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Post('activate')
  @RouteDocs({
    summary: 'Activate a version',
    description: `It is loaded and checked first, then every replica changes over without losing a request; when it cannot be loaded, the old one goes on. ${WHO}`,
    answer: ActivationDto,
    body: ActivateModelDto,
    errors: ['NOT_FOUND', 'BAD_MODEL', 'TOO_MANY_MODELS'],
  })
  activate(@Body() { model_id, version }: ActivateModelDto): Promise<Activation> {
    return this.bus.ask(askActivate, { model_id, ...(version !== undefined && { version }) });
  }

  @Post('rollback')
  @RouteDocs({
    summary: 'Go back to the version before',
    description: `Activates the version of the model that was active before the one that is, deleted ones skipped. ${WHO}`,
    answer: ActivationDto,
    body: RollbackModelDto,
    errors: ['NOT_FOUND', 'NO_PREVIOUS_MODEL', 'BAD_MODEL'],
  })
  rollback(@Body() { model_name }: RollbackModelDto): Promise<Activation> {
    return this.bus.ask(askRollback, { model_name });
  }

  @Post(':model_id/deactivate')
  @RouteDocs({ summary: 'Deactivate a model', description: `Nothing answers for its name then: predictions fall back to rules and say so. ${WHO}`, answer: DeactivationDto, errors: ['NOT_FOUND'] })
  deactivate(@Param() { model_id }: ModelPath): Promise<Deactivation> {
    return this.bus.ask(askDeactivate, { model_id });
  }

  @Post(':model_id/shadow')
  @RouteDocs({
    summary: 'Compare a version with the active one',
    description: `In the shadow, its answers only logged; or A/B, for a stable share of the keys. /performance of the active version shows the two side by side. ${WHO}`,
    answer: ChallengerSetDto,
    body: ChallengerDto,
    errors: ['NOT_FOUND', 'BAD_MODEL', 'MODEL_TYPE_MISMATCH', 'TOO_MANY_MODELS'],
  })
  challenge(@Param() { model_id }: ModelPath, @Body() challenger: ChallengerDto): Promise<ChallengerSet> {
    return this.bus.ask(askChallenger, { model_id, mode: challenger.mode, share: shareOf(challenger) });
  }

  @Delete(':model_id')
  @RouteDocs({ summary: 'Delete a version', description: `Its file goes, its name and version are never used again. An active one is refused. ${WHO}`, answer: DeletedModelDto, errors: ['NOT_FOUND', 'MODEL_ACTIVE'] })
  remove(@Param() { model_id }: ModelPath): Promise<DeletedModelDto> {
    return this.bus.ask(askDelete, { model_id });
  }
}

/** A share means something with A/B only. */
const shareOf = ({ mode, share }: ChallengerDto): number => {
  if (mode === 'ab' && share === undefined) throw new AppError('MISSING_FIELD', 'share is required with mode ab', { path: 'share' });
  if (mode !== 'ab' && share !== undefined && share !== 0) throw new AppError('BAD_FIELD', `share must be left out with mode ${mode}`, { path: 'share' });
  return share ?? 0;
};
