import { writeFileSync } from 'node:fs';
import { exportModel } from '@ml/domain/training/export/export-model';
import { predictBoosted } from '@ml/domain/training/predict-boosted';
import type { Table } from '@ml/domain/training/table';
import { trainBoosted } from '@ml/domain/training/train-boosted';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { peakRssMib } from '../cpu-time';
import { trainingRows } from './training-data';
import { HELD_OUT, OBJECTIVES, OPTIONS, ROWS, SEED, type Trained } from './training-setup';

const [, , wanted = '', file = ''] = process.argv;
const objective = OBJECTIVES.find((name) => name === wanted);
if (objective === undefined) throw new Error(`there is no objective ${wanted}`);

const part = ({ features, columns }: Table, from: number, to: number): Table => ({ rows: to - from, features, columns: columns.map((column) => column.subarray(from, to)) });

const { table, [objective]: target } = trainingRows(ROWS + HELD_OUT, SEED);
const data = { table: part(table, 0, ROWS), target: target.subarray(0, ROWS) };
const before = process.cpuUsage();
const model = trainBoosted(data, { ...OPTIONS, objective });
const { user, system } = process.cpuUsage(before);
const peakMib = peakRssMib(process.pid);

const heldOut = part(table, ROWS, ROWS + HELD_OUT);
const ours = predictBoosted(model, heldOut);
writeFileSync(file, ours);

const { columns, features, rows } = heldOut;
const session = await InferenceSession.create(exportModel({ name: objective, inputs: { numbers: features }, heads: [{ column: 'y', model }] }));
const matrix = Float32Array.from({ length: rows * columns.length }, (_, at) => columns[at % columns.length]?.[Math.floor(at / columns.length)] ?? Number.NaN);
const { predictions } = await session.run({ numbers: new Tensor('float32', matrix, [rows, columns.length]) });
const said = predictions?.data as Float32Array;
const apart = ours.reduce((most, value, row) => Math.max(most, Math.abs((said[row] ?? Number.NaN) - value) / Math.max(1, Math.abs(value))), 0);

const result: Trained = { seconds: (user + system) / 1e6, peakMib, file, apart, by: `Node ${process.versions.node}` };
process.stdout.write(JSON.stringify(result));
