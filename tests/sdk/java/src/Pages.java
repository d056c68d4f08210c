import com.stripe.model.Customer;
import com.stripe.model.StripeCollection;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerSearchParams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and searches of more than a page, gone through by the SDK. */
class Pages extends Sdk {
    static final Map<String, Checks.Check> ALL = new LinkedHashMap<>();

    record Seven(List<String> ids, String email) {}

    /** The ids of seven customers, newest first, and the address that they share. */
    static Seven seven() throws Exception {
        var made = new Seven(new ArrayList<>(), letters() + "@example.com");
        for (int n = 0; n < 7; ++n) made.ids.add(0, stripe.customers().create(CustomerCreateParams.builder().setEmail(made.email).build()).getId());
        return made;
    }

    static List<String> all(Iterable<Customer> list) {
        var ids = new ArrayList<String>();
        for (var customer : list) ids.add(customer.getId());
        return ids;
    }

    /** The SDK's iterator goes to older ones only, so the pages to newer ones are asked for one by one. */
    static List<String> backward(String email, String from) throws Exception {
        var ids = new ArrayList<String>();
        for (boolean more = true; more; from = ids.get(ids.size() - 1)) {
            StripeCollection<Customer> page = stripe.customers().list(CustomerListParams.builder().setEmail(email).setLimit(2L).setEndingBefore(from).build());
            var newer = all(page.getData());
            Collections.reverse(newer);
            ids.addAll(newer);
            more = page.getHasMore();
        }
        return ids;
    }

    static {
        ALL.put("pages_forward", () -> {
            var made = seven();
            equal(all(stripe.customers().list(CustomerListParams.builder().setEmail(made.email).setLimit(3L).build()).autoPagingIterable()), made.ids);
        });
        ALL.put("pages_backward", () -> {
            var made = seven();
            var newer = new ArrayList<>(made.ids.subList(0, 6));
            Collections.reverse(newer);
            equal(backward(made.email, made.ids.get(6)), newer);
        });
        ALL.put("search_pages", () -> {
            var made = seven();
            var found = stripe.customers().search(CustomerSearchParams.builder().setQuery("email:\"" + made.email + "\"").setLimit(3L).build());
            equal(found.getData().size(), 3);
            equal(all(found.autoPagingIterable()), made.ids);
        });
    }
}
