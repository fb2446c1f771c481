/** The outcome of something that may fail for reasons outside the program: a file, an answer, an option. */
export type Result<T, E> = Success<T> | Failure<E>;

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Failure<E> {
  readonly ok: false;
  readonly error: E;
}

export function success<T>(value: T): Success<T> {
  return { ok: true, value };
}

export function failure<E>(error: E): Failure<E> {
  return { ok: false, error };
}

/** Applies `change` to a value and leaves an error as it is. */
export function mapResult<T, U, E>(result: Result<T, E>, change: (value: T) => U): Result<U, E> {
  return result.ok ? success(change(result.value)) : result;
}

/** Goes on with `next`, which may fail too, unless there is an error already. */
export function andThen<T, U, E>(result: Result<T, E>, next: (value: T) => Result<U, E>): Result<U, E> {
  return result.ok ? next(result.value) : result;
}

/**
 * All values in order, or the errors of every result that failed: a person who mends a file wants to see all of them
 * at once, not one per run.
 */
export function collect<T, E>(results: Iterable<Result<T, readonly E[]>>): Result<readonly T[], readonly E[]> {
  const values: T[] = [];
  const errors: E[] = [];
  for (const result of results) {
    if (result.ok) values.push(result.value);
    else errors.push(...result.error);
  }
  return errors.length === 0 ? success(values) : failure(errors);
}
