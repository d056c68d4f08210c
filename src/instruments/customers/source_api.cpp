// POST /v1/sources: Sources of cards, and the older form of cloning one to a connected account
// (reference/instruments.md: Clones through sources; Sources).
#include "base/email.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::customers {

using namespace api;
using sources::Card;

namespace {

struct OwnerParams {
    Emptyable<AddressParams> address;
    Emptyable<Email> email;
    Emptyable<std::string> name, phone;
};
FIELDS(OwnerParams, address, email, name, phone);

struct CreateParams {
    Ignored<Amount> amount;
    std::optional<Raw> card;
    Ignored<std::string> currency, flow;
    std::optional<std::string> customer;
    Ignored<Raw> mandate;
    MetadataParam metadata;
    std::optional<std::string> original_source;
    std::optional<OwnerParams> owner;
    Ignored<Raw> receiver, redirect;
    Ignored<std::string> source_order, statement_descriptor;
    std::optional<std::string> token, type;
    std::optional<Choice<"reusable", "single_use">> usage;
};
FIELDS(CreateParams, amount, card, currency, customer, flow, mandate, metadata, original_source, owner, receiver,
       redirect, source_order, statement_descriptor, token, type, usage);

void apply_owner(sources::Source& source, std::optional<OwnerParams> const& p) {
    if (!p) return;
    p->email.apply_to(source.owner.email);
    p->name.apply_to(source.owner.name);
    p->phone.apply_to(source.owner.phone);
    if (p->address.cleared()) source.owner.address.reset();
    if (p->address) {
        if (!source.owner.address) source.owner.address.emplace();
        p->address->apply_to(*source.owner.address);
    }
}

// The original, among what the platform owns: a Source, or a card of the customer.
Result<sources::Source> copy_of(Tx& tx, CreateParams const& p) {
    if (!tx.caller().on_connected())
        return refuse("", "original_source",
                      "You can only share a source when making a request on behalf of a connected account, using an "
                      "OAuth key or the Stripe-Account header.");
    Tx platform = tx.at_platform();
    std::optional<Customer> customer;
    if (p.customer) {
        TRY(customer, usable_in_param(platform, *p.customer));
    }
    auto id = p.original_source ? *p.original_source : customer->default_source.value_or("");
    if (id.empty()) return refuse("", "", "The customer must have an active payment source attached.");
    auto usage = p.usage ? p.usage->text : std::string("reusable");
    if (auto card = platform.find<Card>(id); card) {
        if (!customer) return refuse_missing("customer");
        if (!card->customer || *card->customer != customer->id)
            return refuse("", "original_source", "Customer " + customer->id + " does not have card with ID " + id);
        card->credential = methods::cloned(tx, card->credential);
        return sources::source_with(tx, *card, usage);
    }
    auto original = platform.find<sources::Source>(id);
    if (!original) return no_such("source", id, "original_source");
    if (original->customer && (!customer || *original->customer != customer->id))
        return refuse("", "customer",
                      "Customer " + p.customer.value_or("") + " does not have a linked source with ID " + id + ".");
    if (original->type != "card")
        return refuse("", "original_source", "Only card sources can be shared with connected accounts.");
    if (original->status != sources::Status::chargeable)
        return refuse("invalid_source_usage", "original_source",
                      "The source you provided is not in a chargeable state.");
    auto copy = *original;
    copy.id = tx.fresh_id<sources::Source>();
    copy.client_secret = "src_client_secret_" + tx.letters(24);
    copy.created = tx.now();
    copy.customer = {};
    copy.metadata.clear();
    copy.usage = usage;
    copy.credential = methods::cloned(tx, original->credential);
    if (!original->customer) {  // like a PaymentMethod, a loose original is used up
        original->status.take(sources::Step::consume);
        platform.update(*original);
    }
    return copy;
}

Result<sources::Source> new_source(Tx& tx, CreateParams const& p) {
    if (!p.type) return refuse_missing("type");
    if (*p.type != "card")
        return refuse("payment_method_not_available", "type",
                      "Bursar does not support Sources of type " + *p.type + ". It supports card.");
    auto usage = p.usage ? p.usage->text : std::string("reusable");
    if (p.token) {
        TRY(auto card, tokens::spend_card(tx, *p.token, "token"));
        return sources::source_with(tx, card, usage);
    }
    if (!p.card) return refuse_missing("card");
    sources::CardHash hash;
    TRY_DO(read_fields(&hash, fields_of<sources::CardHash>(), p.card->value, Path{nullptr, "card"},
                       bursar::Source::parameters));
    TRY(auto card, sources::card_of(tx, hash));
    return sources::source_with(tx, card, usage);
}

Result<Reply> create(Tx& tx, CreateParams p) {
    bool cloning = p.original_source || p.customer;
    if (cloning && tx.caller().publishable) {
        std::string name = p.original_source ? "original_source" : "customer";
        return refuse("parameter_unknown", name, "Received unknown parameter: " + name);
    }
    TRY(auto source, cloning ? copy_of(tx, p) : new_source(tx, p));
    apply_owner(source, p.owner);
    p.metadata.apply_to(source.metadata);
    tx.insert(source);
    events::emit(tx, "source.chargeable", source);
    return reply_with(source);
}

struct RetrieveParams {
    std::optional<std::string> client_secret;
};
FIELDS(RetrieveParams, client_secret);

Result<Reply> retrieve(Tx& tx, std::string id, RetrieveParams p) {
    TRY(auto source, find_in_path<sources::Source>(tx, id));
    if (tx.caller().publishable && !p.client_secret) return refuse_missing("client_secret");
    if (p.client_secret && *p.client_secret != source.client_secret)
        return refuse("", "client_secret", "The client secret provided does not match the source.");
    return reply_with(source);
}

struct CardUpdate {
    std::optional<std::int64_t> exp_month, exp_year;
};
FIELDS(CardUpdate, exp_month, exp_year);

struct UpdateParams {
    std::optional<CardUpdate> card;
    Ignored<Raw> mandate;
    MetadataParam metadata;
    std::optional<OwnerParams> owner;
};
FIELDS(UpdateParams, card, mandate, metadata, owner);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto source, find_in_path<sources::Source>(tx, id));
    apply_owner(source, p.owner);
    p.metadata.apply_to(source.metadata);
    if (p.card && p.card->exp_month) source.card.exp_month = source.credential->exp_month = *p.card->exp_month;
    if (p.card && p.card->exp_year) source.card.exp_year = source.credential->exp_year = *p.card->exp_year;
    tx.update(source);
    return reply_with(source);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/sources", Access::browser),
    api::get<retrieve>("/v1/sources/:id", Access::browser),
    post<update>("/v1/sources/:id"),
};
constexpr auto kExpandable = expandable_of<sources::Source>({
    {"customer", "customer"},
});

}  // namespace

ResourceType const kSources{.object = "source",
                            .routes = kRoutes,
                            .expandable = kExpandable,
                            .shown_publicly = {.part = fields_of<sources::Source>},
                            .shape = fields_of<sources::Source>};

}  // namespace bursar::customers
