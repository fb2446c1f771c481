import { compareText } from './order.ts';

/** Whether what was read can still be used. */
export type Severity = 'error' | 'warning';

/** Where something stands in a text; lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A mistake that a person can mend, told as data: what it is, where it is and what to write instead. */
export interface Issue extends Place {
  /** Fixed, for programs: kebab-case. The message is for people and may be reworded. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The next step: the mended line, or what to do. */
  readonly hint?: string;
}

export function issue(code: string, message: string, place: Place = {}, hint?: string): Issue {
  return { code, severity: 'error', message, ...place, ...(hint === undefined ? {} : { hint }) };
}

export function warning(code: string, message: string, place: Place = {}, hint?: string): Issue {
  return { ...issue(code, message, place, hint), severity: 'warning' };
}

/** `file:line:column`, as far as it is known; empty when nothing is. */
export function formatPlace({ file, line, column }: Place): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
}

/**
 * One issue as people read it and as editors find their way by it:
 * `file:line:column: message`, and below it, indented, how to mend it.
 */
export function formatIssue(issue: Issue): string {
  const place = formatPlace(issue);
  const head = `${place === '' ? '' : `${place}: `}${issue.severity === 'warning' ? 'warning: ' : ''}${issue.message}`;
  if (issue.hint === undefined) return head;
  return [head, ...issue.hint.split('\n').map((line) => `  ${line}`)].join('\n');
}

/** Issues in the order of the text they speak of; those without a place come first. */
export function sortIssues(issues: readonly Issue[]): readonly Issue[] {
  const byFile = (a: Issue, b: Issue) => compareText(a.file ?? '', b.file ?? '');
  return [...issues].sort((a, b) => byFile(a, b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
