import { expect, it } from 'vitest';
import { formatIssue, issue, sortIssues, warning } from '../../src/base/issue.ts';

it('formats place, message and the next step', () => {
  const found = issue(
    'comment',
    '`#` ends the text',
    { file: 'a.yaml', line: 3, column: 8 },
    'write: title: "Task #1"',
  );
  expect(formatIssue(found)).toBe('a.yaml:3:8: `#` ends the text\n  write: title: "Task #1"');
  expect(formatIssue(warning('w', 'odd', { file: 'a.yaml' }))).toBe('a.yaml: warning: odd');
  expect(formatIssue(issue('e', 'no such option'))).toBe('no such option');
  expect(formatIssue(issue('e', 'm', { file: 'f' }, 'one\ntwo'))).toBe('f: m\n  one\n  two');
});

it('never prints a column without its line', () => {
  expect(formatIssue(issue('e', 'm', { file: 'f', column: 4 }))).toBe('f: m');
});

it('sorts by file, line and column', () => {
  const at = (file: string, line: number, column: number) => issue('e', 'm', { file, line, column });
  const sorted = [at('a', 2, 1), at('a', 10, 1), at('a', 10, 2), at('b', 1, 1)];
  expect(sortIssues([...sorted].reverse())).toEqual(sorted);
});
