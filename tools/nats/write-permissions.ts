import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { permissionsFile, PERMISSIONS_FILE } from './permissions-file';

const file = path.resolve(PERMISSIONS_FILE);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, permissionsFile());
console.log(`Written: ${PERMISSIONS_FILE}`);
