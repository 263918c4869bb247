import { runEngine } from '@ml/platform/engine/run-engine';
import { imageBloatAnalyzer } from './engine';

export default await runEngine(imageBloatAnalyzer, import.meta.url);
