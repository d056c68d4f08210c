// Typing into the frames: formatting, autofill, what is wrong, looks, languages; nothing for a screen reader to stumble over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { browser, open, result, shop, shots, vault } from './card_shop.mjs';
import { cardFrame, openPage, platform } from './shop.mjs';

// What a browser's own wallet does, asked of it through its debugging protocol.
async function autofill(context, frame, selector, card) {
  const session = await context.newCDPSession(frame);
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { node } = await session.send('DOM.describeNode', { nodeId });
  const { frameTree } = await session.send('Page.getFrameTree');
  await session.send('Autofill.trigger', { fieldId: node.backendNodeId, frameId: frameTree.frame.id, card });
}

test('autofill: the card of the browser goes into one frame, and into three', async () => {
  const { publishable } = platform(vault.base), card = { number: '4242424242424242', name: 'Jenny Rosen', expiryMonth: '12', expiryYear: '2034', cvc: '123' };
  for (const path of ['/card', '/split']) {
    const { page: tab, context } = await open(path, { pk: publishable });
    await tab.waitForFunction(() => document.querySelectorAll('.StripeElement iframe').length >= (location.pathname === '/split' ? 3 : 1));
    await tab.waitForTimeout(300);
    const frame = tab.frames().find((each) => each.url().includes('elements-inner-card'));
    await frame.locator('[name=cardnumber]').waitFor();
    await frame.locator('[name=cardnumber]').focus();
    await autofill(context, frame, '[name=cardnumber]', card);
    const values = async () => (await Promise.all(tab.frames().filter((each) => each.url().includes('elements-inner-card')).map((each) => each.evaluate(() => [...document.querySelectorAll('input')].map((input) => [input.name, input.value]))))).flat();
    await frame.waitForFunction(() => document.querySelector('[name=cardnumber]').value === '4242 4242 4242 4242');
    const filled = Object.fromEntries(await values());
    assert.deepEqual([filled.cardnumber, filled['exp-date']], ['4242 4242 4242 4242', '12 / 34'], path);
    await context.close();
  }
});

test('what is wrong is said in the frame and to the page, and nothing is sent', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab, seen } = await open('/payment', { pk: publishable });
  await tab.evaluate(() => (window.action = () => elements.submit()));
  const frame = tab.frameLocator('iframe[title="Secure payment input frame"]');
  await frame.locator('#payment-numberInput').fill('4242424242424241');
  await tab.click('#pay');
  const { error } = await result(tab);
  assert.deepEqual([error.type, error.code, error.message], ['validation_error', 'invalid_number', 'Your card number is invalid.']);
  assert.equal(await frame.locator('#payment-numberError').textContent(), 'Your card number is invalid.');
  for (const [name, words] of Object.entries({ expiry: "Your card's expiration date is incomplete.", cvc: "Your card's security code is incomplete.", postalCode: 'Your postal code is incomplete.' })) assert.equal(await frame.locator(`#payment-${name}Error`).textContent(), words);
  assert.equal(await frame.locator('#payment-numberInput').getAttribute('aria-invalid'), 'true');
  assert.deepEqual(seen.requests.filter((request) => request.url.includes('/v1/') && !request.url.includes('/v1/elements/sessions')), []);
  await tab.screenshot({ path: `${shots}/payment-error.png` });
});

