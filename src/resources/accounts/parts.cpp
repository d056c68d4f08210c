// The parts of an account with endpoints of their own: capabilities and external accounts.
#include "api/page.hpp"
#include "resources/accounts/params.hpp"
#include "resources/accounts/requirements.hpp"
#include "resources/events/event.hpp"
#include "resources/sources/source.hpp"

namespace bursar::accounts {

using namespace api;

json::object capability_of(Account const& account, std::string const& name) {
    auto status = text_at(account.capabilities.value.get_object(), name);
    auto requirements = account.requirements ? account.requirements->value.get_object() : empty_requirements();
    auto future = empty_requirements();
    return {{"id", name},
            {"object", "capability"},
            {"account", account.id},
            {"future_requirements", future},
            {"requested", !status.empty()},
            {"requested_at", status.empty() ? json::value(nullptr) : json::value(account.created)},
            {"requirements", requirements},
            {"status", status.empty() ? std::string_view("unrequested") : status}};
}

namespace {

// ---- capabilities ----

Result<Reply> list_capabilities(Tx& tx, std::string id) {
    TRY(auto account, account_in_path(tx, id));
    json::array data;
    for (auto const& [name, status] : account.capabilities.value.get_object())
        data.push_back(capability_of(account, std::string(name)));
    return Reply{200, to_text(json::object{{"object", "list"},
                                           {"data", std::move(data)},
                                           {"has_more", false},
                                           {"url", "/v1/accounts/" + id + "/capabilities"}})};
}

Result<Reply> retrieve_capability(Tx& tx, std::string id, std::string name) {
    TRY(auto account, account_in_path(tx, id));
    return Reply{200, to_text(capability_of(account, name))};
}

struct CapabilityParams {
    std::optional<bool> requested;
};
FIELDS(CapabilityParams, requested);

Result<Reply> update_capability(Tx& tx, std::string id, std::string name, CapabilityParams p) {
    TRY(auto account, account_in_path(tx, id));
    auto before = account;
    Params change;
    if (p.requested)
        change.capabilities = Raw{json::object{{name, json::object{{"requested", *p.requested ? "true" : "false"}}}}};
    TRY_DO(apply_capabilities(account, change));
    save(tx, before, account);
    verify_later(tx, account);
    return Reply{200, to_text(capability_of(account, name))};
}

// ---- external accounts ----

struct ExternalParams {
    Raw external_account;
    std::optional<bool> default_for_currency;
    MetadataParam metadata;
};
FIELDS(ExternalParams, external_account, default_for_currency, metadata);

Result<Reply> create_external(Tx& tx, std::string id, ExternalParams p) {
    TRY(auto account, account_in_path(tx, id));
    if (!p.external_account.given()) return refuse_missing("external_account");
    auto before = account;
    TRY_DO(add_external_account(tx, account, p.external_account, "external_account"));
    save(tx, before, account);
    auto own = tx.at_account(id);
    return Reply{200, own.session().find(own.session().older(own.key_of("external_account"), 0, 1).front())->document};
}

Result<Reply> list_external(Tx& tx, std::string id, Page page) {
    TRY_DO(account_in_path(tx, id));
    auto own = tx.at_account(id);
    return list_reply(
        own, page,
        {.object = "external_account", .noun = "external account", .url = "/v1/accounts/" + id + "/external_accounts"});
}

// A bank account or a debit card of the account.
Result<store::Object> external_in_path(Tx& own, std::string const& id) {
    auto object = own.own(id);
    if (!object || !own.session().is_listed(own.key_of("external_account"), object->seq))
        return no_such("external account", id, "id", 404);
    return *object;
}

Result<Reply> retrieve_external(Tx& tx, std::string id, std::string external) {
    TRY_DO(account_in_path(tx, id));
    auto own = tx.at_account(id);
    TRY(auto object, external_in_path(own, external));
    return Reply{200, std::move(object.document)};
}

template <class Instrument>
void mark_deleted(Tx& own, store::Object const& object) {
    auto external = Tx::read<Instrument>(object);
    external.deleted = true;
    own.update(external);
}

Result<Reply> delete_external(Tx& tx, std::string id, std::string external) {
    TRY(auto account, account_in_path(tx, id));
    auto own = tx.at_account(id);
    TRY(auto object, external_in_path(own, external));
    auto before = account;
    auto document = parse_document(object.document).get_object();
    if (Tx::is_a(object, "card"))
        mark_deleted<sources::Card>(own, object);
    else
        mark_deleted<sources::BankAccount>(own, object);
    own.session().remove_keys(object.seq, {own.key_of("external_account")});
    events::emit(own, "account.external_account.deleted", object.document);
    save(tx, before, account);
    json::object stub{
        {"id", external}, {"object", document["object"]}, {"currency", document["currency"]}, {"deleted", true}};
    return Reply{200, to_text(stub)};
}

constexpr Route kRoutes[] = {
    api::get<list_capabilities>("/v1/accounts/:account/capabilities"),
    api::get<retrieve_capability>("/v1/accounts/:account/capabilities/:capability"),
    post<update_capability>("/v1/accounts/:account/capabilities/:capability"),
    post<create_external>("/v1/accounts/:account/external_accounts"),
    api::list<list_external>("/v1/accounts/:account/external_accounts"),
    api::get<retrieve_external>("/v1/accounts/:account/external_accounts/:id"),
    del<delete_external>("/v1/accounts/:account/external_accounts/:id"),
};

}  // namespace

ResourceType const kParts{.object = "capability", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::accounts
