/**
 * A bug in the program itself, never a mistake in what a person wrote (those are `Issue`s). The command line ends with
 * exit code 3 on it.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** @throws {InternalError} when `condition` is false */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/**
 * The value itself, where the surroundings guarantee that it is there.
 * @throws {InternalError} when it is null or undefined after all
 */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new InternalError(`${what} is missing`);
  return value;
}

/**
 * Ends a switch over a closed union: the compiler refuses the call while a case is missing.
 * @throws {InternalError} when a value outside its type arrives at run time
 */
export function unreachable(value: never): never {
  throw new InternalError(`unexpected case: ${String(value)}`);
}
