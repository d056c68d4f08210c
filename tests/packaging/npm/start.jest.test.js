const { start } = require('bursar');

test('a sandbox answers', async () => {
  const bursar = await start();
  const answer = await fetch(`${bursar.url}/v1/customers`, { headers: { authorization: `Bearer ${bursar.key}` } });
  expect(answer.status).toBe(200);
  await bursar.stop();
});
