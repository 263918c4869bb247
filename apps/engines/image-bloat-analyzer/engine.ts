import { defineEngine } from '@ml/engine-kernel/engine';
import { imageBloatAnalyzerSettings, type ImageBloatAnalyzerSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectImageBloatAnalyzerState, type ImageBloatAnalyzerState } from './state';

export const imageBloatAnalyzer = defineEngine<ImageBloatAnalyzerState, ImageBloatAnalyzerSettings>({
  name: 'image_bloat_analyzer',
  needs: ['prices'],
  settings: imageBloatAnalyzerSettings,
  project: projectImageBloatAnalyzerState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
