export { notify } from './notify';
export type { ReadThings } from './things';
