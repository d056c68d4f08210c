import com.stripe.param.ChargeCreateParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams.TransferData;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.TokenCreateParams;
import com.stripe.param.TransferCreateParams;
import com.stripe.param.TransferListParams;
import com.stripe.param.TransferReversalCreateParams;
import java.util.LinkedHashMap;
import java.util.Map;

/** The guides: a card saved on the platform is charged on the sellers, in each of the ways. */
class Flows extends Sdk {
    static final Map<String, Checks.Check> ALL = new LinkedHashMap<>();

    static {
        ALL.put("connect_seller", () -> {
            var account = stripe.accounts().retrieve(seller());
            equal(account.getType() + account.getCountry() + account.getEmail(), "standardUSseller@example.com");
        });
        ALL.put("save_card", () -> {
            var saved = customerWithCard();
            var method = stripe.paymentMethods().retrieve(saved.card());
            equal(method.getCustomer(), saved.customer());
            equal(method.getCard().getBrand() + method.getCard().getLast4(), "visa4242");
        });
        ALL.put("clone_and_charge", () -> {
            var saved = customerWithCard();
            var on = on(seller());
            var clone = stripe.paymentMethods().create(PaymentMethodCreateParams.builder().setCustomer(saved.customer()).setPaymentMethod(saved.card()).build(), on);
            equal(clone.getCustomer(), null);
            equal(clone.getId().equals(saved.card()), false);
            var paid = stripe.paymentIntents().create(payment(p -> p.setPaymentMethod(clone.getId()).setApplicationFeeAmount(123L).addExpand("latest_charge")), on);
            equal(paid.getStatus(), "succeeded");
            equal(paid.getLatestChargeObject().getApplicationFeeAmount(), 123L);
            equal(stripe.applicationFees().retrieve(paid.getLatestChargeObject().getApplicationFee()).getAmount(), 123L);
        });
        ALL.put("clone_legacy_token", () -> {
            var customer = stripe.customers().create(CustomerCreateParams.builder().setSource("tok_visa").build());
            var on = on(seller());
            var token = stripe.tokens().create(TokenCreateParams.builder().setCustomer(customer.getId()).build(), on);
            var charge = stripe.charges().create(ChargeCreateParams.builder()
                    .setAmount(1000L).setCurrency("usd").setSource(token.getId()).setApplicationFeeAmount(100L).build(), on);
            equal(charge.getPaid(), true);
            equal(charge.getApplicationFeeAmount(), 100L);
        });
        ALL.put("destination_charge", () -> {
            var account = seller();
            var paid = pay(p -> p.setTransferData(TransferData.builder().setDestination(account).build()).setApplicationFeeAmount(50L).addExpand("latest_charge.transfer"));
            var transfer = paid.getLatestChargeObject().getTransferObject();
            equal(transfer.getDestination(), account);
            equal(transfer.getAmount(), 2000L);
        });
        ALL.put("transfer", () -> {
            var paid = pay(p -> p.setTransferGroup("ORDER"));
            var sent = stripe.transfers().create(TransferCreateParams.builder()
                    .setAmount(700L).setCurrency("usd").setDestination(seller()).setSourceTransaction(paid.getLatestCharge()).setTransferGroup("ORDER").build());
            var listed = stripe.transfers().list(TransferListParams.builder().setTransferGroup("ORDER").build()).getData();
            equal(listed.size() + listed.get(0).getId(), 1 + sent.getId());
            equal(stripe.transfers().reversals().create(sent.getId(), TransferReversalCreateParams.builder().setAmount(200L).build()).getAmount(), 200L);
        });
        ALL.put("refund", () -> {
            var account = seller();
            var paid = pay(p -> p.setTransferData(TransferData.builder().setDestination(account).build()).setApplicationFeeAmount(50L));
            var back = stripe.refunds().create(RefundCreateParams.builder()
                    .setPaymentIntent(paid.getId()).setAmount(500L).setReverseTransfer(true).setRefundApplicationFee(true)
                    .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER).build());
            equal(back.getStatus() + back.getAmount(), "succeeded500");
            equal(stripe.charges().retrieve(paid.getLatestCharge()).getAmountRefunded(), 500L);
        });
    }
}
