import { runEngine } from '@ml/platform/engine/run-engine';
import { binPacking } from './engine';

export default await runEngine(binPacking, import.meta.url);
