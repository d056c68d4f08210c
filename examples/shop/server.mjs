// The shop's server: the only one that knows the secret key.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import Stripe from 'stripe';

const bursar = new URL(process.env.BURSAR_URL ?? 'http://127.0.0.1:8420');
const tail = process.env.KEY_TAIL ?? randomBytes(12).toString('hex'); // in a sandbox any key opens a platform of its own
const stripe = new Stripe(`sk_test_${tail}`, { host: bursar.hostname, port: bursar.port, protocol: bursar.protocol.slice(0, -1) });

const customer = await stripe.customers.create({ email: 'jenny@example.com' });
const sellers = [];
for (const name of ['Tea House', 'Cup & Saucer']) sellers.push({ name, id: (await stripe.accounts.create({ type: 'standard', country: 'US', business_profile: { name } })).id });

// PAGES: the folder of another page of this shop, such as ../react/dist. LIBRARY: where its script tag leads to.
const pages = pathToFileURL(`${process.env.PAGES ?? import.meta.dirname}/`), library = process.env.LIBRARY ?? bursar.origin;
const page = readFileSync(new URL('page.html', pages), 'utf8').replaceAll('{{library}}', library).replaceAll('{{key}}', `pk_test_${tail}`);

const actions = {
  // The card is the platform's: set up once, for later payments without the payer.
  'POST /setup': async () => {
    const intent = await stripe.setupIntents.create({ customer: customer.id, usage: 'off_session', automatic_payment_methods: { enabled: true } });
    return { clientSecret: intent.client_secret };
  },
  // One clone for each payment: a clone that was charged is used up, the original stays.
  'POST /pay': async ({ card }) => {
    const payments = [];
    for (const seller of sellers) {
      const there = { stripeAccount: seller.id };
      const clone = await stripe.paymentMethods.create({ customer: customer.id, payment_method: card }, there);
      const payment = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', payment_method: clone.id, confirm: true, off_session: true, application_fee_amount: 150 }, there);
      payments.push({ seller: seller.name, amount: payment.amount, status: payment.status });
    }
    return { payments };
  },
};

const server = createServer(async (request, response) => {
  const action = actions[`${request.method} ${request.url}`];
  if (/^\/assets\/[\w.-]+\.js$/.test(request.url)) return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(new URL(`.${request.url}`, pages)));
  if (!action) return response.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' }).end(request.url === '/' ? page : '');
  let body = '';
  for await (const piece of request) body += piece;
  try {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(await action(body ? JSON.parse(body) : {})));
  } catch (problem) {
    response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: problem.message }));
  }
});
server.listen(Number(process.env.PORT ?? 4242), '127.0.0.1', () => console.log(`the shop: http://localhost:${server.address().port}`));
