import type { Provider, Type } from '@nestjs/common';

export const ACTION_CONTROLLERS: readonly Type<object>[] = [];
export const ACTION_PROVIDERS: readonly Provider[] = [];
