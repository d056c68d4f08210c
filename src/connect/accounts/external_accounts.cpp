#include "connect/accounts/external_accounts.hpp"

#include <variant>

#include "api/page.hpp"
#include "connect/accounts/params.hpp"
#include "events/events/event.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::accounts {

using namespace api;

namespace {

using External = tokens::Instrument;  // a card or a bank account

External read_external(store::Object const& object) {
    if (Tx::is_a(object, "card")) return Tx::read<sources::Card>(object);
    return Tx::read<sources::BankAccount>(object);
}

std::string currency_of(External const& external) {
    if (auto const* card = std::get_if<sources::Card>(&external)) return card->currency.value.value_or("");
    return std::get<sources::BankAccount>(external).currency;
}

std::string const& id_of(External const& external) {
    return std::visit([](auto const& one) -> std::string const& { return one.id; }, external);
}

bool is_default(External const& external) {
    return std::visit([](auto const& one) { return one.default_for_currency.value.value_or(false); }, external);
}

// The default of that currency, but for one.
std::optional<External> default_of(Tx& own, std::string const& currency, std::string_view but) {
    for (auto const& object : own.newest(sources::external_accounts_of(own.caller().account_id), 100)) {
        auto external = read_external(*object);
        if (is_default(external) && currency_of(external) == currency && id_of(external) != but) return external;
    }
    return std::nullopt;
}

void change(Tx& own, External const& before, External const& after) {
    std::visit(
        [&](auto const& external) {
            own.update(external);
            auto old = std::visit([](auto const& one) { return document_of(one); }, before);
            events::emit_change(own, "account.external_account.updated", old, document_of(external));
        },
        after);
}

void remove(Tx& own, External external) {
    std::visit(
        [&](auto& one) {
            one.deleted = true;
            own.update(one);
            events::emit(own, "account.external_account.deleted", one);
        },
        external);
}

void stand_down(Tx& own, External external) {
    auto before = external;
    std::visit([](auto& one) { one.default_for_currency = false; }, external);
    change(own, before, external);
}

json::object nothing_required() {
    return {{"currently_due", json::array()},
            {"errors", json::array()},
            {"past_due", json::array()},
            {"pending_verification", json::array()}};
}

Result<External> instrument_of(Tx& tx, Tx& own, Raw const& param, std::string const& name) {
    if (param.value.is_string()) {  // the platform's, or one that was made for the account, by cloning (recorded)
        std::string id(param.value.as_string());
        return tokens::spend(own.find<tokens::Token>(id) ? own : tx, id, name);
    }
    sources::BankAccountHash hash;
    TRY_DO(read_fields(&hash, fields_of<sources::BankAccountHash>(), param.value, Path{nullptr, name},
                       Source::parameters));
    TRY(auto bank, sources::bank_account_of(own, hash, name));
    return bank;
}

struct CreateParams {
    Raw external_account;
    std::optional<bool> default_for_currency;
    MetadataParam metadata;
};
FIELDS(CreateParams, external_account, default_for_currency, metadata);

// A bank account or a debit card of the account.
Result<External> external_in_path(Tx& own, std::string const& id) {
    auto object = own.own(id);
    if (!object || !own.is_in(sources::external_accounts_of(own.caller().account_id), *object))
        return no_such("external account", id, "id", 404);
    return read_external(*object);
}

Reply shown(External const& external) {
    return std::visit([](auto const& one) { return reply_with(one); }, external);
}

Result<Reply> create(Tx& tx, std::string id, CreateParams p) {
    TRY(auto account, controlled_account(tx, id));
    if (!p.external_account.given()) return refuse_missing("external_account");
    auto before = account;
    auto now = p.default_for_currency.value_or(false) ? Default::taken : Default::kept;
    TRY(auto added, add_external_account(tx, account, p.external_account, "external_account", now));
    auto own = tx.at_account(id);
    TRY(auto external, external_in_path(own, added));
    std::visit(
        [&](auto& one) {
            p.metadata.apply_to(one.metadata);
            own.update(one);
        },
        external);
    save(tx, before, account);
    return shown(external);
}

struct ListParams {
    std::optional<Choice<"bank_account", "card">> object;
};
FIELDS(ListParams, object);

Result<Reply> list(Tx& tx, std::string id, Page page, ListParams p) {
    TRY_DO(account_in_path(tx, id));
    auto own = tx.at_account(id);
    ListQuery query{.object = sources::kExternalAccounts,
                    .noun = "external account",
                    .url = "/v1/accounts/" + id + "/external_accounts",
                    .filter = "account",
                    .value = id,
                    .kinds = sources::kExternalKinds};
    if (p.object)
        query.matches = [object = p.object->text](auto const& one) { return text_at(one, "object") == object; };
    return list_reply(own, page, query);
}

Result<Reply> retrieve(Tx& tx, std::string id, std::string external) {
    TRY_DO(account_in_path(tx, id));
    auto own = tx.at_account(id);
    TRY(auto found, external_in_path(own, external));
    return shown(found);
}

struct UpdateParams {
    Emptyable<std::string> account_holder_name;
    Emptyable<Choice<"company", "individual">> account_holder_type;
    Emptyable<Choice<"checking", "futsu", "savings", "toza">> account_type;
    Emptyable<std::string> address_city, address_country, address_line1, address_line2, address_state, address_zip;
    std::optional<bool> default_for_currency;
    std::optional<std::int64_t> exp_month, exp_year;
    MetadataParam metadata;
    Emptyable<std::string> name;
};
FIELDS(UpdateParams, account_holder_name, account_holder_type, account_type, address_city, address_country,
       address_line1, address_line2, address_state, address_zip, default_for_currency, exp_month, exp_year, metadata,
       name);

// What is told of the other kind is told by mistake.
Result<void> refuse_of_other(bool other, std::initializer_list<std::pair<bool, char const*>> given) {
    for (auto const& [is_given, name] : given)
        if (other && is_given)
            return refuse("parameter_unknown", name, std::string("Received unknown parameter: ") + name);
    return {};
}

Result<void> apply(sources::BankAccount& bank, UpdateParams const& p) {
    p.account_holder_name.apply_to(bank.account_holder_name);
    if (p.account_holder_type.given)
        bank.account_holder_type = p.account_holder_type ? std::optional(p.account_holder_type->text) : std::nullopt;
    if (p.account_type.given) bank.account_type = p.account_type ? std::optional(p.account_type->text) : std::nullopt;
    p.metadata.apply_to(bank.metadata);
    return {};
}
Result<void> apply(sources::Card& card, UpdateParams const& p) { return sources::apply_changes(card, p); }

Result<void> check_kind(External const& external, UpdateParams const& p) {
    bool card = std::holds_alternative<sources::Card>(external);
    TRY_DO(refuse_of_other(card, {{p.account_holder_name.given, "account_holder_name"},
                                  {p.account_holder_type.given, "account_holder_type"},
                                  {p.account_type.given, "account_type"}}));
    return refuse_of_other(!card, {{p.address_city.given, "address_city"},
                                   {p.address_country.given, "address_country"},
                                   {p.address_line1.given, "address_line1"},
                                   {p.address_line2.given, "address_line2"},
                                   {p.address_state.given, "address_state"},
                                   {p.address_zip.given, "address_zip"},
                                   {p.exp_month.has_value(), "exp_month"},
                                   {p.exp_year.has_value(), "exp_year"},
                                   {p.name.given, "name"}});
}

Result<Reply> update(Tx& tx, std::string id, std::string external, UpdateParams p) {
    TRY(auto account, controlled_account(tx, id));
    auto own = tx.at_account(id);
    TRY(auto found, external_in_path(own, external));
    auto before = account;
    auto old = found;
    TRY_DO(check_kind(found, p));
    TRY_DO(std::visit([&](auto& one) { return apply(one, p); }, found));
    if (p.default_for_currency && !*p.default_for_currency && is_default(found))  // Unknown: the wording
        return refuse("", "default_for_currency",
                      "You cannot unset `default_for_currency`. Make another external account the default instead.");
    if (p.default_for_currency && *p.default_for_currency && !is_default(found)) {
        if (auto other = default_of(own, currency_of(found), external)) stand_down(own, *other);
        std::visit([](auto& one) { one.default_for_currency = true; }, found);
    }
    change(own, old, found);
    save(tx, before, account);
    return shown(found);
}

Result<Reply> remove_call(Tx& tx, std::string id, std::string external) {
    TRY(auto account, controlled_account(tx, id));
    auto own = tx.at_account(id);
    TRY(auto found, external_in_path(own, external));
    auto currency = currency_of(found);
    if (is_default(found) && currency == account.default_currency)
        return refuse("", "",
                      "You cannot delete the default external account for your default currency. Please make another "
                      "external account the default using the `default_for_currency` param, and then delete this one.");
    auto before = account;
    remove(own, found);
    save(tx, before, account);
    auto object = std::holds_alternative<sources::Card>(found) ? "card" : "bank_account";
    json::object stub{{"id", external}, {"object", object}, {"currency", currency}, {"deleted", true}};
    return Reply{200, to_text(stub)};
}

constexpr Route kRoutes[] = {
    post<create>("/v1/accounts/:account/external_accounts"),
    api::list<list>("/v1/accounts/:account/external_accounts"),
    api::get<retrieve>("/v1/accounts/:account/external_accounts/:id"),
    post<update>("/v1/accounts/:account/external_accounts/:id"),
    del<remove_call>("/v1/accounts/:account/external_accounts/:id"),
};

}  // namespace

