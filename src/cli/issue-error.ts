import type { Issue } from '../base/issue.ts';

/** Faults in files that people wrote: each is shown with its place and its mend; exit 2. */
export class IssueError extends Error {
  override readonly name = 'IssueError';
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(issues.map((i) => i.message).join('; '));
    this.issues = issues;
  }
}
