// Runs the flows with one version of the official SDK and has the TypeScript compiler check every answer: each is written
// as a literal of the package's own type, so that an unknown, a missing and a mistyped field are all compile errors.
//
// usage: node check.mjs BASE_URL PACKAGE FOLDER      PACKAGE: stripe, stripe12, ... of node_modules
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
const used = new Set();
// Takes fields out that the list of deviations names, wherever an object of that kind stands.
const objects = { charge: 'Charge', payment_intent: 'PaymentIntent', setup_intent: 'SetupIntent', customer: 'Customer', card: 'Card', account: 'Account', refund: 'Refund',
  payment_method: 'PaymentMethod', dispute: 'Dispute', balance: 'Balance', payout: 'Payout', source: 'Source', token: 'Token', bank_account: 'BankAccount', transfer: 'Transfer', setup_attempt: 'SetupAttempt' };
const lessDeviations = (value, path = '') => {
  if (Array.isArray(value)) return value.map((element) => lessDeviations(element, path));
  if (value === null || typeof value !== 'object') return value;
  const at = objects[value.object] ?? path;
  const out = {};
  for (const [key, inner] of Object.entries(value)) {
    const field = `${at}.${key}`;
    if (deviations[field] || deviations[`${field}@${major}`]) {
      used.add(field);
      continue;
    }
    out[key] = lessDeviations(inner, field);
  }
  return out;
};

const answers = [];
await flows(stripe, (type, answer) => answers.push([type, lessDeviations(answer)]), { major, base });

mkdirSync(folder, { recursive: true });
const lines = [`import Stripe from '${name}';`, ''];
answers.forEach(([type, answer], n) => lines.push(`export const answer${n}: Stripe.${type} = ${JSON.stringify(answer, null, 2)};`, ''));
const file = join(here, `.answers-${name}.ts`);
writeFileSync(file, lines.join('\n'));
let found = '';
try {
  execFileSync(join(here, 'node_modules/.bin/tsc'), ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node', file], { cwd: here, encoding: 'utf8' });
} catch (problem) {
  found = problem.stdout;
}
const errors = found.split('\n').filter((line) => /error TS/.test(line));
console.log(`${name} ${version}: ${answers.length} answers, ${errors.length} type errors, ${used.size} known deviations`);
if (errors.length) {
  console.log(found);
  process.exit(1);
}
