/** Matrices that are what they are declared to be: symmetric, positive definite, orthogonal, of rank r. */

/**
 * A matrix of the structure from freely drawn entries (row-major). Symmetric, positive definite and low-rank
 * ones are exact, as the entries are short binary fractions; an orthogonal one is so up to rounding.
 */
export function structuredMatrix(
  structure: string,
  shape: readonly number[],
  entries: readonly number[],
): readonly number[] {
  const [m, n] = [shape[0] ?? 1, shape[1] ?? 1];
  const a = (i: number, j: number): number => entries[i * n + j] as number;
  const rank = /^rank:?\s*(\d+)$/.exec(structure.trim());
  if (rank) return lowRank(entries, m, n, Math.min(Number(rank[1]), m, n));
  if (m !== n) return entries;
  switch (structure.trim().replaceAll(' ', '-')) {
    case 'symmetric':
      return fill(n, (i, j) => a(Math.min(i, j), Math.max(i, j)));
    case 'diagonal':
      return fill(n, (i, j) => (i === j ? a(i, i) : 0));
    case 'positive-definite':
      return fill(n, (i, j) => {
        let sum = i === j ? 1 : 0;
        for (let k = 0; k < n; k += 1) sum += a(i, k) * a(j, k);
        return sum;
      });
    case 'orthogonal':
      return orthogonal(entries, n);
    default:
      return entries;
  }
}

const NAMED = ['symmetric', 'diagonal', 'positive-definite', 'orthogonal'];

/** What is wrong with a declared structure; null where there is such a one. */
export function structureFault(structure: string): string | null {
  const plain = structure.trim().replaceAll(' ', '-');
  if (NAMED.includes(plain) || /^rank:?-*[1-9]\d*$/.test(plain)) return null;
  return `there is no structure "${structure}": write ${NAMED.join(', ')} or rank:2`;
}

/** Whether sampled values of this structure carry rounding errors of their own. */
export const isInexact = (structure: string): boolean => structure.trim() === 'orthogonal';

const fill = (n: number, entry: (i: number, j: number) => number): readonly number[] =>
  Array.from({ length: n * n }, (_, e) => entry(Math.floor(e / n), e % n));

/** U·V with r inner columns: U from the first entries, V read from the end, both short binary fractions. */
function lowRank(entries: readonly number[], m: number, n: number, r: number): readonly number[] {
  const u = (i: number, k: number): number => entries[(i * r + k) % entries.length] as number;
  const v = (k: number, j: number): number => entries[entries.length - 1 - ((k * n + j) % entries.length)] as number;
  return Array.from({ length: m * n }, (_, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    let sum = 0;
    for (let k = 0; k < r; k += 1) sum += (u(i, k) + (i === k ? 4 : 0)) * (v(k, j) + (j === k ? 4 : 0));
    return sum;
  });
}

/** Gram–Schmidt on the columns, twice for orthogonality to rounding; both signs of the determinant occur. */
function orthogonal(entries: readonly number[], n: number): readonly number[] {
  const columns: number[][] = [];
  for (let j = 0; j < n; j += 1) {
    const v = Array.from({ length: n }, (_, i) => (entries[i * n + j] as number) + (i === j ? 0.5 : 0));
    for (let pass = 0; pass < 2; pass += 1) {
      for (const q of columns) {
        const along = dotOf(q, v);
        for (let i = 0; i < n; i += 1) v[i] = (v[i] as number) - along * (q[i] as number);
      }
    }
    const length = Math.sqrt(dotOf(v, v));
    if (length < 1e-3) return fill(n, (i, k) => (i === k ? 1 : 0));
    columns.push(v.map((x) => x / length));
  }
  return fill(n, (i, j) => columns[j]?.[i] ?? 0);
}

const dotOf = (a: readonly number[], b: readonly number[]): number => a.reduce((s, x, i) => s + x * (b[i] ?? 0), 0);
