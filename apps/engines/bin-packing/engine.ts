import { defineEngine } from '@ml/engine-kernel/engine';
import { binPackingSettings, type BinPackingSettings } from './config';
import { decide } from './decide';
import { regionOf } from './situation';
import { projectBinPackingState, type BinPackingState } from './state';

export const binPacking = defineEngine<BinPackingState, BinPackingSettings>({
  name: 'bin_packing',
  needs: ['prices'],
  settings: binPackingSettings,
  project: projectBinPackingState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
