// Answers for js.stripe.com in a browser context of Playwright, with the library of a server of one's own.
export async function answerForStripe(context, server) {
  const library = await (await fetch(`${server}/v3/`)).text();
  await context.route('https://js.stripe.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `document.currentScript.dataset.apiBase = ${JSON.stringify(server)};${library}` }));
}