Result<std::string> add_external_account(Tx& tx, Account const& account, Raw const& param, std::string const& name,
                                         Default now) {
    Tx own = tx.at_account(account.id);
    TRY(auto external, instrument_of(tx, own, param, name));
    if (auto* card = std::get_if<sources::Card>(&external)) {
        if (card->funding != "debit")
            return refuse("invalid_card_type", name,
                          "The card supplied is not a debit card: payouts can be made to debit cards only.");
        if (!card->currency) card->currency = account.default_currency;
        card->networks = {};
    } else {
        auto& bank = std::get<sources::BankAccount>(external);
        bank.status = decltype(bank.status)();  // for payouts it begins anew
        bank.future_requirements = Raw{nothing_required()};
        bank.requirements = Raw{nothing_required()};
    }
    auto other = default_of(own, currency_of(external), id_of(external));
    if (other && now == Default::replaced) remove(own, *other);
    if (other && now == Default::taken) stand_down(own, *other);
    std::visit(
        [&](auto& one) {
            one.account = account.id;
            one.available_payout_methods = account.country == "US" ? std::vector<std::string>{"standard", "instant"}
                                                                   : std::vector<std::string>{"standard"};
            one.default_for_currency = !other || now != Default::kept;
            own.insert(one);
            events::emit(own, "account.external_account.created", one);
        },
        external);
    return id_of(external);
}

void mark_errored(Tx& own, std::string const& id) {
    auto object = own.own(id);
    if (!object || !Tx::is_a(*object, "bank_account")) return;
    auto account = acting(own);
    auto before = account;
    auto bank = Tx::read<sources::BankAccount>(*object);
    auto old = bank;
    if (bank.status.can(sources::BankStep::bounce)) bank.status.take(sources::BankStep::bounce);
    change(own, External(old), External(bank));
    save(own, before, account);
}

ResourceType const kExternalAccounts{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::accounts
