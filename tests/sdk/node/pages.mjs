// Lists and searches of more than a page, gone through by the SDK.
import assert from 'node:assert/strict';
import { letters, stripe } from './sdk.mjs';

// The ids of seven customers, newest first, and the address that they share.
async function seven() {
  const email = `${letters()}@example.com`, ids = [];
  for (let n = 0; n < 7; ++n) ids.unshift((await stripe.customers.create({ email })).id);
  return [ids, email];
}

async function all(list) {
  const ids = [];
  for await (const { id } of list) ids.push(id);
  return ids;
}

export const pages = {
  async pages_forward() {
    const [ids, email] = await seven();
    assert.deepEqual(await all(stripe.customers.list({ email, limit: 3 })), ids);
  },
  async pages_backward() {
    const [ids, email] = await seven();
    assert.deepEqual(await all(stripe.customers.list({ email, limit: 2, ending_before: ids[6] })), ids.slice(0, 6).reverse());
  },
  async search_pages() {
    const [ids, email] = await seven();
    const search = { query: `email:"${email}"`, limit: 3 };
    assert.equal((await stripe.customers.search(search)).data.length, 3);
    assert.deepEqual(await all(stripe.customers.search(search)), ids);
  },
};
