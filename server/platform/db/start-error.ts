/** Why the process cannot start or go on. Its message is the one sentence that the operator reads. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
