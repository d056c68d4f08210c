#include "api/errors.hpp"
#include "base/currency.hpp"
#include "base/url.hpp"
#include "resources/accounts/account.hpp"
#include "resources/checkout/session.hpp"
#include "resources/customers/customer.hpp"
#include "resources/payment_intents/payment_intent.hpp"
#include "resources/setup_intents/setup_intent.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

constexpr Timestamp kShortest = 30 * kMinute, kLongest = kDay;
constexpr std::size_t kLineItemsMax = 100;

struct ProductData {
    Emptyable<std::string> description;
    std::vector<std::string> images;
    MetadataParam metadata;
    std::string name;
    std::optional<std::string> tax_code, unit_label;
};
FIELDS(ProductData, description, images, metadata, name, tax_code, unit_label);

struct PriceData {
    std::string currency;
    std::optional<std::string> product;
    std::optional<ProductData> product_data;
    std::optional<Raw> recurring;
    std::optional<std::string> tax_behavior;
    std::optional<std::int64_t> unit_amount;
};
FIELDS(PriceData, currency, product, product_data, recurring, tax_behavior, unit_amount);

struct LineItemParams {
    MetadataParam metadata;
    std::optional<std::string> price;
    std::optional<PriceData> price_data;
    std::optional<std::int64_t> quantity;
};
FIELDS(LineItemParams, metadata, price, price_data, quantity);

struct TransferParams {
    std::optional<std::int64_t> amount;
    std::string destination;
};
FIELDS(TransferParams, amount, destination);

struct PaymentIntentData {
    std::optional<std::int64_t> application_fee_amount;
    std::optional<Choice<"automatic", "automatic_async", "manual">> capture_method;
    std::optional<std::string> description;
    MetadataParam metadata;
    std::optional<std::string> on_behalf_of, receipt_email;
    std::optional<Choice<"off_session", "on_session">> setup_future_usage;
    std::optional<Raw> shipping;
    std::optional<std::string> statement_descriptor, statement_descriptor_suffix;
    std::optional<TransferParams> transfer_data;
    std::optional<std::string> transfer_group;
};
FIELDS(PaymentIntentData, application_fee_amount, capture_method, description, metadata, on_behalf_of, receipt_email,
       setup_future_usage, shipping, statement_descriptor, statement_descriptor_suffix, transfer_data, transfer_group);

struct SetupIntentData {
    std::optional<std::string> description;
    MetadataParam metadata;
    std::optional<std::string> on_behalf_of;
};
FIELDS(SetupIntentData, description, metadata, on_behalf_of);

struct CreateParams {
    std::optional<Choice<"auto", "required">> billing_address_collection;
    std::optional<std::string> cancel_url, client_reference_id, currency, customer;
    std::optional<Choice<"always", "if_required">> customer_creation;
    std::optional<std::string> customer_email;
    std::optional<std::int64_t> expires_at;
    std::vector<LineItemParams> line_items;
    std::optional<std::string> locale;
    MetadataParam metadata;
    std::optional<Choice<"payment", "setup", "subscription">> mode;
    std::optional<Raw> payment_intent_data;
    std::vector<std::string> payment_method_types;
    std::optional<Raw> setup_intent_data;
    std::optional<Choice<"auto", "book", "donate", "pay", "subscribe">> submit_type;
    std::optional<std::string> success_url;
    std::optional<std::string> ui_mode;
};
FIELDS(CreateParams, billing_address_collection, cancel_url, client_reference_id, currency, customer, customer_creation,
       customer_email, expires_at, line_items, locale, metadata, mode, payment_intent_data, payment_method_types,
       setup_intent_data, submit_type, success_url, ui_mode);

// Parameters of the reference that change what a session does: refused by name rather than ignored.
constexpr std::string_view kNotYet[] = {"adaptive_pricing",
                                        "after_expiration",
                                        "allow_promotion_codes",
                                        "automatic_tax",
                                        "branding_settings",
                                        "consent_collection",
                                        "custom_fields",
                                        "custom_text",
                                        "customer_account",
                                        "customer_update",
                                        "discounts",
                                        "invoice_creation",
                                        "name_collection",
                                        "optional_items",
                                        "payment_method_configuration",
                                        "payment_method_data",
                                        "payment_method_options",
                                        "permissions",
                                        "phone_number_collection",
                                        "redirect_on_completion",
                                        "return_url",
                                        "saved_payment_method_options",
                                        "shipping_address_collection",
                                        "shipping_options",
                                        "subscription_data",
                                        "tax_id_collection",
                                        "wallet_options"};

std::unexpected<Refusal> refuse_unsupported(std::string const& param, std::string const& what) {
    return refuse("", param, "Bursar does not support " + what + " in Checkout yet.");
}

Result<void> check_url(std::optional<std::string> const& url, std::string const& param) {
    auto parts = url ? Url::parse(*url) : std::nullopt;
    if (url && (!parts || (parts->scheme != "http" && parts->scheme != "https")))
        return refuse("url_invalid", param, "Not a valid URL");
    return {};
}

