export { notify, withdraw } from './notify';
export type { ReadThings } from './things';
