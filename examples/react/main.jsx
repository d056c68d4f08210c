import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { loadStripe } from '@stripe/stripe-js';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const post = async (path, body) => (await fetch(path, { method: 'POST', body: JSON.stringify(body ?? {}) })).json();
const stripe = loadStripe(window.publishableKey);

function SaveAndPay() {
  const stripe = useStripe(), elements = useElements(), [message, setMessage] = useState(''), [payments, setPayments] = useState([]);
  const submit = async (event) => {
    event.preventDefault();
    const { setupIntent, error } = await stripe.confirmSetup({ elements, confirmParams: { return_url: location.href }, redirect: 'if_required' });
    if (error) return setMessage(error.message);
    const answer = await post('/pay', { card: setupIntent.payment_method });
    setMessage(answer.error ?? 'Thank you.');
    setPayments(answer.payments ?? []);
  };
  return (
    <form onSubmit={submit}>
      <h1>Save your card, pay two sellers</h1>
      <PaymentElement />
      <button id="save" disabled={!stripe}>Save the card and pay both</button>
      <p role="status">{message}</p>
      <ul id="payments">{payments.map(({ seller, amount, status }) => <li key={seller}>{`${seller}: $${(amount / 100).toFixed(2)} ${status}`}</li>)}</ul>
    </form>
  );
}

const { clientSecret } = await post('/setup');
createRoot(document.getElementById('root')).render(<Elements stripe={stripe} options={{ clientSecret }}><SaveAndPay /></Elements>);
