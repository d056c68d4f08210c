// With vitest, in TypeScript.
import { start, type Sandbox } from 'bursar';

let bursar: Sandbox;
beforeAll(async () => {
  bursar = await start();
});
afterAll(() => bursar.stop());

test('a sandbox answers', async () => {
  const answer = await fetch(`${bursar.url}/v1/customers`, { headers: { authorization: `Bearer ${bursar.key}` } });
  expect(answer.status).toBe(200);
});
