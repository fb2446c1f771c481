/** Comparison from texts: the meaning of `gradus compare` and of the lines of its batches (contract, section 4). */
import { type Node, symbolsOf } from '../../ir/node.ts';
import { normalizeName } from '../parse/names.ts';
import type { Condition, Declaration, ParseFailure, Scope } from '../parse/parse.ts';
import { parseCondition, parseExpression, parseShape } from '../parse/parse.ts';
import { type CompareOptions, type ComparisonEvidence, NO_EVIDENCE, PLAIN } from './comparison.ts';
import { equivalent } from './equivalent.ts';
import { explain } from './explain.ts';
import { structureFault } from './structures.ts';
import { typedDigits, withTypedDecimals } from './typed.ts';

export interface CompareRequest {
  readonly student: string;
  readonly model: string;
  /** Declares every name (`scalar`, `real`, `3`, `2x3`, `mxn`, `index`). Absent: names are real scalars. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly domain?: Readonly<Record<string, readonly [number, number]>>;
  readonly assume?: readonly string[];
  readonly structure?: Readonly<Record<string, string>>;
  readonly rtol?: number;
  readonly atol?: number;
  readonly rounded?: number;
  readonly sigfigs?: number;
  readonly seed?: string;
}

export interface CompareResponse {
  readonly verdict: 'equal' | 'different' | 'undecided' | 'invalid';
  readonly code: string;
  readonly message: string;
  readonly evidence: ComparisonEvidence;
}

const invalid = (code: string, message: string): CompareResponse => ({
  verdict: 'invalid',
  code,
  message,
  evidence: NO_EVIDENCE,
});

/** Where and why a text was refused, in one sentence. */
export function failureText(source: string, f: ParseFailure): string {
  const near = source.slice(f.position, f.position + Math.min(20, Math.max(1, f.length)));
  const place = f.code === 'empty' ? '' : ` (at character ${f.position + 1}${near.trim() === '' ? '' : `, "${near}"`})`;
  return `${f.message}${place}${f.hint === undefined ? '' : `; ${f.hint}`}`;
}

/** Judges one line. Never throws on any text: what cannot be read is `invalid` and says why. */
export function compareText(request: CompareRequest): CompareResponse {
  const declared = readDeclarations(request.vars);
  if (typeof declared === 'string') return invalid('model-invalid', declared);
  const mode = request.vars === undefined ? 'open' : 'closed';
  const model = parseExpression(request.model, { declarations: declared, mode });
  if (!model.ok) return invalid('model-invalid', `the model: ${failureText(request.model, model.error)}`);
  const scope: Scope = { declarations: mode === 'open' ? namesOf(model.value) : declared, mode };
  const typed = request.rounded === undefined ? null : withTypedDecimals(request.student, request.rounded);
  const student = parseExpression(typed?.source ?? request.student, scope);
  if (!student.ok) return invalid(student.error.code, failureText(request.student, student.error));
  const structure = Object.values(request.structure ?? {}).flatMap((s) => structureFault(s) ?? []);
  if (structure[0] !== undefined) return invalid('model-invalid', structure[0]);
  const assume: Condition[] = [];
  for (const text of request.assume ?? []) {
    const condition = parseCondition(text, {
      declarations: new Map([...scope.declarations, ...namesOf(student.value)]),
      mode,
    });
    if (!condition.ok)
      return invalid('model-invalid', `the assumption "${text}": ${failureText(text, condition.error)}`);
    assume.push(condition.value);
  }
  const options: CompareOptions = {
    ...PLAIN,
    ranges: new Map(Object.entries(request.domain ?? {}).map(([name, range]) => [normalizeName(name), range])),
    structures: new Map(Object.entries(request.structure ?? {}).map(([name, s]) => [normalizeName(name), s])),
    assume,
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...(request.rtol === undefined ? {} : { rtol: request.rtol }),
    ...(request.atol === undefined ? {} : { atol: request.atol }),
    ...(request.sigfigs === undefined ? {} : { sigfigs: request.sigfigs, digits: typedDigits(request.student) }),
    ...(typed === null ? {} : { rounded: typed.decimals }),
  };
  const found = equivalent(student.value, model.value, options);
  return {
    verdict: found.verdict,
    code: found.code,
    message: explain(found, student.value, model.value),
    evidence: shownEvidence(found.evidence),
  };
}

/** Evidence as it is shown: last bits of transcendental functions may differ between machines. */
function shownEvidence(e: ComparisonEvidence): ComparisonEvidence {
  const short = (x: number | null, digits: number): number | null =>
    x === null ? null : Number(x.toPrecision(digits));
  const value = (v: number | readonly number[]): number | readonly number[] =>
    typeof v === 'number' ? Number(v.toPrecision(12)) : v.map((x) => Number(x.toPrecision(12)));
  const shown = { ...e, worst: short(e.worst, 3), bound: short(e.bound, 3) };
  return e.at === undefined ? shown : { ...shown, at: e.at.map((w) => ({ name: w.name, value: value(w.value) })) };
}

/** The declared names, or what is wrong with the declaration. */
function readDeclarations(vars: CompareRequest['vars']): ReadonlyMap<string, Declaration> | string {
  const out = new Map<string, Declaration>();
  for (const [given, text] of Object.entries(vars ?? {})) {
    const name = normalizeName(given);
    if (text.trim() === 'index') {
      out.set(name, { name, shape: [], index: true });
      continue;
    }
    const shape = parseShape(text);
    if (!shape.ok) return `the shape of ${given}: ${failureText(text, shape.error)}`;
    out.set(name, { name, shape: shape.value });
  }
  return out;
}

const namesOf = (node: Node): ReadonlyMap<string, Declaration> =>
  new Map(symbolsOf(node).map((s) => [s.name, { name: s.name, shape: s.shape, ...(s.index ? { index: true } : {}) }]));
