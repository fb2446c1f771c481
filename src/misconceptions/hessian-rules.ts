/** Slips in second derivatives: mixed derivatives forgotten, or different on the two sides of the diagonal. */
import type { Print, Tolerance } from './fingerprint.ts';
import type { Finding } from './misconception.ts';

export function hessianSlips(right: Print, student: Print, tolerance: Tolerance): readonly Finding[] {
  const [n = 0, m = 0] = right.shape;
  if (right.shape.length !== 2 || n !== m || n < 2) return [];
  const { points } = right;
  const value = (p: Print, i: number, j: number, at: number): number => p.data[(i * n + j) * points + at] as number;
  const close = (a: number, b: number): boolean =>
    (!Number.isFinite(a) && !Number.isFinite(b)) ||
    Math.abs(a - b) <= Math.max(tolerance.absolute, tolerance.relative * Math.max(1, Math.abs(a), Math.abs(b)));
  const all = (test: (i: number, j: number, at: number) => boolean): boolean => {
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) for (let at = 0; at < points; at += 1) if (!test(i, j, at)) return false;
    return true;
  };
  const diagonal = all((i, j, at) => i !== j || close(value(student, i, i, at), value(right, i, i, at)));
  if (!diagonal) return [];
  if (all((i, j, at) => i === j || value(student, i, j, at) === 0)) {
    return [
      {
        id: 'hessian-missing-cross-terms',
        message: 'The mixed second derivatives are missing: off the diagonal stands 0.',
        confidence: 0.95,
      },
    ];
  }
  const half = all(
    (i, j, at) =>
      close(value(student, i, j, at), value(right, i, j, at)) ||
      close(value(student, j, i, at), value(right, j, i, at)),
  );
  const symmetric = all((i, j, at) => close(value(student, i, j, at), value(student, j, i, at)));
  return half && !symmetric
    ? [
        {
          id: 'hessian-not-symmetric',
          message:
            'The mixed derivatives differ: the second derivative in x and y does not depend on the order, so the Hessian is symmetric.',
          confidence: 0.9,
        },
      ]
    : [];
}
