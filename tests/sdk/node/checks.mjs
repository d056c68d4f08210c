// The official Node SDK, unmodified, against a server: the checks of ../README.md, a line for each that holds.
//
// usage: node checks.mjs BURSAR RECEIVER
import Stripe from 'stripe';
import { asking } from './asking.mjs';
import { flows } from './flows.mjs';
import { pages } from './pages.mjs';
import { refusals } from './refusals.mjs';
import { retries } from './retries.mjs';
import { webhooks } from './webhooks.mjs';

console.log('sdk node', Stripe.PACKAGE_VERSION);
for (const checks of [flows, webhooks, pages, refusals, retries, asking]) {
  for (const [name, check] of Object.entries(checks)) {
    await check();
    console.log('ok', name);
  }
}
process.exit(0); // the connections that the SDK keeps for later would hold the process
