import type { Provider, Type } from '@nestjs/common';

export const INTAKE_CONTROLLERS: readonly Type<object>[] = [];
export const INTAKE_PROVIDERS: readonly Provider[] = [];
