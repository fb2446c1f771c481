/** A mistake of the author found while a formula is worked out; carried to the public functions as an exception. */
import type { Issue } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import type { ParseFailure } from '../expr/parse/parse.ts';
import { placeAt, type SourceText } from './source/source-node.ts';

/** Caught in `instantiate` and `draw`, never seen outside. */
export class AuthorFault extends Error {
  override readonly name = 'AuthorFault';
  readonly issue: Issue;
  constructor(found: Issue) {
    super(found.message);
    this.issue = found;
  }
}

export function fault(code: string, message: string, at: SourceText, hint?: string): AuthorFault {
  return new AuthorFault(issue(code, message, at.place, hint));
}

/** What the parser refused, with the place of the character in the file. */
export function parseFault(failure: ParseFailure, at: SourceText): AuthorFault {
  const shown = at.text.slice(failure.position, failure.position + failure.length).trim();
  const where = shown === '' || shown.length > 60 ? '' : ` at \`${shown}\``;
  return new AuthorFault(
    issue(
      failure.code,
      `${failure.message}${where}, in \`${at.text.trim().slice(0, 80)}\``,
      placeAt(at, failure.position),
      failure.hint,
    ),
  );
}
