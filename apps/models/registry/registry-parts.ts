import { AliasStore } from '@ml/persistence/stores/models/alias-store';
import { ModelBlobs } from '@ml/persistence/stores/models/model-blobs';
import { ModelRefreshes } from '@ml/persistence/stores/models/model-refreshes';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import { ReplicaStore } from '@ml/persistence/stores/models/replica-store';
import { BlobKeeper } from '../files/blob-keeper';
import { ModelFiles } from '../files/model-files';
import { Challengers } from './challengers';
import { Champions } from './champions';
import { Follower } from './follower';
import { Loading } from './loading';
import { ModelCatalogue } from './model-catalogue';
import { Reconciler } from './reconciler';
import { Registrar } from './registrar';
import { Replica } from './replica';
import { ReplicaReports } from './replica-reports';

const STORES = [ModelStore, AliasStore, ModelBlobs, ModelRefreshes, ReplicaStore];

/** Providers of the registry. Needs a `ModelSlots`. */
export const REGISTRY_PARTS = [...STORES, ModelFiles, BlobKeeper, Loading, Registrar, ModelCatalogue, Champions, Challengers, Replica, ReplicaReports, Reconciler, Follower];
