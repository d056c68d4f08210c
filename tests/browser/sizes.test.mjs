// How large the library is, as it travels: printed, and bounded. What a frame fetches only when it must (a language beside
// English) is not counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { startServer } from './shop.mjs';

const bounds = { '/v3/': 19, '/v3/elements-inner-card.html': 9.2, '/v3/elements-inner-payment.html': 30, '/v3/controller.html': 5, '/v3/elements-inner-address.html': 12, '/v3/bank-account.html': 12, '/v3/three-d-secure.html': 2.3, '/v3/checkout.js': 4, '/v3/onboarding.js': 2, '/v1.0/connect.js': 10 };

test('sizes', async () => {
  const vault = await startServer(process.env.BURSAR, process.env.SCRATCH);
  // Packed by the server, for whoever takes it so.
  const size = async (path) => {
    const plain = await fetch(vault.base + path, { headers: { 'Accept-Encoding': 'identity' } });
    assert.equal(plain.headers.get('content-encoding'), null);
    const body = await plain.text(), packed = execFileSync('curl', ['-s', '-H', 'Accept-Encoding: gzip', vault.base + path]);
    assert.equal(gunzipSync(packed).toString(), body, path);
    return packed.length;
  };
  for (const [path, kilobytes] of Object.entries(bounds)) {
    const html = await (await fetch(vault.base + path)).text(), seen = new Set();
    let total = await size(path);
    const add = async (from, text) => {
      for (const [, name] of text.matchAll(/(?<!import\()["'`](\.\/(?:assets\/)?[\w.-]+\.(?:js|css))["'`]/g)) {
        const url = new URL(name, vault.base + from).pathname;
        if (seen.has(url)) continue;
        seen.add(url);
        total += await size(url);
        await add(url, await (await fetch(vault.base + url)).text());
      }
    };
    if (path.endsWith('.html')) await add(path, html);
    console.log(`${path}: ${(total / 1000).toFixed(1)} kB`);
    assert.ok(total < kilobytes * 1000, `${path} is larger than ${kilobytes} kB`);
  }
  vault.stop();
});
