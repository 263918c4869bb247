import { runEngine } from '@ml/platform/engine/run-engine';
import { ghostProbe } from './engine';

export default await runEngine(ghostProbe, import.meta.url);