Result<LineItem> line_item(Tx& tx, LineItemParams const& p, std::string const& at) {
    if (p.price) return no_such("price", *p.price, at + "[price]");
    if (!p.price_data) return refuse_missing(at + "[price_data]");
    auto const& data = *p.price_data;
    auto inside = at + "[price_data]";
    if (data.recurring)
        return refuse("", inside + "[recurring]",
                      "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode "
                      "or use only one-time prices.");
    if (data.product) return no_such("product", *data.product, inside + "[product]");
    if (!data.product_data) return refuse_missing(inside + "[product_data]");
    if (!data.unit_amount) return refuse_missing(inside + "[unit_amount]");
    TRY(auto currency, read_currency(data.currency));
    auto quantity = p.quantity.value_or(1);
    if (*data.unit_amount < 0 || *data.unit_amount > 99'999'999)
        return refuse("parameter_invalid_integer", inside + "[unit_amount]", "Invalid non-negative integer");
    if (quantity < 1 || quantity > 999'999)
        return refuse("parameter_invalid_integer", at + "[quantity]", "This value must be greater than or equal to 1.");
    LineItem item{.id = tx.fresh_id("li")};
    item.amount_subtotal = item.amount_total = *data.unit_amount * quantity;
    item.currency = currency;
    item.description = data.product_data->name;
    item.quantity = quantity;
    item.price = Raw{json::object{{"id", "price_" + tx.letters(24)},
                                  {"object", "price"},
                                  {"active", false},
                                  {"billing_scheme", "per_unit"},
                                  {"created", tx.now()},
                                  {"currency", currency},
                                  {"custom_unit_amount", nullptr},
                                  {"livemode", tx.livemode()},
                                  {"lookup_key", nullptr},
                                  {"metadata", json::object()},
                                  {"nickname", nullptr},
                                  {"product", "prod_" + tx.letters(14)},
                                  {"recurring", nullptr},
                                  {"tax_behavior", data.tax_behavior.value_or("unspecified")},
                                  {"tiers_mode", nullptr},
                                  {"transform_quantity", nullptr},
                                  {"type", "one_time"},
                                  {"unit_amount", *data.unit_amount},
                                  {"unit_amount_decimal", std::to_string(*data.unit_amount)}}};
    return item;
}

Result<void> take_line_items(Tx& tx, Session& session, CreateParams const& p) {
    if (p.line_items.empty()) return refuse_missing("line_items");
    if (p.line_items.size() > kLineItemsMax)
        return refuse("", "line_items", "You may only have up to 100 line items in a Checkout Session.");
    std::int64_t total = 0;
    for (std::size_t i = 0; i < p.line_items.size(); ++i) {
        auto at = "line_items[" + std::to_string(i) + "]";
        TRY(auto item, line_item(tx, p.line_items[i], at));
        if (session.currency && *session.currency != item.currency)
            return refuse("", "line_items",
                          "The Checkout Session's line items must all have the same currency: " + *session.currency +
                              " and " + item.currency + " were given.");
        session.currency = item.currency;
        total += item.amount_total;
        session.line_items->push_back(std::move(item));
    }
    TRY_DO(payments::check_amount(total, *session.currency));
    session.amount_subtotal = session.amount_total = total;
    session.total_details = Raw{json::object{{"amount_discount", 0}, {"amount_shipping", 0}, {"amount_tax", 0}}};
    return {};
}

Result<void> take_customer(Tx& tx, Session& session, CreateParams const& p) {
    if (p.customer && p.customer_email)
        return refuse("", "customer", "You may only specify one of these parameters: customer, customer_email.");
    session.customer_email = p.customer_email;
    if (!p.customer) {
        if (p.mode->text == "payment")
            session.customer_creation = p.customer_creation ? p.customer_creation->text : std::string("if_required");
        else
            session.customer_creation = "if_required";
        if (p.customer_email) session.customer_details = CustomerDetails{.address = {}, .email = p.customer_email};
        return {};
    }
    TRY(auto customer, find_in_param<customers::Customer>(tx, *p.customer, "customer"));
    TRY_DO(customers::usable_in_param(tx, *p.customer));
    session.customer = p.customer;
    session.customer_details = CustomerDetails{.address = {}, .email = customer.email};
    session.customer_details->tax_exempt = "none";
    return {};
}

// Kept as it was sent, checked as it will be used.
template <class Data>
Result<void> take_data(Session& session, std::optional<Raw> const& sent, std::string_view name) {
    session.intent_data->value = json::object();
    if (!sent) return {};
    Data data{};
    TRY_DO(read_fields(&data, fields_of<Data>(), sent->value, Path{nullptr, name}, Source::parameters));
    session.intent_data->value = sent->value;
    return {};
}

void fill(Tx& tx, Session& session, CreateParams const& p) {
    bool payment = session.mode == "payment";
    session.adaptive_pricing = Raw{json::object{{"enabled", payment}}};
    session.automatic_tax =
        Raw{json::object{{"enabled", false}, {"liability", nullptr}, {"provider", nullptr}, {"status", nullptr}}};
    if (p.billing_address_collection) session.billing_address_collection = p.billing_address_collection->text;
    session.branding_settings = Raw{json::object{{"background_color", "#ffffff"},
                                                 {"border_style", "rounded"},
                                                 {"button_color", "#0074d4"},
                                                 {"display_name", accounts::display_name(accounts::acting(tx))},
                                                 {"font_family", "default"},
                                                 {"icon", nullptr},
                                                 {"logo", nullptr}}};
    session.cancel_url = p.cancel_url;
    session.client_reference_id = p.client_reference_id;
    session.collected_information =
        Raw{json::object{{"business_name", nullptr}, {"individual_name", nullptr}, {"shipping_details", nullptr}}};
    session.custom_text = Raw{json::object{{"after_submit", nullptr},
                                           {"shipping_address", nullptr},
                                           {"submit", nullptr},
                                           {"terms_of_service_acceptance", nullptr}}};
    if (payment) {
        session.discounts.emplace();
        session.invoice_creation = Raw{json::object{{"enabled", false},
                                                    {"invoice_data", json::object{{"account_tax_ids", nullptr},
                                                                                  {"custom_fields", nullptr},
                                                                                  {"description", nullptr},
                                                                                  {"footer", nullptr},
                                                                                  {"issuer", nullptr},
                                                                                  {"metadata", json::object()},
                                                                                  {"rendering_options", nullptr}}}}};
    }
    session.locale = p.locale;
    p.metadata.apply_to(session.metadata);
    session.payment_method_collection = payment ? "if_required" : "always";
    session.payment_method_options = Raw{json::object{{"card", json::object{{"request_three_d_secure", "automatic"}}}}};
    session.payment_method_types = {"card"};
    session.payment_status = payment ? "unpaid" : "no_payment_required";
    session.phone_number_collection = Raw{json::object{{"enabled", false}}};
    if (p.submit_type) session.submit_type = p.submit_type->text;
    session.success_url = p.success_url;
}

Result<void> begin_setup(Tx& tx, Session& session, CreateParams const& p) {
    session.currency = p.currency;
    json::object params = session.intent_data->value.get_object();
    params["allowed_payment_method_types"] = json::array{"card"};
    if (session.customer) params["customer"] = *session.customer;
    TRY(auto p_intent, read_params<setup_intents::Params>(params));
    TRY(auto reply, setup_intents::create(tx, std::move(p_intent)));
    session.setup_intent = std::string(text_at(parse_document(reply.body).get_object(), "id"));
    return {};
}

Result<Reply> make(Tx& tx, CreateParams p) {
    if (!p.mode) return refuse_missing("mode");
    if (p.mode->text == "subscription") return refuse_unsupported("mode", "`subscription` mode");
    if (p.ui_mode && *p.ui_mode != "hosted" && *p.ui_mode != "hosted_page")
        return refuse_unsupported("ui_mode", "the ui_mode `" + *p.ui_mode + "`");
    for (auto const& type : p.payment_method_types)
        if (type != "card") return refuse_unsupported("payment_method_types", "the payment method type " + type);
    if (!p.payment_method_types.empty() && !tx.version().is_before("2026-09-30"))
        return refuse("parameter_unknown", "payment_method_types", "Received unknown parameter: payment_method_types");
    if (!p.success_url) return refuse_missing("success_url");
    TRY_DO(check_url(p.success_url, "success_url"));
    TRY_DO(check_url(p.cancel_url, "cancel_url"));
    Session session{.id = tx.fresh_secret_id(tx.livemode() ? "cs_live" : "cs_test")};
    session.created = tx.now();
    session.expires_at = p.expires_at.value_or(tx.now() + kLongest);
    if (session.expires_at > tx.now() + kLongest)
        return refuse("", "expires_at",
                      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.");
    if (session.expires_at < tx.now() + kShortest)
        return refuse("", "expires_at",
                      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.");
    session.livemode = tx.livemode();
    session.mode = p.mode->text;
    session.url = tx.environment().base_url + "/c/pay/" + session.id;
    TRY_DO(take_customer(tx, session, p));
    if (session.mode == "payment") {
        TRY_DO(take_line_items(tx, session, p));
        TRY_DO(take_data<PaymentIntentData>(session, p.payment_intent_data, "payment_intent_data"));
    } else {
        if (!p.line_items.empty()) return refuse("", "line_items", "You can not pass `line_items` in `setup` mode.");
        TRY_DO(take_data<SetupIntentData>(session, p.setup_intent_data, "setup_intent_data"));
        TRY_DO(begin_setup(tx, session, p));
    }
    fill(tx, session, p);
    std::vector<std::pair<std::string_view, std::string>> filters;
    if (session.customer) filters.emplace_back("customer", *session.customer);
    tx.insert(session, filters);
    tx.enqueue(session.expires_at, "checkout.expire", {{"session", session.id}});
    return reply_with(session);
}

}  // namespace

Result<Reply> create(Tx& tx, Call const& call) {
    for (auto name : kNotYet)
        if (call.params.contains(name)) return refuse_unsupported(std::string(name), "`" + std::string(name) + "`");
    TRY(auto params, read_params<CreateParams>(call.params));
    auto reply = make(tx, std::move(params));
    if (!reply) reply.error().executed = true;
    return reply;
}

}  // namespace bursar::checkout
