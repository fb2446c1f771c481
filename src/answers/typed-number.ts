/** How a number was typed: its digits, which are lost once it is a value. */

export interface TypedDigits {
  readonly significant: number;
  /** Digits after the point; negative for `1e3`. */
  readonly decimals: number;
}

const PLAIN = /^[+-]?(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/;
const POWER = /\s*(?:\*|·|×|\\cdot|\\times)\s*10\s*(?:\^|\*\*)\s*[({]?\s*([+−-]?\s*\d{1,4})\s*[)}]?\s*$/;

/**
 * Digits of a typed number (`-2.50`, `1,20`, `3e-2`, `1.2*10^-3`); null for an exact formula such as `3/4` or
 * `exp(-3)`. Zeros at the end count: they may be meant. A formula with decimals in it counts its shortest one.
 */
export function digitsOf(source: string, decimalComma = false): TypedDigits | null {
  const pointed = decimalComma ? source.replace(/(\d),(?=\d)/g, '$1.') : source;
  const text = pointed
    .trim()
    .replaceAll('−', '-')
    .replace(POWER, (_, k: string) => `e${k.replace('−', '-').replace(/\s/g, '')}`);
  const bare = text
    .replace(/^\((.*)\)$/, '$1')
    .replace(/\s+/g, '')
    .toLowerCase();
  const m = PLAIN.exec(bare);
  if (m && (m[1] || m[2])) return count(m[1] ?? '', m[2] ?? '', Number(m[3] ?? '0'));
  const decimals = [...pointed.matchAll(/(?<![\p{L}\p{N}_.])(\d*)\.(\d+)/gu)].map((d) =>
    count(d[1] ?? '', d[2] ?? '', 0),
  );
  const [first] = decimals;
  return first === undefined
    ? null
    : decimals.reduce((least, d) => (d.significant < least.significant ? d : least), first);
}

function count(whole: string, fraction: string, exponent: number): TypedDigits {
  const significant = (whole + fraction).replace(/^0+/, '').length;
  // A zero has the digits it shows: 0.00 has two decimals.
  return {
    significant: significant > 0 ? significant : Math.max(1, fraction.length),
    decimals: fraction.length - exponent,
  };
}

/** Half a unit of the k-th significant digit of x; 0 for 0. */
export function halfUnitOfDigit(x: number, digits: number): number {
  if (x === 0 || !Number.isFinite(x)) return 0;
  const exponent = Number(Math.abs(x).toExponential().split('e')[1]);
  return 0.5 * powerOfTen(exponent - digits + 1);
}

/** 10^k, correctly rounded: `10 ** k` is not everywhere. */
export const powerOfTen = (k: number): number => Number(`1e${k}`);
