import fc from 'fast-check';
import { chooseSeed } from './seed';

// Whatever fails names its seed, so that it can be done again after a deep run, too. fast-check takes 32 bits with a sign.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: chooseSeed() | 0 });

/** fast-check, as property tests use it: it begins with the seed of this run. */
export default fc;
