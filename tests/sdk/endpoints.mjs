// Every endpoint that the official SDK knows is there, or says that it is not there yet: none is taken for a mistake of the
// caller's. usage: endpoints.mjs ADDRESS PACKAGE
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [address, name] = process.argv.slice(2), folder = new URL(`./node_modules/${name}/esm/resources/`, import.meta.url).pathname;
const endpoints = new Set();
for (const file of readdirSync(folder, { recursive: true })) {
  if (!String(file).endsWith('.js')) continue;
  for (const [, method, path] of readFileSync(join(folder, String(file)), 'utf8').matchAll(/_makeRequest\('(GET|POST|DELETE)',\s*[`']([^`']+)[`']/g))
    if (!path.startsWith('/v2/')) endpoints.add(`${method} ${path.replaceAll(/\$\{encodeURIComponent\((\w+)\)\}/g, 'x_$1')}`);
}
assert.ok(endpoints.size > 500, `${endpoints.size} endpoints were found in the SDK`);
let there = 0;
const unknown = [];
for (const endpoint of endpoints) {
  const [method, path] = endpoint.split(' ');
  const answer = await fetch(address + path, { method, headers: { Authorization: 'Bearer sk_test_endpoints000000001' } });
  const text = await answer.text();
  if (text.includes('Unrecognized request URL')) unknown.push(endpoint);
  if (answer.status !== 501) there++;
}
assert.deepEqual(unknown, []);
console.log(`${name}: of ${endpoints.size} endpoints ${there} are there, ${endpoints.size - there} answer that they are not yet`);
