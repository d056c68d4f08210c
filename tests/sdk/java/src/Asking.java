import com.stripe.net.RequestOptions;
import com.stripe.net.RequestOptions.RequestOptionsBuilder;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.common.EmptyParam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request can say, and what of it comes back. */
class Asking extends Sdk {
    static final Map<String, Checks.Check> ALL = new LinkedHashMap<>();

    static CustomerCreateParams withNested() {
        var settings = CustomerCreateParams.InvoiceSettings.builder()
                .addCustomField(CustomerCreateParams.InvoiceSettings.CustomField.builder().setName("VAT").setValue("7").build())
                .addCustomField(CustomerCreateParams.InvoiceSettings.CustomField.builder().setName("PO").setValue("8").build());
        var address = CustomerCreateParams.Shipping.Address.builder().setLine1("2 Side St").setCity("Ulm").build();
        return CustomerCreateParams.builder()
                .setAddress(CustomerCreateParams.Address.builder().setLine1("1 Main St").setCountry("US").build())
                .addPreferredLocale("de").addPreferredLocale("en")
                .setShipping(CustomerCreateParams.Shipping.builder().setName("Jenny").setAddress(address).build())
                .setInvoiceSettings(settings.build()).build();
    }

    static {
        ALL.put("expand", () -> {
            var customer = customerWithCard().customer();
            var paid = pay(p -> p.setCustomer(customer).addExpand("customer").addExpand("latest_charge.balance_transaction"));
            equal(paid.getCustomerObject().getEmail(), "jenny@example.com");
            equal(paid.getLatestChargeObject().getBalanceTransactionObject().getAmount(), 2000L);
            var listed = stripe.paymentIntents().list(PaymentIntentListParams.builder().setCustomer(customer).addExpand("data.latest_charge").build());
            equal(listed.getData().get(0).getLatestChargeObject().getPaid(), true);
        });
        ALL.put("nested_parameters", () -> {
            var customer = stripe.customers().create(withNested());
            equal(customer.getAddress().getLine1() + customer.getShipping().getAddress().getCity(), "1 Main StUlm");
            equal(customer.getPreferredLocales(), List.of("de", "en"));
            equal(customer.getInvoiceSettings().getCustomFields().stream().map(field -> field.getValue()).toList(), List.of("7", "8"));
        });
        ALL.put("metadata", () -> {
            var id = stripe.customers().create(CustomerCreateParams.builder().putMetadata("order", "6735").putMetadata("colour", "red").build()).getId();
            var changed = stripe.customers().update(id, CustomerUpdateParams.builder().putMetadata("colour", "").putMetadata("size", "L").build());
            equal(changed.getMetadata(), Map.of("order", "6735", "size", "L"));
            equal(stripe.customers().update(id, CustomerUpdateParams.builder().setMetadata(EmptyParam.EMPTY).build()).getMetadata(), Map.of());
        });
        ALL.put("unicode", () -> {
            var name = "Zoë 张伟 𝄞 & \"x=y\" +100%";
            var id = stripe.customers().create(CustomerCreateParams.builder().setName(name).putMetadata("ключ", name).build()).getId();
            var again = stripe.customers().retrieve(id);
            equal(List.of(again.getName(), again.getMetadata().get("ключ")), List.of(name, name));
        });
        ALL.put("idempotency_key", () -> {
            var same = RequestOptions.builder().setIdempotencyKey(letters()).build();
            var one = stripe.customers().create(same);
            var two = stripe.customers().create(same);
            equal(two.getId(), one.getId());
            equal(two.getLastResponse().headers().firstValue("Idempotent-Replayed").get(), "true");
        });
        ALL.put("stripe_account", () -> {
            var on = on(seller());
            var theirs = stripe.customers().create(on).getId();
            equal(Pages.all(stripe.customers().list(on).getData()), List.of(theirs));
            equal(Pages.all(stripe.customers().list(CustomerListParams.builder().setLimit(100L).build()).getData()).contains(theirs), false);
        });
        ALL.put("older_version", () -> {
            var older = RequestOptionsBuilder.unsafeSetStripeVersionOverride(RequestOptions.builder(), "2020-08-27").build();
            var paid = stripe.paymentIntents().create(payment(p -> {}), older);
            equal(paid.getLastResponse().headers().firstValue("Stripe-Version").get(), "2020-08-27");
        });
        ALL.put("later_version", () -> {
            var later = RequestOptionsBuilder.unsafeSetStripeVersionOverride(RequestOptions.builder(), "2030-01-30.zebra").build();
            var headers = stripe.customers().create(later).getLastResponse().headers();
            equal(headers.firstValue("Stripe-Version").get(), "2030-01-30.zebra");
            equal(headers.firstValue("Bursar-Version-Note").isPresent(), true);
        });
    }
}