test('typing: grouped, the caret stays, the next field comes by itself, Enter submits, a label focuses', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await open('/card', { pk: publishable });
  const frame = cardFrame(tab), number = frame.locator('[name=cardnumber]');
  await tab.click('label[for=card]');
  await tab.waitForFunction(() => window.told.some(([name]) => name === 'focus'));
  await number.pressSequentially('378282246310005');
  assert.equal(await number.inputValue(), '3782 822463 10005');
  await frame.locator('[name=exp-date]').waitFor();
  assert.equal(await frame.locator(':focus').getAttribute('name'), 'exp-date');
  await frame.locator('[name=exp-date]').pressSequentially('330');
  assert.equal(await frame.locator('[name=exp-date]').inputValue(), '03 / 30');
  await frame.locator('[name=cvc]').pressSequentially('1234');
  assert.equal(await frame.locator(':focus').getAttribute('name'), 'postal');
  await frame.locator('[name=postal]').press('Backspace');
  assert.equal(await frame.locator(':focus').getAttribute('name'), 'cvc');
  await number.fill('');
  await number.fill('4242 4242 4242 4242');
  await number.focus();
  await number.evaluate((input) => input.setSelectionRange(7, 7));
  await tab.keyboard.press('Backspace');
  assert.deepEqual(await number.evaluate((input) => [input.value, input.selectionStart]), ['4242 4424 2424 242', 6]);
  await tab.keyboard.press('2');
  assert.deepEqual(await number.evaluate((input) => [input.value, input.selectionStart]), ['4242 4242 4242 4242', 7]);
  await frame.locator('[name=exp-date]').fill('12/2034');
  assert.equal(await frame.locator('[name=exp-date]').inputValue(), '12 / 34');
  await frame.locator('[name=cvc]').fill('123');
  await frame.locator('[name=postal]').fill('94107');
  await frame.locator('[name=postal]').press('Enter');
  assert.ok((await result(tab)).paymentMethod);
  await frame.locator('[name=cvc]').press('Escape');
  await tab.waitForFunction(() => window.told.some(([name]) => name === 'escape'));
});

test('three separate fields are one card', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await openPage(browser);
  await tab.goto(`${shop.url}/split?pk=${publishable}`);
  const [number, expiry, cvc] = ['Secure card number input frame', 'Secure expiration date input frame', 'Secure CVC input frame'].map((title) => tab.frameLocator(`iframe[title="${title}"]`));
  await number.locator('input').pressSequentially('5555555555554444');
  await expiry.locator('input:focus').waitFor();
  await expiry.locator('input').pressSequentially('1234');
  await cvc.locator('input').fill('123');
  await tab.click('#pay');
  assert.deepEqual([(await result(tab)).paymentMethod.card.brand, (await result(tab)).paymentMethod.card.exp_month], ['mastercard', 12]);
  const brands = await tab.evaluate(() => window.told.filter(([kind]) => kind === 'cardNumber').map(([, event]) => event.brand));
  assert.equal(brands.at(-1), 'mastercard');
});

test('themes, languages, narrow and wide; nothing for a screen reader to stumble over', async () => {
  const { publishable } = platform(vault.base);
  const { readFileSync } = await import('node:fs');
  const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const views = [['light', { width: 900, height: 600 }, {}, 'en'], ['narrow', { width: 320, height: 700 }, {}, 'de'], ['night', { width: 900, height: 600 }, { theme: 'night', variables: { colorPrimary: '#ffb020' } }, 'ja']];
  for (const [name, viewport, appearance, locale] of views) {
    const { page: tab, context } = await open('/payment', { pk: publishable, appearance: JSON.stringify(appearance), locale }, { viewport });
    if (name === 'night') await tab.evaluate(() => (document.body.style.background = '#121722'));
    const frame = tab.frames().find((each) => each.url().includes('elements-inner-payment'));
    await frame.locator('#payment-numberInput').fill('42424242');
    await tab.screenshot({ path: `${shots}/payment-${name}.png` });
    await frame.evaluate((code) => void (0, eval)(code), axe).catch(() => frame.addScriptTag({ content: axe }).catch(() => undefined));
    if (name === 'night') await frame.evaluate(() => (document.body.style.background = '#121722')); // the page's, which axe cannot see
    const broken = await frame.evaluate(async () => (window.axe ? (await window.axe.run(document, { rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } } })).violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`) : ['axe was not loaded']));
    assert.deepEqual(broken, [], `${name}: ${broken.join('\n')}`);
    const label = await frame.locator('label[for=payment-numberInput]').textContent();
    assert.equal(label, { en: 'Card number', de: 'Kartennummer', ja: 'カード番号' }[locale]);
    await context.close();
  }
});
