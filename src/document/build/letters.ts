/** a, b, …, z, aa, ab, … for the k-th (0-based) field of a problem. */
export function fieldLetter(k: number): string {
  const letter = String.fromCharCode(97 + (k % 26));
  return k < 26 ? letter : fieldLetter(Math.floor(k / 26) - 1) + letter;
}
