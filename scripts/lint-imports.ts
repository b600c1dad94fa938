/**
 * Holds `src` to its one-way imports: `cli → report, scan → policy, detect, view, surface, source → engine → core types`,
 * no stage imports a sibling, and `reveal()`, the console, the process, the network and packages stay where
 * `scripts/lib/layers.ts` puts them.
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { filesUnder } from './lib/files.ts';
import * as layers from './lib/layers.ts';
import { isMain } from './lib/main.ts';

/** One broken rule: `path` below the root, `line` from 1. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

interface Import {
  readonly specifier: string;
  readonly node: ts.Node;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

type Report = (node: ts.Node, message: string) => void;

function listed(path: string, list: Readonly<Record<string, string>>): boolean {
  return Object.keys(list).some((entry) => (entry.endsWith('/') ? path.startsWith(entry) : path === entry));
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function importOf(node: ts.Node): Import | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    if (!ts.isStringLiteral(node.moduleSpecifier)) return undefined;
    return { specifier: node.moduleSpecifier.text, node, typeOnly: isTypeOnly(node), lazy: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return { specifier: node.argument.literal.text, node, typeOnly: true, lazy: false };
  const first = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  if (!ts.isCallExpression(node) || first === undefined || !ts.isStringLiteralLike(first)) return undefined;
  const called = node.expression;
  const lazy = called.kind === ts.SyntaxKind.ImportKeyword;
  return lazy || (ts.isIdentifier(called) && called.text === 'require')
    ? { specifier: first.text, node, typeOnly: false, lazy }
    : undefined;
}

function checkRelative(path: string, target: string, found: Import, report: Report): void {
  const from = layers.layerOf(path);
  const to = target.startsWith('src/') ? layers.layerOf(target) : undefined;
  if (from === undefined || from === to || listed(target, layers.OUTSIDE)) return;
  if (to === undefined) report(found.node, `imports ${target}, which is outside the layers of src`);
  else if (!layers.MAY_IMPORT[from].includes(to)) report(found.node, `${from} must not import ${to} (${target})`);
}

function checkImport(path: string, found: Import, report: Report): void {
  const { specifier } = found;
  if (specifier.startsWith('.')) {
    checkRelative(path, posix.join(posix.dirname(path), specifier), found, report);
    return;
  }
  if (isBuiltin(specifier)) {
    const name = specifier.replace(/^node:/, '');
    if (!specifier.startsWith('node:')) report(found.node, `write node:${name}`);
    const readsPipe = name === 'net' && listed(path, layers.PIPES);
    if (layers.NETWORK.includes(name) && !readsPipe) report(found.node, `node:${name} reaches the network`);
    if ((name === 'process' || name === 'console') && !path.startsWith('src/cli/'))
      report(found.node, `node:${name} belongs to src/cli`);
    if ((name === 'child_process' || name === 'cluster') && !listed(path, layers.STARTERS))
      report(found.node, `node:${name} starts other programs`);
    return;
  }
  if (!found.typeOnly && !found.lazy && !listed(path, layers.EAGER))
    report(found.node, `load ${specifier} with await import() where it is needed`);
}

/** True where the identifier stands for the global of its name, not for a member or a declaration of that name. */
function isUse(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return ts.isIdentifier(parent.expression) && parent.expression.text === 'globalThis';
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return false;
  return !('name' in parent && parent.name === node) && !('propertyName' in parent && parent.propertyName === node);
}

function checkIdentifier(path: string, node: ts.Identifier, report: Report): void {
  if (!isUse(node)) return;
  if ((node.text === 'process' || node.text === 'console') && !path.startsWith('src/cli/'))
    report(node, `${node.text} belongs to src/cli`);
  if (layers.FORBIDDEN_GLOBALS.includes(node.text))
    report(node, `${node.text} reaches the network or runs text as code`);
}

function isReveal(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'reveal';
  if (ts.isElementAccessExpression(node))
    return ts.isStringLiteralLike(node.argumentExpression) && node.argumentExpression.text === 'reveal';
  return ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'reveal';
}

function checkIndex(file: ts.SourceFile, report: Report): void {
  for (const statement of file.statements)
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined)
      report(statement, 'src/index.ts holds re-exports alone');
}

/** The rules that `text`, as the file `path` below the root, breaks. */
export function lintText(path: string, text: string): Violation[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const violations: Violation[] = [];
  const report: Report = (node, message) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    violations.push({ path, line: line + 1, message });
  };
  if (layers.layerOf(path) === undefined) report(file, `no layer is known for this folder`);
  if (path === 'src/index.ts') checkIndex(file, report);
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== undefined) checkImport(path, found, report);
    if (ts.isIdentifier(node)) checkIdentifier(path, node, report);
    if (isReveal(node) && !listed(path, layers.REVEALERS)) report(node, 'reveal() is not for this file');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return violations;
}

/** The rules that the files under `root`/src break. */
export function lintImports(root: string): Violation[] {
  const paths = filesUnder(root, 'src', '.ts').filter((path) => !path.startsWith('src/generated/'));
  return paths.flatMap((path) => lintText(path, readFileSync(join(root, path), 'utf8')));
}

if (isMain(import.meta.url)) {
  const violations = lintImports(join(import.meta.dirname, '..'));
  for (const { path, line, message } of violations) console.error(`${path}:${line}: ${message}`);
  if (violations.length > 0) process.exitCode = 1;
}
