// With node:test. The server of a test, as a user of the package has it.
import assert from 'node:assert';
import { test } from 'node:test';
import { start, freshKey } from 'bursar';

const ask = (bursar, key, path, body) =>
  fetch(bursar.url + path, { method: body ? 'POST' : 'GET', body, headers: { authorization: `Bearer ${key}` } }).then((answer) => answer.json());

test('a sandbox starts, answers, keeps platforms apart and stops', async () => {
  const bursar = await start();
  const customer = await ask(bursar, bursar.key, '/v1/customers', new URLSearchParams({ email: 'jenny@example.com' }));
  assert.equal(customer.email, 'jenny@example.com');
  assert.equal((await ask(bursar, bursar.key, '/v1/customers')).data.length, 1);
  assert.equal((await ask(bursar, freshKey(), '/v1/customers')).data.length, 0);
  await bursar.stop();
  await assert.rejects(fetch(bursar.url));
});

test('twenty start side by side', async () => {
  const begun = performance.now();
  const all = await Promise.all(Array.from({ length: 20 }, () => start()));
  console.log(`twenty servers listen after ${Math.round(performance.now() - begun)} ms`);
  assert.equal(new Set(all.map(({ port }) => port)).size, 20);
  await Promise.all(all.map((bursar) => bursar.stop()));
});

test('a wrong option is told', async () => {
  await assert.rejects(start({ args: ['--nonsense'] }), /serve does not know '--nonsense'/);
});

test('one that is forgotten does not hold up the end', async () => {
  await start();
});
