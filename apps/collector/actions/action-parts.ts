import { ActionTaker } from './action-taker';
import { ActionsController } from './actions.controller';

export const ACTION_CONTROLLERS = [ActionsController];
export const ACTION_PROVIDERS = [ActionTaker];
