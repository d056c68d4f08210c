// Runs the flows with one version of the official SDK and has the TypeScript compiler check every answer: each is
// written as a literal of the package's own type, so that an unknown, a missing and a mistyped field are all compile
// errors.
//
// usage: node check.mjs BASE_URL PACKAGE FOLDER      PACKAGE: stripe, stripe12, ... of node_modules
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flows } from './flows.mjs';

const [base, name, folder] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const { default: Stripe } = await import(name);
const version = JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'))).version;
const major = Number(version.split('.')[0]);
const url = new URL(base);
const pinned = major < 13 ? { apiVersion: '2022-11-15' } : {};
const stripe = new Stripe(`sk_test_sdk${major}0000000000${Date.now()}`, { host: url.hostname, port: url.port, protocol: 'http', maxNetworkRetries: 0, ...pinned });

const deviations = JSON.parse(readFileSync(join(here, 'deviations.json')));
const missing = Object.keys(deviations).filter((name) => name.startsWith('+')).map((name) => name.slice(1));
const used = new Set();
// Takes fields out that the list of deviations names, wherever an object of that kind stands.
const objects = { list: 'list', charge: 'Charge', payment_intent: 'PaymentIntent', setup_intent: 'SetupIntent', customer: 'Customer', card: 'Card', account: 'Account', refund: 'Refund',
  payment_method: 'PaymentMethod', dispute: 'Dispute', balance: 'Balance', payout: 'Payout', source: 'Source', token: 'Token', bank_account: 'BankAccount', transfer: 'Transfer', setup_attempt: 'SetupAttempt', price: 'Price' };
const lessDeviations = (value, path = '') => {
  if (Array.isArray(value)) return value.map((element) => lessDeviations(element, path));
  if (value === null || typeof value !== 'object') return value;
  const at = objects[value.object] ?? path;
  const out = {};
  for (const [key, inner] of Object.entries(value)) {
    const field = `${at}.${key}`;
    if (field === 'Charge.source' && inner?.object !== 'account') {
      out[key] = lessDeviations(inner, field);
      continue;
    }
    if (field === 'Charge.source') out[key] = null;
    if (deviations[field] || deviations[`${field}@${major}`]) {
      used.add(field);
      continue;
    }
    out[key] = lessDeviations(inner, field);
  }
  for (const name of missing)  // what the types promise and real answers lack
    if (name.startsWith(`${at}.`) && !name.slice(at.length + 1).includes('.') && !(name.slice(at.length + 1) in out)) {
      used.add(`+${name}`);
      out[name.slice(at.length + 1)] = null;
    }
  return out;
};

const answers = [];
await flows(stripe, (type, answer) => answers.push([type, lessDeviations(answer)]), { major, base });

mkdirSync(folder, { recursive: true });
// Before 22 the types declare a module called 'stripe' themselves, which is then the one that the import finds.
const ambient = major < 22;
const lines = ambient ? [`/// <reference path="node_modules/${name}/types/index.d.ts" />`, `import Stripe from 'stripe';`, ''] : [`import Stripe from '${name}';`, ''];
// The newest package knows every field, so a literal of its type may hold no other. An older one may be sent fields
// that are newer than it (additions are never gated by version (reference/versions.md: Rules)), so there only missing
// and mistyped ones count.
const newest = name === 'stripe';
if (!newest) lines.push('const take = <T>() => <U extends T>(value: U) => value;', '');
assert.ok(answers.length > 0, 'there are no answers to look at');
answers.forEach(([type, answer], n) => {
  // Text on the wire, of which SDKs from 22 on make a Decimal; no literal can be one.
  const literal = JSON.stringify(answer, null, 2).replace(/"unit_amount_decimal": "[^"]*"/g, (text) => (major >= 22 ? `${text} as never` : text));
  lines.push(newest ? `export const answer${n}: Stripe.${type} = ${literal};` : `export const answer${n} = take<Stripe.${type}>()(${literal});`, '');
});
const file = join(here, `.answers-${name}.ts`);
writeFileSync(file, lines.join('\n'));
let found = '';
try {
  execFileSync(join(here, 'node_modules/.bin/tsc'), ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node', file], { cwd: here, encoding: 'utf8' });
} catch (problem) {
  found = problem.stdout;
  if (!/error TS/.test(found)) throw problem; // not the types: the compiler itself
}
// TS2353: a field that the package does not know.
const errors = found.split('\n').filter((line) => /error TS/.test(line) && (newest || !line.includes('error TS2353')));
console.log(`${name} ${version}: ${answers.length} answers, ${errors.length} type errors, ${used.size} known deviations`);
if (errors.length) {
  console.log(found);
  process.exit(1);
}
