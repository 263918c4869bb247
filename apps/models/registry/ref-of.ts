import type { ModelRef } from '@ml/contracts/model-metadata';
import type { StoredModel } from '@ml/persistence/stores/models/stored-model';

export const refOf = ({ id, name, version }: Pick<StoredModel, 'id' | 'name' | 'version'>): ModelRef => ({ id, name, version });
