// The older way to pay: POST /v1/charges with a source or a customer, and its capture (reference/money.md: Charges).
#include "base/currency.hpp"
#include "base/email.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"
#include "money/charges/charge.hpp"
#include "money/charges/statement_descriptor.hpp"
#include "money/payments/payment.hpp"

namespace bursar::payments {

using namespace api;
using acquirers::Verdict;
using charges::Charge;
using payment_methods::PaymentMethod;

namespace {

struct TransferParams {
    std::optional<AtLeast<1>> amount;
    std::string destination;
};
FIELDS(TransferParams, amount, destination);

struct DestinationParams {  // its older form
    std::string account;
    std::optional<AtLeast<1>> amount;
};
FIELDS(DestinationParams, account, amount);

struct CreateParams {
    std::optional<PaymentAmount> amount;
    std::optional<AtLeast<0>> application_fee, application_fee_amount;
    std::optional<bool> capture;
    std::optional<Raw> card;
    std::optional<std::string> currency, customer;
    Emptyable<std::string> description;
    std::optional<Raw> destination;
    MetadataParam metadata;
    std::optional<std::string> on_behalf_of;
    Ignored<Raw> radar_options;
    Emptyable<Email> receipt_email;
    std::optional<ShippingParams> shipping;
    std::optional<Raw> source;
    std::optional<charges::StatementDescriptor> statement_descriptor, statement_descriptor_suffix;
    std::optional<TransferParams> transfer_data;
    std::optional<std::string> transfer_group;
};
FIELDS(CreateParams, amount, application_fee, application_fee_amount, capture, card, currency, customer, description,
       destination, metadata, on_behalf_of, radar_options, receipt_email, shipping, source, statement_descriptor,
       statement_descriptor_suffix, transfer_data, transfer_group);

std::unexpected<Refusal> refuse_card_error(int status, std::string code, std::string param, std::string message) {
    auto no = refuse_as(status, std::move(code), std::move(param), std::move(message));
    no.error().type = status == 402 ? "card_error" : "invalid_request_error";
    return no;
}

// What is charged: a view for the acquirer, and the object that the charge shows as its source.
struct Instrument {
    PaymentMethod method;
    json::value shown;
    std::optional<sources::BankAccount> bank;
};

Instrument of_card(Tx& tx, sources::Card card) {
    PaymentMethod method{.id = card.id};
    method.customer = card.customer.value;
    method.card_credential = card.credential.value;
    method.billing_details.name = card.name;
    method.billing_details.address = {card.address_city,  card.address_country, card.address_line1,
                                      card.address_line2, card.address_zip,     card.address_state};
    auto const& credential = *card.credential;
    method.card = payment_methods::Card{.brand = credential.brand,
                                        .checks = {card.address_line1_check, card.address_zip_check, card.cvc_check},
                                        .country = credential.country,
                                        .display_brand = credential.brand,
                                        .exp_month = credential.exp_month,
                                        .exp_year = credential.exp_year,
                                        .fingerprint = credential.fingerprint,
                                        .funding = credential.funding,
                                        .generated_from = {},
                                        .last4 = credential.last4,
                                        .networks = {methods::networks_of(credential), {}},
                                        .wallet = {}};
    method.created = tx.now();
    return {std::move(method), parse_document(document_of(card)), std::nullopt};
}

Instrument of_bank(Tx& tx, sources::BankAccount account) {
    PaymentMethod method{.id = account.id};
    method.customer = account.customer.value;
    method.type = "us_bank_account";
    method.bank_credential = account.credential.value;
    method.us_bank_account = payment_methods::UsBankAccount{.account_holder_type = account.account_holder_type,
                                                            .account_type = account.account_type,
                                                            .bank_name = account.bank_name,
                                                            .financial_connections_account = {},
                                                            .fingerprint = account.fingerprint,
                                                            .last4 = account.last4,
                                                            .networks = {},
                                                            .routing_number = account.routing_number};
    method.created = tx.now();
    auto shown = parse_document(document_of(account));
    return {std::move(method), std::move(shown), std::move(account)};
}

Result<Instrument> of_token(Tx& tx, std::string const& id) {
    TRY(auto spent, tokens::spend(tx, id, "source"));
    if (auto* card = std::get_if<sources::Card>(&spent)) {
        card->networks = {};
        card->allow_redisplay = std::string("unspecified");
        return of_card(tx, std::move(*card));
    }
    return of_bank(tx, std::get<sources::BankAccount>(spent));
}

Result<Instrument> of_source(Tx& tx, sources::Source source, std::optional<std::string> const& customer) {
    if (source.status != sources::Status::chargeable)
        return refuse("invalid_source_usage", "source",
                      source.usage == "reusable"
                          ? "The reusable source you provided is consumed because it was previously charged without "
                            "being attached to a customer or was detached from a customer. To charge a reusable "
                            "source multiple time you must attach it to a customer first."
                          : "The source you provided is not in a chargeable state.");
    if (source.customer && source.customer.value != customer)
        return refuse_card_error(
            404, "missing", "source",
            "Customer " + customer.value_or("") + " does not have a linked source with ID " + source.id + ".");
    TRY(auto view, payment_methods::in_param(tx, source.id, "source"));
    if (!source.customer || source.usage == "single_use") {
        source.status.take(sources::Step::consume);
        tx.update(source);
    }
    return Instrument{std::move(view), parse_document(document_of(source)), std::nullopt};
}

Result<Instrument> of_customer(Tx& tx, customers::Customer const& customer, std::string const& source) {
    auto linked = [&](auto const& found) { return found && found->customer && *found->customer == customer.id; };
    if (auto card = tx.find<sources::Card>(source); linked(card)) return of_card(tx, *card);
    if (auto bank = tx.find<sources::BankAccount>(source); linked(bank)) return of_bank(tx, *bank);
    if (auto found = tx.find<sources::Source>(source); found && found->customer.value == customer.id)
        return of_source(tx, *found, customer.id);
    return refuse_card_error(
        404, "missing", "source",
        source.starts_with("card_")
            ? "Customer " + customer.id + " does not have card with ID " + source
            : "Customer " + customer.id + " does not have a linked source with ID " + source + ".");
}

Result<Instrument> instrument_for(Tx& tx, CreateParams const& p, std::optional<customers::Customer> const& customer) {
    auto const& given = p.source ? p.source : p.card;
    std::string source = given && given->value.is_string() ? std::string(given->value.as_string()) : std::string();
    if (given && given->value.is_object()) {
        sources::CardHash hash;
        TRY_DO(read_fields(&hash, fields_of<sources::CardHash>(), given->value, Path{nullptr, "source"},
                           Source::parameters));
        TRY(auto card, sources::card_of(tx, hash, "source"));
        return of_card(tx, std::move(card));
    }
    if (source.empty() && customer) {
        if (!customer->default_source) {
            bool has_method = !tx.newest({"payment_method", "customer", customer->id}, 1).empty();
            return refuse_card_error(402, "missing", "card",
                                     has_method
                                         ? "This Customer doesn't have any legacy saved payment details, but does have "
                                           "a Payment Method attached. Use a Payment Intent instead of creating a "
                                           "Charge: https://stripe.com/docs/payments/payment-intents/migration"
                                         : "This Customer doesn't have any saved payment details. Attach a legacy "
                                           "Token, Card, Bank Account, or Source to this Customer and then try this "
                                           "request again, or use Payment Intents and Payment Methods instead.");
        }
        source = *customer->default_source;
    }
    if (customer && !source.starts_with("tok_") && !source.starts_with("btok_"))
        return of_customer(tx, *customer, source);
    if (source.starts_with("src_")) {
        TRY(auto found, find_in_param<sources::Source>(tx, source, "source"));
        return of_source(tx, std::move(found), std::nullopt);
    }
    return of_token(tx, source);
}

Result<Reply> declined(charges::Attempt const& attempt) {
    auto error = methods::decline_error(*attempt.decline);
    error["charge"] = attempt.charge->id;
    return Reply{402, to_text(json::object{{"error", sorted(error)}})};
}

Result<Reply> create(Tx& tx, CreateParams p) {
    if (!p.amount) return refuse_missing("amount");
    if (!p.currency) return refuse_missing("currency");
    TRY(auto currency, read_currency(*p.currency));
    if (!p.source && !p.card && !p.customer) return refuse("parameter_missing", "", "Must provide source or customer.");
    TRY_DO(check_amount(*p.amount, currency));
    std::optional<customers::Customer> customer;
    if (p.customer) {
        TRY(customer, customers::usable_in_param(tx, *p.customer));
    }
    charges::Order order{.amount = *p.amount, .currency = currency, .capture = p.capture.value_or(true)};
    order.presence = {.sca_supported = false};
    order.application_fee_amount = p.application_fee_amount ? p.application_fee_amount : p.application_fee;
    if (p.transfer_data) order.transfer_data = {p.transfer_data->amount, p.transfer_data->destination};
    if (p.destination) {  // the older name of transfer_data
        charges::TransferData data;
        if (p.destination->value.is_string()) {
            data.destination = p.destination->value.as_string();
        } else {
            DestinationParams given;
            TRY_DO(read_fields(&given, fields_of<DestinationParams>(), p.destination->value,
                               Path{nullptr, "destination"}, Source::parameters));
            data = {given.amount, given.account};
        }
        order.transfer_data = data;
    }
    order.on_behalf_of = p.on_behalf_of;
    TRY_DO(check_split(tx, {order.amount, order.application_fee_amount, order.transfer_data, order.on_behalf_of},
                       "charge"));
    TRY(auto instrument, instrument_for(tx, p, customer));
    TRY_DO(charges::check_capability(tx, instrument.method.type));
    if (instrument.bank) {
        if (!(*instrument.method.bank_credential)->verified)
            return refuse("", "", "The customer’s bank account must be verified in order to create an ACH payment.");
        if (!order.capture) return refuse("", "capture", "You cannot pass capture=false for this payment type.");
    }
    if (customer) order.customer = customer->id;
    order.description = p.description.value;
    order.receipt_email = p.receipt_email.value;
    order.statement_descriptor = p.statement_descriptor;
    order.statement_descriptor_suffix = p.statement_descriptor_suffix;
    order.transfer_group = p.transfer_group;
    if (p.shipping) order.shipping = p.shipping->shipping();
    p.metadata.apply_to(order.metadata);
    order.source = Raw{instrument.shown};
    auto attempt = pay(tx, instrument.method, order);
    if (attempt.verdict == Verdict::declined) return declined(attempt);
    if (attempt.charge->status == charges::Status::pending) {
        auto answer = methods::debit(tx, **instrument.method.bank_credential);
        tx.enqueue(tx.now() + 1, "charge.debit",
                   {{"id", attempt.charge->id}, {"code", answer.failure_code}, {"message", answer.failure_message}});
    }
    return reply_with(*attempt.charge);
}

void end_debit(Tx& tx, json::object const& payload) {
    auto charge = tx.get<Charge>(text_at(payload, "id"));
    if (charge.status != charges::Status::pending) return;
    if (text_at(payload, "code").empty())
        debit_succeeded(tx, charge);
    else
        debit_failed(tx, charge, text_at(payload, "code"), text_at(payload, "message"));
}

struct TransferAmount {
    std::optional<AtLeast<1>> amount;
};
FIELDS(TransferAmount, amount);

struct CaptureParams {
    std::optional<CaptureAmount> amount;
    std::optional<AtLeast<0>> application_fee, application_fee_amount;
    std::optional<Email> receipt_email;
    std::optional<charges::StatementDescriptor> statement_descriptor, statement_descriptor_suffix;
    std::optional<TransferAmount> transfer_data;
    std::optional<std::string> transfer_group;
};
FIELDS(CaptureParams, amount, application_fee, application_fee_amount, receipt_email, statement_descriptor,
       statement_descriptor_suffix, transfer_data, transfer_group);

Result<Reply> capture_route(Tx& tx, std::string id, CaptureParams p) {
    TRY(auto charge, find_in_path<Charge>(tx, id));
    if (charge.payment_intent && !charge.captured)
        return refuse("", "",
                      "This uncaptured Charge was created by a PaymentIntent (" + *charge.payment_intent +
                          "). You must capture the PaymentIntent instead. For more information, see "
                          "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method");
    if (charge.captured) return refuse("charge_already_captured", "", "Charge " + id + " has already been captured.");
    if (charge.status != charges::Status::succeeded || charge.released.value)
        return refuse("charge_already_refunded", "",
                      "Charge " + id + " cannot be captured because its authorization was released.");
    Capture order{.amount = p.amount,
                  .application_fee_amount = p.application_fee_amount ? p.application_fee_amount : p.application_fee,
                  .transfer_amount = {},
                  .statement_descriptor = p.statement_descriptor,
                  .statement_descriptor_suffix = p.statement_descriptor_suffix};
    if (p.transfer_data) order.transfer_amount = p.transfer_data->amount;
    TRY_DO(capture(tx, charge, order));
    // Here, unlike on a PaymentIntent, the rest shows as refunded (reference/intents.md: Capture).
    if (charge.amount_captured < charge.amount) {
        charge.amount_refunded = charge.amount - charge.amount_captured;
        tx.update(charge);
    }
    return reply_with(charge);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/charges"),
    post<capture_route>("/v1/charges/:id/capture"),
};
constexpr JobKind kJobs[] = {{"charge.debit", end_debit}};

}  // namespace

ResourceType const kChargeRoutes{.object = "", .routes = kRoutes, .expandable = {}, .jobs = kJobs};

}  // namespace bursar::payments
