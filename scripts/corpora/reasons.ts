/** Why a verdict differs from the one recorded with a case. Ids only: the cases are other projects' data. */
const STRICT_DIGITS = 'the source also refuses too many digits; ours asks for at least so many';

export const reasons: ReadonlyMap<string, string> = new Map([
  [
    'sympy-0280',
    'the model is also real where both logarithms of the answer are not (tan(x/2) below −7): an interval that the recorded points missed',
  ],
  ['stack-0030 positive', 'equal where both are real, but for 0 < x < 3 only one of the two is'],
  ['num-stack-0106', 'exactly half a unit of the last digit off: ties count both ways'],
  ['num-stack-0110', STRICT_DIGITS],
  ['num-stack-0111', STRICT_DIGITS],
  ['num-stack-0194', 'the source also asks for a number of decimals; a bare absolute tolerance does not'],
]);
