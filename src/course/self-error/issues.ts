/** What `gradus check` says of the grader's own error: what must not happen fails the template. */
import { type Issue, issue, warning } from '../../base/issue.ts';
import type { Rate, SelfError } from './measure.ts';

/** Wrong rules that must be named first. */
const NAMED = 0.95;
/** Answers that may go to a person. */
const UNDECIDED = 0.005;

const share = ({ tried, failed }: Rate): number => (tried === 0 ? 0 : failed / tried);

export function selfErrorIssues(found: SelfError, file: string): readonly Issue[] {
  const here = { file, line: 1, column: 1 };
  const out: Issue[] = [];
  const example = (what: string): string => found.examples.find((e) => e.startsWith(what)) ?? what;
  const must = (rate: Rate, what: string, mend: string): void => {
    if (rate.failed > 0)
      out.push(issue('grader-error', `${rate.failed} of ${rate.tried}: ${example(what)}`, here, mend));
  };
  must(
    { ...found.rewrites, failed: found.rewrites.failed - found.rewrites.undecided },
    'a right answer was refused',
    'Give the variables a `range` inside the domain, or report a bug of the grader.',
  );
  must(found.perturbations, 'a changed answer was accepted', 'Ask for more digits, or report a bug of the grader.');
  must(found.pinned, 'a misconception was pinned to a right answer', 'Report a bug of the grader.');
  must(found.garbage, 'garbage was read', 'Report a bug of the grader.');
  if (share(found.undecided) > UNDECIDED)
    out.push(
      warning(
        'often-undecided',
        `${found.undecided.failed} of ${found.undecided.tried} answers would go to a person`,
        here,
        'Give the variables a `range` inside the domain.',
      ),
    );
  if (1 - share(found.misconceptions) < NAMED)
    out.push(
      warning(
        'misconceptions-alike',
        `${found.misconceptions.failed} of ${found.misconceptions.tried} wrong rules are not named first; ${found.examples.find((e) => e.includes('was not named first')) ?? ''}`,
        here,
        'Draw numbers that tell the rules apart (not 0, 1 or 2).',
      ),
    );
  return out;
}

/** The rates on one line. */
export function selfErrorText({ rewrites, perturbations, misconceptions, garbage, undecided }: SelfError): string {
  const of = ({ tried, failed }: Rate): string => `${failed}/${tried}`;
  const named =
    misconceptions.tried === 0
      ? ''
      : `, ${misconceptions.tried - misconceptions.failed}/${misconceptions.tried} misconceptions named first`;
  return `grader: ${of(rewrites)} rewrites refused, ${of(perturbations)} changes accepted${named}, ${of(garbage)} garbage read, ${of(undecided)} undecided`;
}
