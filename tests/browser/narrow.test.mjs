// The card in one line where there is little room, its signs, and what is wrong at each of its fields.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, page, shop, shots, vault } from './card_shop.mjs';
import { cardFrame, platform } from './shop.mjs';

const script = `
  const night = query.has('night');
  document.body.style.cssText += night ? 'background:#1b1d21;color:#eee' : '';
  const card = stripe.elements().create('card', night ? { style: { base: { color: '#f2f2f2', '::placeholder': { color: '#8a8f98' } }, invalid: { color: '#ff8a80' } } } : {});
  for (const name of ['ready', 'change']) card.on(name, (event) => told.push([name, event]));
  card.mount('#card');`;
const at = async (width, more = {}) => {
  shop.pages['/narrow'] = page(script, `<div id="card" style="width:${width}px;box-sizing:border-box"></div>`);
  const opened = await open('/narrow', { pk: platform(vault.base).publishable, ...more }, { viewport: { width: Math.max(width + 60, 360), height: 220 }, deviceScaleFactor: 2 });
  const { page: tab } = opened, frame = cardFrame(tab), shot = (name) => tab.screenshot({ path: `${shots}/card-${width}-${name}.png` });
  const inner = tab.frames().find((each) => each.url().includes('elements-inner-card'));
  // Which fields can be seen in the frame.
  const seen = () => inner.evaluate(() => [...document.querySelectorAll('input')].filter((input) => { const box = input.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth + 1 && box.width > 20; }).map((input) => input.name));
  return { ...opened, frame, inner, seen, shot, sign: () => inner.evaluate(() => document.querySelector('.mark').dataset.shown) };
};

for (const width of [300, 260])
  test(`in ${width} px: the number alone, then its last four beside the rest`, async () => {
    const { page: tab, frame, seen, shot, sign } = await at(width);
    assert.deepEqual(await seen(), ['cardnumber']);
    assert.equal(await sign(), 'unknown');
    await shot('empty');
    await frame.locator('[name=cardnumber]').pressSequentially('42424242');
    assert.deepEqual([await seen(), await sign()], [['cardnumber'], 'visa']);
    await frame.locator('[name=cardnumber]').pressSequentially('42424242');
    assert.deepEqual(await seen(), ['cardnumber', 'exp-date', 'cvc', 'postal']);
    assert.equal(await frame.locator('.last4').textContent(), '4242');
    assert.equal(await frame.locator(':focus').getAttribute('name'), 'exp-date');
    await frame.locator('[name=exp-date]').pressSequentially('1234');
    assert.equal(await sign(), 'code-back');
    await shot('code');
    await frame.locator('[name=cvc]').pressSequentially('123');
    await frame.locator('[name=postal]').pressSequentially('94107');
    await shot('full');
    assert.equal((await tab.evaluate(() => told)).at(-1)[1].complete, true);
    assert.deepEqual(await seen(), ['cardnumber', 'exp-date', 'cvc', 'postal']);
    await frame.locator('[name=cardnumber]').click();
    assert.deepEqual(await seen(), ['cardnumber'], 'back to the whole number');
    await frame.locator('[name=cvc]').fill('456'); // as a test suite does, whatever can be seen
    assert.equal((await tab.evaluate(() => told)).at(-1)[1].complete, true);
  });

test('what is wrong at each field, and the code of American Express', async () => {
  const { page: tab, frame, seen, shot, sign, inner } = await at(300, { night: 1 });
  await frame.locator('[name=cardnumber]').fill('378282246310006');
  await frame.locator('[name=exp-date]').fill('1220');
  await frame.locator('[name=cvc]').fill('12');
  await frame.locator('[name=postal]').focus();
  assert.deepEqual(await seen(), ['cardnumber', 'exp-date', 'cvc', 'postal']);
  assert.deepEqual(await inner.evaluate(() => [...document.querySelectorAll('input')].map((input) => input.getAttribute('aria-invalid'))), ['true', 'true', 'true', 'false']);
  assert.ok(await frame.locator('.last4.is-invalid').isVisible());
  await shot('wrong-night');
  assert.equal((await tab.evaluate(() => told)).at(-1)[1].error.code, 'invalid_number');
  await frame.locator('[name=cvc]').focus();
  assert.equal(await sign(), 'code-front');
  await shot('code-front-night');
});

test('with room for all: one line, and a sign for each brand', async () => {
  const { frame, seen, shot, sign } = await at(460);
  assert.deepEqual(await seen(), ['cardnumber', 'exp-date', 'cvc', 'postal']);
  for (const [brand, number] of Object.entries({ visa: '4242424242424242', mastercard: '5555555555554444', amex: '378282246310005', discover: '6011111111111117', diners: '36227206271667', jcb: '3566002020360505', unionpay: '6200000000000005' })) {
    await frame.locator('[name=cardnumber]').fill(number);
    await frame.locator('[name=cardnumber]').focus();
    assert.equal(await sign(), brand);
    await shot(brand);
  }
});
