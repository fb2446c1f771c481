/**
 * Why a verdict differs from the one recorded with a case. Ids only: the cases are other projects' data. `rule`: the
 * source judges by another rule than ours, and by ours the verdict is right.
 */
export interface Reason {
  readonly cause: string;
  readonly rule: boolean;
}

const STRICT_DIGITS = 'the source also refuses too many digits; ours asks for at least so many';

const miss = (cause: string): Reason => ({ cause, rule: false });
const otherRule = (cause: string): Reason => ({ cause, rule: true });

export const reasons: ReadonlyMap<string, Reason> = new Map([
  [
    'sympy-0280',
    miss(
      'the model is also real where both logarithms of the answer are not (tan(x/2) below −7): an interval that the recorded points missed',
    ),
  ],
  ['stack-0030 positive', miss('equal where both are real, but for 0 < x < 3 only one of the two is')],
  ['nerdamer-0261', otherRule('nowhere real, but one normal form: ours calls that equal')],
  ['num-stack-0106', otherRule('exactly half a unit of the last digit off: ours counts ties both ways')],
  ['num-stack-0110', otherRule(STRICT_DIGITS)],
  ['num-stack-0111', otherRule(STRICT_DIGITS)],
  ['num-stack-0194', otherRule('the source also asks for a number of decimals; a bare absolute tolerance does not')],
]);
