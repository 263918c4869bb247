import type { NetworkNode } from './state';

/** Whether the scheduler would place anybody there. */
export const isOpen = ({ cordoned, ready, deleting }: NetworkNode): boolean => !cordoned && !deleting && ready !== false;
