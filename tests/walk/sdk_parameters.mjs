// The parameters of the official SDK's types, flat, for the value walk: {"POST /v1/payouts/:id": [["method", "word", ["instant", ...]], ...]}.
// usage: sdk_parameters.mjs FOLDER, which holds node_modules/stripe and node_modules/typescript
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.argv[2], ts = createRequire(join(folder, 'x.js'))('typescript'), { TypeFlags: Flags } = ts;
const root = join(folder, 'node_modules/stripe/cjs/resources');
const sources = readdirSync(root, { recursive: true }).map((file) => join(root, String(file))).filter((file) => file.endsWith('.d.ts'));
const program = ts.createProgram(sources, { strict: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true, types: [] });
const checker = program.getTypeChecker(), DEEPEST = 7;

// What a type may be, without undefined, null and the empty text that clears.
const alternatives = (type) => (type.isUnion() ? type.types : [type]).filter((one) => !(one.flags & (Flags.Undefined | Flags.Null)) && !(one.isStringLiteral() && one.value === ''));

function flatten(type, name, out, within = []) {
  const some = alternatives(type), words = some.filter((one) => one.isStringLiteral()).map((one) => one.value);
  if (words.length) return void out.push([name, 'word', words]);
  const hashes = some.filter((one) => one.flags & Flags.Object);
  for (const hash of hashes) {
    if (checker.isArrayType(hash)) flatten(checker.getTypeArguments(hash)[0], `${name}[0]`, out, within);
    else if (!within.includes(hash) && within.length < DEEPEST && !/^(Decimal|Buffer|Uint8Array|FileData)/.test(checker.typeToString(hash))) {
      const members = checker.getPropertiesOfType(hash);
      for (const member of members) flatten(checker.getTypeOfSymbol(member), name ? `${name}[${member.name}]` : member.name, out, [...within, hash]);
      const any = members.length ? undefined : checker.getIndexTypeOfType(hash, ts.IndexKind.String);
      if (any) flatten(any, `${name}[usd]`, out, [...within, hash]);
    }
  }
  if (!name || hashes.some((hash) => !/^Decimal/.test(checker.typeToString(hash)))) return;
  const number = some.some((one) => one.flags & Flags.NumberLike), boolean = some.some((one) => one.flags & Flags.BooleanLike);
  out.push([name, number ? 'integer' : boolean ? 'boolean' : 'text', []]);
}

const endpoints = {};
for (const file of sources) {
  const code = readFileSync(file.replace(/\.d\.ts$/, '.js'), 'utf8');
  ts.forEachChild(program.getSourceFile(file), (node) => {
    if (!ts.isClassDeclaration(node) || !node.name.text.endsWith('Resource')) return;
    const begin = code.indexOf(`class ${node.name.text} `), end = code.indexOf('\nclass ', begin + 1);
    const calls = [...code.slice(begin, end < 0 ? undefined : end).matchAll(/^    (?:async )?(\w+)\([^]*?_makeRequest\('(GET|POST|DELETE)',\s*[`']([^`']+)[`']/gm)].map(([, name, method, path]) => ({ name, method, path }));
    for (const member of node.members.filter(ts.isMethodDeclaration)) {
      const call = calls.find((one) => one.name === member.name.text), given = member.parameters.find((one) => one.name.text === 'params');
      if (!call || !given || call.path.startsWith('/v2/')) continue;
      const out = [];
      flatten(checker.getTypeAtLocation(given), '', out);
      endpoints[`${call.method} ${call.path.replaceAll(/\$\{encodeURIComponent\(\w+\)\}/g, ':')}`] = out;
    }
  });
}
console.log(JSON.stringify(endpoints));
