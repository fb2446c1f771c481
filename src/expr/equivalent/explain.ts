/** A comparison in words, for the person who asked. */
import type { Node } from '../../ir/node.ts';
import { showShape } from '../../ir/shape.ts';
import type { Comparison, Witness } from './comparison.ts';

/** One sentence; numbers with five significant digits, the same on every machine. */
export function explain(found: Comparison, student: Node, model: Node): string {
  const [given, wanted] = [showShape(student.shape), showShape(model.shape)];
  switch (found.code) {
    case 'same-form':
      return 'equal: the same expression once simplified';
    case 'exact':
      return found.verdict === 'equal' ? 'equal, exactly' : 'different, exactly';
    case 'sampled':
      return `equal at ${countText(found.evidence.points)}`;
    case 'within-tolerance':
      return `within the tolerance at ${countText(found.evidence.points)}`;
    case 'value':
      return `different values${placeText(found.evidence.at)}`;
    case 'domain':
      return `one has a value where the other has none${placeText(found.evidence.at)}`;
    case 'shape':
      return `the answer is ${given}, not ${wanted}`;
    case 'orientation':
      return `the entries are right but transposed: the answer is ${given}, not ${wanted}`;
    case 'undefined-here':
      return 'one of the two says that it does not exist, the other gives a value';
    case 'digits':
      return 'the value is right, but it is given with too few digits';
    case 'nowhere-real':
      return 'undecided: no real value was found at any point';
    case 'no-agreement':
      return 'undecided: the two agree as far as can be computed, but not closely enough to be sure';
    case 'whole-numbers':
      return 'undecided: a variable is used as a size or as the limit of a sum; the two agree where it is a whole number';
    case 'no-points':
      return 'undecided: no point was found at which they can be compared';
  }
}

const countText = (points: number): string => (points === 1 ? 'the one value there is' : `all ${points} points`);

function placeText(at: readonly Witness[] | undefined): string {
  if (at === undefined || at.length === 0) return '';
  const parts = at
    .slice(0, 4)
    .map(
      ({ name, value }) =>
        `${name} = ${typeof value === 'number' ? shown(value) : `(${value.slice(0, 6).map(shown).join(', ')}${value.length > 6 ? ', …' : ''})`}`,
    );
  return ` at ${parts.join(', ')}`;
}

const shown = (x: number): string => `${Number(x.toPrecision(5))}`;
