// The alarm that rings when the official types change: the library is compiled against copies of them that are changed as a
// next release might change them. Each must fail; the unchanged ones must not.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

const library = new URL('../../web/elements/', import.meta.url).pathname, scratch = `${process.env.SCRATCH}/drift`;
const changes = {
  'nothing': ['stripe.d.ts', (text) => text, false],
  'a method more': ['stripe.d.ts', (text) => text.replace('  registerAppInfo(wrapperLibrary', '  payByThought(): void;\n  registerAppInfo(wrapperLibrary'), true],
  'a method of another name': ['stripe.d.ts', (text) => text.replace('  confirmCardSetup(', '  confirmCardSetups('), true],
  'another key in a result': ['stripe.d.ts', (text) => text.replace('{setupIntent: api.SetupIntent; error?: undefined}', '{setup: api.SetupIntent; error?: undefined}'), true],
  'another result': ['stripe.d.ts', (text) => text.replace('retrievePaymentIntent(clientSecret: string): Promise<PaymentIntentResult>', 'retrievePaymentIntent(clientSecret: string): PaymentIntentResult'), true],
  'an element that can more': ['elements/base.d.ts', (text) => text.replace('  unmount(): void;', '  unmount(): void;\n  rest(): void;'), true],
  'a kind of element more': ['elements-group.d.ts', (text) => text.replace("  | 'address'", "  | 'address'\n  | 'robot'"), true],
};

function compiles(folder) {
  return new Promise((then) => execFile(process.execPath, [`${library}node_modules/typescript/bin/tsc`, '--noEmit', '-p', folder], (error, stdout) => then({ well: !error, stdout })));
}

test('a change of the official types does not go by unseen', async () => {
  for (const [name, [file, change, rings]] of Object.entries(changes)) {
    const folder = `${scratch}/${name.replaceAll(' ', '-')}`, types = `${folder}/node_modules/@stripe/stripe-js`;
    mkdirSync(types, { recursive: true });
    for (const part of ['src', 'tsconfig.json', 'package.json']) cpSync(`${library}${part}`, `${folder}/${part}`, { recursive: true });
    cpSync(`${library}node_modules/@stripe/stripe-js`, types, { recursive: true });
    const path = `${types}/dist/stripe-js/${file}`, before = readFileSync(path, 'utf8'), after = change(before);
    assert.equal(after !== before, rings, `${name}: the text to change is not there any more`);
    writeFileSync(path, after);
    const { well, stdout } = await compiles(folder);
    assert.equal(well, !rings, `${name}: ${stdout}`);
    rmSync(folder, { recursive: true });
  }
});
