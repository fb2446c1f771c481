/** What is said about a name that nobody declared. */
import { nearest } from '../../base/nearest.ts';
import { functions } from '../../ops/table.ts';
import { refuse, type Scope, type Span } from './scope.ts';
import { CONSTANTS } from './words.ts';

/** Refuses a name that stands for nothing here, with the nearest that does. */
export function unknownName(span: Span, name: string, scope: Scope): never {
  const known = [
    ...scope.declarations.keys(),
    ...(scope.formulas?.keys() ?? []),
    ...CONSTANTS,
    ...functions.keys(),
    ...(scope.functions?.keys() ?? []),
  ];
  const near = nearest(name, known);
  const declared = [...scope.declarations.keys()];
  const hint =
    near !== undefined
      ? `did you mean ${near}?`
      : declared.length > 0 && declared.length <= 12
        ? `the names here are ${declared.join(', ')}`
        : 'use the names of the question';
  return refuse('unknown-name', span, `there is no ${name} here`, hint);
}
