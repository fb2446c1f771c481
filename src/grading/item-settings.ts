/** Credit rules of one problem of an assignment, field by field: the nearest block wins (templates.md, part 1). */
import { type Issue, issue } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import { failure, type Result, success } from '../base/result.ts';
import { lookUp, type SourceMap } from '../problem/source/source-node.ts';
import { type GradingSettings, readGradingBlock } from './grading-block.ts';

/** The settings in force for a field. */
export type FieldSettings = (field: string) => GradingSettings;

/**
 * Reads a problem's `grading` block, whose `fields: { dfdx: { … } }` overrides single fields, over the assignment's.
 * Issues name fields that the template does not have.
 */
export function itemSettings(
  block: SourceMap | null,
  assignment: GradingSettings,
  fields: readonly string[],
): Result<FieldSettings, readonly Issue[]> {
  const item = readGradingBlock(block, assignment, 'problem');
  if (!item.ok || block === null) return item.ok ? success(() => item.value) : item;
  const given = lookUp(block, 'fields');
  if (given === undefined) return success(() => item.value);
  if (given.kind !== 'map')
    return failure([
      issue('fields', '`fields` gives settings by field', given.place, 'Write fields: { dfdx: { … } }.'),
    ]);
  const own = new Map<string, GradingSettings>();
  const issues: Issue[] = [];
  for (const { key, value } of given.entries) {
    if (!fields.includes(key.text)) {
      const near = nearest(key.text, fields);
      const hint = near === undefined ? `Its fields are ${fields.join(', ')}.` : `Did you mean \`${near}\`?`;
      issues.push(issue('no-field', `the problem has no field \`${key.text}\``, key.place, hint));
      continue;
    }
    if (value.kind !== 'map') {
      issues.push(
        issue('fields', `the settings of \`${key.text}\` are a map`, value.place, 'Write { rounded_early: 0.5 }.'),
      );
      continue;
    }
    const read = readGradingBlock(value, item.value, 'field');
    if (read.ok) own.set(key.text, read.value);
    else issues.push(...read.error);
  }
  return issues.length > 0 ? failure(issues) : success((field) => own.get(field) ?? item.value);
}
