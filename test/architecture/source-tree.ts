import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { parseAst } from 'vitest/node';

/** What the architecture rules look at in one source file. Paths are relative to the source folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly hasDefaultExport: boolean;
  /** Reads of something that differs between machines or runs, as written: `Math.random`, `Date`. */
  readonly nondeterminism: readonly string[];
}

export interface Import {
  /** As written: `../base/result.ts`, `node:fs`, `yaml`. */
  readonly specifier: string;
  /** The imported file's path, for relative imports. */
  readonly target: string | undefined;
  /** A type import is gone at run time; a dynamic one loads only when it is reached. */
  readonly kind: 'static' | 'dynamic' | 'type';
}

export function readSourceTree(root: string): readonly SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readSource(file.split(sep).join('/'), readFileSync(join(root, file), 'utf8')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @throws when the text is no TypeScript */
export function readSource(path: string, text: string): SourceFile {
  const imports: Import[] = [];
  const nondeterminism: string[] = [];
  let hasDefaultExport = false;

  const add = (specifier: unknown, kind: Import['kind']) => {
    if (typeof specifier !== 'string') throw new Error(`${path}: an import whose target is not a plain text`);
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
    imports.push({ specifier, target, kind });
  };

  for (const node of nodesOf(parseAst(text, { lang: 'ts', astType: 'ts' }, path))) {
    const source = field(node.source, 'value');
    if (node.type === 'ImportDeclaration') {
      add(source, node.importKind === 'type' ? 'type' : 'static');
    } else if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.source) {
      add(source, node.exportKind === 'type' ? 'type' : 'static');
    } else if (node.type === 'ImportExpression') {
      add(source, 'dynamic');
    } else if (node.type === 'TSImportType') {
      add(source, 'type');
    }
    hasDefaultExport ||= exportsDefault(node);
    const forbidden = readsOutsideWorld(node);
    if (forbidden !== undefined) nondeterminism.push(forbidden);
  }
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    hasDefaultExport,
    nondeterminism,
  };
}

type AstNode = Readonly<Record<string, unknown>>;

function* nodesOf(value: unknown): Generator<AstNode> {
  if (Array.isArray(value)) {
    for (const entry of value) yield* nodesOf(entry);
  } else if (isRecord(value)) {
    if (typeof value.type === 'string') yield value;
    for (const child of Object.values(value)) yield* nodesOf(child);
  }
}

function isRecord(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function exportsDefault(node: AstNode): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true;
  if (node.type !== 'ExportSpecifier') return false;
  const exported = node.exported;
  return field(exported, 'name') === 'default' || field(exported, 'value') === 'default';
}

// Objects that read clock or locale, and members that do on an otherwise harmless object.
const FORBIDDEN_NAMES = new Set(['Date', 'Intl', 'performance']);
const FORBIDDEN_MEMBERS =
  /^(localeCompare|toLocale\w*|get(FullYear|Month|Date|Day|Hours|Minutes|TimezoneOffset)|toDateString|toTimeString)$/;

/** The clock, chance, the locale or the time zone, if this node reads one of them. */
function readsOutsideWorld(node: AstNode): string | undefined {
  if (node.type === 'MemberExpression') {
    const member = String(field(node.property, node.computed === true ? 'value' : 'name'));
    const object = String(field(node.object, 'name'));
    if (FORBIDDEN_MEMBERS.test(member)) return `.${member}`;
    if (object === 'Math' && member === 'random') return 'Math.random';
    if (object === 'crypto') return `crypto.${member}`;
    if (object === 'Date') return member === 'UTC' ? undefined : 'Date';
    return FORBIDDEN_NAMES.has(object) ? object : undefined;
  }
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const name = String(field(node.callee, 'name'));
    // A given point in time is the same everywhere: new Date(0).
    const isGiven = node.type === 'NewExpression' && Array.isArray(node.arguments) && node.arguments.length === 1;
    return FORBIDDEN_NAMES.has(name) && !(name === 'Date' && isGiven) ? name : undefined;
  }
  return undefined;
}

/** The folder of a path below the source folder, `''` for a file that lies directly in it. */
export function folderOf(path: string): string {
  const [first = '', ...rest] = path.split('/');
  return rest.length === 0 ? '' : first;
}

/** The name of the package that a specifier loads, without a path into it. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
