// What the official SDK's types call expandable or includable, of every kind that we have, our table has, too, and leads to
// the same kinds (`bursar schema`: x-bursar-expandable, from src/api/resource.hpp).
//
// usage: node expandable.mjs SCHEMA PACKAGE VERSION      SCHEMA: what `bursar schema` prints; VERSION: that the package sends
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const [schemaFile, name, version] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const kinds = JSON.parse(readFileSync(schemaFile)).components.schemas;
const exceptions = JSON.parse(readFileSync(join(here, 'not_expandable.json')));

const major = Number(JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'))).version.split('.')[0]);
const source = join(here, `.expandable-${name}.ts`);
// Before 22 the types declare a module called 'stripe' themselves.
writeFileSync(source, major < 22 ? `/// <reference path="node_modules/${name}/types/index.d.ts" />\nimport Stripe from 'stripe';\nexport type It = Stripe;\n` : `import Stripe from '${name}';\nexport type It = Stripe;\n`);
const program = ts.createProgram([source], { strict: true, skipLibCheck: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: ['node'] });
rmSync(source);
const checker = program.getTypeChecker();
const file = program.getSourceFile(source);
const imported = checker.getAliasedSymbol(checker.getSymbolAtLocation(file.statements.find(ts.isImportDeclaration).importClause.name));

// ---- the interfaces that are objects of the API ----

const literalOf = (type) => {
  const object = type.getProperty?.('object');
  const value = object && checker.getTypeOfSymbol(object);
  return value?.isStringLiteral() ? value.value : null;
};
const parts = (type) => (type.isUnion() ? type.types : [type]).filter((one) => !(one.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)));
const elementOf = (type) => (checker.isArrayType(type) ? checker.getTypeArguments(type)[0] : null);
const isHash = (type) => !!(type.flags & ts.TypeFlags.Object) && type.getProperties().length > 0 && !type.getCallSignatures().length && type.symbol?.declarations?.some((one) => /stripe\d*[/\\]/.test(one.getSourceFile().fileName));

const isMap = (type) => !!(type.flags & ts.TypeFlags.Object) && !!type.getStringIndexType();

const objects = new Map();
const seen = new Set();
const collect = (symbol) => {
  if (seen.has(symbol)) return;
  seen.add(symbol);
  for (const one of checker.getExportsOfModule(symbol)) {
    const target = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
    if (target.flags & ts.SymbolFlags.Interface && !/^Deleted/.test(target.name)) {
      const type = checker.getDeclaredTypeOfSymbol(target);
      const kind = literalOf(type);
      if (kind && kind !== 'list') objects.set(kind, [...(objects.get(kind) ?? []), type]);
    }
    if (target.flags & (ts.SymbolFlags.NamespaceModule | ts.SymbolFlags.ValueModule)) collect(target);
  }
};
collect(imported);

// ---- their paths ----

// {path: {kinds, listed, why}} of one kind.
const pathsOf = (kind) => {
  const out = {};
  const walk = (type, prefix, within) => {
    for (const property of type.getProperties()) {
      const path = prefix + property.name;
      const value = checker.getTypeOfSymbol(property);
      const found = parts(value).flatMap((one) => (elementOf(one) ? parts(elementOf(one)) : [one]));
      const hasId = found.some((one) => one.flags & ts.TypeFlags.String);
      const lead = found.filter((one) => literalOf(one) && literalOf(one) !== 'list' && !/^Deleted/.test(one.symbol?.name ?? ''));
      const list = found.find((one) => literalOf(one) === 'list');
      if (list) {
        const data = list.getProperty('data');
        const elements = data ? parts(elementOf(checker.getTypeOfSymbol(data)) ?? checker.getAnyType()) : [];
        out[path] = { kinds: elements.map(literalOf).filter(Boolean), listed: true, why: 'a list' };
      } else if (lead.length > 0) {
        out[path] = { kinds: lead.map(literalOf), listed: false, why: hasId ? 'an id or an object' : 'an object' };
      } else if (!prefix && found.some((one) => isHash(one) || isMap(one)) && property.name !== 'metadata') {
        out[path] = { kinds: [], listed: false, why: 'a hash' };  // which is held, or there only when it is asked for
      }
      for (const one of found)
        if (isHash(one) && !literalOf(one) && !within.includes(one) && within.length < 6) walk(one, `${path}.`, [...within, one]);
    }
  };
  for (const type of objects.get(kind)) walk(type, '', [type]);
  return out;
};

// ---- against ours ----

const problems = [];
let looked = 0;
const used = new Set();
for (const kind of objects.keys()) {
  const ours = kinds[kind];
  if (!ours) continue;
  const table = (ours['x-bursar-expandable'] ?? []).filter((one) => !one.before || version < one.before);
  for (const [path, wanted] of Object.entries(pathsOf(kind))) {
    looked += 1;
    const excepted = Object.keys(exceptions).find((one) => one === `${kind}.${path}` || (one.endsWith('*') && `${kind}.${path}`.startsWith(one.slice(0, -1))));
    if (excepted) {
      used.add(excepted);
      continue;
    }
    if (wanted.why === 'a hash' && ours.properties?.[path]) continue;  // a hash of the struct is taken by itself
    const one = table.find((entry) => entry.path === path);
    const missing = one ? wanted.kinds.filter((other) => !one.to.includes(other)) : [];
    if (!one) problems.push(`${kind}.${path}: ${wanted.why}${wanted.listed ? ' of' : ','} ${wanted.kinds.join(' ')}: not in the table`);
    else if (missing.length > 0) problems.push(`${kind}.${path} leads to ${missing.join(' ')}, too`);
    else if (one.listed !== wanted.listed && wanted.why !== 'a hash') problems.push(`${kind}.${path} is ${wanted.listed ? '' : 'not '}a list`);
  }
}
if (name === 'stripe') for (const one of Object.keys(exceptions)) if (!used.has(one)) problems.push(`not_expandable.json names ${one}, which no type has`);
if (looked === 0) problems.push('no type was looked at');
console.log(problems.length > 0 ? problems.join('\n') : `expandable: ${looked} properties of ${name} (${major}), as their types have them`);
process.exit(problems.length > 0 ? 1 : 0);
